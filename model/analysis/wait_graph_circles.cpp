// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: what is missing for a circle. That a guess closes one speaks for it,
// because in a dump of threads that are stuck something keeps them waiting.
#include "model/analysis/go_name.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/wait_graph_builder.h"

#include <algorithm>
#include <array>

namespace skein
{
namespace
{

/// Functions that take two things of a kind, and lock them one after the other.
constexpr std::string_view kOfTwo[] = {"transfer", "move",     "swap",   "rename",  "copy",
                                       "merge",    "exchange", "link",   "migrate", "union",
                                       "sync",     "splice",   "append", "compare"};

} // namespace

/// Both stand in the same functions up to the second one, closures told by what they are in.
bool WaitGraphBuilder::sameCalls(std::uint32_t a, std::uint32_t b) const
{
    const auto calls = [this](std::uint32_t t) {
        const auto stack = m_log.stack(m_snapshot.threads[t].stack);
        const std::size_t site = m_waits.callerIndex(m_snapshot.threads[t].stack);
        const auto name = [&](std::size_t i) {
            return i < stack.size() ? parseGoName(m_log.function(stack[i])).enclosing : std::string_view{};
        };
        return std::pair(name(site), name(site + 1));
    };
    return calls(a) == calls(b);
}

/// How much speaks for it that a waiter of one of these locks has another one of them.
int WaitGraphBuilder::holdsAnother(std::uint32_t thread, std::uint32_t waited,
                                   std::span<const std::uint32_t> open) const
{
    constexpr std::size_t kMostAsked = 32;
    int score = 0;
    const auto& own = m_waited[waited].lock.waiters;
    // Of those that do the same, and queue for one lock, no one is special.
    if (isOneOfMany(thread))
        score -= 3;
    const bool writersWait = std::ranges::any_of(
        own, [&](std::uint32_t t) { return m_waits.of(m_snapshot.threads[t]) != Wait::ReadLock; });
    if (writersWait && m_waits.of(m_snapshot.threads[thread]) == Wait::ReadLock)
        score -= 1;
    // Two that do the same, and wait for different locks, each came with the other's.
    bool alike = false, throughType = false, inType = false;
    const auto stack = m_log.stack(m_snapshot.threads[thread].stack);
    const std::size_t site = m_waits.callerIndex(m_snapshot.threads[thread].stack);
    for (const std::uint32_t w : open) {
        if (w == waited)
            continue;
        const auto& others = m_waited[w].lock.waiters;
        for (std::size_t i = 0; i < others.size() && i < kMostAsked; ++i) {
            alike = alike || sameCalls(others[i], thread);
            const std::string_view type = typeOf(others[i]);
            const bool further =
                !type.empty() && site < stack.size() &&
                std::ranges::any_of(
                    stack.subspan(site + 1), [&](FrameId f) { return typeKey(m_log.function(f)) == type; });
            throughType = throughType || (further && type != typeOf(thread));
            inType = inType || further;
        }
    }
    // A method of the type further out has taken a lock, and calls one that takes another.
    score += (alike ? 2 : 0) + (throughType ? 3 : inType ? 2 : 0);
    // Called right from where the goroutine began, it has come past no other function that could have locked.
    const GoName caller =
        parseGoName(site + 1 < stack.size() ? m_log.function(stack[site + 1]) : std::string_view{});
    if (caller.suffix.empty() && !caller.name.empty() && caller.enclosing != "main.main" &&
        m_log.frame(stack[site + 1]).role != Role::Runtime)
        ++score;
    for (std::size_t i = site; i < stack.size() && i < site + 4; ++i)
        if (m_log.frame(stack[i]).role != Role::Runtime && beginsWithWord(m_log.function(stack[i]), kOfTwo)) {
            ++score;
            break;
        }
    return score;
}

/// Of the waiters of a lock those that are likeliest to have another one of these locks: all, where nothing
/// tells them apart.
std::vector<std::uint32_t> WaitGraphBuilder::likelyHolders(std::uint32_t waited,
                                                           std::span<const std::uint32_t> open) const
{
    constexpr std::size_t kMost = 64;
    const auto& waiters = m_waited[waited].lock.waiters;
    if (waiters.size() < 2 || waiters.size() > kMost)
        return waiters;
    std::vector<int> scores;
    for (const std::uint32_t t : waiters)
        scores.push_back(holdsAnother(t, waited, open));
    const int best = std::ranges::max(scores);
    std::vector<std::uint32_t> likely;
    for (std::size_t i = 0; i < waiters.size(); ++i)
        if (scores[i] == best)
            likely.push_back(waiters[i]);
    return likely;
}

void WaitGraphBuilder::closeCircles()
{
    if (!hasNativeThreads(m_snapshot))
        preferHoldsInCircles();
    addMissingEnds();
    addAlikeRings();
}

/// Per thread: it is in a circle of those that wait behind each other.
std::vector<bool> WaitGraphBuilder::inCircles() const
{
    std::vector<bool> in(m_next.size(), false);
    std::vector<std::uint32_t> walk(m_next.size(), kNone);
    for (std::uint32_t start = 0; start < m_next.size(); ++start) {
        std::uint32_t t = start;
        while (t != kNone && walk[t] == kNone) {
            walk[t] = start;
            t = nextOf(t);
        }
        if (t == kNone || walk[t] != start || m_next[t] == kNone)
            continue;
        for (; !in[t]; t = nextOf(t))
            in[t] = true;
    }
    return in;
}

bool WaitGraphBuilder::leadsTo(std::uint32_t from, std::uint32_t to) const
{
    constexpr int kLongest = 32;
    for (int i = 0; i < kLongest && from != kNone; ++i, from = nextOf(from))
        if (from == to)
            return true;
    return false;
}

/// Of several that may hold a lock, one waits behind the waiter: that one.
void WaitGraphBuilder::preferHoldsInCircles()
{
    constexpr std::size_t kMostWaiters = 64, kMostAsked = 20'000;
    const std::vector<bool> inCircle = inCircles();
    std::vector<bool> moved(m_next.size(), false);
    std::size_t asked = 0;
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        if (m_holdsOf[w].size() < 2)
            continue;
        const auto& waiters = m_waited[w].lock.waiters;
        for (std::size_t i = 0; i < waiters.size() && i < kMostWaiters; ++i) {
            const std::uint32_t t = waiters[i];
            if (inCircle[t] || moved[t] || m_next[t] == kNone ||
                m_holds[m_next[t]].certainty != Certainty::Possible)
                continue;
            for (const std::uint32_t h : m_holdsOf[w]) {
                const std::uint32_t holder = m_holds[h].holder;
                if (m_holds[h].queued || holder == t || m_waitOf[holder] == w || ++asked > kMostAsked ||
                    !leadsTo(holder, t))
                    continue;
                m_next[t] = h;
                for (std::uint32_t x = holder; x != t; x = nextOf(x))
                    moved[x] = true;
                moved[t] = true;
                break;
            }
        }
    }
}

/// Others wait behind a thread, and for what it waits itself nobody is known: whoever should send, receive,
/// call Done or Signal is perhaps one of those that wait behind it.
void WaitGraphBuilder::addMissingEnds()
{
    constexpr std::size_t kMostBehind = 256, kMostAsked = 20'000;
    constexpr int kMostScans = 32; // each asks all threads
    std::vector<std::vector<std::uint32_t>> behind(m_next.size());
    for (std::uint32_t t = 0; t < m_next.size(); ++t)
        if (const std::uint32_t next = nextOf(t); next != kNone && next != t)
            behind[next].push_back(t);
    std::size_t asked = 0;
    int scans = 0;
    for (std::uint32_t t = 0; t < m_next.size(); ++t) {
        if (behind[t].empty() || m_waitOf[t] == kNone || m_next[t] != kNone ||
            isForever(m_waited[m_waitOf[t]].wait))
            continue;
        const bool lock = isLockKind(m_waitOf[t]);
        if (hasNativeThreads(m_snapshot) && m_waited[m_waitOf[t]].lock.kind != ResourceKind::Condition)
            continue; // what else native threads wait for has owners and ends of its own
        std::vector<std::uint32_t> all = behind[t];
        for (std::size_t i = 0; i < all.size() && all.size() < kMostBehind; ++i)
            all.insert(all.end(), behind[all[i]].begin(), behind[all[i]].end());
        std::uint32_t end = kNone;
        int best = 0;
        std::size_t possible = 0;
        bool endHasChannel = false;
        const bool closed = !m_snapshot.native && scans++ < kMostScans && nobodyElseInPackage(t, all);
        for (std::size_t i = 0; i < all.size() && i < kMostBehind && asked < kMostAsked; ++i, ++asked) {
            bool withChannel = false;
            const int score = (lock ? holderScore(all[i], t) : endScore(all[i], t, withChannel)) +
                              (closed && inPackageOf(all[i], t) ? 2 : 0);
            possible += score > 0 ? 1 : 0;
            if (score == best)
                end = kNone;
            if (score <= best)
                continue;
            best = score;
            end = all[i];
            endHasChannel = withChannel;
        }
        if (best + (possible == 1 ? 1 : 0) < 2)
            continue;
        if (end == kNone)
            continue;
        const bool alone = closed && best < 4;
        const std::uint32_t w = m_waitOf[t];
        m_next[t] = static_cast<std::uint32_t>(m_holds.size());
        if (lock)
            for (const std::uint32_t other : m_waited[w].lock.waiters)
                if (m_next[other] == kNone)
                    m_next[other] = m_next[t];
        addHold(
            {.waited = w,
             .holder = end,
             .certainty = endHasChannel ? Certainty::Likely : Certainty::Possible,
             .lock = lock,
             .why =
                 lock ? "it is in the same code as the one that waits for it, and waits behind that one"
                 : passedTheLine(end, t)
                     ? "it is past the line at which the other one waits, and waits behind it"
                 : alone
                     ? "nobody else in the log is in code of the package in which the other one waits, but "
                       "those that wait behind it"
                     : "of those that wait behind it, its calls look most like the other end's"});
    }
}

bool WaitGraphBuilder::inPackageOf(std::uint32_t thread, std::uint32_t waiter) const
{
    const std::array both{thread, waiter};
    return functionOf(waiter) && inOnePackage(both);
}

/// All that are in code of the package in which a thread waits at a channel are it and those that wait behind
/// it. Of package main, in which every program has code, it must be a method's type.
bool WaitGraphBuilder::nobodyElseInPackage(std::uint32_t thread, std::span<const std::uint32_t> behind) const
{
    std::vector<std::uint32_t> threads(behind.begin(), behind.end());
    threads.push_back(thread);
    std::ranges::sort(threads);
    if (!functionOf(thread))
        return false;
    if (parseGoName(m_log.str(functionOf(thread))).package != "main")
        return onlyTheyAreInPackage(threads, thread);
    return !typeOf(thread).empty() && onlyTheyAreIn(typeOf(thread), threads);
}

/// In the function in which the other one waits, further on: it has sent there already, and should receive
/// again.
bool WaitGraphBuilder::passedTheLine(std::uint32_t thread, std::uint32_t waiter) const
{
    const FrameId at = m_places.site(m_snapshot.threads[waiter].stack);
    if (!at)
        return false;
    const Frame& line = m_log.frame(at);
    return std::ranges::any_of(m_log.stack(m_snapshot.threads[thread].stack), [&](FrameId f) {
        return m_log.frame(f).function == line.function && m_log.frame(f).line > line.line;
    });
}

/// It was started by code of the type, or the package, in which the other one waits, and is in such code.
bool WaitGraphBuilder::startedInType(std::uint32_t thread, std::uint32_t waiter) const
{
    const Thread& own = m_snapshot.threads[thread];
    const StringId function = functionOf(waiter);
    if (!own.createdAt || !function)
        return false;
    const std::string_view package = parseGoName(m_log.str(function)).package;
    return package != "main" && parseGoName(m_log.function(own.createdAt)).package == package &&
           std::ranges::any_of(m_log.stack(own.stack),
                               [&](FrameId f) { return parseGoName(m_log.function(f)).package == package; });
}

/// How much speaks for it that one that waits behind `waiter` has the lock that `waiter` waits for.
int WaitGraphBuilder::holderScore(std::uint32_t thread, std::uint32_t waiter) const
{
    const std::uint32_t own = m_waitOf[thread];
    if (own == kNone || own == m_waitOf[waiter])
        return 0;
    const std::array both{own, m_waitOf[waiter]};
    return holdsAnother(thread, own, both);
}

/// How much speaks for it that a thread, which waits behind `waiter`, should have ended that one's wait.
int WaitGraphBuilder::endScore(std::uint32_t thread, std::uint32_t waiter, bool& withChannel)
{
    const Thread& own = m_snapshot.threads[thread];
    const Thread& other = m_snapshot.threads[waiter];
    const Wait wait = m_waits.of(other);
    withChannel = m_waited[m_waitOf[waiter]].lock.kind == ResourceKind::Channel && other.waitsOn != 0 &&
                  wasCalledWith(m_log, m_reader.frames(own), other.waitsOn);
    // Who waits for its own children to end is behind each of them, and says nothing by that.
    const bool behindLock = m_next[thread] != kNone && m_holds[m_next[thread]].lock &&
                            m_waited[m_holds[m_next[thread]].waited].lock.kind != ResourceKind::Thread;
    if (m_snapshot.native && !behindLock)
        return 0;
    const bool passed = wait == Wait::ChanSend && passedTheLine(thread, waiter);
    const bool same = !passed && functionOf(thread) == functionOf(waiter);
    const bool related =
        behindLock && (startedByThread(m_log, own, other) || startedByThread(m_log, other, own));
    const bool collects =
        !behindLock && wait == Wait::ChanSend && functionOf(thread) && functionOf(waiter) &&
        parseGoName(m_log.str(functionOf(waiter))).suffix.starts_with(".func") &&
        parseGoName(m_log.str(functionOf(waiter))).enclosing == m_log.str(functionOf(thread));
    const bool sameType = behindLock && !same && !typeOf(waiter).empty() && typeOf(thread) == typeOf(waiter);
    const bool condition = behindLock && !same && wait == Wait::Condition;
    const bool getter = behindLock && functionOf(thread) &&
                        verbOf(parseGoName(m_log.str(functionOf(thread))).name) == Verb::Reads;
    return (withChannel ? 5 : 0) + (passed ? 3 : 0) + (related ? 3 : 0) + (collects ? 2 : 0) +
           (startedInType(thread, waiter) ? 2 : 0) + (sameType ? 1 : 0) + (condition ? 2 : 0) +
           (behindLock && !sameType && sharesType(thread, waiter) ? 1 : 0) +
           (behindLock && isInOwnLoop(thread, waiter) ? 1 : 0) + (m_stuck && behindLock && !same ? 1 : 0) +
           looksLikeEnd(thread, waiter) - (same ? 3 : 0) - (getter ? 1 : 0) -
           (wait == Wait::Select && !m_stuck ? 1 : 0) // a timer or a context may end it as well
           + (behindLock && calledInPackage(thread, waiter) ? 1 : 0) -
           (behindLock && isOneOfMany(thread) ? 1 : 0);
}

/// A plain function of the package in which the other one waits has called it.
bool WaitGraphBuilder::calledInPackage(std::uint32_t thread, std::uint32_t waiter) const
{
    constexpr std::size_t kDeep = 8;
    const StringId function = functionOf(waiter);
    const std::string_view package = function ? parseGoName(m_log.str(function)).package : std::string_view{};
    const auto stack = m_log.stack(m_snapshot.threads[thread].stack);
    const std::size_t site = m_waits.callerIndex(m_snapshot.threads[thread].stack);
    if (package.empty() || package == "main")
        return false;
    for (std::size_t i = site + 1; i < stack.size() && i < site + kDeep; ++i) {
        const GoName name = parseGoName(m_log.function(stack[i]));
        if (name.package == package && name.type.empty() && name.suffix.empty())
            return true;
    }
    return false;
}

/// Another one waits for the same lock and came the same way.
bool WaitGraphBuilder::isOneOfMany(std::uint32_t thread) const
{
    constexpr std::size_t kMostAsked = 32;
    const auto& own = m_waited[m_waitOf[thread]].lock.waiters;
    for (std::size_t i = 0; i < own.size() && i < kMostAsked; ++i)
        if (own[i] != thread && sameCalls(own[i], thread))
            return true;
    return false;
}

/// It stands in a method of a type in which the other one is further out.
bool WaitGraphBuilder::sharesType(std::uint32_t thread, std::uint32_t waiter) const
{
    constexpr std::size_t kDeep = 8;
    const std::string_view type = typeOf(thread);
    const auto stack = m_log.stack(m_snapshot.threads[waiter].stack);
    const std::size_t site = m_waits.callerIndex(m_snapshot.threads[waiter].stack);
    if (type.empty())
        return false;
    for (std::size_t i = site + 1; i < stack.size() && i < site + kDeep; ++i)
        if (typeKey(m_log.function(stack[i])) == type)
            return true;
    return false;
}

} // namespace skein
