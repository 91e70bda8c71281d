// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
//     $1 = {__data = {__lock = 2, __count = 0, __owner = 2838, …      gdb prints a mutex: LWP 2838 holds it
//         a = {_M_device = @0x7ffebf94c8f0}                          a lock_guard that is alive in a frame
#include "model/analysis/native_owners.h"

#include <algorithm>
#include <format>
#include <optional>
#include <unordered_map>

namespace skein
{
namespace
{

class NativeHolders
{
public:
    NativeHolders(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks)
        : m_log(log), m_snapshot(snapshot), m_locks(locks), m_proved(locks.size(), false)
    {
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
            m_byOsId.try_emplace(snapshot.threads[i].osId, i);
            if (snapshot.threads[i].osId == ThreadId::kNone)
                m_byOsId.try_emplace(snapshot.threads[i].id.value, i);
        }
    }

    std::vector<Holding> run()
    {
        printed();
        unnamedOwners();
        guards();
        queuedWriters();
        sameFunction();
        return std::move(m_found);
    }

private:
    std::optional<std::uint32_t> lockAt(std::uint64_t address) const
    {
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (m_locks[i].address == address && address != 0)
                return i;
        return {};
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
            if (thread != m_byOsId.end() && lock && !m_proved[*lock] && !waits(*lock, thread->second))
                add(*lock, thread->second, Certainty::Proved,
                    m_snapshot.threads[thread->second].osId == o.osId
                        ? std::format("the log prints it as the owner, LWP {}", o.osId)
                        : std::string("the report says that it took the lock and has not released it"));
        }
    }

    /// Owners that are printed without the address. An owner that waits for one of two contended mutexes
    /// itself and holds the other is the only reading that fits when as many owners as contended mutexes are
    /// printed.
    void unnamedOwners()
    {
        std::vector<std::uint32_t> owners, locks;
        for (const LockOwner& o : m_snapshot.native->owners) {
            if (o.osId == ThreadId::kNone || o.lock != 0)
                continue;
            const auto thread = m_byOsId.find(o.osId);
            if (thread != m_byOsId.end() && !std::ranges::contains(owners, thread->second))
                owners.push_back(thread->second);
        }
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (m_locks[i].kind == ResourceKind::Mutex && m_locks[i].address != 0 && !m_proved[i])
                locks.push_back(i);
        if (owners.empty() || owners.size() != locks.size() || owners.size() > 8)
            return;
        std::ranges::sort(owners);
        std::vector<std::uint32_t> only;
        int fits = 0;
        do {
            bool ok = true;
            for (std::size_t i = 0; i < owners.size() && ok; ++i)
                ok = !waits(locks[i], owners[i]);
            if (ok && ++fits == 1)
                only = owners;
        } while (fits < 2 && std::ranges::next_permutation(owners).found);
        if (fits != 1)
            return;
        for (std::size_t i = 0; i < only.size(); ++i)
            add(locks[i], only[i], Certainty::Proved,
                "the log prints it as the owner of a mutex, and it is the only one that fits this one");
    }

    /// A guard that names a mutex, in a thread that does not wait for it.
    void guards()
    {
        for (const LockOwner& o : m_snapshot.native->owners) {
            if (o.osId != ThreadId::kNone || o.holder >= m_snapshot.threads.size())
                continue;
            const auto lock = lockAt(o.lock);
            if (!lock || m_proved[*lock] || waits(*lock, o.holder))
                continue;
            add(*lock, o.holder, o.certain ? Certainty::Proved : Certainty::Likely,
                "a lock guard of this mutex is alive in one of its frames");
        }
    }

    /// Readers and writers wait for one lock: the readers wait behind a writer, the writer for a reader.
    void queuedWriters()
    {
        for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
            if (m_locks[i].kind != ResourceKind::RwMutex || m_proved[i])
                continue;
            std::optional<std::uint32_t> reader, writer;
            for (const std::uint32_t t : m_locks[i].waiters) {
                const bool reads = m_log.str(m_snapshot.threads[t].waitReason) == "rwlock-read";
                auto& best = reads ? reader : writer;
                // A reader that reads already has come further into the program than one that just begins to.
                if (!best || (reads && ownFrames(t) > ownFrames(*best)))
                    best = t;
            }
            if (!reader || !writer)
                continue;
            add(i, *writer, Certainty::Likely, "it waits to write, and later readers wait behind it", true);
            add(i, *reader, Certainty::Possible,
                "it may read already: a second read lock of a reader waits behind the writer");
        }
    }

    std::ptrdiff_t ownFrames(std::uint32_t thread) const
    {
        return std::ranges::count_if(m_log.stack(m_snapshot.threads[thread].stack),
                                     [&](FrameId f) { return m_log.frame(f).role != Role::Runtime; });
    }
    FrameId siteOf(std::uint32_t thread) const { return m_log.site(m_snapshot.threads[thread].stack); }

    /// Threads that wait for different locks at the same place: each may hold what it took there before. They
    /// form a ring only where each lock has exactly one such waiter.
    void sameFunction()
    {
        std::vector<std::uint32_t> open;
        for (std::uint32_t i = 0; i < m_locks.size(); ++i)
            if (m_locks[i].kind == ResourceKind::Mutex && m_locks[i].address != 0)
                open.push_back(i);
        if (open.size() < 2 || open.size() > 16)
            return;
        for (const Holding& h : m_found)
            if (std::ranges::contains(open, h.lock))
                return;
        std::unordered_map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> byFunction;
        for (const std::uint32_t l : open)
            for (const std::uint32_t t : m_locks[l].waiters)
                if (const FrameId site = siteOf(t))
                    byFunction[m_log.frame(site).function.value].emplace_back(l, t);
        for (auto& [function, waiters] : byFunction) {
            std::vector<std::uint32_t> locks;
            for (const auto& w : waiters)
                locks.push_back(w.first);
            std::ranges::sort(locks);
            const bool distinct = std::ranges::adjacent_find(locks) == locks.end();
            if (!distinct || waiters.size() != open.size())
                continue;
            for (std::size_t i = 0; i < waiters.size(); ++i)
                add(waiters[i].first, waiters[(i + 1) % waiters.size()].second, Certainty::Possible,
                    "it waits for another lock in the same function, where it may have taken this one");
            return;
        }
        ring(open);
    }

    /// Each contended lock has one waiter: nobody else shows up that could hold them.
    void ring(const std::vector<std::uint32_t>& open)
    {
        if (open.size() > 4)
            return;
        for (const std::uint32_t l : open)
            if (m_locks[l].waiters.size() != 1)
                return;
        for (std::size_t i = 0; i < open.size(); ++i)
            add(open[i], m_locks[open[(i + 1) % open.size()]].waiters[0], Certainty::Possible,
                "it waits for another lock, and nobody else waits for these");
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    std::span<const ContendedLock> m_locks;
    std::vector<bool> m_proved;
    std::unordered_map<std::uint64_t, std::uint32_t> m_byOsId{};
    std::vector<Holding> m_found{};
};

} // namespace

std::vector<Holding> nativeHoldings(const Log& log, std::uint32_t snapshot,
                                    std::span<const ContendedLock> locks)
{
    const Snapshot& s = log.snapshots[snapshot];
    if (!s.native || locks.empty())
        return {};
    return NativeHolders(log, s, locks).run();
}

} // namespace skein
