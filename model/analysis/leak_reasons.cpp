// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/leak_reasons.h"

#include "model/analysis/hashing.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace skein
{
namespace
{

/// Reports that show only goroutines that are left over, not the whole program.
bool showsAll(const Log& log, const Snapshot& snapshot)
{
    return snapshot.format != "goleak" && snapshot.format != "leaktest" &&
           !log.str(snapshot.reason).starts_with("goroutineleak");
}

/// Parts of names of functions that turn for as long as nobody stops them.
constexpr std::string_view kLoops[] = {"loop",  "tick",    "poll",      "watch",  "refresh", "heartbeat",
                                       "flush", "janitor", "keepalive", "expire", "sweep",   "monitor"};
constexpr std::string_view kContexts[] = {"ctx", "context"};
/// The same of functions that take something out of a pool, or a slot of a limit.
constexpr std::string_view kTakers[] = {"acquire", "borrow", "checkout", "lease",   "reserve",
                                        "limit",   "slot",   "token",    "throttle"};
/// Those that start goroutines for somebody who then waits for all of them.
constexpr std::string_view kStarters[] = {"sync.(*WaitGroup).Go", "golang.org/x/sync/errgroup.(*Group).Go",
                                          "golang.org/x/sync/errgroup.(*Group).TryGo"};

/// The last part of a function's name holds one of `parts`, whatever the case.
bool nameHolds(std::string_view function, std::span<const std::string_view> parts)
{
    std::string name(shortFunction(function));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::any_of(parts, [&](std::string_view part) { return name.contains(part); });
}

/// "background.Run" of "background.Run.func1.1": who wrote the closure.
std::string_view outerFunction(std::string_view function)
{
    const std::size_t slash = function.rfind('/');
    const std::size_t at = function.find(".func", slash == function.npos ? 0 : slash);
    if (at == function.npos || at + 5 >= function.size() || function[at + 5] < '0' || function[at + 5] > '9')
        return function;
    return function.substr(0, at);
}

std::vector<std::uint32_t> linesOf(const Log& log, const Snapshot& snapshot,
                                   std::span<const std::uint32_t> threads)
{
    std::vector<std::uint32_t> lines;
    for (std::size_t i = 0; i < threads.size() && i < 4; ++i)
        words::addLines(lines, words::siteLines(log, snapshot.threads[threads[i]]));
    return lines;
}

} // namespace

/// What is looked for by whoever started a goroutine, and by the functions that stand on stacks.
struct LeakReasons::Index {
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> byCreator{};  ///< number → threads
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> byFunction{}; ///< StringId of createdAt → threads
    std::unordered_set<std::string_view, SeededHash> running{};        ///< functions on stacks
    SeededMap<std::uint64_t, const WaitGraph::Edge*> held{}; ///< thread → by whom what it waits for is held
    bool saysCreators = false;
};

LeakReasons::LeakReasons(const Log& log, std::uint32_t snapshot, const Waits& waits, const WaitGraph* graph)
    : m_log(log),
      m_snapshot(log.snapshots[snapshot]),
      m_waits(waits),
      m_graph(graph),
      m_library(log),
      m_whole(showsAll(log, m_snapshot)),
      m_functions(log.strings.size())
{
    std::vector<bool> seen(log.stackCount());
    for (const Thread& t : m_snapshot.threads) {
        if (t.waitsOn != 0 && waits.of(t) == Wait::ChanSend)
            m_sends.push_back(t.waitsOn);
        if (t.waitsOn != 0 && waits.of(t) == Wait::ChanReceive)
            m_receives.push_back(t.waitsOn);
        if (!t.stack || seen[t.stack.value])
            continue;
        seen[t.stack.value] = true;
        for (const FrameId f : log.stack(t.stack)) {
            const StringId function = log.frame(f).function;
            if (!m_functions[function.value])
                m_running.push_back(function);
            m_functions[function.value] = true;
        }
    }
    std::ranges::sort(m_sends);
    std::ranges::sort(m_receives);
}

const LeakReasons::Index& LeakReasons::index() const
{
    if (m_index)
        return *m_index;
    auto made = std::make_shared<Index>();
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& t = m_snapshot.threads[i];
        if (t.kind == ThreadKind::System || !t.createdAt)
            continue;
        made->saysCreators = true;
        if (t.creator.known())
            made->byCreator[t.creator.value].push_back(i);
        made->byFunction[m_log.frame(t.createdAt).function.value].push_back(i);
    }
    for (const StringId function : m_running)
        made->running.insert(m_log.str(function));
    if (m_graph) {
        SeededMap<std::uint64_t, const WaitGraph::Edge*> holders; // of each resource, the first
        for (const WaitGraph::Edge& edge : m_graph->edges)
            if (edge.kind == WaitGraph::Edge::Kind::HeldBy)
                holders.try_emplace(edge.from, &edge);
        for (const WaitGraph::Edge& edge : m_graph->edges)
            if (const auto held = holders.find(edge.to);
                edge.kind == WaitGraph::Edge::Kind::WaitsFor && held != holders.end())
                for (const std::uint32_t t : m_graph->threads[edge.from].threads)
                    made->held.try_emplace(t, held->second);
    }
    m_index = std::move(made);
    return *m_index;
}

std::vector<LeakReason> LeakReasons::of(std::span<const std::uint32_t> threads, Wait wait,
                                        FrameId createdAt) const
{
    Out out;
    if (threads.empty())
        return out;
    const Thread& first = m_snapshot.threads[threads.front()];
    const auto say = [&](Certainty certainty, std::string_view text) {
        out.push_back({{std::string(text), words::siteLines(m_log, first)}, certainty});
    };
    const LibraryWait* library =
        m_library.of(first, wait == Wait::Other && inChannel(first) ? Wait::Select : wait);
    if (library)
        say(library->certainty, library->why);
    if (library && library->where == LibraryWait::Where::Creator && isOnOthers(wait))
        library = nullptr; // says who started it, not what it waits for
    switch (wait) {
    case Wait::NilSend:
    case Wait::NilReceive:
        say(Certainty::Proved, "The channel is nil: nothing can ever end this wait.");
        break;
    case Wait::NoCases:
        say(Certainty::Proved, "A select without cases has nothing that could end it.");
        break;
    case Wait::ChanSend:
    case Wait::ChanReceive:
        if (!library)
            channel(threads, wait, createdAt, out);
        break;
    case Wait::Select:
        if (!library && !loop(first, out))
            say(Certainty::Possible,
                "No case of its select has come: possibly none observes a context or a stop "
                "signal, or nobody gives one.");
        break;
    case Wait::WaitGroup:
        if (!library)
            waitGroup(threads.front(), out);
        break;
    case Wait::Mutex:
    case Wait::ReadLock:
    case Wait::WriteLock:
        lock(threads.front(), wait, out);
        break;
    case Wait::Condition:
        say(Certainty::Possible,
            "Nobody has woken it with Signal or Broadcast: possibly that came before it waited, "
            "or whoever was to do it has ended.");
        break;
    case Wait::Sleep:
        loop(first, out);
        say(Certainty::Proved, "Nothing can cut a time.Sleep short: a stop signal is seen only after it.");
        break;
    case Wait::Io:
    case Wait::Syscall:
        if (!library)
            say(Certainty::Possible,
                "It waits for the operating system: possibly nothing more comes from the other "
                "side, and no deadline and no Close ends it.");
        break;
    case Wait::Semaphore:
        say(Certainty::Possible,
            "Possibly whoever has what it waits for has not given it back, or is stuck.");
        break;
    case Wait::Idle:
        break;
    default:
        if (!library)
            unknown(first, out);
    }
    return out;
}

/// Only the runtime's frames are left out of a leak profile; sync.(*Mutex).Lock would stand there.
bool LeakReasons::inChannel(const Thread& thread) const
{
    const auto stack = m_log.stack(thread.stack);
    return m_log.str(m_snapshot.reason).starts_with("goroutineleak") && !stack.empty() &&
           m_log.frame(stack.front()).role != Role::Runtime;
}

/// What is known of a goroutine that shows no wait.
void LeakReasons::unknown(const Thread& first, Out& out) const
{
    const auto lines = words::siteLines(m_log, first);
    const bool runs = first.state == ThreadState::Running || first.state == ThreadState::Runnable;
    if (runs && !m_whole) {
        out.push_back(
            {{"It did not wait when the report was made: possibly it is only slow, or it turns for ever.",
              lines},
             Certainty::Possible});
    } else if (inChannel(first)) {
        out.push_back({{"It is in a channel operation or a select of this line: the profile leaves out the "
                        "runtime's own frames, and waits of package sync have others.",
                        lines},
                       Certainty::Proved});
    } else {
        out.push_back(
            {{first.waitReason ? formatted("It is in [{}]: possibly whoever was to end that has gone.",
                                           m_log.str(first.waitReason))
                               : std::string("The log doesn't say what it waits for: possibly it is idle."),
              lines},
             Certainty::Possible});
    }
}

void LeakReasons::channel(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt,
                          Out& out) const
{
    const Thread& first = m_snapshot.threads[threads.front()];
    channelEnds(threads, wait, out);
    const bool known = pool(first, wait, out) || (wait == Wait::ChanReceive && loop(first, out));
    if (!known)
        starterGone(threads, wait, createdAt, out);
    contextUnseen(first, wait, createdAt, out);
}

/// Sends that nobody receives, receives that nobody sends to: by the channels' addresses where they are
/// printed.
void LeakReasons::channelEnds(std::span<const std::uint32_t> threads, Wait wait, Out& out) const
{
    if (wait != Wait::ChanSend && wait != Wait::ChanReceive)
        return;
    const bool sends = wait == Wait::ChanSend;
    std::vector<std::uint64_t> channels;
    for (const std::uint32_t t : threads)
        if (m_snapshot.threads[t].waitsOn != 0)
            channels.push_back(m_snapshot.threads[t].waitsOn);
    if (channels.empty() || channels.size() < threads.size())
        return;
    const auto& others = sends ? m_receives : m_sends;
    if (std::ranges::any_of(channels, [&](std::uint64_t c) { return std::ranges::binary_search(others, c); }))
        return;
    std::ranges::sort(channels);
    channels.erase(std::ranges::unique(channels).begin(), channels.end());
    const std::string_view nobody = sends ? "nobody receives from" : "nobody sends to";
    const std::string note = m_whole ? " (a select there would not show)" : "";
    std::string text;
    if (threads.size() == 1)
        text = formatted("In the dump {} its channel {}{}.", nobody, hexAddress(channels[0]), note);
    else if (channels.size() == 1)
        text = formatted("These {} wait on one channel, {}, and {} it{}.",
                         words::count(threads.size(), "goroutine"), hexAddress(channels[0]), nobody, note);
    else
        text = formatted("They wait on {} channels, and {} any of these{}.", channels.size(), nobody, note);
    out.push_back({{std::move(text), linesOf(m_log, m_snapshot, threads)}, Certainty::Proved});
}

/// A result channel is read by whoever started the goroutine, or by nobody any more.
void LeakReasons::starterGone(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt,
                              Out& out) const
{
    // errgroup.Go and time.AfterFunc start what others have written: whose channel it is they don't know.
    if (!createdAt || m_log.frame(createdAt).role != Role::User)
        return;
    const StringId function = m_log.frame(createdAt).function;
    const std::string_view outer = outerFunction(m_log.str(function));
    const std::string name(shortFunction(outer));
    if (!m_whole) {
        const std::string_view when = m_snapshot.format == "go-pprof"
                                          ? "it is in the leak profile"
                                          : "the test had ended when the report was made";
        out.push_back(
            {{wait == Wait::ChanSend
                  ? formatted(
                        "Likely {}, which started them, no longer receives: {}, and nobody in it receives.",
                        name, when)
                  : formatted("Likely nobody is left to send or to close the channel: {}.", when),
              {}},
             Certainty::Likely});
        return;
    }
    // The outer function may run even where the closure that started them has returned.
    if (index().running.contains(outer))
        return;
    const LineSpan lines =
        m_log.threadText ? m_log.threadText->createdByLines(m_snapshot.threads[threads.front()]) : LineSpan{};
    out.push_back({{formatted("{}, which started them, is on no stack any more: it has returned. {}", name,
                              wait == Wait::ChanSend
                                  ? "Likely it was to receive what they send."
                                  : "Possibly it left without closing the channel, and their producer "
                                    "is gone."),
                    words::spanLines(lines, 2)},
                   wait == Wait::ChanSend ? Certainty::Likely : Certainty::Possible});
}

/// A plain send or receive knows nothing of a context that its function was given.
void LeakReasons::contextUnseen(const Thread& first, Wait wait, FrameId createdAt, Out& out) const
{
    if (wait != Wait::ChanSend && wait != Wait::ChanReceive)
        return;
    std::string_view named;
    for (const FrameId f : m_log.stack(first.stack))
        if (m_log.frame(f).role != Role::Runtime && nameHolds(m_log.function(f), kContexts))
            named = m_log.function(f);
    if (named.empty() && createdAt && nameHolds(m_log.function(createdAt), kContexts))
        named = m_log.function(createdAt);
    const std::string plain =
        formatted("a plain {}, not in a select: no cancelled context or timeout can end it",
                  wait == Wait::ChanSend ? "send" : "receive");
    out.push_back({{named.empty() ? formatted("It is {}.", plain)
                                  : formatted("It is {}. Possibly the context of {} is never observed here.",
                                              plain, shortFunction(outerFunction(named))),
                    words::siteLines(m_log, first)},
                   named.empty() ? Certainty::Proved : Certainty::Possible});
}

bool LeakReasons::loop(const Thread& first, Out& out) const
{
    const FrameId site = m_log.site(first.stack);
    if (!site || !nameHolds(m_log.function(site), kLoops))
        return false;
    out.push_back(
        {{formatted("Possibly a loop that waits for its ticker or its work and that nothing stops: the name "
                    "of {} says so.",
                    shortFunction(m_log.function(site))),
          words::siteLines(m_log, first)},
         Certainty::Possible});
    return true;
}

/// A full channel as a limit, or a channel that holds what is free.
bool LeakReasons::pool(const Thread& first, Wait wait, Out& out) const
{
    const FrameId site = m_log.site(first.stack);
    if (!site || !nameHolds(m_log.function(site), kTakers))
        return false;
    out.push_back(
        {{formatted("Possibly a pool or a limit of which everything is taken and not given back: the name of "
                    "{} says that {}.",
                    shortFunction(m_log.function(site)),
                    wait == Wait::ChanSend ? "its send takes a slot" : "it receives what is free"),
          words::siteLines(m_log, first)},
         Certainty::Possible});
    return true;
}

/// The goroutines that a WaitGroup waits for were mostly started by whoever waits, or beside it.
void LeakReasons::waitGroup(std::uint32_t thread, Out& out) const
{
    const Thread& first = m_snapshot.threads[thread];
    const FrameId site = m_log.site(first.stack);
    const StringId function = site ? m_log.frame(site).function : StringId{};
    const std::string name(function ? shortFunction(m_log.str(function)) : std::string_view("it"));
    const Index& known = index();
    std::vector<std::uint32_t> left;
    const auto add = [&](const std::vector<std::uint32_t>& threads, const auto& fits) {
        for (const std::uint32_t i : threads)
            if (i != thread && fits(m_snapshot.threads[i]))
                left.push_back(i);
    };
    const auto onItsStack = [&](StringId f) {
        return std::ranges::any_of(m_log.stack(first.stack),
                                   [&](FrameId frame) { return m_log.frame(frame).function == f; });
    };
    // By whoever waits: of a known number, in a function that it is in, or through a helper.
    if (const auto mine = known.byCreator.find(first.id.value);
        first.id.known() && mine != known.byCreator.end())
        add(mine->second, [&](const Thread& t) {
            const StringId f = m_log.frame(t.createdAt).function;
            return onItsStack(f) || std::ranges::contains(kStarters, m_log.str(f));
        });
    if (const auto there = known.byFunction.find(function.value);
        left.empty() && function && there != known.byFunction.end())
        add(there->second, [&](const Thread& t) { return !t.creator.known(); });
    const bool own = !left.empty();
    // `go func() { wg.Wait(); close(results) }()` stands beside those that it waits for.
    if (left.empty() && function && first.createdAt)
        if (const auto beside = known.byFunction.find(m_log.frame(first.createdAt).function.value);
            beside != known.byFunction.end())
            add(beside->second, [&](const Thread& t) {
                return t.creator == first.creator && t.stack != first.stack &&
                       m_waits.shown(t) != Wait::WaitGroup &&
                       m_log.str(function).starts_with(outerFunction(m_log.function(first.createdAt)));
            });
    const auto lines = words::siteLines(m_log, first);
    if (!own && held(thread, out))
        return;
    if (!left.empty()) {
        const Thread& one = m_snapshot.threads[left.front()];
        out.push_back({{formatted("{} it waits for {}, which {}: the first stands in {} [{}].",
                                  own ? "Likely" : "Possibly", words::threadNames(m_snapshot, left),
                                  own ? std::string("it started")
                                      : formatted("{} started like itself",
                                                  shortFunction(m_log.function(first.createdAt))),
                                  words::place(m_log, m_log.site(one.stack)), stateText(m_log, one)),
                        words::siteLines(m_log, one)},
                       own ? Certainty::Likely : Certainty::Possible});
    } else if (known.saysCreators) {
        out.push_back(
            {{formatted(
                  "None of the goroutines that {} may have started is left{}: {} one ended without Done, "
                  "and the WaitGroup can't come to zero.",
                  name, m_whole ? "" : " in the report", m_whole ? "possibly" : "likely"),
              lines},
             m_whole ? Certainty::Possible : Certainty::Likely});
    } else {
        out.push_back(
            {{"The WaitGroup has not come to zero: possibly a goroutine ended without Done, or one of those "
              "that it waits for is stuck.",
              lines},
             Certainty::Possible});
    }
}

/// Whoever holds the lock, or is to end the wait.
bool LeakReasons::held(std::uint32_t thread, Out& out) const
{
    const auto known = index().held.find(thread);
    if (known == index().held.end())
        return false;
    const WaitGraph::Edge& edge = *known->second;
    const std::uint32_t by = m_graph->threads[edge.to].threads.front();
    const Thread& holder = m_snapshot.threads[by];
    const std::string_view sure = edge.certainty == Certainty::Proved   ? ""
                                  : edge.certainty == Certainty::Likely ? "likely "
                                                                        : "possibly ";
    const std::string who =
        by == thread ? std::string("it")
                     : formatted("{}, in {} [{}],", words::threadName(holder),
                                 words::place(m_log, m_log.site(holder.stack)), stateText(m_log, holder));
    const bool group = m_waits.shown(m_snapshot.threads[thread]) == Wait::WaitGroup;
    const std::string_view does = group          ? "is to end it"
                                  : by == thread ? "holds the lock itself"
                                                 : "holds the lock";
    out.push_back(
        {{words::sentence(formatted("{}{} {}{}{}.", sure, who, does, edge.why.empty() ? "" : ": ", edge.why)),
          edge.logLines.empty() ? words::siteLines(m_log, holder) : edge.logLines},
         edge.certainty});
    return true;
}

void LeakReasons::lock(std::uint32_t thread, Wait wait, Out& out) const
{
    if (held(thread, out))
        return;
    const Thread& first = m_snapshot.threads[thread];
    out.push_back(
        {{formatted("Whoever has {}{} has not released it: possibly it returned without {}, or is stuck "
                    "itself.",
                    wait == Wait::Mutex ? "the mutex" : "the RWMutex",
                    first.waitsOn != 0 ? " " + hexAddress(first.waitsOn) : std::string(),
                    wait == Wait::WriteLock ? "Unlock or RUnlock" : "Unlock"),
          words::siteLines(m_log, first)},
         Certainty::Possible});
}

} // namespace skein
