// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_notes.h"

#include "views/report/note_text.h"
#include "views/style/note_glyphs.h"
#include "views/style/text.h"
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>
#include <cmath>

namespace skein
{

TimelineNotes::TimelineNotes(const Analysis& analysis, std::uint32_t snapshot,
                             std::optional<std::uint32_t> finding, std::shared_ptr<const ShownNotes> said)
    : m_said(std::move(said)), m_snapshot(snapshot), m_finding(finding)
{
    if (!m_said)
        return;
    for (std::size_t i = 0; i < m_said->list.size(); ++i)
        if (m_said->list[i].kind == ShownNote::Kind::Note)
            add(i, analysis, snapshot, finding);
    std::ranges::sort(m_byThread);
    std::ranges::sort(m_byGroup);
    findGroups(analysis, snapshot);
}

void TimelineNotes::add(std::size_t index, const Analysis& analysis, std::uint32_t snapshot,
                        std::optional<std::uint32_t> finding)
{
    // What is looked through for each frame; a case may hold 100,000 notes. The others stand in the lists.
    constexpr std::size_t kMostArrows = 2000, kMostBands = 200, kMostLinks = 200;
    const ShownNote& note = m_said->list[index];
    const notes::Target& at = note.at;
    if (note.arrowTo && arrows.size() < kMostArrows)
        arrows.push_back(index);
    if (std::holds_alternative<notes::OnTime>(note.anchor.at)) {
        if (at.snapshot.value_or(0) == snapshot && bands.size() < kMostBands)
            bands.push_back(index);
        return;
    }
    if (const auto* edge = std::get_if<notes::OnEdge>(&note.anchor.at);
        edge && edge->kind != notes::OnEdge::Kind::Created && edge->kind != notes::OnEdge::Kind::Takes &&
        at.thread && at.thread.snapshot == snapshot &&
        links.size() < kMostLinks)
        links.push_back(index);
    else if (at.thread && at.thread.snapshot == snapshot)
        m_byThread.emplace_back(at.thread.index, index);
    else if (at.group && analysis.groups[*at.group].snapshot == snapshot)
        m_byGroup.emplace_back(*at.group, index);
    else if (at.finding && at.finding == finding)
        (at.access ? onAbsent : onFinding).push_back(index);
}

/// One pass over the groups, where anybody said anything about a thread.
void TimelineNotes::findGroups(const Analysis& analysis, std::uint32_t snapshot)
{
    if (m_byThread.empty() && arrows.empty())
        return;
    std::vector<bool> wanted(analysis.log->snapshots[snapshot].threads.size(), false);
    const auto want = [&](ThreadRef ref) {
        if (ref && ref.snapshot == snapshot && ref.index < wanted.size())
            wanted[ref.index] = true;
    };
    for (const At& at : m_byThread)
        want({snapshot, at.first});
    for (const std::size_t i : arrows) {
        want(note(i).at.thread);
        want(note(i).arrowTo->thread);
    }
    for (std::uint32_t g = 0; g < analysis.groups.size(); ++g)
        if (analysis.groups[g].snapshot == snapshot)
            for (const std::uint32_t t : analysis.groups[g].threads)
                if (wanted[t])
                    m_groups.emplace(t, g);
    for (const auto& [thread, index] : m_byThread)
        if (const auto group = groupOf(thread))
            m_byMembers.emplace_back(*group, index);
    std::ranges::sort(m_byMembers);
}

std::optional<std::uint32_t> TimelineNotes::groupOf(std::uint32_t thread) const
{
    const auto found = m_groups.find(thread);
    return found == m_groups.end() ? std::nullopt : std::optional(found->second);
}

std::span<const TimelineNotes::At> TimelineNotes::of(const std::vector<At>& list, std::uint32_t key)
{
    const auto range = std::ranges::equal_range(list, key, {}, &At::first);
    return {range.begin(), range.end()};
}

LaneWishes TimelineNotes::wishes(bool showHidden) const
{
    LaneWishes wishes{.showHidden = showHidden};
    if (!m_said)
        return wishes;
    const notes::Said& said = m_said->said;
    const auto threads = [&](const std::set<ThreadRef>& from, std::vector<std::uint32_t>& to) {
        for (const ThreadRef ref : from)
            if (ref.snapshot == m_snapshot)
                to.push_back(ref.index);
    };
    threads(said.important, wishes.important);
    threads(said.hidden, wishes.hidden);
    wishes.importantGroups.assign(said.importantGroups.begin(), said.importantGroups.end());
    wishes.hiddenGroups.assign(said.hiddenGroups.begin(), said.hiddenGroups.end());
    const auto finding = m_finding ? said.findings.find(*m_finding) : said.findings.end();
    if (finding != said.findings.end() && finding->second.otherParty &&
        finding->second.otherParty.snapshot == m_snapshot)
        wishes.otherParty = finding->second.otherParty.index;
    return wishes;
}

// ---- where they stand

namespace
{

constexpr std::size_t kMarks = 3; // sheets in a label before the others are counted
constexpr double kGap = 3;
constexpr std::size_t kStripColumns = 120;

} // namespace

std::optional<std::size_t> TimelineScene::rowOf(ThreadRef ref) const
{
    if (!ref || ref.snapshot != m_snapshot)
        return {};
    return lanes.rowOf(ref.index, m_notes.groupOf(ref.index));
}

LaneNotes TimelineScene::laneNotes(std::size_t row) const
{
    LaneNotes result;
    if (!said())
        return result;
    const Lane lane = lanes.at(row);
    const LaneShape s = shape(row);
    std::vector<std::size_t> inLabel;
    const auto above = [&](std::size_t note, QPointF centre) {
        const QSizeF size = glyph::noteSize(m_notes.note(note).number, metrics.smallBold);
        const double bottom = centre.y() - metrics.glyph / 2 + 4;
        // Several on one thing stand beside each other.
        double x = std::round(centre.x() - size.width() / 2);
        for (const NoteMark& other : result.marks)
            if (other.box.intersects(QRectF({x, bottom - size.height()}, size)))
                x = other.box.right() + kGap;
        result.marks.push_back({note, QRectF({x, std::round(bottom - size.height())}, size)});
    };
    const auto add = [&](std::size_t index) {
        const ShownNote& note = m_notes.note(index);
        const auto* access = std::get_if<notes::OnAccess>(&note.anchor.at);
        if (access && lane.kind != Lane::Kind::Group && !s.accesses.empty()) {
            const auto at = std::ranges::find_if(
                s.accesses, [&](const auto& mark) { return toString(mark.event->op) == access->op; });
            return above(index, at == s.accesses.end() ? s.accesses.front().centre : at->centre);
        }
        const auto* edge = std::get_if<notes::OnEdge>(&note.anchor.at);
        if (edge && edge->kind == notes::OnEdge::Kind::Created && s.created)
            return above(index, *s.created);
        inLabel.push_back(index);
    };
    switch (lane.kind) {
    case Lane::Kind::Absent:
        for (const std::size_t i : m_notes.onAbsent)
            above(i, {std::round(axis.x(axis.worldOfStep(0, 1))), s.middle});
        break;
    case Lane::Kind::Lock: // notes on its lines stand in the log
        break;
    case Lane::Kind::Group:
        for (const auto& [group, i] : m_notes.onGroup(lane.group))
            inLabel.push_back(i);
        if (!lane.open)
            for (const auto& [group, i] : m_notes.onMembers(lane.group))
                if (!lanes.hasOwnLane(m_notes.note(i).at.thread.index))
                    inLabel.push_back(i);
        break;
    case Lane::Kind::Thread:
        for (const auto& [group, i] : m_notes.onGroup(lane.group))
            inLabel.push_back(i);
        [[fallthrough]];
    case Lane::Kind::Member:
        for (const auto& [thread, i] : m_notes.onThread(lane.thread))
            add(i);
        break;
    }
    placeInLabel(row, s, inLabel, result);
    return result;
}

void TimelineScene::placeInLabel(std::size_t row, const LaneShape& s, const std::vector<std::size_t>& notes,
                                 LaneNotes& result) const
{
    if (notes.empty())
        return;
    const double below = QFontMetricsF(metrics.small).height();
    const double middle = std::round(rowTop(row) + metrics.lane - 5 - below / 2);
    double right = metrics.label - 8;
    const std::size_t shown = notes.size() > kMarks ? kMarks - 1 : notes.size();
    if (shown < notes.size()) {
        result.more = notes.size() - shown;
        const double width =
            QFontMetricsF(metrics.small).horizontalAdvance(QStringLiteral("+%1").arg(result.more));
        result.moreAt = QRectF(right - width, middle - below / 2, width, below);
        right -= width + kGap;
    }
    for (std::size_t i = shown; i-- > 0;) {
        const QSizeF size = glyph::noteSize(m_notes.note(notes[i]).number, metrics.smallBold);
        right -= size.width();
        result.marks.push_back({notes[i], QRectF({right, std::round(middle - size.height() / 2)}, size)});
        right -= kGap;
    }
    result.labelRight = right - 2;
    // The first words, where the lane is empty: nothing is known of the past.
    const auto open = std::ranges::find_if(notes, [&](std::size_t i) { return !m_notes.note(i).resolved; });
    result.stripNote = open == notes.end() ? notes.front() : *open;
    const ShownNote& first = m_notes.note(result.stripNote);
    result.strip = style::text(authorOf(first) + ": " + note_text::brief(first.text, kStripColumns), 1000);
    double end = s.bar.isNull() ? axis.x(axis.atCrash()) : std::min(s.bar.left(), s.longest);
    for (const LaneShape::Mark& mark : s.holds)
        end = std::min(end, mark.centre.x() - metrics.glyph / 2);
    const double begin = std::max(axis.x(axis.past()), plotLeft()) + 8;
    result.stripAt = {begin, s.middle};
    result.stripRoom = std::min(end, m_width) - 8 - begin;
}

/// Notes on the finding that the timeline shows stand in the free corner of the header.
std::vector<NoteMark> TimelineScene::headerNotes(double headerTop) const
{
    std::vector<NoteMark> result;
    double x = 12;
    for (const std::size_t i : m_notes.onFinding) {
        const QSizeF size = glyph::noteSize(m_notes.note(i).number, metrics.smallBold);
        if (x + size.width() > metrics.label - 8)
            break;
        result.push_back({i, QRectF({x, std::round(headerTop + (m_namesHeight - size.height()) / 2)}, size)});
        x += size.width() + kGap;
    }
    return result;
}

/// On links between lanes, a third of the way along.
std::vector<NoteMark> TimelineScene::linkNotes() const
{
    std::vector<NoteMark> result;
    if (m_notes.links.empty())
        return result;
    const auto all = links();
    for (const std::size_t i : m_notes.links) {
        const notes::Target& at = m_notes.note(i).at;
        const QSizeF size = glyph::noteSize(m_notes.note(i).number, metrics.smallBold);
        const auto link = std::ranges::find_if(
            all, [&](const LinkShape& l) { return l.from == at.thread && (!at.other || l.to == at.other); });
        const auto backwards = std::ranges::find_if(
            all, [&](const LinkShape& l) { return l.to == at.thread && (!at.other || l.from == at.other); });
        const auto found = link != all.end() ? link : backwards;
        if (found != all.end()) {
            const QPointF centre = found->path.pointAtPercent(0.3);
            result.push_back({i, QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size)});
        } else if (const auto row = rowOf(at.thread)) {
            result.push_back({i, QRectF(QPointF(plotLeft() + 4, rowTop(*row) + 2), size)});
        }
    }
    return result;
}

std::optional<QRectF> TimelineScene::eventBox(std::uint32_t index) const
{
    if (index >= m_timeline.events.size())
        return {};
    const Event& event = m_timeline.events[index];
    const auto row =
        event.thread == Event::kNobody ? lanes.rowOfLock(event.lock) : lanes.rowOf(event.thread);
    if (!row)
        return {};
    const LaneShape s = shape(*row);
    const auto around = [](QPointF centre, double side) {
        return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side);
    };
    const auto markOf = [&](const std::vector<LaneShape::Mark>& marks) -> std::optional<QRectF> {
        for (const LaneShape::Mark& mark : marks)
            if (mark.event == &event)
                return around(mark.centre, metrics.glyph + 2);
        return {};
    };
    switch (event.kind) {
    case Event::Kind::Created:
    case Event::Kind::LockMade:
        return s.created ? std::optional(around(*s.created, metrics.glyph * 0.7)) : std::nullopt;
    case Event::Kind::WaitBegan:
        return s.bar.isNull() ? std::nullopt : std::optional(s.bar);
    case Event::Kind::Access:
        return markOf(s.accesses);
    case Event::Kind::Acquired:
    case Event::Kind::Holds:
        return markOf(s.holds);
    case Event::Kind::Crash:
    case Event::Kind::Snapshot:
        return around({axis.x(axis.crash()), s.middle}, metrics.glyph);
    }
    return {};
}

namespace
{

bool within(const Event& event, LineSpan span)
{
    return std::ranges::any_of(event.logLines, [&](std::uint32_t line) { return span.contains(line); });
}

} // namespace

/// From and to in pixels; nothing where the axis that is shown cannot say it.
std::optional<std::pair<double, double>> TimelineScene::pixelsOf(const notes::OnTime& time) const
{
    constexpr double kMinute = 60'000;
    if (time.axis == notes::OnTime::Axis::Clock) {
        if (axis.kind() != TimeAxis::Kind::Clock)
            return {};
        const double from = axis.x(axis.worldOfMinutes(-static_cast<double>(time.from) / kMinute));
        const double to = axis.x(axis.worldOfMinutes(-static_cast<double>(time.to) / kMinute));
        return std::pair(from, to);
    }
    if (axis.kind() != TimeAxis::Kind::Order)
        return {};
    std::optional<QRectF> all;
    for (std::uint32_t i = 0; i < m_timeline.events.size(); ++i)
        if (within(m_timeline.events[i], time.fromLines) || within(m_timeline.events[i], time.toLines))
            if (const auto box = eventBox(i))
                all = all ? all->united(*box) : *box;
    return all ? std::optional(std::pair(all->left() - 2, all->right() + 2)) : std::nullopt;
}

std::vector<NoteBand> TimelineScene::noteBands(double headerTop) const
{
    std::vector<NoteBand> result;
    for (const std::size_t i : m_notes.bands) {
        const ShownNote& note = m_notes.note(i);
        const QSizeF size = glyph::noteSize(note.number, metrics.smallBold);
        NoteBand band{.mark = {i, {}}, .area = {}};
        const auto pixels = pixelsOf(std::get<notes::OnTime>(note.anchor.at));
        const auto row = rowOf(note.at.thread);
        band.oneLane = static_cast<bool>(note.at.thread);
        if (band.oneLane && !row)
            continue;
        const double left = pixels ? std::min(pixels->first, pixels->second) : plotLeft();
        const double right = pixels ? std::max({pixels->first, pixels->second, left + 4}) : left;
        const double top = row ? rowTop(*row) : metrics.header;
        const double bottom = row ? top + metrics.lane : height();
        if (pixels)
            band.area = QRectF(left, top, right - left, bottom - top);
        // On another axis the sheet stands alone, at the left end.
        const double x = std::clamp(left, plotLeft() + 1, std::max(plotLeft() + 1, m_width - size.width()));
        const double y = row ? top + 1 : headerTop + m_namesHeight - size.height() - 1;
        band.mark.box = QRectF({std::round(x), std::round(y)}, size);
        for (const NoteBand& other : result)
            if (other.mark.box.intersects(band.mark.box))
                band.mark.box.moveLeft(other.mark.box.right() + kGap);
        result.push_back(std::move(band));
    }
    return result;
}

/// A place of the timeline that an arrow can begin or end at.
std::optional<QPointF> TimelineScene::placeOf(const notes::Target& at, const notes::Anchor& anchor) const
{
    std::optional<std::size_t> row = rowOf(at.thread);
    if (!row && at.group)
        row = lanes.rowOfGroup(*at.group);
    if (!row && at.access && at.finding == m_finding)
        row = lanes.rowOfAbsent();
    if (!row && at.finding && at.finding == m_finding && lanes.rows() > 0)
        row = 0;
    if (!row)
        return {};
    const LaneShape s = shape(*row);
    if (const auto* access = std::get_if<notes::OnAccess>(&anchor.at))
        for (const LaneShape::Mark& mark : s.accesses)
            if (toString(mark.event->op) == access->op)
                return mark.centre + QPointF(metrics.glyph / 2, 0);
    // Behind the end, where nothing else stands.
    return QPointF(std::round(axis.x(axis.crash())) + metrics.glyph / 2 + 2, s.middle);
}

std::vector<NoteArrow> TimelineScene::noteArrows(double top, double bottom) const
{
    constexpr std::size_t kMost = 400; // nobody follows more
    std::vector<NoteArrow> result;
    for (const std::size_t i : m_notes.arrows) {
        const ShownNote& note = m_notes.note(i);
        if (result.size() == kMost)
            break;
        const auto from = placeOf(note.at, note.anchor);
        const auto to = from ? placeOf(*note.arrowTo, *note.arrowAnchor) : std::nullopt;
        if (!from || !to || std::max(from->y(), to->y()) < top || std::min(from->y(), to->y()) > bottom)
            continue;
        result.push_back({i, *from, *to});
    }
    return result;
}

std::optional<std::size_t> TimelineScene::noteAt(QPointF pos, double headerTop) const
{
    if (!said())
        return {};
    const auto hit = [&](const NoteMark& mark) { return mark.box.adjusted(-2, -2, 2, 2).contains(pos); };
    for (const NoteMark& mark : headerNotes(headerTop))
        if (hit(mark))
            return mark.note;
    for (const NoteBand& band : noteBands(headerTop))
        if (hit(band.mark))
            return band.mark.note;
    if (pos.y() < headerTop + metrics.header)
        return {};
    for (const NoteMark& mark : linkNotes())
        if (hit(mark))
            return mark.note;
    const auto row = rowAt(pos.y());
    if (!row)
        return {};
    const LaneNotes notes = laneNotes(*row);
    for (const NoteMark& mark : notes.marks)
        if (hit(mark))
            return mark.note;
    const QRectF strip = glyph::paperStripBox(notes.stripAt.x(), notes.stripAt.y(), notes.stripRoom,
                                              notes.strip, metrics.small);
    return strip.contains(pos) ? std::optional(notes.stripNote) : std::nullopt;
}

} // namespace skein
