// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// From what stands in an analysis to an anchor.
#include "model/analysis/words.h"
#include "model/said/tables.h"

#include <algorithm>

namespace skein::notes
{

namespace
{

OnResource resourceOf(const Log& log, const WaitGraph::ResourceNode& node)
{
    OnResource out{.kind = std::string(toString(node.kind)), .address = node.address};
    if (node.address == 0 && node.waitsAt)
        out.name = log.function(node.waitsAt);
    return out;
}

OnFinding findingOf(const Finding& finding)
{
    return {.kind = std::string(toString(finding.kind)),
            .address = finding.resource ? finding.resource->address : 0};
}

LineSpan spanOf(const std::vector<std::uint32_t>& lines)
{
    if (lines.empty())
        return {};
    const auto [first, last] = std::ranges::minmax(lines);
    return {first, last};
}

} // namespace

LineSpan citedLines(const Log& log, const Finding& finding)
{
    LineSpan span;
    const auto add = [&](const std::vector<std::uint32_t>& lines) {
        const LineSpan more = spanOf(lines);
        if (more.empty())
            return;
        span =
            span.empty() ? more : LineSpan{std::min(span.first, more.first), std::max(span.last, more.last)};
    };
    for (const Evidence& evidence : finding.evidence)
        add(evidence.logLines);
    for (const Access& access : finding.accesses)
        add(access.logLines);
    if (span.empty() && finding.snapshot)
        span = log.snapshots[*finding.snapshot].lines;
    return span;
}

LineSpan Resolver::linesOf(ThreadRef ref) const
{
    const Snapshot& snapshot = m_analysis->log->snapshots[ref.snapshot];
    const Thread& thread = snapshot.threads[ref.index];
    return thread.firstLine != 0 ? LineSpan{thread.firstLine, std::max(thread.firstLine, thread.lastLine)}
                                 : snapshot.lines;
}

Anchor Resolver::onThread(ThreadRef ref) const
{
    const Thread& thread = m_analysis->log->snapshots[ref.snapshot].threads[ref.index];
    return {.at = OnThread{thread.id}, .lines = linesOf(ref)};
}

Anchor Resolver::onFrame(ThreadRef ref, std::uint32_t index) const
{
    const Log& log = *m_analysis->log;
    const Thread& thread = log.snapshots[ref.snapshot].threads[ref.index];
    const auto stack = log.stack(thread.stack);
    if (index >= stack.size())
        return onThread(ref);
    LineSpan lines = linesOf(ref);
    const auto printed = log.threadText->frames(thread);
    if (index < printed.size() && overlap(printed[index].lines, lines)) // profiles print some elsewhere
        lines = printed[index].lines;
    return {.at = OnFrame{thread.id, index, std::string(log.function(stack[index]))}, .lines = lines};
}

Anchor Resolver::onGroup(std::uint32_t index) const
{
    const Group& group = m_analysis->groups[index];
    if (group.threads.empty())
        return onLines(m_analysis->log->snapshots[group.snapshot].lines);
    const ThreadRef first{group.snapshot, group.threads.front()};
    const Thread& thread = m_analysis->log->snapshots[first.snapshot].threads[first.index];
    return {.at = OnGroup{triage::toString(fingerprints().of(thread))}, .lines = linesOf(first)};
}

Anchor Resolver::onFinding(std::uint32_t index) const
{
    const Finding& finding = m_analysis->findings[index];
    return {.at = findingOf(finding), .lines = citedLines(*m_analysis->log, finding)};
}

Anchor Resolver::onAccess(std::uint32_t finding, std::uint32_t index) const
{
    const Finding& of = m_analysis->findings[finding];
    const Access& access = of.accesses[index];
    OnAccess out{.finding = findingOf(of),
                 .findingLines = citedLines(*m_analysis->log, of),
                 .op = std::string(toString(access.op))};
    if (access.thread)
        out.thread = m_analysis->log->snapshots[access.thread.snapshot].threads[access.thread.index].id;
    LineSpan lines = spanOf(access.logLines);
    if (lines.empty())
        lines = access.thread ? linesOf(access.thread) : out.findingLines;
    return {.at = std::move(out), .lines = lines};
}

Anchor Resolver::onResource(std::uint32_t graph, std::uint32_t node) const
{
    const WaitGraph& in = m_analysis->waitGraphs[graph];
    const Log& log = *m_analysis->log;
    return {.at = resourceOf(log, in.resources[node]), .lines = log.snapshots[in.snapshot].lines};
}

Anchor Resolver::onEdge(std::uint32_t graph, std::uint32_t index, std::uint32_t member) const
{
    const WaitGraph& in = m_analysis->waitGraphs[graph];
    const WaitGraph::Edge& edge = in.edges[index];
    if (edge.kind == WaitGraph::Edge::Kind::Order)
        return onTaking(in, edge);
    const bool waits = edge.kind == WaitGraph::Edge::Kind::WaitsFor;
    const auto& threads = in.threads[waits ? edge.from : edge.to].threads;
    const ThreadRef ref{in.snapshot, threads[std::min<std::size_t>(member, threads.size() - 1)]};
    return {.at = OnEdge{.kind = waits ? OnEdge::Kind::WaitsFor : OnEdge::Kind::HeldBy,
                         .thread = m_analysis->log->snapshots[ref.snapshot].threads[ref.index].id,
                         .resource = resourceOf(*m_analysis->log, in.resources[waits ? edge.to : edge.from])},
            .lines = linesOf(ref)};
}

Anchor Resolver::onTaking(const WaitGraph& in, const WaitGraph::Edge& edge) const
{
    const WaitGraph::Order& order = in.orders[edge.order];
    const Snapshot& snapshot = m_analysis->log->snapshots[in.snapshot];
    OnEdge out{.kind = OnEdge::Kind::Takes,
               .resource = resourceOf(*m_analysis->log, in.resources[edge.to])};
    if (order.thread < snapshot.threads.size())
        out.thread = snapshot.threads[order.thread].id;
    return {.at = std::move(out), .lines = order.lines.empty() ? snapshot.lines : order.lines};
}

Anchor Resolver::onCreation(ThreadRef created, ThreadRef creator) const
{
    const Thread& thread = m_analysis->log->snapshots[created.snapshot].threads[created.index];
    OnEdge out{.kind = OnEdge::Kind::Created, .thread = thread.id, .other = thread.creator};
    if (creator)
        out.otherLines = linesOf(creator);
    return {.at = std::move(out), .lines = linesOf(created)};
}

Anchor Resolver::onClock(std::uint32_t snapshot, std::int64_t from, std::int64_t to, ThreadRef lane) const
{
    OnTime out{.axis = OnTime::Axis::Clock, .from = std::min(from, to), .to = std::max(from, to)};
    if (lane) {
        out.thread = m_analysis->log->snapshots[lane.snapshot].threads[lane.index].id;
        out.threadLines = linesOf(lane);
    }
    return {.at = std::move(out), .lines = m_analysis->log->snapshots[snapshot].lines};
}

Anchor Resolver::onOrder(std::uint32_t snapshot, LineSpan fromEvent, LineSpan toEvent, ThreadRef lane) const
{
    Anchor out = onClock(snapshot, 0, 0, lane);
    auto& time = std::get<OnTime>(out.at);
    time.axis = OnTime::Axis::Order;
    time.fromLines = fromEvent;
    time.toLines = toEvent;
    return out;
}

Anchor Resolver::onLines(LineSpan lines)
{
    return {.at = OnLines{}, .lines = lines};
}

Anchor Resolver::onCase()
{
    return {};
}

std::string Resolver::threadLabel(ThreadRef ref) const
{
    const Log& log = *m_analysis->log;
    const Thread& thread = log.snapshots[ref.snapshot].threads[ref.index];
    std::string out = words::threadName(thread);
    if (const auto name = log.str(thread.name); !name.empty())
        out += " (" + std::string(name) + ")";
    return out;
}

} // namespace skein::notes
