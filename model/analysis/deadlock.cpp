// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Cycles of the wait-for graph. Of Go never proved, because it prints no lock owners.
#include "model/analysis/deadlock.h"

#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {
namespace {

constexpr std::size_t kMostCycles = 10;  ///< reported of each snapshot
constexpr std::size_t kMostEvidence = 16;
constexpr std::ptrdiff_t kFewThreads = 8; ///< in more, one that may wait for itself, and not for long, says little

struct Step {
    std::uint32_t thread = 0, holder = 0;
    const WaitGraph::Edge* waits = nullptr;
    const WaitGraph::Edge* held = nullptr;
};

std::vector<Step> stepsOf(const WaitGraph& graph, const WaitGraph::Cycle& cycle)
{
    std::vector<Step> steps;
    for (std::size_t i = 0; i + 1 < cycle.edges.size(); i += 2) {
        const WaitGraph::Edge& waits = graph.edges[cycle.edges[i]];
        const WaitGraph::Edge& held = graph.edges[cycle.edges[i + 1]];
        steps.push_back({graph.threads[waits.from].threads.front(), graph.threads[held.to].threads.front(),
                         &waits, &held});
    }
    return steps;
}

/// What a thread waits for, by the resource where that says more than the runtime's reason: in a semaphore of
/// a library it is in a select.
Wait waitOf(const WaitGraph& graph, const Snapshot& snapshot, const Waits& waits, const Step& step)
{
    return graph.resources[step.waits->to].kind == ResourceKind::Semaphore
               ? Wait::Semaphore
               : waits.of(snapshot.threads[step.thread]);
}

/// What the only thread of a circle waits for.
std::string ownDoing(const WaitGraph& graph, const Snapshot& snapshot, const Waits& waits, const Step& step,
                     bool likely)
{
    const Thread& thread = snapshot.threads[step.thread];
    const Wait wait = waitOf(graph, snapshot, waits, step);
    if (isChannel(wait))
        return formatted("a channel whose other end {} itself", likely ? "seems to be" : "may be");
    if (wait == Wait::WaitGroup)
        return formatted("a call that it {} itself", likely ? "seems to be in" : "may be in");
    if (thread.waitsOnKind == ResourceKind::Once)
        return formatted("a sync.Once whose function it {} itself", likely ? "runs" : "may run");
    return formatted("a lock that it {} itself", likely ? "seems to hold" : "may hold");
}

std::string titleOf(const WaitGraph& graph, const Snapshot& snapshot, const Waits& waits,
                    std::span<const Step> steps, bool likely)
{
    std::vector<std::uint32_t> threads;
    bool onlyLocks = true;
    for (const Step& s : steps) {
        threads.push_back(s.thread);
        onlyLocks &= isLock(waits.of(snapshot.threads[s.thread]));
    }
    const std::string names = words::threadNames(snapshot, threads);
    if (steps.size() == 1)
        return formatted("{} waits for {}", words::sentence(names),
                         ownDoing(graph, snapshot, waits, steps[0], likely));
    if (steps.size() == 2 && onlyLocks) {
        const bool same = steps[0].waits->to == steps[1].waits->to;
        return same ? formatted("{} {} each other on one {}", words::sentence(names),
                                likely ? "block" : "may block",
                                hasNativeThreads(snapshot) ? "rwlock" : "RWMutex")
                    : formatted("{} {} for each other's lock", words::sentence(names),
                                likely ? "wait" : "may wait");
    }
    if (onlyLocks)
        return formatted("{} {} for each other's locks in a circle", words::sentence(names),
                         likely ? "wait" : "may wait");
    const auto channel = std::ranges::find_if(
        steps, [&](const Step& s) { return isChannel(waitOf(graph, snapshot, waits, s)); });
    if (steps.size() == 2 && channel != steps.end() && isLock(waits.of(snapshot.threads[channel->holder])))
        return formatted("{} waits for a channel and {} the lock that {} waits for",
                         words::sentence(words::threadName(snapshot.threads[channel->thread])),
                         likely ? "seems to hold" : "may hold",
                         words::threadName(snapshot.threads[channel->holder]));
    return formatted("{} {} for each other in a circle", words::sentence(names),
                     likely ? "wait" : "may wait");
}

Situation situationOf(const Log& log, const WaitGraph& graph, const Waits& waits, std::span<const Step> steps)
{
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    bool reads = false, channel = false, onlyChannels = true, joins = false;
    bool locks = false, groups = false, onlyGroups = true;
    std::vector<std::string_view> functions;
    for (const Step& s : steps) {
        const Wait wait = waitOf(graph, snapshot, waits, s);
        reads |= wait == Wait::ReadLock;
        channel |= isChannel(wait);
        onlyChannels &= isChannel(wait);
        joins |= snapshot.threads[s.thread].waitsOnKind == ResourceKind::Thread;
        const ResourceKind kind = snapshot.threads[s.thread].waitsOnKind;
        locks |= isLock(wait) || wait == Wait::Semaphore || kind == ResourceKind::Mutex || kind == ResourceKind::RwMutex;
        groups |= wait == Wait::WaitGroup;
        onlyGroups &= wait == Wait::WaitGroup;
        const FrameId site = log.site(snapshot.threads[s.thread].stack);
        functions.push_back(site ? log.function(site) : std::string_view{});
    }
    if (joins || (locks && groups)) return Situation::JoinUnderLock;
    if (onlyChannels) return steps.size() == 1 ? Situation::WaitForOwnWork : Situation::ChannelCircle;
    if (onlyGroups) return Situation::WaitForOwnCall;
    // Results that are collected behind Wait; in one function it is for a slot that both wait.
    if (!locks && channel && groups)
        return std::ranges::adjacent_find(functions) == functions.end() ? Situation::NoReceiver
                                                                        : Situation::WaitForOwnWork;
    if (channel) return Situation::SendUnderLock;
    const bool one =
        std::ranges::all_of(steps, [&](const Step& s) { return s.waits->to == steps[0].waits->to; });
    if (!one) return Situation::LockOrder;
    return reads && steps.size() > 1 ? Situation::RecursiveReadLock : Situation::LockTwice;
}

/// Of a circle of channels.
Missing missingEnds(const Log& log, std::uint32_t snapshot)
{
    return missingOf(log, snapshot,
                     log.snapshots[snapshot].runtimeFramesShown ? Wanted::WhoRanBefore : Wanted::WhatIsWaitedFor,
                     "who should have woken them");
}

Finding cycleFinding(const DetectorInput& in, const WaitGraph& graph, const WaitGraph::Cycle& cycle,
                     const Waits& waits)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    const auto steps = stepsOf(graph, cycle);
    Finding finding = words::finding(FindingKind::Deadlock, cycle.certainty, graph.snapshot);
    finding.title = titleOf(graph, snapshot, waits, steps, cycle.certainty != Certainty::Possible);
    for (const Step& step : steps) {
        const Thread& thread = snapshot.threads[step.thread];
        const WaitGraph::ResourceNode& resource = graph.resources[step.waits->to];
        const ThreadRef self{graph.snapshot, step.thread}, holder{graph.snapshot, step.holder};
        finding.cycle.push_back({self, resource.address, log.site(thread.stack), holder,
                                 std::max(step.waits->certainty, step.held->certainty)});
        finding.threads.push_back(self);
        if (finding.evidence.size() + 1 >= kMostEvidence) continue;
        finding.evidence.push_back(
            {formatted("{} waits for {} in {}.", words::sentence(words::threadName(thread)),
                       words::resource(resource.kind, resource.address),
                       words::place(log, log.site(thread.stack))),
             step.waits->logLines});
        const std::string_view verb = resource.kind == ResourceKind::Channel      ? "may be the other end"
                                      : resource.kind == ResourceKind::Thread     ? "is that thread"
                                      : resource.kind == ResourceKind::WaitGroup  ? "may be waited for"
                                      : step.held->certainty == Certainty::Proved ? "holds it"
                                      : step.held->certainty == Certainty::Likely ? "likely holds it"
                                                                                  : "may hold it";
        finding.evidence.push_back(
            {formatted("{} {}: {}.", words::sentence(words::threadName(snapshot.threads[step.holder])), verb,
                       step.held->why),
             step.held->logLines});
    }
    if (steps.size() == 1) {
        const WaitGraph::ResourceNode& r = graph.resources[steps[0].waits->to];
        finding.resource = Resource{r.kind, r.address, {}};
    }
    const Situation situation = situationOf(log, graph, waits, steps);
    if (snapshot.format == "go-deadlock" && cycle.certainty != Certainty::Proved)
        finding.missing = Missing{"what the holder waits for", "go-deadlock records locks, not channels",
                                  "GOTRACEBACK=system and SIGQUIT: the runtime's frames show the channels"};
    else if (snapshot.native && cycle.certainty != Certainty::Proved)
        finding.missing = Missing{"who holds each lock", "the log does not print the owners of all mutexes",
                                  captureOwners(snapshot)};
    else if (situation == Situation::ChannelCircle || situation == Situation::WaitForOwnWork ||
             situation == Situation::WaitForOwnCall || situation == Situation::NoReceiver)
        finding.missing = missingEnds(log, graph.snapshot);
    else if (!snapshot.native)
        finding.missing =
            Missing{"who holds each lock", "Go does not record the owner of a lock; this follows from the stacks",
                "a run with github.com/sasha-s/go-deadlock in place of sync, which records owners"};
    finding.advice.push_back(adviceFor(situation, hasNativeThreads(snapshot)));
    return finding;
}

/// What Skein would need to know to be sure, by what the dump is of.
Missing missingOwners(const Snapshot& snapshot, ResourceKind kind)
{
    if (!hasNativeThreads(snapshot))
        return {"who holds which lock", "Go does not record the owner of a lock, and the stacks don't show it",
                "a run with github.com/sasha-s/go-deadlock in place of sync, which records owners"};
    if (kind == ResourceKind::Other)
        return {"who should set each result", "a future does not know its promise's thread",
                "gdb -p PID -batch -ex 'thread apply all bt full': the locals show which promise is whose"};
    const bool owners =
        snapshot.native && std::ranges::any_of(snapshot.native->owners,
                                               [](const LockOwner& o) { return o.osId != ThreadId::kNone; });
    return {"who holds which lock",
            owners ? "the log prints owners of locks, but not which lock each of these threads waits for"
                   : "the log does not print the addresses or the owners of the locks",
            captureOwners(snapshot)};
}

/// Does one of these native threads wait for the end of another one?
bool joins(const Snapshot& snapshot, const WaitGraph::Knot& knot)
{
    return std::ranges::any_of(knot.threads, [&](std::uint32_t t) {
        return snapshot.threads[t].waitsOnKind == ResourceKind::Thread;
    });
}

std::string knotTitle(const Snapshot& snapshot, const WaitGraph::Knot& knot)
{
    const std::string who = words::sentence(words::threadNames(snapshot, knot.threads));
    if (knot.certainty == Certainty::Proved)
        return formatted("{} wait for each other's locks", who);
    if (knot.locks != 0)
        return formatted("{} wait for {} locks that nobody else seems to hold", who, knot.locks);
    if (knot.kind == ResourceKind::Other)
        return formatted("{} wait for results that only they may be able to give", who);
    if (knot.kind == ResourceKind::Channel)
        return formatted("{} may wait for each other at channels", who);
    if (knot.kind == ResourceKind::WaitGroup)
        return formatted("{} may wait for each other's WaitGroups", who);
    if (knot.kind == ResourceKind::Thread)
        return formatted("{} may wait for each other to end", who);
    if (knot.kind == ResourceKind::Semaphore)
        return formatted("{} may have taken the parts of a semaphore that each of them still waits for", who);
    if (knot.threads.size() == 1)
        return formatted("{} may wait for a lock that it holds itself", who);
    if (joins(snapshot, knot))
        return formatted("{} may wait for each other, one for a lock and one for the other's end", who);
    return knot.kind == ResourceKind::RwMutex ? formatted("{} may block each other on one rwlock", who)
                                              : formatted("{} may wait for each other's locks", who);
}

/// Several locks, their waiters, and nobody else who could hold one.
Finding knotFinding(const DetectorInput& in, const WaitGraph& graph, const WaitGraph::Knot& knot)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    Finding finding = words::finding(FindingKind::Deadlock, knot.certainty, graph.snapshot);
    finding.title = knotTitle(snapshot, knot);
    finding.threads = words::refs(graph.snapshot, knot.threads);
    const bool futures = knot.kind == ResourceKind::Other, channels = knot.kind == ResourceKind::Channel;
    const bool groups = knot.kind == ResourceKind::WaitGroup, semaphore = knot.kind == ResourceKind::Semaphore;
    for (std::size_t i = 0; i < knot.threads.size() && i < kMostEvidence / 2; ++i) {
        const Thread& thread = snapshot.threads[knot.threads[i]];
        const ResourceKind kind =
            channels || groups || semaphore            ? knot.kind
            : thread.waitsOnKind == ResourceKind::None ? ResourceKind::Mutex
                                                       : thread.waitsOnKind;
        finding.evidence.push_back(
            {formatted("{} waits for {} in {}.", words::sentence(words::threadName(thread)),
                       futures ? "the result of a future" : words::resource(kind, thread.waitsOn),
                       words::place(log, log.site(thread.stack))),
             words::siteLines(log, thread)});
    }
    finding.evidence.push_back(
        {knot.certainty == Certainty::Proved
             ? "The log prints these threads as the owners of as many mutexes as are waited for, and each of them "
               "waits for another one: whoever owns which, they wait for each other, in one circle or in several."
         : futures ? "Nobody else in the log runs or is in the code that waits: the results may be theirs to give."
         : groups ? "Nobody else is left who could call Done, except one that waits for them: each may wait for "
                    "another one of them."
         : channels ? "Nobody else is left who could be at the other end of their channels, except one that waits for "
                      "them: each may wait for another one of them."
         : knot.kind == ResourceKind::RwMutex
             ? "A reader that already reads and reads again waits behind a writer, which waits for that reader."
         : knot.kind == ResourceKind::Thread
             ? "All threads but main wait for others to end, and no other is left whose end they could wait for."
         : knot.threads.size() == 1 && snapshot.threads.size() == 1
             ? "It is the only thread in the log, and has come to the lock from code of the same class."
         : knot.threads.size() == 1
             ? "It has come to the lock from code of the same class, and all other threads wait for threads to end."
         : joins(snapshot, knot)
             ? "They are in code of the same class, and all other threads wait for threads to end: the one that "
               "joins may hold the lock."
         : hasNativeThreads(snapshot)
             ? "Nobody else in the log is in code that takes these locks: they may hold them for each other."
             : "Nobody else in the log is in code that takes these locks: they hold them for each other, or "
               "goroutines that have ended left them locked.",
         {}});
    finding.missing = channels || groups ? missingEnds(log, graph.snapshot) : missingOwners(snapshot, knot.kind);
    finding.advice.push_back(adviceFor(futures    ? Situation::WaitForOwnWork
                                       : channels ? Situation::ChannelCircle
                                       : groups   ? Situation::WaitGroupNeverDone
                                       : semaphore                          ? Situation::WaitForOwnWork
                                       : knot.threads.size() == 1           ? Situation::LockTwice
                                       : joins(snapshot, knot)              ? Situation::JoinUnderLock
                                       : knot.kind == ResourceKind::RwMutex ? Situation::RecursiveReadLock
                                                                            : Situation::LockOrder,
                                       hasNativeThreads(snapshot)));
    return finding;
}

void findDeadlocks(const DetectorInput& in, std::vector<Finding>& out)
{
    const Waits waits(in.log);
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested()) return;
        const WaitGraph& graph = in.waitGraphs[s];
        std::vector<const WaitGraph::Cycle*> cycles;
        for (const WaitGraph::Cycle& cycle : graph.cycles)
            if (worthTelling(in.log, graph, cycle)) cycles.push_back(&cycle);
        std::ranges::stable_sort(cycles, {},
                                 [](const auto* c) { return std::pair(c->certainty, ~c->edges.size()); });
        if (cycles.size() > kMostCycles) cycles.resize(kMostCycles);
        for (const auto* cycle : cycles) out.push_back(cycleFinding(in, graph, *cycle, waits));
        if (graph.knot) out.push_back(knotFinding(in, graph, *graph.knot));
    }
}

}  // namespace

bool worthTelling(const Log& log, const WaitGraph& graph, const WaitGraph::Cycle& cycle)
{
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    if (cycle.certainty != Certainty::Possible) return true;
    const Cause cause = causeOf(log, snapshot);
    if (cause == Cause::Asleep || cause == Cause::TestTimeout) return true;
    // A panic may be the watchdog's that found the program stuck; other crashes end one that ran.
    if (cause != Cause::None && cause != Cause::Dump && cause != Cause::Panic)
        return false;
    if (cycle.edges.size() > 2) return true;
    // The runtime's own goroutines, which dumps of signals show, say nothing about the program's size.
    const auto isPrograms = [&](const Thread& t) {
        return t.kind != ThreadKind::System && !(t.createdAt && log.function(t.createdAt).starts_with("runtime."));
    };
    const bool large = std::ranges::count_if(snapshot.threads, isPrograms) > kFewThreads;
    for (const std::uint32_t e : cycle.edges) {
        if (graph.edges[e].kind != WaitGraph::Edge::Kind::WaitsFor) continue;
        const Thread& thread = snapshot.threads[graph.threads[graph.edges[e].from].threads.front()];
        if (thread.waitedMinutes < 1 && large) return false;
    }
    return true;
}

const Detector deadlockDetector{"deadlock", "Threads wait for each other in a circle", findDeadlocks};

}  // namespace skein
