// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the timeline of a captured report shows: accesses, threads' creation, locks taken and locks made.
#include "model/analysis/analysis.h"
#include "model/analysis/order.h"
#include "model/analysis/steps.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <numeric>

using namespace skein;

namespace
{

struct Shown {
    AnalysisPtr analysis;
    const Finding* finding = nullptr;
    Timeline line;

    std::vector<const Event*> of(Event::Kind kind) const
    {
        std::vector<const Event*> out;
        for (const Event& event : line.events)
            if (event.kind == kind)
                out.push_back(&event);
        return out;
    }
    /// Every event of these but a creation without a place says where the log tells it.
    bool cited() const
    {
        return std::ranges::all_of(line.events, [](const Event& e) {
            const bool told = e.kind == Event::Kind::Access || e.kind == Event::Kind::Acquired ||
                              e.kind == Event::Kind::Holds || e.kind == Event::Kind::LockMade;
            return !told || !e.logLines.empty();
        });
    }
    bool before(const Event* a, const Event* b) const
    {
        return std::ranges::any_of(line.order, [&](const HappensBefore& h) {
            return &line.events[h.from] == a && &line.events[h.to] == b;
        });
    }
    std::string_view text(const Event* event) const
    {
        return analysis->log->text.line(event->logLines.front());
    }
    std::string told() const
    {
        std::string out;
        for (const Step& step : buildSteps(*analysis->log, line, finding).list)
            out += step.text + '\n';
        return out;
    }
};

Shown shown(const char* fixture, FindingKind kind)
{
    auto input = openInput((std::filesystem::path(SKEIN_SOURCE_DIR) / fixture).string());
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    Shown out{.analysis = analyse(*log)};
    const auto found = std::ranges::find(out.analysis->findings, kind, &Finding::kind);
    REQUIRE(found != out.analysis->findings.end());
    out.finding = &*found;
    std::vector<std::uint32_t> threads((*log)->snapshots[*found->snapshot].threads.size());
    std::iota(threads.begin(), threads.end(), 0u);
    out.line = buildTimeline(**log, *found->snapshot, threads, out.finding);
    return out;
}

} // namespace

TEST_CASE(
    "a race of ThreadSanitizer: both accesses, creations, the lock that was held and where it was seen first",
    "[timeline]")
{
    const Shown s = shown("examples/tsan-race-heap.log", FindingKind::DataRace);
    const auto accesses = s.of(Event::Kind::Access), holds = s.of(Event::Kind::Holds),
               made = s.of(Event::Kind::LockMade);
    REQUIRE(accesses.size() == 2);
    CHECK(std::ranges::count_if(s.of(Event::Kind::Created), [](const Event* e) { return bool(e->frame); }) ==
          2);
    REQUIRE(holds.size() == 1);
    REQUIRE(made.size() == 1);
    CHECK(s.text(holds[0]).contains("(mutexes: write M0)"));
    CHECK(s.text(made[0]).contains("Mutex M0 ("));
    CHECK(made[0]->thread == Event::kNobody);
    CHECK(made[0]->lock == holds[0]->lock);
    CHECK(made[0]->frame);
    CHECK(s.before(made[0], holds[0]));
    CHECK(s.before(holds[0], accesses[0]->thread == holds[0]->thread ? accesses[0] : accesses[1]));
    CHECK(s.cited());
    CHECK(s.told().contains("The lock 0x721000000040 is first seen in "));
    CHECK(s.told().contains("Thread 1 takes the lock 0x721000000040."));
}

TEST_CASE("an inversion: each thread takes the first lock, then the second", "[timeline]")
{
    const Shown s =
        shown("tests/fixtures/tsan/locks-order3--clang19-stacks.log", FindingKind::LockOrderInversion);
    const auto taken = s.of(Event::Kind::Acquired);
    REQUIRE(taken.size() == 6);
    for (const ReportedOrder& order : s.analysis->log->snapshots[*s.finding->snapshot].native->orders) {
        const auto at = [&](std::uint32_t line) {
            const auto hit =
                std::ranges::find_if(taken, [&](const Event* e) { return e->logLines.front() == line; });
            REQUIRE(hit != taken.end());
            return *hit;
        };
        const Event *first = at(order.heldLines.first), *second = at(order.lines.first);
        CHECK(first->lock == order.held);
        CHECK(second->lock == order.acquired);
        CHECK(first->thread == second->thread);
        CHECK(first->rank < second->rank);
        CHECK(s.before(first, second));
    }
    CHECK(s.cited());
    CHECK(s.told().contains(" takes the lock 0x558778c71bf0 in "));
}

TEST_CASE("Helgrind: locks held at a race, and where they were seen first", "[timeline]")
{
    const Shown order =
        shown("tests/fixtures/helgrind/locks-order2--helgrind3.24.log", FindingKind::LockOrderInversion);
    CHECK(order.of(Event::Kind::LockMade).size() == 2);
    CHECK(order.of(Event::Kind::Acquired).size() == 2); // those of the thread that it names
    CHECK(order.cited());
    const Shown race = shown("tests/fixtures/helgrind/races-locks--helgrind3.24.log", FindingKind::DataRace);
    CHECK(race.of(Event::Kind::Access).size() == 2);
    CHECK_FALSE(race.of(Event::Kind::Holds).empty());
    CHECK_FALSE(race.of(Event::Kind::LockMade).empty());
    CHECK(race.cited());
}

TEST_CASE("DRD prints no lock sets, but accesses and creations", "[timeline]")
{
    const Shown s = shown("tests/fixtures/drd/races-global--drd3.24.log", FindingKind::DataRace);
    CHECK(s.of(Event::Kind::Access).size() == 2);
    CHECK(s.of(Event::Kind::Holds).empty());
    CHECK(s.cited());
}
