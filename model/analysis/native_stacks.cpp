// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the stacks of native threads say about who holds a lock, where no owner is printed:
//
//     #4  depot::move (from=..., to=...) at depot.cc:31      waits for a second lock, behind the line at
//     which #4  depot::move (from=..., to=...) at depot.cc:29      this one waits for its first
#include "model/analysis/native_stacks.h"

#include "model/analysis/hashing.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace skein
{

namespace
{

bool isNameless(std::string_view function)
{
    return function.empty() || function == "??" || function.starts_with("___lldb_unnamed_symbol");
}

constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr std::size_t kFewLocks = 16;
constexpr std::uint32_t kFewHolders = 3; ///< more that have passed a place say nothing

class StackHolders
{
public:
    StackHolders(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                 ArgumentReader& reader, std::vector<Holding>& found)
        : m_log(log),
          m_snapshot(snapshot),
          m_locks(locks),
          m_reader(reader),
          m_found(found),
          m_held(locks.size(), false)
    {
        for (const Holding& h : found)
            m_held[h.lock] = m_held[h.lock] || !h.queued;
    }

    void run()
    {
        queuedWriters();
        joined();
        objects();
        passedBy();
        sameFunction();
        itself();
    }

private:
    bool waits(std::uint32_t lock, std::uint32_t thread) const
    {
        return std::ranges::binary_search(m_locks[lock].waiters, thread);
    }
    void add(std::uint32_t lock, std::uint32_t thread, Certainty certainty, std::string why,
             bool queued = false, std::uint32_t frame = 0)
    {
        m_held[lock] = m_held[lock] || !queued;
        m_found.push_back({.lock = lock,
                           .thread = thread,
                           .certainty = certainty,
                           .queued = queued,
                           .why = std::move(why),
                           .frameIndex = frame});
    }
    NativePlace place(std::uint32_t thread) const { return placeOf(m_log, m_snapshot.threads[thread].stack); }
    /// The one that was started first: it came by its locks before the others did.
    std::uint32_t eldest(std::span<const std::uint32_t> threads) const
    {
        return *std::ranges::min_element(threads, {}, [&](std::uint32_t t) {
            const Thread& thread = m_snapshot.threads[t];
            return std::pair(thread.osId, thread.id.value);
        });
    }
    std::vector<std::uint32_t> openLocks() const
    {
        std::vector<std::uint32_t> open;
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (isLock(m_locks[i].kind) && m_locks[i].address != 0 && !m_held[i])
                open.push_back(i);
        return open;
    }
    static bool isLock(ResourceKind kind)
    {
        return kind == ResourceKind::Mutex || kind == ResourceKind::RwMutex;
    }

    /// Readers and writers wait for one lock: the readers wait behind a writer, the writer for a reader.
    void queuedWriters()
    {
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            if (m_locks[i].kind != ResourceKind::RwMutex || m_locks[i].address == 0 || m_held[i])
                continue;
            const auto pair = readerAndWriter(m_log, m_snapshot, m_locks[i].waiters);
            if (!pair)
                continue;
            add(i, pair->second, Certainty::Likely, "it waits to write, and later readers wait behind it",
                true);
            if (openLocks().size() > 1) // who waits for another lock may hold this one
                continue;
            add(i, pair->first, Certainty::Possible,
                "it may read already: a second read lock of a reader waits behind the writer");
        }
    }

    /// The object that a lock lies in is the `this`, or another argument, of a call further out in a thread
    /// that does not wait for the lock itself:
    ///     #3  ___pthread_mutex_lock (mutex=0x558bd7b42168)                 the waiter
    ///     #7  Poller::stopped (this=0x558bd7b42160) at joins.cpp:36
    ///     #7  Poller::stop (this=0x558bd7b42160) at joins.cpp:21           the holder, which joins the
    ///     waiter
    void objects()
    {
        constexpr std::uint32_t kMostRead = 2048;
        constexpr std::size_t kWaitersRead = 4;
        std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> byPointer; // → locks
        m_insideTwice.assign(m_locks.size(), kNone);
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            const ContendedLock& lock = m_locks[i];
            if (m_held[i] || lock.address == 0 || lock.kind == ResourceKind::Thread)
                continue;
            std::uint64_t object = 0; // the nearest pointer below the lock
            for (std::size_t w = 0; w < lock.waiters.size() && w < kWaitersRead; ++w)
                for (const FrameText& frame : m_reader.frames(m_snapshot.threads[lock.waiters[w]]))
                    for (const ArgWord& a : frame.args)
                        if (a.isNumber && m_log.frame(frame.frame).role != Role::Runtime &&
                            a.value <= lock.address && lock.address - a.value < kLargestObject &&
                            a.value > object)
                            object = a.value;
            byPointer[lock.address].push_back(i);
            if (object != 0 && object != lock.address)
                byPointer[object].push_back(i);
        }
        if (byPointer.empty())
            return;
        struct Named {
            std::uint32_t thread = kNone, frame = 0, count = 0;
        };
        std::vector<Named> named(m_locks.size());
        std::uint32_t read = 0;
        for (std::uint32_t t = 0; t < m_snapshot.threads.size() && read < kMostRead; ++t) {
            const Thread& thread = m_snapshot.threads[t];
            const NativePlace own = placeOf(m_log, thread.stack);
            if (!own)
                continue;
            ++read;
            const auto frames = m_reader.frames(thread);
            for (std::size_t f = own.frame; f < frames.size(); ++f) {
                if (m_log.frame(frames[f].frame).role == Role::Runtime)
                    continue;
                for (const ArgWord& a : frames[f].args) {
                    const auto hit = a.isNumber ? byPointer.find(a.value) : byPointer.end();
                    if (hit == byPointer.end())
                        continue;
                    for (const std::uint32_t lock : hit->second) {
                        if (waits(lock, t)) {
                            if (f > own.frame)
                                m_insideTwice[lock] = t;
                            continue;
                        }
                        // A wait for a condition gives up the mutex.
                        if (f == own.frame && thread.waitsOnKind == ResourceKind::Condition)
                            continue;
                        if (named[lock].thread != t && named[lock].count++ == 0)
                            named[lock] = {t, static_cast<std::uint32_t>(f), 1};
                    }
                }
            }
        }
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (named[i].thread != kNone && named[i].count <= kFewHolders && !m_held[i])
                add(i, named[i].thread, named[i].count == 1 ? Certainty::Likely : Certainty::Possible,
                    "it is inside a call on the object that the lock is part of", false, named[i].frame);
    }

    /// Nobody else could hold the lock, and a waiter has come to it from another call on the same object.
    void itself()
    {
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            if (m_held[i] || m_insideTwice[i] == kNone)
                continue;
            if (!std::ranges::all_of(m_snapshot.threads, [&](const Thread& t) {
                    return isParked(m_log, t) || t.waitsOn == m_locks[i].address;
                }))
                continue;
            add(i, m_insideTwice[i], Certainty::Possible,
                "it is inside two calls on the object that the lock is part of, and nobody else could hold "
                "it");
        }
    }

    /// Where no header tells whose a pthread_t is. glibc keeps it at the upper end of the thread's stack, so
    /// that what the outer frames of that thread name lies a little below:
    ///     frame #4: libc.so.6`__pthread_clockjoin_ex(threadid=140105441457856, …        0x7f6cd711b6c0
    ///     frame #6: program`std::lock_guard<…>::lock_guard(this=0x00007f6cd711ad38, …   of the joined thread
    void joined()
    {
        constexpr std::uint64_t kNear = 16 * 1024;
        constexpr std::uint32_t kMostRead = 2048;
        constexpr std::uint32_t kSeveral = kNone - 1;
        std::vector<std::pair<std::uint64_t, std::uint32_t>> handles; // → lock
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (m_locks[i].kind == ResourceKind::Thread && m_locks[i].address != 0 && !m_held[i])
                handles.emplace_back(m_locks[i].address, i);
        if (handles.empty())
            return;
        std::ranges::sort(handles);
        std::vector<std::uint32_t> named(handles.size(), kNone);
        for (std::uint32_t t = 0; t < m_snapshot.threads.size() && t < kMostRead; ++t) {
            for (const FrameText& frame : m_reader.frames(m_snapshot.threads[t])) {
                for (const ArgWord& a : frame.args) {
                    const auto above = std::ranges::upper_bound(
                        handles, a.value, {}, &std::pair<std::uint64_t, std::uint32_t>::first);
                    if (!a.isNumber || above == handles.end() || above->first - a.value > kNear)
                        continue;
                    std::uint32_t& one = named[static_cast<std::size_t>(above - handles.begin())];
                    one = one == kNone || one == t ? t : kSeveral;
                }
            }
        }
        for (std::size_t i = 0; i < handles.size(); ++i)
            if (named[i] < kSeveral && !waits(handles[i].second, named[i]))
                add(handles[i].second, named[i], Certainty::Likely,
                    "the pthread_t that is joined lies at the upper end of its stack");
    }

    /// Somebody waits for a lock at a line of a function, and another thread is behind that line, in this
    /// function or in one that it called: it has taken what is waited for there, and may have it still.
    void passedBy()
    {
        struct Stop {
            std::uint32_t lock = 0;
            NativePlace at;
        };
        constexpr std::size_t kStopsOfOne = 8;
        std::unordered_map<std::uint64_t, std::vector<Stop>> stops; // by function
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            if (m_held[i] || m_locks[i].kind != ResourceKind::Mutex)
                continue;
            StackId last;
            for (const std::uint32_t t : m_locks[i].waiters) {
                if (std::exchange(last, m_snapshot.threads[t].stack) == m_snapshot.threads[t].stack)
                    continue;
                const NativePlace at = place(t);
                auto& here = stops[at.function];
                if (at && here.size() < kStopsOfOne && !std::ranges::any_of(here, [&](const Stop& s) {
                        return s.lock == i && s.at.line == at.line && s.at.address == at.address;
                    }))
                    here.push_back({i, at});
            }
        }
        if (stops.empty())
            return;
        struct Passed {
            std::uint32_t thread = kNone, frame = 0, count = 0;
            bool nested = false;
        };
        std::vector<Passed> passed(m_locks.size());
        std::unordered_map<std::uint32_t, std::vector<std::pair<std::uint32_t, Passed>>> ofStack;
        for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
            const StackId stack = m_snapshot.threads[t].stack;
            if (!stack)
                continue;
            const auto [known, isNew] = ofStack.try_emplace(stack.value);
            if (isNew) {
                const auto frames = m_log.stack(stack);
                const NativePlace own = placeOf(m_log, stack);
                for (std::size_t f = own.frame; own && f < frames.size(); ++f) {
                    const Frame& frame = m_log.frame(frames[f]);
                    const auto hit = stops.find(frame.function.value + 1);
                    if (hit == stops.end() || frame.role == Role::Runtime)
                        continue;
                    for (const Stop& s : hit->second) {
                        const bool behind = frame.line != 0 && s.at.line != 0 ? frame.line > s.at.line
                                                                              : frame.address > s.at.address;
                        if (behind && !std::ranges::contains(known->second, s.lock,
                                                             [](const auto& p) { return p.first; }))
                            known->second.push_back(
                                {s.lock, {.frame = static_cast<std::uint32_t>(f), .nested = f == own.frame}});
                    }
                }
            }
            for (const auto& [lock, how] : known->second) {
                if (waits(lock, t))
                    continue;
                Passed& p = passed[lock];
                ++p.count;
                const bool lockWaiter = m_snapshot.threads[t].waitsOnKind == ResourceKind::Mutex;
                if (p.thread == kNone || (lockWaiter && how.nested && !p.nested))
                    p = {t, how.frame, p.count, lockWaiter && how.nested};
            }
        }
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            const Passed& p = passed[i];
            if (p.thread == kNone || p.count > kFewHolders)
                continue;
            // In the very function that locks, with a second lock: locks are released in the opposite order.
            add(i, p.thread, p.nested && p.count == 1 ? Certainty::Likely : Certainty::Possible,
                p.nested ? "it waits for a second lock behind the line at which others wait for this one"
                         : "it is behind the line at which others wait for this lock",
                false, p.frame);
        }
    }

    /// Threads that wait for different locks in the same function: each may hold what it took there before.
    void sameFunction()
    {
        const auto open = openLocks();
        if (open.size() < 2 || open.size() > kFewLocks)
            return;
        std::vector<std::uint64_t> order; // functions as they come
        std::unordered_map<std::uint64_t, std::vector<std::vector<std::uint32_t>>> byFunction; // → per lock
        for (std::size_t l = 0; l < open.size(); ++l) {
            for (const std::uint32_t t : m_locks[open[l]].waiters) {
                const NativePlace at = place(t);
                if (!at)
                    continue;
                auto& waiters = byFunction[at.function];
                if (waiters.empty()) {
                    waiters.resize(open.size());
                    order.push_back(at.function);
                }
                waiters[l].push_back(t);
            }
        }
        // Where most of the locks are taken, and of equal ones where somebody was first.
        std::ranges::stable_sort(order, {}, [&](std::uint64_t function) {
            std::ptrdiff_t locks = 0;
            std::uint64_t first = ThreadId::kNone;
            for (const auto& waiters : byFunction[function]) {
                locks += waiters.empty() ? 0 : 1;
                if (!waiters.empty())
                    first = std::min(first, m_snapshot.threads[eldest(waiters)].osId);
            }
            return std::pair(-locks, first);
        });
        for (const std::uint64_t function : order) {
            std::vector<std::pair<std::uint32_t, std::uint32_t>> circle; // lock, its waiter
            const auto& waiters = byFunction[function];
            for (std::size_t l = 0; l < open.size(); ++l)
                if (!waiters[l].empty() && !m_held[open[l]])
                    circle.emplace_back(open[l], eldest(waiters[l]));
            if (circle.size() < 2)
                continue;
            for (std::size_t i = 0; i < circle.size(); ++i)
                add(circle[i].first, circle[(i + 1) % circle.size()].second, Certainty::Possible,
                    "it waits for another lock in the same function, where it may have taken this one");
        }
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    std::span<const ContendedLock> m_locks;
    ArgumentReader& m_reader;
    std::vector<Holding>& m_found;
    std::vector<bool> m_held;
    std::vector<std::uint32_t> m_insideTwice{}; ///< per lock: a waiter that was called with its object before
};

} // namespace

bool hasNativeThreads(const Snapshot& snapshot)
{
    return snapshot.native && snapshot.native->kind == ReportKind::None && !snapshot.threads.empty() &&
           snapshot.threads.front().kind == ThreadKind::Thread;
}

NativePlace placeOf(const Log& log, StackId stack)
{
    const auto frames = log.stack(stack);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const Frame& frame = log.frame(frames[i]);
        const bool nameless = isNameless(log.str(frame.function));
        if (nameless && !frame.module && frame.address != 0) // the program itself, stripped
            return {hashMix(frame.address, 1) | std::uint64_t{1} << 63, 0, frame.address, i};
        if (frame.role != Role::Runtime && !nameless)
            return {std::uint64_t{frame.function.value} + 1, frame.line, frame.address, i};
    }
    return {};
}

void addStackHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                      ArgumentReader& reader, std::vector<Holding>& found)
{
    StackHolders(log, snapshot, locks, reader, found).run();
    addRingHoldings(log, snapshot, locks, found);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>>
readerAndWriter(const Log& log, const Snapshot& snapshot, std::span<const std::uint32_t> waiters)
{
    const auto ownFrames = [&](std::uint32_t t) {
        return std::ranges::count_if(log.stack(snapshot.threads[t].stack), [&](FrameId f) {
            return log.frame(f).role != Role::Runtime || isNameless(log.function(f));
        });
    };
    // A reader that reads already has come further into the program than one that just begins to, and was
    // there before it.
    const auto better = [&](std::uint32_t a, std::uint32_t b) {
        const auto depthA = ownFrames(a), depthB = ownFrames(b);
        return depthA != depthB ? depthA > depthB : snapshot.threads[a].osId < snapshot.threads[b].osId;
    };
    std::optional<std::uint32_t> reader, writer;
    for (const std::uint32_t t : waiters) {
        const std::string_view reason = log.str(snapshot.threads[t].waitReason);
        if (reason == "rwlock-read") {
            if (!reader || better(t, *reader))
                reader = t;
        } else if (reason == "rwlock-write" &&
                   (!writer || snapshot.threads[t].osId < snapshot.threads[*writer].osId)) {
            writer = t;
        }
    }
    if (!reader || !writer)
        return {};
    return std::pair(*reader, *writer);
}

} // namespace skein
