// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// What static checkers have printed, dropped on the window beside an open log.
#include "app/window/compared_logs.h"
#include "tests/window/open_window.h"
#include "views/sides/sides_canvas.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

/// The log of a job, cut at the crash: what the checkers said, and what the program did.
std::pair<QByteArray, QByteArray> job(const char* name)
{
    QFile file(QStringLiteral(SKEIN_SOURCE_DIR "/tests/fixtures/lint/") + QLatin1String(name));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray all = file.readAll();
    const auto crash = all.indexOf("fatal error:");
    REQUIRE(crash > 0);
    return {all.left(crash), all.mid(crash)};
}

struct CheckedWindow : OpenWindow {
    Document* log = nullptr;
    QWidget* notice = window.findChild<QWidget*>(QStringLiteral("notice"));

    void drop(const QString& path)
    {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &enter);
        REQUIRE(enter.isAccepted());
        QDropEvent event(window.rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &event);
        settle();
        CHECK(QTest::qWaitFor([&] { return documents.count() == 1 && settle(); }, 20000));
        settle();
    }
    QString said() const { return notice->findChild<QLabel*>()->text(); }
    bool evidence(const char* tool) const
    {
        for (const Finding& finding : log->analysis()->findings)
            for (const Evidence& one : finding.evidence)
                if (one.text.contains(tool) && one.text.contains(" says of "))
                    return true;
        return false;
    }
};

} // namespace

TEST_CASE("checkers' files that are dropped stand with the open log, and go again", "[window][lint]")
{
    for (const char* const name : {"votes--go1.27.4.log", "votes--go1.27.4-json.log"}) {
        INFO(name);
        const auto [lint, crash] = job(name);
        CheckedWindow w;
        w.log = w.open(w.write(QStringLiteral("crash.log"), crash));
        REQUIRE(w.log->analysis()->beside.empty());
        const bool told = w.evidence("staticcheck");
        w.drop(w.write(QStringLiteral("lint.txt"), lint));
        REQUIRE(w.documents.count() == 1); // no tab of its own
        CHECK(w.documents.current() == w.log);
        CHECK(w.log->analysis()->beside.size() == 4);
        CHECK_FALSE(told);
        CHECK(w.evidence("go vet"));
        CHECK(w.notice->isVisible());
        CHECK(w.said().startsWith(QStringLiteral("4 findings of static checkers in lint.txt; ")));
        CHECK(w.selected().finding == 0);

        // In the stacks: the line that go vet speaks of is in one of them.
        auto* const sides = w.window.findChild<SidesCanvas*>();
        REQUIRE(sides);
        CHECK_FALSE(isBlank(sides->viewport()->grab().toImage()));

        // It stays when the log is read again, and goes when nobody wants it.
        w.log->load();
        REQUIRE(w.settle());
        CHECK(w.log->analysis()->beside.size() == 4);
        auto* const remove = w.notice->findChild<QPushButton*>();
        REQUIRE(remove->isVisible());
        remove->click();
        REQUIRE(w.settle());
        CHECK(w.log->analysis()->beside.empty());
        CHECK_FALSE(w.evidence("go vet"));
        CHECK_FALSE(w.notice->isVisible());
    }
}

TEST_CASE("a checkers' file that is dropped to be compared goes to the log as well", "[window][lint]")
{
    const auto [lint, crash] = job("votes--go1.27.4.log");
    CheckedWindow w;
    w.log = w.open(w.write(QStringLiteral("crash.log"), crash));
    w.window.comparedLogs().add(QList{LogSource::file(w.write(QStringLiteral("lint.txt"), lint))});
    const auto there = [&] { return w.log->analysis() && w.log->analysis()->beside.size() == 4; };
    CHECK(QTest::qWaitFor(there, 20000));
    REQUIRE(w.settle());
    CHECK(w.documents.count() == 1);
    CHECK(w.window.comparedLogs().logs().empty());
    CHECK(w.window.comparedLogs().pending() == 0);
}

TEST_CASE("a checkers' file on its own is a log like any other", "[window][lint]")
{
    const auto [lint, crash] = job("votes--go1.27.4.log");
    CheckedWindow w;
    w.log = w.open(w.write(QStringLiteral("lint.txt"), lint));
    CHECK(w.documents.count() == 1);
    CHECK(w.log->analysis()->log->lint.size() == 4);
    Document* const log = w.open(w.write(QStringLiteral("crash.log"), crash));
    CHECK(w.documents.count() == 2);
    CHECK(log->analysis()->beside.empty());
}

TEST_CASE("a log and a checkers' file that are opened together become one", "[window][lint]")
{
    const auto [lint, crash] = job("votes--go1.27.4.log");
    for (const bool logFirst : {true, false}) {
        INFO(logFirst);
        CheckedWindow w;
        QList<LogSource> both{LogSource::file(w.write(QStringLiteral("crash.log"), crash)),
                              LogSource::file(w.write(QStringLiteral("lint.txt"), lint))};
        if (!logFirst)
            both.swapItemsAt(0, 1);
        w.window.open(both);
        CHECK(QTest::qWaitFor([&] { return w.documents.count() == 1 && w.settle(); }, 20000));
        REQUIRE(w.settle());
        CHECK(w.documents.current()->analysis()->beside.size() == 4);
    }
}
