// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_text.h"

#include "views/style/text.h"
#include "views/timeline/timeline_scene.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace skein::timeline
{
namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(skein::Timeline)
};

QString place(const Log& log, FrameId frame)
{
    if (!frame)
        return {};
    const Frame& f = log.frame(frame);
    const QString file = style::text(baseName(log.str(f.file)), 200);
    if (file.isEmpty())
        return style::text(log.str(f.module), 200);
    return f.line ? QStringLiteral("%1:%2").arg(file).arg(f.line) : file;
}

QString join(const QStringList& parts)
{
    QStringList filled;
    for (const QString& part : parts)
        if (!part.isEmpty())
            filled.append(part);
    return filled.join(QStringLiteral(", "));
}

const Access* accessOf(const TimelineScene& scene, std::uint32_t thread)
{
    const Finding* f = scene.finding();
    if (!f)
        return nullptr;
    const auto found =
        std::ranges::find(f->accesses, ThreadRef{scene.snapshotIndex(), thread}, &Access::thread);
    return found == f->accesses.end() ? nullptr : &*found;
}

/// Where the lane's thread stood, or what a report says that it did: an access, the last lock that it took.
FrameId siteOf(const TimelineScene& scene, const Lane& lane)
{
    if (const Access* access = accessOf(scene, lane.thread); access && access->frame)
        return access->frame;
    if (const FrameId site = scene.log().site(scene.thread(lane.thread).stack))
        return site;
    FrameId last;
    for (const Event& e : scene.timeline().events)
        last = e.kind == Event::Kind::Acquired && e.thread == lane.thread && e.frame ? e.frame : last;
    return last;
}

const WaitStep* stepOf(const TimelineScene& scene, std::uint32_t thread)
{
    const Finding* f = scene.finding();
    if (!f)
        return nullptr;
    const auto found =
        std::ranges::find(f->cycle, ThreadRef{scene.snapshotIndex(), thread}, &WaitStep::thread);
    return found == f->cycle.end() ? nullptr : &*found;
}

QString withMinutes(const QString& state, double least, double most)
{
    if (least < 0 && most < 0)
        return state;
    if (most > least && least > 0)
        return QStringLiteral("%1 ≥ %2 – %3").arg(state, style::duration(least), style::duration(most));
    if (least <= 0 && most > 0)
        return Text::tr("%1, some ≥ %2").arg(state, style::duration(most));
    return QStringLiteral("%1 ≥ %2").arg(state, style::duration(least));
}

QString groupState(const Log& log, const StateCount& state)
{
    return style::text(state.reason ? log.str(state.reason) : toString(state.state), 100);
}

const Group* groupOf(const TimelineScene& scene, const Lane& lane)
{
    const auto& groups = scene.analysis()->groups;
    return lane.kind == Lane::Kind::Group && lane.group < groups.size() ? &groups[lane.group] : nullptr;
}

/// The access that is not in the log.
const Access& absent(const TimelineScene& scene, const Lane& lane)
{
    return scene.finding()->accesses[lane.access];
}

QString eventText(const TimelineScene& scene, const Event& event)
{
    const QString at = place(scene.log(), event.frame);
    const QString sure = style::certaintyWord(event.certainty);
    switch (event.kind) {
    case Event::Kind::Access:
        return Text::tr("%1 at %2, %3").arg(opVerb(event.op), at, sure);
    case Event::Kind::Acquired:
        return Text::tr("takes %1 at %2, %3").arg(QString::fromStdString(hexAddress(event.lock)), at, sure);
    case Event::Kind::LockMade:
        return Text::tr("%1 first seen at %2").arg(QString::fromStdString(hexAddress(event.lock)), at);
    case Event::Kind::Holds:
        if (event.lock != 0)
            return Text::tr("holds %1, %2").arg(QString::fromStdString(hexAddress(event.lock)), sure);
        return Text::tr("holds a lock since before it began to wait, taken at %1, %2").arg(at, sure);
    case Event::Kind::Created:
        return Text::tr("created at %1").arg(at);
    case Event::Kind::WaitBegan:
        return Text::tr("began to wait at %1").arg(at);
    case Event::Kind::Crash:
        return Text::tr("crashed at %1").arg(at);
    case Event::Kind::Snapshot:
        return {};
    }
    return {};
}

QString lockName(const Thread& thread, const WaitStep& step)
{
    const bool named = thread.waitsOnKind != ResourceKind::None && thread.waitsOnKind != ResourceKind::Other;
    QString lock = named ? style::text(toString(thread.waitsOnKind)) : Text::tr("lock");
    if (step.waitsOn)
        lock += u' ' + QString::fromStdString(hexAddress(step.waitsOn));
    return lock;
}

QString linkTooltip(const TimelineScene& scene, std::size_t index)
{
    const auto links = scene.links();
    if (index >= links.size())
        return {};
    const LinkShape& link = links[index];
    if (link.kind == LinkShape::Kind::Said)
        return Text::tr("The other party of the conflict, %1; Skein did not infer it").arg(link.label);
    const QString sure = style::certaintyWord(link.certainty);
    if (link.kind == LinkShape::Kind::Conflict)
        return Text::tr("The two sides of the conflict; the other party: %1").arg(sure);
    if (link.step >= scene.finding()->cycle.size())
        return Text::tr("wait for what this one may hold: %1").arg(sure);
    const WaitStep& step = scene.finding()->cycle[link.step];
    const Thread& waiting = scene.thread(step.thread.index);
    return Text::tr("%1 waits for %2, held by %3: %4")
        .arg(threadName(waiting), lockName(waiting, step), threadName(scene.thread(step.heldBy.index)), sure);
}

QString createdTooltip(const TimelineScene& scene, const Lane& lane)
{
    const Thread& t = scene.thread(lane.thread);
    if (!t.createdAt)
        return Text::tr("created before everything else that the log shows");
    const QString by = style::text(shortFunction(scene.log().function(t.createdAt)), 300);
    const QString at = place(scene.log(), t.createdAt);
    if (t.creator.known())
        return Text::tr("created by %1 in %2, %3").arg(by, style::threadName(t.creator, t.kind), at);
    return Text::tr("created by %1, %2; the log does not say in which goroutine").arg(by, at);
}

QString stateTooltip(const TimelineScene& scene, const Lane& lane)
{
    QStringList lines{barLabel(scene, lane)};
    const Thread& t = scene.thread(lane.thread);
    if (const Group* group = groupOf(scene, lane)) {
        lines.clear();
        for (std::size_t i = 0; i < std::min<std::size_t>(group->states.size(), 8); ++i)
            lines.append(QStringLiteral("%1 × %2")
                             .arg(group->states[i].count)
                             .arg(groupState(scene.log(), group->states[i])));
        if (lane.maxWaited > 0)
            lines.append(Text::tr("longest wait: at least %1").arg(style::duration(lane.maxWaited)));
    } else if (t.waitedMinutes >= 0) {
        lines.append(Text::tr("The runtime prints whole minutes since it first noticed the wait: it began no "
                              "later than here."));
    }
    return lines.join(u'\n');
}

} // namespace

QString threadName(const Thread& thread)
{
    const QString id = QString::fromStdString(toString(thread.id));
    if (thread.id == ThreadId::main())
        return id;
    if (thread.kind == ThreadKind::Thread)
        return QStringLiteral("T%1").arg(id.isEmpty() ? QStringLiteral("?") : id);
    if (id.isEmpty())
        return thread.kind == ThreadKind::System ? QStringLiteral("sys") : QStringLiteral("G?");
    return QStringLiteral("G%1").arg(id);
}

QString laneFunction(const TimelineScene& scene, const Lane& lane)
{
    if (lane.kind == Lane::Kind::Absent)
        return Text::tr("other party");
    const Log& log = scene.log();
    if (lane.kind == Lane::Kind::Lock)
        return QString::fromStdString(hexAddress(scene.snapshot().otherStacks[lane.origin].address));
    const Thread& t = scene.thread(lane.thread);
    if (lane.group == Lane::kSystem && lane.kind == Lane::Kind::Group)
        return Text::tr("the runtime's own threads");
    if (const FrameId site = siteOf(scene, lane))
        return style::text(shortFunction(log.function(site)), 300);
    if (t.name)
        return style::text(log.str(t.name), 300);
    return t.stackUnavailable ? Text::tr("stack unavailable") : Text::tr("no stack in the log");
}

QString role(const TimelineScene& scene, const Lane& lane)
{
    const Finding* f = scene.finding();
    if (!f || lane.kind == Lane::Kind::Group || lane.kind == Lane::Kind::Lock)
        return {};
    if (const notes::Said::OnOneFinding* on = pinned(scene, lane)) {
        const QString said = Text::tr("other party, %1").arg(saidLabel(on->partyBy));
        const Access* access = accessOf(scene, lane.thread);
        return access ? Text::tr("%1 (Skein: %2)").arg(said, style::certaintyWord(access->certainty)) : said;
    }
    if (lane.kind == Lane::Kind::Absent)
        return Text::tr("not in this log");
    if (const Access* access = accessOf(scene, lane.thread)) {
        const QString sure = style::certaintyWord(access->certainty);
        const auto index = access - f->accesses.data();
        if (index == 0)
            return Text::tr("reporter, %1").arg(sure);
        return index == 1 ? Text::tr("other party, %1").arg(sure) : Text::tr("candidate, %1").arg(sure);
    }
    if (const WaitStep* step = stepOf(scene, lane.thread)) {
        if (step->heldBy && step->heldBy.index < scene.snapshot().threads.size())
            return Text::tr("waits for %1").arg(threadName(scene.thread(step->heldBy.index)));
        return Text::tr("in the cycle");
    }
    if (f->kind == FindingKind::Contention) {
        const auto named = std::ranges::find(f->threads, ThreadRef{scene.snapshotIndex(), lane.thread});
        const auto place = static_cast<std::size_t>(named - f->threads.begin());
        const auto& holders = scene.lanes.holders();
        if (named != f->threads.end() && place < holders.size()) {
            const QString sure = style::certaintyWord(holders[place]);
            return place == 0 ? Text::tr("holds it, %1").arg(sure)
                              : Text::tr("holds up the holder, %1").arg(sure);
        }
        if (named != f->threads.end())
            return Text::tr("waits for it");
    }
    if (std::ranges::contains(f->threads, ThreadRef{scene.snapshotIndex(), lane.thread}))
        return {};
    return lane.involved ? Text::tr("creator") : QString();
}

QString laneDetail(const TimelineScene& scene, const Lane& lane)
{
    if (lane.kind == Lane::Kind::Absent) {
        const QString verb = opVerb(absent(scene, lane).op);
        return Text::tr("%1; not in this log").arg(verb);
    }
    const Log& log = scene.log();
    if (lane.kind == Lane::Kind::Lock) {
        const FrameId seen = log.site(scene.snapshot().otherStacks[lane.origin].stack);
        if (!seen)
            return {};
        const QString by = style::text(shortFunction(log.function(seen)), 300);
        return Text::tr("first seen in %1, %2").arg(by, place(log, seen));
    }
    if (lane.group == Lane::kSystem && lane.kind == Lane::Kind::Group)
        return {};
    // The part it plays comes first: it must not be cut off.
    return join({role(scene, lane), place(log, siteOf(scene, lane))});
}

QString barLabel(const TimelineScene& scene, const Lane& lane)
{
    if (lane.thread == Lane::kNone)
        return {};
    const Log& log = scene.log();
    if (const Group* group = groupOf(scene, lane)) {
        if (group->states.empty())
            return {};
        if (group->states.size() == 1)
            return withMinutes(groupState(log, group->states.front()), lane.minWaited, lane.maxWaited);
        QStringList parts;
        for (std::size_t i = 0; i < std::min<std::size_t>(group->states.size(), 3); ++i)
            parts.append(
                QStringLiteral("%1 × %2").arg(group->states[i].count).arg(groupState(log, group->states[i])));
        if (group->states.size() > 3)
            parts.append(QStringLiteral("…"));
        return parts.join(QStringLiteral(", "));
    }
    const Thread& t = scene.thread(lane.thread);
    if (t.state == ThreadState::Unknown && !t.waitReason)
        return Text::tr("state not in the log");
    return withMinutes(style::text(stateText(log, t), 100), t.waitedMinutes, t.waitedMinutes);
}

QString conflictLabel(const Finding& finding, const Access& other)
{
    QString what = Text::tr("same place in memory");
    if (finding.kind == FindingKind::ConcurrentMapAccess)
        what = Text::tr("same map");
    else if (finding.resource && finding.resource->kind != ResourceKind::None)
        what = Text::tr("same %1").arg(style::text(toString(finding.resource->kind)));
    if (!other.thread)
        return what; // its lane says that it is not in this log
    return QStringLiteral("%1, %2").arg(what, style::certaintyWord(other.certainty));
}

QString waitLabel(const Thread& waiting, const WaitStep& step)
{
    // The address alone says which one; the space between two lanes is narrow.
    const QString lock =
        step.waitsOn ? QString::fromStdString(hexAddress(step.waitsOn)) : lockName(waiting, step);
    return QStringLiteral("%1, %2").arg(lock, style::certaintyWord(step.certainty));
}

QString contentionLabel(const Finding& finding, Certainty holder)
{
    QString what = Text::tr("lock");
    if (finding.resource && finding.resource->address)
        what = QString::fromStdString(hexAddress(finding.resource->address));
    else if (finding.resource && finding.resource->kind != ResourceKind::None)
        what = style::text(toString(finding.resource->kind));
    return QStringLiteral("%1, %2").arg(what, style::certaintyWord(holder));
}

QString opVerb(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return Text::tr("reads");
    case AccessOp::Write:
        return Text::tr("writes");
    case AccessOp::Iterate:
        return Text::tr("iterates");
    case AccessOp::Delete:
        return Text::tr("deletes");
    case AccessOp::AtomicRead:
        return Text::tr("reads atomically");
    case AccessOp::AtomicWrite:
        return Text::tr("writes atomically");
    case AccessOp::Free:
        return Text::tr("frees");
    }
    return {};
}

ZoneNames zoneNames(const TimelineScene& scene)
{
    ZoneNames names{.created = Text::tr("created"),
                    .past = Text::tr("past: not in the log"),
                    .atCrash = scene.endsInCrash() ? Text::tr("at the crash") : Text::tr("at the dump"),
                    .end = Text::tr("dump")};
    if (scene.axis.kind() == TimeAxis::Kind::Clock)
        names.past = Text::tr("minutes before");
    const auto& native = scene.snapshot().native;
    if (native && native->kind != ReportKind::None && !scene.endsInCrash()) {
        names.atCrash = Text::tr("in the report");
        names.end = Text::tr("report");
    }
    const std::string_view reason = scene.log().str(scene.snapshot().reason);
    if (reason.starts_with("fatal error"))
        names.end = Text::tr("fatal error");
    else if (reason.starts_with("panic"))
        names.end = Text::tr("panic");
    else if (scene.snapshot().signal)
        names.end = style::text(scene.log().str(scene.snapshot().signal), 16);
    else if (scene.endsInCrash())
        names.end = Text::tr("crash");
    return names;
}

QString tooltip(const TimelineScene& scene, const TimelineHit& hit)
{
    using Part = TimelineHit::Part;
    if (hit.mark && !scene.empty())
        return markText(scene, *hit.mark);
    if (hit.part == Part::Note && scene.said())
        return noteText(scene.note(hit.note));
    if (!hit.row || scene.empty())
        return {};
    const Lane lane = scene.lanes.at(*hit.row);
    if (hit.part == Part::Link)
        return linkTooltip(scene, hit.link);
    if (lane.kind == Lane::Kind::Absent) {
        const Finding& f = *scene.finding();
        return f.missing ? style::text(f.missing->what) + u'\n' + style::text(f.missing->why)
                         : role(scene, lane);
    }
    if (lane.kind == Lane::Kind::Lock)
        return hit.part == Part::Past ? Text::tr("The log does not say what happened here.")
                                      : laneText(scene, lane);
    switch (hit.part) {
    case Part::Label:
        return laneText(scene, lane);
    case Part::Fold:
        return lane.open ? Text::tr("Fold") : Text::tr("Show each of the %1").arg(lane.count);
    case Part::Created:
        return createdTooltip(scene, lane);
    case Part::Past:
        return Text::tr("The log does not say what happened here.");
    case Part::Bar:
        return stateTooltip(scene, lane);
    case Part::Crash:
        return style::text(scene.log().str(scene.snapshot().reason), 1000);
    case Part::Access:
    case Part::Hold: {
        QStringList lines{eventText(scene, *hit.event)};
        if (const Access* access = accessOf(scene, lane.thread); access && !access->why.empty())
            lines.append(style::text(access->why));
        return lines.join(u'\n');
    }
    case Part::Nothing:
    case Part::Header:
    case Part::Mark:
    case Part::Link:
    case Part::Note:
        break;
    }
    return {};
}

QString laneText(const TimelineScene& scene, const Lane& lane)
{
    const Log& log = scene.log();
    QStringList lines;
    if (lane.kind == Lane::Kind::Absent)
        return join({laneFunction(scene, lane), laneDetail(scene, lane)});
    if (lane.kind == Lane::Kind::Lock)
        return join({laneId(scene, lane) + u' ' + laneFunction(scene, lane), laneDetail(scene, lane)});
    const Thread& t = scene.thread(lane.thread);
    const bool group = lane.kind == Lane::Kind::Group;
    const FrameId site = siteOf(scene, lane);
    const QString who =
        group ? QStringLiteral("%1 ×").arg(lane.count > 1 ? lane.count : t.count) : threadName(t);
    const QString what = site ? style::text(log.function(site), 1000) : laneFunction(scene, lane);
    lines.append(QStringLiteral("%1 %2").arg(who, what));
    if (site && log.frame(site).line)
        lines.append(QStringLiteral("%1:%2")
                         .arg(style::text(log.str(log.frame(site).file), 1000))
                         .arg(log.frame(site).line));
    if (const QString name = nameText(scene, lane); !name.isEmpty())
        lines.append(name);
    if (const QString part = role(scene, lane); !part.isEmpty())
        lines.append(part);
    if (lane.important)
        lines.append(Text::tr("marked as important by people"));
    if (lane.hiddenByHand)
        lines.append(Text::tr("hidden by people"));
    if (const QString state = barLabel(scene, lane); !state.isEmpty())
        lines.append(state);
    if (!group && t.createdAt)
        lines.append(createdTooltip(scene, lane));
    if (t.crashed && !group)
        lines.append(style::text(log.str(scene.snapshot().reason), 500));
    if (const Access* access = accessOf(scene, lane.thread); access && !access->why.empty())
        lines.append(style::text(access->why));
    return lines.join(u'\n');
}

QString countText(const TimelineScene& scene)
{
    if (scene.empty())
        return {};
    const bool threads = scene.snapshot().threads.front().kind == ThreadKind::Thread;
    const std::uint64_t count = scene.lanes.threadCount();
    const std::size_t all = scene.lanes.lanes(), shown = scene.lanes.shownLanes();
    const QString who = threads
                            ? (count == 1 ? Text::tr("1 thread") : Text::tr("%L1 threads").arg(count))
                            : (count == 1 ? Text::tr("1 goroutine") : Text::tr("%L1 goroutines").arg(count));
    if (!scene.lanes.filtered())
        return QStringLiteral("%1, %2").arg(who,
                                            all == 1 ? Text::tr("1 lane") : Text::tr("%L1 lanes").arg(all));
    return Text::tr("%L1 of %L2 lanes; %L3 hidden by the filter").arg(shown).arg(all).arg(all - shown);
}

QString emptyText(const TimelineScene& scene)
{
    if (!scene.analysis())
        return Text::tr("No log is open. Open a crash log, drop one here, or paste it.");
    if (scene.log().snapshots.empty())
        return Text::tr(
            "No goroutine or thread dump was recognised in this log. Its lines are all in the log view.");
    return Text::tr("This dump names no threads. To get them all, run the program with GOTRACEBACK=all.");
}

QString whyNoClock()
{
    return Text::tr("The log has no times: no wait of a minute or more is printed.");
}

} // namespace skein::timeline
