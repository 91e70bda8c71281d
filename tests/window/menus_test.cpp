// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/window/open_window.h"

#include <QClipboard>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace skein;

namespace
{

void collect(const QMenu* menu, QList<QAction*>& all)
{
    for (QAction* const action : menu->actions()) {
        if (action->menu())
            collect(action->menu(), all);
        else if (!action->isSeparator())
            all.append(action);
    }
}

QList<QAction*> actionsOf(MainWindow& window)
{
    QList<QAction*> all;
    for (const QAction* const top : window.menuBar()->actions())
        if (top->menu())
            collect(top->menu(), all);
    return all;
}

QAction* find(MainWindow& window, const QString& text)
{
    for (QAction* const action : actionsOf(window))
        if (QString(action->text()).remove(u'&') == text)
            return action;
    return nullptr;
}

} // namespace

TEST_CASE("entries that need a log are greyed while there is none", "[window]")
{
    OpenWindow w;
    for (const char* const text :
         {"Close tab", "Reload", "Copy findings as text", "Next finding", "Go to line…", "Timeline"}) {
        CAPTURE(text);
        QAction* const action = find(w.window, QString::fromUtf8(text));
        REQUIRE(action);
        CHECK_FALSE(action->isEnabled());
    }
    CHECK(find(w.window, QStringLiteral("Open…"))->isEnabled());
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    for (const char* const text :
         {"Close tab", "Reload", "Copy findings as text", "Next finding", "Go to line…", "Timeline"}) {
        CAPTURE(text);
        CHECK(find(w.window, QString::fromUtf8(text))->isEnabled());
    }
}

TEST_CASE("no two actions share a shortcut", "[window]")
{
    OpenWindow w;
    std::set<QString> seen;
    for (const QAction* const action : w.window.findChildren<QAction*>()) {
        if (action->shortcutContext() == Qt::WidgetShortcut)
            continue;
        for (const QKeySequence& key : action->shortcuts()) {
            CAPTURE(action->text().toStdString(), key.toString().toStdString());
            CHECK(seen.insert(key.toString()).second);
        }
    }
}

TEST_CASE("mnemonics are different within each menu", "[window]")
{
    OpenWindow w;
    const auto check = [](const QList<QAction*>& actions) {
        std::set<QChar> seen;
        for (const QAction* const action : actions) {
            const auto at = action->text().indexOf(u'&');
            if (at < 0 || at + 1 >= action->text().size())
                continue;
            CAPTURE(action->text().toStdString());
            CHECK(seen.insert(action->text()[at + 1].toLower()).second);
        }
    };
    check(w.window.menuBar()->actions());
    for (const QAction* const top : w.window.menuBar()->actions())
        check(top->menu()->actions());
}

TEST_CASE("findings and threads can be stepped through", "[window]")
{
    OpenWindow w;
    const Document* const document = w.open(OpenWindow::example("sigquit-service-2300-goroutines.log"));
    const auto findings = static_cast<std::uint32_t>(document->analysis()->findings.size());
    REQUIRE(findings > 0);
    find(w.window, QStringLiteral("Next finding"))->trigger();
    CHECK(w.selected().finding == 1 % findings);
    find(w.window, QStringLiteral("Previous finding"))->trigger();
    CHECK(w.selected().finding == 0);
    w.window.selection().selectThread({0, 0});
    find(w.window, QStringLiteral("Next thread"))->trigger();
    CHECK(w.selected().thread == ThreadRef{0, 1});
}

TEST_CASE("findings are copied as text", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    QApplication::clipboard()->clear();
    find(w.window, QStringLiteral("Copy findings as text"))->trigger();
    REQUIRE(QTest::qWaitFor([] { return !QApplication::clipboard()->text().isEmpty(); }, 10000));
    CHECK(QApplication::clipboard()->text().contains(QStringLiteral("map")));
}

TEST_CASE("the help dialogs open", "[window]")
{
    OpenWindow w;
    for (const char* const text : {"Keys", "What Skein reads and writes", "About Skein"}) {
        CAPTURE(text);
        QAction* const action = find(w.window, QLatin1String(text));
        REQUIRE(action);
        action->trigger();
        QWidget* const dialog = QApplication::activeModalWidget();
        REQUIRE(dialog);
        CHECK_FALSE(isBlank(dialog->grab().toImage()));
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}
