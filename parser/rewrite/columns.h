// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstddef>
#include <string_view>

namespace skein
{

/// How wide `line` is in a terminal: characters, a tab goes to the next multiple of eight.
std::size_t columnsOf(std::string_view line);

/// How many lines of `text` go on in the next one, which begins nothing, because a terminal has broken all
/// that were wider than some column. Linear.
std::size_t linesBrokenAtColumn(std::string_view text);

} // namespace skein
