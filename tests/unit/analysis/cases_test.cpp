// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Three public reports that Skein has to explain from end to end, as programs of our own that have their
// shape print them: an event pipeline whose printer encodes a map that other stages still fill, a registry
// behind several HTTP handlers, and a helper of tests whose goroutine nobody waits for.
#include "model/analysis/analysis.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

using namespace skein;

namespace
{

std::string fixture(const std::string& name, const std::string& folder = "go-traceback")
{
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/" + folder + "/" + name + ".log", std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

AnalysisPtr analysed(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "case.log"));
    REQUIRE(log);
    return analyse(*log);
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

const Finding& first(const Analysis& a, FindingKind kind)
{
    const auto it = std::ranges::find(a.findings, kind, &Finding::kind);
    REQUIRE(it != a.findings.end());
    return *it;
}

bool advises(const Finding& f, std::string_view words)
{
    return std::ranges::any_of(
        f.advice, [&](const Advice& a) { return a.text.contains(words) || a.title.contains(words); });
}

bool shows(const Finding& f, std::string_view words)
{
    return std::ranges::any_of(f.evidence, [&](const Evidence& e) { return e.text.contains(words); });
}

std::string functionOf(const Analysis& a, const Access& access)
{
    return access.frame ? std::string(a.log->function(access.frame)) : std::string();
}

} // namespace

TEST_CASE("an event's map is encoded while another stage fills it", "[cases]")
{
    const auto a = analysed(fixture("map-iter-pipeline-events--go1.22.12"));
    const Finding& f = first(*a, FindingKind::ConcurrentMapAccess);
    REQUIRE(f.accesses.size() >= 2);
    CHECK(f.accesses[0].op == AccessOp::Iterate);
    CHECK(functionOf(*a, f.accesses[0]).ends_with("printer.jsonEventPrinter.Print"));
    CHECK(functionOf(*a, f.accesses[1]).contains("/pkg/ebpf.(*Pipeline)"));
    CHECK(f.accesses[1].certainty == Certainty::Likely); // its stack has moved on
    CHECK(f.certainty == Certainty::Likely);
    CHECK(f.title == "Goroutine 38 iterated over a map while, most likely, goroutine 37 wrote it");
    CHECK(shows(f, "Both hold the address 0xc0000ac040"));
    CHECK(advises(f, "Copy the map before it is encoded"));
    CHECK(advises(f, "Copy the map under its lock"));
    REQUIRE(f.missing);
    CHECK(f.missing->what == "the map's address on both sides");
    CHECK(f.missing->capture.contains("-race")); // of a loop no level of GOTRACEBACK shows the map
    // The engine's goroutines, which wait for events, are one group and no party.
    const auto engine = std::ranges::find_if(a->groups, [&](const Group& g) {
        return g.site && a->log->function(g.site).contains("signatureStart");
    });
    REQUIRE(engine != a->groups.end());
    CHECK(engine->count == 8);
    for (const Access& access : f.accesses)
        CHECK_FALSE(functionOf(*a, access).contains("signatureStart"));
}

TEST_CASE("one registry behind several HTTP handlers, three fatal lines, trimmed paths, no tabs", "[cases]")
{
    const std::string line = "fatal error: concurrent map writes\n";
    const std::string text =
        line + line + replaced(fixture("map-ww-http-handlers--go1.22.12-trimpath"), "\t", "        ");
    const auto a = analysed(text);
    REQUIRE(a->log->snapshots.size() == 1);
    const Finding& f = first(*a, FindingKind::ConcurrentMapAccess);
    REQUIRE(f.accesses.size() >= 2);
    CHECK(f.accesses[0].op == AccessOp::Write);
    CHECK(functionOf(*a, f.accesses[0]) == "github.com/acme/camhub/sources.Put");
    CHECK(functionOf(*a, f.accesses[1]).starts_with("github.com/acme/camhub/"));
    CHECK(f.certainty == Certainty::Likely);
    CHECK(f.title == "Goroutine 12 wrote a map while, most likely, goroutine 87 wrote it");
    CHECK(shows(f, "stands 3 times"));
    REQUIRE(f.missing);
    CHECK(f.missing->capture == "GOTRACEBACK=system");
    CHECK(advises(f, "one lock"));
    CHECK(advises(f, "RWMutex"));
    CHECK(advises(f, "handler"));
}

TEST_CASE("goroutines of a test's helper that send a result to nobody", "[cases]")
{
    const auto a = analysed(fixture("leak-exec-ctx--go1.22.12"));
    const Finding& f = first(*a, FindingKind::GoroutineLeak);
    CHECK(f.threads.size() == 40);
    CHECK((advises(f, "buffer") || advises(f, "ctx.Done()")));
}

TEST_CASE("the same helper in goleak's report, indented by eight spaces and without headers", "[cases]")
{
    const auto a = analysed(replaced(fixture("command--go1.24.4", "goleak"), "\t", "        "));
    REQUIRE(a->log->snapshots.size() == 1);
    const Snapshot& s = a->log->snapshots[0];
    CHECK(s.format == "goleak");
    REQUIRE(s.threads.size() == 3);
    const Finding& f = first(*a, FindingKind::GoroutineLeak);
    CHECK(f.certainty == Certainty::Proved);
    CHECK(f.title == "3 goroutines leaked: [chan send] in background.Run.func1.1 (command.go:20)");
    CHECK(f.threads.size() == 3);
    CHECK(shows(f, "no cancelled context or timeout can end it"));
    CHECK(advises(f, "buffer of one"));
    CHECK(advises(f, "select with ctx.Done()"));
    CHECK(std::ranges::count(a->findings, FindingKind::GoroutineLeak, &Finding::kind) == 1);
}

TEST_CASE("the message that a handler of its own printed above the stack", "[cases]")
{
    const AnalysisPtr a = analysed("!!! CRASH !!!\n\n"
                                   "runtime error: invalid memory address or nil pointer dereference\n"
                                   "goroutine 1 [running]:\n"
                                   "runtime/debug.Stack()\n\t/go/src/runtime/debug/stack.go:24 +0x65\n"
                                   "main.handle()\n\t/src/main.go:55 +0x154\n"
                                   "panic({0x2250d80, 0x401aac0})\n\t/go/src/runtime/panic.go:1047 +0x266\n"
                                   "main.main()\n\t/src/main.go:9 +0x4a\n");
    CHECK(first(*a, FindingKind::Panic).title.contains("nil pointer"));
}
