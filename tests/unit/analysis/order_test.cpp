// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/order.h"

#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <algorithm>

using namespace skein;
using skein::test::LogFixture;

namespace {

const Event* find(const Timeline& line, Event::Kind kind, std::uint32_t thread)
{
    const auto hit = std::ranges::find_if(
        line.events, [&](const Event& e) { return e.kind == kind && e.thread == thread; });
    return hit == line.events.end() ? nullptr : &*hit;
}

void checkRanks(const Timeline& line)
{
    for (const HappensBefore& e : line.order) {
        REQUIRE(e.from < line.events.size());
        REQUIRE(e.to < line.events.size());
        CHECK(line.events[e.from].rank < line.events[e.to].rank);
    }
    for (const Event& e : line.events) CHECK(e.rank < line.ranks);
    CHECK(std::ranges::is_sorted(line.events, {}, &Event::rank));
}

/// True where a chain of edges leads from one event to another.
bool reaches(const Timeline& line, const Event* from, const Event* to)
{
    std::vector<bool> seen(line.events.size(), false);
    std::vector<std::uint32_t> open{static_cast<std::uint32_t>(from - line.events.data())};
    while (!open.empty()) {
        const std::uint32_t e = open.back();
        open.pop_back();
        if (&line.events[e] == to) return true;
        if (seen[e]) continue;
        seen[e] = true;
        for (const HappensBefore& h : line.order)
            if (h.from == e) open.push_back(h.to);
    }
    return false;
}

LogPtr abba()
{
    LogFixture log;
    log.snapshot("fatal error: all goroutines are asleep - deadlock!");
    log.goroutine(1, "sync.WaitGroup.Wait").frame("main.main", "main.go", 31);
    log.goroutine(18, "sync.Mutex.Lock")
        .waitsOn(0xc070)
        .frame("bank.Transfer", "account.go", 34, {0xc0000040, 0xc0000060})
        .createdBy("main.main", "main.go", 29, 1);
    log.goroutine(19, "sync.Mutex.Lock")
        .minutes(3)
        .waitsOn(0xc050)
        .frame("bank.Transfer", "account.go", 34)
        .createdBy("main.main", "main.go", 30, 1);
    return log.build();
}

}  // namespace

TEST_CASE("ranks respect every edge, and creation comes before what the created does", "[order]")
{
    const auto log = abba();
    const Timeline line = buildTimeline(*log, 0, {1, 2, 0}, nullptr);
    checkRanks(line);
    const Event* main = find(line, Event::Kind::Created, 0);
    const Event* child = find(line, Event::Kind::Created, 1);
    const Event* wait = find(line, Event::Kind::WaitBegan, 1);
    REQUIRE((main && child && wait));
    CHECK(main->rank < child->rank);
    CHECK(child->rank < wait->rank);
    CHECK(line.clockKnown);
    CHECK(line.longestWait == 3);
    CHECK(wait->minutesBefore == -1);
    CHECK(find(line, Event::Kind::WaitBegan, 2)->minutesBefore == 3);
}

TEST_CASE("two waits with no known order have no edge between them", "[order]")
{
    const auto log = abba();
    const Timeline line = buildTimeline(*log, 0, {0, 1, 2}, nullptr);
    const Event* a = find(line, Event::Kind::WaitBegan, 1);
    const Event* b = find(line, Event::Kind::WaitBegan, 2);
    CHECK_FALSE(reaches(line, a, b));
    CHECK_FALSE(reaches(line, b, a));
}

TEST_CASE("a lock is held before another is awaited, and only as surely as the holder is known", "[order]")
{
    const auto log = abba();
    Finding finding;
    finding.kind = FindingKind::Deadlock;
    finding.snapshot = 0;
    finding.cycle = {{{0, 1}, 0xc070, {}, {0, 2}, Certainty::Likely},
                     {{0, 2}, 0xc050, {}, {0, 1}, Certainty::Likely}};
    const Timeline line = buildTimeline(*log, 0, {1, 2}, &finding);
    checkRanks(line);
    for (const std::uint32_t t : {1u, 2u}) {
        const Event* holds = find(line, Event::Kind::Holds, t);
        REQUIRE(holds);
        CHECK(holds->certainty == Certainty::Likely);
        CHECK(reaches(line, holds, find(line, Event::Kind::WaitBegan, t)));
        CHECK_FALSE(reaches(line, holds, find(line, Event::Kind::WaitBegan, 3 - t)));
    }
}

TEST_CASE("the accesses of a map crash are concurrent and the crash is last", "[order]")
{
    LogFixture fixture;
    fixture.snapshot("fatal error: concurrent map writes");
    fixture.goroutine(35, "running")
        .crashed()
        .frame("streams.New", "streams.go", 65)
        .createdBy("http.Serve", "server.go", 1, 19);
    fixture.goroutine(51, "runnable")
        .frame("streams.New", "streams.go", 65)
        .createdBy("http.Serve", "server.go", 1, 19);
    const auto log = fixture.build();
    Finding finding;
    finding.kind = FindingKind::ConcurrentMapAccess;
    finding.snapshot = 0;
    for (const std::uint32_t t : {0u, 1u}) {
        Access access;
        access.thread = {0, t};
        access.certainty = t == 0 ? Certainty::Proved : Certainty::Likely;
        finding.accesses.push_back(access);
    }
    finding.accesses.emplace_back();  // a party that is not in the log
    const Timeline line = buildTimeline(*log, 0, {0, 1}, &finding);
    checkRanks(line);
    const Event* a = find(line, Event::Kind::Access, 0);
    const Event* b = find(line, Event::Kind::Access, 1);
    const Event* crash = find(line, Event::Kind::Crash, 0);
    REQUIRE((a && b && crash));
    CHECK_FALSE(reaches(line, a, b));
    CHECK_FALSE(reaches(line, b, a));
    CHECK(reaches(line, a, crash));
    CHECK(reaches(line, b, crash));
    CHECK(crash->rank + 1 == line.ranks);
}

TEST_CASE("a log that says two goroutines created each other gives no order between them", "[order]")
{
    LogFixture fixture;
    fixture.goroutine(1, "select").frame("main.f", "f.go", 1).createdBy("main.g", "f.go", 2, 2);
    fixture.goroutine(2, "select").frame("main.g", "f.go", 2).createdBy("main.f", "f.go", 1, 1);
    const auto log = fixture.build();
    const Timeline line = buildTimeline(*log, 0, {0, 1, 1, 99}, nullptr);
    checkRanks(line);
    CHECK_FALSE(reaches(line, find(line, Event::Kind::Created, 0), find(line, Event::Kind::Created, 1)));
    CHECK(std::ranges::count(line.events, Event::Kind::Created, &Event::kind) == 2);
}

TEST_CASE("no lanes, no snapshot: an empty timeline", "[order]")
{
    const auto log = abba();
    CHECK(buildTimeline(*log, 0, {}, nullptr).events.empty());
    CHECK(buildTimeline(*log, 7, {0}, nullptr).events.empty());
}
