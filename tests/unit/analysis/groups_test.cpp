// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/groups.h"

#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;
using skein::test::LogFixture;

TEST_CASE("threads with the same function, file and line of their site are one group, largest first",
          "[groups]")
{
    LogFixture log;
    log.goroutine(1, "sleep").frame("main.main", "main.go", 9);
    for (std::uint64_t id = 10; id < 13; ++id)
        log.goroutine(id, "chan send")
            .minutes(static_cast<std::int32_t>(id))
            .frame("runtime.chansend1", "chan.go", 1)
            .frame("main.work", "work.go", 41)
            .createdBy("main.main", "main.go", 5, 1);
    log.goroutine(13, "select").frame("main.work", "work.go", 41).createdBy("main.other", "main.go", 6, 2);
    log.goroutine(14, "chan send").frame("main.work", "work.go", 44);
    const auto built = log.build();
    const auto groups = groupThreads(*built);

    REQUIRE(groups.size() == 3);
    CHECK(groups[0].count == 4);
    CHECK(groups[0].threads == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK(built->frame(groups[0].site).line == 41);
    CHECK(groups[0].minWaited == 10);
    CHECK(groups[0].maxWaited == 12);
    CHECK_FALSE(groups[0].createdAt);
    CHECK_FALSE(groups[0].creator.known());
    REQUIRE(groups[0].states.size() == 2);
    CHECK(built->str(groups[0].states[0].reason) == "chan send");
    CHECK(groups[0].states[0].count == 3);
}

TEST_CASE("frames that differ in their program counter alone are one place", "[groups]")
{
    LogFixture log;
    log.goroutine(1, "select").frame("main.f", "f.go", 1);
    log.goroutine(2, "select").frame("main.f", "f.go", 1);
    auto built = std::const_pointer_cast<Log>(log.build());
    built->frames.push_back(built->frames[0]);
    built->frames[1].address = 0x401000;
    built->stackFrames.push_back(FrameId(1));
    built->stackStarts.push_back(2);
    built->snapshots[0].threads[1].stack = StackId(1);
    CHECK(groupThreads(*built).size() == 1);
}

TEST_CASE("a thread without a stack is grouped by where it was created; system threads are in no group",
          "[groups]")
{
    LogFixture log;
    log.goroutine(1, "running").frame("main.main", "main.go", 9);
    log.goroutine(2, "running").createdBy("main.main", "main.go", 5, 1);
    log.goroutine(3, "running").createdBy("main.main", "main.go", 5, 1);
    log.goroutine(4, "running");
    log.goroutine(0, "running").frame("runtime.schedule", "proc.go", 1);
    log.thread().kind = ThreadKind::System;
    const auto groups = groupThreads(*log.build());

    REQUIRE(groups.size() == 3);
    CHECK(groups[0].count == 2);
    CHECK_FALSE(groups[0].site);
    CHECK(groups[0].createdAt);
    CHECK(groups[0].creator == ThreadId(1));
    std::size_t all = 0;
    for (const Group& g : groups) all += g.threads.size();
    CHECK(all == 4);
}

TEST_CASE("aggregated threads count as often as the format says", "[groups]")
{
    LogFixture log;
    log.goroutine(1, "select").frame("main.f", "f.go", 1);
    log.thread().count = 40;
    log.goroutine(2, "select").frame("main.g", "f.go", 2);
    const auto groups = groupThreads(*log.build());
    CHECK(groups[0].count == 40);
    CHECK(groups[0].threads.size() == 1);
    CHECK(groups[0].states[0].count == 40);
}

TEST_CASE("each snapshot has groups of its own, in file order", "[groups]")
{
    LogFixture log;
    log.snapshot().goroutine(1, "select").frame("main.f", "f.go", 1);
    log.snapshot().goroutine(1, "select").frame("main.f", "f.go", 1);
    log.goroutine(2, "select").frame("main.f", "f.go", 1);
    const auto groups = groupThreads(*log.build());
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].snapshot == 0);
    CHECK(groups[0].count == 1);
    CHECK(groups[1].snapshot == 1);
    CHECK(groups[1].count == 2);
}
