// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/examples.h"
#include "app/window/history.h"
#include "app/window/log_source.h"
#include "app/window/recent_files.h"
#include "app/window/status_text.h"

#include <QDateTime>
#include <QMimeData>
#include <QTemporaryDir>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

TEST_CASE("times are said as people say them", "[window]")
{
    const QDateTime now(QDate(2026, 11, 20), QTime(12, 0));
    CHECK(timeAgo(now, now) == QStringLiteral("just now"));
    CHECK(timeAgo(now.addSecs(-5 * 60), now) == QStringLiteral("5 min ago"));
    CHECK(timeAgo(now.addSecs(-3 * 3600), now) == QStringLiteral("3 h ago"));
    CHECK(timeAgo(now.addDays(-1), now) == QStringLiteral("yesterday"));
    CHECK(timeAgo(now.addDays(-12), now) == QStringLiteral("12 days ago"));
    CHECK(timeAgo(QDateTime(), now).isEmpty());
}

TEST_CASE("recent files are kept newest first, once each, and no more than a dozen", "[window]")
{
    QTemporaryDir directory;
    QSettings settings(directory.filePath(QStringLiteral("s.conf")), QSettings::IniFormat);
    {
        RecentFiles recent(settings);
        for (int i = 0; i < 20; ++i)
            recent.add(QStringLiteral("/log/%1").arg(i));
        recent.add(QStringLiteral("/log/15"));
    }
    RecentFiles recent(settings);
    REQUIRE(recent.entries().size() == RecentFiles::kMost);
    CHECK(recent.entries()[0].path == QStringLiteral("/log/15"));
    CHECK(recent.entries()[1].path == QStringLiteral("/log/19"));
    recent.clear();
    CHECK(RecentFiles(settings).entries().isEmpty());
}

TEST_CASE("every example has a title from the README", "[window]")
{
    const QList<Example> examples = examplesIn(QStringLiteral(SKEIN_SOURCE_DIR "/examples"));
    CHECK(examples.size() >= 6);
    for (const Example& example : examples) {
        CAPTURE(example.path.toStdString(), example.title.toStdString());
        CHECK_FALSE(example.title.endsWith(QStringLiteral(".log")));
        CHECK(example.title.size() > 10);
    }
}

TEST_CASE("what a paste brings: text, files, or the path of a file", "[window]")
{
    QMimeData mime;
    CHECK_FALSE(hasSources(mime));
    mime.setText(QStringLiteral("  \n "));
    CHECK(sourcesOf(mime, false).isEmpty());
    mime.setText(QStringLiteral("/no/such/file.log"));
    REQUIRE(sourcesOf(mime, false).size() == 1);
    CHECK(sourcesOf(mime, false)[0].kind == LogSource::Kind::Text);
    mime.setText(QStringLiteral(SKEIN_SOURCE_DIR "/examples/README.md\n"));
    REQUIRE(sourcesOf(mime, false).size() == 1);
    CHECK(sourcesOf(mime, false)[0].kind == LogSource::Kind::File);
    CHECK(sourcesOf(mime, false)[0].title == QStringLiteral("README.md"));
}

TEST_CASE("the history begins with the first choice and forgets what lay ahead", "[window]")
{
    const auto at = [](std::uint32_t line) {
        Selected selected;
        selected.lines = {line, line};
        return selected;
    };
    SelectionHistory history;
    history.visit(at(1));
    CHECK_FALSE(history.canGoBack());
    history.visit(at(2));
    history.visit(at(3));
    history.visit(at(3));
    CHECK(history.back() == at(2));
    history.visit(at(4));
    CHECK_FALSE(history.canGoForward());
    CHECK(history.back() == at(2));
    CHECK(history.back() == at(1));
    CHECK(history.back() == at(1));
    for (std::uint32_t i = 10; i < 600; ++i)
        history.visit(at(i));
    CHECK(history.current() == at(599));
}

TEST_CASE("the status bar's counts add up and have the right number", "[window]")
{
    Log log;
    const std::string_view text = "a\nb\nc\n";
    log.text = LogText(text, nullptr);
    log.text.indexLines();
    log.recognisedLines = 1;
    log.snapshots.resize(1);
    log.input.linePrefix = "docker";
    Analysis analysis;
    Group group;
    group.count = 1234;
    analysis.groups.push_back(group);
    analysis.log = std::make_shared<const Log>(std::move(log));
    CHECK(statusText(analysis) ==
          QStringLiteral(
              "1,234 goroutines in 1 group  ·  1 dump  ·  3 lines: 1 recognised, 2 kept as they are"));
    CHECK(inputText(analysis.log->input) == QStringLiteral("docker prefix set aside"));
}
