// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: goroutines that wait for what only their own loop, or their own pool,
// gives.
#include "model/analysis/go_name.h"
#include "model/analysis/seen_pointers.h"
#include "model/analysis/wait_graph_builder.h"

#include <algorithm>
#include <optional>

namespace skein
{
namespace
{

/// Functions that wait for a loop to end.
constexpr std::string_view kEnds[] = {"stop", "close", "shutdown",  "wait", "join",
                                      "quit", "kill",  "terminate", "drain"};

/// Index of the outermost frame that is not the runtime's, and not what the compiler wraps a call with
/// arguments in:
///     agent.(*Agent).loop(0xc000012048) / agent.Start.gowrap1()
std::optional<std::size_t> entryOf(const Log& log, std::span<const FrameId> stack)
{
    std::size_t last = stack.size();
    while (last > 0 && (log.frame(stack[last - 1]).role == Role::Runtime ||
                        parseGoName(log.function(stack[last - 1])).suffix.starts_with(".gowrap")))
        --last;
    return last == 0 ? std::nullopt : std::optional(last - 1);
}

/// Index of the frame that is a goroutine's work: its entry, or, where that is a closure that only calls it,
/// what it calls.
///     svc.(*Service).worker(0xc00008a600) / svc.New.func1()    created by svc.New
std::optional<std::size_t> loopOf(const Log& log, const Thread& thread)
{
    const auto stack = log.stack(thread.stack);
    const auto last = entryOf(log, stack);
    if (!last || *last == 0 || !parseGoName(log.function(stack[*last])).suffix.starts_with(".func"))
        return last;
    return log.frame(stack[*last - 1]).role == Role::Runtime ? last : *last - 1;
}

} // namespace

/// It waits in a function for what goroutines give that are started as it was, and it is in the middle of the
/// work of one of them:
///     errgroup.(*Group).Go(…) / main.(*tree).dir(…) / errgroup.(*Group).Go.func1()       for a slot that it
///     has rpc.(*Server).Call(…) / main.main.func2(…) / rpc.(*Server).Serve(…)                for its own
///     loop agent.(*Agent).Stop(…) / agent.(*Agent).onError(…) / agent.(*Agent).loop(…)        for its own
///     end
///     node.(*Node).Ask(…) / node.(*Node).lookup(…) / node.(*Node).Run(…)                 for an answer, as
///     callers do db.(*Pool).Get(…) / db.(*Pool).InTx(…) / main.(*store).id(…) / … / db.(*Pool).InTx(…)  for
///     what it has
bool WaitGraphBuilder::waitsInOwnLoop(std::uint32_t thread, FrameId& entry) const
{
    const Thread& own = m_snapshot.threads[thread];
    const Wait wait = m_waits.of(own);
    const auto stack = m_log.stack(own.stack);
    const std::size_t site = m_waits.callerIndex(own.stack);
    const auto last = entryOf(m_log, stack);
    if (!last || *last <= site + 1 || (!isChannel(wait) && wait != Wait::WaitGroup))
        return false;
    if (isChannel(wait) && cameBack(stack.first(*last + 1), site, entry))
        return true;
    if (!own.createdAt || wait == Wait::Select)
        return false;
    entry = stack[*last];
    const std::string_view function = m_log.function(stack[site]), outer = m_log.function(entry);
    const GoName name = parseGoName(outer);
    if (wait == Wait::ChanSend && name.suffix.starts_with(".func") && name.enclosing == function)
        return true;
    // go p.run(), or go func() { p.run() }()
    const std::size_t loop = name.suffix.starts_with(".func") && *last > site + 2 ? *last - 1 : *last;
    const std::string_view type = typeKey(function), looping = m_log.function(stack[loop]);
    if (type.empty() || typeKey(looping) != type || looping == function)
        return false;
    const bool ends = beginsWithWord(function, kEnds) && wait != Wait::ChanSend;
    const bool foreign = std::ranges::any_of(stack.subspan(site, loop - site), [&](FrameId f) {
        return m_log.frame(f).role != Role::Runtime && typeKey(m_log.function(f)) != type;
    });
    const bool asks =
        !ends && !foreign && m_called.contains(functionOf(thread).value);
    if (!ends && !asks && !(foreign && namedAsLoop(looping)))
        return false;
    entry = stack[loop];
    return true;
}

/// The function that it waits in ends something: `Stop`, `closeAll`.
bool WaitGraphBuilder::isNamedAsEnding(std::uint32_t thread) const
{
    return functionOf(thread) && beginsWithWord(m_log.str(functionOf(thread)), kEnds);
}

/// It waits right in the function that it was started for, and the one that waits is in no code of its type:
/// it has not called that one for something.
bool WaitGraphBuilder::isInOwnLoop(std::uint32_t thread, std::uint32_t waiter) const
{
    const Thread& own = m_snapshot.threads[thread];
    const auto loop = loopOf(m_log, own);
    return own.createdAt && loop && *loop == m_waits.callerIndex(own.stack) && !sharesType(thread, waiter) &&
           typeOf(thread) != typeOf(waiter);
}

/// The functions in which goroutines wait for an answer that were not started in code of their type.
void WaitGraphBuilder::findCallers()
{
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (m_waitOf[t] == kNone || m_waits.of(thread) != Wait::ChanReceive || typeOf(t).empty())
            continue;
        const auto loop = loopOf(m_log, thread);
        if (loop && (*loop <= m_waits.callerIndex(thread.stack) ||
                     typeKey(m_log.function(m_log.stack(thread.stack)[*loop])) != typeOf(t)))
            m_called.insert(functionOf(t).value);
    }
}

/// The function that calls the one that waits stands further out once more, with code of others between: a
/// method that gives what it holds to a callback, which asks it again. What it has it may have taken from an
/// object of another type.
///     pool.(*Pool).take(…) / db.(*Repo).InTx(…) / db.(*Repo).Order.func1(…) / db.(*Repo).InTx(…) / db.(*Repo).Order(…)
bool WaitGraphBuilder::cameBack(std::span<const FrameId> stack, std::size_t site, FrameId& outer) const
{
    constexpr std::size_t kNear = 3, kDeep = 32;
    const std::string_view type = typeKey(m_log.function(stack[site]));
    if (type.empty())
        return false;
    for (std::size_t i = site; i < stack.size() && i < site + kNear; ++i) {
        const GoName own = parseGoName(m_log.function(stack[i]));
        const std::string_view ownType = typeKey(m_log.function(stack[i]));
        if (ownType.empty() || (ownType != type && !own.suffix.empty()))
            return false;
        bool between = false;
        for (std::size_t k = i + 1; k < stack.size() && k < i + kDeep; ++k) {
            const std::string_view function = m_log.function(stack[k]);
            const GoName name = parseGoName(function);
            const bool callback = !name.suffix.empty() && name.enclosing != own.enclosing;
            const bool foreign = m_log.frame(stack[k]).role != Role::Runtime && typeKey(function) != ownType;
            between = between || callback || (foreign && ownType == type);
            if (between && m_log.frame(stack[k]).function == m_log.frame(stack[i]).function) {
                outer = stack[k];
                return true;
            }
        }
    }
    return false;
}

/// Another goroutine is in the same loop, or was started in one of that type: it may give what is waited for.
bool WaitGraphBuilder::hasOtherLoop(std::span<const std::uint32_t> stuck, FrameId entry) const
{
    const std::string_view type = typeKey(m_log.function(entry));
    StackMemo& loops = m_reader.memo();
    loops.start();
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (thread.kind == ThreadKind::System || std::ranges::binary_search(stuck, t))
            continue;
        const bool other = thread.stack && loops.get(thread.stack, [&] {
            const auto stack = m_log.stack(thread.stack);
            const auto last = entryOf(m_log, stack);
            if (!last)
                return false;
            const std::size_t from = *last > 0 ? *last - 1 : *last;
            return std::ranges::any_of(stack.subspan(from, *last + 1 - from), [&](FrameId f) {
                return m_log.frame(f).function == m_log.frame(entry).function ||
                       (!type.empty() && typeKey(m_log.function(f)) == type &&
                        parseGoName(m_log.function(f)).suffix.empty() && thread.createdAt &&
                        typeKey(m_log.function(thread.createdAt)) == type);
            });
        });
        if (other)
            return true;
    }
    return m_snapshot.cutOff;
}

void WaitGraphBuilder::addOwnLoops()
{
    constexpr std::size_t kMost = 64;
    std::vector<std::uint32_t> stuck;
    FrameId entry{};
    findCallers();
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        FrameId own{};
        if (m_waitOf[t] == kNone || !m_holdsOf[m_waitOf[t]].empty() || !waitsInOwnLoop(t, own))
            continue;
        if (entry && m_log.frame(own).function != m_log.frame(entry).function)
            continue;
        entry = own;
        stuck.push_back(t);
        if (stuck.size() > kMost)
            return;
    }
    if (stuck.empty() || hasOtherLoop(stuck, entry))
        return;
    const auto came = [this](std::uint32_t t) {
        const auto stack = m_log.stack(m_snapshot.threads[t].stack);
        FrameId outer{};
        return cameBack(stack, m_waits.callerIndex(m_snapshot.threads[t].stack), outer);
    };
    // What a callback holds, others may hold as well who are in the middle of theirs.
    if (std::ranges::any_of(stuck, came) && !onlyTheyAreIn(typeKey(m_log.function(entry)), stuck))
        return;
    if (stuck.size() > 1) {
        if (!m_knot)
            m_knot = WaitGraph::Knot{.threads = stuck, .kind = ResourceKind::Channel};
        return;
    }
    addHold({.waited = m_waitOf[stuck[0]],
             .holder = stuck[0],
             .certainty = Certainty::Likely,
             .lock = false,
             .why = "it waits in the middle of the work that it was started for, for what that work gives, "
                    "and nobody "
                    "else in the log does such work"});
}

/// It waits at a channel, and neither who should end that wait nor what others wait for it is known.
bool WaitGraphBuilder::isOpenChannelWait(std::uint32_t thread) const
{
    const Wait wait = m_waits.of(m_snapshot.threads[thread]);
    return m_waitOf[thread] != kNone && (wait == Wait::ChanSend || wait == Wait::ChanReceive) &&
           m_holdsOf[m_waitOf[thread]].empty() && m_firstHeld[thread] == kNone;
}

void WaitGraphBuilder::addStuckLoops()
{
    constexpr int kMost = 16; // each asks all threads
    int asked = 0;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size() && asked < kMost; ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (!isOpenChannelWait(t) || m_waits.of(thread) != Wait::ChanSend || !thread.createdAt)
            continue;
        const auto stack = m_log.stack(thread.stack);
        const auto last = loopOf(m_log, thread);
        // started by code of its own package, and deeper than its loop
        if (!last || *last <= m_waits.callerIndex(thread.stack) ||
            typeKey(m_log.function(stack[*last])).empty() ||
            parseGoName(m_log.function(stack[*last])).package !=
                parseGoName(m_log.function(thread.createdAt)).package)
            continue;
        ++asked;
        addStuckLoop(t);
    }
}

/// The loop of an object waits to send, and others wait in methods of its package for what the loop would do:
///     svc.(*Service).work(…) / svc.(*Service).worker(…)  [chan send]      for a slot that the callers have
///     svc.(*Service).Call(…)                             [chan receive]   for the loop's answer
void WaitGraphBuilder::addStuckLoop(std::uint32_t loop)
{
    constexpr std::size_t kMostCallers = 8;
    const auto own = m_log.stack(m_snapshot.threads[loop].stack);
    const FrameId entry = own[*loopOf(m_log, m_snapshot.threads[loop])];
    const std::string_view package = parseGoName(m_log.function(entry)).package;
    std::vector<std::uint32_t> callers;
    const std::uint32_t one[] = {loop};
    if (hasOtherLoop(one, entry))
        return;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (t == loop || !isOpenChannelWait(t) || isProducer(t))
            continue;
        const StringId function = functionOf(t);
        const GoName name = parseGoName(function ? m_log.str(function) : std::string_view{});
        const bool started =
            thread.createdAt && parseGoName(m_log.function(thread.createdAt)).package == package;
        if (name.package != package || name.type.empty() || started)
            continue;
        callers.push_back(t);
        if (callers.size() > kMostCallers || functionOf(t) != functionOf(callers[0]))
            return;
    }
    if (callers.empty())
        return;
    callers.push_back(loop);
    std::ranges::sort(callers);
    addCircle(callers, "one is the loop that the other one calls, and both wait at channels");
}

/// One waits for the other's result in the middle of its loop, and that one waits for the loop to take what
/// it sends; nobody else is in code of their type:
///     ui.(*App).finish(…) / ui.(*App).mainLoop(…)   [chan receive]
///     ui.(*App).report(…) / ui.(*App).job(…)        [chan send]
void WaitGraphBuilder::addResultsBehindReports()
{
    constexpr std::size_t kMost = 16; // pairs are few; each asks all threads
    std::vector<std::uint32_t> takes, gives;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (!isOpenChannelWait(t) || typeOf(t).empty())
            continue;
        const auto loop = loopOf(m_log, thread);
        const bool sends = m_waits.of(thread) == Wait::ChanSend;
        // Who receives right where it began waits for work; who sends has something that nobody takes.
        if (!loop || (!sends && *loop <= m_waits.callerIndex(thread.stack)))
            continue;
        (sends ? gives : takes).push_back(t);
        if (takes.size() + gives.size() > kMost)
            return;
    }
    for (const std::uint32_t receiver : takes)
        for (const std::uint32_t sender : gives) {
            if (typeOf(receiver) != typeOf(sender) || !isOpenChannelWait(receiver) ||
                !isOpenChannelWait(sender))
                continue;
            std::vector<std::uint32_t> pair{receiver, sender};
            std::ranges::sort(pair);
            if (onOneObject(pair) && onlyTheyAreIn(typeOf(receiver), pair))
                addCircle(
                    pair,
                    "they wait at two channels in methods of one object, one to send and one to receive, "
                    "and nobody else in the log is in code of that type");
        }
}

} // namespace skein
