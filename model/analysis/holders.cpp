// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// How a holder is recognised. A goroutine waits in
//     sync.(*Mutex).lockSlow(0xc0000a6030)                                  the lock
//     github.com/acme/bank/bank.Transfer(0xc0000a6000, 0xc0000a6020, …)     the object around it: the nearest
//                                                                           pointer at or below, 0xc0000a6020
// Another one that was called with the same object, and stands in something else by now, may hold the lock.
// What it stands in, and whether it is past the line at which the others wait, tells how likely that is.
#include "model/analysis/holders.h"

#include "model/analysis/call_args.h"
#include "model/analysis/go_name.h"
#include "model/analysis/holder_inference.h"

#include <algorithm>
#include <unordered_map>

namespace skein {

void Inference::addLock(const ContendedLock& contended)
{
    Lock lock{.from = &contended};
    bool readers = false;
    std::vector<StackId> seen;
    for (const std::uint32_t t : contended.waiters) {
        const Thread& thread = m_snapshot.threads[t];
        m_waitsFor[t] = static_cast<std::uint32_t>(m_locks.size());
        const Wait wait = m_waits.of(thread);
        readers |= wait == Wait::ReadLock;
        if (wait == Wait::WriteLock && !lock.writer && !isBehindWriter(thread)) lock.writer = t;
        if (seen.size() >= kStacksSeen || contains(seen, thread.stack)) continue;
        seen.push_back(thread.stack);
        const auto stack = m_log.stack(thread.stack);
        const std::size_t caller = m_waits.callerIndex(thread.stack);
        if (caller >= stack.size() || m_log.frame(stack[caller]).role == Role::Runtime) continue;
        const std::string_view function = m_log.function(stack[caller]);
        addOnce(lock.lockers, stack[caller], 16);
        if (const auto type = typeKey(function); !type.empty()) addOnce(lock.types, type, 8);
        addOnce(lock.packages, parseGoName(function).package, 4);
    }
    if (contended.owner != 0) addOnce(lock.objects, contended.owner, 4);
    if (!readers) lock.writer.reset();
    m_locks.push_back(std::move(lock));
}

/// A writer that waits for the Mutex inside the RWMutex waits for another writer, and keeps no reader out: the one that
/// waits for readers to leave does.
///     sync.(*Mutex).lockSlow(…) / sync.(*Mutex).Lock(…) / sync.(*RWMutex).Lock(…)
bool Inference::isBehindWriter(const Thread& thread) const
{
    const auto stack = m_log.stack(thread.stack);
    const std::size_t caller = std::min(m_waits.callerIndex(thread.stack), stack.size());
    return std::ranges::any_of(stack.first(caller), [&](FrameId f) {
        const std::string_view function = m_log.function(f);
        return function.starts_with("sync.(*Mutex).") || function.starts_with("internal/sync.(*Mutex).");
    });
}

void Inference::indexNames()
{
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        for (const auto type : m_locks[i].types) m_byType[type].push_back(i);
        for (const auto package : m_locks[i].packages) m_byPackage[package].push_back(i);
    }
}

/// Whether a frame is in a package that locks.
bool Inference::isRelevant(FrameId frame)
{
    const auto [known, isNew] = m_relevant.try_emplace(frame.value, false);
    if (isNew)
        known->second = m_log.frame(frame).role != Role::Runtime &&
                        m_byPackage.contains(parseGoName(m_log.function(frame)).package);
    return known->second;
}

/// Of many threads in one stack some are enough; the budget may end before all are read.
void Inference::readPointers()
{
    SeededMap<std::uint64_t, std::uint32_t> read;  // by stack and by the lock waited for
    StackMemo& relevant = m_reader.memo();
    relevant.start();
    // One waiter of each stack, to learn of which object the lock is; then the possible holders; then more
    // waiters.
    for (const std::uint32_t most : {1u, kOthersRead, kWaitersRead}) {
        const bool waiting = most != kOthersRead;
        for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
            const Thread& thread = m_snapshot.threads[i];
            if (!thread.stack || (m_waitsFor[i] != kNone) != waiting || thread.kind == ThreadKind::System)
                continue;
            const bool matters = relevant.get(thread.stack, [&] {
                return std::ranges::any_of(m_log.stack(thread.stack),
                                           [&](FrameId f) { return isRelevant(f); });
            });
            if (!matters || m_isRead[i]) continue;
            std::uint32_t& count = read[std::uint64_t{m_waitsFor[i]} << 32 | thread.stack.value];
            if (count >= most) continue;
            const std::vector<FrameText> frames = m_reader.frames(thread);
            if (frames.empty()) continue;
            ++count;
            m_isRead[i] = true;
            m_read.push_back({i, static_cast<std::uint32_t>(m_seen.all().size())});
            m_seen.add(m_log, i, frames, m_reader);
            if (waiting) learnOwner(m_locks[m_waitsFor[i]], frames, m_waits.callerIndex(thread.stack));
        }
    }
    m_seen.finish();
}

/// The receiver of the method that locks is the object.
void Inference::learnOwner(Lock& lock, std::span<const FrameText> frames, std::size_t caller)
{
    if (caller >= frames.size())
        return;
    const std::uint64_t address = lock.from->address, own = objectOf(m_log, frames[caller]);
    const std::uint64_t owner = own != 0 ? own : ownerOf(m_log, frames, caller);
    const bool around = owner <= address && address - owner < kLargestObject;
    if (owner != 0 && own == 0 && address != 0 && around)
        addOnce(lock.guessed, owner, 4);
    else if (owner != 0 && (address == 0 || around))
        addOnce(lock.objects, owner, 4);
    if (address == 0)
        return;
    if (!around && lock.owner == 0) lock.owner = objectOf(m_log, frames[caller]);
    learnKeys(lock, frames[caller]);
}

/// What every waiter of the lock gave to the function that locks, besides the receiver:
///     keys.(*Table).Lock(0xc0000925d0, {0x537f41, 0x7})       daemon.handle(0x989680?, 0xc0000100d8, 0x1)
void Inference::learnKeys(Lock& lock, const FrameText& frame) const
{
    const bool method = receiverOf(m_log, frame).has_value();
    std::vector<std::uint64_t> given;
    for (const ArgWord& a : frame.args)
        if (a.isNumber && !a.stale && a.value >= kLowestPointer &&
            (!method || a.position != 0 || a.depth != 0))
            addOnce(given, a.value, 8);
    if (lock.keysRead) std::erase_if(lock.keys, [&](std::uint64_t k) { return !contains(given, k); });
    else lock.keys = std::move(given);
    lock.keysRead = true;
}

/// A lock that its object only points to, and one that is looked up by a key: what tells it from the other locks
/// stands for it.
void Inference::findIndirect()
{
    SeededMap<std::uint64_t, std::uint32_t> ofLocks;  // how many locks an owner or a key is of
    for (const Lock& lock : m_locks) {
        if (lock.owner != 0) ++ofLocks[lock.owner];
        for (const std::uint64_t k : lock.keys) ++ofLocks[k];
    }
    for (Lock& lock : m_locks) {
        if (!lock.objects.empty()) continue;
        // What a plain function was given may be anything near the lock, as long as nothing else explains it.
        const bool plain =
            lock.types.empty() && lock.from->address != 0 && m_seen.nearestBelow(lock.from->address) == 0;
        if (lock.owner != 0 && ofLocks[lock.owner] == 1) addOnce(lock.objects, lock.owner, 5);
        else if (lock.owner != 0 || plain)
            for (const std::uint64_t k : lock.keys) {
                if (ofLocks[k] != 1) continue;
                addOnce(lock.objects, k, 5);
                lock.byKey = true;
            }
    }
}

/// A method further out, of the same type, was as a rule called on the same object: but not where another
/// object of that type, which the log shows, lies between it and the lock.
///     sync.(*Mutex).lockSlow(0xc00006a1f0) / rail.(*Station).arrive(0x2625a00?) /
///     rail.(*Station).Depart(0xc00006a1b0) … / rail.(*Station).Depart(0xc00006a1e0) the next one's arrive
void Inference::checkGuessed()
{
    std::vector<std::pair<std::uint64_t, std::string_view>> receivers;
    for (const SeenPointer& p : m_seen.all()) {
        const auto stack = m_log.stack(m_snapshot.threads[p.thread].stack);
        if (p.receiver && p.frame < stack.size())
            receivers.emplace_back(p.value, typeKey(m_log.function(stack[p.frame])));
    }
    std::ranges::sort(receivers);
    for (Lock& lock : m_locks) {
        constexpr std::ptrdiff_t kMostNear = 64;
        const std::uint64_t address = lock.from->address;
        for (const std::uint64_t guess : lock.guessed) {
            const auto last =
                std::ranges::upper_bound(receivers, address, {}, [](const auto& r) { return r.first; });
            auto it = last;
            while (it != receivers.begin() && last - it < kMostNear && (it - 1)->first > guess &&
                   !contains(lock.types, (it - 1)->second))
                --it;
            const bool between = it != receivers.begin() && (it - 1)->first > guess;
            if (!between)
                addOnce(lock.objects, guess, 4);
        }
    }
}

/// Where no receiver is known, the object is where locks of the same caller lie in theirs, or the nearest
/// pointer at or below the lock that any of the threads was called with.
void Inference::findObjects()
{
    checkGuessed();
    std::unordered_map<std::uint32_t, std::uint64_t> offsets;  // by the function that locks
    for (const Lock& lock : m_locks) {
        if (lock.from->address == 0 || lock.objects.empty()) continue;
        for (const FrameId f : lock.lockers)
            offsets.emplace(m_log.frame(f).function.value, lock.from->address - lock.objects.front());
    }
    for (Lock& lock : m_locks) {
        const std::uint64_t address = lock.from->address;
        if (address == 0) continue;
        for (const FrameId f : lock.lockers) {
            const auto offset = offsets.find(m_log.frame(f).function.value);
            if (lock.objects.empty() && offset != offsets.end())
                lock.objects.push_back(address - offset->second);
        }
    }
    findIndirect();
    std::unordered_multimap<std::uint64_t, std::uint32_t, SeededHash> below;  // nearest pointer → lock
    for (Lock& lock : m_locks) {
        const std::uint64_t address = lock.from->address;
        if (address == 0) continue;
        const std::uint64_t nearest = m_seen.nearestBelow(address);
        if (nearest != 0 && (lock.objects.empty() || nearest == address))
            below.emplace(nearest, static_cast<std::uint32_t>(&lock - m_locks.data()));
    }
    // Only where it is the lock's own address, or a waiter, or code of a package that takes the lock, was
    // called with it is it more than a neighbour.
    for (const SeenPointer& p : m_seen.all()) {
        if (below.empty()) break;
        const auto [first, last] = below.equal_range(p.value);
        if (first == last) continue;
        const auto stack = m_log.stack(m_snapshot.threads[p.thread].stack);
        if (p.frame >= stack.size()) continue;
        const std::string_view package = parseGoName(m_log.function(stack[p.frame])).package;
        for (auto it = first; it != last;) {
            Lock& lock = m_locks[it->second];
            const bool own = p.value == lock.from->address || m_waitsFor[p.thread] == it->second ||
                             contains(lock.packages, package);
            if (own) addOnce(lock.objects, p.value, 5);
            it = own ? below.erase(it) : std::next(it);
        }
    }
    for (std::uint32_t i = 0; i < m_locks.size(); ++i)
        for (const auto object : m_locks[i].objects) m_byObject[object].push_back(i);
}

void Inference::matchObject(const SeenPointer& pointer)
{
    const auto hit = m_byObject.find(pointer.value);
    if (hit == m_byObject.end() || hit->second.size() > kMostLocksPerKey) return;
    for (const std::uint32_t lock : hit->second)
        consider(m_locks[lock], pointer.thread, pointer.frame,
                 pointer.receiver ? Match::Receiver : Match::Argument,
                 !pointer.receiver && pointer.value == m_locks[lock].from->address);
}

/// Without the object: a method of the type that locks, called with a receiver that can't be trusted; or,
/// where it stands, any code of the package that locks.
void Inference::matchNames(std::uint32_t read)
{
    const std::uint32_t t = m_read[read].thread;
    const Thread& thread = m_snapshot.threads[t];
    const auto stack = m_log.stack(thread.stack);
    const std::size_t site = m_waits.callerIndex(thread.stack);
    std::vector<bool> known(stack.size(), false);  // frames that show their receiver
    for (const SeenPointer& p : m_seen.all().subspan(m_read[read].firstPointer)) {
        if (p.thread != t) break;
        if (p.receiver) known[p.frame] = true;
    }
    for (std::uint32_t i = static_cast<std::uint32_t>(site); i < stack.size(); ++i) {
        if (!isRelevant(stack[i]) || known[i]) continue;
        const std::string_view function = m_log.function(stack[i]);
        // What a goroutine that waits for a lock itself was called with, in the code that locks, is that
        // lock's.
        const bool waits = m_waitsFor[t] != kNone &&
                           m_locks[m_waitsFor[t]].from->kind != ResourceKind::Once &&
                           typeKey(function) == typeKey(functionAt(thread, site));
        if (waits && (i == site || typeKey(function).empty() || !calledBack(thread, i))) continue;
        const auto type = m_byType.find(typeKey(function));
        const bool byType = type != m_byType.end();
        if (!byType && i != site) continue;
        const auto& locks = byType ? type->second : m_byPackage.at(parseGoName(function).package);
        if (locks.size() > kMostLocksPerKey) continue;
        for (const std::uint32_t lock : locks)
            consider(m_locks[lock], t, i, byType ? Match::Type : Match::Package);
    }
}

std::vector<Holding> Inference::result() const
{
    std::vector<Holding> all;
    std::vector<bool> taken(m_snapshot.threads.size(),
                            false);  // one guess by name alone is enough for one thread
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        const Lock& lock = m_locks[i];
        for (std::size_t k = 0; k < lock.found; ++k) {
            const Candidate& c = lock.best[k];
            if (!c.exact() && taken[c.thread]) continue;
            if (k == 0 || !c.exact()) taken[c.thread] = true;
            all.push_back({.lock = i,
                           .thread = c.thread,
                           .certainty = certainty(lock, k),
                           .exact = c.exact(),
                           .why = reason(lock, c),
                           .frameIndex = c.frameIndex});
            if (!c.exact()) break;
        }
        if (lock.writer)
            all.push_back(
                {.lock = i,
                 .thread = *lock.writer,
                 .certainty = Certainty::Likely,
                 .queued = true,
                 .why = "it waits for the write lock, and readers that come later queue behind it"});
    }
    return all;
}

bool startedByThread(const Log& log, const Thread& thread, const Thread& creator)
{
    if (thread.creator.known()) return thread.creator == creator.id;
    if (!thread.createdAt || &thread == &creator) return false;
    const StringId function = log.frame(thread.createdAt).function;
    return std::ranges::any_of(log.stack(creator.stack),
                               [&](FrameId f) { return log.frame(f).function == function; });
}

std::vector<Holding> inferHolders(const Log& log, std::uint32_t snapshot, const Waits& waits,
                                  std::span<const ContendedLock> locks, ArgumentReader& reader)
{
    return locks.empty() ? std::vector<Holding>{}
                         : Inference(log, log.snapshots[snapshot], waits, reader).run(locks);
}

}  // namespace skein
