// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/anchors.h"
#include "parser/line_prefix.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skein
{

/// One line as the formats see it: without its prefix, colours, carriage return and trailing blanks.
struct Line {
    std::string_view text;    ///< valid until the cursor has moved on by two lines
    std::string_view raw;     ///< as it stands in the file, without its line end; `text` where segment > 0
    std::uint64_t offset = 0; ///< byte at which it starts
    std::uint32_t number = 0; ///< 1-based
    std::uint32_t last = 0;   ///< above `number` where a container runtime had split the line
    std::uint32_t segment =
        0;                ///< which line of a JSON string that holds several, 0 for the first or only one
    bool foreign = false; ///< the prefix in force is not there: somebody else's line

    /// Thread::textOffset of what begins here: lines of one JSON string are told apart, too. See placeOf().
    std::uint64_t threadOffset() const { return offset + segment; }
};

/// Where a cursor can start.
struct LinePlace {
    std::uint64_t offset = 0;
    std::uint32_t line = 1;
    std::uint32_t segment = 0; ///< see Line

    bool operator==(const LinePlace&) const = default;
};
/// Where what has that Line::threadOffset() begins, in line `line` of the text.
LinePlace placeOf(std::string_view text, std::uint64_t threadOffset, std::uint32_t line);

/// Reads the lines of a text in order, with one line of lookahead, and takes the prefix in force off them.
/// Counts lines and notes where every 256th begins while doing so (see LogText::setIndex).
class LineCursor
{
public:
    explicit LineCursor(std::string_view text, LinePlace from = {}, const LinePrefix& prefix = {});
    LineCursor(const LineCursor&) = delete;
    LineCursor& operator=(const LineCursor&) = delete;

    /// A cursor that stands where this one stands, to look further ahead with. Use it up before this one
    /// moves on.
    LineCursor ahead() const { return {*this, Ahead{}}; }

    /// Called every few thousand lines with the place of the next one; returning false ends the text.
    void onTick(std::function<bool(LinePlace)> tick) { m_tick = std::move(tick); }
    /// To be called before the first advance().
    void keepIndex()
    {
        m_keepIndex = true;
        if (m_count != 0)
            m_starts.push_back(line().offset); // the first line was read by the constructor
    }

    bool atEnd() const { return m_count == 0; }
    const Line& line() const { return m_lines[m_first]; }
    /// The line after line(), or null.
    const Line* peek()
    {
        if (m_count == 1 && load(m_lines[m_first ^ 1]))
            m_count = 2;
        return m_count == 2 ? &m_lines[m_first ^ 1] : nullptr;
    }
    void advance()
    {
        if (m_count == 2) {
            m_first ^= 1;
            m_count = 1;
        } else if (!load(m_lines[m_first])) {
            m_count = 0;
        }
    }
    /// From the current line on (itself included), goes to the next line that holds an anchor. False at the
    /// end.
    bool skipTo(const Anchors& anchors);

    const LinePrefix& prefix() const { return m_prefix; }
    /// Reads the current line again, and the following ones, with this prefix.
    void setPrefix(LinePrefix prefix);
    /// Takes `count` bytes off the current line only.
    void trimCurrent(std::size_t count) { m_lines[m_first].text.remove_prefix(count); }

    std::string_view text() const { return m_text; }
    LinePlace place() const;
    bool stopped() const { return m_stopped; }
    /// Numbers of lines have 32 bits. What stands behind the last one is not read.
    static constexpr std::uint32_t kLastLine = 0xffff'fe00;
    bool hasTooManyLines() const { return m_nextNumber > kLastLine; }
    std::uint32_t linesRead() const { return m_nextNumber - 1; }
    std::vector<std::uint64_t> takeStarts() { return std::move(m_starts); }

private:
    struct Ahead {
    };
    LineCursor(const LineCursor& other, Ahead);

    bool load(Line& into)
    {
        if (m_plain) {
            if (!readRaw(into))
                return false;
            into.text = into.raw;
            while (!into.text.empty() && static_cast<unsigned char>(into.text.back()) <= ' ')
                into.text.remove_suffix(1);
            into.foreign = false;
            into.segment = 0;
            return true;
        }
        return loadPrefixed(into);
    }
    bool readRaw(Line& into)
    {
        if (m_pos >= m_text.size())
            return false;
        if ((m_nextNumber & 0xff) == 1)
            noteLine();
        const char* begin = m_text.data() + m_pos;
        const std::size_t left = m_text.size() - m_pos;
        const void* end = std::memchr(begin, '\n', left);
        const std::size_t size = end ? static_cast<std::size_t>(static_cast<const char*>(end) - begin) : left;
        into.raw = std::string_view(begin, size);
        into.offset = m_pos;
        into.number = into.last = m_nextNumber++;
        m_pos += end ? size + 1 : size;
        return true;
    }
    bool loadPrefixed(Line& into);
    bool nextSegment(Line& into);
    void joinPartial(Line& into);
    void noteLine();
    bool skipRaw(const Anchors& anchors);
    std::string& scratch() { return m_scratch[m_nextScratch++ & 3]; }

    std::string_view m_text;
    std::uint64_t m_pos = 0;
    std::array<Line, 2> m_lines;
    unsigned m_first = 0, m_count = 0;
    std::uint32_t m_nextNumber = 1;
    bool m_plain = true, m_keepIndex = false, m_stopped = false;

    LinePrefix m_prefix;
    std::array<std::string, 4> m_scratch; // current, next and one being made: never more than three at once
    unsigned m_nextScratch = 0;
    Line m_many; // a JSON string that holds several lines, and what is left of it
    std::string_view m_left;
    bool m_inMany = false;

    std::vector<std::uint64_t> m_starts;
    std::function<bool(LinePlace)> m_tick;
};

} // namespace skein
