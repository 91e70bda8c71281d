// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/layout.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cmath>

using namespace skein;

TEST_CASE("a chain is laid out from left to right without overlap", "[graph]")
{
    const GraphRequest request{.nodes = {{100, 40}, {80, 40}, {120, 60}}, .edges = {{0, 1}, {1, 2}}};
    const auto layout = layoutGraph(request);
    REQUIRE(layout);
    REQUIRE(layout->nodes.size() == 3);
    CHECK(layout->nodes[0].x + 50 < layout->nodes[1].x - 40);
    CHECK(layout->nodes[1].x + 40 < layout->nodes[2].x - 60);
    for (const auto& node : layout->nodes) {
        CHECK(node.x > 0);
        CHECK(node.x < layout->width);
        CHECK(node.y > 0);
        CHECK(node.y < layout->height);
    }
}

TEST_CASE("an edge runs from its tail to its head, also against the order of a cycle", "[graph]")
{
    const GraphRequest request{.nodes = {{60, 30}, {60, 30}}, .edges = {{0, 1}, {1, 0}}};
    const auto layout = layoutGraph(request);
    REQUIRE(layout);
    const auto distance = [](GraphPoint a, GraphPoint b) { return std::hypot(a.x - b.x, a.y - b.y); };
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& path = layout->edges[i].bezier;
        REQUIRE(path.size() >= 4);
        CHECK((path.size() - 1) % 3 == 0);
        const GraphPoint tail = layout->nodes[request.edges[i].from], head = layout->nodes[request.edges[i].to];
        CHECK(distance(path.front(), tail) < distance(path.front(), head));
        CHECK(distance(path.back(), head) < distance(path.back(), tail));
    }
}

TEST_CASE("nothing gives nothing", "[graph]")
{
    const auto layout = layoutGraph({});
    REQUIRE(layout);
    CHECK(layout->nodes.empty());
}

TEST_CASE("a folded graph of many threads is laid out in time", "[graph]")
{
    // 40 locks, each with a holder and four kinds of waiters, chained by every second holder.
    GraphRequest request;
    for (std::uint32_t lock = 0; lock < 40; ++lock) {
        const auto base = static_cast<std::uint32_t>(request.nodes.size());
        for (int i = 0; i < 6; ++i) request.nodes.push_back({120, 44});
        for (std::uint32_t waiter = 2; waiter < 6; ++waiter) request.edges.push_back({base + waiter, base});
        request.edges.push_back({base, base + 1});
        if (lock % 2 == 1) request.edges.push_back({base + 1, base - 6});
    }
    const auto start = std::chrono::steady_clock::now();
    const auto layout = layoutGraph(request);
    const auto took = std::chrono::steady_clock::now() - start;
    REQUIRE(layout);
    CHECK(layout->nodes.size() == request.nodes.size());
    CHECK(took < std::chrono::seconds(5));   // a bar against going exponential, not a benchmark
}
