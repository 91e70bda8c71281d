// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>

namespace skein
{

/// What a thread did to the memory or object of a conflict.
enum class AccessOp : std::uint8_t { Read, Write, Iterate, Delete, AtomicRead, AtomicWrite, Free };

} // namespace skein
