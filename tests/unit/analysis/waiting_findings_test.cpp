// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Deadlock, contention and leak findings: what they say and how sure they are.
#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <algorithm>

using namespace skein;
using skein::test::LogFixture;
using skein::test::stale;

namespace {

constexpr std::string_view kAsleep = "fatal error: all goroutines are asleep - deadlock!";

std::vector<const Finding*> ofKind(const Analysis& analysis, FindingKind kind)
{
    std::vector<const Finding*> found;
    for (const Finding& f : analysis.findings)
        if (f.kind == kind) found.push_back(&f);
    return found;
}

void addWaiters(LogFixture& log, std::uint64_t first, std::size_t n, std::string_view reason,
                std::int32_t minutes)
{
    for (std::uint64_t id = first; id < first + n; ++id)
        log.goroutine(id, reason)
            .minutes(minutes)
            .frame("app.(*Job).send", "job.go", 41)
            .createdBy("app.start", "job.go", 36, 1);
}

}  // namespace

TEST_CASE("asleep is proved, the cycle in it is likely and a finding of its own", "[deadlock]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "sync.WaitGroup.Wait").frame("main.main", "main.go", 31);
    log.goroutine(18, "sync.Mutex.Lock")
        .waitsOn(0xc000098070)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000098070})
        .frame("bank.Transfer", "account.go", 34, {0xc000098040, 0xc000098060});
    log.goroutine(19, "sync.Mutex.Lock")
        .waitsOn(0xc000098050)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000098050})
        .frame("bank.Transfer", "account.go", 34, {0xc000098060, 0xc000098040});
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::Deadlock);
    REQUIRE(found.size() == 2);
    CHECK(found[0]->certainty == Certainty::Proved);
    CHECK(found[0]->cycle.empty());
    CHECK(found[0]->threads.size() == 3);
    CHECK(found[1]->certainty == Certainty::Likely);
    REQUIRE(found[1]->cycle.size() == 2);
    CHECK(found[1]->cycle[0].heldBy == found[1]->cycle[1].thread);
    CHECK(found[1]->cycle[1].heldBy == found[1]->cycle[0].thread);
    CHECK(found[1]->cycle[0].waitsOn == 0xc000098070);
    CHECK(found[1]->missing);
    CHECK(found[1]->title.find("18") != std::string::npos);
    CHECK(found[1]->advice.front().title == "Take the locks in one order");
}

TEST_CASE("a nil channel is named", "[deadlock]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "chan receive").frame("main.main", "main.go", 18);
    log.goroutine(19, "chan receive (nil chan)").frame("fan.forward", "merge.go", 20);
    const auto analysis = analyse(log.build());
    REQUIRE(analysis->findings.size() == 1);
    const Finding& f = analysis->findings[0];
    CHECK(f.certainty == Certainty::Proved);
    CHECK_FALSE(f.missing);
    CHECK(f.advice.front().title == "Make the channel before it is used");
    CHECK(f.evidence.at(1).text.find("nil channel") != std::string::npos);
}

TEST_CASE("idle goroutines of the runtime are not among the sleepers", "[deadlock]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "select (no cases)").frame("main.main", "main.go", 18);
    log.goroutine(2, "force gc (idle)").frame("runtime.forcegchelper", "proc.go", 1);
    log.goroutine(3, "GC worker (idle)").frame("runtime.gcBgMarkWorker", "mgc.go", 1);
    const auto analysis = analyse(log.build());
    CHECK(analysis->findings.at(0).threads == std::vector<ThreadRef>{{0, 0}});
}

TEST_CASE("a publisher that waits for its subscriber with the lock held", "[deadlock]")
{
    LogFixture log;
    log.snapshot("panic: test timed out after 2s");
    log.goroutine(22, "running").crashed().frame("testing.(*M).startAlarm.func1", "testing.go", 1);
    log.goroutine(19, "sync.Mutex.Lock")
        .waitsOn(0xc000116120)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000116120})
        .frame("lockstep.(*Bus).Sub", "bus.go", 11, {0xc000116120})
        .frame("lockstep.TestFanout.func1", "bus_test.go", 23)
        .frame("testing.tRunner", "testing.go", 1792);
    log.goroutine(21, "chan send")
        .frame("lockstep.(*Bus).Pub", "bus.go", 23, {stale(0xc00003f7a8), 1})
        .frame("lockstep.TestFanout.func1.1", "bus_test.go", 21)
        .createdBy("lockstep.TestFanout.func1", "bus_test.go", 21, 19);
    const auto analysis = analyse(log.build());
    REQUIRE(analysis->findings.size() >= 2);
    CHECK(analysis->findings[0].kind == FindingKind::TestTimeout);
    CHECK(analysis->findings[0].threads == std::vector<ThreadRef>{{0, 1}});
    CHECK(analysis->findings[1].kind == FindingKind::Deadlock);
    CHECK(analysis->findings[1].certainty == Certainty::Possible);
    CHECK(analysis->findings[1].cycle.size() == 2);
}

TEST_CASE("locks that only their waiters can hold are a possible deadlock without steps", "[deadlock]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    for (std::uint64_t i = 0; i < 3; ++i)
        log.goroutine(20 + i, "sync.Mutex.Lock").waitsOn(0x5a1228 + i * 8).frame("led.Move", "led.go", 14);
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::Deadlock);
    REQUIRE(found.size() == 2);
    CHECK(found[1]->certainty == Certainty::Possible);
    CHECK(found[1]->cycle.empty());
    CHECK(found[1]->threads.size() == 3);
    CHECK(found[1]->missing);
}

TEST_CASE("a chain of holders is followed to its root", "[contention]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t id = 23; id < 35; ++id)
        log.goroutine(id, "sync.Mutex.Lock")
            .waitsOn(0xc00000e0f0)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc00000e0f0})
            .frame("book.(*Book).Balance", "book.go", 37, {0xc00000e0f0});
    log.goroutine(22, "sync.Mutex.Lock")
        .waitsOn(0xc0000745a0)
        .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc0000745a0})
        .frame("journal.(*Journal).Append", "journal.go", 28, {0xc0000745a0})
        .frame("book.(*Book).Post", "book.go", 32, {0xc00000e0f0});
    log.goroutine(21, "IO wait")
        .frame("journal.(*Journal).write", "journal.go", 48, {0xc0000745a0})
        .frame("journal.(*Journal).Flush", "journal.go", 44, {0xc0000745a0});
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::Contention);
    REQUIRE_FALSE(found.empty());
    CHECK(found[0]->threads[0] == ThreadRef{0, 12});
    CHECK(found[0]->threads[1] == ThreadRef{0, 13});
    CHECK(std::ranges::any_of(found[0]->evidence, [](const Evidence& e) {
        return e.text.find("Goroutine 21 is the root: 13 goroutines") != std::string::npos;
    }));
}

TEST_CASE("many waiters of one lock are contention, the likely holder first", "[contention]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t id = 20; id < 24; ++id)
        log.goroutine(id, "sync.Mutex.Lock")
            .waitsOn(0xc000030018)
            .frame("sync.(*Mutex).lockSlow", "mutex.go", 1, {0xc000030018})
            .frame("db.(*Pool).Get", "pool.go", 30, {0xc000030000});
    log.goroutine(9, "IO wait")
        .frame("db.(*Pool).dial", "pool.go", 70, {0xc000030000})
        .frame("db.(*Pool).Get", "pool.go", 36, {0xc000030000});
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::Contention);
    REQUIRE(found.size() == 1);
    CHECK(found[0]->threads.front() == ThreadRef{0, 4});
    CHECK(found[0]->threads.size() == 5);
    CHECK(found[0]->certainty == Certainty::Likely);
    CHECK(found[0]->title.find("goroutine 9") != std::string::npos);
    CHECK(found[0]->resource->address == 0xc000030018);
}

TEST_CASE("senders that have waited for minutes are a leak, a few fresh receivers are not", "[leak]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    addWaiters(log, 100, 3, "chan send", 5);
    for (std::uint64_t id = 200; id < 204; ++id)
        log.goroutine(id, "chan receive").frame("app.worker", "worker.go", 9);
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::GoroutineLeak);
    REQUIRE(found.size() == 1);
    CHECK(found[0]->threads.size() == 3);
    CHECK(found[0]->certainty == Certainty::Likely);
    CHECK(found[0]->missing);
    CHECK(found[0]->advice.front().text.find("buffer of one") != std::string::npos);
}

TEST_CASE("leaks are proved by the runtime's mark and by nil channels only", "[leak]")
{
    LogFixture log;
    log.snapshot();
    log.goroutine(1, "chan receive").frame("app.wait", "wait.go", 9);
    log.thread().leaked = true;
    log.goroutine(2, "chan send (nil chan)").frame("app.push", "push.go", 3);
    addWaiters(log, 100, 300, "chan send", 50);
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::GoroutineLeak);
    REQUIRE(found.size() == 3);
    CHECK(found[0]->certainty == Certainty::Proved);
    CHECK(found[1]->certainty == Certainty::Proved);
    CHECK(found[2]->certainty == Certainty::Likely);
    CHECK(found[2]->threads.size() == 300);
}

TEST_CASE("goroutines of the standard library wait for as long as they like", "[leak]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT");
    for (std::uint64_t id = 1; id < 300; ++id)
        log.goroutine(id, "select").minutes(90).frame("net/http.(*persistConn).writeLoop", "transport.go", 9);
    CHECK(analyse(log.build())->findings.empty());
}

TEST_CASE("what ended the program comes before what state it was in", "[analysis]")
{
    LogFixture log;
    log.snapshot("panic: boom");
    log.goroutine(7, "running").crashed().frame("app.f", "f.go", 3);
    addWaiters(log, 100, 300, "chan send", 50);
    const auto analysis = analyse(log.build());
    REQUIRE(analysis->findings.size() >= 2);
    CHECK(analysis->findings[0].kind == FindingKind::Panic);
    CHECK(analysis->findings[1].certainty == Certainty::Possible);
}

TEST_CASE("an analysis that is stopped is none", "[analysis]")
{
    LogFixture log;
    log.snapshot(kAsleep).goroutine(1, "select").frame("main.main", "main.go", 3);
    std::stop_source stop;
    stop.request_stop();
    CHECK(analyse(log.build(), stop.get_token()) == nullptr);
}

TEST_CASE("a library's own goroutine that waits for work is not one of those that sleep", "[deadlock]")
{
    LogFixture log;
    log.snapshot(kAsleep);
    log.goroutine(1, "select")
        .frame("database/sql.(*DB).conn", "sql.go", 1378, {0xc000098040})
        .frame("main.touch", "main.go", 31);
    log.goroutine(18, "select")
        .frame("database/sql.(*DB).connectionOpener", "sql.go", 1261, {0xc000098040})
        .createdBy("database/sql.OpenDB", "sql.go", 841, 1);
    const auto analysis = analyse(log.build());
    const auto found = ofKind(*analysis, FindingKind::Deadlock);
    REQUIRE_FALSE(found.empty());
    CHECK(found[0]->threads.size() == 1);
}
