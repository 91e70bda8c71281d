// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The words of a timeline about the rows of marks above its lanes, and about locks.
#include "views/style/text.h"
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <QCoreApplication>

namespace skein::timeline
{
namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(skein::Timeline)
};

} // namespace

QString laneId(const TimelineScene& scene, const Lane& lane)
{
    if (lane.kind == Lane::Kind::Absent)
        return QStringLiteral("?");
    if (lane.kind == Lane::Kind::Lock)
        return Text::tr("lock");
    return threadName(scene.thread(lane.thread));
}

QString markText(const TimelineScene& scene, const MarkAt& at)
{
    const MarkRow& row = scene.marks()[at.row];
    const MarkRow::Point& point = row.points[at.point];
    const QString what = row.kind == ProgramMark::Kind::HeapBytes
                             ? Text::tr("heap %L1 MB").arg(point.value >> 20)
                             : Text::tr("%L1 goroutines").arg(static_cast<qulonglong>(point.value));
    constexpr double kSeconds = 60;
    const QString before = point.minutesBefore < 1
                               ? Text::tr("%1 s").arg(static_cast<int>(point.minutesBefore * kSeconds))
                               : style::duration(point.minutesBefore);
    const QString when = point.minutesBefore > 0 ? Text::tr("at least %1 before the dump").arg(before)
                                                 : Text::tr("the last one before the dump");
    return Text::tr("%1, %2, line %L3").arg(what, when).arg(point.line);
}

QString marksText(const MarkRow& row)
{
    const std::uint64_t first = row.points.front().value, last = row.points.back().value;
    if (row.kind == ProgramMark::Kind::HeapBytes)
        return Text::tr("heap %L1 → %L2 MB").arg(first >> 20).arg(last >> 20);
    return Text::tr("goroutines %L1 → %L2").arg(first).arg(last);
}

} // namespace skein::timeline
