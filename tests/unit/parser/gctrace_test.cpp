// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Marks of the whole program, on captures of tests/programs/reports/gctrace.
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

using namespace skein;

namespace
{

LogPtr read(Input input)
{
    auto log = parse(std::move(input));
    REQUIRE(log);
    return *log;
}

std::vector<ProgramMark> of(const LogPtr& log, ProgramMark::Kind kind)
{
    std::vector<ProgramMark> found;
    std::ranges::copy_if(log->marks, std::back_inserter(found),
                         [&](const ProgramMark& m) { return m.kind == kind; });
    return found;
}

} // namespace

TEST_CASE("heap, threads and goroutines of a growing program", "[gctrace]")
{
    for (const char* name :
         {"growing--go1.19.8", "growing--go1.27.4", "detail--go1.19.8", "detail--go1.27.4"}) {
        CAPTURE(name);
        auto input =
            openInput(std::string(SKEIN_SOURCE_DIR "/tests/fixtures/go-traceback/gctrace-") + name + ".log");
        REQUIRE(input);
        const LogPtr log = read(std::move(*input));
        const auto heap = of(log, ProgramMark::Kind::HeapBytes);
        REQUIRE(heap.size() >= 2);
        CHECK(heap.back().value > heap.front().value);
        CHECK(heap.back().millis > heap.front().millis);
        CHECK(heap.back().value % (1 << 20) == 0);
        CHECK_FALSE(of(log, ProgramMark::Kind::Threads).empty());
        const auto goroutines = of(log, ProgramMark::Kind::Goroutines);
        CHECK_FALSE(goroutines.empty()); // a crash prints the details too
        if (goroutines.size() > 1)
            CHECK(goroutines[1].value > goroutines[0].value);
        CHECK(std::ranges::is_sorted(log->marks, {}, &ProgramMark::line));
        CHECK_FALSE(log->snapshots.empty());
    }
}

TEST_CASE("what only looks like a trace is none", "[gctrace]")
{
    for (const char* text :
         {"gc x @0.1s 0%: 1 ms clock, 4->4->1 MB\n", "gc 1 @99999999999999999s 0%: 1 ms clock, 4->4->1 MB\n",
          "SCHED ms: gomaxprocs=2\n", "SCHED 5ms: gomaxprocs=\n", "gc 1 @0.1s 0%: 1 ms clock, 4->4\n"}) {
        const LogPtr log = read(inputFromText(text, "test"));
        CHECK(log->marks.empty());
        CHECK(log->recognisedLines == 0);
    }
    // Behind whatever stands before them.
    CHECK(read(inputFromText("app-1 | gc 7 @12.5s 0%: 0.1+0.2+0.3 ms clock, 0.1 ms cpu, 8->9->3 MB, 9 MB "
                             "goal, 8 P (forced)\n",
                             "test"))
              ->marks.at(0)
              .millis == 12500);
}
