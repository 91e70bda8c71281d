// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <vector>

namespace skein
{

/// One measure of the whole program on its way to a dump.
struct MarkRow {
    struct Point {
        double minutesBefore = 0; ///< a lower bound: the dump came some time after the last line
        std::uint64_t value = 0;
        std::uint32_t line = 0;
    };
    ProgramMark::Kind kind = ProgramMark::Kind::HeapBytes;
    std::vector<Point> points; ///< oldest first
    std::uint64_t largest = 0;
};

/// How the heap and the number of goroutines developed up to a dump, from the lines of gctrace and
/// scheddetail before it; only what the process printed that ended with the dump, as far as the times since
/// its start tell. Rows of at least two points; none where the log has no such lines. At most 2,000 points
/// each, evenly chosen.
std::vector<MarkRow> marksBefore(const Log& log, std::uint32_t snapshot);

} // namespace skein
