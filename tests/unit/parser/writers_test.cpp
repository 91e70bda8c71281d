// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// Several programs that write into one log, and one that is started again and again.
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace skein;

namespace
{

std::vector<std::string> linesOf(std::string_view capture)
{
    std::vector<std::string> lines(1);
    for (const char c : test::readFile(std::string(SKEIN_SOURCE_DIR) + "/examples/" + std::string(capture))) {
        if (c == '\n')
            lines.emplace_back();
        else
            lines.back() += c;
    }
    lines.pop_back();
    return lines;
}

/// "11 fatal error: …;" of every snapshot, in the order of their sizes.
std::string dumpsIn(const std::string& text)
{
    const LogPtr log = test::parseText(text);
    std::vector<std::string> dumps;
    for (const Snapshot& s : log->snapshots) {
        std::size_t goroutines = 0;
        for (const Thread& t : s.threads)
            goroutines += t.kind == ThreadKind::Goroutine;
        dumps.push_back(std::to_string(goroutines) + ' ' + std::string(log->str(s.reason)) + ';');
    }
    std::ranges::sort(dumps);
    std::string all;
    for (const std::string& dump : dumps)
        all += dump;
    return all;
}

constexpr std::string_view kBoth =
    "11 fatal error: concurrent map iteration and map write;34 fatal error: concurrent map writes;";

} // namespace

TEST_CASE("dumps of two containers are two dumps")
{
    const auto first = linesOf("map-iteration-json-encoder.log");
    const auto second = linesOf("map-writes-http-registry.log");
    std::string inTurn, mixed;
    for (const std::string& line : first)
        inTurn += "web-1  | " + line + '\n';
    for (const std::string& line : second)
        inTurn += "db-1   | " + line + '\n';
    CHECK(dumpsIn(inTurn) == kBoth);

    for (std::size_t i = 0, j = 0; i < first.size() || j < second.size();) {
        for (std::size_t n = 0; n < 1 + i % 3 && i < first.size(); ++n)
            mixed += "web-1  | " + first[i++] + '\n';
        for (std::size_t n = 0; n < 1 + j % 7 && j < second.size(); ++n)
            mixed += "db-1   | " + second[j++] + '\n';
    }
    CHECK(dumpsIn(mixed) == kBoth);
}

TEST_CASE("a program that is started again prints another dump")
{
    for (const std::string_view capture : {"deadlock-abba-mutex.log", "deadlock-three-nodes-asleep.log",
                                           "map-iteration-json-encoder.log", "test-timeout-publish.log"}) {
        INFO(capture);
        std::string once;
        for (const std::string& line : linesOf(capture))
            once += line + '\n';
        CHECK(dumpsIn(once + once) == dumpsIn(once) + dumpsIn(once));
    }
}

TEST_CASE("stars of receivers that a tracker took for emphasis")
{
    const LogPtr log =
        test::parseText("goroutine 7 [semacquire, 12 minutes]:\n"
                        "sync.(_RWMutex).RLock(0x16e4b300)\n\t/go/rwmutex.go:36 +0x84\n"
                        "example.com/a/model.(Model).Stats(0x16e4b2c0)\n\t/a/model.go:172 +0x7c\n"
                        "main.T.run(0x1)\n\t/a/main.go:1 +0x2\n");
    const auto stack = log->stack(log->snapshots.at(0).threads.at(0).stack);
    REQUIRE(stack.size() == 3);
    CHECK(log->function(stack[0]) == "sync.(*RWMutex).RLock");
    CHECK(log->function(stack[1]) == "example.com/a/model.(*Model).Stats");
    CHECK(log->function(stack[2]) == "main.T.run");
    CHECK(log->threadText->frames(log->snapshots[0].threads[0]).size() == 3);
}
