// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>
#include <cmath>

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
        LinkShape link{.certainty = other.certainty, .op = other.op};
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

void TimelineScene::addCycle(std::vector<LinkShape>& links) const
{
    const Finding& f = *finding();
    const double zone = axis.x(axis.atCrash()), crash = axis.x(axis.crash());
    const double down = std::round(zone + (crash - zone) * 0.55), up = down + 16;
    for (const WaitStep& step : f.cycle) {
        if (!step.thread || !step.heldBy || step.thread.snapshot != m_snapshot)
            continue;
        const auto from = lanes.rowOf(step.thread.index), to = lanes.rowOf(step.heldBy.index);
        if (!from || !to || *from == *to)
            continue;
        const bool isDown = *to > *from;
        const double x = isDown ? down : up;
        LinkShape link{.kind = LinkShape::Kind::WaitsFor, .certainty = step.certainty};
        // Arrows end at the edge of the bar, not inside its words.
        const double edge = metrics.bar / 2 + 1;
        const double side = isDown ? 1 : -1;
        const QPointF start(x, rowMiddle(*from) + side * edge), end(x, rowMiddle(*to) - side * edge);
        link.path.moveTo(start);
        link.path.lineTo(end);
        link.tip = end;
        link.direction = QPointF(0, side);
        link.label = timeline::waitLabel(thread(step.thread.index), step);
        // Next to the arrow, between its own lane and the next one, where no bar is.
        link.labelAt =
            QPointF(isDown ? x - kLabelGap : x + kLabelGap, rowMiddle(*from) + side * metrics.lane / 2);
        link.labelLeft = isDown;
        link.labelWidth = isDown ? x - zone - 2 * kLabelGap : crash - x - 2 * kLabelGap;
        links.push_back(std::move(link));
    }
}

} // namespace skein
