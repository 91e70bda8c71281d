// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What go-deadlock prints. The captures are of its releases 0.3.1, 0.3.3 and 0.3.6
// (tests/programs/reports/locks).
#include "parser/parse.h"
#include "tests/unit/parser/read.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace skein;
using test::read;

namespace
{

LogPtr capture(const std::string& mode, const std::string& release)
{
    auto input = openInput(SKEIN_SOURCE_DIR "/tests/fixtures/go-deadlock/" + mode + "--v" + release + ".log");
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return *log;
}

const Snapshot& only(const LogPtr& log)
{
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].format == "go-deadlock");
    return log->snapshots[0];
}

} // namespace

TEST_CASE("an inconsistent order has four stacks and whoever holds locks", "[go-deadlock]")
{
    for (const char* release : {"0.3.1", "0.3.3", "0.3.6"}) {
        const LogPtr log = capture("order", release);
        const Snapshot& s = only(log);
        REQUIRE(s.otherStacks.size() == 5);
        CHECK_FALSE(s.otherStacks[0].thread.known());
        CHECK(log->function(log->site(s.otherStacks[0].stack)) == "ledger.Transfer");
        CHECK(log->function(log->site(s.otherStacks[3].stack)) == "ledger.(*book).total");
        CHECK(s.otherStacks[4].thread.known());
        CHECK(s.otherStacks[4].address != 0);
        REQUIRE(s.threads.size() == 1);
        CHECK_FALSE(s.threads[0].stack);
    }
}

TEST_CASE("who locks twice waits for itself", "[go-deadlock]")
{
    for (const char* release : {"0.3.1", "0.3.3", "0.3.6"}) {
        const LogPtr log = capture("recursive", release);
        const Snapshot& s = only(log);
        REQUIRE(s.threads.size() == 1);
        CHECK(s.threads[0].id == ThreadId(1));
        CHECK(s.threads[0].waitsOn != 0);
        CHECK(s.threads[0].state == ThreadState::Waiting);
        REQUIRE(s.otherStacks.size() == 1);
        CHECK(s.otherStacks[0].thread == ThreadId(1));
        CHECK(s.otherStacks[0].address == s.threads[0].waitsOn);
        const auto frames = log->threadText->frames(s.threads[0]);
        REQUIRE(frames.size() == log->stack(s.threads[0].stack).size());
        CHECK(log->text.line(frames[0].lines.first).starts_with("ledger/ledger.go:"));
    }
}

TEST_CASE("a timeout names the holder and what it does now", "[go-deadlock]")
{
    for (const char* release : {"0.3.1", "0.3.3", "0.3.6"}) {
        const LogPtr log = capture("timeout-others", release);
        const Snapshot& s = only(log);
        REQUIRE(s.native);
        CHECK(s.native->owners.size() == 2);
        std::size_t waiting = 0;
        for (const Thread& t : s.threads) {
            CHECK(t.stack);
            waiting += t.waitsOn == s.native->owners[0].lock;
        }
        CHECK(waiting == 1);
    }
}

TEST_CASE("forms that no capture has", "[go-deadlock]")
{
    // Without source (FORMATS.md 7: `???`), on Windows, with the old spelling, behind a prefix, with a
    // stranger's line.
    const LogPtr log =
        read("app  | POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:\n"
             "app  | happened before\n"
             "app  | C:\\work\\shop\\cart.go:12 shop.(*Cart).Add ??? <<<<<\n"
             "app  | \n"
             "app  | happend after\n"
             "app  | ..\\stock.go:30 shop.Reserve { s.mu.Lock() } <<<<<\n"
             "a line of somebody else\n"
             "app  | \n"
             "app  | in another goroutine: happened before\n"
             "app  | stock.go:40 shop.Count { s.mu.Lock() } <<<<<\n"
             "app  | \n"
             "app  | happend after\n"
             "app  | cart.go:44 shop.(*Cart).Len {  } <<<<<\n"
             "app  | \n");
    const Snapshot& s = only(log);
    REQUIRE(s.otherStacks.size() == 4);
    CHECK(log->str(log->frame(log->site(s.otherStacks[0].stack)).file) == "C:\\work\\shop\\cart.go");
    CHECK(log->frame(log->site(s.otherStacks[3].stack)).line == 44);
    CHECK(log->recognisedLines == 13);

    // linkdata/deadlock prints stacks as the race detector does, the call of Lock last.
    const LogPtr other = read("POTENTIAL DEADLOCK: Recursive locking:\n"
                              "current goroutine 7 lock 0xc000012340\n"
                              "  example.com/shop.Reserve()\n"
                              "      /src/shop/stock.go:30 +0x20\n"
                              "  github.com/linkdata/deadlock.(*DeadlockMutex).Lock()\n"
                              "      /src/deadlock/deadlock.go:22 +0x8e\n"
                              "\n"
                              "Previous place where the lock was grabbed (same goroutine)\n"
                              "  example.com/shop.Count()\n"
                              "      /src/shop/stock.go:40 +0x20\n"
                              "  github.com/linkdata/deadlock.(*DeadlockMutex).Lock()\n"
                              "      /src/deadlock/deadlock.go:22 +0x8e\n"
                              "\n");
    const Snapshot& t = only(other);
    REQUIRE(t.threads.size() == 1);
    REQUIRE(other->stack(t.threads[0].stack).size() == 2);
    CHECK(other->function(other->stack(t.threads[0].stack)[1]) == "example.com/shop.Reserve");
}
