// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The second part of WaitGraphBuilder: who keeps the waiters waiting, and behind whom each thread waits.
#include <algorithm>
#include <array>
#include <numeric>

#include "model/analysis/go_name.h"
#include "model/analysis/native_owners.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/wait_graph_builder.h"
#include "model/analysis/words.h"

namespace skein {
namespace {

/// Of thousands of locks those with the most waiters.
void keepBusiest(std::vector<ContendedLock>& locks, std::vector<std::uint32_t>& waitedOf, std::size_t max)
{
    std::vector<std::uint32_t> order(locks.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::uint32_t i) { return locks[i].waiters.size(); });
    order.resize(max);
    std::ranges::sort(order);
    for (std::size_t i = 0; i < max; ++i) {
        if (order[i] == i) continue;
        locks[i] = std::move(locks[order[i]]);
        waitedOf[i] = waitedOf[order[i]];
    }
    locks.resize(max);
    waitedOf.resize(max);
}

}  // namespace

void WaitGraphBuilder::findHolders()
{
    m_holdsOf.resize(m_waited.size());
    m_firstHeld.assign(m_snapshot.threads.size(), kNone);
    m_next.assign(m_snapshot.threads.size(), kNone);
    addOnceHolders();
    addLockHolders();
    if (!m_snapshot.native)
        addOnceHoldersOfTypes();
    if (!m_snapshot.native)
        crossSelfHolds();
    weighSelfHolds();
    addSameCalls();
    addForkedWorkers();
    addLastResorts();
    addOtherEnds();
    addPeers();
}

void WaitGraphBuilder::addHold(Hold hold)
{
    const auto h = static_cast<std::uint32_t>(m_holds.size());
    m_holdsOf[hold.waited].push_back(h);
    hold.nextHeld = m_firstHeld[hold.holder];
    m_firstHeld[hold.holder] = h;
    m_holds.push_back(std::move(hold));
}

bool WaitGraphBuilder::isLockKind(std::uint32_t waited) const
{
    const ResourceKind kind = m_waited[waited].lock.kind;
    return kind == ResourceKind::Mutex || kind == ResourceKind::RwMutex || kind == ResourceKind::Semaphore ||
           kind == ResourceKind::Once || (kind == ResourceKind::Thread && m_snapshot.native);
}

void WaitGraphBuilder::addLockHolders()
{
    std::vector<ContendedLock> locks;
    std::vector<std::uint32_t> waitedOf;
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        const ContendedLock& lock = m_waited[w].lock;
        const bool known = lock.address != 0 || lock.owner != 0 || m_stuck || m_snapshot.native;
        if (!known || !isLockKind(w) || lock.waiters.empty()) continue;
        locks.push_back(lock);
        waitedOf.push_back(w);
    }
    constexpr std::size_t kMostLocks = 1024;
    if (locks.size() > kMostLocks) keepBusiest(locks, waitedOf, kMostLocks);
    std::vector<Holding> holdings = nativeHoldings(m_log, m_index, locks, m_reader, m_knot);
    if (holdings.empty() && !m_knot) {
        if (m_snapshot.native && !m_stuck) // places alone say nothing to what looks at arguments
            while (!locks.empty() && locks.back().address == 0 && locks.back().owner == 0) locks.pop_back();
        holdings = inferHolders(m_log, m_index, m_waits, locks, m_reader);
    }
    for (Holding& h : holdings) {
        const std::uint32_t w = waitedOf[h.lock];
        addHold({.waited = w,
                 .holder = h.thread,
                 .certainty = std::max(h.certainty, m_waited[w].certainty),
                 .queued = h.queued,
                 .exact = h.exact,
                 .together = h.together,
                 .why = std::move(h.why),
                 .frameIndex = h.frameIndex});
    }
}

/// A lock is held by somebody. Of those that wait for it, one alone has come from another method of the object
/// that the lock is part of, and nobody else is in that type's code: it took the lock out there, and waits for
/// itself.
///     sync.(*RWMutex).Lock(…)
///     main.(*catalogue).create(0xc00005a060, …)
///     main.(*catalogue).ensure(0xc00005a060, …)      has read-locked it
///     sync.(*RWMutex).Lock(…) / events.(*Emitter).remove(0xc0000aa040, …) / main.main.func1(…) /
///     events.(*Emitter).Emit(0x537df4?, …)                   has read-locked it, and is called back
void WaitGraphBuilder::weighSelfHolds()
{
    constexpr int kMost = 64;  // each asks all threads
    int asked = 0;
    // In a program that ran until it crashed, the holder may just have let go.
    if (m_crashed) return;
    for (std::uint32_t w = 0; w < m_waited.size() && asked < kMost; ++w) {
        std::uint32_t self = kNone;
        bool only = true;
        for (const std::uint32_t h : m_holdsOf[w]) {
            if (m_holds[h].queued) continue;
            only = only && self == kNone && (m_holds[h].exact || calledBack(m_holds[h])) &&
                   m_waitOf[m_holds[h].holder] == w;
            self = h;
        }
        if (self == kNone || !only || m_holds[self].certainty != Certainty::Possible ||
            m_waited[w].certainty == Certainty::Possible)
            continue;
        ++asked;
        if (!nobodyElseInType(w)) continue;
        m_holds[self].certainty = Certainty::Likely;
        m_holds[self].why += ", and nobody else in the log is in code of that type";
    }
}

/// Code of another type stands between where the holder waits and the frame that speaks for it.
bool WaitGraphBuilder::calledBack(const Hold& hold) const
{
    const auto stack = m_log.stack(m_snapshot.threads[hold.holder].stack);
    const std::string_view type = typeOf(hold.holder);
    if (hold.frameIndex >= stack.size() || type.empty() || typeKey(m_log.function(stack[hold.frameIndex])) != type)
        return false;
    for (std::size_t i = m_waits.callerIndex(m_snapshot.threads[hold.holder].stack); i < hold.frameIndex; ++i)
        if (typeKey(m_log.function(stack[i])) != type) return true;
    return false;
}

/// A WaitGroup is usually waited for where its goroutines were started:
///     goroutine 1 … sync.(*WaitGroup).Wait … main.main()         created by main.main in goroutine 1
void WaitGraphBuilder::addForkedWorkers()
{
    constexpr std::size_t kMost = 10'000;
    const auto key = [](ThreadId id, StringId function) { return hashMix(id.value, function.value); };
    SeededMap<std::uint64_t, std::uint32_t> waiting;  // creator and function → waited
    std::uint64_t mask = 0;  // of the functions in it: most threads are done with at a glance
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        if (m_waited[w].lock.kind != ResourceKind::WaitGroup) continue;
        for (const std::uint32_t t : m_waited[w].lock.waiters) {
            const FrameId site = m_places.site(m_snapshot.threads[t].stack);
            if (!site) continue;
            const StringId function = m_log.frame(site).function;
            mask |= std::uint64_t{1} << (function.value % 64);
            waiting.emplace(key(m_snapshot.threads[t].id, function), w);
            // Up to Go 1.20 the creator has no number: its function will do where only one waits in it.
            const auto [hit, isNew] = waiting.emplace(key(ThreadId(), function), w);
            if (!isNew) hit->second = kNone;
        }
    }
    for (std::uint32_t i = 0; !waiting.empty() && i < m_snapshot.threads.size() && m_holds.size() < kMost;
         ++i) {
        const Thread& thread = m_snapshot.threads[i];
        if (!thread.createdAt) continue;
        const StringId function = m_log.frame(thread.createdAt).function;
        if ((mask >> (function.value % 64) & 1) == 0) continue;
        const auto hit = waiting.find(key(thread.creator, function));
        if (hit == waiting.end() || hit->second == kNone || m_waitOf[i] == hit->second) continue;
        addHold({.waited = hit->second,
                 .holder = i,
                 .certainty = Certainty::Possible,
                 .lock = false,
                 .why = "it was started in the function that waits, and may be one of those waited for"});
    }
}

/// Locks for which no stack speaks. Where nobody else could hold them either, their waiters do, or somebody
/// who has ended:
///     one lock: the waiter itself;  two locks with a waiter each: the waiters each other's;  more: not
///     known.
void WaitGraphBuilder::addLastResorts()
{
    constexpr std::size_t kMostLocks = 16;
    if (hasNativeThreads(m_snapshot)) {
        if (!m_knot && std::ranges::none_of(m_holds, [this](const Hold& h) {
                return h.lock && !h.queued && m_waited[h.waited].lock.kind != ResourceKind::Thread;
            }))
            m_knot = nativeKnot(m_log, m_snapshot);
        return;
    }
    std::vector<std::uint32_t> open;
    for (std::uint32_t w = 0; w < m_waited.size() && open.size() <= kMostLocks; ++w) {
        const bool heldByNobody =
            std::ranges::all_of(m_holdsOf[w], [&](std::uint32_t h) { return m_holds[h].queued; });
        if (isLockKind(w) && !m_waited[w].lock.waiters.empty() && heldByNobody) open.push_back(w);
    }
    if (open.empty() || open.size() > kMostLocks) return;
    if (open.size() == 1) {
        if (addInnerWaiter(open[0]) || addSharers(open[0])) return;
        if (m_stuck) addSelf(open[0]);
        if (m_asleep || nobodyElseInType(open[0]))
            addKnotOf(open[0]);
        return;
    }
    if (!m_stuck && !nobodyElseCould(open)) return;
    const std::uint32_t a = open.size() == 2 ? counterpart(open[0], open[1]) : kNone;
    const std::uint32_t b = open.size() == 2 ? counterpart(open[1], open[0]) : kNone;
    if (a != kNone && b != kNone) {
        for (const auto& [waited, holder] : {std::pair(open[0], b), std::pair(open[1], a)})
            addHold({.waited = waited,
                     .holder = holder,
                     .certainty = Certainty::Possible,
                     .why = "it waits for the other lock, and nobody else in the log is in code that could "
                            "hold this one"});
        return;
    }
    m_knot = WaitGraph::Knot{};
    m_knot->locks = static_cast<std::uint32_t>(open.size());
    for (const std::uint32_t w : open) {
        const std::vector<std::uint32_t> likely = likelyHolders(w, open);
        m_knot->threads.insert(m_knot->threads.end(), likely.begin(), likely.end());
    }
    std::ranges::sort(m_knot->threads);
}

/// Nobody runs any more, and methods of one object wait for locks whose addresses are not printed: not for one that
/// nobody holds, but for each other's.
///     sync.(*RWMutex).Lock(…) / index.(*Pair).SyncLeft(0xc000098040)  and  index.(*Pair).SyncRight(0xc000098040)
void WaitGraphBuilder::addKnotOf(std::uint32_t w)
{
    constexpr std::size_t kMost = 16;
    const auto& waiters = m_waited[w].lock.waiters;
    if (m_waited[w].lock.address != 0 || waiters.size() < 2 || waiters.size() > kMost || m_knot) return;
    for (const std::uint32_t t : waiters) {
        const Wait wait = m_waits.of(m_snapshot.threads[t]);
        const bool alike = std::ranges::any_of(
            waiters, [&](std::uint32_t o) { return o != t && functionOf(o) == functionOf(t); });
        if (alike || wait == Wait::ReadLock) return;
    }
    m_knot = WaitGraph::Knot{.threads = waiters, .kind = m_waited[w].lock.kind};
    if (m_knot->kind == ResourceKind::RwMutex) m_knot->kind = ResourceKind::Mutex;  // several, not one rwlock
}

/// Of the waiters of lock `own` the one that may hold lock `other`: the only one, or the only one in a method
/// of the type that waits for the other lock too.
///     mirror.push, and three of main.func3, wait for one lock; mirror.pull waits for the other: push
std::uint32_t WaitGraphBuilder::counterpart(std::uint32_t own, std::uint32_t other) const
{
    const auto& waiters = m_waited[own].lock.waiters;
    if (waiters.size() == 1) return waiters.front();
    const std::array both{own, other};
    if (const auto likely = likelyHolders(own, both); likely.size() == 1) return likely.front();
    constexpr std::size_t kMost = 256;
    const std::string_view type = typeOf(m_waited[other].lock.waiters.front());
    std::uint32_t found = kNone;
    for (std::size_t i = 0; i < waiters.size() && !type.empty(); ++i) {
        if (i >= kMost)
            return kNone;
        if (typeOf(waiters[i]) != type)
            continue;
        if (found != kNone)
            return kNone;
        found = waiters[i];
    }
    return found;
}

/// Of readers and writers that wait for one lock, a reader may read already: the waiting writer keeps it from
/// reading again.
void WaitGraphBuilder::addSelf(std::uint32_t w)
{
    const auto& waiters = m_waited[w].lock.waiters;
    const auto isReader = [&](std::uint32_t t) {
        return m_waits.of(m_snapshot.threads[t]) == Wait::ReadLock;
    };
    const auto reader = std::ranges::find_if(waiters, isReader);
    const bool mixed = reader != waiters.end() && !std::ranges::all_of(waiters, isReader);
    if (waiters.size() != 1 && !mixed) return;
    const bool alone = m_asleep && m_snapshot.threads.size() == 1;
    addHold(
        {.waited = w,
         .holder = mixed ? *reader : waiters.front(),
         .certainty = alone ? Certainty::Likely : Certainty::Possible,
         .why =
             mixed
                 ? "it may read already: a second read lock of a reader waits behind the writer"
                 : "nobody else in the log can; it locked it before, or one that has ended left it locked"});
}

/// "" where the code that locks is not user code.
std::string_view WaitGraphBuilder::lockingPackage(std::uint32_t w) const
{
    const FrameId site = m_places.site(m_snapshot.threads[m_waited[w].lock.waiters.front()].stack);
    if (!site || m_log.frame(site).role == Role::Runtime) return {};
    return parseGoName(m_log.function(site)).package;
}

/// Its stack is not printed, and what started it is in none of these packages.
bool WaitGraphBuilder::startedElsewhere(const Thread& thread, std::span<const std::string_view> packages) const
{
    return !thread.stack && thread.createdAt &&
           !std::ranges::contains(packages, parseGoName(m_log.function(thread.createdAt)).package);
}

/// No thread that waits for none of these locks has a frame in a package that locks them, and every stack is
/// there.
bool WaitGraphBuilder::nobodyElseCould(const std::vector<std::uint32_t>& waited) const
{
    std::vector<std::string_view> packages;
    for (const std::uint32_t w : waited) packages.push_back(lockingPackage(w));
    if (std::ranges::contains(packages, std::string_view{})) return false;
    StackMemo& inPackage = m_reader.memo();
    inPackage.start();
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& thread = m_snapshot.threads[i];
        if (thread.kind == ThreadKind::System || std::ranges::contains(waited, m_waitOf[i])) continue;
        if (startedElsewhere(thread, packages)) continue;
        if (thread.stackUnavailable || thread.cutOff || !thread.stack) return false;
        const bool in = inPackage.get(thread.stack, [&] {
            return std::ranges::any_of(m_log.stack(thread.stack), [&](FrameId f) {
                return m_log.function(f) != "main.main" &&  // starts the others and waits for them
                       std::ranges::contains(packages, parseGoName(m_log.function(f)).package);
            });
        });
        if (in) return false;
    }
    return !m_snapshot.cutOff;
}

/// No thread that doesn't wait for this lock has a frame of the type whose method waits for it, and every stack
/// is there.
bool WaitGraphBuilder::nobodyElseInType(std::uint32_t w) const
{
    const std::string_view type = typeOf(m_waited[w].lock.waiters.front());
    return type.empty() ? nobodyElseCould({w}) : onlyTheyAreIn(type, m_waited[w].lock.waiters);
}

/// In a large graph, locks with one waiter and no holder say no more than lonely channels do.
void WaitGraphBuilder::foldLonely()
{
    constexpr std::size_t kFew = 64;
    const std::size_t before = m_waited.size();
    if (before <= kFew) return;
    for (std::uint32_t w = 0; w < before; ++w) {
        if (m_waited[w].lock.waiters.size() != 1 || !m_holdsOf[w].empty()) continue;
        const std::uint32_t t = m_waited[w].lock.waiters.front();
        if (m_firstHeld[t] != kNone) continue;
        const std::uint32_t folded = atPlace(t, m_waits.of(m_snapshot.threads[t]), 0);
        if (folded == w) continue;
        m_waited[w].lock.waiters.clear();
        addWaiter(folded, t);
    }
    m_holdsOf.resize(m_waited.size());
}

/// Both wait to write, and came to it on the same way: what one of them has read-locked there, the other has too.
///     sync.(*RWMutex).Lock(…) / idx.(*Index).add(…) / idx.(*Index).Ensure(…)      twice
bool WaitGraphBuilder::bothUpgrade(std::uint32_t a, std::uint32_t b) const
{
    return a != b && m_waitOf[a] == m_waitOf[b] && m_waited[m_waitOf[a]].lock.kind == ResourceKind::RwMutex &&
           m_waits.of(m_snapshot.threads[a]) != Wait::ReadLock &&
           m_waits.of(m_snapshot.threads[b]) != Wait::ReadLock && sameCalls(a, b);
}

std::uint32_t WaitGraphBuilder::bestHold(std::uint32_t waited, std::uint32_t forThread) const
{
    const bool reads = m_waits.of(m_snapshot.threads[forThread]) == Wait::ReadLock;
    std::uint32_t best = kNone;
    for (const std::uint32_t h : m_holdsOf[waited]) {
        const Hold& hold = m_holds[h];
        if (hold.queued) {
            if (reads && hold.holder != forThread) return h;
            continue;
        }
        // Two that read and want to write wait for each other rather than for themselves.
        const bool better = best == kNone || hold.certainty < m_holds[best].certainty ||
                            (hold.certainty == m_holds[best].certainty &&
                             m_holds[best].holder == forThread &&
                             (m_snapshot.native || bothUpgrade(forThread, hold.holder)));
        if (better) best = h;
    }
    return best;
}

void WaitGraphBuilder::chooseNext()
{
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        if (m_holdsOf[w].empty()) continue;
        for (const std::uint32_t t : m_waited[w].lock.waiters) {
            if (m_next[t] != kNone) continue;
            std::uint32_t hold = bestHold(w, t);
            // Of many workers that a WaitGroup waits for, the one that waits for this thread matters.
            if (hold != kNone && !m_holds[hold].lock) {
                for (const std::uint32_t h : m_holdsOf[w]) {
                    const std::uint32_t worker = m_holds[h].holder;
                    if (m_waitOf[worker] == kNone || m_waitOf[worker] == w ||
                        m_holds[h].certainty > m_holds[hold].certainty)
                        continue;
                    const std::uint32_t back = bestHold(m_waitOf[worker], worker);
                    if (back == kNone || m_holds[back].holder != t) continue;
                    hold = h;
                    break;
                }
            }
            m_next[t] = hold;
        }
    }
}

std::uint32_t WaitGraphBuilder::nextOf(std::uint32_t thread) const
{
    return m_next[thread] == kNone ? kNone : m_holds[m_next[thread]].holder;
}

}  // namespace skein
