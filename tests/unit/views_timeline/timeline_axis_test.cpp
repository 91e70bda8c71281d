// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_axis.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <random>

using namespace skein;
using Catch::Approx;

TEST_CASE("x and at are inverse of each other at any zoom", "[timeline]")
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < 500; ++i) {
        TimeAxis axis(i % 2 ? TimeAxis::Kind::Clock : TimeAxis::Kind::Order, 1 + 100'000 * unit(random));
        axis = axis.placed(300 * unit(random), 100 + 2000 * unit(random));
        axis = axis.zoomed(axis.left() + axis.width() * unit(random), 1 + 40 * unit(random))
                   .panned(400 * (unit(random) - 0.5));
        const double world = unit(random);
        CHECK(axis.at(axis.x(world)) == Approx(world).margin(1e-9));
        const double minutes = axis.minutesAt(axis.past() + (axis.atCrash() - axis.past()) * unit(random));
        CHECK(axis.minutesAt(axis.worldOfMinutes(minutes)) == Approx(minutes).margin(1e-6));
    }
}

TEST_CASE("what is under the cursor stays there when zooming", "[timeline]")
{
    const TimeAxis axis = TimeAxis(TimeAxis::Kind::Order).placed(200, 800);
    const TimeAxis near = axis.zoomed(640, 3);
    CHECK(near.at(640) == Approx(axis.at(640)));
    CHECK(near.zoomed(640, 1.0 / 3).x(0.5) == Approx(axis.x(0.5)));
}

TEST_CASE("zoom and pan end at the ends of the axis", "[timeline]")
{
    TimeAxis axis = TimeAxis(TimeAxis::Kind::Order).placed(0, 1000);
    CHECK(axis.panned(-500).x(0) == Approx(0));
    CHECK(axis.zoomed(0, 0.1).zoom() == 1);
    CHECK(axis.zoomed(500, 1e9).zoom() == TimeAxis::kMaxZoom);
    axis = axis.zoomed(500, 4).panned(1e9);
    CHECK(axis.x(0) == Approx(0));
    CHECK(axis.panned(-1e9).x(1) == Approx(1000));
    CHECK(axis.fitted().zoom() == 1);
}

TEST_CASE("the clock runs from the past to the crash", "[timeline]")
{
    const double longest = GENERATE(1.0, 90.0, 100'000.0);
    const TimeAxis axis = TimeAxis(TimeAxis::Kind::Clock, longest).placed(200, 1000);
    CHECK(axis.worldOfMinutes(0) == Approx(axis.atCrash()));
    CHECK(axis.worldOfMinutes(longest) > axis.past());
    CHECK(axis.worldOfMinutes(longest / 2) > axis.worldOfMinutes(longest));
    double before = axis.x(axis.atCrash());
    for (const double minutes : axis.ticks(60)) {
        const double x = axis.x(axis.worldOfMinutes(minutes));
        CHECK(before - x >= 60);
        before = x;
    }
}

TEST_CASE("places of events lie in their zones", "[timeline]")
{
    const TimeAxis axis(TimeAxis::Kind::Order);
    for (int ranks = 1; ranks < 9; ++ranks) {
        for (int rank = 0; rank < ranks; ++rank) {
            CHECK(axis.worldOfCreation(rank, ranks) > 0);
            CHECK(axis.worldOfCreation(rank, ranks) < axis.past());
            CHECK(axis.worldOfStep(rank, ranks) > axis.atCrash());
            CHECK(axis.worldOfStep(rank, ranks) < axis.crash());
        }
    }
}
