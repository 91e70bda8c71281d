// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_anchor.h"

#include <algorithm>
#include <cmath>

namespace skein::timeline
{
namespace
{

using notes::Anchor;

std::optional<std::uint32_t> findingIndex(const TimelineScene& scene)
{
    if (!scene.finding())
        return {};
    return static_cast<std::uint32_t>(scene.finding() - scene.analysis()->findings.data());
}

std::optional<Anchor> accessAnchor(const TimelineScene& scene, const notes::Resolver& resolver,
                                   ThreadRef thread, AccessOp op)
{
    const auto& accesses = scene.finding()->accesses;
    for (std::uint32_t i = 0; i < accesses.size(); ++i)
        if (accesses[i].thread == thread && accesses[i].op == op)
            return resolver.onAccess(*findingIndex(scene), i);
    return {};
}

/// The edge of the wait-for graph that an arrow between lanes stands for.
std::optional<Anchor> waitAnchor(const TimelineScene& scene, const notes::Resolver& resolver,
                                 const LinkShape& link)
{
    const auto& graphs = scene.analysis()->waitGraphs;
    if (scene.snapshotIndex() >= graphs.size() || !link.from)
        return {};
    const WaitGraph& graph = graphs[scene.snapshotIndex()];
    const std::int64_t node = graph.nodeOf(link.from.index);
    const auto edge = std::ranges::find_if(graph.edges, [&](const WaitGraph::Edge& e) {
        return e.kind == WaitGraph::Edge::Kind::WaitsFor && static_cast<std::int64_t>(e.from) == node;
    });
    if (node < 0 || edge == graph.edges.end())
        return {};
    const auto& members = graph.threads[static_cast<std::size_t>(node)].threads;
    const auto member = std::ranges::find(members, link.from.index);
    return resolver.onEdge(scene.snapshotIndex(), static_cast<std::uint32_t>(edge - graph.edges.begin()),
                           member == members.end() ? 0
                                                   : static_cast<std::uint32_t>(member - members.begin()));
}

std::optional<Anchor> linkAnchor(const TimelineScene& scene, const notes::Resolver& resolver,
                                 std::size_t index)
{
    const auto links = scene.links();
    if (index >= links.size())
        return {};
    const LinkShape& link = links[index];
    if (link.kind == LinkShape::Kind::WaitsFor)
        return waitAnchor(scene, resolver, link);
    if (link.kind == LinkShape::Kind::Said)
        return resolver.onFinding(*findingIndex(scene));
    if (!link.from || !link.to)
        return accessAnchor(scene, resolver, link.to, link.op);
    // A conflict: on both threads.
    const Thread &from = scene.thread(link.from.index), &to = scene.thread(link.to.index);
    return Anchor{.at = notes::OnEdge{.kind = notes::OnEdge::Kind::Conflict,
                                      .thread = from.id,
                                      .resource = {},
                                      .other = to.id,
                                      .otherLines = {to.firstLine, to.lastLine}},
                  .lines = {from.firstLine, from.lastLine}};
}

std::optional<Anchor> laneAnchor(const TimelineScene& scene, const notes::Resolver& resolver,
                                 const Lane& lane)
{
    if (lane.kind == Lane::Kind::Absent)
        return resolver.onAccess(*findingIndex(scene), lane.access);
    if (lane.kind == Lane::Kind::Lock)
        return Anchor{.at = notes::OnLines{}, .lines = scene.snapshot().otherStacks[lane.origin].lines};
    if (lane.kind == Lane::Kind::Group) {
        if (lane.group < scene.analysis()->groups.size())
            return resolver.onGroup(lane.group);
        return {};
    }
    return resolver.onThread({scene.snapshotIndex(), lane.thread});
}

LineSpan linesOf(const Event& event)
{
    if (event.logLines.empty())
        return {};
    const auto [first, last] = std::ranges::minmax(event.logLines);
    return {first, last};
}

} // namespace

std::optional<Anchor> anchorAt(const TimelineScene& scene, const notes::Resolver& resolver,
                               const TimelineHit& hit)
{
    using Part = TimelineHit::Part;
    if (scene.empty())
        return {};
    if (hit.part == Part::Note && scene.said())
        return scene.note(hit.note).anchor;
    if (hit.part == Part::Header && findingIndex(scene))
        return resolver.onFinding(*findingIndex(scene));
    if (hit.part == Part::Mark && hit.mark) {
        const std::uint32_t line = scene.marks()[hit.mark->row].points[hit.mark->point].line;
        return notes::Resolver::onLines({line, line});
    }
    if (hit.part == Part::Link)
        return linkAnchor(scene, resolver, hit.link);
    if (!hit.row)
        return {};
    const Lane lane = scene.lanes.at(*hit.row);
    const ThreadRef thread{scene.snapshotIndex(), lane.thread};
    if (hit.part == Part::Access && hit.event && scene.finding())
        if (auto access = accessAnchor(scene, resolver, thread, hit.event->op))
            return access;
    if (hit.part == Part::Created && lane.thread != Lane::kNone && lane.kind != Lane::Kind::Group &&
        scene.thread(lane.thread).creator.known()) {
        const auto row = scene.lanes.rowOfId(scene.thread(lane.thread).creator);
        const ThreadRef creator =
            row ? ThreadRef{scene.snapshotIndex(), scene.lanes.at(*row).thread} : ThreadRef{};
        return resolver.onCreation(thread, creator);
    }
    return laneAnchor(scene, resolver, lane);
}

std::optional<Anchor> markedAnchor(const TimelineScene& scene, const notes::Resolver& resolver)
{
    if (!scene.marked || scene.empty())
        return {};
    const auto& marked = *scene.marked;
    ThreadRef lane;
    if (marked.row)
        if (const Lane on = scene.lanes.at(*marked.row);
            on.kind == Lane::Kind::Thread || on.kind == Lane::Kind::Member)
            lane = {scene.snapshotIndex(), on.thread};
    if (scene.axis.kind() == TimeAxis::Kind::Clock) {
        const auto ms = [&](double world) {
            return -static_cast<std::int64_t>(std::llround(scene.axis.minutesAt(world) * 60'000));
        };
        return resolver.onClock(scene.snapshotIndex(), ms(marked.from), ms(marked.to), lane);
    }
    // By the first and the last event in the span.
    const double left = scene.axis.x(marked.from), right = scene.axis.x(marked.to);
    const Event *first = nullptr, *last = nullptr;
    double firstX = 0, lastX = 0;
    const auto& events = scene.timeline().events;
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        if (events[i].logLines.empty() || (lane && events[i].thread != lane.index))
            continue;
        const auto box = scene.eventBox(i);
        const double x =
            box ? (events[i].kind == Event::Kind::WaitBegan ? box->left() : box->center().x()) : 0;
        if (!box || x < left || x > right)
            continue;
        if (!first || x < firstX)
            first = &events[i], firstX = x;
        if (!last || x > lastX)
            last = &events[i], lastX = x;
    }
    if (!first)
        return {};
    return resolver.onOrder(scene.snapshotIndex(), linesOf(*first), linesOf(*last), lane);
}

} // namespace skein::timeline
