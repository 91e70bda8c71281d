// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/program_marks.h"

#include <algorithm>

namespace skein
{

std::vector<MarkRow> marksBefore(const Log& log, std::uint32_t snapshot)
{
    constexpr std::size_t kMostPoints = 2000;
    const auto& marks = log.marks;
    const auto end =
        std::ranges::lower_bound(marks, log.snapshots[snapshot].lines.first, {}, &ProgramMark::line);
    // Times that go back are those of a program that was started again.
    auto begin = end;
    while (begin != marks.begin() && (begin == end || std::prev(begin)->millis <= begin->millis))
        --begin;
    if (begin == end)
        return {};
    const std::int64_t last = std::prev(end)->millis;
    std::vector<MarkRow> rows;
    for (const auto kind : {ProgramMark::Kind::HeapBytes, ProgramMark::Kind::Goroutines}) {
        MarkRow row{.kind = kind};
        for (auto it = begin; it != end; ++it) {
            if (it->kind != kind)
                continue;
            row.points.push_back({static_cast<double>(last - it->millis) / 60'000.0, it->value, it->line});
            row.largest = std::max(row.largest, it->value);
        }
        if (row.points.size() > kMostPoints) {
            std::vector<MarkRow::Point> some;
            for (std::size_t i = 0; i < kMostPoints; ++i)
                some.push_back(row.points[i * (row.points.size() - 1) / (kMostPoints - 1)]);
            row.points = std::move(some);
        }
        if (row.points.size() > 1)
            rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace skein
