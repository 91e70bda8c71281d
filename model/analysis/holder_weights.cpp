// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/go_name.h"
#include "model/analysis/holder_inference.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {

namespace {

/// (*Tail).Close, stopAll: what waits for others to end is no loop that waits for work.
constexpr std::string_view kEnding[] = {"close", "stop", "shutdown", "wait", "flush", "quit", "finish"};

}  // namespace

/// Between the site of a thread and a frame further out stands code of another type: a callback. A sync.Once
/// runs what its caller gives it, and is none.
bool Inference::calledBack(const Thread& thread, std::size_t frame) const
{
    for (std::size_t i = m_waits.callerIndex(thread.stack) + 1; i < frame; ++i) {
        const std::string_view type = typeKey(functionAt(thread, i));
        if (type != typeKey(functionAt(thread, frame)) && type != "sync.(*Once")
            return true;
    }
    return false;
}

/// What a goroutine was started with: `go p.run()`, or the only call of `go func() { p.run() }()`.
bool Inference::isEntry(std::span<const FrameId> stack, std::size_t frame) const
{
    const auto last = [&](std::size_t i) {
        return i + 1 >= stack.size() || m_log.frame(stack[i + 1]).role == Role::Runtime;
    };
    if (last(frame)) return true;
    const std::string_view suffix = parseGoName(m_log.function(stack[frame + 1])).suffix;
    return last(frame + 1) && (suffix.starts_with(".func") || suffix.starts_with(".gowrap"));
}

/// True where the function is one that locks; whoever has not come to the line of that Lock yet does not hold
/// it.
bool Inference::weighLines(const Lock& lock, const Frame& frame, Candidate& c) const
{
    bool locks = false;
    for (const FrameId f : lock.lockers) {
        const Frame& locker = m_log.frame(f);
        if (locker.function != frame.function) continue;
        locks = true;
        c.past |= frame.line > locker.line;
        if (frame.line < locker.line && !c.self) c.score -= 5;
    }
    return locks;
}

/// Only a method further out, called on the same object, can have locked before this Lock.
bool Inference::weighSelf(const Thread& thread, Candidate& c, bool entry) const
{
    const std::size_t site = m_waits.callerIndex(thread.stack);
    if (c.frameIndex <= site) return false;
    c.callback = calledBack(thread, c.frameIndex);
    c.score +=
        (c.callback ? 2 : 0) + (m_stuck ? 2 : 0) + (thread.waitedMinutes > 0 ? 1 : 0) - (entry ? 2 : 0);
    return true;
}

void Inference::weighOther(const Lock& lock, const Thread& thread, Candidate& c, bool entry) const
{
    const std::size_t site = m_waits.callerIndex(thread.stack);
    c.score += whereItStands(thread, entry && c.frameIndex == site, c.frameIndex > site);
    c.related = startedBy(thread, lock);
    if (c.related) c.score += 2;
    if (m_stuck && !c.exact()) c.score += 1;
}

/// What a thread is doing tells whether it would keep others waiting. A `loop` that was started as a
/// goroutine and waits for work holds nothing, as a rule.
std::int32_t Inference::whereItStands(const Thread& thread, bool loop, bool below) const
{
    const Wait wait = m_waits.of(thread);
    if (isLock(wait) || wait == Wait::Semaphore) return 3;
    const std::size_t site = m_waits.callerIndex(thread.stack);
    // A select inside net/http, or in a library that is called, is a request under way, not a loop's.
    const bool inLibrary = site > 0 && !functionAt(thread, site - 1).starts_with("runtime.");
    const auto stack = m_log.stack(thread.stack);
    const bool calls = below && site < stack.size() && m_log.frame(stack[site]).role == Role::Library;
    if (wait == Wait::Select && !inLibrary && !calls && !hasChildren(thread))
        return loop && isLoop(thread, site) ? -1 : 1;
    // A timer is what a loop waits for, whoever has started it.
    if (wait != Wait::Io && wait != Wait::Syscall && wait != Wait::Sleep)
        loop = loop && isLoop(thread, site);
    // Not for work, but for others to end; main often does.
    if (wait == Wait::WaitGroup) return thread.id == ThreadId(1) ? 0 : 2;
    // What has begun to send, waits for what it has started itself, or ends something, does not wait for work.
    if (isOnOthers(wait) || wait == Wait::Io || wait == Wait::Syscall || wait == Wait::Sleep)
        return loop && wait != Wait::ChanSend && !hasChildren(thread) && !beginsWithWord(functionAt(thread, site), kEnding)
                   ? 0
                   : 2;
    return thread.state == ThreadState::Unknown ? 0 : 1;
}

/// It has started another goroutine of the log in the function that it still stands in.
bool Inference::hasChildren(const Thread& thread) const
{
    const std::size_t site = m_waits.callerIndex(thread.stack);
    const auto stack = m_log.stack(thread.stack);
    return site < stack.size() && m_parents.contains(hashMix(thread.id.value, m_log.frame(stack[site]).function.value));
}

/// What a goroutine begins with is a loop if code of its own package has started it, or if its name says so:
/// others start what they want done.
bool Inference::isLoop(const Thread& thread, std::size_t entry) const
{
    const std::string_view function = functionAt(thread, entry);
    return !thread.createdAt || namedAsLoop(function) ||
           parseGoName(m_log.function(thread.createdAt)).package == parseGoName(function).package;
}

/// A test does as main.main does: it stands in a plain function in which it has started those that wait for
/// several locks, and waits for them to end.
///     sync.(*WaitGroup).Wait(…) / bank.TestTransfer(…)
bool Inference::startedTheWaiters(const Thread& thread, std::size_t frame) const
{
    constexpr std::size_t kMost = 8; // locks, each with its first waiter
    if (m_locks.size() < 2 || m_waits.of(thread) != Wait::WaitGroup)
        return false;
    const StringId function = m_log.frame(m_log.stack(thread.stack)[frame]).function;
    for (std::size_t i = 0; i < m_locks.size() && i < kMost; ++i) {
        const auto& waiters = m_locks[i].from->waiters;
        if (waiters.empty())
            continue;
        const Thread& waiter = m_snapshot.threads[waiters.front()];
        if (!waiter.createdAt || m_log.frame(waiter.createdAt).function != function ||
            !startedByThread(m_log, waiter, thread))
            return false;
    }
    return true;
}

/// By the creator's number, or, up to Go 1.20, by the function that started it.
bool Inference::startedBy(const Thread& thread, const Lock& lock) const
{
    if (!thread.createdAt) return false;
    const auto& waiters = lock.from->waiters;
    const std::size_t n = std::min<std::size_t>(waiters.size(), 64);
    return std::any_of(
        waiters.begin(), waiters.begin() + static_cast<std::ptrdiff_t>(n),
        [&](std::uint32_t w) { return startedByThread(m_log, thread, m_snapshot.threads[w]); });
}

/// A method of the object has started it, and it waits, right where it began, for another lock of that object: that is
/// what it has the object for.
///     sync.(*RWMutex).RLock(…) / vm.(*VM).snapshot(0xc000082000)         created by vm.(*VM).Save
bool Inference::explainedByOwnWait(const Lock& lock, std::uint32_t t, std::uint32_t frame) const
{
    const Thread& thread = m_snapshot.threads[t];
    const std::uint32_t own = m_waitsFor[t];
    return own != kNone && thread.createdAt && frame == m_waits.callerIndex(thread.stack) &&
           typeKey(m_log.function(thread.createdAt)) == typeKey(functionAt(thread, frame)) &&
           std::ranges::any_of(lock.objects, [&](std::uint64_t o) { return contains(m_locks[own].objects, o); });
}

void Inference::consider(Lock& lock, std::uint32_t t, std::uint32_t frameIndex, Match match, bool atLock)
{
    const Thread& thread = m_snapshot.threads[t];
    const auto stack = m_log.stack(thread.stack);
    // Every log of a plain program has it: it starts the others and waits for them.
    if (match == Match::Package &&
        (m_log.function(stack[frameIndex]) == "main.main" || startedTheWaiters(thread, frameIndex)))
        return;
    Candidate c{
        .thread = t, .frameIndex = frameIndex, .score = static_cast<std::int32_t>(match), .match = match};
    c.self = m_waitsFor[t] == static_cast<std::uint32_t>(&lock - m_locks.data());
    const bool locks = weighLines(lock, m_log.frame(stack[frameIndex]), c);
    const bool ofType = contains(lock.types, typeKey(m_log.function(stack[frameIndex])));
    c.score += (locks ? 2 : ofType ? 1 : 0) + (c.past ? 2 : 0);
    if (namedAsLocked(parseGoName(m_log.function(stack[frameIndex])).name)) c.score += 2;
    const bool entry = isEntry(stack, frameIndex);
    if (c.self) {
        if (!weighSelf(thread, c, entry)) return;
        // Between its two read locks a writer has come, which keeps readers out without holding the lock.
        if (lock.writer && *lock.writer != t) c.score += 2;
        if (match != Match::Receiver && !locks && !(match == Match::Type && c.callback)) return;
    } else {
        weighOther(lock, thread, c, entry);
        c.atLock = atLock;
        if (entry && explainedByOwnWait(lock, t, frameIndex)) c.score -= 2;
    }
    // As a rule exported methods lock, and those that they call expect it.
    const auto name = parseGoName(m_log.function(stack[frameIndex])).name;
    c.exported = !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
    if (c.score >= (c.exact() || m_stuck ? 3 : 4)) keep(lock, c);
}

/// Two things speak for one thread: it was called with the object, and is in a method of the type, of which object is
/// not shown.
///     main.(*guarded).view(0x5f084616050?, 0x2?) / main.main.func1(0x5f0846a6000, 0x5f0846a6060, 0x0?)
bool Inference::addUp(Candidate& known, const Candidate& c)
{
    const bool apart = (known.match == Match::Argument && c.match == Match::Type) ||
                       (known.match == Match::Type && c.match == Match::Argument);
    if (known.both || known.self || c.self || !apart)
        return false;
    Candidate sum = known.exact() ? known : c;
    sum.score = std::max(known.score, c.score) + 1;
    sum.past = known.past || c.past;
    sum.both = true;
    sum.atLock = known.atLock || c.atLock;
    known = sum;
    return true;
}

void Inference::keep(Lock& lock, const Candidate& c)
{
    auto* const begin = lock.best.data();
    auto* place =
        std::find_if(begin, begin + lock.found, [&](const Candidate& b) { return b.thread == c.thread; });
    if (place == begin + lock.found) {
        if (lock.found < kMostPerLock) ++lock.found;
        else if ((--place)->score >= c.score) return;
    } else {
        place->atLock |= c.atLock;
        if (!addUp(*place, c) && place->score >= c.score)
            return;
    }
    const bool atLock = place->atLock && place->thread == c.thread;
    if (!place->both || place->thread != c.thread)
        *place = c;
    place->atLock |= atLock;
    std::stable_sort(begin, begin + lock.found,
                     [](const Candidate& a, const Candidate& b)
                     { return std::pair(a.score, a.exported) > std::pair(b.score, b.exported); });
}

/// One that was called with the very address of the lock, and waits for something else, is likelier to hold
/// it than one that waits for it and has only come from code of its type.
///     sync.(*Mutex).lockSlow(0xc0000860c0) / grid.(*Grid).with(0x1c9c380?, …) / … /
///     grid.(*Grid).with(0x4d1b68?, …) main.main.func2.(*Grid).Add.func1(0xc0000860c0)
void Inference::preferCalledWithLock(Lock& lock)
{
    auto* const begin = lock.best.data();
    auto* const end = begin + lock.found;
    if (lock.found < 2 || !begin->self || begin->exact())
        return;
    auto* const other = std::find_if(begin, end, [](const Candidate& c) { return c.atLock && !c.self; });
    if (other != end)
        std::rotate(begin, other, other + 1);
}

Certainty Inference::certainty(const Lock& lock, std::size_t i) const
{
    const Candidate& c = lock.best[i];
    const bool ahead = i == 0 && (lock.found < 2 || c.score > lock.best[1].score);
    const bool onlyOne = lock.found == 1 && c.past && m_stuck && c.match == Match::Type;
    return ahead && c.score >= 7 && (c.exact() || onlyOne) ? Certainty::Likely : Certainty::Possible;
}

std::string Inference::reason(const Lock& lock, const Candidate& c) const
{
    const Thread& thread = m_snapshot.threads[c.thread];
    const std::string at = words::place(m_log, m_log.stack(thread.stack)[c.frameIndex]);
    if (c.self)
        return formatted("it is further out in {} of the same {}{}", at, c.exact() ? "object" : "type",
                         c.callback ? ", which called it back" : "");
    const Wait wait = m_waits.of(thread);
    const std::string doing = wait == Wait::None ? formatted("is {}", toString(thread.state))
                                                 : formatted("waits for {}", describe(wait));
    const std::string_view past = c.past ? ", is past the line where others wait for the lock" : "";
    const std::string_view started = c.related ? ", was started by one that waits" : "";
    if (c.exact())
        return formatted("it was called with {} {} in {}{}{}, and {}",
                         lock.byKey ? "what the lock is looked up by," : "the lock's object",
                         hexAddress(lock.objects.front()), at, past, started, doing);
    return formatted("it is in {}, code of the same {}{}{}, and {}; of which object is not shown", at,
                     c.match == Match::Type ? "type" : "package", past, started, doing);
}

}  // namespace skein
