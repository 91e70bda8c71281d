// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Lines that a collector or a terminal has split are one line again, and lead back to all of their parts.

#include "model/formatted.h"
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using S = std::string;

namespace
{

const std::vector<S> kDump = {
    "panic: no room for the parcel",
    "",
    "goroutine 7 [running]:",
    "example.org/depot/shelf.(*Shelf).Put(0xc000012345, {0x4b2f01, 0x6})",
    "\t/srv/build/depot/shelf/shelf.go:41 +0x1d4",
    "created by main.main in goroutine 1",
    "\t/srv/build/depot/main.go:12 +0x5e",
};

/// What every way of splitting must leave as it was.
void check(const LogPtr& log, std::uint32_t callFirst, std::uint32_t callLast)
{
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK(log->str(s.reason) == kDump[0]);
    REQUIRE(s.threads.size() == 1);
    const auto frames = log->threadText->frames(s.threads[0]);
    REQUIRE(frames.size() == 1);
    CHECK(log->function(frames[0].frame) == "example.org/depot/shelf.(*Shelf).Put");
    CHECK(log->str(log->frame(frames[0].frame).file) == "/srv/build/depot/shelf/shelf.go");
    CHECK(log->frame(frames[0].frame).line == 41);
    REQUIRE(frames[0].args.size() == 3);
    CHECK(frames[0].args[0].value == 0xc000012345);
    CHECK(frames[0].hasOffset);
    CHECK(frames[0].lines == LineSpan{callFirst, callLast});
    CHECK(log->function(s.threads[0].createdAt) == "main.main");
    CHECK(test::violations(*log) == std::vector<S>{});
}

constexpr std::string_view kStamp = "2026-11-20T09:31:00.000000118Z stderr ";

} // namespace

TEST_CASE("partial lines of a container runtime are joined", "[joining]")
{
    // The call is split into three, or into many, each part marked P but the last.
    for (const std::size_t width : {30u, 2u}) {
        CAPTURE(width);
        S text;
        std::uint32_t last = 4;
        for (const S& line : kDump) {
            S rest = line;
            while (rest.size() > width && line.contains("Put(")) {
                text += formatted("{}P {}\n", kStamp, rest.substr(0, width));
                rest.erase(0, width);
                ++last;
            }
            text += formatted("{}F {}\n", kStamp, rest);
        }
        check(test::parseText(text), 4, last + 1);
    }
}

TEST_CASE("a line that docker has split at 16 KiB is joined", "[joining]")
{
    const S message(20'000, 'x');
    S plain = "panic: " + message + "\n";
    for (std::size_t i = 1; i < kDump.size(); ++i)
        plain += kDump[i] + "\n";
    S split;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = plain.find('\n', at) + 1;
        for (; at < end; at += std::min<std::size_t>(16'384, end - at)) {
            S piece = plain.substr(at, std::min<std::size_t>(16'384, end - at));
            const bool whole = piece.ends_with('\n');
            if (whole)
                piece.pop_back();
            S escaped;
            for (const char c : piece)
                escaped += c == '\t' ? S("\\t") : c == '"' ? S("\\\"") : S(1, c);
            split +=
                formatted(R"({{"log":"{}{}","stream":"stderr","time":"2026-11-20T09:31:00.000000118Z"}})",
                          escaped, whole ? "\\n" : "") +
                "\n";
        }
    }
    const LogPtr a = test::parseText(plain), b = test::parseText(split);
    REQUIRE(b->snapshots.size() == 1);
    CHECK(b->str(b->snapshots[0].reason).substr(0, 100) == a->str(a->snapshots[0].reason).substr(0, 100));
    REQUIRE(b->snapshots[0].threads.size() == 1);
    CHECK(b->threadText->frames(b->snapshots[0].threads[0]).size() == 1);
    CHECK(test::violations(*b) == std::vector<S>{});
}

TEST_CASE("lines that a terminal has wrapped are joined", "[joining]")
{
    for (const std::size_t width : {40u, 61u}) {
        CAPTURE(width);
        S text;
        std::uint32_t number = 0, first = 0, last = 0;
        for (const S& line : kDump) {
            S rest = line.starts_with('\t') ? "        " + line.substr(1) : line;
            if (line.contains("Put("))
                first = number + 1;
            while (rest.size() > width) {
                text += rest.substr(0, width) + "\n";
                rest.erase(0, width);
                ++number;
            }
            text += rest + "\n";
            ++number;
            if (line.contains("shelf.go"))
                last = number;
        }
        check(test::parseText(text), first, last);
    }
}

TEST_CASE("lines of any format that a terminal has wrapped are joined", "[joining]")
{
    // Made by hand, as gdb prints; the second frame is exactly as wide as the terminal, and the next one is
    // not its rest.
    const std::vector<S> lines = {
        "Thread 2 (Thread 0x7f59e811b6c0 (LWP 4711) \"depot\"):",
        "#0  0x00007f59e82a1cb2 in wait_here (lock=0x55f78e45b168, rounds=3) at ./depot/lock.c:48",
        "#1  0x00007f59e82a1d15 in take (l=0x5f) at shelf.c:9",
        "#2  0x00007f59e82a1e28 in run (depot=0x55f78e45b140, name=0x55f78e4 \"x y\") at run.c:7",
        "#3  0x00007f59e82a1f00 in main () at /srv/build/depot/source/main.c:12",
    };
    REQUIRE(lines[2].size() == 52);
    S plain, wrapped;
    for (const S& line : lines) {
        plain += line + "\n";
        for (S rest = line; !rest.empty(); rest.erase(0, 52))
            wrapped += rest.substr(0, 52) + "\n";
    }
    const LogPtr a = test::parseText(plain), b = test::parseText(wrapped);
    REQUIRE(b->snapshots.size() == 1);
    REQUIRE(b->snapshots[0].threads.size() == 1);
    const auto frames = [](const LogPtr& log) {
        S all;
        for (const FrameText& frame : log->threadText->frames(log->snapshots[0].threads[0]))
            all += formatted("{} {}:{}\n", log->function(frame.frame), log->str(log->frame(frame.frame).file),
                             log->frame(frame.frame).line);
        return all;
    };
    CHECK(frames(a) == frames(b));
    CHECK(frames(b).contains("take shelf.c:9\nrun run.c:7\n"));
    CHECK(test::violations(*b) == std::vector<S>{});
}

TEST_CASE("a record of JSON that a terminal has wrapped between two that fit in it", "[joining]")
{
    S one;
    for (const S& line : kDump)
        one += (line.starts_with('\t') ? "\\t" + line.substr(1) : line) + "\\n";
    const S begin = R"({"ts":"2026-05-04T09:31:0)";
    const S other = begin + R"(2.114Z","level":"info","app":"depot","msg":"parcels"})";
    const S record = begin + R"(7.530Z","level":"fatal","app":"depot","msg":")" + one + R"("})";
    S text = other + "\n";
    std::uint32_t last = 1;
    for (S rest = record; !rest.empty(); rest.erase(0, other.size()), ++last)
        text += rest.substr(0, other.size()) + "\n";
    const LogPtr log = test::parseText(text + other + "\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    const auto frames = log->threadText->frames(log->snapshots[0].threads[0]);
    REQUIRE(frames.size() == 1);
    CHECK(log->function(frames[0].frame) == "example.org/depot/shelf.(*Shelf).Put");
    CHECK(frames[0].lines == LineSpan{2, last});
    CHECK(test::violations(*log) == std::vector<S>{});
}

TEST_CASE("an empty line behind what stands before every line goes on nowhere", "[joining]")
{
    // Made by hand, as goleak prints; another container writes in between.
    const S other = "db-1     | 7:M 04 May 2026 09:31:07.042 * 12 parcels saved\n";
    const S place = "depot-1  | \t/srv/build/depot/shelf/shelf.go:";
    S text = "depot-1  | leaks.go:9: found unexpected goroutines:\n";
    for (const int id : {20, 24, 28}) {
        text += formatted("depot-1  | {}Goroutine {} in state chan send, with "
                          "example.org/depot/shelf.fill.func1.1 on top of the stack:\n",
                          id == 20 ? "[" : "\ndepot-1  |  ", id);
        text += other + formatted("depot-1  | goroutine {} [chan send]:\n", id);
        text += "depot-1  | example.org/depot/shelf.fill.func1.1()\n" + place + "20 +0x3f\n";
        text += "depot-1  | created by example.org/depot/shelf.fill.func1\n" + place + "18 +0xe5\n";
    }
    text += "depot-1  | ]\ndepot-1  | FAIL\texample.org/depot\t0.815s\n" + other + "depot-1  | FAIL\n";
    const LogPtr log = test::parseText(text);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].threads.size() == 3);
}

TEST_CASE("pieces of a line that were written one by one are joined", "[joining]")
{
    const S text =
        "[depot] panic: no room for the parcel\n[depot] \n[depot] goroutine \n[depot] 7\n[depot]  "
        "[running]:\n"
        "[depot] example.org/depot/shelf.(*Shelf).Put\n[depot] (0xc000012345, {0x4b2f01, 0x6})\n"
        "[depot] \t/srv/build/depot/shelf/shelf.go\n[depot] :41 +0x1d4\n"
        "[depot] created by main.main in goroutine 1\n[depot] \t/srv/build/depot/main.go:12 +0x5e\n";
    check(test::parseText(text), 6, 9);
}

TEST_CASE("lines that became one are told apart by what stands before each of them", "[joining]")
{
    // What nobody's collector puts there, leaders of lists and comments, numbers that count.
    for (const S front : {"<shelf 7> ", "> > ", "# ", "// ", "| ", "+", "depot.log:%:", "  % ", "%. "}) {
        CAPTURE(front);
        S text;
        int number = 7;
        for (const S& line : kDump) {
            S before = front;
            if (const auto at = before.find('%'); at != before.npos)
                before.replace(at, 1, std::to_string(++number));
            text += (text.empty() ? "" : " ") + before + line;
        }
        check(test::parseText(text + "\n"), 1, 1);
    }
    S shown;
    for (const S& line : kDump)
        shown += (shown.empty() ? "" : " ") + line + "$";
    check(test::parseText(shown + "\n"), 1, 1);
}

TEST_CASE("the printed lines around a place", "[joining]")
{
    const auto printed = [](const S& text, ThreadText::Around around) {
        S all;
        const auto found = test::parseText(text)->threadText->printed(around);
        for (std::size_t i = 0; i < found.lines.size(); ++i)
            all += formatted("{}{}|{}-{}\n", i == found.index ? "*" : "", found.lines[i].text,
                             found.lines[i].lines.first, found.lines[i].lines.last);
        return all;
    };
    S plain, compose, one = R"({"level":"fatal","msg":")", reversed;
    for (const S& line : kDump) {
        plain += line + "\n";
        compose += "web-1  | " + line + "\n";
        one += (line.starts_with('\t') ? "\\t" + line.substr(1) : line) + "\\n";
        reversed = line + "\n" + reversed;
    }
    one += "\"}\n";
    CHECK(printed(plain, {{3, 3}, "goroutine 7", 2, 1}) ==
          "panic: no room for the parcel|1-1\n|2-2\n*goroutine 7 [running]:|3-3\n" + kDump[3] + "|4-4\n");
    CHECK(printed(compose, {{1, 1}, "", 0, 2}) ==
          "*panic: no room for the parcel|1-1\n|2-2\ngoroutine 7 [running]:|3-3\n");
    CHECK(printed(one, {{1, 1}, "goroutine 7", 2, 1}) ==
          "panic: no room for the parcel|1-1\n|1-1\n*goroutine 7 [running]:|1-1\n" + kDump[3] + "|1-1\n");
    CHECK(printed(reversed, {{5, 5}, "goroutine 7", 2, 1}) ==
          "panic: no room for the parcel|7-7\n|6-6\n*goroutine 7 [running]:|5-5\n" + kDump[3] + "|4-4\n");
    CHECK(printed(plain, {{3, 3}, "goroutine 8", 2, 1}).empty());
    CHECK(printed(plain, {{0, 0}, "", 2, 1}).empty());
    CHECK(printed(plain, {{99, 99}, "", 2, 1}).empty());
}

TEST_CASE("a time in a line of its own before every line, newest first", "[joining]")
{
    const std::vector<std::string_view> lines = {
        "goroutine 7 [chan receive]:", "main.wait()", "\t/src/a.go:9 +0x1d", "",
        "goroutine 8 [select]:",       "main.loop()", "\t/src/b.go:5 +0x1d", "created by main.main",
        "\t/src/a.go:3 +0x1d"};
    std::string text, reversed;
    for (const std::string_view line : lines) {
        const std::string entry =
            "2026-11-20 09:31:00.118\t\n" + (line.empty() ? "" : std::string(line) + "\n");
        text += entry;
        reversed.insert(0, entry);
    }
    for (const std::string& each : {text, reversed}) {
        const LogPtr log = test::parseText(each);
        REQUIRE(log->snapshots.size() == 1);
        REQUIRE(log->snapshots[0].threads.size() == 2);
        CHECK(log->stack(log->snapshots[0].threads[0].stack).size() == 1);
        CHECK(log->snapshots[0].threads[1].creator == ThreadId());
        CHECK(log->function(log->stack(log->snapshots[0].threads[1].stack)[0]) == "main.loop");
    }
}
