// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace skein
{

/// How many threads at the front of a contention's Finding::threads are holders: the first holds what the
/// last threads wait for, each further one what the one before it waits for. 0 where the log does not show a
/// holder. Linear in the edges of the snapshot's wait-for graph for each holder.
inline std::size_t contentionHolders(const Analysis& analysis, const Finding& finding)
{
    if (finding.kind != FindingKind::Contention || finding.threads.size() < 2)
        return 0;
    const std::uint32_t snapshot = finding.threads.back().snapshot;
    if (snapshot >= analysis.waitGraphs.size())
        return 0;
    constexpr std::size_t kLongestChain = 16;
    const WaitGraph& graph = analysis.waitGraphs[snapshot];
    using Edge = WaitGraph::Edge;
    std::int64_t waiter = graph.nodeOf(finding.threads.back().index);
    std::size_t count = 0;
    while (waiter >= 0 && count + 1 < finding.threads.size() && count < kLongestChain) {
        const auto waits = std::ranges::find_if(
            graph.edges, [&](const Edge& e) { return e.kind == Edge::Kind::WaitsFor && e.from == waiter; });
        const std::int64_t node = graph.nodeOf(finding.threads[count].index);
        const bool holds = waits != graph.edges.end() && std::ranges::any_of(graph.edges, [&](const Edge& e) {
                               return e.kind == Edge::Kind::HeldBy && e.from == waits->to && e.to == node;
                           });
        if (!holds)
            break;
        ++count;
        waiter = node;
    }
    return count;
}

} // namespace skein
