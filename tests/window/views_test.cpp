// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/window/open_window.h"

#include <QDir>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace skein;

namespace
{

std::vector<std::string> exampleFiles()
{
    std::vector<std::string> names;
    for (const QString& name : QDir(OpenWindow::examples()).entryList({QStringLiteral("*.log")}, QDir::Files))
        names.push_back(name.toStdString());
    return names;
}

} // namespace

TEST_CASE("every view shows every example and follows every finding", "[window]")
{
    const std::string name = GENERATE(from_range(exampleFiles()));
    CAPTURE(name);
    OpenWindow w;
    const Document* const document = w.open(OpenWindow::example(name.c_str()));
    REQUIRE(document);
    REQUIRE(document->state() == Document::State::Ready);
    const Analysis& analysis = *document->analysis();
    REQUIRE_FALSE(analysis.log->snapshots.empty());
    if (!analysis.findings.empty())
        CHECK(w.selected().finding == 0);

    for (ViewDock* const dock : w.window.docks().docks()) {
        CAPTURE(dock->id().toStdString());
        w.window.docks().raise(*dock, true);
        QCoreApplication::processEvents();
        CHECK(dock->isShown());
        CHECK(dock->view().width() > 100);
        CHECK(dock->view().height() > 50);
        CHECK_FALSE(isBlank(dock->view().grab().toImage()));
        CHECK_FALSE(dock->view().accessibleName().isEmpty());
    }
    for (std::uint32_t finding = 0; finding < analysis.findings.size(); ++finding) {
        w.window.selection().selectFinding(finding);
        QCoreApplication::processEvents();
        CHECK(w.selected().finding == finding);
    }
    const auto& threads = analysis.log->snapshots.front().threads;
    for (std::uint32_t thread = 0; thread < std::min<std::size_t>(threads.size(), 20); ++thread) {
        w.window.selection().selectThread({0, thread});
        QCoreApplication::processEvents();
    }
    for (std::uint32_t group = 0; group < std::min<std::size_t>(analysis.groups.size(), 20); ++group) {
        w.window.selection().selectGroup(group);
        QCoreApplication::processEvents();
    }
    w.window.resize(800, 500);
    QCoreApplication::processEvents();
    CHECK_FALSE(isBlank(w.window.grab().toImage()));
}

TEST_CASE("the whole window changes between light and dark", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    QObject::connect(&w.themes, &ThemeSource::changed, &w.window,
                     [&] { applyTheme(*qApp, w.themes.theme()); });
    w.themes.choose(ThemeSource::Choice::Light);
    QCoreApplication::processEvents();
    const QColor light = w.window.grab().toImage().pixelColor(2, 2);
    w.themes.choose(ThemeSource::Choice::Dark);
    QCoreApplication::processEvents();
    const QColor dark = w.window.grab().toImage().pixelColor(2, 2);
    CHECK(light.lightness() > 200);
    CHECK(dark.lightness() < 60);
}

TEST_CASE("a layout is kept from one window to the next, and can be reset", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    ViewDocks& docks = w.window.docks();
    ViewDock* const groups = docks.dock("groups");
    REQUIRE(groups);
    groups->close();
    docks.saveLayout();
    docks.resetLayout();
    QCoreApplication::processEvents();
    CHECK(groups->isVisible());
    docks.restoreLayout();
    QCoreApplication::processEvents();
    CHECK_FALSE(groups->isVisible());
}

TEST_CASE("a finding of another kind brings its picture to the front, unless the user has another in mind",
          "[window]")
{
    OpenWindow w;
    ViewDocks& docks = w.window.docks();
    ViewDock* const timeline = docks.dock("timeline");
    ViewDock* const graph = docks.dock("graph");
    REQUIRE(timeline);
    REQUIRE(graph);
    w.open(OpenWindow::example("deadlock-three-nodes-asleep.log"));
    CHECK(graph->isShown());
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    CHECK(timeline->isShown());

    docks.raise(*graph, false);
    Q_EMIT docks.raisedByUser(graph);
    w.open(OpenWindow::example("map-iteration-json-encoder.log"));
    CHECK(graph->isShown());
}
