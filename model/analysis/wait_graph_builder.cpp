// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/wait_graph_builder.h"

#include "model/analysis/go_name.h"
#include "model/analysis/reasons.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <numeric>

namespace skein {
WaitGraphBuilder::WaitGraphBuilder(const Log& log, std::uint32_t snapshot, const Places& places,
                                   const Waits& waits, ArgumentReader& reader)
    : m_log(log),
      m_index(snapshot),
      m_snapshot(log.snapshots[snapshot]),
      m_places(places),
      m_waits(waits),
      m_reader(reader)
{
    const Cause cause = causeOf(log, m_snapshot);
    m_asleep = cause == Cause::Asleep;
    m_stuck = m_asleep || cause == Cause::TestTimeout;
    m_crashed = !m_stuck && cause != Cause::None && cause != Cause::Dump;
}

WaitGraph WaitGraphBuilder::build()
{
    WaitGraph graph;
    graph.snapshot = m_index;
    collectWaits();
    if (m_waited.empty()) {
        if (hasNativeThreads(m_snapshot)) graph.knot = nativeKnot(m_log, m_snapshot);
        return graph;
    }
    findHolders();
    foldLonely();
    chooseNext();
    closeCircles();
    makeNodes(graph);
    makeEdges(graph);
    markCycles(graph);
    weigh(graph);
    graph.knot = std::move(m_knot);
    return graph;
}

void WaitGraphBuilder::collectWaits()
{
    m_waitOf.assign(m_snapshot.threads.size(), kNone);
    std::vector<std::uint32_t> channels;  // threads that wait for a channel with an address
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& thread = m_snapshot.threads[i];
        const Wait wait = m_waits.acquires(thread.stack) ? Wait::Semaphore : m_waits.of(thread);
        const bool named = thread.waitsOn != 0 && thread.waitsOnKind != ResourceKind::None;
        if (thread.kind == ThreadKind::System || (!isOnOthers(wait) && !named) || isRuntimes(thread)) continue;
        if (isChannel(wait) && !m_asleep && m_waits.idle(thread.stack)) continue;
        const std::uint64_t address = addressOf(i);
        if (address == 0)
            addWaiter(unaddressed(i, wait), i);
        else if (isChannel(wait)) channels.push_back(i);
        else
            addWaiter(addressed(i, wait, address), i);
    }
    addChannels(channels);
    if (m_stuck) joinReadersAndWriters();
}

/// The runtime's own goroutines wait for its own locks:
///     goroutine 5 [semacquire]:  runtime.gcMarkDone() … created by runtime.gcBgMarkStartWorkers
bool WaitGraphBuilder::isRuntimes(const Thread& thread) const
{
    if (!thread.stack || !thread.createdAt || !m_log.function(thread.createdAt).starts_with("runtime.")) return false;
    const auto stack = m_log.stack(thread.stack);
    return m_log.frame(stack[m_waits.callerIndex(thread.stack)]).role == Role::Runtime;
}

void WaitGraphBuilder::addWaiter(std::uint32_t waited, std::uint32_t thread)
{
    m_waitOf[thread] = waited;
    m_waited[waited].lock.waiters.push_back(thread);
}

std::uint32_t WaitGraphBuilder::newWaited(ResourceKind kind, Wait wait, FrameId site, std::uint64_t key)
{
    m_waited.push_back({.lock = {.kind = kind}, .waitsAt = site, .wait = wait, .key = key});
    return static_cast<std::uint32_t>(m_waited.size() - 1);
}

/// What a thread waits for: as the runtime's frames show it, or the semaphore whose method waits.
std::uint64_t WaitGraphBuilder::addressOf(std::uint32_t index)
{
    constexpr std::uint32_t kMostRead = 256; // of each stack
    const Thread& thread = m_snapshot.threads[index];
    if (!m_waits.acquires(thread.stack))
        return thread.waitsOn;
    if (m_ownersRead[thread.stack.value]++ >= kMostRead)
        return 0;
    const auto frames = m_reader.frames(thread);
    const std::size_t method = m_waits.callerIndex(thread.stack) - 1;
    return method < frames.size() ? objectOf(m_log, frames[method]) : 0;
}

std::uint32_t WaitGraphBuilder::addressed(std::uint32_t index, Wait wait, std::uint64_t address)
{
    const Thread& thread = m_snapshot.threads[index];
    const ResourceKind kind = thread.waitsOnKind != ResourceKind::None && !m_waits.acquires(thread.stack)
                                  ? thread.waitsOnKind
                                  : resourceOf(wait);
    const std::uint32_t waited = m_byAddress.findOrAdd(
        SeededHash()(address), [&](std::uint32_t w) { return m_waited[w].lock.address == address; },
        [&] {
            const std::uint32_t w = newWaited(kind, wait, m_places.site(thread.stack), 0);
            m_waited[w].lock.address = address;
            return w;
        });
    // The Mutex inside an RWMutex stands at its very beginning: a writer may be seen waiting for either.
    if (kind == ResourceKind::RwMutex) m_waited[waited].lock.kind = kind;
    return waited;
}

/// Threads at one place whose resource is not printed may wait for different ones. A lock can still be told
/// by the object whose method waits for it: two waits of one kind in methods of the same object are likely
/// for one lock.
std::uint32_t WaitGraphBuilder::unaddressed(std::uint32_t index, Wait wait)
{
    constexpr std::uint32_t kMostRead = 256;  // of each stack
    const Thread& thread = m_snapshot.threads[index];
    std::uint64_t owner = 0;
    if ((isLock(wait) || wait == Wait::Semaphore) && m_ownersRead[thread.stack.value]++ < kMostRead)
        owner = ownerOf(m_log, m_reader.frames(thread), m_waits.callerIndex(thread.stack));
    return atPlace(index, wait, owner);
}

/// The resource that is waited for at a thread's site, or, where that is known, in methods of `owner`.
std::uint32_t WaitGraphBuilder::atPlace(std::uint32_t index, Wait wait, std::uint64_t owner)
{
    const FrameId site = m_places.site(m_snapshot.threads[index].stack);
    const ResourceKind kind = resourceOf(wait);
    const std::uint64_t salt = hashMix(static_cast<std::uint64_t>(kind), 1);
    const std::uint64_t key = owner != 0
                                  ? hashMix(owner, salt)
                                  : hashMix(m_places.place(site), salt + static_cast<std::uint64_t>(wait));
    return m_byPlace.findOrAdd(
        SeededHash()(key), [&](std::uint32_t w) { return m_waited[w].key == key; },
        [&] {
            const std::uint32_t w = newWaited(kind, wait, site, key);
            m_waited[w].lock.owner = owner;
            m_waited[w].certainty = owner != 0        ? Certainty::Likely
                                    : isForever(wait) ? Certainty::Proved
                                                      : Certainty::Possible;
            return w;
        });
}

/// A channel that only one goroutine waits for is no meeting point: hundreds of such channels, each with its
/// own goroutine at the same place, are one picture.
void WaitGraphBuilder::addChannels(std::vector<std::uint32_t>& threads)
{
    constexpr std::size_t kFew = 12;
    const auto address = [&](std::uint32_t t) { return m_snapshot.threads[t].waitsOn; };
    std::ranges::stable_sort(threads, {}, address);
    for (std::size_t i = 0; i < threads.size(); ++i) {
        const std::uint32_t t = threads[i];
        const bool shared = (i > 0 && address(threads[i - 1]) == address(t)) ||
                            (i + 1 < threads.size() && address(threads[i + 1]) == address(t));
        const Wait wait = m_waits.of(m_snapshot.threads[t]);
        addWaiter(shared || threads.size() < kFew ? addressed(t, wait, address(t)) : unaddressed(t, wait), t);
    }
}

/// Nothing moves any more, one place waits to read and one to write, and neither shows its RWMutex: perhaps
/// the same.
void WaitGraphBuilder::joinReadersAndWriters()
{
    std::vector<std::uint32_t> readers, writers;
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        if (m_waited[w].lock.kind != ResourceKind::RwMutex || m_waited[w].lock.waiters.empty()) continue;
        (m_waited[w].wait == Wait::ReadLock ? readers : writers).push_back(w);
    }
    if (readers.size() != 1 || writers.size() != 1) return;
    Waited &from = m_waited[readers[0]], &to = m_waited[writers[0]];
    const bool bothKnown =
        (from.lock.address != 0 || from.lock.owner != 0) && (to.lock.address != 0 || to.lock.owner != 0);
    if (bothKnown) return;
    for (const std::uint32_t t : from.lock.waiters) m_waitOf[t] = writers[0];
    to.lock.waiters.insert(to.lock.waiters.end(), from.lock.waiters.begin(), from.lock.waiters.end());
    std::ranges::sort(to.lock.waiters);
    to.lock.address = std::max(to.lock.address, from.lock.address);
    to.lock.owner = std::max(to.lock.owner, from.lock.owner);
    to.certainty = Certainty::Possible;
    from.lock.waiters.clear();
}

}  // namespace skein
