// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: who should be at the other end of a channel.
#include "model/analysis/go_name.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/wait_graph_builder.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <array>

namespace skein
{
namespace
{

/// What names of functions begin with that take from a channel, and that give to one.
constexpr std::string_view kTakes[] = {"drain",   "recv",   "receive", "consume", "next",    "poll",
                                       "loop",    "listen", "unsub",   "leave",   "collect", "watch",
                                       "dequeue", "pop",    "pump",    "take",    "worker"};
constexpr std::string_view kGives[] = {"send",  "publish", "push",     "emit",    "post", "notify",
                                       "reply", "respond", "answer",   "produce", "feed", "enqueue",
                                       "ack",   "finish",  "complete", "submit"};

} // namespace

bool wasCalledWith(const Log& log, std::span<const FrameText> frames, std::uint64_t value)
{
    return std::ranges::any_of(frames, [&](const FrameText& frame) {
        return log.frame(frame.frame).role != Role::Runtime &&
               std::ranges::any_of(
                   frame.args, [&](const ArgWord& a) { return a.isNumber && !a.stale && a.value == value; });
    });
}

/// The function that a thread stands in; none without a stack.
StringId WaitGraphBuilder::functionOf(std::uint32_t thread) const
{
    const StackId id = m_snapshot.threads[thread].stack;
    const auto stack = m_log.stack(id);
    const std::size_t site = m_waits.callerIndex(id);
    return site < stack.size() ? m_log.frame(stack[site]).function : StringId{};
}

/// The type whose method a thread stands in; "" in a plain function.
std::string_view WaitGraphBuilder::typeOf(std::uint32_t thread) const
{
    const StringId function = functionOf(thread);
    return function ? typeKey(m_log.str(function)) : std::string_view{};
}

void WaitGraphBuilder::addOtherEnds()
{
    const std::size_t before = m_holds.size();
    for (std::uint32_t h = 0; h < before; ++h)
        if (m_holds[h].lock && !m_holds[h].queued && m_holdsOf[m_holds[h].waited].front() == h)
            addOtherEnd(h);
}

/// The likely holder of a lock waits for a channel, a WaitGroup, or a condition. If the other end of that
/// channel, or who should call Done or Signal, is among those that wait for the lock, nobody will come:
///     goroutine 18 [chan send]:       topic.(*Topic).Publish(…)                holds the lock
///     goroutine 19 [sync.Mutex.Lock]: topic.(*Topic).Leave(0x…, 0xc000080070)  was called with the channel
void WaitGraphBuilder::addOtherEnd(std::uint32_t h)
{
    const std::uint32_t holder = m_holds[h].holder, channel = m_waitOf[holder];
    if (channel == kNone || isForever(m_waited[channel].wait))
        return;
    if (m_waited[m_holds[h].waited].lock.kind == ResourceKind::Thread)
        return; // it is joined, it holds nothing
    const ResourceKind kind = m_waited[channel].lock.kind;
    const bool condition = kind == ResourceKind::Condition;
    if (kind != ResourceKind::Channel && kind != ResourceKind::WaitGroup && !condition)
        return;
    const Thread& thread = m_snapshot.threads[holder];
    const std::uint64_t address = thread.waitsOn;
    const auto& waiters = m_waited[m_holds[h].waited].lock.waiters;
    std::uint32_t withChannel = kNone, relative = kNone;
    for (std::size_t i = 0; i < waiters.size() && i < 256; ++i) {
        const std::uint32_t w = waiters[i];
        const Thread& waiter = m_snapshot.threads[w];
        if (w == holder)
            continue;
        if (address != 0 && withChannel == kNone && wasCalledWith(m_log, m_reader.frames(waiter), address))
            withChannel = w;
        if (relative == kNone &&
            (startedByThread(m_log, thread, waiter) || startedByThread(m_log, waiter, thread)))
            relative = w;
    }
    bool childHasIt = false;
    const std::uint32_t child = withChannel == kNone && kind == ResourceKind::Channel
                                    ? startedFor(holder, address, childHasIt)
                                    : kNone;
    const std::uint32_t end = withChannel != kNone ? withChannel : child != kNone ? child : relative;
    if (end == kNone)
        return;
    if (m_next[holder] == kNone)
        m_next[holder] = static_cast<std::uint32_t>(m_holds.size());
    addHold({.waited = channel,
             .holder = end,
             .certainty = withChannel != kNone || childHasIt ? Certainty::Likely : Certainty::Possible,
             .lock = false,
             .why = withChannel != kNone
                        ? formatted("it was called with the channel {}, and waits for the lock",
                                    hexAddress(address))
                    : childHasIt ? formatted("it was started by the one that waits, with the channel {}",
                                             hexAddress(address))
                    : child != kNone
                        ? "it was started by the one that waits, in the function that waits, and waits itself"
                        : "one of them started the other, and it waits for the lock"});
}

/// The goroutine that the holder of a lock has started and waits for at a channel: one that was called with
/// the channel (`hasIt`), or the only one that it has started where it stands. Those that wait for the lock
/// are not meant.
///     goroutine 28 [chan receive]:  snap.(*Service).Snapshot(0xc000084120)             holds the lock
///     goroutine 29 [semacquire]:    snap.(*Service).copyAll(0xc000084120, 0xc0000803f0)
std::uint32_t WaitGraphBuilder::startedFor(std::uint32_t holder, std::uint64_t address, bool& hasIt)
{
    constexpr std::uint32_t kMostScans = 64; // each asks all threads
    if (m_childScans++ >= kMostScans)
        return kNone;
    const StringId function = functionOf(holder);
    std::uint32_t only = kNone;
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& thread = m_snapshot.threads[i];
        if (!thread.createdAt || thread.creator != m_snapshot.threads[holder].id || i == holder ||
            m_log.frame(thread.createdAt).function != function)
            continue;
        if (address != 0 && m_waitOf[i] != kNone && wasCalledWith(m_log, m_reader.frames(thread), address)) {
            hasIt = true;
            return i;
        }
        only = i;
        ++count;
    }
    return count == 1 && m_waitOf[only] != kNone && !isLockKind(m_waitOf[only]) ? only : kNone;
}

/// How much the calls of a thread look like those of the other end:
///     hub.(*Hub).note / hub.(*Hub).Drain     against hub.(*Hub).Stats, and hub.(*Hub).Publish holds the lock
int WaitGraphBuilder::looksLikeEnd(std::uint32_t thread, std::uint32_t holder) const
{
    constexpr std::size_t kDeep = 8;
    const std::string_view type = typeOf(holder);
    const bool sends = m_waits.of(m_snapshot.threads[holder]) == Wait::ChanSend;
    using Words = std::span<const std::string_view>;
    const Words verbs = sends ? Words(kTakes) : Words(kGives);
    const auto stack = m_log.stack(m_snapshot.threads[thread].stack);
    const std::size_t site = m_waits.callerIndex(m_snapshot.threads[thread].stack);
    int named = 0, further = 0;
    for (std::size_t i = site; i < stack.size() && i < site + kDeep; ++i) {
        const std::string_view function = m_log.function(stack[i]);
        // drain.gowrap1, up to Go 1.20 drain.func1, is not in drain, it was started there
        const FrameId creation = m_snapshot.threads[thread].createdAt;
        const GoName name = parseGoName(m_log.function(stack[i]));
        if (m_log.frame(stack[i]).role == Role::Runtime ||
            (creation && !name.suffix.empty() && name.enclosing == m_log.function(creation)))
            continue;
        if (beginsWithWord(function, verbs))
            named = 2;
        if (i > site && !type.empty() && typeKey(function) == type)
            further = 1;
    }
    return named + further;
}

void WaitGraphBuilder::addPeers()
{
    if (hasNativeThreads(m_snapshot))
        return;
    addOwnLoops();
    addStuckLoops();
    addResultsBehindReports();
    addSendersToEachOther();
    addEndersOfOneObject();
    if (m_asleep) {
        addWaitsForOneself();
        addLastPartners();
    } else {
        addSendersOfOneType();
    }
    addStuckChildren();
    addSendersOfOnePackage();
    addAcquirers();
    addWorkersOfEnding();
}

/// Nobody runs any more, and one that waits for a WaitGroup is further out in the same function once more:
/// that call may be what it waits for.
///     sync.(*WaitGroup).Wait(…) / main.(*flight).do(0xc000084060, …) / … / main.(*flight).do(0xc000084060,
///     …)
void WaitGraphBuilder::addWaitsForOneself()
{
    std::vector<std::uint32_t> further;
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        const auto& waiters = m_waited[w].lock.waiters;
        if (m_waited[w].lock.kind != ResourceKind::WaitGroup || waiters.size() != 1 || !m_holdsOf[w].empty())
            continue;
        const StackId id = m_snapshot.threads[waiters[0]].stack;
        const auto stack = m_log.stack(id);
        const std::size_t site = m_waits.callerIndex(id);
        const StringId function = functionOf(waiters[0]);
        if (!function || std::ranges::none_of(stack.subspan(site + 1),
                                              [&](FrameId f) { return m_log.frame(f).function == function; }))
            continue;
        further.push_back(waiters[0]);
    }
    // Several calls under way may as well wait for one another.
    if (further.size() == 1)
        addHold({.waited = m_waitOf[further[0]],
                 .holder = further[0],
                 .certainty = Certainty::Possible,
                 .lock = false,
                 .why = "it is further out in the same function, and may wait for that call"});
    else if (further.size() > 1)
        addCircle(further, "it is further out in the function in which the other one waits, for such a call");
}

/// Two wait for each other; of more it is not known who for whom.
void WaitGraphBuilder::addCircle(std::span<const std::uint32_t> threads, std::string_view why)
{
    if (threads.size() == 2 && m_waitOf[threads[0]] != m_waitOf[threads[1]]) {
        for (const std::size_t i : {0u, 1u})
            addHold({.waited = m_waitOf[threads[i]],
                     .holder = threads[1 - i],
                     .certainty = Certainty::Possible,
                     .lock = false,
                     .why = std::string(why)});
    } else if (!m_knot) {
        m_knot = WaitGraph::Knot{.threads = {threads.begin(), threads.end()},
                                 .kind = m_waited[m_waitOf[threads[0]]].lock.kind};
    }
}

/// Everybody sleeps, and besides main, which waits for the others to end, only those are left that wait at
/// channels, or for WaitGroups: what one of them waits for only another one could have done, or one that has
/// ended.
///     goroutine 6 [chan send]:  main.(*member).alpha(…)
///     goroutine 7 [chan send]:  main.(*member).beta(…)
void WaitGraphBuilder::addLastPartners()
{
    constexpr std::size_t kMost = 64;
    std::vector<std::uint32_t> alive;
    const bool locksHeld = std::ranges::any_of(m_holds, [](const Hold& h) { return h.lock; });
    if (m_snapshot.threads.size() > kMost || m_snapshot.cutOff || locksHeld)
        return;
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Wait wait = m_waits.of(m_snapshot.threads[i]);
        if (m_snapshot.threads[i].kind == ThreadKind::System || wait == Wait::Idle ||
            isRuntimes(m_snapshot.threads[i]))
            continue;
        if (m_waitOf[i] == kNone || !m_snapshot.threads[i].stack)
            return;
        const bool waitsForOthers = wait == Wait::ChanReceive || wait == Wait::WaitGroup ||
                                    wait == Wait::Select || wait == Wait::NoCases;
        if (m_snapshot.threads[i].id == ThreadId(1) && waitsForOthers && m_snapshot.threads.size() > 2)
            continue;
        alive.push_back(i);
    }
    // Main has come to code of another package to send, and the others are not there for it alone.
    //     node.(*Node).Push(…) / main.main()      [chan send]     node.(*Node).loop(…)  [chan send]     twice
    if (alive.size() > 2 && m_snapshot.threads[alive[0]].id == ThreadId(1) && isGuest(alive[0]) &&
        m_waits.of(m_snapshot.threads[alive[0]]) == Wait::ChanSend)
        alive.erase(alive.begin());
    const auto waitsFor = [this](std::uint32_t t, ResourceKind kind) {
        const Wait wait = m_waits.of(m_snapshot.threads[t]);
        return resourceOf(wait) == kind && !isForever(wait);
    };
    const auto atChannel = [&](std::uint32_t t) { return waitsFor(t, ResourceKind::Channel); };
    const auto inGroup = [&](std::uint32_t t) { return waitsFor(t, ResourceKind::WaitGroup); };
    // Of two, one may also wait for the other to end before it closes, or reads, the other one's channel.
    const bool mixed = alive.size() == 2 && std::ranges::all_of(alive, [&](std::uint32_t t) {
                           return m_snapshot.threads[t].id != ThreadId(1) && (atChannel(t) || inGroup(t));
                       });
    if (alive.size() < 2 ||
        (!mixed && !std::ranges::all_of(alive, atChannel) && !std::ranges::all_of(alive, inGroup)) ||
        !inOnePackage(alive))
        return;
    addCircle(alive, alive.size() == 2 ? "besides main it is the only other goroutine that is left"
                                       : "besides main only these goroutines are left");
}

/// They stand in code of one package.
bool WaitGraphBuilder::inOnePackage(std::span<const std::uint32_t> threads) const
{
    const auto package = [this](std::uint32_t t) {
        const StringId function = functionOf(t);
        return function ? parseGoName(m_log.str(function)).package : std::string_view{};
    };
    return std::ranges::all_of(threads, [&](std::uint32_t t) { return package(t) == package(threads[0]); });
}

bool WaitGraphBuilder::isProducer(std::uint32_t thread) const
{
    return functionOf(thread) && beginsWithWord(m_log.str(functionOf(thread)), kGives);
}

/// It waits to send: alone, or in a select of a method whose name says so.
///     goroutine 18 [select]:  peer.(*Peer).push(0xc000012345, …) / peer.(*Peer).Run(0xc000012345, …)
bool WaitGraphBuilder::sends(std::uint32_t thread) const
{
    const Wait wait = m_waits.of(m_snapshot.threads[thread]);
    return wait == Wait::ChanSend || (wait == Wait::Select && isProducer(thread));
}

/// Two goroutines send on two channels, both in methods of one object, and nobody else in the log is in code
/// of its type: who should receive is the other one. Who receives would not be seen waiting to send.
///     goroutine 21 [chan send]:  stage.(*Pipe).Parse(0xc000012345)
///     goroutine 22 [chan send]:  stage.(*Pipe).Retry(0xc000012345)
void WaitGraphBuilder::addSendersOfOneType()
{
    constexpr std::size_t kMost = 64, kMostOfOne = 6;
    std::vector<std::uint32_t> senders;
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        if (m_waitOf[i] == kNone || !sends(i))
            continue;
        if (m_firstHeld[i] != kNone || typeOf(i).empty())
            continue;
        // Whoever selects shows no channel: all that stand in one place count as one.
        const bool alone = m_waited[m_waitOf[i]].lock.waiters.size() == 1;
        if (!alone && m_waits.of(m_snapshot.threads[i]) != Wait::Select)
            continue;
        senders.push_back(i);
        if (senders.size() > kMost)
            return; // hundreds are leaked
    }
    std::ranges::stable_sort(senders, {}, [this](std::uint32_t t) { return typeOf(t); });
    for (auto rest = std::span(senders); !rest.empty();) {
        const std::string_view type = typeOf(rest[0]);
        const auto end = std::ranges::find_if(rest, [&](std::uint32_t t) { return typeOf(t) != type; });
        const auto group = rest.first(static_cast<std::size_t>(end - rest.begin()));
        rest = rest.subspan(group.size());
        const bool pair = group.size() == 2 && sameCalls(group[0], group[1]) &&
                          m_waits.of(m_snapshot.threads[group[0]]) == Wait::Select;
        if (group.size() < 2 || group.size() > kMostOfOne || (!pair && !onOneObject(group)))
            continue;
        if (!onlyTheyAreIn(type, group))
            continue;
        addCircle(group,
                  "both send in methods of one type, and nobody else in the log is in code of that type");
    }
}

/// No two show different receivers, and more than two stand in different methods: those in one method are
/// leaked.
bool WaitGraphBuilder::onOneObject(std::span<const std::uint32_t> threads) const
{
    std::uint64_t object = 0;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            if (threads.size() > 2 && functionOf(threads[k]) == functionOf(threads[i]))
                return false;
        const Thread& thread = m_snapshot.threads[threads[i]];
        const std::uint64_t own = ownerOf(m_log, m_reader.frames(thread), m_waits.callerIndex(thread.stack));
        if (own != 0 && object != 0 && own != object)
            return false;
        object = own != 0 ? own : object;
    }
    return true;
}

} // namespace skein
