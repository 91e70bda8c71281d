// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/window/open_window.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTabBar>
#include <QUrl>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

const QByteArray kPanic =
    "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d\nexit status 2\n";

void drop(QWidget& target, QMimeData& mime)
{
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &enter);
    CHECK(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &event);
}

QTabBar* tabsOf(OpenWindow& w)
{
    return w.window.findChild<QTabBar*>(QStringLiteral("documentTabs"));
}

} // namespace

TEST_CASE("the empty window says how to begin", "[window]")
{
    OpenWindow w;
    const auto* const page = w.window.findChild<QWidget*>(QStringLiteral("emptyPage"));
    REQUIRE(page);
    CHECK(page->isVisible());
    CHECK(w.window.findChild<QPushButton*>(QStringLiteral("emptyOpen"))->isVisible());
    CHECK(w.window.findChild<QPushButton*>(QStringLiteral("emptyPaste"))->isVisible());
    CHECK_FALSE(tabsOf(w)->isVisible());
    CHECK_FALSE(isBlank(w.window.grab().toImage()));
}

TEST_CASE("several files become tabs, and each tab keeps what was selected in it", "[window]")
{
    OpenWindow w;
    w.window.open({LogSource::file(OpenWindow::example("map-writes-http-registry.log")),
                   LogSource::file(OpenWindow::example("deadlock-abba-mutex.log"))});
    REQUIRE(w.settle());
    REQUIRE(w.documents.count() == 2);
    CHECK(w.documents.current() == w.documents.at(0));
    w.window.selection().selectThread({0, 3});
    const Selected first = w.selected();

    tabsOf(w)->setCurrentIndex(1);
    REQUIRE(w.settle());
    CHECK(w.window.shown() == w.documents.at(1));
    CHECK(w.window.windowTitle().contains(QStringLiteral("deadlock-abba-mutex.log")));
    w.window.selection().selectThread({0, 1});

    tabsOf(w)->setCurrentIndex(0);
    CHECK(w.selected() == first);

    // The same file again is the same tab.
    w.open(OpenWindow::example("deadlock-abba-mutex.log"));
    CHECK(w.documents.count() == 2);
    CHECK(w.documents.current() == w.documents.at(1));
    CHECK(w.selected().thread == ThreadRef{0, 1});

    w.documents.close(w.documents.at(1));
    CHECK(w.documents.count() == 1);
    CHECK(w.window.shown() == w.documents.at(0));
    REQUIRE(w.documents.canReopen());
    w.documents.reopen();
    REQUIRE(w.settle());
    CHECK(w.documents.current()->source().title == QStringLiteral("deadlock-abba-mutex.log"));
    CHECK(w.selected().thread == ThreadRef{0, 1});
}

TEST_CASE("closing the last tab shows the empty page again", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    w.documents.close(w.documents.current());
    QCoreApplication::processEvents();
    CHECK(w.window.findChild<QWidget*>(QStringLiteral("emptyPage"))->isVisible());
    CHECK_FALSE(w.window.selection().analysis());
}

TEST_CASE("text and files can be dropped anywhere", "[window]")
{
    OpenWindow w;
    QMimeData text;
    text.setText(QString::fromUtf8(kPanic));
    drop(w.window, text);
    REQUIRE(w.settle());
    REQUIRE(w.documents.count() == 1);
    CHECK(w.documents.current()->source().title.startsWith(QStringLiteral("Dropped ")));
    CHECK(w.documents.current()->analysis()->log->snapshots.size() == 1);

    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(OpenWindow::example("map-writes-http-registry.log")),
                   QUrl::fromLocalFile(OpenWindow::example("deadlock-abba-mutex.log"))});
    drop(w.window, files);
    REQUIRE(w.settle());
    CHECK(w.documents.count() == 3);
    CHECK(w.documents.current() == w.documents.at(1));
}

TEST_CASE("what is pasted becomes a tab that can be closed and opened again without loss", "[window]")
{
    OpenWindow w;
    QApplication::clipboard()->setText(QString::fromUtf8(kPanic));
    w.window.paste();
    REQUIRE(w.settle());
    REQUIRE(w.documents.count() == 1);
    CHECK(w.documents.current()->source().title.startsWith(QStringLiteral("Pasted ")));
    w.documents.close(w.documents.current());
    w.documents.reopen();
    REQUIRE(w.settle());
    REQUIRE(w.documents.count() == 1);
    CHECK(w.documents.current()->analysis()->log->text.bytes() == kPanic.toStdString());

    // The path of a file means the file.
    QApplication::clipboard()->setText(OpenWindow::example("map-writes-http-registry.log") + u'\n');
    w.window.paste();
    REQUIRE(w.settle());
    CHECK(w.documents.current()->source().isFile());

    QApplication::clipboard()->clear();
    w.window.paste();
    CHECK(w.documents.count() == 2);
}

TEST_CASE("a log in which nothing is recognised is shown with a sentence that says so", "[window]")
{
    OpenWindow w;
    w.open(w.write(QStringLiteral("service.log"), "10:00 started\n10:01 did something\n"));
    REQUIRE(w.documents.current()->state() == Document::State::Ready);
    const auto* const notice = w.window.findChild<QWidget*>(QStringLiteral("notice"));
    REQUIRE(notice);
    CHECK(notice->isVisible());
    CHECK(notice->findChild<QLabel*>()->text().contains(QStringLiteral("recognised nothing")));
    CHECK(w.window.docks().dock("log")->isVisible());
    CHECK_FALSE(w.window.docks().dock("timeline")->isVisible());

    w.open(OpenWindow::example("map-writes-http-registry.log"));
    CHECK_FALSE(notice->isVisible());
    CHECK(w.window.docks().dock("timeline")->isVisible());
}

TEST_CASE("a file that cannot be read says why, and can be tried again", "[window]")
{
    OpenWindow w;
    const QString path = w.directory.filePath(QStringLiteral("later.log"));
    w.open(path);
    CHECK(w.documents.current()->state() == Document::State::Failed);
    CHECK(w.documents.current()->error().contains(QStringLiteral("there is no such file")));
    auto* const again = w.window.findChild<QPushButton*>(QStringLiteral("loadAgain"));
    REQUIRE(again);
    REQUIRE(again->isVisible());
    w.write(QStringLiteral("later.log"), kPanic);
    again->click();
    REQUIRE(w.settle());
    CHECK(w.documents.current()->state() == Document::State::Ready);
    CHECK(w.window.shown());
}

TEST_CASE("loads can be cancelled, and tabs closed, while they run", "[window]")
{
    OpenWindow w;
    QByteArray large;
    for (int i = 0; i < 60000; ++i)
        large += "goroutine " + QByteArray::number(i + 2) +
                 " [chan receive, 3 minutes]:\nmain.work(0xc000010000)\n"
                 "\t/src/main.go:10 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:20 +0x5d\n\n";
    const QString path = w.write(QStringLiteral("large.log"), large);
    for (int round = 0; round < 6; ++round) {
        w.window.open({LogSource::file(path)});
        QTest::qWait(round * 7);
        if (round % 2 == 0)
            w.documents.current()->cancel();
        w.documents.close(w.documents.current());
        CHECK(w.documents.count() == 0);
    }
    // What was cancelled does not land later.
    w.window.open({LogSource::file(path)});
    w.documents.current()->cancel();
    QTest::qWait(300);
    CHECK(w.documents.current()->state() == Document::State::Cancelled);
    w.documents.current()->load();
    REQUIRE(w.settle());
    CHECK(w.documents.current()->state() == Document::State::Ready);
}

TEST_CASE("the selection's history goes back and forward", "[window]")
{
    OpenWindow w;
    Document* const document = w.open(OpenWindow::example("map-writes-http-registry.log"));
    const Selected start = w.selected();
    CHECK_FALSE(document->history.canGoBack());
    w.window.selection().selectThread({0, 2});
    w.window.selection().selectThread({0, 4});
    REQUIRE(document->history.canGoBack());
    w.window.selection().select(document->history.back());
    CHECK(w.selected().thread == ThreadRef{0, 2});
    w.window.selection().select(document->history.back());
    CHECK(w.selected() == start);
    w.window.selection().select(document->history.forward());
    CHECK(w.selected().thread == ThreadRef{0, 2});
    CHECK(document->history.canGoForward());
}
