// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/steps.h"
#include "model/analysis/analysis.h"
#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace skein::test {
namespace {

Steps stepsOf(const LogPtr& log, const std::vector<std::uint32_t>& threads, const Finding* finding = nullptr)
{
    return buildSteps(*log, buildTimeline(*log, 0, threads, finding), finding);
}

/// Whatever is said to come before a step stands before it, and is not said to be unordered with it.
void checkOrder(const Steps& steps)
{
    for (std::uint32_t i = 0; i < steps.list.size(); ++i) {
        const Step& step = steps.list[i];
        for (const Step::Before& before : step.after) {
            CHECK(before.step < i);
            CHECK(!std::ranges::contains(step.unordered, before.step));
        }
        for (const std::uint32_t other : step.unordered) CHECK(other < i);
        CHECK(!step.text.empty());
        CHECK(!step.order.empty());
    }
}

TEST_CASE("two accesses of a dump have no order, and each step says so", "[steps]")
{
    LogFixture fixture;
    fixture.snapshot("fatal error: concurrent map writes");
    fixture.goroutine(35, "running").frame("streams.New", "streams.go", 65).createdBy("main.main", "main.go", 5, 1).crashed();
    fixture.goroutine(51, "running").frame("streams.New", "streams.go", 65).createdBy("main.main", "main.go", 5, 1);
    const LogPtr log = fixture.build();
    Finding finding{.kind = FindingKind::ConcurrentMapAccess, .certainty = Certainty::Likely, .snapshot = 0};
    finding.accesses = {{.op = AccessOp::Write, .thread = {0, 0}, .certainty = Certainty::Proved},
                        {.op = AccessOp::Write, .thread = {0, 1}, .certainty = Certainty::Likely}};
    const Steps steps = stepsOf(log, {0, 1}, &finding);
    checkOrder(steps);
    REQUIRE(steps.list.size() == 5);
    const auto second = std::ranges::find(steps.list, Certainty::Likely, &Step::certainty);
    REQUIRE(second != steps.list.end());
    CHECK(second->text.starts_with("Goroutine 51 writes"));
    CHECK(second->order.contains("no order is known with"));
    CHECK(steps.list.back().text == "Goroutine 35 ends the process: fatal error: concurrent map writes.");
    CHECK(steps.list.back().unordered.empty());
}

TEST_CASE("a creator is created before what it creates", "[steps]")
{
    LogFixture fixture;
    fixture.snapshot();
    fixture.goroutine(7, "select").frame("main.serve", "main.go", 9).createdBy("main.main", "main.go", 5, 1);
    fixture.goroutine(9, "chan send").frame("main.send", "main.go", 30).createdBy("main.serve", "main.go", 9, 7);
    const Steps steps = stepsOf(fixture.build(), {0, 1});
    checkOrder(steps);
    REQUIRE(steps.list.size() == 5);
    CHECK(steps.list[0].text.starts_with("Goroutine 7 is created by goroutine 1"));
    const auto created =
        std::ranges::find_if(steps.list, [](const Step& s) { return s.text.starts_with("Goroutine 9 is created"); });
    REQUIRE(created != steps.list.end());
    CHECK(created->order.starts_with("After step 1 (creation, proved)"));
    CHECK(steps.list.back().text == "The dump is taken.");
}

TEST_CASE("steps of many threads are cut, and the end stays", "[steps]")
{
    LogFixture fixture;
    fixture.snapshot();
    std::vector<std::uint32_t> threads;
    for (std::uint32_t i = 0; i < 600; ++i) {
        fixture.goroutine(i + 2, "select").frame("main.serve", "main.go", 9).createdBy("main.main", "main.go", 5, 1);
        threads.push_back(i);
    }
    const Steps steps = stepsOf(fixture.build(), threads);
    CHECK(steps.list.size() == Steps::kMostSteps);
    CHECK(steps.leftOut == 1201 - Steps::kMostSteps);
    CHECK(steps.list.back().text == "The dump is taken.");
    checkOrder(steps);
}

TEST_CASE("a snapshot that is not there has no steps", "[steps]")
{
    LogFixture fixture;
    fixture.snapshot();
    CHECK(buildSteps(*fixture.build(), Timeline{.snapshot = 7}, nullptr).list.empty());
}

}  // namespace
}  // namespace skein::test
