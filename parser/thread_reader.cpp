// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/thread_reader.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <ranges>

namespace skein
{

namespace
{

/// A report of one kind may stand within a dump of another, but seldom more than this many.
constexpr std::ptrdiff_t kNested = 64;

/// The order of a snapshot's threads by their first lines; empty where that is how they stand.
std::vector<std::uint32_t> orderOf(const Snapshot& snapshot)
{
    // A debugger that printed a thread twice: it keeps its place, with the lines of the fuller stack.
    if (std::ranges::is_sorted(snapshot.threads, {}, &Thread::firstLine))
        return {};
    std::vector<std::uint32_t> order(snapshot.threads.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return snapshot.threads[i].firstLine; });
    return order;
}

} // namespace

ThreadReader::ThreadReader(const Log& log, std::vector<std::pair<std::uint32_t, LinePrefix>> prefixes)
    : m_log(log), m_text(log.text.bytes()), m_prefixes(std::move(prefixes))
{
    for (std::size_t i = 0; i < log.snapshots.size(); ++i)
        if (auto order = orderOf(log.snapshots[i]); !order.empty())
            m_orders.emplace(i, std::move(order));
}

bool ThreadReader::holds(std::size_t snapshot, const Thread& thread) const
{
    const auto& threads = m_log.snapshots[snapshot].threads;
    const auto order = m_orders.find(snapshot);
    const auto at = [&](std::size_t i) -> const Thread& {
        return threads[order == m_orders.end() ? i : order->second[i]];
    };
    const auto places = std::views::iota(std::size_t{0}, threads.size());
    auto place = std::ranges::lower_bound(places, thread.firstLine, {},
                                          [&](std::size_t i) { return at(i).firstLine; });
    for (; place != places.end() && at(*place).firstLine == thread.firstLine; ++place)
        if (at(*place).id == thread.id && at(*place).lastLine == thread.lastLine &&
            at(*place).stack == thread.stack)
            return true;
    return false;
}

ThreadLines ThreadReader::read(const Thread& thread) const
{
    // Snapshots are in file order and don't share threads.
    const auto& snapshots = m_log.snapshots;
    const auto after = std::ranges::upper_bound(snapshots, thread.firstLine, {},
                                                [](const Snapshot& s) { return s.lines.first; });
    if (after == snapshots.begin() || thread.firstLine == 0)
        return {};
    const auto nearest = after - snapshots.begin() - 1;
    auto snapshot = nearest;
    while (snapshot > 0 && nearest - snapshot < kNested && !holds(static_cast<std::size_t>(snapshot), thread))
        --snapshot;
    if (!holds(static_cast<std::size_t>(snapshot), thread))
        snapshot = nearest;
    return read(thread, snapshots[static_cast<std::size_t>(snapshot)].format);
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
