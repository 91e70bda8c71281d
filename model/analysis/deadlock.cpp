// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// fatal error: all goroutines are asleep - deadlock!
// That nobody can run is proved: the runtime says so. Which goroutines wait for each other is worked out by
// the wait-for graph and never proved, because Go prints no lock owners; it is a finding of its own.
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <format>
#include <map>

namespace skein
{
namespace
{

constexpr std::size_t kMostCycles = 10; ///< reported of each snapshot
constexpr std::size_t kMostEvidence = 8;

Situation situationOf(Wait wait)
{
    switch (wait) {
    case Wait::NilSend:
    case Wait::NilReceive:
        return Situation::NilChannel;
    case Wait::NoCases:
        return Situation::EmptySelect;
    case Wait::ChanSend:
        return Situation::NoReceiver;
    case Wait::ChanReceive:
    case Wait::Select:
        return Situation::NoSender;
    case Wait::WaitGroup:
        return Situation::WaitGroupNeverDone;
    case Wait::Condition:
        return Situation::ConditionNeverSignalled;
    case Wait::Mutex:
    case Wait::ReadLock:
    case Wait::WriteLock:
    case Wait::Semaphore:
        return Situation::LockHolderUnknown;
    default:
        return Situation::AllAsleep;
    }
}

/// The order in which waits are told: those that nothing can end first, those that wait for other goroutines
/// to finish last.
int rank(Wait wait)
{
    if (isForever(wait))
        return wait == Wait::NoCases ? 2 : 0;
    if (isLock(wait) || wait == Wait::Semaphore)
        return 1;
    if (wait == Wait::Condition)
        return 3;
    if (isChannel(wait))
        return 4;
    return 5;
}

struct Blocked {
    Wait wait = Wait::Other;
    FrameId site{};
    std::vector<std::uint32_t> threads{};
};

std::vector<Blocked> blockedThreads(const Log& log, const Snapshot& snapshot, const Waits& waits)
{
    std::map<std::pair<Wait, FrameId>, std::size_t> known;
    std::vector<Blocked> all;
    for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
        const Thread& thread = snapshot.threads[i];
        const Wait wait = waits.of(thread);
        if (thread.kind == ThreadKind::System || wait == Wait::Idle || wait == Wait::None)
            continue;
        const FrameId site = log.site(thread.stack);
        const auto [hit, isNew] = known.try_emplace({wait, site}, all.size());
        if (isNew)
            all.push_back({.wait = wait, .site = site});
        all[hit->second].threads.push_back(i);
    }
    std::ranges::stable_sort(all, {}, [](const Blocked& b) { return rank(b.wait); });
    return all;
}

Evidence evidenceOf(const Log& log, const Snapshot& snapshot, const Blocked& blocked)
{
    Evidence evidence{std::format("{} {} for {} in {}.",
                                  words::sentence(words::threadNames(snapshot, blocked.threads)),
                                  blocked.threads.size() == 1 ? "waits" : "wait", describe(blocked.wait),
                                  words::place(log, blocked.site)),
                      {}};
    for (std::size_t i = 0; i < blocked.threads.size() && i < 8; ++i)
        words::addLines(evidence.logLines, words::siteLines(log, snapshot.threads[blocked.threads[i]]));
    return evidence;
}

void findAsleep(const DetectorInput& in, std::uint32_t s, const Waits& waits, std::vector<Finding>& out)
{
    const Snapshot& snapshot = in.log.snapshots[s];
    const auto blocked = blockedThreads(in.log, snapshot, waits);
    Finding finding = words::finding(FindingKind::Deadlock, Certainty::Proved, s);
    finding.evidence.push_back({std::format("The runtime found that nobody can run: {}",
                                            words::shorten(in.log.str(snapshot.reason))),
                                words::spanLines(snapshot.reasonLines)});
    std::vector<std::uint32_t> threads;
    for (const Blocked& b : blocked) {
        if (finding.evidence.size() < kMostEvidence)
            finding.evidence.push_back(evidenceOf(in.log, snapshot, b));
        threads.insert(threads.end(), b.threads.begin(), b.threads.end());
    }
    finding.threads = words::refs(s, threads);
    const bool bubble = in.log.str(snapshot.reason).find("bubble") != std::string_view::npos;
    const std::string_view where = bubble ? " of the synctest bubble" : "";
    if (threads.size() == 1)
        finding.title = std::format("{}, the only one left{}, waits for {}",
                                    words::sentence(words::threadName(snapshot.threads[threads[0]])), where,
                                    describe(blocked[0].wait));
    else if (threads.empty())
        finding.title = std::format("All goroutines{} are asleep: nobody can run", where);
    else
        finding.title =
            std::format("All {} goroutines{} are blocked: nobody can wake anybody", threads.size(), where);
    const bool cycle = !in.waitGraphs[s].cycles.empty();
    const bool forever = !blocked.empty() && isForever(blocked[0].wait);
    if (!cycle && !forever)
        finding.missing =
            Missing{"who should have woken them",
                    "goroutines that have ended are not in the dump, and Go does not print who holds a lock",
                    "GOTRACEBACK=system shows which channel each one waits for; an execution trace "
                    "(runtime/trace) shows who ran before"};
    for (const Blocked& b : blocked) {
        const Advice advice = adviceFor(situationOf(b.wait));
        if (finding.advice.size() >= 2 || (cycle && isLock(b.wait)))
            continue;
        if (std::ranges::none_of(finding.advice, [&](const Advice& a) { return a.title == advice.title; }))
            finding.advice.push_back(advice);
    }
    if (finding.advice.empty())
        finding.advice.push_back(adviceFor(Situation::AllAsleep));
    out.push_back(std::move(finding));
}

// --- cycles
// -----------------------------------------------------------------------------------------------------

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

std::string titleOf(const Snapshot& snapshot, const Waits& waits, std::span<const Step> steps)
{
    std::vector<std::uint32_t> threads;
    bool onlyLocks = true;
    for (const Step& s : steps) {
        threads.push_back(s.thread);
        onlyLocks &= isLock(waits.of(snapshot.threads[s.thread]));
    }
    const std::string names = words::threadNames(snapshot, threads);
    if (steps.size() == 1)
        return std::format("{} waits for a lock that it seems to hold itself", words::sentence(names));
    if (steps.size() == 2 && onlyLocks) {
        const bool same = steps[0].waits->to == steps[1].waits->to;
        return same ? std::format("{} block each other on one RWMutex", words::sentence(names))
                    : std::format("{} wait for each other's lock", words::sentence(names));
    }
    if (onlyLocks)
        return std::format("{} wait for each other's locks in a circle", words::sentence(names));
    const auto channel = std::ranges::find_if(
        steps, [&](const Step& s) { return isChannel(waits.of(snapshot.threads[s.thread])); });
    if (steps.size() == 2 && channel != steps.end())
        return std::format("{} waits for a channel and seems to hold the lock that {} needs",
                           words::sentence(words::threadName(snapshot.threads[channel->thread])),
                           words::threadName(snapshot.threads[channel->holder]));
    return std::format("{} wait for each other in a circle", words::sentence(names));
}

Situation situationOf(const Snapshot& snapshot, const Waits& waits, std::span<const Step> steps)
{
    bool reads = false, channel = false;
    for (const Step& s : steps) {
        const Wait wait = waits.of(snapshot.threads[s.thread]);
        reads |= wait == Wait::ReadLock;
        channel |= isChannel(wait);
    }
    if (channel)
        return Situation::SendUnderLock;
    const bool one =
        std::ranges::all_of(steps, [&](const Step& s) { return s.waits->to == steps[0].waits->to; });
    if (!one)
        return Situation::LockOrder;
    return reads && steps.size() > 1 ? Situation::RecursiveReadLock : Situation::LockTwice;
}

Finding cycleFinding(const DetectorInput& in, const WaitGraph& graph, const WaitGraph::Cycle& cycle,
                     const Waits& waits)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    const auto steps = stepsOf(graph, cycle);
    Finding finding = words::finding(FindingKind::Deadlock, cycle.certainty, graph.snapshot);
    finding.title = titleOf(snapshot, waits, steps);
    for (const Step& step : steps) {
        const Thread& thread = snapshot.threads[step.thread];
        const WaitGraph::ResourceNode& resource = graph.resources[step.waits->to];
        const ThreadRef self{graph.snapshot, step.thread}, holder{graph.snapshot, step.holder};
        finding.cycle.push_back({self, resource.address, log.site(thread.stack), holder,
                                 std::max(step.waits->certainty, step.held->certainty)});
        finding.threads.push_back(self);
        if (finding.evidence.size() + 1 >= 2 * kMostEvidence)
            continue;
        finding.evidence.push_back(
            {std::format("{} waits for {} in {}.", words::sentence(words::threadName(thread)),
                         words::resource(resource.kind, resource.address),
                         words::place(log, log.site(thread.stack))),
             step.waits->logLines});
        const std::string_view verb = resource.kind == ResourceKind::Channel      ? "may be the other end"
                                      : resource.kind == ResourceKind::WaitGroup  ? "may be waited for"
                                      : step.held->certainty == Certainty::Likely ? "likely holds it"
                                                                                  : "may hold it";
        finding.evidence.push_back(
            {std::format("{} {}: {}.", words::sentence(words::threadName(snapshot.threads[step.holder])),
                         verb, step.held->why),
             step.held->logLines});
    }
    if (steps.size() == 1) {
        const WaitGraph::ResourceNode& r = graph.resources[steps[0].waits->to];
        finding.resource = Resource{r.kind, r.address, {}};
    }
    finding.missing =
        Missing{"who holds each lock", "Go does not record the owner of a lock; this follows from the stacks",
                "a run with github.com/sasha-s/go-deadlock in place of sync, which records owners"};
    finding.advice.push_back(adviceFor(situationOf(snapshot, waits, steps)));
    return finding;
}

/// A guess is worth a card only where something is known to be stuck.
bool worthTelling(const Log& log, const Snapshot& snapshot, const WaitGraph& graph,
                  const WaitGraph::Cycle& cycle)
{
    if (cycle.certainty == Certainty::Likely)
        return true;
    const Cause cause = causeOf(log, snapshot);
    if (cause == Cause::Asleep || cause == Cause::TestTimeout)
        return true;
    if (cause != Cause::None && cause != Cause::Dump)
        return false;
    for (const std::uint32_t e : cycle.edges) {
        if (graph.edges[e].kind != WaitGraph::Edge::Kind::WaitsFor)
            continue;
        const Thread& thread = snapshot.threads[graph.threads[graph.edges[e].from].threads.front()];
        if (thread.waitedMinutes < 1 && snapshot.threads.size() > 8)
            return false;
    }
    return true;
}

void findDeadlocks(const DetectorInput& in, std::vector<Finding>& out)
{
    const Waits waits(in.log);
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        const Snapshot& snapshot = in.log.snapshots[s];
        if (causeOf(in.log, snapshot) == Cause::Asleep)
            findAsleep(in, s, waits, out);
        const WaitGraph& graph = in.waitGraphs[s];
        std::vector<const WaitGraph::Cycle*> cycles;
        for (const WaitGraph::Cycle& cycle : graph.cycles)
            if (worthTelling(in.log, snapshot, graph, cycle))
                cycles.push_back(&cycle);
        std::ranges::stable_sort(cycles, {},
                                 [](const auto* c) { return std::pair(c->certainty, ~c->edges.size()); });
        if (cycles.size() > kMostCycles)
            cycles.resize(kMostCycles);
        for (const auto* cycle : cycles)
            out.push_back(cycleFinding(in, graph, *cycle, waits));
    }
}

} // namespace

const Detector deadlockDetector{"deadlock", "Threads wait for each other, or for nobody", findDeadlocks};

} // namespace skein
