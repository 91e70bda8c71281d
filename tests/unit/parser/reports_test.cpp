// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Reports about goroutines that aren't tracebacks of the runtime: the race detector's, goleak's, profiles.
#include "parser/parse.h"
#include "tests/fuzz/checks.h"
#include "tests/unit/parser/read.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace skein;
using test::read;

namespace
{

LogPtr fixture(const std::string& path)
{
    auto input = openInput(std::string(SKEIN_SOURCE_DIR "/tests/fixtures/") + path);
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return *log;
}

} // namespace

TEST_CASE("three race reports of one program", "[reports]")
{
    for (const char* go : {"1.24.4", "1.27.4"}) {
        const LogPtr log = fixture(std::string("go-race/races--go") + go + ".log");
        REQUIRE(log->snapshots.size() == 3);
        for (const Snapshot& s : log->snapshots) {
            CHECK(s.format == "go-race");
            REQUIRE(s.threads.size() == 2);
            CHECK(s.threads[0].id == ThreadId::main());
            CHECK_FALSE(s.threads[0].stack);
            REQUIRE(s.otherStacks.size() == 3);
            CHECK(s.otherStacks[0].op == AccessOp::Read);
            CHECK(s.otherStacks[1].op == AccessOp::Write);
            CHECK(s.otherStacks[0].address == s.otherStacks[1].address);
            CHECK(s.otherStacks[2].about == About::Creation);
        }
        CHECK(log->snapshots[0].threads[1].state == ThreadState::Dead);
        CHECK(log->snapshots[2].threads[1].state == ThreadState::Running);
        CHECK(log->function(log->site(log->snapshots[1].otherStacks[1].stack)) == "main.(*Meter).Observe");
        CHECK(log->snapshots[2].remarks.size() == 1);
    }
}

TEST_CASE("a race report without its banner, and one that is cut", "[reports]")
{
    const LogPtr log = read("Read at 0x00c0000bfb70 by goroutine 10:\n"
                            "  main.f()\n"
                            "      /src/main.go:291 +0xb6\n"
                            "\n"
                            "Previous write at 0x00c0000bfb70 by goroutine 7:\n"
                            "  [failed to restore the stack]\n"
                            "\n"
                            "Goroutine 10 (running) created at:\n"
                            "  main.ma");
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK_FALSE(s.reason);
    REQUIRE(s.otherStacks.size() == 3);
    CHECK(s.otherStacks[0].stack);
    CHECK_FALSE(s.otherStacks[1].stack);
    CHECK(log->recognisedLines == 8);
}

TEST_CASE("a goroutine profile as text", "[reports]")
{
    for (const char* go : {"1.24.4", "1.27.4"}) {
        const LogPtr log = fixture(std::string("go-pprof/profile--go") + go + ".log");
        REQUIRE(log->snapshots.size() == 1);
        const Snapshot& s = log->snapshots[0];
        CHECK(s.format == "go-pprof");
        REQUIRE(s.threads.size() >= 3);
        CHECK(s.threads[0].count == 25);
        CHECK(log->function(log->site(s.threads[0].stack)) == "main.query");
        REQUIRE(s.labels.size() == 1);
        const auto& labels = s.labels.begin()->second;
        CHECK(labels.size() == 2);
        const auto frames = log->threadText->frames(s.threads[0]);
        REQUIRE(frames.size() == log->stack(s.threads[0].stack).size());
        CHECK(frames[0].lines.first > s.threads[0].firstLine);
    }
}

TEST_CASE("a profile's frames without a name, and a creator without one", "[reports]")
{
    // Written by hand: a record that was never symbolised, and an empty label.
    const LogPtr log = read("goroutine profile: total 1\n"
                            "1 @ 0x4e2108 0x4e3001\n"
                            "# labels: {\"go::goroutine\":\"18\", \"go::goroutine_created_by\":\"\"}\n"
                            "#\t0x4e2107\tdepot.fetch+0x27\t/src/depot.go:39\n"
                            "#\t0x4e3000\n\n");
    CHECK(test::violations(*log) == std::vector<std::string>{});
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    const Thread& thread = log->snapshots[0].threads[0];
    CHECK(thread.id == ThreadId(18));
    CHECK_FALSE(thread.createdAt);
    const auto stack = log->stack(thread.stack);
    REQUIRE(stack.size() == 2);
    CHECK(log->function(stack[1]) == "0x4e3000");
}

TEST_CASE("goleak with and without headers, indented or not", "[reports]")
{
    const std::string blank = "    ";
    for (const bool header : {true, false}) {
        for (const std::string& indent : {std::string(), blank}) {
            std::string text = indent + "leaks.go:78: found unexpected goroutines:\n";
            for (int id = 18; id < 21; ++id) {
                text += indent + (id == 18 ? "[" : " ") + "Goroutine " + std::to_string(id) +
                        " in state chan receive, 2 minutes, with main.watch on top of the stack:\n";
                if (header)
                    text += indent + "goroutine " + std::to_string(id) + " [chan receive, 2 minutes]:\n";
                text += indent + "main.watch(0xc000012345)\n" + indent + "\t/src/watch.go:12 +0x50\n" +
                        indent + "created by main.start in goroutine 7\n" + indent +
                        "\t/src/watch.go:30 +0x96\n";
            }
            text += indent + "]\nFAIL\n";
            const LogPtr log = read(text);
            REQUIRE(log->snapshots.size() == 1);
            const Snapshot& s = log->snapshots[0];
            CHECK(s.format == "goleak");
            REQUIRE(s.threads.size() == 3);
            for (const Thread& thread : s.threads) {
                CHECK(log->stack(thread.stack).size() == 1);
                CHECK(thread.waitedMinutes == 2);
                CHECK(thread.creator == ThreadId(7));
                const auto frames = log->threadText->frames(thread);
                REQUIRE(frames.size() == 1);
                REQUIRE(frames[0].args.size() == 1);
                CHECK(frames[0].args[0].value == 0xc000012345);
            }
            CHECK(log->text.lineCount() - log->recognisedLines == 1);
        }
    }
}

TEST_CASE("etcd's lists of leaked goroutines", "[reports]")
{
    const LogPtr counted =
        test::parseText("Too many goroutines running after all test(s).\n"
                        "2 instances of:\nmain.invoke(0x1, ...)\n\t/src/call.go:132 +0x4a0\n"
                        "created by main.start\n\t/src/call.go:97 +0x4f6\n"
                        "101 instances of:\nmain.stress(...)\n\t/src/call.go:83 +0x212\n"
                        "exit status 1\n");
    REQUIRE(counted->snapshots.size() == 1);
    REQUIRE(counted->snapshots[0].threads.size() == 2);
    CHECK(counted->snapshots[0].threads[0].count == 2);
    CHECK(counted->snapshots[0].threads[1].count == 101);
    CHECK(test::violations(*counted).empty());

    const LogPtr listed = test::parseText(
        "\tleak.go:97: Test appears to have leaked a Transport:\n"
        "\t\tnet/http.(*persistConn).readLoop(0xc20858c0b0)\n\t\t\t/go/src/transport.go:858 +0x4eb\n"
        "\t\tcreated by net/http.(*Transport).dialConn\n\t\t\t/go/src/transport.go:660 +0x10d4\n\n"
        "\t\tmain.main()\n\t\t\t/src/main.go:102 +0x28d\nFAIL\n");
    REQUIRE(listed->snapshots.size() == 1);
    CHECK(listed->snapshots[0].format == "leaktest");
    REQUIRE(listed->snapshots[0].threads.size() == 2);
    CHECK(listed->snapshots[0].threads[0].createdAt);
    CHECK(test::violations(*listed).empty());
}

TEST_CASE("a profile without its tabs: the record tells where an address ends", "[reports]")
{
    const LogPtr log = read("goroutine profile: total 3\n"
                            "3 @ 0x46c12e 0x40b3e5 0x4bea21\n"
                            "#0x40b3e4bufio.(*Reader).Peek+0x28/src/bufio/bufio.go:39\n"
                            "#0x4bea20example.org/shop.cart+0x1example.org/shop/cart.go:12\n"
                            "\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    const auto stack = log->stack(log->snapshots[0].threads[0].stack);
    REQUIRE(stack.size() == 2);
    CHECK(log->function(stack[0]) == "bufio.(*Reader).Peek");
    CHECK(log->frame(stack[0]).address == 0x40b3e4);
    CHECK(log->str(log->frame(stack[0]).file) == "/src/bufio/bufio.go");
    CHECK(log->function(stack[1]) == "example.org/shop.cart");
    CHECK(log->str(log->frame(stack[1]).file) == "example.org/shop/cart.go");
    CHECK(log->frame(stack[1]).line == 12);
}
