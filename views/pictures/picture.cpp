// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/picture.h"

#include "views/graph/graph_scene.h"
#include "views/style/note_glyphs.h"
#include "views/style/text.h"
#include "views/timeline/timeline_paint.h"
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

namespace skein
{
namespace
{

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Picture", text, nullptr, n);
}

QPainterPath boxPath(const QRectF& box)
{
    QPainterPath path;
    path.addRect(box);
    return path;
}

QRectF around(QPointF centre, double size)
{
    return {centre.x() - size / 2, centre.y() - size / 2, size, size};
}

std::uint32_t firstLine(const std::vector<std::uint32_t>& lines)
{
    return lines.empty() ? 0 : lines.front();
}

/// The spots of one timeline: lanes first, so that what stands on them lies above.
class TimelineSpots
{
public:
    TimelineSpots(const TimelineScene& scene, std::size_t rows) : m_scene(scene), m_rows(rows) {}

    std::vector<Spot> make()
    {
        for (std::size_t row = 0; row < m_rows; ++row)
            addLane(row);
        addLinks();
        for (std::size_t row = 0; row < m_rows; ++row)
            addMarks(row);
        addNotes();
        return std::move(m_spots);
    }

private:
    using Part = TimelineHit::Part;

    Spot spot(std::size_t row, const TimelineHit& hit) const
    {
        const Lane lane = m_scene.lanes.at(row);
        Spot made;
        made.title = timeline::tooltip(m_scene, hit);
        if (lane.kind == Lane::Kind::Lock) {
            made.logLine = m_scene.snapshot().otherStacks[lane.origin].lines.first;
        } else if (lane.kind != Lane::Kind::Absent && lane.thread != Lane::kNone) {
            made.thread = {m_scene.snapshotIndex(), lane.thread};
            made.others = lane.count - 1;
            made.logLine = m_scene.thread(lane.thread).firstLine;
        }
        return made;
    }

    void addLane(std::size_t row)
    {
        Spot lane = spot(row, {.part = Part::Label, .row = row});
        lane.whole = true;
        lane.area = boxPath({0, m_scene.rowTop(row), m_scene.width(), m_scene.metrics.lane});
        m_spots.push_back(std::move(lane));
        const LaneShape shape = m_scene.shape(row);
        if (!shape.bar.isNull()) {
            Spot bar = spot(row, {.part = Part::Bar, .row = row});
            bar.area = boxPath(shape.bar);
            bar.event = eventOf(row, Event::Kind::WaitBegan);
            m_spots.push_back(std::move(bar));
        }
    }

    void addLinks()
    {
        const auto links = m_scene.links();
        for (std::size_t i = 0; i < links.size(); ++i) {
            Spot link;
            link.line = true;
            link.area = links[i].path;
            link.title = timeline::tooltip(m_scene, {.part = Part::Link, .row = 0, .link = i});
            m_spots.push_back(std::move(link));
        }
    }

    void addMarks(std::size_t row)
    {
        const LaneShape shape = m_scene.shape(row);
        const double size = m_scene.metrics.glyph;
        if (shape.created) {
            Spot made = spot(row, {.part = Part::Created, .row = row});
            made.area = boxPath(around(*shape.created, size * 0.7));
            made.event = shape.made ? std::optional(static_cast<std::uint32_t>(
                                          shape.made - m_scene.timeline().events.data()))
                                    : eventOf(row, Event::Kind::Created);
            m_spots.push_back(std::move(made));
        }
        const auto add = [&](const LaneShape::Mark& mark, Part part) {
            Spot made = spot(row, {.part = part, .row = row, .event = mark.event});
            made.area = boxPath(around(mark.centre, size + 2));
            made.event = static_cast<std::uint32_t>(mark.event - m_scene.timeline().events.data());
            if (const auto line = firstLine(mark.event->logLines))
                made.logLine = line;
            m_spots.push_back(std::move(made));
        };
        for (const LaneShape::Mark& mark : shape.holds)
            add(mark, Part::Hold);
        for (const LaneShape::Mark& mark : shape.accesses)
            add(mark, Part::Access);
        if (shape.crashed) {
            Spot made = spot(row, {.part = Part::Crash, .row = row});
            made.area = boxPath(around({m_scene.axis.x(m_scene.axis.crash()), shape.middle}, size));
            made.event = eventOf(row, Event::Kind::Crash);
            m_spots.push_back(std::move(made));
        }
    }

    void addNotes()
    {
        if (!m_scene.said())
            return;
        const auto add = [&](std::size_t index, const QRectF& box) {
            const ShownNote& note = m_scene.note(index);
            Spot made;
            made.title = timeline::noteText(note);
            made.note = note.number;
            made.area = boxPath(box);
            made.thread = note.thread;
            m_spots.push_back(std::move(made));
        };
        for (std::size_t row = 0; row < m_rows; ++row) {
            const LaneNotes notes = m_scene.laneNotes(row);
            for (const NoteMark& mark : notes.marks)
                add(mark.note, mark.box);
            const QRectF strip = glyph::paperStripBox(notes.stripAt.x(), notes.stripAt.y(), notes.stripRoom,
                                                      notes.strip, m_scene.metrics.small);
            if (!strip.isNull())
                add(notes.stripNote, strip);
        }
        for (const NoteMark& mark : m_scene.headerNotes(0))
            add(mark.note, mark.box);
        for (const NoteMark& mark : m_scene.linkNotes())
            add(mark.note, mark.box);
        for (const NoteBand& band : m_scene.noteBands(0))
            add(band.mark.note, band.mark.box);
    }

    std::optional<std::uint32_t> eventOf(std::size_t row, Event::Kind kind) const
    {
        const Lane lane = m_scene.lanes.at(row);
        const auto& events = m_scene.timeline().events;
        if (!lane.involved)
            return {};
        for (std::uint32_t i = 0; i < events.size(); ++i)
            if (events[i].thread == lane.thread && events[i].kind == kind)
                return i;
        return {};
    }

    const TimelineScene& m_scene;
    std::size_t m_rows;
    std::vector<Spot> m_spots;
};

std::optional<Picture> timelinePicture(const AnalysisPtr& analysis, std::uint32_t snapshot,
                                       std::optional<std::uint32_t> finding, const Theme& theme,
                                       PictureExtent extent, const std::shared_ptr<const ShownNotes>& said)
{
    auto scene = std::make_shared<TimelineScene>(analysis, snapshot, finding, said);
    if (scene->empty() || scene->lanes.rows() == 0)
        return {};
    scene->setAxis(extent.clock ? TimeAxis::Kind::Clock : TimeAxis::Kind::Order);
    scene->setTheme(theme);
    scene->setWidth(extent.width);
    const std::size_t rows = std::min(scene->lanes.rows(), extent.lanes);
    Picture picture;
    picture.name = tr("Timeline");
    picture.size = {scene->width(), scene->metrics.header + static_cast<double>(rows) * scene->metrics.lane};
    if (rows < scene->lanes.rows())
        picture.left = tr("%n further lane(s) of threads without a part in this finding are not drawn.",
                          static_cast<int>(std::min<std::size_t>(scene->lanes.rows() - rows, 1'000'000'000)));
    if (const QString hidden = timeline::hiddenText(*scene); !hidden.isEmpty())
        picture.left += (picture.left.isEmpty() ? QString() : QStringLiteral(" ")) + hidden;
    picture.spots = TimelineSpots(*scene, rows).make();
    picture.timeline = {scene, &scene->timeline()};
    picture.draw = [scene, size = picture.size](QPainter& painter, const Theme& with) {
        drawTimeline(painter, *scene, QRectF(QPointF(), size), with);
    };
    return picture;
}

std::vector<Spot> graphSpots(const GraphScene& scene, const Analysis& analysis, const Theme& theme)
{
    std::vector<Spot> spots;
    const WaitGraph& graph = analysis.waitGraphs[scene.snapshot];
    const auto& threads = analysis.log->snapshots[scene.snapshot].threads;
    const QPointF corner = scene.bounds.topLeft();
    for (const GraphScene::Edge& edge : scene.edges) {
        Spot made;
        made.line = true;
        made.area = edge.path.translated(-corner);
        const auto end = [&](std::uint32_t node) {
            return scene.nodes[node].title + u' ' + scene.nodes[node].detail;
        };
        made.title = end(edge.from) + u'\n' + edge.tip + u'\n' + end(edge.to);
        made.logLine = firstLine(edge.logLines);
        spots.push_back(std::move(made));
    }
    for (const GraphScene::Node& node : scene.nodes) {
        Spot made;
        made.area = boxPath(node.box.translated(-corner));
        made.title = node.tip;
        if (node.kind == GraphScene::Node::Kind::Taking) {
            const WaitGraph::Order& order = graph.orders[graph.edges[node.index].order];
            made.whole = true;
            if (order.thread < threads.size())
                made.thread = {scene.snapshot, order.thread};
            made.logLine = order.lines.first;
        } else if (node.kind == GraphScene::Node::Kind::Resource) {
            made.logLine = graph.resources[node.index].madeLine;
        } else {
            const auto& members = graph.threads[node.index].threads;
            made.whole = true;
            made.thread = {scene.snapshot, members.front()};
            made.others = static_cast<std::uint32_t>(members.size() - 1);
            made.logLine = threads[members.front()].firstLine;
        }
        spots.push_back(std::move(made));
    }
    const auto add = [&](std::size_t index, const QRectF& box) {
        const ShownNote& note = scene.said.notes->list[index];
        Spot made;
        made.title = timeline::noteText(note);
        made.note = note.number;
        made.area = boxPath(box.translated(-corner));
        made.thread = note.thread;
        spots.push_back(std::move(made));
    };
    const GraphNotes notes = placeNotes(scene, theme);
    for (const GraphNotes::Strip& strip : notes.strips)
        if (strip.note != GraphNotes::kName)
            add(strip.note, glyph::paperStripBox(strip.at.x(), strip.at.y(), strip.room, strip.text,
                                                 style::scaled(theme.ui, 0.88)));
    for (const GraphNotes::Sheet& sheet : notes.sheets)
        add(sheet.note, sheet.box);
    return spots;
}

std::expected<std::optional<Picture>, std::string> graphPicture(const AnalysisPtr& analysis,
                                                                std::uint32_t snapshot, const Theme& theme,
                                                                const std::shared_ptr<const ShownNotes>& said)
{
    auto scene = std::make_shared<GraphScene>(makeGraphScene(*analysis, snapshot, theme, {}));
    if (scene->nodes.empty() || scene->edges.empty())
        return std::nullopt;
    const auto layout = layoutGraph(layoutRequest(*scene, 1.8));
    if (!layout)
        return std::unexpected(layout.error());
    place(*scene, *layout);
    addSaid(*scene, *analysis, said);
    Picture picture;
    const bool orders = !analysis->waitGraphs[snapshot].orders.empty();
    picture.name = orders ? tr("Lock order graph") : tr("Wait-for graph");
    picture.size = scene->bounds.size();
    if (scene->hiddenNodes > 0)
        picture.left = tr("%n further node(s) with nothing but single waits are not drawn.",
                          static_cast<int>(scene->hiddenNodes));
    picture.spots = graphSpots(*scene, *analysis, theme);
    picture.draw = [scene](QPainter& painter, const Theme& with) {
        painter.save();
        painter.fillRect(QRectF(QPointF(), scene->bounds.size()), with.panel);
        painter.translate(-scene->bounds.topLeft());
        drawGraph(painter, *scene, {}, with);
        painter.restore();
    };
    return picture;
}

} // namespace

std::uint32_t snapshotOf(const Finding& finding)
{
    if (finding.snapshot)
        return *finding.snapshot;
    for (const ThreadRef thread : finding.threads)
        if (thread)
            return thread.snapshot;
    return 0;
}

bool graphFirst(const Finding& finding)
{
    switch (finding.kind) {
    case FindingKind::Deadlock:
    case FindingKind::Contention:
    case FindingKind::LockOrderInversion:
    case FindingKind::LostWakeup:
    case FindingKind::TestTimeout:
        return true;
    default:
        return false;
    }
}

std::expected<std::optional<Picture>, std::string> makePicture(PictureKind kind, const AnalysisPtr& analysis,
                                                               std::uint32_t snapshot,
                                                               std::optional<std::uint32_t> finding,
                                                               const Theme& theme, PictureExtent extent,
                                                               const std::shared_ptr<const ShownNotes>& said)
{
    if (!analysis || snapshot >= analysis->log->snapshots.size())
        return std::nullopt;
    if (kind == PictureKind::Graph)
        return graphPicture(analysis, snapshot, theme, said);
    return timelinePicture(analysis, snapshot, finding, theme, extent, said);
}

} // namespace skein
