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

namespace
{

/// A report of one kind may stand within a dump of another, but seldom more than this many.
constexpr int kNested = 64;

bool holds(const Snapshot& snapshot, const Thread& thread)
{
    const auto& threads = snapshot.threads;
    auto at = std::ranges::lower_bound(threads, thread.firstLine, {}, &Thread::firstLine);
    for (; at != threads.end() && at->firstLine == thread.firstLine; ++at)
        if (at->id == thread.id && at->lastLine == thread.lastLine && at->stack == thread.stack)
            return true;
    return false;
}

} // namespace

ThreadLines ThreadReader::read(const Thread& thread) const
{
    // Snapshots are in file order and don't share threads.
    const auto& snapshots = m_log.snapshots;
    const auto after = std::ranges::upper_bound(snapshots, thread.firstLine, {},
                                                [](const Snapshot& s) { return s.lines.first; });
    if (after == snapshots.begin() || thread.firstLine == 0)
        return {};
    auto snapshot = std::prev(after);
    for (int i = 0; i < kNested && !holds(*snapshot, thread) && snapshot != snapshots.begin(); ++i)
        --snapshot;
    return read(thread, (holds(*snapshot, thread) ? snapshot : std::prev(after))->format);
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
