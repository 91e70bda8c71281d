// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Notes of a case in what is handed on: shown where they sit, and text whatever they hold.
#include "model/said/resolve.h"
#include "parser/parse.h"
#include "views/pictures/drawn.h"
#include "views/pictures/handout.h"

#include <QGuiApplication>
#include <QUrl>
#include <catch2/catch_session.hpp>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

constexpr const char* kHostile =
    "<script>owned=1</script> </style>\n@everyone #12 `x` | [a](http://evil.example)";

AnalysisPtr deadlock()
{
    std::string text = "fatal error: all goroutines are asleep - deadlock!\n\n";
    for (const auto* id : {"18", "19"})
        text += std::string("goroutine ") + id +
                " [sync.Mutex.Lock]:\nsync.(*Mutex).Lock(...)\n\t/go/src/sync/mutex.go:81\n" +
                "bank.Transfer(0xc000098070)\n\t/src/bank/account.go:34 +0x1d\n\n";
    const auto log = parse(inputFromText(std::move(text), "a.log"));
    REQUIRE(log);
    return analyse(*log);
}

std::string written(const char* id, const AnalysisPtr& analysis, const notes::Notebook& notebook)
{
    ReportOptions options;
    options.notebook = &notebook;
    StringSink sink;
    REQUIRE(writeReport(*findExporter(id), analysis, options, sink));
    return sink.text();
}

} // namespace

TEST_CASE("notes stand in the page and in Markdown, and stay text", "[page]")
{
    const AnalysisPtr analysis = deadlock();
    const notes::Resolver resolver(analysis);
    notes::Notebook notebook;
    const notes::Stamp by{.author = "Ann <b>", .time = 1'795'266'000'000};
    notebook.add({.anchor = resolver.onThread({0, 0}), .text = kHostile}, by);
    notebook.add({.anchor = notes::Resolver::onCase(), .text = "handed over"},
                 {.author = by.author, .time = by.time + 1});
    notebook.setVerdict(notes::VerdictKind::Name, resolver.onThread({0, 1}), {.text = "the <i>auditor"}, by);

    const std::string page = written("html", analysis, notebook);
    CHECK(page.contains("&lt;script&gt;owned=1&lt;/script&gt;"));
    CHECK_FALSE(page.contains("<script>owned"));
    CHECK(page.contains("Ann &lt;b&gt;"));
    CHECK(page.contains("handed over"));
    CHECK(page.contains("<a href=\"#note-1\" class=\"spot\"")); // on its lane
    CHECK(page.contains("the &lt;i&gt;auditor"));
    CHECK(page.contains("\"said verdict-said\"")); // what a human decides looks different

    const std::string markdown = written("markdown", analysis, notebook);
    CHECK(markdown.contains("handed over"));
    CHECK_FALSE(markdown.contains("<script>"));
    CHECK_FALSE(markdown.contains("@everyone"));
    CHECK_FALSE(markdown.contains("](http"));
}

TEST_CASE("what is copied offers text, formatted text and a picture", "[page]")
{
    const AnalysisPtr analysis = deadlock();
    const Handout copied(analysis, {}, QStringLiteral("a.log"), Handout::Way::Copy);
    CHECK_FALSE(copied.hasUrls());
    CHECK(copied.hasImage());
    CHECK(copied.text().contains(QStringLiteral("G18")));
    CHECK(copied.html().contains(QStringLiteral("<b>")));
    CHECK(copied.data(QStringLiteral("image/svg+xml")).startsWith("<?xml"));
    const Handout dragged(analysis, {}, QStringLiteral("a/b.log"), Handout::Way::Drag);
    REQUIRE(dragged.hasUrls());
    CHECK(dragged.urls().front().toLocalFile().endsWith(QStringLiteral("/a-b.log.png")));
}

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    return Catch::Session().run(argc, argv);
}
