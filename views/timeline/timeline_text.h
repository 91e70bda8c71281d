// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"
#include "views/report/shown_note.h"
#include "views/timeline/timeline_lanes.h"

#include <QString>

namespace skein
{
class TimelineScene;
struct MarkAt;
struct MarkRow;
struct TimelineHit;
} // namespace skein

/// Every word that a timeline shows. Text from the log is made printable here.
namespace skein::timeline
{

/// "G35", "T4", "main".
QString threadName(const Thread& thread);
QString laneId(const TimelineScene& scene, const Lane& lane);
/// "streams.New", or what the log says instead of a stack.
QString laneFunction(const TimelineScene& scene, const Lane& lane);
/// What stands below it: "streams.go:65, reporter".
QString laneDetail(const TimelineScene& scene, const Lane& lane);
/// What stands in the bar: "IO wait ≥ 61 min", "running".
QString barLabel(const TimelineScene& scene, const Lane& lane);
/// "reporter, proved"; empty for a thread that has no part in the finding.
QString role(const TimelineScene& scene, const Lane& lane);

/// "same map, likely"
QString conflictLabel(const Finding& finding, const Access& other);
/// "mutex 0xc000124008, likely"
QString waitLabel(const Thread& waiting, const WaitStep& step);
/// What a contention is about: "0xc000124008, likely"
QString contentionLabel(const Finding& finding, Certainty holder);
QString opVerb(AccessOp op);

/// What people say of the finding, where this lane is the party that they pinned; else null.
const notes::Said::OnOneFinding* pinned(const TimelineScene& scene, const Lane& lane);
/// "said by Ann"
QString saidLabel(const notes::Stamp& by);
/// "called “loader”, said by Ann"; empty where nobody named the thread.
QString nameText(const TimelineScene& scene, const Lane& lane);
/// The name alone: "loader".
QString shortName(const TimelineScene& scene, const Lane& lane);
/// A note for a tooltip: who says it of what, and the words.
QString noteText(const ShownNote& note);
/// "3 lanes are hidden by people."; empty where none is.
QString hiddenText(const TimelineScene& scene);

/// Names of the zones, from left to right: creation, past, crash; and of the line at the end.
struct ZoneNames {
    QString created, past, atCrash, end;
};
ZoneNames zoneNames(const TimelineScene& scene);

/// Plain text for a tooltip; empty where there is nothing to say.
QString tooltip(const TimelineScene& scene, const TimelineHit& hit);
/// One lane as text for the clipboard and for screen readers.
QString laneText(const TimelineScene& scene, const Lane& lane);
/// "418 goroutines, 7 lanes", "… 6 of 7 lanes; 1 hidden by the filter".
QString countText(const TimelineScene& scene);
/// What to do where there is nothing to draw.
QString emptyText(const TimelineScene& scene);
/// Why there is no clock.
QString whyNoClock();
/// "heap 3 → 27 MB", "goroutines 8 → 48": first and last of a row of marks.
QString marksText(const MarkRow& row);
/// "heap 12 MB, at least 40 s before the dump, line 45"
QString markText(const TimelineScene& scene, const MarkAt& at);

} // namespace skein::timeline
