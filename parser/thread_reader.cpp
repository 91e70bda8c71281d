// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/thread_reader.h"

#include <algorithm>

namespace skein
{

ThreadReader::ThreadReader(const Log& log, std::vector<std::pair<std::uint32_t, LinePrefix>> prefixes)
    : m_log(log), m_text(log.text.bytes()), m_prefixes(std::move(prefixes))
{
}

ThreadLines ThreadReader::read(const Thread& thread) const
{
    // Snapshots are in file order and don't share threads: the last one that begins before the thread is its
    // own.
    const auto& snapshots = m_log.snapshots;
    auto snapshot = std::ranges::upper_bound(snapshots, thread.firstLine, {},
                                             [](const Snapshot& s) { return s.lines.first; });
    if (snapshot == snapshots.begin() || thread.firstLine == 0)
        return {};
    return read(thread, std::prev(snapshot)->format);
}

ThreadLines ThreadReader::read(const Thread& thread, std::string_view formatId) const
{
    const auto format = std::ranges::find(formats(), formatId, &Format::id);
    if (format == formats().end() || !(*format)->readThread)
        return {};
    const auto prefix = std::ranges::upper_bound(m_prefixes, thread.firstLine, {},
                                                 &std::pair<std::uint32_t, LinePrefix>::first);
    LineCursor in(m_text, {thread.textOffset, thread.firstLine},
                  prefix == m_prefixes.begin() ? LinePrefix{} : std::prev(prefix)->second);
    return (*format)->readThread(in, m_log, thread);
}

std::vector<FrameText> ThreadReader::frames(const Thread& thread) const
{
    return read(thread).frames;
}

LineSpan ThreadReader::createdByLines(const Thread& thread) const
{
    return read(thread).createdBy;
}

} // namespace skein
