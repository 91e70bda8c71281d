// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Reports about locks in the graph and in the timeline, with mouse and keyboard.
#include "tests/unit/views_timeline/made_log.h"
#include "tests/unit/views_timeline/view_setting.h"
#include "views/graph/graph_canvas.h"
#include "views/graph/graph_view.h"
#include "views/timeline/timeline_canvas.h"
#include "views/timeline/timeline_text.h"
#include "views/timeline/timeline_view.h"

#include <QTest>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace skein;

namespace
{

struct Shown : test::ViewSetting {
    std::unique_ptr<View> graph{makeGraphView(context, nullptr)};
    std::unique_ptr<View> timeline{makeTimelineView(context, nullptr)};
    GraphCanvas* graphCanvas = graph->findChild<GraphCanvas*>();
    TimelineCanvas* timelineCanvas = timeline->findChild<TimelineCanvas*>();
    AnalysisPtr analysis;

    explicit Shown(const char* example) : analysis(test::example(example))
    {
        for (View* view : {graph.get(), timeline.get()}) {
            view->resize(1100, 400);
            view->show();
        }
        selection.setAnalysis(analysis);
        selection.selectFinding(0);
        if (!analysis->waitGraphs[0].empty())
            REQUIRE(QTest::qWaitFor([&] { return graphCanvas->emptyText().isEmpty(); }, 30000));
    }
    const GraphScene& scene() const { return graphCanvas->scene(); }
    /// A small graph is shown at its natural size in the middle.
    QPoint at(QPointF place) const
    {
        return (place - scene().bounds.center() + QPointF(graphCanvas->width(), graphCanvas->height()) / 2)
            .toPoint();
    }
    void click(QPointF place) { QTest::mouseClick(graphCanvas, Qt::LeftButton, {}, at(place)); }
    std::string_view firstLine() const { return analysis->log->text.line(selection.current().lines.first); }
};

} // namespace

TEST_CASE("the graph of an inversion: locks, who takes them, and the stack behind a click", "[graph]")
{
    Shown w("tsan-lock-order.log");
    using Kind = GraphScene::Node::Kind;
    const auto& nodes = w.scene().nodes;
    REQUIRE(nodes.size() == 4);
    CHECK(std::ranges::count(nodes, Kind::Resource, &GraphScene::Node::kind) == 2);
    CHECK(std::ranges::count(nodes, Kind::Taking, &GraphScene::Node::kind) == 2);
    CHECK(w.scene().edges.size() == 4);
    CHECK(w.graphCanvas->accessibleName() == QStringLiteral("Lock order graph"));
    const WaitGraph& graph = w.analysis->waitGraphs[0];
    for (const auto& node : nodes) {
        CHECK(node.inCycle);
        if (node.kind == Kind::Resource) {
            CHECK(node.title.startsWith(QStringLiteral("mutex M")));
            continue;
        }
        CHECK(node.title.startsWith(QStringLiteral("thread ")));
        CHECK(node.note.contains(QStringLiteral("holds M")));
        CHECK(node.tip.contains(QStringLiteral("pthread_mutex_lock")));
        w.click(node.box.center());
        const WaitGraph::Order& order = graph.orders[graph.edges[node.index].order];
        CHECK(w.selection.current().thread == ThreadRef{0, order.thread});
        CHECK(w.selection.current().lines == order.lines);
        CHECK(w.selection.current().finding == 0);
        CHECK(w.firstLine().contains("#0 pthread_mutex_lock"));
        CHECK(w.graphCanvas->accessibleDescription() == node.tip);
    }
    for (const auto& edge : w.scene().edges) {
        w.selection.selectFinding(0);
        w.click(edge.path.pointAtPercent(0.5));
        CHECK(w.selection.current().lines == graph.orders[graph.edges[edge.index].order].lines);
    }
    // The keyboard reaches what an edge says.
    w.selection.selectResource(0, 0);
    QTest::keyClick(w.graphCanvas, Qt::Key_Right);
    CHECK(w.firstLine().contains("#0 pthread_mutex_lock"));
}

TEST_CASE("a note on an edge of the lock order is drawn at the one who takes it", "[graph]")
{
    Shown w("tsan-lock-order.log");
    auto notes = std::make_shared<ShownNotes>();
    ShownNote note;
    note.number = 1;
    note.at = notes::Resolver(w.analysis).resolve(notes::Resolver(w.analysis).onEdge(0, 1));
    notes->list.push_back(note);
    GraphScene scene = w.scene();
    addSaid(scene, *w.analysis, notes);
    REQUIRE(scene.said.on.size() == 1);
    REQUIRE(scene.said.on[0].node >= 0);
    const auto& node = scene.nodes[static_cast<std::size_t>(scene.said.on[0].node)];
    CHECK(node.kind == GraphScene::Node::Kind::Taking);
    CHECK(node.index == 1);
}

TEST_CASE("the timeline of a race shows the lock, and its lane leads to where it was seen first",
          "[timeline]")
{
    Shown w("tsan-race-heap.log");
    const TimelineScene& scene = w.timelineCanvas->scene();
    const auto row = scene.lanes.rowOfLock(0x721000000040);
    REQUIRE(row);
    const Lane lane = scene.lanes.at(*row);
    CHECK(lane.kind == Lane::Kind::Lock);
    CHECK(timeline::laneText(scene, lane).contains(QStringLiteral("lock 0x721000000040")));
    const LaneShape shape = scene.shape(*row);
    REQUIRE(shape.created);
    CHECK(shape.bar.isNull());
    QTest::mouseClick(w.timelineCanvas->viewport(), Qt::LeftButton, {}, shape.created->toPoint());
    CHECK(w.firstLine().contains("Mutex M0 (0x721000000040) created at:"));
    // The thread that held it has its mark, left of what it did.
    std::size_t holders = 0;
    for (std::size_t r = 0; r < scene.lanes.rows(); ++r) {
        const LaneShape s = scene.shape(r);
        for (const LaneShape::Mark& mark : s.holds) {
            ++holders;
            CHECK(mark.event->lock == 0x721000000040);
            CHECK(mark.centre.x() < s.accesses.front().centre.x());
            w.selection.selectFinding(0);
            QTest::mouseClick(w.timelineCanvas->viewport(), Qt::LeftButton, {}, mark.centre.toPoint());
            CHECK(w.firstLine().contains("(mutexes: write M0)"));
        }
    }
    CHECK(holders == 1);
    for (std::uint32_t e = 0; e < scene.timeline().events.size(); ++e)
        if (scene.timeline().events[e].kind == Event::Kind::LockMade)
            CHECK(scene.eventBox(e));
}
