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
/// Lines of one span that are looked at for the one that is meant: a whole log may stand in one.
constexpr std::uint32_t kMaxSearch = 4096;

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
    : m_log(log), m_text(log.text), m_prefixes(std::move(prefixes))
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
    LineCursor in(m_text.bytes(), placeOf(m_text.bytes(), thread.textOffset, thread.firstLine),
                  prefixAt(thread.firstLine));
    return (*format)->readThread(in, m_log, thread);
}

LinePrefix ThreadReader::prefixAt(std::uint32_t line) const
{
    const auto prefix =
        std::ranges::upper_bound(m_prefixes, line, {}, &decltype(m_prefixes)::value_type::first);
    return prefix == m_prefixes.begin() ? LinePrefix{} : std::prev(prefix)->second;
}

ThreadText::Printed ThreadReader::printed(const Around& around) const
{
    if (around.lines.empty() || around.lines.first > m_text.lineCount())
        return {};
    // A line that is put together of several takes as many.
    const std::uint32_t back = std::min(around.lines.first - 1, 2 * around.before);
    const std::uint32_t first = around.lines.first - back;
    // What was printed before the first dump went the same way.
    const bool before = !m_prefixes.empty() && around.lines.first < m_prefixes.front().first;
    LineCursor in(m_text.bytes(), {m_text.lineOffset(first), first},
                  before ? m_prefixes.front().second : prefixAt(around.lines.first));
    Printed found;
    bool met = false;
    std::uint32_t left = kMaxSearch + around.before;
    for (; !in.atEnd() && (met || (in.line().number <= around.lines.last && left-- > 0)); in.advance()) {
        const Line& line = in.line();
        if (met && found.lines.size() > found.index + around.behind)
            break;
        if (!met && found.lines.size() > around.before)
            found.lines.erase(found.lines.begin());
        if (!met && line.last >= around.lines.first && line.text.contains(around.text)) {
            met = true;
            found.index = found.lines.size();
        }
        found.lines.push_back({std::string(line.text), {line.number, line.last}, line.foreign});
    }
    return met ? found : Printed{};
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
