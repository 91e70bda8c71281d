// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/program_marks.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace skein;

namespace
{

LogPtr read(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "test"));
    REQUIRE(log);
    REQUIRE_FALSE((*log)->snapshots.empty());
    return *log;
}

const std::string kDump = "SIGQUIT: quit\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d\n";

std::string gc(int n, int seconds, int megabytes)
{
    return "gc " + std::to_string(n) + " @" + std::to_string(seconds) +
           ".5s 0%: 0.1+0.2+0.3 ms clock, 0.1+0/0.1/0.1+0.1 ms cpu, 9->9->" + std::to_string(megabytes) +
           " MB, 10 MB goal, 0 MB stacks, 0 MB globals, 2 P\n";
}

} // namespace

TEST_CASE("the heap on its way to a dump", "[program-marks]")
{
    const LogPtr log = read(gc(1, 0, 3) + gc(2, 60, 7) + gc(3, 180, 20) + kDump + gc(4, 200, 30));
    const auto rows = marksBefore(*log, 0);
    REQUIRE(rows.size() == 1);
    REQUIRE(rows[0].points.size() == 3);
    CHECK(rows[0].points[0].minutesBefore == 3.0);
    CHECK(rows[0].points[2].minutesBefore == 0.0);
    CHECK(rows[0].largest == std::uint64_t{20} << 20);
}

TEST_CASE("a program that was started again begins anew", "[program-marks]")
{
    const LogPtr log = read(gc(1, 0, 3) + gc(2, 600, 90) + gc(1, 0, 4) + gc(2, 60, 5) + kDump);
    const auto rows = marksBefore(*log, 0);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].points.size() == 2);
    CHECK(rows[0].points[0].minutesBefore == 1.0);
    CHECK(marksBefore(*read(kDump), 0).empty());
    CHECK(marksBefore(*read(gc(1, 0, 3) + kDump), 0).empty());
}
