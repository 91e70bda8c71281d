// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
//     $1 = {__data = {__lock = 2, __count = 0, __owner = 2838, …      gdb prints a mutex: LWP 2838 holds it
//         a = {_M_device = @0x7ffebf94c8f0}                          a lock_guard that is alive in a frame
#include "model/analysis/native_owners.h"

#include "model/analysis/native_stacks.h"
#include "model/formatted.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace skein
{
namespace
{

constexpr std::size_t kMostInCircles = 64;

class NativeHolders
{
public:
    NativeHolders(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                  ArgumentReader& reader)
        : m_log(log), m_snapshot(snapshot), m_locks(locks), m_reader(reader), m_proved(locks.size(), false)
    {
        m_hasIds = snapshot.format == "android-anr"; // which prints the owner by the thread's own number
        for (std::uint32_t i = 0; i < locks.size(); ++i)
            if (locks[i].address != 0)
                m_byAddress.try_emplace(locks[i].address, i);
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
            m_byOsId.try_emplace(snapshot.threads[i].osId, i);
            m_hasIds = m_hasIds || snapshot.threads[i].osId != ThreadId::kNone;
            if (snapshot.threads[i].osId == ThreadId::kNone)
                m_byOsId.try_emplace(snapshot.threads[i].id.value, i);
        }
    }

    std::vector<Holding> run(std::optional<WaitGraph::Knot>& knot)
    {
        printed();
        unnamedOwners();
        guards();
        knot = std::move(m_knot);
        if (knot)
            return std::move(m_found);
        addSpecialHoldings(m_log, m_snapshot, m_locks, m_found);
        addStackHoldings(m_log, m_snapshot, m_locks, m_reader, m_found);
        // Who is printed as the owner and is not in the log holds it: nobody else is to be guessed.
        std::erase_if(m_found, [&](const Holding& h) {
            return h.certainty != Certainty::Proved && m_heldElsewhere.contains(h.lock);
        });
        return std::move(m_found);
    }

private:
    std::optional<std::uint32_t> lockAt(std::uint64_t address) const
    {
        const auto hit = m_byAddress.find(address);
        return hit == m_byAddress.end() ? std::nullopt : std::optional(hit->second);
    }
    bool waits(std::uint32_t lock, std::uint32_t thread) const
    {
        return std::ranges::binary_search(m_locks[lock].waiters, thread);
    }
    void add(std::uint32_t lock, std::uint32_t thread, Certainty certainty, std::string why,
             bool queued = false)
    {
        if (certainty == Certainty::Proved && !queued)
            m_proved[lock] = true;
        m_found.push_back({.lock = lock,
                           .thread = thread,
                           .certainty = certainty,
                           .queued = queued,
                           .why = std::move(why)});
    }

    /// Owners that are printed together with the address of the mutex.
    void printed()
    {
        for (const LockOwner& o : m_snapshot.native->owners) {
            if (o.osId == ThreadId::kNone)
                continue;
            const auto thread = m_byOsId.find(o.osId);
            // `from = @0x4040: {mutex = {… __owner = 4711`: the mutex may stand at the beginning of its
            // object.
            const auto lock = lockAt(o.lock != 0 ? o.lock : o.object);
            if (thread == m_byOsId.end() && lock && o.lock != 0 && m_hasIds &&
                m_locks[*lock].kind != ResourceKind::Thread)
                m_heldElsewhere.insert(*lock);
            if (thread != m_byOsId.end() && lock && !m_proved[*lock])
                add(*lock, thread->second, Certainty::Proved,
                    m_locks[*lock].kind == ResourceKind::Thread
                        ? formatted("it is the thread that is joined, TID {}", o.osId)
                    : m_snapshot.threads[thread->second].osId == o.osId
                        ? formatted("the log prints it as the owner, LWP {}", o.osId)
                        : std::string("the report says that it took the lock and has not released it"));
        }
    }

    /// Owners that are printed without the address of their mutex, as many as mutexes are waited for. See
    /// docs/decisions/0005-owners-without-address.md for what follows from them.
    void unnamedOwners()
    {
        constexpr std::size_t kMost = 6; // 720 ways to assign them
        std::vector<std::uint32_t> owners, locks;
        bool contended = false;
        for (const LockOwner& o : m_snapshot.native->owners) {
            if (o.osId == ThreadId::kNone || o.lock != 0)
                continue;
            contended = contended || o.certain;
            const auto thread = m_byOsId.find(o.osId);
            if (thread != m_byOsId.end() && !std::ranges::contains(owners, thread->second))
                owners.push_back(thread->second);
        }
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (m_locks[i].kind == ResourceKind::Mutex && m_locks[i].address != 0 && !m_proved[i])
                locks.push_back(i);
        if (owners.empty() || owners.size() != locks.size())
            return;
        if (owners.size() == 1 && waits(locks[0], owners[0])) {
            const bool sure = contended && nobodyElseHolds(locks[0]);
            add(locks[0], owners[0], sure ? Certainty::Proved : Certainty::Likely,
                sure ? "the log prints it as the owner of a mutex that others wait for, and this is the only "
                       "one that is waited for"
                     : "the log prints it as the owner of a mutex, and this is the only one that is waited "
                       "for");
            return;
        }
        if (owners.size() > kMost) {
            circles(locks, owners);
            return;
        }
        std::ranges::sort(owners);
        std::vector<std::uint32_t> first;
        int fits = 0;
        bool always = true; // in every assignment that fits, all owners are in one circle
        do {
            bool ok = true;
            for (std::size_t i = 0; i < owners.size() && ok; ++i)
                ok = !waits(locks[i], owners[i]);
            if (!ok)
                continue;
            if (++fits == 1)
                first = owners;
            always = always && isOneCircle(locks, owners);
        } while (std::ranges::next_permutation(owners).found);
        if (fits > 1 && !always)
            circles(locks, owners);
        if (fits == 0 || (fits > 1 && !always))
            return;
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (fits == 1) {
                add(locks[i], first[i], Certainty::Proved,
                    "the log prints it as the owner of a mutex, and it is the only one that fits this one");
                continue;
            }
            add(locks[i], first[i], Certainty::Likely,
                "the log prints it as the owner of one of these mutexes; whichever way they are assigned, "
                "these threads wait for each other");
            m_found.back().together = true;
        }
    }

    /// The owners wait for these mutexes themselves, each for another one: whoever owns which, each waits in
    /// a circle of them, though there may be several.
    void circles(std::span<const std::uint32_t> locks, std::vector<std::uint32_t> owners)
    {
        const auto eachOne = [&](std::uint32_t lock) {
            return std::ranges::count_if(owners, [&](std::uint32_t t) { return waits(lock, t); }) == 1;
        };
        if (owners.size() > kMostInCircles || !std::ranges::all_of(locks, eachOne))
            return;
        std::ranges::sort(owners);
        m_knot = WaitGraph::Knot{.threads = std::move(owners), .certainty = Certainty::Proved};
    }

    /// Every other thread waits for this lock as well, or for a thread to end.
    bool nobodyElseHolds(std::uint32_t lock) const
    {
        for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t)
            if (!waits(lock, t) && m_snapshot.threads[t].waitsOnKind != ResourceKind::Thread)
                return false;
        return true;
    }

    /// owners[i] holds locks[i]: does each of them wait for the next one's, round to the first?
    bool isOneCircle(std::span<const std::uint32_t> locks, std::span<const std::uint32_t> owners) const
    {
        std::size_t at = 0, steps = 0;
        do {
            const auto next =
                std::ranges::find_if(locks, [&](std::uint32_t l) { return waits(l, owners[at]); });
            if (next == locks.end())
                return false;
            at = static_cast<std::size_t>(next - locks.begin());
        } while (++steps < owners.size() && at != 0);
        return at == 0 && steps == owners.size();
    }

    /// Guards that name a mutex. One that may not have been constructed is certain where others wait for this
    /// lock in the same function at an earlier line.
    void guards()
    {
        for (const bool certain : {true, false}) {
            for (const LockOwner& o : m_snapshot.native->owners) {
                if (o.osId != ThreadId::kNone || o.holder >= m_snapshot.threads.size())
                    continue;
                const auto lock = lockAt(o.lock);
                // An rwlock may have several readers.
                const bool taken = lock && m_proved[*lock] && m_locks[*lock].kind != ResourceKind::RwMutex;
                if (!lock || taken || (waits(*lock, o.holder) && !o.certain))
                    continue;
                if ((o.certain || isPassed(*lock, o)) != certain)
                    continue;
                add(*lock, o.holder, certain ? Certainty::Proved : Certainty::Likely,
                    certain ? "a lock guard of this mutex is alive in one of its frames"
                            : "one of its frames has a lock guard of this mutex, though perhaps not yet "
                              "constructed");
                m_found.back().frameIndex = o.frame;
            }
        }
    }

    bool isPassed(std::uint32_t lock, const LockOwner& guard) const
    {
        constexpr std::size_t kAsked = 16;
        const auto stack = m_log.stack(m_snapshot.threads[guard.holder].stack);
        if (guard.frame >= stack.size())
            return false;
        const Frame& frame = m_log.frame(stack[guard.frame]);
        const auto& waiters = m_locks[lock].waiters;
        return std::ranges::any_of(
            waiters.begin(), waiters.begin() + static_cast<std::ptrdiff_t>(std::min(waiters.size(), kAsked)),
            [&](std::uint32_t t) {
                const NativePlace at = placeOf(m_log, m_snapshot.threads[t].stack);
                return t != guard.holder && at.line != 0 && frame.line > at.line &&
                       at.function == std::uint64_t{frame.function.value} + 1;
            });
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    std::span<const ContendedLock> m_locks;
    ArgumentReader& m_reader;
    std::vector<bool> m_proved;
    bool m_hasIds = false; ///< the log names threads as it names owners; lldb prints no TIDs
    /// Locks whose printed owner is no thread of the log.
    std::unordered_set<std::uint32_t> m_heldElsewhere{};
    std::unordered_map<std::uint64_t, std::uint32_t> m_byAddress{}, m_byOsId{};
    std::vector<Holding> m_found{};
    std::optional<WaitGraph::Knot> m_knot{};
};

} // namespace

std::vector<Holding> nativeHoldings(const Log& log, std::uint32_t snapshot,
                                    std::span<const ContendedLock> locks, ArgumentReader& reader,
                                    std::optional<WaitGraph::Knot>& knot)
{
    const Snapshot& s = log.snapshots[snapshot];
    if (!s.native || locks.empty())
        return {};
    return NativeHolders(log, s, locks, reader).run(knot);
}

} // namespace skein
