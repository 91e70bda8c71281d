// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Why goroutines leak, on captures of tests/programs/reports/leaks and reasons. The first test is the third of the cases
// that this project began with: a command in the background whose goroutine sends a result that nobody takes any more.
#include "model/analysis/analysis.h"
#include "model/analysis/idle_places.h"
#include "parser/parse.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace skein;

namespace
{

AnalysisPtr read(const std::string& path)
{
    auto input = openInput(SKEIN_SOURCE_DIR "/tests/fixtures/" + path);
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return analyse(*log);
}

bool says(const Finding& finding, std::string_view text)
{
    return std::ranges::any_of(finding.evidence, [&](const Evidence& e) { return e.text.contains(text); });
}

const Finding& about(const AnalysisPtr& analysis, std::string_view title)
{
    const auto it =
        std::ranges::find_if(analysis->findings, [&](const Finding& f) { return f.title.contains(title); });
    REQUIRE(it != analysis->findings.end());
    return *it;
}

} // namespace

TEST_CASE("three goroutines of one test, one group, the reason and the repair", "[leak-reasons]")
{
    // goleak 1.2 prints a header in each entry, 1.3 doesn't; in t.Error, in TestMain, and in go test -json.
    for (const char* form : {"goleak/command--go1.19.8.log", "goleak/command--go1.19.8-main.log",
                             "goleak/command--go1.19.8-json.log", "goleak/command--go1.24.4.log",
                             "goleak/command--go1.24.4-main.log", "goleak/command--go1.24.4-json.log",
                             "goleak/command--go1.27.4.log", "goleak/command--go1.27.4-main.log",
                             "goleak/command--go1.27.4-json.log", "leaktest/command--go1.19.8.log",
                             "leaktest/command--go1.24.4.log", "leaktest/command--go1.27.4.log"}) {
        CAPTURE(form);
        const AnalysisPtr a = read(form);
        REQUIRE(a->log->snapshots.size() == 1);
        CHECK(a->log->snapshots[0].threads.size() == 3);
        REQUIRE(a->groups.size() == 1);
        CHECK(a->groups[0].count == 3);
        CHECK(a->log->function(a->groups[0].site) == "github.com/acme/leaks/background.Run.func1.1");
        CHECK(a->log->frame(a->groups[0].site).line == 20);
        CHECK(a->log->frame(a->groups[0].createdAt).line == 18);
        REQUIRE(a->findings.size() == 1);
        const Finding& f = a->findings[0];
        CHECK(f.kind == FindingKind::GoroutineLeak);
        CHECK(f.certainty == Certainty::Proved);
        CHECK(f.threads.size() == 3);
        CHECK(says(f, "plain send, not in a select: no cancelled context"));
        CHECK(says(f, "Likely background.Run, which started them, no longer receives"));
        REQUIRE(f.advice.size() == 1);
        CHECK(f.advice[0].text.contains("buffer of one"));
        CHECK(f.advice[0].text.contains("ctx.Done()"));
    }
}

TEST_CASE("each kind of leak has its reason", "[leak-reasons]")
{
    for (const char* go : {"1.19.8", "1.24.4", "1.27.4"}) {
        CAPTURE(go);
        const AnalysisPtr a = read(std::string("go-traceback/leak-reasons--go") + go + ".log");
        const Finding& send = about(a, "shop.Quote.func1");
        CHECK(says(send, "They wait on 6 channels, and nobody receives from any of these"));
        CHECK(says(send, "shop.Quote, which started them, is on no stack any more"));
        const Finding& worker = about(a, "shop.pack");
        CHECK(says(worker, "These 5 goroutines wait on one channel, 0x"));
        CHECK(says(worker, "Possibly it left without closing the channel"));
        CHECK(says(about(a, "shop.(*Meter).tickLoop"), "Possibly a loop that waits for its ticker"));
        CHECK(about(a, "The bodies of 5 HTTP responses").certainty == Certainty::Likely);
        CHECK(about(a, "wait for a database connection").threads.size() == 4);
    }
}

TEST_CASE("users add places in which goroutines are idle", "[leak-reasons]")
{
    CHECK(readIdlePlaces("# ours\n\n  github.com/acme/reasons/shop.pack\r\nexample.com/") ==
          std::vector<std::string>{"github.com/acme/reasons/shop.pack", "example.com/"});
    CHECK(readIdlePlaces(std::string(2000, 'x')).empty());
    CHECK(isIdlePlace("os/signal.loop"));
    CHECK_FALSE(isIdlePlace("github.com/acme/reasons/shop.pack"));
    setIdlePlaces({"github.com/acme/reasons/shop.pack"});
    const AnalysisPtr a = read("go-traceback/leak-reasons--go1.27.4.log");
    setIdlePlaces({});
    CHECK(std::ranges::none_of(a->findings, [](const Finding& f) { return f.title.contains("shop.pack"); }));
}
