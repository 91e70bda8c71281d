// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/analysis.h"
#include "model/analysis/map_header.h"
#include "model/analysis/map_parameter.h"
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

std::string headerIn(const std::string& text)
{
    const auto log =
        parse(inputFromText("goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n\n" + text, "test.log"));
    REQUIRE(log);
    const auto headers = findMapHeaders(**log, (*log)->snapshots.at(0));
    return headers.empty() ? std::string() : describe(headers[0]);
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("a map's header that Delve has printed", "[map]")
{
    const std::string text =
        headerIn("(dlv) p *(*runtime.hmap)(0xc000076000)\nruntime.hmap {\n\tcount: 27,\n\tflags: 5,\n"
                 "\tB: 3,\n\tnoverflow: 0,\n\thash0: 2938747834,\n"
                 "\tbuckets: unsafe.Pointer(0xc000100000),\n"
                 "\toldbuckets: unsafe.Pointer(0xc000090000),\n\tnevacuate: 1,\n"
                 "\textra: *runtime.mapextra nil,}\n");
    CHECK(has(text, "27 entries in 8 buckets, load factor 3.38 (it grows above 6.5)"));
    CHECK(has(text, "hashWriting"));
    CHECK(has(text, "(iterator)"));
    CHECK_FALSE(has(text, "oldIterator"));
    CHECK(has(text, "1 of 4 old buckets are moved"));
}

TEST_CASE("a map's header that gdb has printed", "[map]")
{
    const std::string text = headerIn(
        "$1 = {count = 9, flags = 8 '\\b', B = 1 '\\001', noverflow = 3, hash0 = 77, buckets = 0xc000100000, "
        "oldbuckets = 0x0, nevacuate = 0, extra = 0x0}\n");
    CHECK(has(text, "load factor 4.50"));
    CHECK(has(text, "sameSizeGrow"));
    CHECK(has(text, "It is not growing"));
}

TEST_CASE("a header of the maps of Go 1.24", "[map]")
{
    const std::string text =
        headerIn("*internal/runtime/maps.Map {used: 900, seed: 77, dirPtr: unsafe.Pointer(0xc000100000), "
                 "dirLen: 2, globalDepth: 1, globalShift: 63, writing: 1, clearSeq: 0}\n");
    CHECK(has(text, "900 entries, in up to 2 tables"));
    CHECK(has(text, "A goroutine is writing it"));
}

TEST_CASE("a debugger's header belongs to the map whose address it has shown", "[map]")
{
    struct Session {
        std::string_view file, says;
    };
    const Session sessions[] = {
        {"dlv-map-ww-generic-cache--go1.22.12", "of 512 old buckets are moved"},
        {"dlv-map-ww-generic-cache--go1.24.4", "in one table"},
        {"gdb-map-ww-generic-cache--go1.22.12", "It is not growing"},
        {"gdb-map-ww-generic-cache--go1.24.4", "in up to 8 tables"},
    };
    for (const Session& session : sessions) {
        CAPTURE(session.file);
        std::ifstream in(std::string(SKEIN_SOURCE_DIR "/tests/fixtures/debugger/") +
                         std::string(session.file) + ".log");
        REQUIRE(in);
        const auto log = parse(inputFromText({std::istreambuf_iterator<char>(in), {}}, "test.log"));
        REQUIRE(log);
        const auto analysis = analyse(*log);
        const auto crash =
            std::ranges::find(analysis->findings, FindingKind::ConcurrentMapAccess, &Finding::kind);
        REQUIRE(crash != analysis->findings.end());
        REQUIRE(crash->resource->address != 0);
        CHECK(std::ranges::any_of(crash->evidence, [&](const Evidence& e) {
            return has(e.text, "the header of this map, " + hexAddress(crash->resource->address)) &&
                   has(e.text, session.says);
        }));
    }
    CHECK(has(
        headerIn(
            "(dlv) print *(*runtime.hmap)(0xc00007a000)\nruntime.hmap {count: 1, flags: 0, B: 0, oldbuckets: "
            "unsafe.Pointer(0x0), nevacuate: 0}\n"),
        "the header of the map, 0xc00007a000: 1 entries"));
}

TEST_CASE("what only looks like a map's header", "[map]")
{
    CHECK(headerIn("oldbuckets").empty());
    CHECK(headerIn("{count: 1, oldbuckets: 2}").empty());
    CHECK(headerIn(
              "type hmap struct {\n\tcount int\n\tflags uint8\n\tB uint8\n\toldbuckets unsafe.Pointer\n}\n")
              .empty());
    CHECK(headerIn("{count: 1, flags: 4, B: 99999999999999999999999, oldbuckets: 0x0}").empty());
}

TEST_CASE("where a map's header can lie", "[map]")
{
    CHECK(couldBeMap(0xc000088360, false)); // 0x360 = 18 · 48
    CHECK(couldBeMap(0x2a43c8e92570, false));
    CHECK_FALSE(couldBeMap(0xc0000140f8, false));
    CHECK_FALSE(couldBeMap(0, false));
    CHECK(couldBeMap(0x9c12080, true));
    CHECK_FALSE(couldBeMap(0x9c12090, true));
}

TEST_CASE("race reports of the conflict that ended the program belong to the crash's finding", "[map]")
{
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/go-traceback/map-ww-two-methods--go1.26.11-race.log");
    REQUIRE(in);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto log = parse(inputFromText(text, "test.log"));
    REQUIRE(log);
    const auto analysis = analyse(*log);
    CHECK(std::ranges::none_of(analysis->findings,
                               [](const auto& f) { return f.kind == FindingKind::DataRace; }));
    const Finding& crash = analysis->findings.at(0);
    REQUIRE(crash.kind == FindingKind::ConcurrentMapAccess);
    CHECK(crash.resource->address != 0);
    CHECK_FALSE(crash.missing);
    CHECK(std::ranges::any_of(crash.evidence, [](const Evidence& e) {
        return has(e.text, "The race detector had reported this conflict before the crash") &&
               e.logLines.size() == 2;
    }));
    CHECK(std::ranges::all_of(crash.accesses, [](const Access& a) { return a.thread.snapshot == 1; }));

    // Of another place: a finding of its own.
    std::string elsewhere = text;
    const auto end = elsewhere.find("fatal error:");
    for (auto at = elsewhere.find("table.go:40"); at < end; at = elsewhere.find("table.go:40", at + 1))
        elsewhere[at + 9] = '7';
    const auto other = parse(inputFromText(elsewhere, "test.log"));
    REQUIRE(other);
    const auto two = analyse(*other);
    CHECK(std::ranges::any_of(two->findings, [](const auto& f) { return f.kind == FindingKind::DataRace; }));
}
