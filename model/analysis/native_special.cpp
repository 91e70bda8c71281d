// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Holders that follow from the shape of a stack: who runs what others wait for to have run once, who was
// interrupted by a signal in the function that locks, and who reads already and wants to write.
#include "model/analysis/native_stacks.h"

#include <algorithm>

namespace skein
{
namespace
{

bool isSignalFrame(std::string_view function)
{
    return function == "<signal handler called>" || function == "__restore_rt" || function == "_sigtramp";
}

/// Further out than where the thread stands, a frame of this function; 0 if there is none.
std::size_t outerFrame(const Log& log, StackId stack, std::uint64_t function, bool inTheWay(std::string_view))
{
    const auto frames = log.stack(stack);
    bool seen = inTheWay == nullptr;
    for (std::size_t i = placeOf(log, stack).frame + 1; i < frames.size(); ++i) {
        const Frame& frame = log.frame(frames[i]);
        seen = seen || inTheWay(log.str(frame.function));
        if (seen && std::uint64_t{frame.function.value} + 1 == function && frame.role != Role::Runtime)
            return i;
    }
    return 0;
}

/// `static Fonts one;` or std::call_once in a function: another thread that has gone further from there runs
/// the initialiser.
///     #1  __cxa_guard_acquire ()             #2  __cxa_guard_acquire ()
///     #2  Fonts::get ()                      #4  Fonts::Fonts (this=…)
///                                            #5  Fonts::get ()
void addInitialisers(const Log& log, const Snapshot& snapshot, const ContendedLock& lock, std::uint32_t index,
                     std::vector<Holding>& found)
{
    const NativePlace at = placeOf(log, snapshot.threads[lock.waiters.front()].stack);
    if (!at)
        return;
    constexpr int kMost = 2;
    std::vector<Holding> runs;
    for (std::uint32_t t = 0; t < snapshot.threads.size() && runs.size() <= kMost; ++t) {
        if (std::ranges::binary_search(lock.waiters, t) || !snapshot.threads[t].stack)
            continue;
        if (const std::size_t f = outerFrame(log, snapshot.threads[t].stack, at.function, nullptr))
            runs.push_back({.lock = index,
                            .thread = t,
                            .certainty = Certainty::Likely,
                            .why =
                                "it has called on from the function that waits there, and seems to run the "
                                "initialiser",
                            .frameIndex = static_cast<std::uint32_t>(f)});
    }
    for (Holding& h : runs) {
        h.certainty = runs.size() == 1 ? Certainty::Likely : Certainty::Possible;
        found.push_back(std::move(h));
    }
}

/// A waiter of a mutex whose signal handler interrupted it in the very function that takes the lock.
///     #5  Log::write (this=0x4040)
///     #6  onSignal (number=10)
///     #7  <signal handler called>
///     #9  Log::write (this=0x4040)
bool addInterrupted(const Log& log, const Snapshot& snapshot, const ContendedLock& lock, std::uint32_t index,
                    std::vector<Holding>& found)
{
    constexpr std::size_t kAsked = 64;
    for (std::size_t w = 0; w < std::min(lock.waiters.size(), kAsked); ++w) {
        const std::uint32_t t = lock.waiters[w];
        const StackId stack = snapshot.threads[t].stack;
        const NativePlace at = placeOf(log, stack);
        const std::size_t f = at ? outerFrame(log, stack, at.function, isSignalFrame) : 0;
        if (f == 0)
            continue;
        found.push_back(
            {.lock = index,
             .thread = t,
             .certainty = Certainty::Likely,
             .why = "a signal handler interrupted it in the function that takes this lock, and waits "
                    "for it now",
             .frameIndex = static_cast<std::uint32_t>(f)});
        return true;
    }
    return false;
}

/// Only writers wait for an rwlock, and they have come from code of the class that takes it: each may read
/// already, and waits for the other readers to end.
void addUpgraders(const Log& log, const Snapshot& snapshot, const ContendedLock& lock, std::uint32_t index,
                  std::vector<Holding>& found)
{
    constexpr std::size_t kMost = 4;
    std::vector<std::uint32_t> nested;
    for (const std::uint32_t t : lock.waiters) {
        if (log.str(snapshot.threads[t].waitReason) != "rwlock-write" || nested.size() > kMost)
            return;
        const auto stack = log.stack(snapshot.threads[t].stack);
        const NativePlace at = placeOf(log, snapshot.threads[t].stack);
        const std::string_view scope = at ? scopeOf(log.function(stack[at.frame])) : std::string_view{};
        if (!scope.empty() && std::ranges::any_of(stack.subspan(at.frame + 1), [&](FrameId f) {
                return log.frame(f).role == Role::User && scopeOf(log.function(f)) == scope;
            }))
            nested.push_back(t);
    }
    if (nested.size() != lock.waiters.size())
        return;
    for (const std::uint32_t t : nested)
        found.push_back(
            {.lock = index,
             .thread = t,
             .certainty = Certainty::Possible,
             .why = "it may read already: it has come to the write lock from code of the same class"});
}

} // namespace

void addSpecialHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                        std::vector<Holding>& found)
{
    constexpr std::size_t kMostAsked = 64; // each asks all threads
    std::vector<bool> held(locks.size(), false);
    for (const Holding& h : found)
        held[h.lock] = held[h.lock] || !h.queued;
    std::size_t asked = 0;
    for (std::uint32_t i = 0; i < locks.size(); ++i) {
        const ContendedLock& lock = locks[i];
        if (held[i] || lock.waiters.empty())
            continue;
        // A wait without an address is filed by its reason, which is a lock's.
        const ResourceKind kind = snapshot.threads[lock.waiters.front()].waitsOnKind;
        if (kind == ResourceKind::Once && asked++ < kMostAsked)
            addInitialisers(log, snapshot, lock, i, found);
        else if (lock.kind == ResourceKind::Mutex)
            addInterrupted(log, snapshot, lock, i, found);
        else if (lock.kind == ResourceKind::RwMutex && lock.waiters.size() > 1)
            addUpgraders(log, snapshot, lock, i, found);
    }
}

} // namespace skein
