// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/ids.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein
{

/// A text that was made out of a log, of which each line remembers the lines of the log that it comes from.
class RewrittenText
{
public:
    RewrittenText() = default;
    /// The lines of `text` as they are, numbered from `firstLine` on.
    explicit RewrittenText(std::string_view text, std::uint32_t firstLine = 1);

    /// `line` may hold line ends: then each of its lines comes from `origin`.
    void add(std::string_view line, LineSpan origin);
    /// Call when the last line is added: a text that stops within a line stays so.
    void finish(const RewrittenText& madeFrom);

    std::string_view bytes() const { return m_bytes; }
    std::size_t lineCount() const { return m_origins.size(); }
    /// Where line `number` (1-based) of bytes() comes from; of the nearest line where there is no such line.
    LineSpan origin(std::uint32_t number) const;
    /// From the beginning of the one to the end of the other, whichever comes first in the log.
    LineSpan origin(LineSpan lines) const;
    /// To be called once before linesFrom(), when nothing is added any more.
    void indexOrigins();
    /// Where in bytes() what comes from the lines `origin` stands, from its first line to its last.
    LineSpan linesFrom(LineSpan origin) const;

    /// Calls `f(line, origin)` for every line, without line ends.
    template <class F>
    void forEach(F&& f) const
    {
        std::size_t at = 0;
        for (const LineSpan origin : m_origins) {
            const std::size_t end = std::min(m_bytes.find('\n', at), m_bytes.size());
            f(std::string_view(m_bytes).substr(at, end - at), origin);
            at = end + 1;
        }
    }
    /// All lines with their origins, for those that have to look around.
    struct Line {
        std::string_view text;
        LineSpan origin;
    };
    std::vector<Line> lines() const;

private:
    std::string m_bytes;
    std::vector<LineSpan> m_origins;
    std::vector<std::uint32_t> m_byOrigin; ///< indices into m_origins; empty where they ascend themselves
    bool m_open = false;                   ///< the last line has no end
};

/// Where a dump begins in a line, behind whatever has been put before it; 0 where nothing has.
std::optional<std::size_t> beginOfDump(std::string_view line);

} // namespace skein
