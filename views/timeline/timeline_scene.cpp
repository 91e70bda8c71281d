// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_scene.h"

#include "views/style/text.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr double kHoldWidth = 24; // a lock mark and the space behind it
constexpr double kReportedWidth = 42; // and the end of its address below it
constexpr std::size_t kMostHolds = 3, kMostReported = 5;
constexpr double kInstant = 110;  // how much of a clock's crash zone a state takes that has no length

std::size_t position(const std::vector<std::uint32_t>& ranks, std::uint32_t rank)
{
    return static_cast<std::size_t>(std::ranges::lower_bound(ranks, rank) - ranks.begin());
}

void makeDistinct(std::vector<std::uint32_t>& values)
{
    std::ranges::sort(values);
    values.erase(std::ranges::unique(values).begin(), values.end());
}

bool waits(ThreadState state)
{
    return state == ThreadState::Waiting || state == ThreadState::Syscall;
}

} // namespace

TimelineMetrics TimelineMetrics::of(const Theme& theme)
{
    TimelineMetrics m;
    m.ui = theme.ui;
    m.small = style::scaled(theme.ui, 0.88);
    m.smallBold = style::bold(m.small);
    m.mono = theme.mono;
    m.monoBold = style::bold(theme.mono);
    m.monoSmall = style::scaled(theme.mono, 0.92);
    const double text = QFontMetricsF(m.mono).height(), below = QFontMetricsF(m.small).height();
    m.lane = std::round(text + below + 10);
    m.header = std::round(below + 12);
    m.markRow = std::round(below + 8);
    m.bar = std::round(below + 3);
    m.glyph = m.bar;
    m.end = QFontMetricsF(m.smallBold).horizontalAdvance(QStringLiteral("fatal error")) / 2 + 8;
    return m;
}

TimelineScene::TimelineScene(AnalysisPtr analysis, std::uint32_t snapshot,
                             std::optional<std::uint32_t> finding, std::shared_ptr<const ShownNotes> said,
                             bool showHidden)
    : m_analysis(std::move(analysis)), m_snapshot(snapshot), m_finding(finding)
{
    if (!m_analysis || m_snapshot >= log().snapshots.size())
        return;
    m_notes = TimelineNotes(*m_analysis, snapshot, finding, std::move(said));
    lanes = LaneList(*m_analysis, snapshot, this->finding(), m_notes.wishes(showHidden));
    m_timeline = buildTimeline(log(), snapshot, lanes.involved(), this->finding());
    indexEvents();
    m_clockKnown = m_timeline.clockKnown;
    m_longest = m_timeline.longestWait;
    const auto [first, last] = groupsOf(m_analysis->groups, m_snapshot);
    for (std::uint32_t g = first; g < last; ++g) {
        const Group& group = m_analysis->groups[g];
        if (group.maxWaited < 0)
            continue;
        m_clockKnown = true;
        m_longest = std::max(m_longest, static_cast<double>(group.maxWaited));
    }
    m_marks = marksBefore(log(), m_snapshot);
    for (const MarkRow& row : m_marks) {
        m_clockKnown = true;
        m_longest = std::max(m_longest, row.points.front().minutesBefore);
    }
    const std::string_view reason = log().str(this->snapshot().reason);
    const bool fatal = reason.starts_with("fatal error") || reason.starts_with("panic");
    m_crash =
        fatal || std::ranges::any_of(lanes.involved(), [&](std::uint32_t t) { return thread(t).crashed; });
}

const Finding* TimelineScene::finding() const
{
    return m_finding && *m_finding < m_analysis->findings.size() ? &m_analysis->findings[*m_finding]
                                                                 : nullptr;
}

void TimelineScene::indexEvents()
{
    const auto& events = m_timeline.events;
    m_byThread.resize(events.size());
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        m_byThread[i] = i;
        if (events[i].kind == Event::Kind::Created || events[i].kind == Event::Kind::LockMade)
            m_creationRanks.push_back(events[i].rank);
    }
    for (const HappensBefore& edge : m_timeline.order)
        if (edge.why == HappensBefore::Why::PreviousAccess)
            m_laterAccesses.push_back(edge.to);
    std::ranges::stable_sort(m_byThread, {}, [&](std::uint32_t i) { return events[i].thread; });
    makeDistinct(m_creationRanks);
    makeDistinct(m_laterAccesses);
}

std::span<const std::uint32_t> TimelineScene::eventsOf(std::uint32_t thread) const
{
    const auto found = std::ranges::equal_range(m_byThread, thread, {},
                                                [&](std::uint32_t i) { return m_timeline.events[i].thread; });
    return {found.begin(), found.end()};
}

void TimelineScene::setAxis(TimeAxis::Kind kind)
{
    if (kind == TimeAxis::Kind::Clock && !m_clockKnown)
        kind = TimeAxis::Kind::Order;
    axis = TimeAxis(kind, m_longest);
    addMarkRows();
    setWidth(m_width);
}

void TimelineScene::setTheme(const Theme& theme)
{
    metrics = TimelineMetrics::of(theme);
    m_namesHeight = metrics.header;
    addMarkRows();
    setWidth(m_width);
}

void TimelineScene::addMarkRows()
{
    metrics.header = m_namesHeight + metrics.markRow * static_cast<double>(markRows());
}

void TimelineScene::setWidth(double width)
{
    m_width = std::max(200.0, width);
    metrics.label = std::round(std::clamp(m_width * 0.26, 130.0, 300.0));
    // As wide as the count of a group, "▸ 412 ×", where there is room for that.
    const QString widest = m_width < 800 ? QStringLiteral("G00") : QStringLiteral("00 000 ×");
    double id = QFontMetricsF(metrics.monoBold).horizontalAdvance(widest);
    if (m_analysis)
        for (const std::uint32_t t : lanes.involved())
            id = std::max(id,
                          QFontMetricsF(metrics.monoBold).horizontalAdvance(timeline::threadName(thread(t))));
    metrics.id = std::min(id, metrics.label * 0.4);
    axis = axis.placed(plotLeft(), m_width - plotLeft());
}

std::optional<std::size_t> TimelineScene::rowAt(double y) const
{
    if (y < metrics.header || y >= height())
        return {};
    return static_cast<std::size_t>((y - metrics.header) / metrics.lane);
}

std::pair<std::size_t, std::size_t> TimelineScene::rowsIn(double top, double bottom) const
{
    const auto row = [&](double y) {
        const double at =
            std::clamp((y - metrics.header) / metrics.lane, 0.0, static_cast<double>(lanes.rows()));
        return at;
    };
    return {static_cast<std::size_t>(std::floor(row(top))), static_cast<std::size_t>(std::ceil(row(bottom)))};
}

const Event* TimelineScene::createdEvent(std::uint32_t thread) const
{
    for (const std::uint32_t i : eventsOf(thread))
        if (m_timeline.events[i].kind == Event::Kind::Created)
            return &m_timeline.events[i];
    return nullptr;
}

/// Of the lane of a lock: where it was seen first.
const Event* TimelineScene::madeEvent(const Lane& lane) const
{
    if (lane.kind != Lane::Kind::Lock)
        return nullptr;
    const std::uint64_t lock = snapshot().otherStacks[lane.origin].address;
    for (const std::uint32_t i : eventsOf(Event::kNobody))
        if (m_timeline.events[i].lock == lock)
            return &m_timeline.events[i];
    return nullptr;
}

/// Creation rank of a lane, counted from 0; -1 where nothing is known of it.
double TimelineScene::creationRank(const Lane& lane) const
{
    if (lane.thread == Lane::kNone)
        return -1;
    if (const Event* created = createdEvent(lane.thread))
        return static_cast<double>(position(m_creationRanks, created->rank));
    ThreadId creator = thread(lane.thread).creator;
    if (lane.kind == Lane::Kind::Group)
        creator =
            lane.group < m_analysis->groups.size() ? m_analysis->groups[lane.group].creator : ThreadId{};
    const auto row = lanes.rowOfId(creator);
    if (!row)
        return -1;
    const Event* before = createdEvent(lanes.at(*row).thread);
    return before ? static_cast<double>(position(m_creationRanks, before->rank)) + 1 : -1;
}

LaneShape TimelineScene::shape(std::size_t row) const
{
    const Lane lane = lanes.at(row);
    LaneShape s{.top = rowTop(row), .middle = rowMiddle(row), .pastFrom = axis.x(0)};
    if (lane.kind == Lane::Kind::Absent)
        return s;
    // One more column than the involved need: theirs may have created the others.
    const double columns = static_cast<double>(m_creationRanks.size()) + 1;
    if (const Event* made = madeEvent(lane)) {
        const double rank = static_cast<double>(position(m_creationRanks, made->rank));
        s.created = QPointF(axis.x(axis.worldOfCreation(rank, columns)), s.middle);
        s.pastFrom = s.created->x();
        s.made = made;
    }
    if (lane.kind == Lane::Kind::Lock)
        return s;
    const auto place = [&](const Lane& l, double y) {
        return QPointF(axis.x(axis.worldOfCreation(creationRank(l), columns)), y);
    };
    if (creationRank(lane) >= 0) {
        s.created = place(lane, s.middle);
        s.pastFrom = s.created->x();
        ThreadId creator = thread(lane.thread).creator;
        if (lane.kind == Lane::Kind::Group && lane.group < m_analysis->groups.size())
            creator = m_analysis->groups[lane.group].creator;
        s.creatorRow = lanes.rowOfId(creator);
        if (s.creatorRow) {
            const Lane from = lanes.at(*s.creatorRow);
            if (creationRank(from) >= 0)
                s.creator = place(from, rowMiddle(*s.creatorRow));
            else
                s.creatorRow.reset();
        }
    }
    placeMarks(lane, s);
    placeBar(lane, s);
    return s;
}

void TimelineScene::placeMarks(const Lane& lane, LaneShape& s) const
{
    s.crashed = lane.kind != Lane::Kind::Group && thread(lane.thread).crashed;
    if (!lane.involved)
        return;
    for (const std::uint32_t i : eventsOf(lane.thread)) {
        const Event& event = m_timeline.events[i];
        if (event.kind == Event::Kind::Access) {
            // Only a log that says which access came first moves one behind the other; ranks differ for other
            // reasons as well.
            const bool later = std::ranges::binary_search(m_laterAccesses, i);
            const double world = axis.worldOfStep(later ? 1 : 0, m_laterAccesses.empty() ? 1 : 2);
            s.accesses.push_back({QPointF(std::round(axis.x(world)), s.middle), &event});
        } else if (event.kind == Event::Kind::Holds || event.kind == Event::Kind::Acquired) {
            s.holds.push_back({QPointF(0, s.middle), &event});
        }
    }
}

void TimelineScene::placeBar(const Lane& lane, LaneShape& s) const
{
    const Thread& first = thread(lane.thread);
    s.style.state = first.state;
    double minutes = first.waitedMinutes;
    if (lane.kind == Lane::Kind::Group && lane.group < m_analysis->groups.size()) {
        const Group& group = m_analysis->groups[lane.group];
        if (!group.states.empty())
            s.style.state = group.states.front().state;
        minutes = lane.minWaited;
    }
    s.style.lowerBound = waits(s.style.state);
    double left = axis.x(axis.atCrash());
    double right = axis.x(axis.crash());
    if (axis.kind() == TimeAxis::Kind::Clock) {
        if (s.style.lowerBound && minutes > 0)
            left = axis.x(axis.worldOfMinutes(minutes));
        else
            left = std::max(left, std::min(left + (right - left) * 0.3, right - kInstant));
    }
    s.longest = left;
    if (axis.kind() == TimeAxis::Kind::Clock && lane.kind == Lane::Kind::Group && lane.maxWaited > minutes)
        s.longest = std::min(left, axis.x(axis.worldOfMinutes(lane.maxWaited)));
    // Locks were taken before the wait began: their marks stand left of the bar.
    if (!s.holds.empty()) {
        // Of a report they stand in the past, with the end of the address below.
        const bool reported = s.holds.front().event->lock != 0;
        const std::size_t most = reported ? kMostReported : kMostHolds;
        const double each = reported ? kReportedWidth : kHoldWidth;
        s.holds.resize(std::min(s.holds.size(), most));
        const double marks = each * static_cast<double>(s.holds.size());
        if (axis.kind() == TimeAxis::Kind::Order && !reported)
            left += marks;
        double x = left - marks + (reported ? each : metrics.glyph) / 2;
        for (LaneShape::Mark& mark : s.holds) {
            mark.centre.setX(x);
            x += each;
        }
    }
    s.bar = QRectF(left, s.middle - metrics.bar / 2, right - left, metrics.bar);
}

double TimelineScene::markRowTop(std::size_t row, double headerTop) const
{
    return headerTop + m_namesHeight + metrics.markRow * static_cast<double>(row);
}

QPointF TimelineScene::markPoint(MarkAt at, double headerTop) const
{
    constexpr double kAir = 4;
    const MarkRow& row = m_marks[at.row];
    const MarkRow::Point& p = row.points[at.point];
    const double share =
        row.largest == 0 ? 0 : static_cast<double>(p.value) / static_cast<double>(row.largest);
    return {axis.x(axis.worldOfMinutes(p.minutesBefore)),
            markRowTop(at.row, headerTop) + metrics.markRow - kAir - (metrics.markRow - 2 * kAir) * share};
}

/// A row of marks is as high as it is: the nearest of its points is meant.
TimelineHit TimelineScene::hitHeader(QPointF pos, double headerTop) const
{
    using Part = TimelineHit::Part;
    constexpr double kReach = 12;
    const double row = (pos.y() - markRowTop(0, headerTop)) / metrics.markRow;
    if (row < 0 || row >= static_cast<double>(markRows()))
        return {.part = Part::Header};
    MarkAt at{.row = static_cast<std::size_t>(row)};
    const std::size_t points = m_marks[at.row].points.size();
    if (pos.x() < plotLeft())
        return {.part = Part::Mark, .mark = MarkAt{at.row, points - 1}};
    double nearest = kReach;
    TimelineHit hit{.part = Part::Header};
    for (; at.point < points; ++at.point) {
        const double away = std::abs(markPoint(at, headerTop).x() - pos.x());
        if (away > nearest)
            continue;
        nearest = away;
        hit = {.part = Part::Mark, .mark = at};
    }
    return hit;
}

TimelineHit TimelineScene::hit(QPointF pos, double headerTop) const
{
    using Part = TimelineHit::Part;
    if (empty())
        return {};
    if (const auto note = noteAt(pos, headerTop))
        return {.part = Part::Note,
                .row = pos.y() < headerTop + metrics.header ? std::nullopt : rowAt(pos.y()),
                .note = *note};
    if (pos.y() >= headerTop && pos.y() < headerTop + metrics.header)
        return hitHeader(pos, headerTop);
    TimelineHit result{.row = rowAt(pos.y())};
    if (!result.row)
        return result;
    const Lane lane = lanes.at(*result.row);
    if (pos.x() < plotLeft()) {
        const bool folds = lane.kind == Lane::Kind::Group && lane.count > 1;
        result.part = folds && pos.x() < 28 ? Part::Fold : Part::Label;
        return result;
    }
    const LaneShape s = shape(*result.row);
    const double reach = metrics.glyph / 2 + 2;
    const auto near = [&](QPointF at) {
        return std::abs(at.x() - pos.x()) <= reach && std::abs(at.y() - pos.y()) <= reach;
    };
    const auto anyMark = [&](const std::vector<LaneShape::Mark>& marks, Part part) {
        for (const LaneShape::Mark& mark : marks)
            if (near(mark.centre))
                result.part = part, result.event = mark.event;
        return result.part == part;
    };
    if (anyMark(s.accesses, Part::Access) || anyMark(s.holds, Part::Hold))
        return result;
    const auto all = links();
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!stroker.createStroke(all[i].path).contains(pos))
            continue;
        result.part = Part::Link;
        result.link = i;
        return result;
    }
    if (s.created && near(*s.created))
        result.part = Part::Created;
    else if (s.crashed && near({axis.x(axis.crash()), s.middle}))
        result.part = Part::Crash;
    else if (s.bar.adjusted(0, -2, 0, 2).contains(pos))
        result.part = Part::Bar;
    else
        result.part = Part::Past;
    return result;
}

} // namespace skein
