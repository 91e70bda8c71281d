// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/analysis.h"
#include "parser/parse.h"
#include "views/selection.h"

#include <QSignalSpy>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

constexpr const char* kDump = "before\n"                              // 1
                              "fatal error: concurrent map writes\n"  // 2
                              "\n"                                    // 3
                              "goroutine 35 [running]:\n"             // 4
                              "main.put(...)\n"                       // 5
                              "\t/src/main.go:10\n"                   // 6
                              "main.handle(0xc000010000)\n"           // 7
                              "\t/src/main.go:20 +0x1d\n"             // 8
                              "created by main.main in goroutine 1\n" // 9
                              "\t/src/main.go:30 +0x5d\n"             // 10
                              "\n"                                    // 11
                              "goroutine 1 [chan receive]:\n"         // 12
                              "main.main()\n"                         // 13
                              "\t/src/main.go:40 +0x1d\n"             // 14
                              "\n"                                    // 15
                              "goroutine 36 [runnable]:\n"            // 16
                              "main.put(...)\n"                       // 17
                              "\t/src/main.go:10\n"                   // 18
                              "main.handle(0xc000010000)\n"           // 19
                              "\t/src/main.go:20 +0x1d\n"             // 20
                              "created by main.main in goroutine 1\n" // 21
                              "\t/src/main.go:30 +0x5d\n"             // 22
                              "exit status 2\n";                      // 23

/// The dump above, with one finding of our own: goroutine 35 is in it, 36 too, 1 is not.
AnalysisPtr sample()
{
    auto log = parse(inputFromText(kDump, "sample"));
    REQUIRE(log);
    REQUIRE((*log)->snapshots.size() == 1);
    REQUIRE((*log)->snapshots[0].threads.size() == 3);
    auto analysis = std::make_shared<Analysis>();
    analysis->log = *log;
    analysis->groups = groupThreads(**log);
    analysis->waitGraphs.resize(1);
    analysis->waitGraphs[0].resources.resize(2);
    analysis->waitGraphs[0].resources[1].address = 0xc000010000;
    Finding finding;
    finding.snapshot = 0;
    finding.threads = {{0, 0}, {0, 2}};
    Access access;
    access.thread = {0, 2};
    access.frame = (*log)->stack((*log)->snapshots[0].threads[2].stack)[1];
    access.frameIndex = 1;
    finding.accesses = {access};
    finding.resource = Resource{ResourceKind::Map, 0xc000010000, ""};
    finding.evidence = {{"said", {2}}, {"also", {13}}};
    analysis->findings = {finding};
    return analysis;
}

} // namespace

TEST_CASE("a finding brings its thread, frame, lines, group and resource", "[selection]")
{
    Selection selection;
    selection.setAnalysis(sample());
    const QSignalSpy changes(&selection, &Selection::changed);
    selection.selectFinding(0);
    const Selected& now = selection.current();
    CHECK(now.finding == 0);
    CHECK(now.thread == ThreadRef{0, 2});
    CHECK(now.frame == 1);
    CHECK(now.lines == LineSpan{19, 20});
    REQUIRE(now.group);
    CHECK(selection.analysis()->groups[*now.group].count == 2);
    CHECK(now.resource == 1);
    CHECK(changes.count() == 1);
    selection.selectFinding(0);
    CHECK(changes.count() == 1);
}

TEST_CASE("a thread keeps the finding that it takes part in, and no other", "[selection]")
{
    Selection selection;
    selection.setAnalysis(sample());
    selection.selectFinding(0);
    selection.selectThread({0, 0});
    CHECK(selection.current().finding == 0);
    CHECK(selection.current().frame == 0);
    CHECK(selection.current().lines == LineSpan{5, 6});
    selection.selectThread({0, 1});
    CHECK_FALSE(selection.current().finding);
    CHECK_FALSE(selection.current().frame);
    CHECK(selection.current().lines.first == 12);
    selection.selectThread({0, 99});
    CHECK(selection.current().thread == ThreadRef{0, 1});
}

TEST_CASE("a line brings the thread and frame that it belongs to", "[selection]")
{
    Selection selection;
    selection.setAnalysis(sample());
    selection.selectLines({8, 8});
    CHECK(selection.current().thread == ThreadRef{0, 0});
    CHECK(selection.current().frame == 1);
    CHECK(selection.current().lines == LineSpan{8, 8});
    selection.selectLines({16, 16});
    CHECK(selection.current().thread == ThreadRef{0, 2});
    CHECK_FALSE(selection.current().frame);
    selection.selectLines({1, 1});
    CHECK_FALSE(selection.current().thread);
    CHECK(selection.current().lines == LineSpan{1, 1});
}

TEST_CASE("lines that a finding cites keep it", "[selection]")
{
    Selection selection;
    selection.setAnalysis(sample());
    selection.selectFinding(0);
    selection.selectLines({2, 2});
    CHECK(selection.current().finding == 0);
    selection.selectLines({13, 13});
    CHECK(selection.current().finding == 0);
    CHECK(selection.current().thread == ThreadRef{0, 1});
    selection.selectLines({14, 14});
    CHECK_FALSE(selection.current().finding);
}

TEST_CASE("a frame, a group, a resource", "[selection]")
{
    Selection selection;
    selection.setAnalysis(sample());
    selection.selectFrame({0, 0}, 1);
    CHECK(selection.current().lines == LineSpan{7, 8});
    const auto group = selection.current().group;
    REQUIRE(group);
    selection.selectFrame({0, 0}, 99);
    CHECK(selection.current().frame == 1);

    selection.selectThread({0, 1});
    selection.selectGroup(*group);
    CHECK(selection.current().thread == ThreadRef{0, 0});
    selection.selectThread({0, 2});
    selection.selectGroup(*group);
    CHECK(selection.current().thread == ThreadRef{0, 2});

    selection.selectResource(0, 1);
    CHECK(selection.current().resource == 1);
    CHECK(selection.current().thread == ThreadRef{0, 2});
    selection.selectResource(0, 2);
    CHECK(selection.current().resource == 1);
    selection.clear();
    CHECK(selection.current() == Selected{});
}

TEST_CASE("a selection of a log that has become shorter loses what is gone", "[selection]")
{
    Selection selection;
    Selected old;
    old.finding = 7;
    old.thread = {0, 1};
    old.frame = 9;
    old.group = 40;
    old.lines = {900, 901};
    const QSignalSpy analyses(&selection, &Selection::analysisChanged);
    selection.setAnalysis(sample(), old);
    CHECK(analyses.count() == 1);
    Selected expected;
    expected.thread = {0, 1};
    CHECK(selection.current() == expected);
    selection.setAnalysis(nullptr);
    CHECK(selection.current() == Selected{});
    selection.selectFinding(0);
    selection.selectThread({0, 0});
    selection.selectLines({1, 1});
    CHECK(selection.current() == Selected{});
}
