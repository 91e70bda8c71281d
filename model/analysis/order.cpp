// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/order.h"

#include "model/analysis/hashing.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace skein {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr std::size_t kLanesWithLines =
    2000;  ///< beyond that, creation events don't read their lines from the text

class TimelineBuilder {
public:
    TimelineBuilder(const Log& log, std::uint32_t snapshot, const Finding* finding)
        : m_log(log), m_snapshot(log.snapshots[snapshot])
    {
        m_line.snapshot = snapshot;
        if (finding != nullptr && finding->snapshot.value_or(snapshot) == snapshot) m_finding = finding;
    }

    Timeline build(const std::vector<std::uint32_t>& threads)
    {
        for (const std::uint32_t t : threads)
            if (t < m_snapshot.threads.size()) m_lanes.try_emplace(t, Lane{});
        for (const std::uint32_t t : threads)
            if (const auto lane = m_lanes.find(t); lane != m_lanes.end() && lane->second.created == kNone)
                addLane(t, lane->second, threads.size() <= kLanesWithLines);
        addCreations(threads);
        if (m_finding != nullptr) {
            addAccesses();
            addHeldLocks();
            addLockOrders();
            addLocksMade();
        }
        addEnd(threads);
        rank();
        sort();
        return std::move(m_line);
    }

private:
    /// The events of one thread, as indices.
    struct Lane {
        std::uint32_t created = kNone, waits = kNone, crash = kNone;
    };

    std::uint32_t add(Event event)
    {
        m_line.events.push_back(std::move(event));
        return static_cast<std::uint32_t>(m_line.events.size() - 1);
    }

    void edge(std::uint32_t from, std::uint32_t to, HappensBefore::Why why,
              Certainty certainty = Certainty::Proved)
    {
        if (from != kNone && to != kNone && from != to) m_line.order.push_back({from, to, why, certainty});
    }

    /// `[semacquire, 5 minutes]`: it has waited for five minutes at least, and it was created before that.
    void addLane(std::uint32_t t, Lane& lane, bool withLines)
    {
        const Thread& thread = m_snapshot.threads[t];
        Event created{.kind = Event::Kind::Created, .thread = t, .frame = thread.createdAt};
        if (withLines && thread.createdAt && m_log.threadText) {
            const LineSpan lines = m_log.threadText->createdByLines(thread);
            for (std::uint32_t l = lines.first; l != 0 && l <= lines.last && created.logLines.size() < 2; ++l)
                created.logLines.push_back(l);
        }
        lane.created = add(std::move(created));
        if (thread.waitReason || thread.state == ThreadState::Waiting ||
            thread.state == ThreadState::Syscall) {
            Event waits{.kind = Event::Kind::WaitBegan, .thread = t, .frame = m_log.site(thread.stack)};
            if (thread.waitedMinutes >= 0) {
                waits.minutesBefore = thread.waitedMinutes;
                m_line.clockKnown = true;
                m_line.longestWait = std::max<double>(m_line.longestWait, thread.waitedMinutes);
            }
            if (thread.firstLine > 0) waits.logLines.push_back(thread.firstLine);
            lane.waits = add(std::move(waits));
            edge(lane.created, lane.waits, HappensBefore::Why::ProgramOrder);
        }
        if (thread.crashed) {
            Event crash{.kind = Event::Kind::Crash, .thread = t, .frame = m_log.site(thread.stack)};
            for (std::uint32_t l = m_snapshot.reasonLines.first;
                 l != 0 && l <= m_snapshot.reasonLines.last && crash.logLines.size() < 4; ++l)
                crash.logLines.push_back(l);
            if (crash.logLines.empty() && thread.firstLine > 0) crash.logLines.push_back(thread.firstLine);
            lane.crash = add(std::move(crash));
            edge(lane.waits != kNone ? lane.waits : lane.created, lane.crash,
                 HappensBefore::Why::ProgramOrder);
        }
    }

    /// `created by main.main in goroutine 1`: goroutine 1 existed before.
    void addCreations(const std::vector<std::uint32_t>& threads)
    {
        SeededMap<std::uint64_t, std::uint32_t> byId;
        for (const std::uint32_t t : threads)
            if (m_lanes.contains(t) && m_snapshot.threads[t].id.known())
                byId.try_emplace(m_snapshot.threads[t].id.value, t);
        for (const auto& [t, lane] : sortedLanes()) {
            const ThreadId creator = m_snapshot.threads[t].creator;
            const auto hit = creator.known() ? byId.find(creator.value) : byId.end();
            if (hit != byId.end() && hit->second != t)
                edge(m_lanes.at(hit->second).created, lane.created, HappensBefore::Why::Creation);
        }
    }

    /// A stack shows where a thread was when the dump was taken: its access came after its creation, and
    /// before the end. A race report speaks of a previous access; otherwise two accesses are concurrent.
    void addAccesses()
    {
        std::vector<std::uint32_t> events;
        for (const Access& access : m_finding->accesses) {
            events.push_back(kNone);
            const auto lane =
                access.thread.snapshot == m_line.snapshot ? m_lanes.find(access.thread.index) : m_lanes.end();
            if (!access.thread || lane == m_lanes.end()) continue;
            events.back() = add({.kind = Event::Kind::Access,
                                 .thread = access.thread.index,
                                 .certainty = access.certainty,
                                 .op = access.op,
                                 .frame = access.frame,
                                 .logLines = access.logLines});
            edge(lane->second.created, events.back(), HappensBefore::Why::ProgramOrder);
            addLocksAt(static_cast<std::size_t>(&access - m_finding->accesses.data()), lane->first, events.back());
            edge(events.back(), lane->second.crash, HappensBefore::Why::ProgramOrder, access.certainty);
        }
        const bool race =
            m_finding->kind == FindingKind::DataRace || m_finding->kind == FindingKind::UseAfterFree;
        for (std::size_t i = 1; race && i < events.size(); ++i)
            edge(events[i], events[0], HappensBefore::Why::PreviousAccess);
    }

    /// `by thread T1 (mutexes: write M1):` the lock was taken before that access.
    void addLocksAt(std::size_t index, std::uint32_t thread, std::uint32_t access)
    {
        constexpr std::size_t kMost = 4;
        if (!m_snapshot.native || index >= m_snapshot.native->accesses.size()) return;
        const ReportedAccess& reported = m_snapshot.native->accesses[index];
        for (std::size_t i = 0; i < std::min(reported.locks.size(), kMost); ++i) {
            const std::uint32_t holds = add({.kind = Event::Kind::Holds,
                                             .thread = thread,
                                             .lock = reported.locks[i].address,
                                             .logLines = {reported.lines.first}});
            edge(m_lanes.at(thread).created, holds, HappensBefore::Why::ProgramOrder);
            edge(holds, access, HappensBefore::Why::LockOrder);
        }
    }

    /// Of a report on the order of locks: each of its threads took the first lock before it took the second.
    void addLockOrders()
    {
        if (!m_snapshot.native || m_finding->kind != FindingKind::LockOrderInversion) return;
        SeededMap<std::uint64_t, std::uint32_t> byId;
        for (const auto& [t, lane] : sortedLanes()) byId.try_emplace(m_snapshot.threads[t].id.value, t);
        for (const ReportedOrder& order : m_snapshot.native->orders) {
            const auto hit = order.thread.known() ? byId.find(order.thread.value) : byId.end();
            if (hit == byId.end()) continue;
            const auto taken = [&](std::uint64_t lock, StackId stack, LineSpan lines) {
                return add({.kind = Event::Kind::Acquired,
                            .thread = hit->second,
                            .frame = m_log.site(stack),
                            .lock = lock,
                            .logLines = lines.empty() ? std::vector<std::uint32_t>{}
                                                      : std::vector{lines.first}});
            };
            const bool known = !order.heldLines.empty();
            const std::uint32_t first = taken(order.held, order.heldStack, known ? order.heldLines : order.lines);
            const std::uint32_t second = taken(order.acquired, order.stack, order.lines);
            edge(m_lanes.at(hit->second).created, first, HappensBefore::Why::ProgramOrder);
            edge(first, second, HappensBefore::Why::LockOrder);
        }
    }

    /// A lock was made before anybody took it. Where the tool saw it first may be that very taking.
    void addLocksMade()
    {
        const auto count = static_cast<std::uint32_t>(m_line.events.size());
        for (const std::uint32_t origin : lockOrigins(m_snapshot)) {
            const OtherStack& section = m_snapshot.otherStacks[origin];
            const std::uint32_t made = add({.kind = Event::Kind::LockMade,
                                            .thread = Event::kNobody,
                                            .frame = m_log.site(section.stack),
                                            .lock = section.address,
                                            .logLines = {section.lines.first}});
            for (std::uint32_t e = 0; e < count; ++e) {
                const Event& event = m_line.events[e];
                const bool takes = event.kind == Event::Kind::Acquired || event.kind == Event::Kind::Holds;
                if (takes && event.lock == section.address)
                    edge(made, e, HappensBefore::Why::Creation,
                         event.frame == m_line.events[made].frame ? Certainty::Likely : Certainty::Proved);
            }
        }
    }

    /// Whoever holds a lock and waits for another took the first before it began to wait.
    void addHeldLocks()
    {
        for (const WaitStep& step : m_finding->cycle) {
            const auto lane =
                step.heldBy.snapshot == m_line.snapshot ? m_lanes.find(step.heldBy.index) : m_lanes.end();
            if (!step.heldBy || lane == m_lanes.end() || !isLockWait(step.thread)) continue;
            const Thread& holder = m_snapshot.threads[step.heldBy.index];
            Event holds{.kind = Event::Kind::Holds,
                        .thread = step.heldBy.index,
                        .certainty = step.certainty,
                        .frame = m_log.site(holder.stack)};
            if (holder.firstLine > 0) holds.logLines.push_back(holder.firstLine);
            const std::uint32_t event = add(std::move(holds));
            edge(lane->second.created, event, HappensBefore::Why::ProgramOrder, step.certainty);
            edge(event, lane->second.waits, HappensBefore::Why::LockOrder, step.certainty);
        }
    }

    bool isLockWait(ThreadRef ref) const
    {
        if (!ref || ref.snapshot != m_line.snapshot || ref.index >= m_snapshot.threads.size()) return false;
        const Thread& thread = m_snapshot.threads[ref.index];
        if (thread.waitsOnKind != ResourceKind::None)
            return thread.waitsOnKind != ResourceKind::Channel &&
                   thread.waitsOnKind != ResourceKind::WaitGroup;
        return !m_log.str(thread.waitReason).starts_with("chan ") &&
               !m_log.str(thread.waitReason).starts_with("select");
    }

    /// The crash is last; a dump without one ends with the instant at which it was taken.
    void addEnd(const std::vector<std::uint32_t>& threads)
    {
        std::uint32_t end = kNone;
        for (const std::uint32_t t : threads) {
            const auto lane = m_lanes.find(t);
            if (end == kNone && lane != m_lanes.end()) end = lane->second.crash;
        }
        if (end == kNone && !m_lanes.empty()) {
            Event last{.kind = Event::Kind::Snapshot, .thread = sortedLanes().front().first};
            for (const auto t : threads)
                if (m_lanes.contains(t)) {
                    last.thread = t;
                    break;
                }
            end = add(std::move(last));
        }
        if (end == kNone) return;
        std::vector<bool> hasNext(m_line.events.size(), false);
        for (const HappensBefore& e : m_line.order) hasNext[e.from] = true;
        for (std::uint32_t e = 0; e < m_line.events.size(); ++e)
            if (!hasNext[e] && m_line.events[e].kind != Event::Kind::Crash)
                edge(e, end, HappensBefore::Why::CrashLast);
    }

    /// Longest path. A log may claim that two threads created each other: such edges say nothing and are
    /// dropped.
    void rank()
    {
        if (!rankOnce()) {
            std::erase_if(m_line.order, [&](const HappensBefore& e) {
                return e.why == HappensBefore::Why::Creation && m_open[e.from] > 0 && m_open[e.to] > 0;
            });
            rankOnce();
        }
        std::uint32_t last = 0;
        for (const Event& e : m_line.events) last = std::max(last, e.rank);
        for (Event& e : m_line.events)
            if (e.kind == Event::Kind::Crash || e.kind == Event::Kind::Snapshot) e.rank = last;
        m_line.ranks = m_line.events.empty() ? 0 : last + 1;
    }

    bool rankOnce()
    {
        const std::size_t n = m_line.events.size();
        std::vector<std::uint32_t> starts(n + 1, 0), targets(m_line.order.size());
        m_open.assign(n, 0);
        for (Event& e : m_line.events) e.rank = 0;
        for (const HappensBefore& e : m_line.order) {
            ++starts[e.from + 1];
            ++m_open[e.to];
        }
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        std::vector<std::uint32_t> fill(starts.begin(), starts.end() - 1);
        for (const HappensBefore& e : m_line.order) targets[fill[e.from]++] = e.to;
        std::vector<std::uint32_t> ready;
        for (std::uint32_t e = 0; e < n; ++e)
            if (m_open[e] == 0) ready.push_back(e);
        for (std::size_t i = 0; i < ready.size(); ++i) {
            const std::uint32_t from = ready[i];
            for (std::uint32_t k = starts[from]; k < starts[from + 1]; ++k) {
                Event& to = m_line.events[targets[k]];
                to.rank = std::max(to.rank, m_line.events[from].rank + 1);
                if (--m_open[targets[k]] == 0) ready.push_back(targets[k]);
            }
        }
        return ready.size() == n;
    }

    void sort()
    {
        std::vector<std::uint32_t> order(m_line.events.size()), position(m_line.events.size());
        std::iota(order.begin(), order.end(), 0u);
        std::ranges::stable_sort(order, {}, [&](std::uint32_t e) { return m_line.events[e].rank; });
        std::vector<Event> events;
        events.reserve(order.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            position[order[i]] = i;
            events.push_back(std::move(m_line.events[order[i]]));
        }
        m_line.events = std::move(events);
        for (HappensBefore& e : m_line.order) {
            e.from = position[e.from];
            e.to = position[e.to];
        }
    }

    /// By thread index, so that the result does not depend on a hash.
    std::vector<std::pair<std::uint32_t, Lane>> sortedLanes() const
    {
        std::vector<std::pair<std::uint32_t, Lane>> lanes(m_lanes.begin(), m_lanes.end());
        std::ranges::sort(lanes, {}, [](const auto& lane) { return lane.first; });
        return lanes;
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    const Finding* m_finding = nullptr;
    Timeline m_line;
    std::unordered_map<std::uint32_t, Lane> m_lanes;
    std::vector<std::uint32_t> m_open;
};

}  // namespace

std::vector<std::uint32_t> lockOrigins(const Snapshot& snapshot)
{
    constexpr std::size_t kMost = 8, kLookedAt = 1000;
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; snapshot.native && i < std::min(snapshot.otherStacks.size(), kLookedAt); ++i) {
        const OtherStack& section = snapshot.otherStacks[i];
        const bool again = std::ranges::any_of(
            out, [&](std::uint32_t o) { return snapshot.otherStacks[o].address == section.address; });
        if (section.about == About::MutexCreation && section.address != 0 && !again && out.size() < kMost)
            out.push_back(i);
    }
    return out;
}

Timeline buildTimeline(const Log& log, std::uint32_t snapshot, const std::vector<std::uint32_t>& threads,
                       const Finding* finding)
{
    if (snapshot >= log.snapshots.size()) return {.snapshot = snapshot};
    return TimelineBuilder(log, snapshot, finding).build(threads);
}

}  // namespace skein
