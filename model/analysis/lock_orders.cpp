// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The order in which locks were taken, as a graph: what ThreadSanitizer, Helgrind and go-deadlock report
// before anybody waits.
#include "model/analysis/hashing.h"
#include "model/analysis/wait_graph.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein
{
namespace
{

class OrderGraph
{
public:
    OrderGraph(const Log& log, WaitGraph& graph)
        : m_log(log), m_snapshot(log.snapshots[graph.snapshot]), m_graph(graph)
    {
        for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t)
            m_threads.try_emplace(m_snapshot.threads[t].id.value, t);
    }

    void addReported()
    {
        for (const ReportedOrder& o : m_snapshot.native->orders) {
            const std::uint32_t held = lock(o.held, o.heldNumber);
            const std::uint32_t acquired = lock(o.acquired, o.acquiredNumber);
            const std::string why = o.headerOnly ? "the report says that this order was established before, "
                                                   "directly or through other locks, but not where"
                                                 : "";
            add(held, acquired,
                {.thread = indexOf(o.thread),
                 .stack = o.stack,
                 .lines = o.lines,
                 .heldStack = o.heldStack,
                 .heldLines = o.heldLines},
                why);
        }
        addOrigins();
    }

    /// Four stacks without goroutine or address: first and second lock, and the same two the other way round.
    void addGoDeadlock()
    {
        std::vector<const OtherStack*> stacks;
        for (const OtherStack& s : m_snapshot.otherStacks)
            if (s.about == About::Lock && !s.thread.known())
                stacks.push_back(&s);
        if (stacks.size() < 4)
            return;
        const std::uint32_t first = unnamed("A", stacks[0]->stack), second = unnamed("B", stacks[2]->stack);
        // Whoever took the second one first may still hold it; then its address is known.
        const auto still = std::ranges::find_if(m_snapshot.otherStacks, [&](const OtherStack& s) {
            return s.about == About::Lock && s.thread.known() && s.stack == stacks[2]->stack;
        });
        WaitGraph::Order back = between(*stacks[2], *stacks[3]);
        if (still != m_snapshot.otherStacks.end()) {
            m_graph.resources[second].address = still->address;
            back.thread = indexOf(still->thread);
        }
        add(first, second, between(*stacks[0], *stacks[1]), "");
        add(second, first, back, "");
    }

    /// Marks what lies on a circle: what is left after taking away, again and again, locks into which or out
    /// of which no order leads. (Orders between two circles stay; a report shows one circle.)
    void markCircles()
    {
        const std::size_t locks = m_graph.resources.size();
        std::vector<std::vector<std::uint32_t>> at(locks); // edges of each lock
        std::vector<std::uint32_t> in(locks, 0), out(locks, 0), gone;
        for (std::uint32_t e = 0; e < m_graph.edges.size(); ++e) {
            const WaitGraph::Edge& edge = m_graph.edges[e];
            at[edge.from].push_back(e);
            at[edge.to].push_back(e);
            ++out[edge.from];
            ++in[edge.to];
        }
        std::vector<bool> open(m_graph.edges.size(), true);
        for (std::uint32_t l = 0; l < locks; ++l)
            if (in[l] == 0 || out[l] == 0)
                gone.push_back(l);
        while (!gone.empty()) {
            const std::uint32_t l = gone.back();
            gone.pop_back();
            for (const std::uint32_t e : at[l]) {
                if (!open[e])
                    continue;
                open[e] = false;
                const WaitGraph::Edge& edge = m_graph.edges[e];
                if (--out[edge.from] == 0)
                    gone.push_back(edge.from);
                if (--in[edge.to] == 0)
                    gone.push_back(edge.to);
            }
        }
        for (std::uint32_t e = 0; e < m_graph.edges.size(); ++e) {
            WaitGraph::Edge& edge = m_graph.edges[e];
            edge.inCycle = open[e];
            if (open[e])
                m_graph.resources[edge.from].inCycle = m_graph.resources[edge.to].inCycle = true;
        }
    }

private:
    /// The node of a lock; one of which neither address nor number is known is like no other.
    std::uint32_t lock(std::uint64_t address, std::uint64_t number)
    {
        const bool numbered = number != ReportedOrder::kNoNumber;
        const auto next = static_cast<std::uint32_t>(m_graph.resources.size());
        if (address != 0 || numbered) {
            auto& known = address != 0 ? m_byAddress : m_byNumber;
            const auto [hit, isNew] = known.try_emplace(address != 0 ? address : number, next);
            if (!isNew)
                return hit->second;
        }
        m_graph.resources.push_back({.kind = ResourceKind::Mutex,
                                     .address = address,
                                     .name = numbered ? formatted("M{}", number) : std::string()});
        return next;
    }

    std::uint32_t unnamed(const char* name, StackId takenAt)
    {
        m_graph.resources.push_back(
            {.kind = ResourceKind::Mutex, .waitsAt = m_log.site(takenAt), .name = name});
        return static_cast<std::uint32_t>(m_graph.resources.size() - 1);
    }

    static WaitGraph::Order between(const OtherStack& held, const OtherStack& taken)
    {
        return {.stack = taken.stack, .lines = taken.lines, .heldStack = held.stack, .heldLines = held.lines};
    }

    void add(std::uint32_t from, std::uint32_t to, WaitGraph::Order order, std::string why)
    {
        WaitGraph::Edge edge{
            .kind = WaitGraph::Edge::Kind::Order, .from = from, .to = to, .why = std::move(why)};
        for (const LineSpan lines : {order.lines, order.heldLines})
            if (!lines.empty())
                edge.logLines.push_back(lines.first);
        edge.order = static_cast<std::uint32_t>(m_graph.orders.size());
        m_graph.orders.push_back(order);
        m_graph.edges.push_back(std::move(edge));
    }

    /// `Mutex M1 (0x7ffe01675af0) created at:`, `Lock at 0x111320 was first observed`
    void addOrigins()
    {
        for (const OtherStack& s : m_snapshot.otherStacks) {
            const auto at = s.about == About::MutexCreation && s.address != 0 ? m_byAddress.find(s.address)
                                                                              : m_byAddress.end();
            if (at == m_byAddress.end() || m_graph.resources[at->second].madeLine != 0)
                continue;
            m_graph.resources[at->second].madeAt = m_log.site(s.stack);
            m_graph.resources[at->second].madeLine = s.lines.first;
        }
    }

    std::uint32_t indexOf(ThreadId id) const
    {
        const auto hit = id.known() ? m_threads.find(id.value) : m_threads.end();
        return hit == m_threads.end() ? WaitGraph::Order::kNobody : hit->second;
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    WaitGraph& m_graph;
    SeededMap<std::uint64_t, std::uint32_t> m_threads, m_byAddress, m_byNumber;
};

} // namespace

void addLockOrders(const Log& log, std::span<WaitGraph> graphs)
{
    for (WaitGraph& graph : graphs) {
        const Snapshot& snapshot = log.snapshots[graph.snapshot];
        const bool reported = snapshot.native && !snapshot.native->orders.empty();
        const bool go =
            snapshot.format == "go-deadlock" && log.str(snapshot.reason).contains("Inconsistent locking");
        if (!graph.empty() || (!reported && !go))
            continue;
        OrderGraph orders(log, graph);
        reported ? orders.addReported() : orders.addGoDeadlock();
        orders.markCircles();
    }
}

} // namespace skein
