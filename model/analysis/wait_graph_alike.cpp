// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: goroutines that do the same, each to its own neighbour.
#include "model/analysis/go_name.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/seen_pointers.h"
#include "model/analysis/wait_graph_builder.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace skein
{
namespace
{

constexpr std::size_t kMostAlike = 64; ///< goroutines in one ring

/// Every number that the frames of a goroutine show, by its place: frame, position and how deep in braces.
using NumberPlace = std::tuple<std::size_t, std::size_t, std::size_t>;

std::map<NumberPlace, std::uint64_t> smallNumbers(const Log& log, std::span<const FrameText> frames)
{
    std::map<NumberPlace, std::uint64_t> numbers;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (log.frame(frames[i].frame).role == Role::Runtime)
            continue;
        for (std::size_t k = 0; k < frames[i].args.size(); ++k) {
            const ArgWord& a = frames[i].args[k];
            if (a.isNumber && !a.stale && a.value < kLowestPointer)
                numbers.emplace(NumberPlace{i, k, a.depth}, a.value);
        }
    }
    return numbers;
}

/// They are the numbers 0 to n - 1, counted from the least.
bool areConsecutive(std::vector<std::uint64_t> numbers)
{
    std::ranges::sort(numbers);
    for (std::size_t i = 1; i < numbers.size(); ++i)
        if (numbers[i] != numbers[0] + i)
            return false;
    return true;
}

} // namespace

/// Several stand in one stack, each alone before another lock, and nobody else could hold one of them: each
/// came with one of the others' locks. Guesses that pair some of them say less than that.
///     semacquire1(0xc0000a0144, …) / main.(*automaton).take(…) / main.(*automaton).step(0xc0000a0100, 0x0)
///     semacquire1(0xc0000a016c, …) / main.(*automaton).take(…) / main.(*automaton).step(0xc0000a0100, 0x1) …
void WaitGraphBuilder::addAlikeRings()
{
    if (hasNativeThreads(m_snapshot) || m_crashed)
        return;
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> alike; // by stack
    std::vector<std::uint32_t> order;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        if (m_waitOf[t] == kNone || !isLockKind(m_waitOf[t]))
            continue;
        const ContendedLock& lock = m_waited[m_waitOf[t]].lock;
        if (lock.waiters.size() != 1 || (lock.address == 0 && lock.owner == 0))
            continue;
        auto& group = alike[m_snapshot.threads[t].stack.value];
        if (group.empty())
            order.push_back(t);
        if (group.size() <= kMostAlike)
            group.push_back(t);
    }
    constexpr int kMostRings = 16; // each asks all threads
    int rings = 0;
    for (const std::uint32_t first : order) {
        const auto& group = alike[m_snapshot.threads[first].stack.value];
        if (group.size() >= 3 && group.size() <= kMostAlike && rings++ < kMostRings)
            addAlikeRing(group);
    }
    addObjectRing();
}

void WaitGraphBuilder::addAlikeRing(std::span<const std::uint32_t> group)
{
    std::vector<std::uint32_t> locks;
    for (const std::uint32_t t : group) {
        locks.push_back(m_waitOf[t]);
        if (m_next[t] != kNone && (m_holds[m_next[t]].certainty != Certainty::Possible ||
                                   !std::ranges::binary_search(group, nextOf(t))))
            return;
    }
    if (isOneRing(group))
        return;
    const std::string_view type = typeOf(group[0]);
    const bool closed = m_stuck || (type.empty() ? nobodyElseCould(locks) : onlyTheyAreIn(type, group));
    if (addNumberedRing(group, closed ? Certainty::Likely : Certainty::Possible) || !closed)
        return;
    if (m_knot)
        return;
    for (const std::uint32_t member : group)
        m_next[member] = kNone;
    m_knot = WaitGraph::Knot{.threads = {group.begin(), group.end()},
                             .locks = static_cast<std::uint32_t>(group.size())};
}

/// Locks of one object have a crowd each, and in each crowd one has come from where nobody else has: each of
/// these has one of the locks. Whose it is the object doesn't tell, so that guessed pairs of them say less.
///     books.(*Books).Pay(0xc00009c030)     waits for 0xc00009c040 with three of books.(*Books).Debt
///     books.(*Books).Refund(0xc00009c030)  waits for 0xc00009c050 with three of books.(*Books).Month   …
void WaitGraphBuilder::addObjectRing()
{
    constexpr std::size_t kMostLocks = 16;
    std::vector<std::uint32_t> locks, group, all;
    for (std::uint32_t w = 0; w < m_waited.size() && locks.size() <= kMostLocks; ++w)
        if (isLockKind(w) && m_waited[w].lock.address != 0 && !m_waited[w].lock.waiters.empty())
            locks.push_back(w);
    if (hasNativeThreads(m_snapshot) || m_crashed || m_knot || locks.size() < 3 || locks.size() > kMostLocks)
        return;
    std::uint64_t object = 0;
    for (const std::uint32_t w : locks) {
        const std::vector<std::uint32_t> likely = likelyHolders(w, locks);
        if (likely.size() != 1)
            return;
        const Thread& thread = m_snapshot.threads[likely[0]];
        const std::uint64_t own = ownerOf(m_log, m_reader.frames(thread), m_waits.callerIndex(thread.stack));
        const std::uint32_t next = m_next[likely[0]];
        if (own == 0 || (object != 0 && own != object) ||
            typeOf(likely[0]) != typeOf(m_waited[locks[0]].lock.waiters[0]) ||
            (next != kNone && m_holds[next].certainty != Certainty::Possible))
            return;
        object = own;
        group.push_back(likely[0]);
        all.insert(all.end(), m_waited[w].lock.waiters.begin(), m_waited[w].lock.waiters.end());
    }
    std::ranges::sort(group);
    std::ranges::sort(all);
    if (isOneRing(group) || !onlyTheyAreIn(typeOf(group[0]), all))
        return;
    for (const std::uint32_t t : group)
        m_next[t] = kNone;
    m_knot = WaitGraph::Knot{.threads = group, .locks = static_cast<std::uint32_t>(group.size())};
}

/// Each of them waits behind another one, all in one circle.
bool WaitGraphBuilder::isOneRing(std::span<const std::uint32_t> threads) const
{
    std::size_t steps = 1;
    std::uint32_t t = nextOf(threads[0]);
    for (; t != kNone && t != threads[0] && steps <= threads.size(); t = nextOf(t))
        ++steps;
    return t == threads[0] && steps == threads.size();
}

/// `thread` waits behind `holder`: what was guessed about the two before counts no more.
void WaitGraphBuilder::believe(std::uint32_t thread, std::uint32_t holder, std::string_view why,
                               std::uint32_t frame, Certainty certainty)
{
    const std::uint32_t waited = m_waitOf[thread];
    const auto known = std::ranges::find_if(m_holdsOf[waited], [&](std::uint32_t h) {
        return m_holds[h].holder == holder && !m_holds[h].queued;
    });
    if (known == m_holdsOf[waited].end()) {
        m_next[thread] = static_cast<std::uint32_t>(m_holds.size());
        addHold({.waited = waited, .holder = holder});
    } else {
        m_next[thread] = *known;
    }
    Hold& hold = m_holds[m_next[thread]];
    hold.certainty = certainty;
    hold.why = why;
    hold.frameIndex = frame;
}

/// Goroutine number i of a ring waits for lock number i + 1, in the order of the locks' addresses: it has
/// lock number i.
bool WaitGraphBuilder::addNumberedRing(std::span<const std::uint32_t> group, Certainty certainty)
{
    const std::size_t n = group.size();
    std::vector<std::uint32_t> byLock(group.begin(), group.end());
    std::ranges::sort(byLock, {}, [this](std::uint32_t t) {
        const ContendedLock& lock = m_waited[m_waitOf[t]].lock;
        return lock.address != 0 ? lock.address : lock.owner;
    });
    std::vector<std::map<NumberPlace, std::uint64_t>> numbers;
    for (const std::uint32_t t : byLock)
        numbers.push_back(smallNumbers(m_log, m_reader.frames(m_snapshot.threads[t])));
    for (const auto& [place, firstValue] : numbers[0]) {
        std::vector<std::uint64_t> values;
        for (const auto& of : numbers)
            if (const auto hit = of.find(place); hit != of.end())
                values.push_back(hit->second);
        if (values.size() != n || !areConsecutive(values))
            continue;
        const std::uint64_t least = std::ranges::min(values);
        const std::uint64_t step = (n - (firstValue - least)) % n; // from its number to its lock's
        bool ring = step != 0;
        for (std::size_t k = 0; k < n; ++k)
            ring = ring && (values[k] - least + step) % n == k;
        if (!ring)
            continue;
        for (std::size_t k = 0; k < n; ++k) {
            const auto at = static_cast<std::size_t>(std::ranges::find(values, least + k) - values.begin());
            believe(byLock[k], byLock[at],
                    "it does the same with the lock before, as its number among the arguments says",
                    static_cast<std::uint32_t>(std::get<0>(place)), certainty);
        }
        // The circle says more about them.
        if (m_knot && std::ranges::includes(group, m_knot->threads))
            m_knot.reset();
        return true;
    }
    return false;
}

/// Each waits to send in a method of its own object, and was called with the object of another one that does
/// so too: who should receive is that one.
///     goroutine 18 [chan send]:  actor.(*Actor).Run(0xc0000b4000, 0xc0000b4020)
///     goroutine 19 [chan send]:  actor.(*Actor).Run(0xc0000b4020, 0xc0000b4000)
void WaitGraphBuilder::addSendersToEachOther()
{
    struct Sender {
        std::uint32_t thread = 0;
        std::uint64_t own = 0;
        std::vector<std::uint64_t> others{};
        std::size_t next = ~std::size_t{0};
    };
    std::vector<Sender> senders;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        if (m_waitOf[t] == kNone || !sends(t) || !m_holdsOf[m_waitOf[t]].empty() || typeOf(t).empty())
            continue;
        if (senders.size() >= kMostAlike)
            return; // hundreds are leaked
        Sender s{.thread = t};
        const auto frames = m_reader.frames(m_snapshot.threads[t]);
        for (const FrameText& frame : frames) {
            const std::uint64_t object = objectOf(m_log, frame);
            if (object != 0 && typeKey(m_log.function(frame.frame)) == typeOf(t))
                s.own = object; // the outermost: inner methods may be the other one's
            if (m_log.frame(frame.frame).role == Role::Runtime)
                continue;
            for (const ArgWord& a : frame.args)
                if (a.isNumber && !a.stale && a.value >= kLowestPointer)
                    s.others.push_back(a.value);
        }
        if (s.own != 0)
            senders.push_back(std::move(s));
    }
    for (Sender& s : senders) {
        std::size_t found = 0;
        for (std::size_t i = 0; i < senders.size(); ++i)
            if (senders[i].own != s.own && std::ranges::contains(s.others, senders[i].own) && found++ == 0)
                s.next = i;
        if (found != 1)
            s.next = ~std::size_t{0};
    }
    for (std::size_t i = 0; i < senders.size(); ++i) {
        std::vector<std::size_t> ring;
        for (std::size_t k = i; k < senders.size() && !std::ranges::contains(ring, k); k = senders[k].next)
            ring.push_back(k);
        // once of each ring, from its first member
        if (ring.size() < 2 || senders[ring.back()].next != i || *std::ranges::min_element(ring) != i)
            continue;
        for (const std::size_t k : ring)
            addHold({.waited = m_waitOf[senders[k].thread],
                     .holder = senders[senders[k].next].thread,
                     .certainty = Certainty::Likely,
                     .lock = false,
                     .why = "the one that waits was called with its object, and it waits to send itself"});
    }
}

/// Several are about to end one object, each in another method, wait at channels, and nobody else is in code
/// of its type: what they wait for would be one another's end.
///     app.(*App).StopDB(0xc000012045)  [chan receive]      app.(*App).StopWeb(0xc000012045)  [chan receive]
void WaitGraphBuilder::addEndersOfOneObject()
{
    constexpr std::size_t kMost = 4;
    SeededMap<std::string_view, std::vector<std::uint32_t>> enders; // by type
    std::vector<std::uint32_t> order;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        if (!isOpenChannelWait(t) || typeOf(t).empty() ||
            m_waits.of(m_snapshot.threads[t]) != Wait::ChanReceive || !isNamedAsEnding(t))
            continue;
        auto& group = enders[typeOf(t)];
        if (group.empty())
            order.push_back(t);
        if (group.size() <= kMost)
            group.push_back(t);
    }
    for (const std::uint32_t first : order) {
        const auto& group = enders[typeOf(first)];
        const bool apart = group.size() == 2 && functionOf(group[0]) != functionOf(group[1]);
        if (apart && m_waitOf[group[0]] != m_waitOf[group[1]] && onOneObject(group) &&
            onlyTheyAreIn(typeOf(first), group))
            addCircle(group, "both end one object and wait at channels, and nobody else in the log is in "
                             "code of that type");
    }
}

/// All parts of a semaphore that several wait for, inside one type that nobody else is in, are theirs:
/// together they have taken what each of them still wants.
///     semaphore.(*Weighted).Acquire(0xc000066230, …, 0x4) / export.(*Exporter).Run(…)      twice
bool WaitGraphBuilder::addSharers(std::uint32_t w)
{
    constexpr std::size_t kMost = 16;
    const auto& waiters = m_waited[w].lock.waiters;
    const bool shared = std::ranges::all_of(
        waiters, [this](std::uint32_t t) { return m_waits.acquires(m_snapshot.threads[t].stack); });
    if (!shared || m_crashed || m_knot || waiters.size() > kMost || !nobodyElseInType(w))
        return false;
    if (waiters.size() == 1)
        addHold({.waited = w,
                 .holder = waiters.front(),
                 .certainty = Certainty::Possible,
                 .why = "nobody else in the log is in code of the type that takes it: it may have taken a "
                        "part before"});
    else
        m_knot = WaitGraph::Knot{.threads = waiters, .kind = ResourceKind::Semaphore};
    return true;
}

/// Of those that wait for a lock that nobody else can hold, one alone is inside another method of the type:
/// that one has locked, and what it calls locks again.
///     sync.(*Mutex).Lock(…) / sink.(*File).Close(0x1?) / sink.(*File).Flush.func1() /
///     sink.(*File).Flush(0x49c3da?)
bool WaitGraphBuilder::addInnerWaiter(std::uint32_t w)
{
    constexpr std::size_t kMost = 256;
    const auto& waiters = m_waited[w].lock.waiters;
    if (m_crashed || m_waited[w].lock.address == 0 || waiters.size() > kMost)
        return false;
    std::uint32_t inner = kNone, frame = 0;
    for (const std::uint32_t t : waiters) {
        const StackId id = m_snapshot.threads[t].stack;
        const auto stack = m_log.stack(id);
        const std::size_t site = m_waits.callerIndex(id);
        const std::string_view type = typeOf(t);
        for (std::size_t i = site + 1; i < stack.size() && !type.empty(); ++i) {
            if (typeKey(m_log.function(stack[i])) != type ||
                parseGoName(m_log.function(stack[i])).enclosing ==
                    parseGoName(m_log.function(stack[site])).enclosing)
                continue;
            if (inner != kNone && inner != t)
                return false;
            inner = t;
            frame = static_cast<std::uint32_t>(i);
        }
    }
    if (inner == kNone || !nobodyElseInType(w))
        return false;
    addHold({.waited = w,
             .holder = inner,
             .certainty = Certainty::Possible,
             .why = "it is further out in another method of the type, and nobody else in the log is in code "
                    "of that type "
                    "but waits for the lock",
             .frameIndex = frame});
    return true;
}

} // namespace skein
