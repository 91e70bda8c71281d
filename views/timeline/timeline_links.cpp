// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace skein
{
namespace
{

constexpr double kLabelGap = 7;

} // namespace

std::vector<LinkShape> TimelineScene::links() const
{
    std::vector<LinkShape> result;
    if (!empty() && finding()) {
        addConflicts(result);
        addCycle(result);
        addContention(result);
        addPinned(result);
    }
    return result;
}

/// Where the glyph of an access stands; a party that is not in the log stands below the reporter's.
QPointF TimelineScene::accessAt(std::size_t row, AccessOp op) const
{
    const LaneShape s = shape(row);
    for (const LaneShape::Mark& mark : s.accesses)
        if (mark.event->op == op || s.accesses.size() == 1)
            return mark.centre;
    if (!s.accesses.empty())
        return s.accesses.front().centre;
    return {std::round(axis.x(axis.worldOfStep(0, 1))), s.middle};
}

void TimelineScene::addConflicts(std::vector<LinkShape>& links) const
{
    const Finding& f = *finding();
    if (f.accesses.size() < 2 || !f.accesses[0].thread || f.accesses[0].thread.snapshot != m_snapshot)
        return;
    const Access& reporter = f.accesses[0];
    const auto reporterRow = lanes.rowOf(reporter.thread.index);
    if (!reporterRow)
        return;
    const QPointF from = accessAt(*reporterRow, reporter.op);
    bool labelled = false;
    for (std::size_t i = 1; i < f.accesses.size(); ++i) {
        const Access& other = f.accesses[i];
        if (other.thread && other.thread.snapshot != m_snapshot)
            continue;
        const auto row = other.thread ? lanes.rowOf(other.thread.index) : lanes.rowOfAbsent();
        if (!row || *row == *reporterRow)
            continue;
        const QPointF to = accessAt(*row, other.op);
        const double distance = std::abs(static_cast<double>(*row) - static_cast<double>(*reporterRow));
        const double bulge = metrics.lane * 0.6 + 13 * std::min(distance - 1, 10.0);
        const double out = metrics.glyph / 2 + 1;
        LinkShape link{.certainty = glyph::drawnCertainty(other),
                       .op = other.op,
                       .from = reporter.thread,
                       .to = other.thread};
        link.path = glyph::linkCurve(from + QPointF(out, 3), to + QPointF(out, 0), bulge);
        if (!labelled && distance == 1) {
            link.label = timeline::conflictLabel(f, other);
            const double x = std::max(from.x(), to.x()) + out + bulge + kLabelGap;
            link.labelAt = QPointF(x, (from.y() + to.y()) / 2);
            link.labelWidth = axis.x(axis.crash()) - x - kLabelGap;
            labelled = true;
        }
        links.push_back(std::move(link));
    }
}

/// An arrow between the bars of two lanes. Downwards and upwards ones stand beside each other.
LinkShape TimelineScene::waitArrow(std::size_t from, std::size_t to) const
{
    const double zone = axis.x(axis.atCrash()), crash = axis.x(axis.crash());
    const double down = std::round(zone + (crash - zone) * 0.5);
    const bool isDown = to > from;
    const double x = isDown ? down : down + 16;
    const double edge = metrics.bar / 2 + 1; // not into the words in the bars
    const double side = isDown ? 1 : -1;
    LinkShape link{.kind = LinkShape::Kind::WaitsFor};
    link.tip = QPointF(x, rowMiddle(to) - side * edge);
    link.direction = QPointF(0, side);
    link.path.moveTo(x, rowMiddle(from) + side * edge);
    link.path.lineTo(link.tip);
    // Its words stand between its own lane and the next one, where no bar is.
    link.labelLeft = isDown;
    link.labelAt = QPointF(isDown ? x - kLabelGap : x + kLabelGap, rowMiddle(from) + side * metrics.lane / 2);
    link.labelWidth = isDown ? x - zone - 2 * kLabelGap : crash - x - 2 * kLabelGap;
    return link;
}

void TimelineScene::addCycle(std::vector<LinkShape>& links) const
{
    const Finding& f = *finding();
    for (std::size_t i = 0; i < f.cycle.size(); ++i) {
        const WaitStep& step = f.cycle[i];
        if (!step.thread || !step.heldBy || step.thread.snapshot != m_snapshot)
            continue;
        const auto from = lanes.rowOf(step.thread.index), to = lanes.rowOf(step.heldBy.index);
        if (!from || !to || (*from == *to && step.thread != step.heldBy))
            continue;
        LinkShape link = *from == *to ? selfLink(*from) : waitArrow(*from, *to);
        link.certainty = step.certainty;
        link.step = i;
        link.from = step.thread;
        link.to = step.heldBy;
        link.label = timeline::waitLabel(thread(step.thread.index), step);
        links.push_back(std::move(link));
    }
}

/// From those who wait, threads or whole groups, to the holder, and from there to who holds that one up.
void TimelineScene::addContention(std::vector<LinkShape>& links) const
{
    const Finding& f = *finding();
    const auto& holders = lanes.holders();
    if (holders.empty() || f.threads.front().snapshot != m_snapshot)
        return;
    const auto add = [&](std::optional<std::size_t> from, std::optional<std::size_t> to, Certainty sure,
                         bool labelled) {
        if (!from || !to || *from == *to)
            return;
        LinkShape link = waitArrow(*from, *to);
        link.certainty = sure;
        link.step = LinkShape::kNoStep;
        if (labelled)
            link.label = timeline::contentionLabel(f, sure);
        links.push_back(std::move(link));
    };
    const auto holder = lanes.rowOf(f.threads.front().index);
    bool first = true;
    for (const std::uint32_t group : lanes.namedGroups())
        add(lanes.rowOfGroup(group), holder, holders.front(), std::exchange(first, false));
    for (std::size_t i = holders.size(); i < f.threads.size() && lanes.namedGroups().empty(); ++i)
        add(lanes.rowOf(f.threads[i].index), holder, holders.front(), std::exchange(first, false));
    for (std::size_t i = 1; i < holders.size(); ++i)
        add(lanes.rowOf(f.threads[i - 1].index), lanes.rowOf(f.threads[i].index), holders[i], false);
}

/// What a person says that the other party was; beside what Skein infers.
void TimelineScene::addPinned(std::vector<LinkShape>& links) const
{
    const Finding& f = *finding();
    const auto on =
        said() ? said()->said.findings.find(*m_finding) : decltype(said()->said.findings.begin()){};
    if (!said() || on == said()->said.findings.end() || !on->second.otherParty)
        return;
    const ThreadRef reporter = !f.accesses.empty() ? f.accesses.front().thread
                               : f.threads.empty() ? ThreadRef{}
                                                   : f.threads.front();
    const auto from = rowOf(reporter), to = rowOf(on->second.otherParty);
    if (!from || !to || *from == *to)
        return;
    LinkShape link{.kind = LinkShape::Kind::Said, .from = reporter, .to = on->second.otherParty};
    const AccessOp op = f.accesses.empty() ? AccessOp::Write : f.accesses.front().op;
    const double out = metrics.glyph / 2 + 1;
    const QPointF begin = accessAt(*from, op) + QPointF(-out, 3), end = accessAt(*to, op) - QPointF(out, 0);
    // On the other side than what is inferred.
    link.path.moveTo(begin);
    const double bulge = metrics.lane * 0.8;
    link.path.cubicTo(begin - QPointF(bulge, 0), end - QPointF(bulge, 0), end);
    link.tip = end;
    link.direction = QPointF(1, 0);
    link.label = timeline::saidLabel(on->second.partyBy);
    link.labelLeft = true;
    // Beside its end, where no bar is.
    const double side = end.y() > begin.y() ? -1 : 1;
    link.labelAt = QPointF(std::min(begin.x(), end.x()) - bulge / 2, end.y() + side * metrics.lane / 2);
    link.labelWidth = link.labelAt.x() - plotLeft() - kLabelGap;
    links.push_back(std::move(link));
}

/// A thread that waits for a lock of its own: a loop below its bar.
LinkShape TimelineScene::selfLink(std::size_t row) const
{
    const double zone = axis.x(axis.atCrash()), crash = axis.x(axis.crash());
    const double x = std::round(zone + (crash - zone) * 0.5);
    const double y = rowMiddle(row) + metrics.bar / 2 + 1;
    const double depth = (metrics.lane - metrics.bar) / 2 + 2;
    LinkShape link{.kind = LinkShape::Kind::WaitsFor};
    link.path.moveTo(x, y);
    link.path.cubicTo(QPointF(x - 4, y + depth), QPointF(x + 24, y + depth), QPointF(x + 20, y));
    link.tip = QPointF(x + 20, y);
    link.direction = QPointF(0, -1);
    link.labelAt = QPointF(x + 20 + kLabelGap, rowTop(row) + metrics.lane);
    link.labelWidth = crash - link.labelAt.x() - kLabelGap;
    return link;
}

} // namespace skein
