// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The order of locks as a graph, of captured reports.
#include "model/analysis/analysis.h"
#include "model/said/resolve.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>

using namespace skein;

namespace
{

AnalysisPtr analysed(const char* fixture)
{
    auto input = openInput((std::filesystem::path(SKEIN_SOURCE_DIR) / "tests/fixtures" / fixture).string());
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return analyse(*log);
}

const WaitGraph& orderGraph(const Analysis& analysis)
{
    const auto found =
        std::ranges::find_if(analysis.waitGraphs, [](const WaitGraph& g) { return !g.orders.empty(); });
    REQUIRE(found != analysis.waitGraphs.end());
    return *found;
}

std::string_view line(const Analysis& analysis, std::uint32_t number)
{
    return analysis.log->text.line(number);
}

} // namespace

TEST_CASE("the locks of an inversion are a circle, each edge with its thread and its stacks", "[orders]")
{
    const AnalysisPtr analysis = analysed("tsan/locks-order3--clang19-stacks.log");
    const WaitGraph& graph = orderGraph(*analysis);
    const Log& log = *analysis->log;
    REQUIRE(graph.resources.size() == 3);
    REQUIRE(graph.edges.size() == 3);
    CHECK(graph.threads.empty());
    for (const WaitGraph::ResourceNode& lock : graph.resources) {
        CHECK(lock.address != 0);
        CHECK(lock.name.starts_with('M'));
        CHECK(lock.inCycle);
    }
    for (const WaitGraph::Edge& edge : graph.edges) {
        CHECK(edge.kind == WaitGraph::Edge::Kind::Order);
        CHECK(edge.certainty == Certainty::Proved);
        CHECK(edge.inCycle);
        const WaitGraph::Order& order = graph.orders[edge.order];
        REQUIRE(order.thread < log.snapshots[graph.snapshot].threads.size());
        const std::string id = toString(log.snapshots[graph.snapshot].threads[order.thread].id);
        // The header above the stack names both locks and the thread.
        const std::string_view header = line(*analysis, order.lines.first - 1);
        CHECK(header.contains("Mutex " + graph.resources[edge.to].name +
                              " acquired here while holding mutex " + graph.resources[edge.from].name +
                              " in thread T" + id));
        CHECK(line(*analysis, order.heldLines.first - 1)
                  .contains("Mutex " + graph.resources[edge.from].name +
                            " previously acquired by the same thread"));
        CHECK(log.function(log.site(order.stack)).contains("ring::hand"));
        CHECK(log.function(log.site(order.heldStack)).contains("ring::hand"));
        CHECK(std::ranges::contains(edge.logLines, order.lines.first));
    }
}

TEST_CASE("without the second stack only where the second lock was taken is known", "[orders]")
{
    const AnalysisPtr analysis = analysed("tsan/locks-order2--gcc14.log");
    const WaitGraph& graph = orderGraph(*analysis);
    CHECK(graph.resources.size() == 2);
    REQUIRE(graph.orders.size() == 2);
    for (const WaitGraph::Order& order : graph.orders) {
        CHECK(order.stack);
        CHECK_FALSE(order.heldStack);
        CHECK(order.heldLines.empty());
    }
}

TEST_CASE("Helgrind does not say who established the order that is broken", "[orders]")
{
    const AnalysisPtr analysis = analysed("helgrind/locks-order2--helgrind3.24.log");
    const WaitGraph& graph = orderGraph(*analysis);
    const Log& log = *analysis->log;
    REQUIRE(graph.resources.size() == 2);
    REQUIRE(graph.edges.size() == 2);
    const auto nobody = [&](const WaitGraph::Edge& e) {
        return graph.orders[e.order].thread == WaitGraph::Order::kNobody;
    };
    CHECK(std::ranges::count_if(graph.edges, nobody) == 1);
    for (const WaitGraph::Edge& edge : graph.edges) {
        CHECK(edge.inCycle);
        CHECK(graph.orders[edge.order].stack);
        CHECK(graph.orders[edge.order].heldStack);
    }
    // `Lock at 0x… was first observed`
    for (const WaitGraph::ResourceNode& lock : graph.resources) {
        CHECK(lock.madeAt);
        CHECK(line(*analysis, lock.madeLine).contains("Lock at 0x"));
    }
    CHECK(log.snapshots[graph.snapshot].native->orders.size() == 2);
}

TEST_CASE("an order that only Helgrind's header states closes the circle", "[orders]")
{
    // Three locks: 0 before 1 and 1 before 2 are known to the tool, and it prints neither.
    const AnalysisPtr analysis = analysed("helgrind/locks-order3--helgrind3.24.log");
    const WaitGraph& graph = orderGraph(*analysis);
    REQUIRE(graph.edges.size() == 2);
    const auto stated =
        std::ranges::find_if(graph.edges, [](const WaitGraph::Edge& e) { return !e.why.empty(); });
    REQUIRE(stated != graph.edges.end());
    CHECK_FALSE(graph.orders[stated->order].stack);
    CHECK(stated->inCycle);
    CHECK(line(*analysis, stated->logLines.front()).contains("lock order \""));
    // The finding tells what was observed, with its stack; the header's words are its first evidence.
    const auto finding =
        std::ranges::find(analysis->findings, FindingKind::LockOrderInversion, &Finding::kind);
    REQUIRE(finding != analysis->findings.end());
    CHECK(finding->lockOrder.size() == 1);
}

TEST_CASE("go-deadlock names places and no goroutines", "[orders]")
{
    const AnalysisPtr analysis = analysed("go-deadlock/order--v0.3.3.log");
    const WaitGraph& graph = orderGraph(*analysis);
    const Log& log = *analysis->log;
    REQUIRE(graph.resources.size() == 2);
    REQUIRE(graph.edges.size() == 2);
    CHECK(log.function(graph.resources[0].waitsAt).contains("Transfer"));
    CHECK(log.function(graph.resources[1].waitsAt).contains("Audit"));
    // One of them is still held: `goroutine 7 lock 0x59fd60`
    CHECK(graph.resources[0].address == 0);
    CHECK(graph.resources[1].address == 0x59fd60);
    CHECK(std::ranges::all_of(graph.edges, &WaitGraph::Edge::inCycle));
}

TEST_CASE("a note on an edge of a lock order is found again", "[orders]")
{
    const AnalysisPtr analysis = analysed("tsan/locks-order3--clang19-stacks.log");
    const WaitGraph& graph = orderGraph(*analysis);
    const notes::Resolver resolver(analysis);
    for (std::uint32_t e = 0; e < graph.edges.size(); ++e) {
        const notes::Anchor anchor = resolver.onEdge(graph.snapshot, e);
        const notes::Target target = resolver.resolve(anchor);
        CHECK(target.hold == notes::Hold::Exact);
        CHECK(target.edge == e);
        CHECK(target.graph == graph.snapshot);
        CHECK(notes::describe(anchor).contains(" takes mutex 0x"));
    }
    // Of a thread without a name as well.
    const AnalysisPtr helgrind = analysed("helgrind/locks-order2--helgrind3.24.log");
    const WaitGraph& other = orderGraph(*helgrind);
    const notes::Resolver again(helgrind);
    for (std::uint32_t e = 0; e < other.edges.size(); ++e)
        CHECK(again.resolve(again.onEdge(other.snapshot, e)).edge == e);
}

TEST_CASE("who waits is not mixed with who might", "[orders]")
{
    const AnalysisPtr analysis = analysed("tsan/locks-order3--clang19-stacks.log");
    for (const Finding& finding : analysis->findings)
        CHECK(finding.kind != FindingKind::Deadlock);
    CHECK(orderGraph(*analysis).cycles.empty());
}
