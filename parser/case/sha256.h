// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

namespace skein::cases
{

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits. Our own, because a library of cryptography would cost every
/// start of the program more than reading a small log does.
std::string sha256(std::string_view bytes);

} // namespace skein::cases
