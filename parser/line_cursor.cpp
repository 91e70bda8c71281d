// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_cursor.h"

#include "model/text.h"
#include "parser/scan.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

namespace skein
{

namespace
{

/// A container runtime splits lines at 16 KiB, some much earlier; more parts than this are not one line of a
/// dump.
constexpr int kMaxParts = 64;

} // namespace

LinePlace placeOf(std::string_view text, std::uint64_t threadOffset, std::uint32_t line)
{
    const std::string_view before = text.substr(0, threadOffset);
    if (before.empty() || before.back() == '\n')
        return {threadOffset, line};
    const std::uint64_t begin = scan::findLast(before, '\n') + 1; // 0 where there is none
    return {begin, line, static_cast<std::uint32_t>(threadOffset - begin)};
}

LineCursor::LineCursor(std::string_view text, LinePlace from, const LinePrefix& prefix)
    : m_text(text), m_pos(from.offset), m_nextNumber(from.line), m_plain(prefix.empty()), m_prefix(prefix)
{
    if (load(m_lines[0]))
        m_count = 1;
    while (m_count != 0 && line().offset == from.offset && line().segment < from.segment)
        advance();
}

LineCursor::LineCursor(const LineCursor& other, Ahead)
    : m_text(other.m_text),
      m_pos(other.m_pos),
      m_lines(other.m_lines),
      m_first(other.m_first),
      m_count(other.m_count),
      m_nextNumber(other.m_nextNumber),
      m_plain(other.m_plain),
      m_prefix(other.m_prefix),
      m_many(other.m_many),
      m_left(other.m_left),
      m_inMany(other.m_inMany)
{
}

void LineCursor::noteLine()
{
    static_assert(LogText::kStride == 256);
    // A line that is read again, with another prefix, is in the index already.
    if (m_keepIndex && m_starts.size() == (m_nextNumber - 1) / LogText::kStride)
        m_starts.push_back(m_pos);
    if ((m_nextNumber & 0xfff) == 1 && m_tick && !m_tick({m_pos, m_nextNumber})) {
        m_stopped = true;
        m_text = m_text.substr(0, m_pos);
    }
    if (hasTooManyLines())
        m_text = m_text.substr(0, m_pos);
}

LinePlace LineCursor::place() const
{
    if (m_count == 0)
        return {m_pos, m_nextNumber};
    return {line().offset, line().number, line().segment};
}

void LineCursor::setPrefix(LinePrefix prefix)
{
    m_prefix = std::move(prefix);
    m_plain = m_prefix.empty();
    if (m_count == 0)
        return;
    const LinePlace here = place();
    m_pos = here.offset;
    m_nextNumber = here.line;
    m_inMany = false;
    m_first = 0;
    m_count = load(m_lines[0]) ? 1 : 0;
}

bool LineCursor::loadPrefixed(Line& into)
{
    if (m_inMany && nextSegment(into))
        return true;
    if (!readRaw(into))
        return false;
    if (m_prefix.joinsPartialLines())
        joinPartial(into);
    std::string& buffer = scratch();
    const auto text = m_prefix.strip(into.raw, buffer);
    into.foreign = !text;
    into.segment = 0;
    into.text = scan::trimRight(text.value_or(into.raw));
    if (!text || !m_prefix.hasJson())
        return true;
    m_many = into;
    m_left = into.text;
    m_inMany = true;
    return nextSegment(into);
}

// {"log":"goroutine 1 [running]:\nmain.main()\n"}: one line of the file, two lines of the dump
bool LineCursor::nextSegment(Line& into)
{
    if (!m_inMany)
        return false;
    if (m_left.data() == nullptr) {
        m_inMany = false;
        return false;
    }
    const std::size_t end = m_left.find('\n');
    into = m_many;
    ++m_many.segment;
    into.text = scan::trimRight(m_prefix.stripInner(m_left.substr(0, end)));
    m_left = end == m_left.npos || end + 1 == m_left.size() ? std::string_view{} : m_left.substr(end + 1);
    // The whole string is looked at once only, however many lines it holds.
    if (into.segment > 0)
        into.raw = into.text;
    if (m_left.empty())
        m_inMany = false;
    return true;
}

// 2026-11-20T09:31:00.1Z stderr P the first part
// 2026-11-20T09:31:00.1Z stderr F , the last part
void LineCursor::joinPartial(Line& into)
{
    std::string plain;
    const std::string_view begin = m_prefix.plain(into.raw, plain);
    const auto first = m_prefix.piece(begin);
    if (!first || !first->goesOn)
        return;
    std::string& joined = scratch();
    const auto withoutReturn = [](std::string_view s) { return s.substr(0, s.size() - s.ends_with('\r')); };
    joined.assign(withoutReturn(begin));
    for (int part = 1; part < kMaxParts; ++part) {
        Line next;
        const auto before = std::pair(m_pos, m_nextNumber);
        if (!readRaw(next))
            break;
        const auto more = m_prefix.piece(m_prefix.plain(next.raw, plain));
        if (!more) {
            std::tie(m_pos, m_nextNumber) = before;
            break;
        }
        joined.append(withoutReturn(more->text));
        into.last = next.number;
        if (!more->goesOn)
            break;
    }
    into.raw = joined;
}

bool LineCursor::skipTo(const Anchors& anchors)
{
    while (m_count != 0) {
        if (anchors.in(line().raw))
            return true;
        if (m_count == 2 || m_inMany) {
            advance();
            continue;
        }
        if (!skipRaw(anchors)) {
            m_count = 0;
            return false;
        }
        advance();
    }
    return false;
}

// Moves m_pos to the start of the next line that holds an anchor, counting the lines before it.
bool LineCursor::skipRaw(const Anchors& anchors)
{
    constexpr std::size_t kWindow = std::size_t{1} << 18;
    const auto note = [this] {
        if ((m_nextNumber & 0xff) == 1)
            noteLine();
    };
    while (m_pos < m_text.size()) {
        const std::size_t windowEnd = std::min<std::size_t>(m_pos + kWindow, m_text.size());
        const std::size_t candidate = anchors.findNext(m_text.substr(0, windowEnd), m_pos);
        const std::size_t limit = std::min(candidate, windowEnd);
        // Whole lines before the candidate are ordinary ones. note() may end the text.
        while (m_pos < std::min(limit, m_text.size())) {
            note();
            const void* end = std::memchr(m_text.data() + m_pos, '\n', limit - m_pos);
            if (!end)
                break;
            m_pos = static_cast<std::size_t>(static_cast<const char*>(end) - m_text.data()) + 1;
            ++m_nextNumber;
        }
        if (m_pos >= m_text.size())
            return false;
        if (m_pos == windowEnd)
            continue;
        // This line holds the candidate or reaches over the end of the window.
        const std::size_t end = std::min(m_text.find('\n', m_pos), m_text.size());
        if (anchors.in(m_text.substr(m_pos, end - m_pos)))
            return true;
        note();
        m_pos = std::min(end + 1, m_text.size());
        ++m_nextNumber;
    }
    return false;
}

} // namespace skein
