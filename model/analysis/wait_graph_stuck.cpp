// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: goroutines that one waits for to end, and that wait at channels
// themselves.
#include "model/analysis/go_name.h"
#include "model/analysis/seen_pointers.h"
#include "model/analysis/wait_graph_builder.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace skein
{

template <class Predicate>
bool WaitGraphBuilder::onlyTheyHave(std::span<const std::uint32_t> threads, std::uint32_t parent,
                                    std::string_view package, const Predicate& matches) const
{
    const std::array packages{package};
    StackMemo& memo = m_reader.memo();
    memo.start();
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& thread = m_snapshot.threads[i];
        if (thread.kind == ThreadKind::System || i == parent || std::ranges::binary_search(threads, i) ||
            startedElsewhere(thread, packages))
            continue;
        if (thread.stackUnavailable || thread.cutOff || !thread.stack)
            return false;
        const bool in = memo.get(thread.stack, [&] {
            return std::ranges::any_of(m_log.stack(thread.stack),
                                       [&](FrameId f) { return matches(m_log.function(f)); });
        });
        if (in)
            return false;
    }
    return !m_snapshot.cutOff;
}

/// A method that ends an object waits for its workers, which wait for work, and nobody else is in code of
/// that type: it would have closed their channel after that.
///     sync.(*WaitGroup).Wait(…) / crew.(*Crew).Finish(…)
///     crew.(*Crew).work(…) / crew.(*Crew).Hire.func1()   [chan receive]     created by crew.(*Crew).Hire
/// Or they wait to send what it would read after that:
///     sync.(*WaitGroup).Wait(…) / tail.(*Tail).Close(…)
///     tail.(*Tail).read(…)                               [chan send]        created by tail.Open
void WaitGraphBuilder::addWorkersOfEnding()
{
    constexpr std::size_t kMost = 8;
    constexpr int kMostAsked = 16; // each asks all threads
    constexpr std::string_view kEnding[] = {"stop", "close", "shutdown", "finish", "flush", "drain", "join"};
    int asked = 0;
    for (std::uint32_t p = 0; p < m_snapshot.threads.size() && asked < kMostAsked; ++p) {
        const std::string_view type = typeOf(p);
        if (m_waitOf[p] == kNone || m_waits.of(m_snapshot.threads[p]) != Wait::WaitGroup || type.empty() ||
            m_next[p] != kNone || !(m_stuck || beginsWithWord(m_log.str(functionOf(p)), kEnding)))
            continue;
        ++asked;
        std::vector<std::uint32_t> workers;
        for (std::uint32_t t = 0; t < m_snapshot.threads.size() && workers.size() <= kMost; ++t) {
            const Thread& thread = m_snapshot.threads[t];
            if (t == p || !thread.createdAt || !isOpenChannelWait(t))
                continue;
            // A constructor starts workers as well as methods do.
            const GoName creator = parseGoName(m_log.function(thread.createdAt));
            const bool constructor = creator.type.empty() && creator.package != "main" &&
                                     creator.package == parseGoName(type).package && typeOf(t) == type;
            if (constructor || (typeKey(m_log.function(thread.createdAt)) == type &&
                                m_waits.of(thread) == Wait::ChanReceive))
                workers.push_back(t);
        }
        if (workers.empty() || workers.size() > kMost)
            continue;
        workers.push_back(p);
        std::ranges::sort(workers);
        if (onlyTheyAreIn(type, workers))
            addCircle(
                workers,
                "one ends the object and waits for its workers, and nobody else in the log is in code of "
                "that type");
    }
}

/// Two have each come from another method of the type that locks, on two ways, and each may hold the lock
/// that it waits for itself: of several objects of that type the other one's is likelier.
///     kv.(*Map[...]).Update(…) / doc.(*Store).Insert.1(…) / kv.(*Map[...]).Update(…)
///     kv.(*Map[...]).Update(…) / doc.(*Store).Rebuild.1(…) / kv.(*Map[...]).Each(…)
void WaitGraphBuilder::crossSelfHolds()
{
    std::vector<std::uint32_t> selves; // holds
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        if (m_holdsOf[w].size() != 1 || m_waited[w].lock.waiters.size() != 1)
            continue;
        const Hold& hold = m_holds[m_holdsOf[w][0]];
        if (hold.lock && !hold.exact && !hold.queued && m_waitOf[hold.holder] == w)
            selves.push_back(m_holdsOf[w][0]);
        if (selves.size() > 2)
            return;
    }
    if (selves.size() != 2)
        return;
    const std::array pair{m_holds[selves[0]].holder, m_holds[selves[1]].holder};
    const auto calls = [this](std::uint32_t h) {
        const auto stack = m_log.stack(m_snapshot.threads[m_holds[h].holder].stack);
        const std::size_t outer = m_holds[h].frameIndex + 1;
        return outer < stack.size() ? m_log.frame(stack[outer]).function : StringId{};
    };
    if (typeOf(pair[0]).empty() || typeOf(pair[0]) != typeOf(pair[1]) || calls(selves[0]) == calls(selves[1]))
        return;
    for (const std::size_t i : {0u, 1u}) {
        const std::uint32_t w = m_waitOf[pair[i]];
        addHold({.waited = w,
                 .holder = pair[1 - i],
                 .certainty = Certainty::Possible,
                 .why = "it has come from another method of the same type, and waits for another lock",
                 .frameIndex = m_holds[selves[1 - i]].frameIndex});
        std::ranges::rotate(m_holdsOf[w], m_holdsOf[w].end() - 1);
    }
}

/// A lock that is made of a condition or a channel: several wait in the method that takes it, and nobody else
/// is in its package, or in the one that calls it.
///     sync.(*Cond).Wait(…) / lockmgr.(*Manager).Acquire(…) / txn.(*Tx).Update(…)      twice
void WaitGraphBuilder::addAcquirers()
{
    constexpr std::size_t kMost = 8;
    constexpr int kMostAsked = 16; // each asks all threads
    constexpr std::string_view kAcquires[] = {"lock", "rlock", "acquire"};
    int asked = 0;
    for (std::uint32_t w = 0; w < m_waited.size() && asked < kMostAsked && !m_knot; ++w) {
        const auto& waiters = m_waited[w].lock.waiters;
        const Wait wait = m_waited[w].wait;
        if (waiters.size() < 2 || waiters.size() > kMost || !m_holdsOf[w].empty() ||
            (wait != Wait::Condition && wait != Wait::ChanSend && wait != Wait::ChanReceive))
            continue;
        const auto stack = m_log.stack(m_snapshot.threads[waiters[0]].stack);
        const std::size_t caller = m_waits.callerIndex(m_snapshot.threads[waiters[0]].stack) + 1;
        if (caller >= stack.size() || typeOf(waiters[0]).empty() ||
            !beginsWithWord(m_log.str(functionOf(waiters[0])), kAcquires))
            continue;
        const std::string_view package = parseGoName(m_log.function(stack[caller])).package;
        ++asked;
        if (package != "main" && onlyTheyAreInPackage(waiters, waiters[0]) &&
            onlyTheyHave(waiters, kNone, package,
                         [&](std::string_view f) { return parseGoName(f).package == package; }))
            m_knot = WaitGraph::Knot{.threads = waiters};
    }
}

/// Two wait to send, in different functions of one package, and nobody else in the log is in its code: who
/// should receive is the other one. Those who have come from outside and wait to send as well receive nothing.
///     chat.(*Hub).Run(…)                      [chan send]
///     chat.(*Client).ReadPump.func1()         [chan send]
///     chat.(*Hub).Send(…) / main.main.func1() [chan send]     twenty times
void WaitGraphBuilder::addSendersOfOnePackage()
{
    constexpr std::size_t kMost = 16, kMostGuests = 4096;
    std::vector<std::uint32_t> senders, guests;
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        if (m_waits.of(m_snapshot.threads[t]) != Wait::ChanSend || !isOpenChannelWait(t) || !functionOf(t))
            continue;
        (isGuest(t) ? guests : senders).push_back(t);
        if (senders.size() > kMost || guests.size() > kMostGuests)
            return; // leaked
    }
    for (std::size_t i = 0; i < senders.size(); ++i)
        for (std::size_t k = i + 1; k < senders.size(); ++k) {
            const std::array pair{senders[i], senders[k]};
            const std::string_view package = parseGoName(m_log.str(functionOf(pair[0]))).package;
            if (package == "main" || functionOf(pair[0]) == functionOf(pair[1]) || !inOnePackage(pair) ||
                !isOpenChannelWait(pair[0]) || !isOpenChannelWait(pair[1]))
                continue;
            std::vector<std::uint32_t> all{pair[0], pair[1]};
            all.insert(all.end(), guests.begin(), guests.end());
            std::ranges::sort(all);
            if (onlyTheyHave(all, kNone, package, [&](std::string_view function) {
                    return parseGoName(function).package == package;
                }))
                addCircle(pair, "both send, and nobody else in the log is in code of their package but such "
                                "as send to them");
        }
    if (senders.size() > 2)
        addSendersOfTypes(senders);
}

/// What it was started for is code of another package than that in which it waits. What the compiler wraps a call in
/// (`main.main.gowrap1`, up to Go 1.21 `main.main.func1`, at the line of its go statement) is not meant.
bool WaitGraphBuilder::isGuest(std::uint32_t thread) const
{
    const Thread& own = m_snapshot.threads[thread];
    const auto stack = m_log.stack(own.stack);
    std::size_t last = stack.size();
    while (last > 0 && m_log.frame(stack[last - 1]).role == Role::Runtime)
        --last;
    if (last == 0)
        return false;
    const Frame& entry = m_log.frame(stack[last - 1]);
    const std::string_view suffix = parseGoName(m_log.str(entry.function)).suffix;
    const bool wraps = suffix.starts_with(".gowrap") ||
                       (suffix.starts_with(".func") && own.createdAt && m_log.frame(own.createdAt).line == entry.line);
    return !wraps &&
           parseGoName(m_log.str(entry.function)).package != parseGoName(m_log.str(functionOf(thread))).package;
}

/// The same of several, each in another function, and each at a channel of its own, which the log shows.
///     comp.(*Parser).Run(…)   comp.(*Checker).Run(…)   comp.(*Emitter).Run(…)      all [chan send]
void WaitGraphBuilder::addSendersOfTypes(std::span<const std::uint32_t> senders)
{
    constexpr std::size_t kMost = 6;
    std::unordered_set<std::uint32_t> functions, channels;
    for (const std::uint32_t t : senders) {
        if (!isOpenChannelWait(t) || m_waited[m_waitOf[t]].lock.address == 0)
            return;
        functions.insert(functionOf(t).value);
        channels.insert(m_waitOf[t]);
    }
    if (senders.size() <= kMost && functions.size() == senders.size() && channels.size() == senders.size() &&
        parseGoName(m_log.str(functionOf(senders[0]))).package != "main" && inOnePackage(senders) &&
        onlyTheyAreInPackage(senders, senders[0]))
        addCircle(senders, "all send, and nobody else in the log is in code of their package");
}

/// One waits for the goroutines that it has started to end, all of them wait at channels, and nobody else is
/// in code of their package: they wait for each other.
///     sync.(*WaitGroup).Wait(…) / main.main()
///     talk.Left(0xc00005a060, 0xc00005a0c0)    [chan receive]     created by main.main
///     talk.Right(0xc00005a0c0, 0xc00005a060)   [chan receive]     created by main.main
/// Or it sends to them, and all of them send, to nobody else than it:
///     main.main()                              [chan send]
///     main.worker(0xc00005a060, 0xc00005a0c0)  [chan send]        created by main.main
void WaitGraphBuilder::addStuckChildren()
{
    constexpr std::size_t kMost = 8;
    constexpr int kMostParents = 16; // each asks all threads
    int asked = 0;
    for (std::uint32_t p = 0; p < m_snapshot.threads.size() && asked < kMostParents; ++p) {
        const Thread& parent = m_snapshot.threads[p];
        const bool sends = m_waits.of(parent) == Wait::ChanSend;
        if ((!sends && m_waits.of(parent) != Wait::WaitGroup) || m_waitOf[p] == kNone)
            continue;
        ++asked;
        std::vector<std::uint32_t> children;
        bool open = true;
        for (std::uint32_t t = 0; t < m_snapshot.threads.size() && open && children.size() <= kMost; ++t) {
            const Thread& thread = m_snapshot.threads[t];
            if (t == p || !thread.createdAt || !startedByThread(m_log, thread, parent) || isElsewhere(t, p))
                continue;
            const Wait wait = m_waits.of(thread);
            open = m_waitOf[t] != kNone &&
                   (wait == Wait::ChanSend || (wait == Wait::ChanReceive && !sends)) &&
                   m_holdsOf[m_waitOf[t]].empty();
            children.push_back(t);
        }
        if (!open || children.size() < (sends ? 1 : 2) || children.size() > kMost || !inOnePackage(children) ||
            (!sends && !waitApart(children)) || !onlyTheyAreInPackage(children, p))
            continue;
        if (sends) {
            children.push_back(p);
            std::ranges::sort(children);
        }
        addCircle(children, sends
                                ? "one started the other, both send, and nobody else in the log is in code of "
                                  "their package"
                                : "both were started by one that waits for them to end, and nobody else in the "
                                  "log is in code of their package");
    }
}

/// It was not started in the function in which its parent waits, so it is perhaps not meant by that wait.
bool WaitGraphBuilder::isElsewhere(std::uint32_t thread, std::uint32_t parent) const
{
    const FrameId site = m_places.site(m_snapshot.threads[parent].stack);
    return !site || m_log.frame(m_snapshot.threads[thread].createdAt).function != m_log.frame(site).function;
}

/// Not all at one place waiting for the same: such are workers that wait for work, or send to one that has
/// gone.
bool WaitGraphBuilder::waitApart(std::span<const std::uint32_t> threads) const
{
    for (std::size_t i = 0; i < threads.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (m_waitOf[threads[i]] == m_waitOf[threads[k]])
                return false;
    return true;
}

/// No other thread than these, in ascending order, has a frame of that type, and every stack is there.
bool WaitGraphBuilder::onlyTheyAreIn(std::string_view type, std::span<const std::uint32_t> threads) const
{
    return onlyTheyHave(threads, kNone, parseGoName(type).package,
                        [&](std::string_view function) { return typeKey(function) == type; });
}

/// Nobody else than these, in ascending order, and `parent` has a frame in the package in which they wait,
/// main.main aside, and every stack is there.
bool WaitGraphBuilder::onlyTheyAreInPackage(std::span<const std::uint32_t> threads,
                                            std::uint32_t parent) const
{
    const StringId own = functionOf(threads.front());
    const std::string_view package = own ? parseGoName(m_log.str(own)).package : std::string_view{};
    return !package.empty() && onlyTheyHave(threads, parent, package, [&](std::string_view function) {
        return function != "main.main" && parseGoName(function).package == package;
    });
}

} // namespace skein
