// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What go-deadlock reports. It records who took which lock, so that much of it is proved:
//     POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:
//     POTENTIAL DEADLOCK: Recursive locking:
//     POTENTIAL DEADLOCK:                                  somebody has waited for longer than the time set
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <optional>

namespace skein
{
namespace
{

constexpr std::string_view kFormat = "go-deadlock";

std::optional<std::uint32_t> indexOf(const Snapshot& snapshot, ThreadId id)
{
    const auto it = std::ranges::find(snapshot.threads, id, &Thread::id);
    if (it == snapshot.threads.end())
        return {};
    return static_cast<std::uint32_t>(it - snapshot.threads.begin());
}

std::vector<std::uint32_t> firstLines(LineSpan span)
{
    return span.empty() ? std::vector<std::uint32_t>{}
                        : words::spanLines({span.first, std::min(span.last, span.first + 1)});
}

/// Both printed stacks of a recursive locking end in a read lock: that blocks only when a writer comes
/// between.
///     main.go:38 main.factorial { m.RLock() } <<<<<
bool readsLock(const Log& log, LineSpan lines, StackId stack)
{
    const auto frames = log.stack(stack);
    const std::string_view first = frames.empty() ? std::string_view{} : log.function(frames.front());
    const auto printed = log.threadText->printed({lines, first, 0, 2}).lines;
    return std::ranges::any_of(printed, [](const PrintedLine& line) { return line.text.contains("RLock"); });
}

Finding begin(const Log& log, std::uint32_t index, FindingKind kind, Certainty certainty)
{
    const Snapshot& snapshot = log.snapshots[index];
    Finding f = words::finding(kind, certainty, index);
    f.evidence.push_back({formatted("go-deadlock reports: {}", words::shorten(log.str(snapshot.reason))),
                          words::spanLines(snapshot.reasonLines)});
    return f;
}

/// Four stacks without goroutine: first and second lock, and the same two the other way round.
void findOrder(const Log& log, std::uint32_t index, std::vector<Finding>& out)
{
    const Snapshot& snapshot = log.snapshots[index];
    std::vector<const OtherStack*> stacks;
    for (const OtherStack& s : snapshot.otherStacks)
        if (s.about == About::Lock && !s.thread.known())
            stacks.push_back(&s);
    Finding f = begin(log, index, FindingKind::LockOrderInversion, Certainty::Proved);
    f.title = "Two locks are taken in opposite orders, which can deadlock";
    if (stacks.size() >= 4) {
        const auto at = [&](std::size_t i) { return words::place(log, log.site(stacks[i]->stack)); };
        f.title = formatted("Two locks are taken in opposite orders: {} before {}, and {} before {}", at(0),
                            at(1), at(2), at(3));
        for (std::size_t i = 0; i < 4; i += 2)
            f.evidence.push_back(
                {formatted("{} took {} in {}, then {} in {}.", i == 0 ? "One goroutine" : "Another goroutine",
                           i == 0 ? "a first lock" : "the second lock", at(i),
                           i == 0 ? "a second" : "the first", at(i + 1)),
                 firstLines(stacks[i]->lines)});
        for (const std::uint32_t n : firstLines(stacks[1]->lines))
            f.evidence[1].logLines.push_back(n);
        for (const std::uint32_t n : firstLines(stacks[3]->lines))
            f.evidence[2].logLines.push_back(n);
    }
    // The lock that the second goroutine took first is among those that are still held.
    for (const OtherStack& s : snapshot.otherStacks)
        if (s.thread.known() && stacks.size() >= 4 && s.stack == stacks[2]->stack && s.address != 0) {
            f.resource = Resource{ResourceKind::Mutex, s.address, {}};
            if (const auto thread = indexOf(snapshot, s.thread))
                f.threads.push_back({index, *thread});
            f.evidence.push_back({formatted("Goroutine {} holds {}, which it took there.", toString(s.thread),
                                            words::resource(ResourceKind::Mutex, s.address)),
                                  firstLines(s.lines)});
            break;
        }
    f.advice.push_back(adviceFor(Situation::LockOrder));
    out.push_back(std::move(f));
}

void findRecursion(const Log& log, std::uint32_t index, std::vector<Finding>& out)
{
    const Snapshot& snapshot = log.snapshots[index];
    const auto waiter =
        std::ranges::find_if(snapshot.threads, [](const Thread& t) { return t.waitsOn != 0; });
    const auto held = std::ranges::find_if(snapshot.otherStacks, [&](const OtherStack& s) {
        return waiter != snapshot.threads.end() && s.about == About::Lock && s.thread == waiter->id;
    });
    if (held == snapshot.otherStacks.end())
        return;
    const auto thread = static_cast<std::uint32_t>(waiter - snapshot.threads.begin());
    const bool reads = readsLock(log, held->lines, held->stack) &&
                       readsLock(log, {waiter->firstLine, waiter->lastLine}, waiter->stack);
    Finding f = begin(log, index, reads ? FindingKind::LockMisuse : FindingKind::Deadlock, Certainty::Proved);
    const std::string who = words::sentence(words::threadName(*waiter));
    const FrameId here = log.site(waiter->stack);
    f.title = reads ? formatted("{} takes a read lock that it already holds", who)
                    : formatted("{} locks a lock that it already holds", who);
    f.resource = Resource{reads ? ResourceKind::RwMutex : ResourceKind::Mutex, waiter->waitsOn, {}};
    if (!reads)
        f.cycle.push_back({{index, thread}, waiter->waitsOn, here, {index, thread}, Certainty::Proved});
    f.threads.push_back({index, thread});
    f.evidence.push_back({formatted("{} took it in {}.", who, words::place(log, log.site(held->stack))),
                          firstLines(held->lines)});
    f.evidence.push_back({formatted("It asks for the same lock {} again in {}.", hexAddress(waiter->waitsOn),
                                    words::place(log, here)),
                          firstLines({waiter->firstLine, waiter->lastLine})});
    if (reads)
        f.evidence.push_back({"That blocks as soon as a writer waits between the two.", {}});
    f.advice.push_back(adviceFor(reads ? Situation::RecursiveReadLock : Situation::LockTwice));
    out.push_back(std::move(f));
}

/// Somebody has waited for long; where everybody's waits close a circle, the finding about that says it all.
void findTimeout(const Log& log, std::uint32_t index, std::vector<Finding>& out)
{
    const Snapshot& snapshot = log.snapshots[index];
    const auto held = std::ranges::find_if(snapshot.otherStacks, [](const OtherStack& s) {
        return s.about == About::Lock && s.thread.known() && s.address != 0;
    });
    if (held == snapshot.otherStacks.end())
        return;
    const auto waiter = std::ranges::find_if(snapshot.threads, [&](const Thread& t) {
        return t.waitsOn == held->address && t.id != held->thread;
    });
    const auto holder = indexOf(snapshot, held->thread);
    if (waiter == snapshot.threads.end() || !holder)
        return;
    const Thread& owner = snapshot.threads[*holder];
    const bool stuck = owner.state == ThreadState::Waiting;
    Finding f = begin(log, index, FindingKind::Deadlock, stuck ? Certainty::Likely : Certainty::Possible);
    const std::string who = words::sentence(words::threadName(*waiter)), whose = words::threadName(owner);
    const std::string lock = words::resource(ResourceKind::Mutex, held->address);
    f.title = stuck ? formatted("{} waits for a lock that {} holds while it waits itself [{}]", who, whose,
                                stateText(log, owner))
                    : formatted("{} has waited long for a lock that {} holds", who, whose);
    f.resource = Resource{ResourceKind::Mutex, held->address, {}};
    f.threads = {{index, *holder}, {index, static_cast<std::uint32_t>(waiter - snapshot.threads.begin())}};
    f.evidence.push_back(
        {formatted("{} waits for {} in {}.", who, lock, words::place(log, log.site(waiter->stack))),
         words::siteLines(log, *waiter)});
    f.evidence.push_back({formatted("{} took it in {}, and the report says that it has not released it.",
                                    words::sentence(whose), words::place(log, log.site(held->stack))),
                          firstLines(held->lines)});
    if (owner.stack)
        f.evidence.push_back({formatted("{} stands in {} [{}].", words::sentence(whose),
                                        words::place(log, log.site(owner.stack)), stateText(log, owner)),
                              words::siteLines(log, owner)});
    if (!stuck)
        f.missing =
            Missing{"whether the lock will be released", "the report does not show that its holder waits",
                    "go-deadlock with Opts.PrintAllCurrentGoroutines set"};
    f.advice.push_back(adviceFor(stuck ? Situation::SendUnderLock : Situation::LockHeldLong));
    out.push_back(std::move(f));
}

void findLockReports(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        if (in.log.snapshots[s].format != kFormat)
            continue;
        const std::string_view reason = in.log.str(in.log.snapshots[s].reason);
        if (reason.contains("Inconsistent locking"))
            findOrder(in.log, s, out);
        else if (reason.contains("Recursive locking"))
            findRecursion(in.log, s, out);
        else if (in.waitGraphs[s].cycles.empty())
            findTimeout(in.log, s, out);
    }
}

} // namespace

const Detector lockReportDetector{"lock-report", "What go-deadlock reports", findLockReports};

} // namespace skein
