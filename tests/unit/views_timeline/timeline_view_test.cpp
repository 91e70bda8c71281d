// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"
#include "tests/unit/views_timeline/made_log.h"
#include "tests/unit/views_timeline/view_setting.h"
#include "views/timeline/timeline_canvas.h"
#include "views/timeline/timeline_tools.h"
#include "views/timeline/timeline_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

struct Window : test::ViewSetting {
    std::unique_ptr<View> view{makeTimelineView(context, nullptr)};
    TimelineCanvas* canvas = view->findChild<TimelineCanvas*>();
    TimelineTools* tools = static_cast<TimelineTools*>(view->titleTools());

    Window()
    {
        view->resize(1100, 400);
        view->show();
    }
    void open(AnalysisPtr analysis)
    {
        selection.setAnalysis(std::move(analysis));
        QCoreApplication::processEvents();
    }
    const TimelineScene& scene() const { return canvas->scene(); }
    QPoint at(QPointF scenePos) const
    {
        return (scenePos - QPointF(0, canvas->verticalScrollBar()->value())).toPoint();
    }
    void click(QPointF scenePos) { QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, at(scenePos)); }
    void key(Qt::Key key) { QTest::keyClick(canvas, key); }
};

} // namespace

TEST_CASE("marks of the whole program are reached by keyboard and mouse", "[timeline]")
{
    Window w;
    auto input = openInput(SKEIN_SOURCE_DIR "/tests/fixtures/go-traceback/gctrace-growing--go1.27.4.log");
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    w.open(analyse(*log));
    w.canvas->edit([](TimelineScene& scene) { scene.setAxis(TimeAxis::Kind::Clock); });
    REQUIRE(w.scene().markRows() > 0);
    w.canvas->setCurrent(0);
    w.key(Qt::Key_Up);
    REQUIRE(w.scene().currentMark);
    const MarkAt last = *w.scene().currentMark;
    const auto& row = w.scene().marks()[last.row];
    CHECK(last == MarkAt{w.scene().markRows() - 1, row.points.size() - 1});
    CHECK(w.canvas->accessibleDescription().contains(QStringLiteral("before the dump")));
    w.key(Qt::Key_Left);
    CHECK(w.scene().currentMark->point == last.point - 1);
    CHECK(w.canvas->accessibleDescription().contains(QStringLiteral("line ")));
    w.key(Qt::Key_Return);
    CHECK(w.selection.current().lines.first == row.points[last.point - 1].line);
    w.key(Qt::Key_Home);
    CHECK(w.scene().currentMark->point == 0);
    for (std::size_t i = last.row; i < w.scene().markRows(); ++i)
        w.key(Qt::Key_Down);
    CHECK_FALSE(w.scene().currentMark);
    CHECK(w.scene().current == 0);

    const TimelineHit hit = w.scene().hit(w.scene().markPoint({0, 1}, 0), 0);
    REQUIRE(hit.mark);
    w.click(w.scene().markPoint(*hit.mark, 0));
    CHECK(w.scene().currentMark == hit.mark);
    CHECK(w.selection.current().lines.first == w.scene().marks()[0].points[hit.mark->point].line);
    CHECK_FALSE(w.canvas->viewport()->grab().isNull());
}

TEST_CASE("a click on a lane selects its thread, on a glyph its frame", "[timeline]")
{
    Window w;
    w.open(test::example("map-writes-http-registry.log"));
    w.selection.selectFinding(0);
    CHECK(w.scene().current == 0);
    const LaneShape second = w.scene().shape(1);
    w.click({30, second.middle});
    CHECK(w.selection.current().thread.index == w.scene().lanes.at(1).thread);
    CHECK(w.selection.current().finding == 0U);
    const LaneShape first = w.scene().shape(0);
    REQUIRE_FALSE(first.accesses.empty());
    w.click(first.accesses[0].centre);
    CHECK(w.selection.current().thread.index == w.scene().lanes.at(0).thread);
    CHECK(w.selection.current().frame.has_value());
}

TEST_CASE("choosing a thread outside the finding does not move the lanes", "[timeline]")
{
    Window w;
    w.open(test::example("map-writes-http-registry.log"));
    w.selection.selectFinding(0);
    const std::uint32_t first = w.scene().lanes.at(0).thread;
    const std::size_t last = w.scene().lanes.rows() - 1;
    w.key(Qt::Key_End);
    w.key(Qt::Key_Return);
    CHECK(w.scene().lanes.at(0).thread == first);
    CHECK(w.scene().current.value_or(0) >= last);
    CHECK_FALSE(w.selection.current().finding);
}

TEST_CASE("the keyboard does everything", "[timeline]")
{
    Window w;
    auto maker = test::crowd(5, 40);
    w.open(maker.analysis());
    w.key(Qt::Key_Home);
    CHECK(w.scene().current == 0);
    w.key(Qt::Key_Right);
    CHECK(w.scene().lanes.rows() == 46);
    w.key(Qt::Key_Down);
    w.key(Qt::Key_Down);
    w.key(Qt::Key_Space);
    CHECK(w.selection.current().thread.index == w.scene().lanes.at(2).thread);
    CHECK_FALSE(w.canvas->accessibleDescription().isEmpty());
    w.key(Qt::Key_Left);
    CHECK(w.scene().current == 0);
    w.key(Qt::Key_Left);
    CHECK(w.scene().lanes.rows() == 6);
    w.key(Qt::Key_Plus);
    CHECK(w.scene().axis.zoom() > 1);
    w.key(Qt::Key_0);
    CHECK(w.scene().axis.zoom() == 1);
    QTest::keyClick(w.canvas, Qt::Key_C, Qt::ControlModifier);
    CHECK(QGuiApplication::clipboard()->text().contains(QStringLiteral("pkg0.worker")));
}

TEST_CASE("fold mark, wheel and drag", "[timeline]")
{
    Window w;
    auto maker = test::crowd(5, 40);
    w.open(maker.analysis());
    w.click({16, w.scene().rowMiddle(1)});
    CHECK(w.scene().lanes.rows() == 46);
    const int before = w.canvas->verticalScrollBar()->value();
    QTest::mousePress(w.canvas->viewport(), Qt::LeftButton, {}, {600, 300});
    QTest::mouseMove(w.canvas->viewport(), {600, 240});
    QTest::mouseMove(w.canvas->viewport(), {600, 200});
    QTest::mouseRelease(w.canvas->viewport(), Qt::LeftButton, {}, {600, 200});
    CHECK(w.canvas->verticalScrollBar()->value() > before);
    QWheelEvent wheel({700, 100}, w.canvas->viewport()->mapToGlobal(QPointF(700, 100)), {}, {0, 240},
                      Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    const double under = w.scene().axis.at(700);
    QCoreApplication::sendEvent(w.canvas->viewport(), &wheel);
    CHECK(w.scene().axis.zoom() > 1);
    CHECK(std::abs(w.scene().axis.at(700) - under) < 0.01);
}

TEST_CASE("filter, axis and what the title says", "[timeline]")
{
    Window w;
    auto maker = test::crowd(5, 40);
    w.open(maker.analysis());
    auto* filter = w.tools->findChild<QLineEdit*>();
    filter->setText(QStringLiteral("pkg3"));
    CHECK(w.scene().lanes.shownLanes() == 1);
    bool said = false;
    for (const QLabel* label : w.tools->findChildren<QLabel*>())
        said = said || label->text() == QStringLiteral("1 of 6 lanes; 5 hidden by the filter");
    CHECK(said);
    QTest::keyClick(filter, Qt::Key_Escape);
    CHECK(w.scene().lanes.shownLanes() == 6);
    Q_EMIT w.tools->axisChosen(TimeAxis::Kind::Clock);
    CHECK(w.scene().axis.kind() == TimeAxis::Kind::Clock);
}

TEST_CASE("it lives through logs that come and go", "[timeline]")
{
    Window w;
    w.open(nullptr);
    CHECK(w.scene().empty());
    for (const char* name :
         {"deadlock-abba-mutex.log", "go1.26-map-crash-one-goroutine.log", "test-timeout-publish.log"}) {
        w.open(test::example(name));
        CHECK_FALSE(w.scene().empty());
        for (std::uint32_t f = 0; f < w.selection.analysis()->findings.size(); ++f) {
            w.selection.selectFinding(f);
            CHECK_FALSE(w.canvas->grab().isNull());
        }
        w.themes.choose(ThemeSource::Choice::Dark);
        w.themes.choose(ThemeSource::Choice::Light);
    }
    auto nothing = std::make_shared<Analysis>();
    nothing->log = std::make_shared<Log>();
    w.open(nothing);
    CHECK(w.scene().empty());
    w.open(nullptr);
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_End, Qt::Key_Return, Qt::Key_Right, Qt::Key_Plus})
        w.key(key);
    CHECK_FALSE(w.canvas->grab().isNull());
}
