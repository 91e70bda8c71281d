// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace skein::cases
{

/// Puts `bytes` in the place of `file`, or leaves it as it was: written beside it, waited for the disk,
/// renamed. Permissions of a file that is there stay; of a symbolic link, the file behind it is written. The
/// error is one sentence with the file's name.
std::expected<void, std::string> writeAtomically(const std::filesystem::path& file, std::string_view bytes);

} // namespace skein::cases
