// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Logs that make a careless reader slow: what is read four times as much takes about four times as long. Made
// by hand, because no program prints them; each repeats a piece in which `{i}` is a running number.

#include "model/analysis/analysis.h"
#include "parser/parse.h"
#include "views/report/exporters.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

using namespace skein;

namespace
{

/// Of the smaller one of two logs. The larger one has four times as much, which is still less than the sample
/// that the second reading takes.
constexpr std::size_t kBytes = 100 * 1000;
constexpr std::size_t kTimes = 4;
/// How many times as long the larger one may take: twice what it should, because clocks and caches vary.
constexpr double kMost = 2.0 * kTimes;
/// Below this many seconds times say nothing.
constexpr double kShortest = 0.02;

struct Shape {
    const char* name;
    std::string_view front, piece, back;
};

constexpr Shape kShapes[] = {
    {"small crashes one after the other", "",
     "panic: order {i} is gone\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1d\nexit status "
     "2\n",
     ""},
    {"goroutines of one frame", "SIGQUIT: quit\n",
     "\ngoroutine {i} [chan receive]:\nmain.f(0xc000012345)\n\t/src/main.go:7 +0x1d\n", ""},
    {"goroutines without frames", "SIGQUIT: quit\n", "\ngoroutine {i} [chan receive]:\n", ""},
    {"goroutines that hold a lock each", "fatal error: all goroutines are asleep - deadlock!\n",
     "\ngoroutine {i} [sync.Mutex.Lock]:\nsync.runtime_SemacquireMutex(0xc{i}, 0x0, "
     "0x1)\n\t/usr/local/go/src/runtime/"
     "sema.go:95 +0x25\nsync.(*Mutex).lockSlow(0xc{i})\n\t/usr/local/go/src/sync/mutex.go:173 "
     "+0x15d\nmain.f(0xc{i})\n\t/src/main.go:7 +0x1d\n",
     ""},
    {"one place per goroutine", "SIGQUIT: quit\n",
     "\ngoroutine {i} [chan receive]:\nmain.f{i}(0xc000012345)\n\t/src/main.go:{i} +0x1d\n", ""},
    {"one frame after the other", "goroutine 1 [running]:\n", "main.f{i}(0x1)\n\t/src/main.go:{i} +0x1d\n",
     ""},
    {"records of JSON with a dump each", "",
     R"({"time":"2026-11-20T09:31:00Z","msg":"panic: {i}\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1d\n"})"
     "\n",
     ""},
    {"records of JSON without one", "",
     "{\"time\":\"2026-11-20T09:31:00Z\",\"msg\":\"goroutine pool {i} full\"}\n", ""},
    {"empty lines behind a prefix", "", "web-1  | \n", ""},
    {"empty lines within a dump", "web-1  | goroutine 1 [running]:\nweb-1  | main.main()\n", "web-1  | \n",
     ""},
    {"empty lines", "", "\n", ""},
    {"two services by turns", "",
     "web-1  | panic: {i}\ndb-1   | panic: {i}\nweb-1  | \ndb-1   | \nweb-1  | goroutine 1 [running]:\ndb-1  "
     " | goroutine 1 "
     "[running]:\nweb-1  | main.main()\ndb-1   | main.main()\nweb-1  | \t/src/a.go:7 +0x1d\ndb-1   | "
     "\t/src/b.go:7 +0x1d\n",
     ""},
    {"sentences about goroutines", "",
     "2026-11-20T09:31:00Z goroutine {i} [pool a] of the goroutine 7 [running pool\n", ""},
    {"headers without an end", "", "goroutine {i} [running\n", ""},
    {"headers in one line", "", "goroutine {i} [running", ""},
    {"a dump in one line", "panic: x ", "goroutine {i} [running]: main.f(0x1) /src/a.go:7 +0x1d ", ""},
    {"a dump in one line of JSON", "{\"log\":\"",
     R"(goroutine {i} [running]:\nmain.f(0x1)\n\t/src/a.go:7 +0x1d\n\n)", "\"}\n"},
    {"announcements", "", "fatal error: all goroutines are asleep - deadlock!\n", ""},
    {"announcements in one line", "", "panic: panic: fatal error: ", ""},
    {"braces of arguments", "goroutine 1 [running]:\nmain.f(", "{", ""},
    {"parentheses of arguments", "goroutine 1 [running]:\nmain.f", "(", ""},
    {"nested JSON", "", "{\"a\":", ""},
    {"one long line", "", "some words that stand in no dump at all, and so on {i}. ", ""},
    {"one long line with names of sources", "", "a.go:7 main.go:12 ", ""},
    {"lines with names of sources", "", "at main.go:12 in main.f({i})\n", ""},
    {"places without calls", "goroutine 1 [running]:\n", "\t/src/main.go:{i} +0x1d\n", ""},
    {"HTML", "", "&lt;goroutine {i} [running]:<br>main.f(0x1)<br>&nbsp;&nbsp;/src/a.go:7 +0x1d<br>", ""},
    {"quoted-printable", "", "goroutine=20{i} [running]:=\n main.f(0x1)=20=\n", ""},
    {"stacks of Visual Studio", "", "\tntdll.dll!f{i}() Line 4\tC++\n", ""},
    {"stacks of Visual Studio in one line", "", "\tntdll.dll!f() Line 4\tC++ ", ""},
    {"stacks of WinDbg in one line", "", "00 000000aa`9aa7e000 00007ffe`ee21d70d ntdll!NtWait+0x14 ", ""},
    {"stacks of WinDbg", "", "00 000000aa`9aa7e000 00007ffe`ee21d70d ntdll!NtWait+0x14\n", ""},
    {"threads of Android", "", "\"a\" prio=5 tid={i} Blocked\n  - waiting to lock <0x1> held by thread 2\n",
     ""},
    {"one thread of Android", "", "\"a\" prio=5 tid=1 Blocked\n  at a.b(C.java:1)\n", ""},
    {"threads of Android in one line", "", "\"a\" prio=5 tid=1 Blocked ", ""},
    {"sampled stacks", "", "    12 Thread_{i}\n    + 12 f  (in a) + 1  [0x1]\n", ""},
    {"sampled stacks in one line", "", "12 Thread_1 + 12 f  (in a) + 1  [0x1] ", ""},
    {"Abseil's circles", "[mutex.cc : 1] RAW: Potential Mutex deadlock:\n",
     "[mutex.cc : 1] RAW: mutex@0x{i} stack:\n", ""},
    {"Helgrind without numbers", "",
     "Possible data race during read of size 8 at 0x{i} by thread #1\n   at 0x1: f (a.c:1)\n", ""},
    {"frames of gdb that were cut", "", "#4  0x{i} in f () at a.c:1\n#5  0x1 in g () at a.c:2\n", ""},
    {"names of Rust", "", "#1 0x1 in _RNvNtCs4d_4shop4cart{i}add () a.c:1\n", ""},
    {"quotes that never end", "", "\"goroutine {i} [running]:,\n", ""},
    {"partial lines", "", "2026-11-20T09:31:00.000000118Z stderr P goroutine {i} [\n", ""},
    {"reports of races", "",
     "==================\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine {i}:\n  main.f()\n      "
     "/src/main.go:7 "
     "+0x1d\n\nPrevious write at 0x00c000012345 by goroutine 7:\n  main.g()\n      /src/main.go:{i} "
     "+0x1d\n==================\n",
     ""},
    {"threads of gdb", "",
     "Thread {i} (LWP {i}):\n#0  0x00007f71a66aa482 in f (x={i}) at a.c:2\n#1  main () at a.c:3\n\n", ""},
    {"stacks of gdb", "", "#0  0x00007f71a66aa482 in f (x={i}) at a.c:2\n#1  0x1 in main () at a.c:3\n", ""},
    {"rows of info threads", "", "  {i}    Thread 0x7f71a6a90740 (LWP {i}) \"a\" main () at a.c:3\n", ""},
    {"owners", "", "$1 = {__data = {__lock = 2, __count = 0, __owner = {i}, __nusers = 1\n", ""},
    {"owners in one line", "$1 = ", "{__data = {__lock = 2, __count = 0, __owner = {i}, ", ""},
    {"frames of gdb in one line", "Thread 1 (LWP 7):\n", "#{i}  0x00007f71a66aa482 in f (x=1) at a.c:2 ", ""},
    {"a frame of gdb that goes on", "Thread 1 (LWP 7):\n#0  0x00007f71a66aa482 in f (", "x={i},\n    ", ""},
    {"threads of lldb", "",
     "  thread #{i}, name = 'a'\n    frame #0: 0x00007fb8650a672e libc.so.6`f at a.c:1:2\n", ""},
    {"reports of ThreadSanitizer", "",
     "==================\nWARNING: ThreadSanitizer: data race (pid={i})\n  Write of size 4 at 0x55d0c8a00010 "
     "by thread T1:\n"
     "    #0 f /src/a.cpp:7 (a+0x1)\n\n  Previous write of size 4 at 0x55d0c8a00010 by thread T2:\n    #0 g "
     "/src/a.cpp:{i} "
     "(a+0x2)\n\nSUMMARY: ThreadSanitizer: data race /src/a.cpp:7 in f\n==================\n",
     ""},
    {"reports that never begin", "", "WARNING: ThreadSanitizer: data race (pid={i})\n", ""},
    {"reports of Helgrind", "",
     "==7== Possible data race during write of size 4 at 0x{i} by thread #1\n==7== Locks held: none\n==7==   "
     " at 0x1091F7: f "
     "(a.c:7)\n==7==    by 0x10924A: main (a.c:12)\n==7== \n",
     ""},
    {"stacks of glog", "", "*** Check failure stack trace: ***\n    @     0x7f71a66aa482  f{i}()\n", ""},
    {"threads of eu-stack", "PID 7 - process\n",
     "TID {i}:\n#0  0x00007f71a66aa482 f\n#1  0x00007f71a66aa483 main\n", ""},
    {"messages of coredumpctl", "",
     "Stack trace of thread {i}:\n#0  0x00007f71a66aa482 f (libc.so.6 + 0x1)\n", ""},
    {"cycles of go-deadlock", "",
     "POTENTIAL DEADLOCK:\nPrevious place where the lock was grabbed\ngoroutine {i} lock "
     "0xc000012345\na.go:7 main.f { mu.Lock() }\n",
     ""},
    {"stacks of a profile", "goroutine profile: total 9\n",
     "1 @ 0x{i} 0x2\n#\t0x1\tmain.f+0x1\t/src/a.go:7\n\n", ""},
    {"goroutines of Delve", "",
     "  Goroutine {i} - User: ./main.go:22 main.main (0x10c29ce) (thread 145740)\n", ""},
    {"unexpected goroutines", "found unexpected goroutines:\n[",
     "Goroutine {i} in state chan receive, with main.f on top of the stack:\n", "]\n"},
};

std::string made(const Shape& shape, std::size_t bytes)
{
    std::string text(shape.front);
    const std::size_t hole = shape.piece.find("{i}");
    for (std::size_t i = 2; text.size() < bytes; ++i) {
        text += shape.piece.substr(0, hole);
        if (hole != shape.piece.npos) {
            std::string_view rest = shape.piece.substr(hole);
            while (rest.starts_with("{i}")) {
                text += std::to_string(i);
                const std::size_t next = rest.find("{i}", 3);
                text += rest.substr(3, next == rest.npos ? next : next - 3);
                rest = next == rest.npos ? std::string_view{} : rest.substr(next);
            }
        }
    }
    text += shape.back;
    return text;
}

class NoSink final : public Sink
{
protected:
    bool drain(std::string_view) override { return true; }
};

double cpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Of this thread, for reading, concluding and reporting.
double secondsFor(const std::string& text)
{
    const double begin = cpuSeconds();
    auto log = parse(inputFromText(text, "made"));
    REQUIRE(log);
    const AnalysisPtr analysis = analyse(*log);
    for (const Exporter* exporter : exporters()) {
        if (!exporter->write)
            continue; // has pictures in it
        NoSink sink;
        exporter->write(*analysis, {}, sink);
        sink.flush();
    }
    return cpuSeconds() - begin;
}

} // namespace

TEST_CASE("four times as much takes four times as long", "[linear]")
{
    // Shows all times, of texts that are so much larger.
    const char* scale = std::getenv("SKEIN_LINEAR_TIMES");
    const std::size_t bytes = kBytes * (scale ? std::max(1UL, std::strtoul(scale, nullptr, 10)) : 1);
    for (const Shape& shape : kShapes) {
        const std::string small = made(shape, bytes), large = made(shape, kTimes * bytes);
        double one = 1e9, four = 1e9;
        // The best of some: another program may be at work. What is quick once is quick.
        for (int round = 0; round < 3 && (round == 0 || four > std::max(kMost * one, kShortest)); ++round) {
            one = std::min(one, secondsFor(small));
            four = std::min(four, secondsFor(large));
        }
        if (scale)
            std::printf("%-38s %8.1f ms %8.1f ms  x %5.1f\n", shape.name, one * 1e3, four * 1e3, four / one);
        CAPTURE(shape.name, one, four);
        CHECK(four <= std::max(kMost * one, kShortest));
    }
}
