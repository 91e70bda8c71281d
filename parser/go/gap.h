// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/go/dump.h"
#include "parser/line_cursor.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace skein::go
{

/// What stands between two goroutines, before the first one or behind the last one.
struct Gap {
    std::vector<GapItem> items;
    std::size_t preamble = 0;      ///< index of the first item that announces the next goroutine's crash
    std::uint32_t othersAtEnd = 0; ///< ordinary lines between the last item and the end
    std::optional<ClockMark> firstTime, lastTime; ///< of the ordinary lines that carry a time

    /// Behind the last item that still belongs to the dump before: not too many ordinary lines lie between.
    std::size_t trailersEnd() const;
};

/// Reads the lines from `from` up to `to` (not included). Only the first few and the last few hundred of a
/// long gap are looked at: the runtime prints its words directly before and behind the goroutines.
Gap readGap(std::string_view text, LinePlace from, LinePlace to, const LinePrefix& prefix, bool afterDump);

} // namespace skein::go
