// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Many wait for one lock, or to send on one channel, and no cycle explains it.
#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/deadlock.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {
namespace {

/// From how many waiters on a queue is worth a finding. A few are what locks are for.
struct Threshold {
    ResourceKind kind;
    std::uint32_t waiters;
};
constexpr Threshold kThresholds[] = {
    {ResourceKind::Mutex, 3},     {ResourceKind::RwMutex, 3},  {ResourceKind::Once, 3},
    {ResourceKind::Semaphore, 8}, {ResourceKind::Channel, 16},
};
constexpr std::uint32_t kMany = 8;  ///< waiters of one lock that are worth a look whoever holds it
constexpr std::size_t kMost = 5;    ///< findings of each snapshot

struct Queue {
    std::uint32_t resource = 0;
    std::uint32_t waiters = 0;
};

std::string_view nounOf(const Snapshot& snapshot)
{
    return hasNativeThreads(snapshot) ? "thread" : "goroutine";
}

/// Edges of one graph, looked up by their ends.
struct Edges {
    std::vector<std::vector<const WaitGraph::Edge*>> waits;  ///< per resource
    std::vector<const WaitGraph::Edge*> holder;  ///< per resource: the surest held-by edge, or null
    std::vector<const WaitGraph::Edge*> waitOf;  ///< per thread node, or null

    explicit Edges(const WaitGraph& graph)
        : waits(graph.resources.size()), holder(graph.resources.size()), waitOf(graph.threads.size())
    {
        for (const auto& e : graph.edges) {
            if (e.kind == WaitGraph::Edge::Kind::WaitsFor) {
                waits[e.to].push_back(&e);
                waitOf[e.from] = &e;
            }
        }
        for (const auto& e : graph.edges) {
            if (e.kind != WaitGraph::Edge::Kind::HeldBy) continue;
            const WaitGraph::Edge*& best = holder[e.from];
            if (best == nullptr || std::pair(queues(e), e.certainty) < std::pair(queues(*best), best->certainty))
                best = &e;
        }
    }

    /// A writer that is in the queue itself keeps later readers waiting, but not those that came before.
    bool queues(const WaitGraph::Edge& held) const
    {
        return waitOf[held.to] != nullptr && waitOf[held.to]->to == held.from;
    }
};

/// Waiters at one place are no queue where the log shows that they wait for different things.
bool isOneQueue(const Log& log, const WaitGraph& graph, const Edges& edges, std::uint32_t resource)
{
    const auto& node = graph.resources[resource];
    if (node.address != 0) return true;
    if (node.kind == ResourceKind::Channel) return false;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    return std::ranges::none_of(edges.waits[resource], [&](const WaitGraph::Edge* e) {
        return snapshot.threads[graph.threads[e->from].threads.front()].waitsOn != 0;
    });
}

/// Somebody asked the debugger who holds this one lock: then one waiter is worth a finding.
bool isOwnerPrinted(const Log& log, const WaitGraph& graph, const Edges& edges, std::uint32_t resource)
{
    const auto& node = graph.resources[resource];
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    const auto& native = snapshot.native;
    return hasNativeThreads(snapshot) && edges.holder[resource] != nullptr && edges.holder[resource]->certainty == Certainty::Proved &&
           node.kind == ResourceKind::Mutex && node.address != 0 && native &&
           std::ranges::any_of(native->owners, [&](const LockOwner& o) {
               return o.lock == node.address && o.osId != ThreadId::kNone;
           });
}

/// A lock that somebody has waited for through a whole minute is held too long, however few wait.
bool isWaitedForLong(const Log& log, const WaitGraph& graph, const Edges& edges, std::uint32_t resource)
{
    const ResourceKind kind = graph.resources[resource].kind;
    if (kind != ResourceKind::Mutex && kind != ResourceKind::RwMutex && kind != ResourceKind::Once) return false;
    const auto& threads = log.snapshots[graph.snapshot].threads;
    return std::ranges::any_of(edges.waits[resource], [&](const WaitGraph::Edge* e) {
        return std::ranges::any_of(graph.threads[e->from].threads,
                                   [&](std::uint32_t t) { return threads[t].waitedMinutes >= 1; });
    });
}

std::vector<Queue> queuesOf(const Log& log, const WaitGraph& graph, const Edges& edges)
{
    std::vector<bool> told(graph.resources.size(), false);  // a finding about a cycle speaks of it
    for (const WaitGraph::Cycle& cycle : graph.cycles) {
        if (!worthTelling(log, graph, cycle)) continue;
        for (std::size_t i = 0; i < cycle.edges.size(); i += 2) told[graph.edges[cycle.edges[i]].to] = true;
    }
    std::vector<Queue> queues;
    for (std::uint32_t r = 0; r < graph.resources.size(); ++r) {
        const auto& node = graph.resources[r];
        const auto limit = std::ranges::find(kThresholds, node.kind, &Threshold::kind);
        if (limit == std::end(kThresholds) || told[r]) continue;
        const bool few = node.waiters < limit->waiters;
        if (few && (node.waiters == 0 ||
                    (!isOwnerPrinted(log, graph, edges, r) && !isWaitedForLong(log, graph, edges, r))))
            continue;
        if (isOneQueue(log, graph, edges, r)) queues.push_back({r, node.waiters});
    }
    std::ranges::stable_sort(queues, std::ranges::greater{}, &Queue::waiters);
    if (queues.size() > kMost) queues.resize(kMost);
    return queues;
}

/// Names the holder of `resource`, and where that one waits for a lock too, the holder of that lock, and so
/// on.
void addHolders(const Log& log, const WaitGraph& graph, const Edges& edges, std::uint32_t resource,
                Finding& finding)
{
    constexpr int kLongestChain = 6;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    for (int step = 0; step < kLongestChain && edges.holder[resource] != nullptr; ++step) {
        const WaitGraph::Edge& held = *edges.holder[resource];
        const auto& node = graph.threads[held.to];
        const std::uint32_t t = node.threads.front();
        const ThreadRef ref{graph.snapshot, t};
        if (std::ranges::contains(finding.threads, ref)) return;
        finding.threads.push_back(ref);
        const std::string who = words::threadName(snapshot.threads[t]);
        if (step == 0)
            finding.title += held.certainty == Certainty::Proved ? formatted(", which {} holds", who)
                             : held.certainty == Certainty::Likely
                                 ? formatted(", which {} seems to hold", who)
                                 : formatted(", which {} may hold", who);
        const std::string_view verb = held.certainty == Certainty::Proved   ? "holds it"
                                      : held.certainty == Certainty::Likely ? "likely holds it"
                                                                            : "may hold it";
        finding.evidence.push_back(
            {formatted("{} {}: {}.", words::sentence(who), verb, held.why), held.logLines});
        if (node.rootBlocker)
            finding.evidence.push_back(
                {formatted("{} is the root: {} {} behind it, directly or through others.",
                           words::sentence(who), words::count(node.holdsUp, nounOf(snapshot)),
                           node.holdsUp == 1 ? "waits" : "wait"),
                 {}});
        const WaitGraph::Edge* wait = edges.waitOf[held.to];
        if (wait == nullptr || graph.resources[wait->to].kind == ResourceKind::Channel) return;
        resource = wait->to;
        finding.evidence.push_back(
            {formatted("{} itself waits for {}.", words::sentence(who),
                       words::resource(graph.resources[resource].kind, graph.resources[resource].address)),
             wait->logLines});
    }
}

void addWaiters(const Log& log, const WaitGraph& graph, const Edges& edges, std::uint32_t resource,
                Finding& finding)
{
    constexpr std::size_t kMostPlaces = 4;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    std::size_t told = 0;
    for (const auto* e : edges.waits[resource]) {
        const auto& node = graph.threads[e->from];
        for (const std::uint32_t t : node.threads) finding.threads.push_back({graph.snapshot, t});
        if (++told <= kMostPlaces)
            finding.evidence.push_back(
                {formatted("{} {} for it in {}.", words::sentence(words::threadNames(snapshot, node.threads)),
                           node.threads.size() == 1 ? "waits" : "wait", words::place(log, node.site)),
                 e->logLines});
    }
}

Finding queueFinding(const DetectorInput& in, const WaitGraph& graph, const Edges& edges, const Queue& queue)
{
    const auto& resource = graph.resources[queue.resource];
    const WaitGraph::Edge* holder = edges.holder[queue.resource];
    const Snapshot& snapshot = in.log.snapshots[graph.snapshot];
    const bool native = hasNativeThreads(snapshot);
    const bool known = holder != nullptr && holder->certainty != Certainty::Possible;
    // That they wait for one lock is certain where it has an address; that this is trouble is not.
    const bool many = resource.address != 0 && queue.waiters >= kMany;
    const Certainty sure = known        ? holder->certainty
                           : many       ? Certainty::Likely
                                        : Certainty::Possible;
    Finding finding = words::finding(FindingKind::Contention, sure, graph.snapshot);
    finding.resource = Resource{resource.kind, resource.address, {}};
    std::string what = words::resource(resource.kind, resource.address);
    if (resource.address == 0)
        what += formatted(" in {}", words::place(in.log, resource.waitsAt));
    finding.title = formatted("{} {} for {}", words::count(queue.waiters, nounOf(snapshot)),
                              queue.waiters == 1 ? "waits" : "wait", what);
    addHolders(in.log, graph, edges, queue.resource, finding);
    addWaiters(in.log, graph, edges, queue.resource, finding);
    const bool channel = resource.kind == ResourceKind::Channel;
    if (!known && native)
        finding.missing = Missing{"who holds it", "the log prints no owner of this lock",
                                  captureOwners(snapshot)};
    else if (!known)
        finding.missing =
            Missing{channel ? "who should receive" : "who holds it",
                    "Go does not record it, and the holder may stand in code that does not show the object",
                    "a second dump a minute later, the mutex and block profiles, or go-deadlock"};
    finding.advice.push_back(adviceFor(channel             ? Situation::NoReceiver
                                       : holder != nullptr ? Situation::LockHeldLong
                                                           : Situation::LockHolderUnknown,
                                       native));
    return finding;
}

void findContention(const DetectorInput& in, std::vector<Finding>& out)
{
    for (const WaitGraph& graph : in.waitGraphs) {
        if (in.stop.stop_requested()) return;
        if (graph.empty()) continue;
        const Edges edges(graph);
        for (const Queue& queue : queuesOf(in.log, graph, edges))
            out.push_back(queueFinding(in, graph, edges, queue));
    }
}

}  // namespace

const Detector contentionDetector{"contention", "Many wait for one lock", findContention};

}  // namespace skein
