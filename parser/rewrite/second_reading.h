// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/input/input.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace skein
{

/// Reads a text once, without looking for manglings; null when the user has stopped it.
using ReadOnce = std::function<std::shared_ptr<Log>(Input)>;

/// What a log holds may not be readable as it stands: HTML, newest line first, wrapped at the edge of a
/// terminal. Where `plain`, the log read as it is, shows signs of it, tries to undo that in chains of
/// rewrites() and gives the log of the one by which most can be read; or `plain`. `input` is that of `plain`.
/// The cost for a log without such signs is a look at the lines that were not recognised, up to a limit.
/// Of a larger text than kMaxRewritten bytes `say` is told that it was not tried.
std::shared_ptr<Log> secondReading(std::shared_ptr<Log> plain, const InputInfo& input, const ReadOnce& read,
                                   const std::function<void(std::string_view)>& say);

/// A rewritten log lives in memory.
inline constexpr std::size_t kMaxRewritten = std::size_t{512} << 20;

} // namespace skein
