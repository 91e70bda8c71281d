// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Many wait for one lock, or to send on one channel, and no cycle explains it.
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <format>

namespace skein
{
namespace
{

/// From how many waiters on a queue is worth a finding. A few are what locks are for.
struct Threshold {
    ResourceKind kind;
    std::uint32_t waiters;
};
constexpr Threshold kThresholds[] = {
    {ResourceKind::Mutex, 3},     {ResourceKind::RwMutex, 3},  {ResourceKind::Once, 3},
    {ResourceKind::Semaphore, 3}, {ResourceKind::Channel, 16},
};
constexpr std::size_t kMost = 10; ///< findings of each snapshot

struct Queue {
    std::uint32_t resource = 0;
    std::uint32_t waiters = 0;
};

std::vector<Queue> queuesOf(const WaitGraph& graph)
{
    std::vector<Queue> queues;
    for (std::uint32_t r = 0; r < graph.resources.size(); ++r) {
        const auto& node = graph.resources[r];
        const auto limit = std::ranges::find(kThresholds, node.kind, &Threshold::kind);
        // Without an address the waiters of a channel need not wait for the same one.
        const bool same = node.kind != ResourceKind::Channel || node.address != 0;
        if (limit != std::end(kThresholds) && same && node.waiters >= limit->waiters && !node.inCycle)
            queues.push_back({r, node.waiters});
    }
    std::ranges::stable_sort(queues, std::ranges::greater{}, &Queue::waiters);
    if (queues.size() > kMost)
        queues.resize(kMost);
    return queues;
}

/// Edges of one graph by resource, made once: a graph may have many.
struct Edges {
    std::vector<std::vector<const WaitGraph::Edge*>> waits, held;

    explicit Edges(const WaitGraph& graph) : waits(graph.resources.size()), held(graph.resources.size())
    {
        for (const auto& e : graph.edges) {
            if (e.kind == WaitGraph::Edge::Kind::WaitsFor)
                waits[e.to].push_back(&e);
            else
                held[e.from].push_back(&e);
        }
    }
};

Finding queueFinding(const DetectorInput& in, const WaitGraph& graph, const Edges& edges, const Queue& queue)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    const auto& resource = graph.resources[queue.resource];
    Finding finding = words::finding(FindingKind::Contention, Certainty::Possible, graph.snapshot);
    finding.certainty = resource.address != 0 ? Certainty::Likely : Certainty::Possible;
    finding.resource = Resource{resource.kind, resource.address, {}};
    const std::string what =
        resource.address != 0
            ? words::resource(resource.kind, resource.address)
            : std::format("{} in {}", words::resource(resource.kind, 0), words::place(log, resource.waitsAt));
    finding.title = std::format("{} wait for {}", words::count(queue.waiters, "goroutine"), what);

    const WaitGraph::Edge* best = nullptr;
    for (const auto* e : edges.held[queue.resource])
        if (best == nullptr || e->certainty < best->certainty)
            best = e;
    if (best != nullptr) {
        const auto& holder = graph.threads[best->to];
        const std::uint32_t t = holder.threads.front();
        finding.threads.push_back({graph.snapshot, t});
        const bool likely = best->certainty == Certainty::Likely;
        finding.title += std::format(", which {} {} hold{}", words::threadName(snapshot.threads[t]),
                                     likely ? "seems to" : "may", "");
        finding.evidence.push_back(
            {std::format("{} {}: {}.", words::sentence(words::threadName(snapshot.threads[t])),
                         likely ? "likely holds it" : "may hold it", best->why),
             best->logLines});
        if (holder.rootBlocker && holder.holdsUp > queue.waiters)
            finding.evidence.push_back({std::format("It holds up {} in all, directly or through others.",
                                                    words::count(holder.holdsUp, "goroutine")),
                                        {}});
    }
    for (const auto* e : edges.waits[queue.resource]) {
        const auto& node = graph.threads[e->from];
        for (const std::uint32_t t : node.threads)
            finding.threads.push_back({graph.snapshot, t});
        if (finding.evidence.size() < 6)
            finding.evidence.push_back(
                {std::format("{} {} for it in {}.",
                             words::sentence(words::threadNames(snapshot, node.threads)),
                             node.threads.size() == 1 ? "waits" : "wait", words::place(log, node.site)),
                 e->logLines});
    }
    if (best == nullptr || best->certainty != Certainty::Likely)
        finding.missing =
            Missing{resource.kind == ResourceKind::Channel ? "who should receive" : "who holds it",
                    "Go does not record it, and the holder may stand in code that does not show the object",
                    "a second dump a minute later, the mutex and block profiles, or go-deadlock"};
    finding.advice.push_back(adviceFor(resource.kind == ResourceKind::Channel ? Situation::NoReceiver
                                       : best != nullptr                      ? Situation::LockHeldLong
                                                         : Situation::LockHolderUnknown));
    return finding;
}

void findContention(const DetectorInput& in, std::vector<Finding>& out)
{
    for (const WaitGraph& graph : in.waitGraphs) {
        if (in.stop.stop_requested())
            return;
        const auto queues = queuesOf(graph);
        if (queues.empty())
            continue;
        const Edges edges(graph);
        for (const Queue& queue : queues)
            out.push_back(queueFinding(in, graph, edges, queue));
    }
}

} // namespace

const Detector contentionDetector{"contention", "Many wait for one lock", findContention};

} // namespace skein
