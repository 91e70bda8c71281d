// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Nobody runs, and for some locks nothing in the log speaks: then those who wait hold them among themselves.
//
//     Thread 4:  pthread_mutex_lock, called by journal_begin, called by inode_write       waits for the
//     journal Thread 3:  pthread_mutex_lock, called by journal_commit                             waits for
//     the inode Thread 2:  pthread_mutex_lock, called by stat_thread                                waits for
//     the inode
#include "model/analysis/native_stacks.h"

#include <algorithm>
#include <tuple>

namespace skein
{
namespace
{

constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr std::size_t kAsked = 64; ///< waiters of one lock that are looked at

bool isLock(ResourceKind kind)
{
    return kind == ResourceKind::Mutex || kind == ResourceKind::RwMutex || kind == ResourceKind::Once;
}

/// "journal" of `fs::journal_commit`, "depot" of `depotAdd`: what a function is about, as C names it.
std::string_view firstWord(std::string_view function)
{
    constexpr std::size_t kShortest = 3;
    constexpr std::string_view kSaysNothing[] = {"operator", "run",  "main", "thread", "worker", "get",
                                                 "set",      "lock", "wait", "start",  "std"};
    const std::string_view scope = scopeOf(function);
    std::string_view name = scope.empty() ? function : function.substr(scope.size() + 2);
    name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
    std::size_t end = 0;
    while (end < name.size() && name[end] >= 'a' && name[end] <= 'z')
        ++end;
    name = name.substr(0, end);
    return name.size() < kShortest || std::ranges::contains(kSaysNothing, name) ? std::string_view{} : name;
}

class Rings
{
public:
    Rings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
          std::vector<Holding>& found)
        : m_log(log), m_snapshot(snapshot), m_locks(locks), m_found(found)
    {
    }

    void run()
    {
        constexpr std::size_t kMost = 4;
        const auto open = openLocks();
        if (open.empty() || open.size() > kMost || !allStuck(open))
            return;
        if (open.size() > 1)
            ring(open);
        else
            lastOne(open.front());
    }

private:
    bool waits(std::uint32_t lock, std::uint32_t thread) const
    {
        return std::ranges::binary_search(m_locks[lock].waiters, thread);
    }
    void add(std::uint32_t lock, std::uint32_t thread, std::string_view why)
    {
        m_found.push_back(
            {.lock = lock, .thread = thread, .certainty = Certainty::Possible, .why = std::string(why)});
    }
    /// Locks for whose holder nothing speaks.
    std::vector<std::uint32_t> openLocks() const
    {
        std::vector<bool> held(m_locks.size(), false);
        for (const Holding& h : m_found)
            held[h.lock] = held[h.lock] || !h.queued;
        std::vector<std::uint32_t> open;
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (isLock(m_locks[i].kind) && m_locks[i].address != 0 && !held[i] && !m_locks[i].waiters.empty())
                open.push_back(i);
        return open;
    }
    /// Nobody runs, or waits for something that comes from outside. One that sleeps, in code that has nothing
    /// to do with these locks, is a housekeeper.
    bool allStuck(std::span<const std::uint32_t> open) const
    {
        return std::ranges::all_of(m_snapshot.threads, [&](const Thread& t) {
            if (isLock(t.waitsOnKind) || isParked(m_log, t))
                return true;
            const auto index = static_cast<std::uint32_t>(&t - m_snapshot.threads.data());
            return m_log.str(t.waitReason) == "sleep" && inOwnCode(index) &&
                   std::ranges::all_of(open, [&](std::uint32_t l) {
                       return inOwnCode(m_locks[l].waiters.front()) && related(l, index) == 0;
                   });
        });
    }
    /// Does the log show where in the program's own code the thread is?
    bool inOwnCode(std::uint32_t t) const
    {
        const NativePlace at = placeOf(m_log, m_snapshot.threads[t].stack);
        return at && m_log.frame(m_log.stack(m_snapshot.threads[t].stack)[at.frame]).role == Role::User;
    }
    /// main, or what must be taken for it where only the innermost frames are printed.
    bool isFirst(std::uint32_t t) const
    {
        const Thread& thread = m_snapshot.threads[t];
        return isMain(m_log, thread) ||
               (!placeOf(m_log, thread.stack) && thread.waitsOnKind == ResourceKind::Thread &&
                std::ranges::all_of(m_snapshot.threads,
                                    [&](const Thread& o) { return o.osId >= thread.osId; }));
    }

    /// Does this thread's stack tell of what a waiter of that lock was about when it came to the lock?
    int related(std::uint32_t lock, std::uint32_t thread) const
    {
        const StackId waiting = m_snapshot.threads[m_locks[lock].waiters.front()].stack;
        const NativePlace at = placeOf(m_log, waiting);
        if (!at)
            return 0;
        const std::string_view function = m_log.function(m_log.stack(waiting)[at.frame]);
        const std::string_view scope = scopeOf(function), word = firstWord(function);
        const auto within = [](std::string_view inner, std::string_view outer) {
            return !outer.empty() && inner.starts_with(outer) &&
                   (inner.size() == outer.size() || inner.substr(outer.size()).starts_with("::"));
        };
        int most = 0;
        for (const FrameId f : m_log.stack(m_snapshot.threads[thread].stack)) {
            if (m_log.frame(f).role != Role::User)
                continue;
            const std::string_view other = m_log.function(f), otherScope = scopeOf(other);
            const bool near = !otherScope.empty() && (within(scope, otherScope) || within(otherScope, scope));
            most = std::max(most, (near ? 2 : 0) + (!word.empty() && firstWord(other) == word ? 1 : 0));
        }
        return most;
    }
    /// Who has taken a lock on the way has come a longer way to the next one.
    int depth(std::uint32_t thread) const
    {
        constexpr std::ptrdiff_t kMost = 3;
        return static_cast<int>(std::min(
            kMost, std::ranges::count_if(m_log.stack(m_snapshot.threads[thread].stack), [&](FrameId f) {
                return m_log.frame(f).role == Role::User &&
                       !m_log.function(f).contains("operator()"); // a lambda is no way
            })));
    }
    struct Choice {
        std::uint32_t thread = kNone;
        int score = 0;
    };
    /// Of several the one that most likely holds the lock. Of those that look alike each is less likely to be
    /// special, and who was started first came by its locks before the others did.
    Choice likeliest(std::uint32_t lock, std::span<const std::uint32_t> threads) const
    {
        threads = threads.first(std::min(threads.size(), kAsked));
        Choice best;
        std::tuple<int, int, int, std::uint64_t, std::uint64_t> bestKey;
        for (const std::uint32_t t : threads) {
            const Thread& thread = m_snapshot.threads[t];
            const NativePlace at = placeOf(m_log, thread.stack);
            const auto alike = std::ranges::count_if(threads, [&](std::uint32_t o) {
                const NativePlace there = placeOf(m_log, m_snapshot.threads[o].stack);
                return there.function == at.function && there.line == at.line;
            });
            const int score = related(lock, t);
            const std::tuple key(-score, alike > 1 ? 1 : 0, -depth(t), thread.osId, thread.id.value);
            if (best.thread == kNone || key < bestKey) {
                best = {t, score};
                bestKey = key;
            }
        }
        return best;
    }

    /// Who waits, in one or more steps, for one of this lock's waiters and holds nothing that is known: the
    /// lock's own waiters where nobody does.
    std::vector<std::uint32_t> behind(std::uint32_t lock) const
    {
        constexpr std::size_t kMostSteps = 16;
        std::vector<std::uint32_t> last = m_locks[lock].waiters;
        std::vector<std::uint32_t> seen{lock};
        for (std::uint32_t at = lock; seen.size() < kMostSteps;) {
            const auto next = std::ranges::find_if(m_found, [&](const Holding& h) {
                return !h.queued && waits(at, h.thread) && !std::ranges::contains(seen, h.lock) &&
                       std::ranges::any_of(m_locks[h.lock].waiters,
                                           [&](std::uint32_t t) { return !waits(lock, t) && !isFirst(t); });
            });
            if (next == m_found.end())
                break;
            at = next->lock;
            seen.push_back(at);
            last.clear();
            for (const std::uint32_t t : m_locks[at].waiters)
                if (!waits(lock, t) && !isFirst(t) && last.size() < kAsked)
                    last.push_back(t);
        }
        return last;
    }

    /// Nobody else shows up that could hold these locks than those who wait for one of them. Of all circles
    /// the one that the names of functions speak for.
    void ring(std::vector<std::uint32_t> open)
    {
        std::vector<std::uint32_t> best;
        int most = -1;
        do {
            int sum = 0;
            for (std::size_t i = 0; i < open.size(); ++i)
                sum += likeliest(open[i], behind(open[(i + 1) % open.size()])).score;
            if (sum > most) {
                most = sum;
                best = open;
            }
        } while (std::ranges::next_permutation(open.begin() + 1, open.end()).found);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> holders; // of one found, others would follow
        std::vector<bool> several;
        for (std::size_t i = 0; i < best.size(); ++i) {
            const auto threads = behind(best[(i + 1) % best.size()]);
            holders.emplace_back(best[i], likeliest(best[i], threads).thread);
            several.push_back(threads.size() > 1);
        }
        for (std::size_t i = 0; i < holders.size(); ++i)
            add(holders[i].first, holders[i].second,
                several[i] ? "it waits for another lock, and of those that do it is the likeliest"
                           : "it waits for another lock, and nobody else in the log could hold this one");
    }

    /// One lock is left for which nothing speaks: whoever waits in turn for one of its waiters holds it, or,
    /// where there is nobody but those who join, the waiter itself.
    void lastOne(std::uint32_t lock)
    {
        const auto& waiters = m_locks[lock].waiters;
        const auto threads = behind(lock);
        if (threads != waiters)
            add(lock, likeliest(lock, threads).thread,
                "it waits for one that waits for this lock, and nobody else in the log could hold it");
        else if (waiters.size() == 1 && m_locks[lock].kind == ResourceKind::Mutex &&
                 std::ranges::all_of(m_snapshot.threads, [&](const Thread& t) {
                     return t.waitsOn == m_locks[lock].address || t.waitsOnKind == ResourceKind::Thread;
                 }))
            add(lock, waiters.front(),
                "all others wait for threads to end, and nobody else in the log could hold it");
        else
            theOther(lock);
    }

    /// Besides those who wait for a lock and main there is only one other thread, or one that has to do with
    /// the lock.
    void theOther(std::uint32_t lock)
    {
        std::vector<std::uint32_t> others, near;
        for (std::uint32_t t = 0; t < m_snapshot.threads.size() && others.size() <= kAsked; ++t) {
            const Thread& thread = m_snapshot.threads[t];
            if (waits(lock, t) || isFirst(t))
                continue;
            others.push_back(t);
            if (isParked(m_log, thread) && thread.waitsOnKind != ResourceKind::Thread &&
                placeOf(m_log, thread.stack) && related(lock, t) > 0)
                near.push_back(t);
        }
        const auto one = others.size() == 1 ? others : near;
        if (one.size() != 1)
            return;
        const Thread& other = m_snapshot.threads[one.front()];
        if (placeOf(m_log, other.stack) && isParked(m_log, other) &&
            other.waitsOnKind != ResourceKind::Thread)
            add(lock, one.front(),
                others.size() == 1 ? "besides main it is the only other thread, and it waits as well"
                                   : "of the others it alone is in code of that kind, and it waits as well");
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    std::span<const ContendedLock> m_locks;
    std::vector<Holding>& m_found;
};

} // namespace

void addRingHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                     std::vector<Holding>& found)
{
    Rings(log, snapshot, locks, found).run();
}

} // namespace skein
