// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The third part of WaitGraphBuilder: from waits and holders to folded nodes, edges, cycles and weights.
#include "model/analysis/wait_graph_builder.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <span>

namespace skein {

/// Whoever may hold a lock has a node of its own; the others are folded by what they wait for and for whom.
bool WaitGraphBuilder::takesPart(std::uint32_t thread) const
{
    for (std::uint32_t h = m_firstHeld[thread]; h != kNone; h = m_holds[h].nextHeld)
        if (m_holds[h].lock || m_holds[h].certainty != Certainty::Possible || m_next[thread] != kNone)
            return true;
    return false;
}

void WaitGraphBuilder::makeNodes(WaitGraph& graph)
{
    m_nodeOf.assign(m_snapshot.threads.size(), kNone);
    m_resourceOf.assign(m_waited.size(), kNone);
    for (std::uint32_t w = 0; w < m_waited.size(); ++w) {
        const ContendedLock& lock = m_waited[w].lock;
        if (lock.waiters.empty()) continue;
        m_resourceOf[w] = static_cast<std::uint32_t>(graph.resources.size());
        graph.resources.push_back({.kind = lock.kind,
                                   .address = lock.address,
                                   .waitsAt = m_waited[w].waitsAt,
                                   .waiters = static_cast<std::uint32_t>(lock.waiters.size())});
    }
    RowIndex folded;
    std::vector<std::uint64_t> keys;  // of the nodes
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        if (m_waitOf[i] == kNone && m_firstHeld[i] == kNone) continue;
        const Thread& thread = m_snapshot.threads[i];
        std::uint64_t key = std::uint64_t{m_waitOf[i]} << 32 | thread.stack.value;
        if (takesPart(i)) key = hashMix(i, ~std::uint64_t{0});
        else
            for (std::uint32_t h = m_firstHeld[i]; h != kNone; h = m_holds[h].nextHeld)
                key = hashMix(key, m_holds[h].waited + 1);
        const std::uint32_t node = folded.findOrAdd(
            SeededHash()(key), [&](std::uint32_t n) { return keys[n] == key; },
            [&] {
                keys.push_back(key);
                graph.threads.push_back({.site = m_places.site(thread.stack)});
                return static_cast<std::uint32_t>(graph.threads.size() - 1);
            });
        graph.threads[node].threads.push_back(i);
        m_nodeOf[i] = node;
    }
}

void WaitGraphBuilder::makeEdges(WaitGraph& graph)
{
    constexpr std::size_t kNamedLines = 1000;  // edges that point at the lines of calls, not at headers alone
    std::size_t named = 0;
    m_waitEdge.assign(graph.threads.size(), kNone);
    for (std::uint32_t n = 0; n < graph.threads.size(); ++n) {
        const std::uint32_t first = graph.threads[n].threads.front();
        const std::uint32_t waited = m_waitOf[first];
        if (waited == kNone) continue;
        WaitGraph::Edge edge{.kind = WaitGraph::Edge::Kind::WaitsFor,
                             .from = n,
                             .to = m_resourceOf[waited],
                             .certainty = m_waited[waited].certainty};
        const Thread& thread = m_snapshot.threads[first];
        edge.logLines =
            (!m_holdsOf[waited].empty() || m_waited[waited].lock.waiters.size() > 1) && named++ < kNamedLines
                ? words::siteLines(m_log, thread)
                : std::vector{thread.firstLine};
        if (edge.certainty == Certainty::Likely)
            edge.why = "the log does not print the lock; the method was called on the same object";
        else if (edge.certainty == Certainty::Possible)
            edge.why = graph.threads[n].threads.size() > 1 || m_waited[waited].lock.waiters.size() > 1
                           ? "the log does not print for which one; they wait at one place, perhaps for "
                             "different ones"
                           : "the log does not print for which one";
        m_waitEdge[n] = static_cast<std::uint32_t>(graph.edges.size());
        graph.edges.push_back(std::move(edge));
    }
    m_holdEdge.assign(m_holds.size(), kNone);
    SeededMap<std::uint64_t, std::uint32_t> known;  // folded holders share one edge
    for (std::uint32_t h = 0; h < m_holds.size(); ++h) {
        const Hold& hold = m_holds[h];
        const std::uint32_t from = m_resourceOf[hold.waited], to = m_nodeOf[hold.holder];
        const auto [hit, isNew] =
            known.try_emplace(std::uint64_t{from} << 32 | to, static_cast<std::uint32_t>(graph.edges.size()));
        m_holdEdge[h] = hit->second;
        if (!isNew) continue;
        const Thread& thread = m_snapshot.threads[hold.holder];
        graph.edges.push_back({.kind = WaitGraph::Edge::Kind::HeldBy,
                               .from = from,
                               .to = to,
                               .certainty = hold.certainty,
                               .why = hold.why,
                               .logLines = hold.lock && named++ < 2 * kNamedLines
                                               ? words::frameLines(m_log, thread, hold.frameIndex)
                                               : std::vector{thread.firstLine}});
    }
}

/// Each thread waits behind at most one other, so the cycles are disjoint and one walk finds them all.
void WaitGraphBuilder::markCycles(WaitGraph& graph)
{
    std::vector<std::uint32_t> walk(m_next.size(), kNone);  // per thread: the walk that came by
    for (std::uint32_t start = 0; start < m_next.size(); ++start) {
        std::uint32_t t = start;
        while (t != kNone && walk[t] == kNone) {
            walk[t] = start;
            t = nextOf(t);
        }
        if (t == kNone || walk[t] != start || m_next[t] == kNone) continue;
        WaitGraph::Cycle cycle;
        cycle.certainty =
            m_snapshot.native ? Certainty::Proved : Certainty::Likely;  // Go prints no owners
        const std::uint32_t first = t;
        bool together = m_snapshot.native != nullptr;
        do {
            const std::uint32_t hold = m_next[t];
            together = together && (m_holds[hold].together || m_holds[hold].certainty == Certainty::Proved);
            for (const std::uint32_t e : {m_waitEdge[m_nodeOf[t]], m_holdEdge[hold]}) {
                graph.edges[e].inCycle = true;
                cycle.edges.push_back(e);
                cycle.certainty = std::max(cycle.certainty, graph.edges[e].certainty);
            }
            graph.threads[m_nodeOf[t]].inCycle = true;
            graph.resources[m_resourceOf[m_waitOf[t]]].inCycle = true;
            t = nextOf(t);
        } while (t != first);
        if (together) cycle.certainty = Certainty::Proved;
        // Which channel of a select it is does not matter to one that waits for itself.
        if (nextOf(first) == first && !m_holds[m_next[first]].lock)
            cycle.certainty = m_holds[m_next[first]].certainty;
        graph.cycles.push_back(std::move(cycle));
    }
}

/// How many threads each node holds up: those that wait behind it, and those behind them. Each waits behind
/// the likeliest holder only; members of a cycle hold up each other and all that wait for the cycle.
void WaitGraphBuilder::weigh(WaitGraph& graph) const
{
    const std::size_t n = graph.threads.size();
    std::vector<std::uint32_t> ahead(n, kNone), open(n, 0), ready;
    for (std::uint32_t t = 0; t < n; ++t) {
        const std::uint32_t next = nextOf(graph.threads[t].threads.front());
        if (next == kNone) continue;
        ahead[t] = m_nodeOf[next];
        ++open[ahead[t]];
    }
    const auto size = [&](std::uint32_t t) {
        return static_cast<std::uint32_t>(graph.threads[t].threads.size());
    };
    for (std::uint32_t t = 0; t < n; ++t)
        if (open[t] == 0) ready.push_back(t);
    for (std::size_t i = 0; i < ready.size();
         ++i) {  // whom nobody waits for first; cycles never become ready
        const std::uint32_t t = ready[i], next = ahead[t];
        if (next == kNone) continue;
        graph.threads[next].holdsUp += graph.threads[t].holdsUp + size(t);
        if (--open[next] == 0) ready.push_back(next);
    }
    for (const WaitGraph::Cycle& cycle : graph.cycles) {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < cycle.edges.size(); i += 2) {
            const std::uint32_t t = graph.edges[cycle.edges[i]].from;
            sum += graph.threads[t].holdsUp + size(t);
        }
        for (std::size_t i = 0; i < cycle.edges.size(); i += 2)
            graph.threads[graph.edges[cycle.edges[i]].from].holdsUp = sum - 1;
    }
    for (std::uint32_t t = 0; t < n; ++t) {
        WaitGraph::ThreadNode& node = graph.threads[t];
        node.rootBlocker = node.holdsUp > 0 && !node.inCycle && ahead[t] == kNone;
    }
}

}  // namespace skein
