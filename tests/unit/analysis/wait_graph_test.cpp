// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/wait_graph.h"

#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <algorithm>

using namespace skein;
using skein::test::LogFixture;
using skein::test::stale;

namespace {

constexpr std::string_view kAsleep = "fatal error: all goroutines are asleep - deadlock!";

/// Two account objects, each with its mutex 16 bytes in.
constexpr std::uint64_t kAlice = 0xc000098040, kBob = 0xc000098060, kMutex = 0x10;

void addTransfer(LogFixture& log, std::uint64_t id, std::uint64_t from, std::uint64_t to)
{
    log.goroutine(id, "sync.Mutex.Lock")
        .waitsOn(to + kMutex)
        .frame("sync.runtime_SemacquireMutex", "sema.go", 95, {stale(0x12)})
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {to + kMutex})
        .frame("bank.Transfer", "account.go", 34, {from, to, 10})
        .createdBy("main.main", "main.go", 29, 1);
}

std::vector<std::uint32_t> threadsOf(const WaitGraph& graph, const WaitGraph::Cycle& cycle)
{
    std::vector<std::uint32_t> threads;
    for (std::size_t i = 0; i < cycle.edges.size(); i += 2) {
        const auto& waits = graph.edges[cycle.edges[i]];
        const auto& held = graph.edges[cycle.edges[i + 1]];
        CHECK(waits.kind == WaitGraph::Edge::Kind::WaitsFor);
        CHECK(held.kind == WaitGraph::Edge::Kind::HeldBy);
        CHECK(waits.to == held.from);
        CHECK(held.to == graph.edges[cycle.edges[(i + 2) % cycle.edges.size()]].from);
        threads.push_back(graph.threads[waits.from].threads.front());
    }
    std::ranges::sort(threads);
    return threads;
}

/// No holder may ever be called proved, and every inferred edge says why.
void checkHonest(const WaitGraph& graph)
{
    for (const auto& e : graph.edges) {
        if (e.kind == WaitGraph::Edge::Kind::HeldBy) {
            CHECK(e.certainty != Certainty::Proved);
            CHECK_FALSE(e.why.empty());
        }
        CHECK_FALSE(e.logLines.empty());
    }
}

}  // namespace

TEST_CASE("two goroutines that lock two objects in opposite order are a cycle", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "sync.WaitGroup.Wait")
        .waitsOn(0xc0000a0008, ResourceKind::WaitGroup)
        .frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118)
        .frame("main.main", "main.go", 31);
    addTransfer(log, 18, kAlice, kBob);
    addTransfer(log, 19, kBob, kAlice);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);

    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{1, 2});
    CHECK(graph.cycles[0].certainty == Certainty::Likely);
    const auto& main = graph.threads[static_cast<std::size_t>(graph.nodeOf(0))];
    CHECK_FALSE(main.inCycle);
    CHECK(graph.threads[static_cast<std::size_t>(graph.nodeOf(1))].holdsUp == 2);
}

TEST_CASE("a cycle of five", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    for (std::uint64_t i = 0; i < 5; ++i) {
        const std::uint64_t left = 0xc000010000 + i * 8, right = 0xc000010000 + (i + 1) % 5 * 8;
        log.goroutine(20 + i, "sync.Mutex.Lock")
            .waitsOn(right)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {right})
            .frame("dine.(*Philosopher).eat", "dine.go", 22, {0xc000020000 + i * 64, left, right});
    }
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
}

TEST_CASE("one that has yet to take its first lock holds nothing", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    addTransfer(log, 18, kAlice, kBob);
    addTransfer(log, 19, kBob, kAlice);
    // It waits for the first of its locks, at an earlier line of the same function.
    log.goroutine(20, "sync.Mutex.Lock")
        .waitsOn(kAlice + kMutex)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {kAlice + kMutex})
        .frame("bank.Transfer", "account.go", 31, {kAlice, kBob, 10});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("a method that locks again what a method further out has locked", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "sync.Mutex.Lock")
        .waitsOn(0xc000012008)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {0xc000012008})
        .frame("cache.(*Cache).Len", "cache.go", 40, {0xc000012000})
        .frame("cache.(*Cache).Evict", "cache.go", 52, {0xc000012000})
        .frame("main.main", "main.go", 9);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0});
}

TEST_CASE("a reader below a reader, with a writer in between", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "sync.RWMutex.RLock")
        .waitsOn(0xc000012000, ResourceKind::RwMutex)
        .frame("sync.(*RWMutex).RLock", "rwmutex.go", 74)
        .frame("store.(*Store).size", "store.go", 40, {0xc000012000})
        .frame("store.(*Store).Walk", "store.go", 52, {0xc000012000})
        .frame("main.main", "main.go", 9);
    log.goroutine(7, "sync.RWMutex.Lock")
        .waitsOn(0xc000012000, ResourceKind::RwMutex)
        .frame("sync.(*RWMutex).Lock", "rwmutex.go", 155, {0xc000012000})
        .frame("store.(*Store).Put", "store.go", 61, {0xc000012000});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("stale values are never matched", "[wait-graph]")
{
    LogFixture log;
    log.goroutine(18, "sync.Mutex.Lock")
        .waitsOn(kBob + kMutex)
        .frame("bank.Transfer", "account.go", 34, {stale(kAlice), kBob});
    log.goroutine(19, "sync.Mutex.Lock")
        .waitsOn(kAlice + kMutex)
        .frame("bank.Transfer", "account.go", 34, {stale(kBob), kAlice});
    log.goroutine(20, "runnable").frame("bank.Transfer", "account.go", 36, {stale(kAlice), stale(kBob)});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    CHECK(graph.cycles.empty());
    CHECK_FALSE(graph.knot);
    for (const auto& e : graph.edges)
        if (e.kind == WaitGraph::Edge::Kind::HeldBy) CHECK(e.certainty == Certainty::Possible);
}

TEST_CASE("two locks that only their waiters can hold", "[wait-graph]")
{
    // var muA, muB sync.Mutex: nothing on the stacks connects a goroutine with the lock that it holds.
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    log.goroutine(1, "sleep").frame("main.main", "main.go", 9);
    log.goroutine(6, "sync.Mutex.Lock")
        .waitsOn(0x5a1230)
        .frame("led.First", "led.go", 14)
        .frame("main.main.func1", "main.go", 5);
    log.goroutine(7, "sync.Mutex.Lock")
        .waitsOn(0x5a1228)
        .frame("led.Second", "led.go", 22)
        .frame("main.main.func2", "main.go", 6);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{1, 2});
    CHECK(graph.cycles[0].certainty == Certainty::Possible);

    SECTION("unless somebody else is in that code")
    {
        log.goroutine(8, "running").frame("led.Third", "led.go", 30);
        CHECK(buildWaitGraphs(*log.build()).at(0).cycles.empty());
    }
    SECTION("or a stack is not there")
    {
        log.goroutine(8, "running");
        log.thread().stackUnavailable = true;
        CHECK(buildWaitGraphs(*log.build()).at(0).cycles.empty());
    }
}

TEST_CASE("of more than two such locks nobody knows who holds which", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    for (std::uint64_t i = 0; i < 5; ++i)
        log.goroutine(20 + i, "sync.Mutex.Lock")
            .waitsOn(0xc000010008 + i * 64)
            .frame("dine.(*Phil).Dine", "dine.go", 69, {0xc000082040 + i * 16});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    CHECK(graph.cycles.empty());
    REQUIRE(graph.knot);
    CHECK(graph.knot->locks == 5);
    CHECK(graph.knot->threads == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
}

TEST_CASE("the object of a lock is the nearest pointer of all stacks, not a neighbour on the own one",
          "[wait-graph]")
{
    // ring.(*Node) is 24 bytes with its mutex first; the receiver of take can't be trusted.
    LogFixture log;
    log.snapshot(kAsleep);
    for (std::uint64_t i = 0; i < 3; ++i) {
        const std::uint64_t own = 0xc0000a4018 + i * 24, next = 0xc0000a4018 + (i + 1) % 3 * 24;
        log.goroutine(18 + i, "sync.Mutex.Lock")
            .waitsOn(next)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {next})
            .frame("ring.(*Node).take", "node.go", 43, {stale(2), 0})
            .frame("ring.(*Node).HandOver", "node.go", 39, {own});
    }
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(graph.cycles[0].certainty == Certainty::Likely);
}

TEST_CASE("the other end of a channel is the waiter that was called with it", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    log.goroutine(18, "chan send")
        .waitsOn(0xc000080070, ResourceKind::Channel)
        .frame("topic.(*Topic).Publish", "topic.go", 39, {0xc000094050});
    for (std::uint64_t id = 20; id < 23; ++id)
        log.goroutine(id, "sync.Mutex.Lock")
            .waitsOn(0xc000094050)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000094050})
            .frame("topic.(*Topic).Publish", "topic.go", 36, {0xc000094050});
    log.goroutine(19, "sync.Mutex.Lock")
        .waitsOn(0xc000094050)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000094050})
        .frame("topic.(*Topic).Leave", "topic.go", 45, {stale(1), 0xc000080070});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 4});
    CHECK(graph.cycles[0].certainty == Certainty::Likely);
}

TEST_CASE("whoever stands past the Lock in a call of the same object is the root blocker", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t id = 20; id < 60; ++id)
        log.goroutine(id, "sync.Mutex.Lock")
            .minutes(4)
            .waitsOn(0xc000030018)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {0xc000030018})
            .frame("db.(*Pool).Get", "pool.go", 30, {0xc000030000});
    log.goroutine(9, "IO wait")
        .minutes(4)
        .frame("net.(*conn).Read", "net.go", 1)
        .frame("db.(*Pool).dial", "pool.go", 70, {0xc000030000})
        .frame("db.(*Pool).Get", "pool.go", 36, {0xc000030000});
    log.goroutine(8, "select").minutes(4).frame("db.(*Pool).janitor", "pool.go", 99, {0xc000030000});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);

    CHECK(graph.cycles.empty());
    const auto& blocker = graph.threads[static_cast<std::size_t>(graph.nodeOf(40))];
    CHECK(blocker.rootBlocker);
    CHECK(blocker.holdsUp == 40);
    const auto folded =
        std::ranges::find_if(graph.threads, [](const auto& n) { return n.threads.size() == 40; });
    CHECK(folded != graph.threads.end());
    const auto held = std::ranges::find_if(graph.edges, [&](const auto& e) {
        return e.kind == WaitGraph::Edge::Kind::HeldBy &&
               e.to == static_cast<std::uint32_t>(graph.nodeOf(40));
    });
    REQUIRE(held != graph.edges.end());
    CHECK(held->certainty == Certainty::Likely);
}

TEST_CASE("sleepers and goroutines that wait for the network are no part of the graph", "[wait-graph]")
{
    LogFixture log;
    for (std::uint64_t id = 1; id < 50; ++id)
        log.goroutine(id, "IO wait").frame("app.(*conn).read", "conn.go", 5);
    log.goroutine(50, "sleep").frame("app.tick", "tick.go", 5);
    log.goroutine(51, "running").frame("app.work", "work.go", 5);
    log.goroutine(52, "select").frame("os/signal.loop", "signal.go", 5).frame("app.signals", "signals.go", 5);
    CHECK(buildWaitGraphs(*log.build()).at(0).empty());
}

TEST_CASE("waiters at one place without an address may wait for different things", "[wait-graph]")
{
    LogFixture log;
    for (std::uint64_t id = 1; id <= 1000; ++id)
        log.goroutine(id, "chan receive").frame("app.worker", "worker.go", 5);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.threads.size() == 1);
    REQUIRE(graph.resources.size() == 1);
    CHECK(graph.threads[0].threads.size() == 1000);
    CHECK(graph.resources[0].address == 0);
    CHECK(graph.edges[0].certainty == Certainty::Possible);
}

TEST_CASE("a hundred channels with one waiter each are one picture", "[wait-graph]")
{
    LogFixture log;
    for (std::uint64_t id = 1; id <= 100; ++id)
        log.goroutine(id, "chan send")
            .waitsOn(0xc000100000 + id * 96, ResourceKind::Channel)
            .frame("app.report", "report.go", 5);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    CHECK(graph.threads.size() == 1);
    CHECK(graph.resources.size() == 1);
}

TEST_CASE("Wait with a lock held that the awaited goroutine needs", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "sync.WaitGroup.Wait")
        .frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118, {stale(5)})
        .frame("job.(*Runner).runAll", "runner.go", 44, {0xc000040000})
        .frame("job.(*Runner).Run", "runner.go", 30, {0xc000040000});
    log.goroutine(6, "sync.Mutex.Lock")
        .waitsOn(0xc000040008)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {0xc000040008})
        .frame("job.(*Runner).done", "runner.go", 60, {0xc000040000})
        .createdBy("job.(*Runner).runAll", "runner.go", 40, 1);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
    CHECK(graph.cycles[0].certainty == Certainty::Possible);
}

TEST_CASE("two that send in methods of one type wait for each other where nobody else is in its code", "[wait-graph]")
{
    for (const bool third : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        log.goroutine(21, "chan send")
            .waitsOn(0xc000080070, ResourceKind::Channel)
            .frame("stage.(*Pipe).Parse", "stage.go", 15, {0xc000012340});
        log.goroutine(22, "chan send")
            .waitsOn(0xc0000800d0, ResourceKind::Channel)
            .frame("stage.(*Pipe).Retry", "stage.go", 22, {0xc000012340});
        if (third) log.goroutine(23, "sleep").frame("stage.(*Pipe).Collect", "stage.go", 40, {0xc000012340});
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        checkHonest(graph);
        REQUIRE(graph.cycles.size() == (third ? 0 : 1));
        if (third) continue;
        CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
        CHECK(graph.cycles[0].certainty == Certainty::Possible);
    }
}

TEST_CASE("many that send in one method are leaked, and no circle", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t i = 0; i < 5; ++i)
        log.goroutine(21 + i, "chan send")
            .waitsOn(0xc000080000 + i * 96, ResourceKind::Channel)
            .frame("job.(*Job).run", "job.go", 15, {0xc000012340 + i * 32});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    CHECK(graph.cycles.empty());
    CHECK_FALSE(graph.knot);
}

TEST_CASE("besides main, those that are left at channels wait for each other", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "semacquire").frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118, {}).frame("main.main", "main.go", 33);
    for (std::uint64_t i = 0; i < 3; ++i)
        log.goroutine(18 + i, "chan receive").frame("main.(*node).run", "main.go", 22, {0xc000012340 + i * 32});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    CHECK(graph.cycles.empty());
    REQUIRE(graph.knot);
    CHECK(graph.knot->kind == ResourceKind::Channel);
    CHECK(graph.knot->threads == std::vector<std::uint32_t>{1, 2, 3});
}

TEST_CASE("of several that wait for the sender's lock, the one that drains is the other end", "[wait-graph]")
{
    constexpr std::uint64_t kHub = 0xc0000a60a8;
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    log.goroutine(28, "chan send")
        .waitsOn(0xc000080070, ResourceKind::Channel)
        .frame("hub.(*Hub).Publish", "hub.go", 23, {kHub});
    const auto waiter = [&](std::uint64_t id) -> LogFixture& {
        return log.goroutine(id, "sync.Mutex.Lock").waitsOn(kHub).frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {kHub});
    };
    waiter(29).frame("hub.(*Hub).note", "hub.go", 35, {stale(1)}).frame("hub.(*Hub).Drain", "hub.go", 29);
    waiter(30).frame("hub.(*Hub).Stats", "hub.go", 42, {stale(1)});
    waiter(31).frame("hub.(*Hub).Stats", "hub.go", 42, {stale(1)});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("a load that waits for itself", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "chan receive").frame("main.main", "main.go", 46);
    log.goroutine(18, "sync.WaitGroup.Wait")
        .frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118, {stale(0x49f980)})
        .frame("main.(*flight).do", "main.go", 26, {0xc000084060})
        .frame("main.main.func1.1", "main.go", 44)
        .frame("main.(*flight).do", "main.go", 33, {0xc000084060});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{1});
    CHECK(graph.cycles[0].certainty == Certainty::Possible);
}

TEST_CASE("a test that started those that wait for several locks holds none of them", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("panic: test timed out after 700ms");
    log.goroutine(7, "sync.WaitGroup.Wait")
        .waitsOn(0xc000012110, ResourceKind::WaitGroup)
        .frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118, {0xc000012110})
        .frame("github.com/acme/closures.TestBoth", "main_test.go", 31);
    const auto child = [&](std::uint64_t id, std::string_view function, std::uint64_t lock) {
        log.goroutine(id, "sync.Mutex.Lock")
            .waitsOn(lock)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 171, {lock})
            .frame(function, "main_test.go", 15)
            .createdBy("github.com/acme/closures.TestBoth", "main_test.go", 9, 7);
    };
    child(8, "github.com/acme/closures.TestBoth.func1", 0xc000012128);
    child(9, "github.com/acme/closures.TestBoth.func2", 0xc000012120);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("a weighted semaphore is waited for like a lock", "[wait-graph]")
{
    constexpr std::uint64_t kBudget = 0xc0000100a8, kSemaphore = 0xc000066230;
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    log.goroutine(10, "sync.Mutex.Lock")
        .waitsOn(kBudget)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 171, {kBudget})
        .frame("mem.(*Budget).note", "budget.go", 22, {stale(0x1312d00), 6})
        .frame("mem.(*Budget).Scratch", "budget.go", 19, {kBudget, 6})
        .frame("main.main.func1", "main.go", 7);
    log.goroutine(11, "select")
        .frame("golang.org/x/sync/semaphore.(*Weighted).Acquire", "semaphore.go", 74,
               {kSemaphore, 0x5615d8, 5})
        .frame("mem.(*Budget).Grow", "budget.go", 9, {kBudget, 5})
        .frame("main.main.func2", "main.go", 8);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
    CHECK(std::ranges::any_of(graph.resources, [](const WaitGraph::ResourceNode& r) {
        return r.kind == ResourceKind::Semaphore && r.address == kSemaphore;
    }));
}

TEST_CASE("a method further out was not called on the lock's object where another one lies nearer",
          "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    const auto station = [&](std::uint64_t id, std::uint64_t lock, std::uint64_t own) {
        log.goroutine(id, "semacquire")
            .waitsOn(lock)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 171, {lock})
            .frame("rail.(*Station).arrive", "rail.go", 18, {stale(0x2625a00)})
            .frame("rail.(*Station).Depart", "rail.go", 14, {own})
            .frame("main.main.func1", "main.go", 8);
    };
    station(6, 0xc00006a1f0, 0xc00006a1b0);
    station(7, 0xc00006a220, 0xc00006a1e0);
    station(8, 0xc00006a1c0, 0xc00006a210);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("the runtime's own goroutines take no part", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    log.goroutine(5, "semacquire")
        .frame("runtime.semacquire1", "/usr/local/go/src/runtime/sema.go", 192, {0x657aa4})
        .frame("runtime.gcMarkDone", "/usr/local/go/src/runtime/mgc.go", 1018)
        .createdBy("runtime.gcBgMarkStartWorkers", "/usr/local/go/src/runtime/mgc.go", 1695, 21);
    CHECK(buildWaitGraphs(*log.build()).at(0).empty());
}

TEST_CASE("who was called with the lock's object, and is in its type, is likelier than who is in its type", "[wait-graph]")
{
    // what is held is shown further out, by func1(held, wanted), and what is waited for by update(wanted)
    constexpr std::uint64_t kCells[] = {0xc0000a6000, 0xc0000a6060, 0xc0000a60a0, 0xc0000a60e0};
    LogFixture log;
    log.snapshot(kAsleep);
    for (std::size_t i = 0; i < 4; ++i)
        log.goroutine(19 + i, "sync.RWMutex.Lock")
            .frame("sync.runtime_SemacquireRWMutex", "sema.go", 105, {stale(0x5f084688eb0)})
            .frame("sync.(*RWMutex).Lock", "rwmutex.go", 155, {stale(0x5f084688ed8)})
            .frame("main.(*guarded).update", "main.go", 22, {kCells[(i + 1) % 4], 0x5f0846ed0})
            .frame("main.main.func1.1", "main.go", 42, {7})
            .frame("main.(*guarded).view", "main.go", 18, {stale(0x5f084616050)})
            .frame("main.main.func1", "main.go", 40, {kCells[i], kCells[(i + 1) % 4], stale(0)})
            .createdBy("main.main", "main.go", 37, 1);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]).size() == 4);
    CHECK(graph.cycles[0].certainty == Certainty::Likely);
    checkHonest(graph);
}

TEST_CASE("in one stack before different locks: a circle by their numbers, or else one knot", "[wait-graph]")
{
    const auto graphOf = [](bool numbered) {
        LogFixture log;
    log.snapshot(kAsleep);
        for (std::uint64_t i = 0; i < 4; ++i)
            log.goroutine(18 + i, "sync.Mutex.Lock")
                .waitsOn(0xc0000a0100 + 0x28 * ((i + 1) % 4))
                .frame("sync.runtime_SemacquireMutex", "sema.go", 95, {stale(0x12)})
                .frame("sync.(*Mutex).lockSlow", "mutex.go", 149, {0xc0000a0100 + 0x28 * ((i + 1) % 4)})
                .frame("main.take", "main.go", 30, {stale(0x2faf080)})
                .frame("main.step", "main.go", 24, {numbered ? i : 5})
                .createdBy("main.main", "main.go", 37, 1);
        return buildWaitGraphs(*log.build()).at(0);
    };
    const WaitGraph ring = graphOf(true);
    REQUIRE(ring.cycles.size() == 1);
    CHECK(threadsOf(ring, ring.cycles[0]).size() == 4);
    CHECK_FALSE(ring.knot);
    checkHonest(ring);
    const WaitGraph knot = graphOf(false);
    CHECK(knot.cycles.empty());
    REQUIRE(knot.knot);
    CHECK(knot.knot->threads.size() == 4);
    CHECK(knot.knot->certainty == Certainty::Possible);
}

TEST_CASE("those that wait for a semaphore, alone in the type that takes it, have its parts", "[wait-graph]")
{
    const auto graphOf = [](bool another) {
        LogFixture log;
        log.snapshot("SIGQUIT: quit", "SIGQUIT");
        for (std::uint64_t i = 0; i < 2; ++i)
            log.goroutine(6 + i, "select")
                .frame("runtime.selectgo", "select.go", 327, {0xc00006aef8})
                .frame("golang.org/x/sync/semaphore.(*Weighted).Acquire", "semaphore.go", 60, {0xc00007e000, 4})
                .frame("acme/export.(*Exporter).Run", "export.go", 27, {0xc0000120b0, 3 + i})
                .createdBy("main.main", "main.go", 12, 1);
        if (another)
            log.goroutine(9, "IO wait").frame("acme/export.(*Exporter).Send", "export.go", 40, {0xc0000120b0});
        return buildWaitGraphs(*log.build()).at(0);
    };
    const WaitGraph alone = graphOf(false);
    REQUIRE(alone.knot);
    CHECK(alone.knot->threads == std::vector<std::uint32_t>{0, 1});
    CHECK(alone.knot->kind == ResourceKind::Semaphore);
    CHECK(alone.knot->certainty == Certainty::Possible);
    CHECK_FALSE(graphOf(true).knot); // that one may have it
}

TEST_CASE("senders that were called with each other's objects wait for each other", "[wait-graph]")
{
    const auto graphOf = [](std::string_view wait, std::uint64_t peer) {
        LogFixture log;
        log.snapshot("SIGQUIT: quit", "SIGQUIT");
        log.goroutine(18, wait)
            .waitsOn(0xc0000a41e0, ResourceKind::Channel)
            .frame("acme/actor.(*Actor).Run", "actor.go", 35, {0xc0000b4000, peer})
            .createdBy("main.main", "main.go", 12, 1);
        log.goroutine(19, wait)
            .waitsOn(0xc0000a4180, ResourceKind::Channel)
            .frame("acme/actor.(*Actor).Run", "actor.go", 35, {0xc0000b4020, 0xc0000b4000})
            .createdBy("main.main", "main.go", 13, 1);
        log.goroutine(20, "chan receive")
            .frame("acme/actor.(*Actor).Listen", "actor.go", 26, {0xc0000b4040})
            .createdBy("main.main", "main.go", 14, 1);
        return buildWaitGraphs(*log.build()).at(0);
    };
    const WaitGraph both = graphOf("chan send", 0xc0000b4020);
    REQUIRE(both.cycles.size() == 1);
    CHECK(threadsOf(both, both.cycles[0]) == std::vector<std::uint32_t>{0, 1});
    CHECK(both.cycles[0].certainty == Certainty::Likely);
    checkHonest(both);
    CHECK(graphOf("chan send", 0xc0000b4040).cycles.empty());    // that one listens
    CHECK(graphOf("chan receive", 0xc0000b4020).cycles.empty()); // who receives may wait for work
}

TEST_CASE("actors that ask each other in the middle of their loops", "[wait-graph]")
{
    for (const bool third : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        for (std::uint64_t i = 0; i < 2; ++i)
            log.goroutine(21 + i, "chan send")
                .waitsOn(0xc000080070 + i * 96, ResourceKind::Channel)
                .frame("desk.(*Clerk).Ask", "desk.go", 21, {stale(0x1)})
                .frame("desk.(*Clerk).answer", "desk.go", 16, {0xc000012340 + i * 32})
                .frame("desk.(*Clerk).serve", "desk.go", 11, {0xc000012340 + i * 32})
                .createdBy("main.main", "main.go", 9, 1);
        log.goroutine(23, "chan receive")
            .waitsOn(0xc0000801f0, ResourceKind::Channel)
            .frame("desk.(*Clerk).Ask", "desk.go", 22, {0xc000012340})
            .frame("main.main.func1", "main.go", 14, {});
        if (third)
            log.goroutine(24, "chan receive")
                .waitsOn(0xc000080250, ResourceKind::Channel)
                .frame("desk.(*Clerk).serve", "desk.go", 10, {0xc000012390});
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        checkHonest(graph);
        CHECK(graph.cycles.empty());
        REQUIRE(graph.knot.has_value() == !third);
        if (!third) CHECK(graph.knot->threads == std::vector<std::uint32_t>{0, 1});
    }
}

TEST_CASE("a callback that wants another one of what its caller has taken from a pool", "[wait-graph]")
{
    for (const bool recursion : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        for (std::uint64_t i = 0; i < 3; ++i)
            log.goroutine(21 + i, "chan receive")
                .waitsOn(0xc000080070, ResourceKind::Channel)
                .frame("pool.(*Pool).Take", "pool.go", 21, {stale(0x1)})
                .frame("shop.(*Repo).inTx", "repo.go", 16, {0xc000012340})
                .frame(recursion ? "shop.(*Repo).order" : "shop.(*Repo).order.func1", "repo.go", 31, {stale(0x2)})
                .frame("shop.(*Repo).inTx", "repo.go", 17, {0xc000012340})
                .frame("shop.(*Repo).order", "repo.go", 30, {stale(0x1)})
                .createdBy("main.main", "main.go", 9, 1);
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        checkHonest(graph);
        CHECK(graph.knot.has_value() == !recursion);
        if (graph.knot) CHECK(graph.knot->threads == std::vector<std::uint32_t>{0, 1, 2});
    }
}

TEST_CASE("a loop that posts to itself waits for itself, not for main, which waits for it", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "chan receive").frame("main.main", "main.go", 33);
    log.goroutine(18, "chan send")
        .frame("main.(*events).post", "main.go", 12, {0xc000012340})
        .frame("main.main.func1", "main.go", 31)
        .frame("main.(*events).run", "main.go", 15, {0xc000012340})
        .createdBy("main.main", "main.go", 30, 1);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{1});
}

TEST_CASE("who sends to two that send receives nothing from them", "[wait-graph]")
{
    for (const bool receives : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        log.goroutine(21, "chan send")
            .waitsOn(0xc000080070, ResourceKind::Channel)
            .frame("room.(*Room).run", "room.go", 21, {0xc000012340})
            .frame("main.main.gowrap1", "main.go", 9)
            .createdBy("main.main", "main.go", 9, 1);
        log.goroutine(22, "chan send")
            .waitsOn(0xc0000800d0, ResourceKind::Channel)
            .frame("room.(*Guest).write.func1", "guest.go", 12, {})
            .frame("room.(*Guest).write", "guest.go", 15, {0xc000012360})
            .createdBy("main.main", "main.go", 11, 1);
        for (std::uint64_t i = 0; i < 3; ++i)
            log.goroutine(23 + i, receives && i == 0 ? "chan receive" : "chan send")
                .waitsOn(0xc000080130, ResourceKind::Channel)
                .frame("room.(*Room).Say", "room.go", 33, {0xc000012340})
                .frame("main.main.func1", "main.go", 16)
                .createdBy("main.main", "main.go", 14, 1);
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        checkHonest(graph);
        REQUIRE(graph.cycles.size() == (receives ? 0 : 1));
        if (!receives) CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
    }
}

TEST_CASE("main in an empty select takes no part in what the others wait for", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "select (no cases)").frame("main.main", "main.go", 33);
    for (std::uint64_t i = 0; i < 3; ++i)
        log.goroutine(18 + i, "chan send").frame("main.stage", "main.go", 22 + static_cast<std::uint32_t>(i), {stale(0x1)});
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.knot);
    CHECK(graph.knot->threads == std::vector<std::uint32_t>{1, 2, 3});
}

TEST_CASE("two that have read-locked and want to write wait for each other", "[wait-graph]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t i = 0; i < 2; ++i)
        log.goroutine(18 + i, "sync.RWMutex.Lock")
            .waitsOn(0xc000098010, ResourceKind::RwMutex)
            .frame("sync.(*RWMutex).Lock", "rwmutex.go", 152, {0xc000098010})
            .frame("idx.(*Index).add", "idx.go", 22, {0xc000098010, 1 + i})
            .frame("idx.(*Index).Ensure", "idx.go", 12, {0xc000098010, 1 + i})
            .createdBy("main.main", "main.go", 8, 1);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    checkHonest(graph);
    REQUIRE(graph.cycles.size() == 1);
    CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("what a server has called is the program's own, and no idle place", "[wait-graph]")
{
    for (const bool handler : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        log.goroutine(18, "select");
        if (handler) log.frame("main.(*api).report", "main.go", 12, {0xc000098010});
        log.frame("net/http.(*conn).serve", "server.go", 2092, {0xc000012340});
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        CHECK(graph.threads.size() == (handler ? 1 : 0));
    }
}

TEST_CASE("who ends an object waits for what its constructor has started", "[wait-graph]")
{
    for (const bool reader : {false, true}) {
        LogFixture log;
        log.snapshot("", "SIGQUIT");
        log.goroutine(7, "sync.WaitGroup.Wait")
            .frame("sync.(*WaitGroup).Wait", "waitgroup.go", 118)
            .frame("tail.(*Tail).Close", "tail.go", 31, {0xc000012340})
            .frame("main.main.func1", "main.go", 16);
        log.goroutine(8, "chan send")
            .frame("tail.(*Tail).read", "tail.go", 21, {0xc000012340})
            .createdBy("tail.Open", "tail.go", 12, 1);
        if (reader)
            log.goroutine(9, "sleep").frame("tail.(*Tail).Next", "tail.go", 40, {0xc000012340});
        const auto graph = buildWaitGraphs(*log.build()).at(0);
        checkHonest(graph);
        REQUIRE(graph.cycles.size() == (reader ? 0 : 1));
        if (!reader) CHECK(threadsOf(graph, graph.cycles[0]) == std::vector<std::uint32_t>{0, 1});
    }
}

TEST_CASE("main, which sends to those that are left, is not one of their circle", "[wait-graph]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "chan send").frame("node.(*Node).Push", "node.go", 9, {stale(0x1)}).frame("main.main", "main.go", 33);
    for (std::uint64_t i = 0; i < 2; ++i)
        log.goroutine(18 + i, "chan send")
            .frame("node.(*Node).forward", "node.go", 22, {stale(0x2)})
            .frame("node.(*Node).loop", "node.go", 15, {stale(0x1)})
            .createdBy("node.(*Node).Start", "node.go", 7, 1);
    const auto graph = buildWaitGraphs(*log.build()).at(0);
    REQUIRE(graph.knot);
    CHECK(graph.knot->threads == std::vector<std::uint32_t>{1, 2});
}
