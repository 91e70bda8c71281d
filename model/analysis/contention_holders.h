// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace skein
{

/// The holders of a contention, which stand at the front of its Finding::threads: the first holds what the
/// last threads wait for, each further one what the one before it waits for. One entry for each: how sure
/// that is. Empty where the log does not show a holder. Linear in the edges of the wait-for graph for each
/// holder.
inline std::vector<Certainty> contentionHolders(const Analysis& analysis, const Finding& finding)
{
    std::vector<Certainty> holders;
    if (finding.kind != FindingKind::Contention || finding.threads.size() < 2)
        return holders;
    const std::uint32_t snapshot = finding.threads.back().snapshot;
    if (snapshot >= analysis.waitGraphs.size())
        return holders;
    constexpr std::size_t kLongestChain = 16;
    const WaitGraph& graph = analysis.waitGraphs[snapshot];
    using Edge = WaitGraph::Edge;
    std::int64_t waiter = graph.nodeOf(finding.threads.back().index);
    while (waiter >= 0 && holders.size() + 1 < finding.threads.size() && holders.size() < kLongestChain) {
        const auto waits = std::ranges::find_if(
            graph.edges, [&](const Edge& e) { return e.kind == Edge::Kind::WaitsFor && e.from == waiter; });
        if (waits == graph.edges.end())
            break;
        const std::int64_t node = graph.nodeOf(finding.threads[holders.size()].index);
        const auto held = std::ranges::find_if(graph.edges, [&](const Edge& e) {
            return e.kind == Edge::Kind::HeldBy && e.from == waits->to && e.to == node;
        });
        if (held == graph.edges.end())
            break;
        holders.push_back(held->certainty);
        waiter = node;
    }
    return holders;
}

} // namespace skein
