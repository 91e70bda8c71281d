// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/wait_graph.h"

#include "model/analysis/wait_graph_builder.h"

#include <algorithm>
#include <unordered_map>

namespace skein {

std::int64_t WaitGraph::nodeOf(std::uint32_t threadIndex) const
{
    for (std::size_t n = 0; n < threads.size(); ++n)
        if (std::ranges::binary_search(threads[n].threads, threadIndex)) return static_cast<std::int64_t>(n);
    return -1;
}

std::vector<WaitGraph> buildWaitGraphs(const Log& log)
{
    std::vector<WaitGraph> graphs;
    const Places places(log);
    const Waits waits(log);
    ArgumentReader reader(log);
    graphs.reserve(log.snapshots.size());
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s)
        graphs.push_back(WaitGraphBuilder(log, s, places, waits, reader).build());
    return graphs;
}

}  // namespace skein
