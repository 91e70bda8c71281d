// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace skein
{

/// Calls `f(firstLine, begin, end)` for each run of lines that nothing recognised, in the order of the log,
/// with the offsets of its first byte and of the byte behind it; `f` returns false to stop. Each byte of the
/// log is passed once at most, however many runs there are.
template <class F>
void forEachGap(const Log& log, F&& f)
{
    std::uint32_t known = 1; // the line that begins at `at`
    std::uint64_t at = 0;
    const std::string_view bytes = log.text.bytes();
    const auto offsetOf = [&](std::uint32_t line) {
        // The nearest line before it whose offset is at hand: that of the last question, or one of the index.
        const std::uint32_t indexed = line - (line - 1) % LogText::kStride;
        if (indexed > known) {
            known = indexed;
            at = log.text.lineOffset(indexed);
        }
        for (; known < line; ++known)
            at = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        return at;
    };
    std::uint32_t line = 1;
    for (std::size_t i = 0; i <= log.recognised.size(); ++i) {
        const bool last = i == log.recognised.size();
        const std::uint32_t to = last ? log.text.lineCount() + 1 : log.recognised[i].first;
        if (to > line) {
            const std::uint64_t begin = offsetOf(line);
            if (!f(line, begin, offsetOf(to)))
                return;
        }
        if (!last)
            line = log.recognised[i].last + 1;
    }
}

} // namespace skein
