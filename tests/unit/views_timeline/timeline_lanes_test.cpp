// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/views_timeline/made_log.h"
#include "views/timeline/timeline_lanes.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;
using test::crowd;

namespace
{

Finding conflict(std::uint32_t reporter, std::uint32_t other)
{
    Finding f;
    f.kind = FindingKind::ConcurrentMapAccess;
    f.snapshot = 0;
    f.accesses.resize(2);
    f.accesses[0].thread = {0, reporter};
    f.accesses[1].thread = {0, other};
    f.threads = {{0, reporter}, {0, other}};
    return f;
}

} // namespace

TEST_CASE("groups are folded, and unfold into their threads", "[timeline]")
{
    auto maker = crowd(3, 4);
    const auto analysis = maker.analysis();
    LaneList lanes(*analysis, 0, nullptr);
    REQUIRE(lanes.rows() == 4); // three groups and main
    CHECK(lanes.at(0).kind == Lane::Kind::Group);
    CHECK(lanes.at(0).count == 4);
    CHECK(lanes.at(3).kind == Lane::Kind::Thread);
    REQUIRE(lanes.setOpen(1, true));
    CHECK(lanes.rows() == 8);
    CHECK(lanes.at(1).open);
    CHECK(lanes.at(2).kind == Lane::Kind::Member);
    CHECK(lanes.rowOf(lanes.at(4).thread, lanes.at(4).group) == 4);
    CHECK(lanes.at(6).kind == Lane::Kind::Group);
    CHECK_FALSE(lanes.setOpen(7, true)); // one thread is no group
    REQUIRE(lanes.setOpen(1, false));
    CHECK(lanes.rows() == 4);
}

TEST_CASE("parties come first, then their creator, and leave their groups", "[timeline]")
{
    auto maker = crowd(2, 5);
    const Finding finding = conflict(3, 8);
    const auto analysis = maker.analysis({finding});
    LaneList lanes(*analysis, 0, &analysis->findings[0]);
    REQUIRE(lanes.rows() == 5);
    CHECK(lanes.at(0).thread == 3);
    CHECK(lanes.at(1).thread == 8);
    CHECK(lanes.at(2).thread == 0); // goroutine 1 created them
    CHECK(lanes.at(2).involved);
    CHECK(lanes.at(3).count == 4);
    CHECK(lanes.rowOfId(ThreadId(1)) == 2);
    lanes.setOpen(3, true);
    for (std::size_t row = 4; row < 8; ++row)
        CHECK(lanes.at(row).thread != 3);
}

TEST_CASE("a party that is not in the log has a lane below the reporter's", "[timeline]")
{
    auto maker = crowd(1, 3);
    Finding finding = conflict(1, 2);
    finding.accesses[1].thread = {};
    finding.threads.pop_back();
    const auto analysis = maker.analysis({finding});
    const LaneList lanes(*analysis, 0, &analysis->findings[0]);
    CHECK(lanes.at(0).thread == 1);
    CHECK(lanes.at(1).kind == Lane::Kind::Absent);
    CHECK(lanes.at(1).access == 1);
    CHECK(lanes.rowOfAbsent() == 1);
}

TEST_CASE("a finding that names many threads speaks of their group", "[timeline]")
{
    auto maker = crowd(3, 200);
    Finding leak;
    leak.kind = FindingKind::GoroutineLeak;
    leak.snapshot = 0;
    for (std::uint32_t t = 401; t < 601; ++t)
        leak.threads.push_back({0, t});
    const auto analysis = maker.analysis({leak});
    const LaneList lanes(*analysis, 0, &analysis->findings[0]);
    CHECK(lanes.at(0).kind == Lane::Kind::Group);
    CHECK(lanes.at(0).thread == 401);
    CHECK(lanes.at(1).thread == 0); // who created them
    CHECK(lanes.namedGroups().size() == 1);
    CHECK(lanes.rows() == 4);
}

TEST_CASE("the filter hides lanes and says how many", "[timeline]")
{
    auto maker = crowd(3, 90);
    const auto analysis = maker.analysis();
    LaneList lanes(*analysis, 0, nullptr);
    CHECK(lanes.lanes() == 4);
    lanes.setFilter("PKG1.worker");
    CHECK(lanes.shownLanes() == 1);
    CHECK(lanes.rows() == 1);
    CHECK(lanes.at(0).count == 90);
    lanes.setFilter("wait>80m pkg2");
    REQUIRE(lanes.rows() == 1);
    CHECK(lanes.at(0).count == 9);
    lanes.setOpen(0, true);
    CHECK(lanes.rows() == 10);
    lanes.setFilter("g7");
    REQUIRE(lanes.rows() == 1);
    CHECK(lanes.at(0).thread == 6);
    lanes.setFilter("no such thing");
    CHECK(lanes.rows() == 0);
    CHECK(lanes.shownLanes() == 0);
    lanes.setFilter("");
    CHECK_FALSE(lanes.filtered());
    CHECK(lanes.shownLanes() == 4);
}

TEST_CASE("rows of an unfolded million are found without walking", "[timeline]")
{
    auto maker = crowd(4, 250'000);
    const auto analysis = maker.analysis();
    LaneList lanes(*analysis, 0, nullptr);
    for (std::size_t row : {3U, 2U, 1U, 0U})
        REQUIRE(lanes.setOpen(row, true));
    CHECK(lanes.rows() == 1'000'005);
    for (std::size_t row = 1; row < lanes.rows(); row += 99'991) {
        const Lane lane = lanes.at(row);
        if (lane.kind == Lane::Kind::Member)
            CHECK(lanes.rowOf(lane.thread, lane.group) == row);
    }
    CHECK(lanes.at(lanes.rows()).thread == Lane::kNone);
}
