// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/views_timeline/made_log.h"
#include "tests/unit/views_timeline/view_setting.h"
#include "views/sides/missing_panel.h"
#include "views/sides/sides_canvas.h"
#include "views/sides/sides_text.h"
#include "views/sides/sides_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QTest>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

struct Window : test::ViewSetting {
    std::unique_ptr<View> view{makeSidesView(context, nullptr)};
    SidesCanvas* canvas = view->findChild<SidesCanvas*>();

    Window()
    {
        view->resize(900, 300);
        view->show();
    }
    void open(const std::string& name)
    {
        selection.setAnalysis(test::example(name));
        selection.selectFinding(0);
        QCoreApplication::processEvents();
    }
    std::uint32_t findingOf(FindingKind kind) const
    {
        const auto& findings = selection.analysis()->findings;
        for (std::uint32_t f = 0; f < findings.size(); ++f)
            if (findings[f].kind == kind && (kind != FindingKind::Deadlock || !findings[f].cycle.empty()))
                return f;
        return 0;
    }
};

} // namespace

TEST_CASE("both sides of a conflict, and a frame that is chosen", "[sides]")
{
    Window w;
    w.open("map-writes-http-registry.log");
    REQUIRE(w.canvas->shown().size() == 2);
    CHECK(w.canvas->shown()[0].part == sides::Party::Part::Reporter);
    CHECK(w.canvas->shown()[1].part == sides::Party::Part::Other);
    const Selected before = w.selection.current();
    REQUIRE(before.frame);
    QTest::keyClick(w.canvas, Qt::Key_Down);
    CHECK(w.selection.current().frame == *before.frame + 1);
    CHECK(w.selection.current().finding == before.finding);
    QTest::keyClick(w.canvas, Qt::Key_Right);
    CHECK(w.selection.current().thread == w.canvas->shown()[1].thread);
    const QRectF column = w.canvas->columnRect(0);
    const auto row = w.canvas->grid().rowOf(0, *before.frame);
    REQUIRE(row);
    const QPointF at(column.left() + 60, w.canvas->rowTop(*row) + 8);
    QTest::mouseClick(w.canvas->viewport(), Qt::LeftButton, {}, at.toPoint());
    CHECK(w.selection.current().thread == w.canvas->shown()[0].thread);
    CHECK(w.selection.current().frame == before.frame);
    QTest::keyClick(w.canvas, Qt::Key_C, Qt::ControlModifier);
    CHECK(QGuiApplication::clipboard()->text().contains(QStringLiteral("created by")));
}

TEST_CASE("a party that is not in the log: why, and what to set", "[sides]")
{
    Window w;
    w.open("go1.26-map-crash-one-goroutine.log");
    REQUIRE(w.canvas->shown().size() == 2);
    CHECK_FALSE(w.canvas->shown()[1].thread);
    auto* panel = w.canvas->findChild<MissingPanel*>();
    REQUIRE(panel);
    CHECK(panel->isVisible());
    auto* button = panel->findChild<QPushButton*>();
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(QGuiApplication::clipboard()->text().contains(QStringLiteral("GOTRACEBACK")));
}

TEST_CASE("a cycle of three is read with a chooser where the window is narrow", "[sides]")
{
    Window w;
    w.open("deadlock-three-nodes-asleep.log");
    w.selection.selectFinding(w.findingOf(FindingKind::Deadlock));
    const auto& finding = w.selection.analysis()->findings[w.findingOf(FindingKind::Deadlock)];
    if (finding.cycle.size() < 3)
        SKIP("the analysis found no cycle of three");
    REQUIRE(w.canvas->shown().size() == 2);
    w.selection.selectThread(finding.cycle[2].thread);
    CHECK(w.canvas->shown()[1].thread == finding.cycle[2].thread);
    CHECK(w.canvas->shown()[0].thread == finding.cycle[0].thread);
    w.view->resize(1300, 300);
    QCoreApplication::processEvents();
    CHECK(w.canvas->shown().size() == 3);
}

TEST_CASE("runtime frames hide and come back", "[sides]")
{
    Window w;
    w.open("deadlock-abba-mutex.log");
    const std::size_t all = w.canvas->grid().rows();
    w.view->viewActions().front()->setChecked(true);
    CHECK(w.canvas->grid().rows() < all);
    w.view->viewActions().front()->setChecked(false);
    CHECK(w.canvas->grid().rows() == all);
}

TEST_CASE("a single thread stands alone, one without a stack says so", "[sides]")
{
    Window w;
    test::LogMaker maker;
    const auto with = maker.waiting(7, maker.stack({maker.frame("main.f", "/src/main.go", 2)}), "select", 1);
    const auto without = maker.waiting(8, {}, "select", 1);
    maker.thread(without).stackUnavailable = true;
    w.selection.setAnalysis(maker.analysis());
    w.selection.selectThread({0, with});
    CHECK(w.canvas->shown().size() == 1);
    CHECK(w.canvas->grid().rows() == 1);
    w.selection.selectThread({0, without});
    REQUIRE(w.canvas->grid().rows() == 1);
    CHECK(w.canvas->grid().at(0, 0).kind == sides::Cell::Kind::Note);
    CHECK(sides::noStack(maker.thread(without)).contains(QStringLiteral("unavailable")));
    CHECK_FALSE(w.canvas->grab().isNull());
    w.selection.setAnalysis(nullptr);
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Left, Qt::Key_Return})
        QTest::keyClick(w.canvas, key);
    CHECK_FALSE(w.canvas->grab().isNull());
}
