// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/order.h"
#include "model/analysis/program_marks.h"
#include "views/style/glyphs.h"
#include "views/timeline/timeline_axis.h"
#include "views/timeline/timeline_lanes.h"
#include "views/timeline/timeline_notes.h"

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace skein
{

/// Fonts and sizes of a timeline; everything follows from the theme's fonts.
struct TimelineMetrics {
    QFont ui, small, smallBold, mono, monoBold, monoSmall;
    double lane = 42;   ///< height of every lane
    double header = 28; ///< with the rows of marks below the names of the zones
    double markRow = 0; ///< height of one row of marks
    double label = 270; ///< width of the column with the threads' names
    double bar = 18;
    double glyph = 17;
    double id = 44; ///< width of "G35" in the label column
    double end = 0; ///< right of the crash line, for its name

    static TimelineMetrics of(const Theme& theme);
};

/// Where the parts of one lane stand, in pixels of the scene.
struct LaneShape {
    struct Mark {
        QPointF centre;
        const Event* event = nullptr; ///< of Timeline::events
    };
    double top = 0, middle = 0;
    double pastFrom = 0; ///< where the unknown past begins
    std::optional<QPointF> created = {};
    std::optional<std::size_t> creatorRow = {};
    QPointF creator = {}; ///< where the creator was created
    const Event* made = nullptr; ///< of a lock: the event at `created`
    QRectF bar = {};      ///< null where the state is unknown and nothing is drawn
    double longest = 0;   ///< on a clock: how far back the longest wait of a group reaches
    glyph::Bar style = {};
    std::vector<Mark> accesses = {}, holds = {};
    bool crashed = false;
};

/// What connects two lanes.
struct LinkShape {
    static constexpr std::size_t kNoStep = ~std::size_t{0};
    enum class Kind { Conflict, WaitsFor, Said }; ///< Said: a person pinned the other party
    Kind kind = Kind::Conflict;
    QPainterPath path = {};
    QPointF tip = {}, direction = {}; ///< of a waits-for arrow
    QPointF labelAt = {};             ///< left end, or right end where `labelLeft`
    double labelWidth = 0;
    bool labelLeft = false;
    Certainty certainty = Certainty::Possible;
    AccessOp op = AccessOp::Write;
    std::size_t step = 0;         ///< of a waits-for arrow: index into Finding::cycle
    QString label = {};           ///< "same map, likely"; empty where another link says it
    ThreadRef from = {}, to = {}; ///< whom it connects; none for a party that is not in the log
};

/// A point of a row of marks in the header.
struct MarkAt {
    std::size_t row = 0;   ///< index into TimelineScene::marks()
    std::size_t point = 0; ///< index into MarkRow::points

    bool operator==(const MarkAt&) const = default;
};

struct TimelineHit {
    enum class Part {
        Nothing,
        Header,
        Mark,
        Label,
        Fold,
        Created,
        Past,
        Bar,
        Access,
        Hold,
        Link,
        Crash,
        Note
    };
    Part part = Part::Nothing;
    std::optional<std::size_t> row = {};
    const Event* event = nullptr;
    std::size_t link = 0; ///< index into TimelineScene::links()
    std::optional<MarkAt> mark = {};
    std::size_t note = 0; ///< of a Note: index into ShownNotes::list

    bool operator==(const TimelineHit&) const = default;
};

/// Everything that a timeline shows, and where. No widget: the window and the exports draw from it.
/// Lanes run down from y = metrics.header; x = 0 is the left edge of the label column.
class TimelineScene
{
public:
    TimelineScene() = default;
    /// `said`: what people have said, null for nothing; lanes that they hid are left out unless `showHidden`.
    TimelineScene(AnalysisPtr analysis, std::uint32_t snapshot, std::optional<std::uint32_t> finding,
                  std::shared_ptr<const ShownNotes> said = {}, bool showHidden = false);

    const AnalysisPtr& analysis() const { return m_analysis; }
    const Log& log() const { return *m_analysis->log; }
    std::uint32_t snapshotIndex() const { return m_snapshot; }
    const Snapshot& snapshot() const { return log().snapshots[m_snapshot]; }
    const Thread& thread(std::uint32_t index) const { return snapshot().threads[index]; }
    /// Null where the timeline shows no finding.
    const Finding* finding() const;
    const Timeline& timeline() const { return m_timeline; }
    bool empty() const
    {
        return !m_analysis || m_snapshot >= log().snapshots.size() || snapshot().threads.empty();
    }
    /// How heap and goroutines developed up to the dump; shown on a clock, as rows at the bottom of the
    /// header.
    const std::vector<MarkRow>& marks() const { return m_marks; }
    std::size_t markRows() const { return axis.kind() == TimeAxis::Kind::Clock ? m_marks.size() : 0; }
    /// Where a point of them is drawn; `headerTop` is where the header is.
    QPointF markPoint(MarkAt at, double headerTop) const;
    double markRowTop(std::size_t row, double headerTop) const;
    /// The log has minutes for at least one lane, or lines that tell the time since the program's start.
    bool clockKnown() const { return m_clockKnown; }
    /// True when the snapshot is the end of the process rather than a look at a living one.
    bool endsInCrash() const { return m_crash; }

    void setAxis(TimeAxis::Kind kind);
    void setTheme(const Theme& theme);
    void setWidth(double width);

    double width() const { return m_width; }
    double height() const { return metrics.header + static_cast<double>(lanes.rows()) * metrics.lane; }
    double plotLeft() const { return metrics.label; }
    double rowTop(std::size_t row) const { return metrics.header + static_cast<double>(row) * metrics.lane; }
    double rowMiddle(std::size_t row) const { return rowTop(row) + metrics.lane / 2; }
    std::optional<std::size_t> rowAt(double y) const;
    /// Rows that a rectangle of the scene touches: first and one behind the last.
    std::pair<std::size_t, std::size_t> rowsIn(double top, double bottom) const;

    LaneShape shape(std::size_t row) const;
    std::vector<LinkShape> links() const;
    /// What stands at `pos`; `headerTop` is where the header is drawn (it stays in view).
    TimelineHit hit(QPointF pos, double headerTop) const;

    // What people said; timeline_notes.cpp. All in pixels of the scene.
    const ShownNotes* said() const { return m_notes.said(); }
    const ShownNote& note(std::size_t index) const { return m_notes.note(index); }
    LaneNotes laneNotes(std::size_t row) const;
    /// Those on the finding; on links between lanes; on spans of time; arrows of which a part lies between.
    std::vector<NoteMark> headerNotes(double headerTop) const;
    std::vector<NoteMark> linkNotes() const;
    std::vector<NoteBand> noteBands(double headerTop) const;
    std::vector<NoteArrow> noteArrows(double top, double bottom) const;
    /// Index into ShownNotes::list of the sheet at `pos`.
    std::optional<std::size_t> noteAt(QPointF pos, double headerTop) const;
    /// Where an event of timeline() is drawn; nothing where its lane is not.
    std::optional<QRectF> eventBox(std::uint32_t event) const;

    LaneList lanes;
    TimeAxis axis;
    TimelineMetrics metrics;
    std::optional<std::size_t> current, hovered;
    std::optional<MarkAt> currentMark; ///< where the keyboard is while it is in the header
    notes::NoteId chosenNote;
    /// Events of timeline() that a player has told already, and the one that it tells now.
    std::vector<std::uint32_t> told;
    std::optional<std::uint32_t> telling;
    /// A span that is marked with the mouse: places on the axis, ascending; on one lane or on all.
    struct Marked {
        double from = 0, to = 0;
        std::optional<std::size_t> row;
    };
    std::optional<Marked> marked;

private:
    void indexEvents();
    void addMarkRows();
    TimelineHit hitHeader(QPointF pos, double headerTop) const;
    const Event* createdEvent(std::uint32_t thread) const;
    const Event* madeEvent(const Lane& lane) const;
    double creationRank(const Lane& lane) const;
    void placeBar(const Lane& lane, LaneShape& shape) const;
    void placeMarks(const Lane& lane, LaneShape& shape) const;
    QPointF accessAt(std::size_t row, AccessOp op) const;
    void addConflicts(std::vector<LinkShape>& links) const;
    void addCycle(std::vector<LinkShape>& links) const;
    void addContention(std::vector<LinkShape>& links) const;
    LinkShape waitArrow(std::size_t from, std::size_t to) const;
    LinkShape selfLink(std::size_t row) const;
    void addPinned(std::vector<LinkShape>& links) const;
    std::optional<std::size_t> rowOf(ThreadRef ref) const;
    void placeInLabel(std::size_t row, const LaneShape& shape, const std::vector<std::size_t>& notes,
                      LaneNotes& result) const;
    std::optional<std::pair<double, double>> pixelsOf(const notes::OnTime& time) const;
    std::optional<QPointF> placeOf(const notes::Target& at, const notes::Anchor& anchor) const;
    std::span<const std::uint32_t> eventsOf(std::uint32_t thread) const;

    AnalysisPtr m_analysis;
    std::uint32_t m_snapshot = 0;
    std::optional<std::uint32_t> m_finding;
    Timeline m_timeline;
    TimelineNotes m_notes;
    std::vector<std::uint32_t> m_byThread;      ///< indices of events, ordered by thread
    std::vector<std::uint32_t> m_creationRanks; ///< distinct ranks, ascending
    std::vector<std::uint32_t> m_laterAccesses; ///< events known to come after another access, ascending
    std::vector<MarkRow> m_marks;
    double m_namesHeight = 28; ///< of the header without rows of marks
    double m_width = 800;
    double m_longest = 0; ///< minutes
    bool m_crash = false, m_clockKnown = false;
};

} // namespace skein
