// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Forms that no toolchain of the fixtures prints: very old and very new Go, forks, gccgo, Delve, and stacks
// that were pasted without their goroutine's header.
#include "tests/unit/parser/read.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using test::read;

namespace
{

Role roleIn(const std::string& function, const std::string& file, const std::string& more = {})
{
    const LogPtr log = read("goroutine 1 [running]:\n" + function + "()\n\t" + file + ":27 +0x1d\n" + more);
    REQUIRE(log->snapshots.size() == 1);
    return log->frame(log->stack(log->snapshots[0].threads[0].stack)[0]).role;
}

} // namespace

TEST_CASE("Go 1.5: plain words, old runtime functions, old states", "[go-forms]")
{
    const LogPtr log =
        read("fatal error: all goroutines are asleep - deadlock!\n\n"
             "goroutine 1 [chan receive]:\n"
             "runtime.gopark(0x6f5f38, 0xc820070178, 0x6a5f40, 0xc, 0x17, 0x3)\n"
             "\t/usr/local/go/src/runtime/proc.go:185 +0x163\n"
             "runtime.chanrecv(0x5a1ec0, 0xc820070120, 0x0, 0x1, 0x0)\n"
             "\t/usr/local/go/src/runtime/chan.go:400 +0x6b3\n"
             "main.main()\n\t/home/me/src/app/main.go:33 +0x150\n\n"
             "goroutine 5 [enqueue]:\nmain.x(0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xa, ...)\n"
             "\tC:/Users/me/src/app/x.go:3 +0x12\n\n"
             "goroutine 6 [Concurrent GC wait, 2 minutes, locked to thread]:\nmain.y()\n\t/a.go:1\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 3);
    CHECK(threads[0].waitsOn == 0xc820070120); // the channel stands behind its type
    CHECK(threads[1].state == ThreadState::Runnable);
    CHECK(threads[2].waitedMinutes == 2);
    CHECK(threads[2].lockedToThread);
    CHECK(log->threadText->frames(threads[1])[0].args.size() == 11);
}

TEST_CASE("gccgo prints frames without arguments", "[go-forms]")
{
    const LogPtr log =
        read("panic: runtime error: index out of range\n\ngoroutine 16 [running]:\n"
             "main.work\n\t/home/me/app/main.go:17\nmain.main\n\t/home/me/app/main.go:9\n"
             "runtime_main\n\t../../../src/libgo/runtime/proc.c:606\n\n"
             "goroutine 18 [chan receive]:\nruntime.gopark\n\t../../../src/libgo/go/runtime/proc.go:372\n"
             "main.main..func1\n\t/home/me/app/main.go:22\ncreated by main.main\n"
             "\t/home/me/app/main.go:21 +0x1f\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(log->stack(threads[0].stack).size() == 3);
    CHECK(log->function(log->site(threads[1].stack)) == "main.main..func1");
    CHECK(log->frame(log->stack(threads[0].stack)[2]).role == Role::Runtime);
}

TEST_CASE("gccgo prints names as the linker knows them", "[go-forms]")
{
    const LogPtr log =
        read("goroutine 21 "
             "[semacquire]:\nsync.runtime__SemacquireMutex\n\t../../../src/libgo/go/runtime/sema.go:71\n"
             "internal_1poll.FD.Accept\n\t../../../src/libgo/go/internal/poll/fd_unix.go:614\n"
             "github_0com_1acme_1kit_1net__io.accept\n\t/home/me/kit/netio.go:31\n"
             "created by github_0com_1acme_1kit_1net__io.Serve\n\t/home/me/kit/netio.go:20 +0xdf\n\n"
             "goroutine 22 [select]:\n__libc_start_main\n\t/build/csu/libc-start.c:308 pc=0x7f0123456789\n"
             "main.my_1st(0x1)\n\t/home/me/app/main.go:9 +0x1f\n"
             "created by main.my_1st\n\t/home/me/app/main.go:20 +0xdf\n");
    const auto& threads = log->snapshots.at(0).threads;
    REQUIRE(threads.size() == 2);
    const auto stack = log->stack(threads[0].stack);
    REQUIRE(stack.size() == 3);
    CHECK(log->function(stack[0]) == "sync.runtime_SemacquireMutex");
    CHECK(log->function(stack[1]) == "internal/poll.FD.Accept");
    CHECK(log->function(stack[2]) == "github.com/acme/kit/net_io.accept");
    CHECK(log->function(threads[0].createdAt) == "github.com/acme/kit/net_io.Serve");
    CHECK(log->threadText->frames(threads[0]).size() == 3);
    const auto own = log->stack(threads[1].stack);
    REQUIRE(own.size() == 2);
    CHECK(log->function(own[0]) == "__libc_start_main");
    CHECK(log->function(own[1]) == "main.my_1st");
    CHECK(log->function(threads[1].createdAt) == "main.my_1st");
}

TEST_CASE("Delve's goroutines, whose frames know better what is waited for", "[go-forms]")
{
    const LogPtr log = read(
        "(dlv) goroutines -t\n"
        "* Goroutine 1 - User: ./main.go:155 main.main (0x100abc123) (thread 12345)\n"
        "\t0  0x0000000100abc123 in main.main\n\t   at ./main.go:155\n"
        "  Goroutine 18 - User: ./main.go:50 main.(*W).Run (0x100abc789) [timer goroutine (idle) 18]\n"
        "\t0  0x0000000000437695 in runtime.gopark\n\t   at /usr/local/go/src/runtime/proc.go:402\n"
        "\t1  0x0000000000437697 in sync.(*Mutex).lockSlow\n\t   at /usr/local/go/src/sync/mutex.go:171\n"
        "\t2  0x0000000100abc789 in main.(*W).Run\n\t   at ./main.go:50\n"
        "  Goroutine 19 - User: /go/src/net/http/server.go:1 net/http.(*conn).serve (0x1) [IO wait]\n"
        "[3 goroutines]\n(dlv) exit\n");
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK(s.format == "delve");
    REQUIRE(s.threads.size() == 3);
    CHECK(s.threads[0].state == ThreadState::Running);
    CHECK(log->str(s.threads[1].waitReason) == "sync.Mutex.Lock");
    CHECK(log->function(log->site(s.threads[1].stack)) == "main.(*W).Run");
    CHECK(log->str(s.threads[2].waitReason) == "IO wait");
    CHECK(s.lines == LineSpan{2, 13});
    CHECK(log->threadText->frames(s.threads[1])[2].lines == LineSpan{10, 11});
}

TEST_CASE("Delve: folders with blanks, waits with their length, threads, the frames of one goroutine",
          "[go-forms]")
{
    const LogPtr log =
        read("(dlv) goroutines\n"
             "  Goroutine 1 - User: c:/work/app/main.go:16 main.(*C).Call (0x7f01) [select 2h31m14.2s]\n"
             "  Goroutine 2 - User: c:/program files/go/src/runtime/proc.go:36 runtime.gopark (0x7f02) "
             "[force gc (idle) "
             "457422h31m33.7s]\n"
             "  Goroutine 5 - User: c:/program files/go/src/runtime/sys.go:47 syscall.Syscall (0x7f03) "
             "(thread 17308)\n"
             "(dlv) threads\n"
             "* Thread 1305 at 0x469bb3 /usr/local/go/src/runtime/sys_linux_amd64.s:563 runtime.futex\n"
             "  Thread 1306 at 0x469bb3 /usr/local/go/src/runtime/sys_linux_amd64.s:563 runtime.futex\n"
             "> [Breakpoint 1] main.main() ./main.go:5 (hits goroutine(4):1 total:1) (PC: 0x43b144)\n"
             "(dlv) stack 1\n0  0x000000000043b144 in main.main\n   at ./main.go:5\n(truncated)\n"
             "(dlv) gr 8 bt\n"
             " 0  0x0000000000435570 in runtime.gopark\n    at c:/go/src/runtime/proc.go:305\n"
             " 1  0x000000000047c2a4 in sync.(*WaitGroup).Wait\n    at c:/go/src/sync/waitgroup.go:130\n"
             " 2  0x0000000001082c5d in main.(*G).Wait\n    at c:/work/app/g.go:47\n");
    REQUIRE(log->snapshots.size() == 4);
    const auto& goroutines = log->snapshots[0].threads;
    REQUIRE(goroutines.size() == 3);
    CHECK(log->str(goroutines[0].waitReason) == "select");
    CHECK(goroutines[0].waitedMinutes == 151);
    CHECK(log->str(goroutines[1].waitReason) == "force gc (idle)");
    CHECK(goroutines[1].waitedMinutes == -1); // a clock that began in 1970
    CHECK(goroutines[2].osId == 17308);
    REQUIRE(log->snapshots[1].threads.size() == 2);
    CHECK(log->snapshots[1].threads[0].kind == ThreadKind::Thread);
    CHECK(log->snapshots[1].threads[1].id == ThreadId(1306));
    REQUIRE(log->snapshots[2].threads.size() == 1);
    CHECK(log->snapshots[2].threads[0].id == ThreadId(4));
    CHECK(log->snapshots[2].threads[0].state == ThreadState::Running);
    REQUIRE(log->snapshots[3].threads.size() == 1);
    const Thread& one = log->snapshots[3].threads[0];
    CHECK(one.id == ThreadId(8));
    CHECK(log->str(one.waitReason) == "sync.WaitGroup.Wait");
    CHECK(log->stack(one.stack).size() == 3);
    CHECK(log->threadText->frames(one).at(2).lines == LineSpan{18, 19});
}

TEST_CASE("remarks behind the lines of a dump", "[go-forms]")
{
    const LogPtr log = read("goroutine 18 [chan receive, 3 minutes]:   <-- three minutes already\n"
                            "main.worker(0xc000018180)        // the second one\n"
                            "\t/app/worker.go:34 +0x1d         <-- here\n"
                            "created by main.startWorker      \xe2\x86\x90 who started it\n"
                            "\t/app/main.go:19 +0x2f\n\n"
                            "goroutine 23 [semacquire]:  \xe7\xad\x89\xe5\xbe\x85\n"
                            "main.run(0xc000018190)\n\t/app/main.go:77 +0x1d\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(threads[0].waitedMinutes == 3);
    CHECK(log->stack(threads[0].stack).size() == 1);
    CHECK(log->function(threads[0].createdAt) == "main.startWorker");
    CHECK(log->threadText->frames(threads[0]).at(0).args.at(0).value == 0xc000018180);
    // What stands behind a header as the program prints it is no remark.
    CHECK(read("goroutine 18 [running]: of pool 3\n")->snapshots.empty());
}

TEST_CASE("a text profile with remarks", "[go-forms]")
{
    const LogPtr log = read("goroutine profile: total 290      // all of them\n"
                            "288 @ 0x42f83b 0x42f8e3 0x83a0ff      // here\n"
                            "#    0x83a0fe    main.ask+0xce    /src/visit.go:544       // in this line: ask\n"
                            "2 @ 0x42f83b 0x83ba2c\n"
                            "#    0x83ba2b    main.write+0x1b    /src/visit.go:600\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(threads[0].count == 288);
    const Frame& frame = log->frame(log->stack(threads[0].stack)[0]);
    CHECK(log->str(frame.file) == "/src/visit.go");
    CHECK(frame.line == 544);
}

TEST_CASE("goleak's entries in which people put a letter for the number", "[go-forms]")
{
    const LogPtr log =
        read("goleak: Errors on successful test run: found unexpected goroutines:\n"
             "[Goroutine N in state chan receive, with worker.Start.func1 on top of the stack:\n"
             "goroutine N [chan receive]:\n"
             "worker.Start.func1()\n\t/tmp/worker.go:7 +0x1d\n"
             "created by worker.Start\n\t/tmp/worker.go:5 +0x2f\n\n"
             " Goroutine N in state select, with worker.Loop on top of the stack:\n"
             "worker.Loop()\n\t/tmp/worker.go:17 +0x1d\n"
             "created by worker.Start in goroutine N\n\t/tmp/worker.go:6 +0x2f\n]\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK_FALSE(threads[0].id.known());
    CHECK(threads[0].kind == ThreadKind::Goroutine);
    CHECK(log->str(threads[0].waitReason) == "chan receive");
    CHECK(log->function(log->stack(threads[1].stack)[0]) == "worker.Loop");
    CHECK(log->threadText->frames(threads[1]).size() == 1);
}

TEST_CASE("panics of which only the line is there", "[go-forms]")
{
    for (const std::string line :
         {"panic: send on closed channel", "fatal error: stack overflow",
          "panic: sync: negative WaitGroup counter", "panic: test timed out after 10m0s",
          "2026/11/20 09:31:00 http: panic serving 127.0.0.1:4437: boom",
          "12-01 12:31:35.108 22021 22154 E GoLog   : fatal error: sync: unlock of unlocked mutex"}) {
        CAPTURE(line);
        const LogPtr log = read("before\n" + line + "\nafter\n");
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->snapshots[0].threads.empty());
        CHECK(log->snapshots[0].reasonLines == LineSpan{2, 2});
    }
    const std::string handled =
        "E0114 19:35:37.737240    2596 util.go:82] Observed a panic: \"boom\" (boom)\n";
    CHECK(read(handled + ": /src/util/runtime.go:72\n: /go/src/runtime/panic.go:42\n")->snapshots.size() ==
          1);
    CHECK(read("x" + handled + "/src/util/runtime.go:72\n")->snapshots.size() == 1);
    CHECK(read(handled + "after\n")->snapshots.size() == 1); // grep "Observed a panic" kubelet.log
    for (const std::string line :
         {"a send gives panic: send on closed channel", "panic: send on closed channel is what it says",
          "panic: something else", "http: panic serving ADDR: boom"}) {
        CAPTURE(line);
        CHECK(read("before\n" + line + "\nafter\n")->snapshots.empty());
    }
}

TEST_CASE("race reports as people quote them", "[go-forms]")
{
    // The first access was cut off, the state of a goroutine left out, a star taken for emphasis.
    const LogPtr log = read("      /src/registry.go:156 +0x649\n\n"
                            "Previous write at 0x00c000a3e340 by goroutine 34:\n"
                            "  main.(_Store).Put()\n      /src/store.go:12 +0x1d\n\n"
                            "Goroutine 87 created at:\n"
                            "  main.main()\n      /src/main.go:75 +0x271\n\n"
                            "Goroutine 34 (...) created at:\n"
                            "  main.start()\n      /src/main.go:93 +0x61a\n"
                            "==================\n");
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK(s.threads.size() == 2);
    REQUIRE(s.otherStacks.size() == 3);
    CHECK(s.otherStacks[0].op == AccessOp::Write);
    CHECK(log->function(log->stack(s.otherStacks[0].stack)[0]) == "main.(*Store).Put");
}

TEST_CASE("a string of a source file for each line", "[go-forms]")
{
    const std::string go = "\tdump := \"SIGQUIT: quit\\n\" +\n"
                           "\t\t\"goroutine 5 [sleep]:\\n\" +\n\t\t\"main.wait(0xc000012345)\\n\" +\n"
                           "\t\t\"\\t/src/x.go:10 +0x1\\n\" +\n\t\t\"\\n\" +\n"
                           "\t\t\"goroutine 6 [select]:\\n\" +\n\t\t\"main.other()\\n\" +\n"
                           "\t\t\"\\t/src/x.go:20 +0x3\\n\"\n";
    const std::string list =
        "    lines = [\n        'goroutine 5 [sleep]:',\n        'main.wait(0xc000012345)',\n"
        "        '\\t/src/x.go:10 +0x1',\n        '',\n        'goroutine 6 [select]:',\n"
        "        'main.other()',\n        '\\t/src/x.go:20 +0x3',\n    ]\n";
    for (const std::string& text : {go, list}) {
        CAPTURE(text);
        const LogPtr log = read(text);
        REQUIRE(log->snapshots.size() == 1);
        const auto& threads = log->snapshots[0].threads;
        REQUIRE(threads.size() == 2);
        CHECK(threads[0].firstLine == 2);
        CHECK(log->stack(threads[0].stack).size() == 1);
        CHECK(log->threadText->frames(threads[0]).at(0).args.at(0).value == 0xc000012345);
        CHECK(log->stack(threads[1].stack).size() == 1);
    }
}

TEST_CASE("headers of which nothing was left but the announcement", "[go-forms]")
{
    for (const std::string text :
         {"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no "
          "cases)]:\n...\n```\n",
          "panic: boom\ngoroutine 1 [running]:\nand so on, as it always does\n\n\nmore words\n",
          "panic:\n\ngoroutine 1 [running]:\n(stacks left out)\nexit status 2\n",
          "fatal error: wrong goroutine in newstack\n\nruntime stack:\nruntime.throw(0x5fb1d7)\n    "
          "/go/src/runtime/panic.go:491 +0xad\n\ngoroutine 1 [running]:\n```\nsaid\nsomebody\n"}) {
        CAPTURE(text);
        const LogPtr log = read(text);
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->snapshots[0].reason);
        REQUIRE_FALSE(log->snapshots[0].threads.empty()); // there may be the stack of the runtime
        CHECK(log->snapshots[0].threads.back().id == ThreadId(1));
    }
    CHECK(
        read("words\n\ngoroutine 1 [running]:\nis what a header looks like\nin a text\n")->snapshots.empty());
}

TEST_CASE("frames as people write them, in one line", "[go-forms]")
{
    const LogPtr log = read("panic: deadlock: all goroutines in bubble are blocked\n"
                            "goroutine 66 [select (durable), synctest bubble 1]:\n"
                            "  server.(*Scheduler).next   server/sched.go:351\n"
                            "  server.run cmd/server/run.go:46 +0x158  \u2190 waits\n"
                            "  main.main.func1() at main.go:9\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    const auto stack = log->stack(log->snapshots[0].threads[0].stack);
    REQUIRE(stack.size() == 3);
    CHECK(log->function(stack[0]) == "server.(*Scheduler).next");
    CHECK(log->str(log->frame(stack[1]).file) == "cmd/server/run.go");
    CHECK(log->str(log->frame(stack[2]).file) == "main.go");
    CHECK(log->frame(stack[2]).line == 9);
}

TEST_CASE("a race report from which addresses and places were taken", "[go-forms]")
{
    const LogPtr log =
        read("WARNING: DATA RACE\nRead at 0x... by goroutine 6:\n  sync.(*WaitGroup).Wait()\n"
             "Previous write at 0xXXXX by goroutine 7:\n  sync.(*WaitGroup).Add()\n\nFix it.\n");
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK(s.threads.size() == 2);
    REQUIRE(s.otherStacks.size() == 2);
    CHECK(s.otherStacks[0].address == 0);
    CHECK(s.otherStacks[1].thread == ThreadId(7));
    CHECK(log->function(log->stack(s.otherStacks[1].stack)[0]) == "sync.(*WaitGroup).Add");
}

TEST_CASE("a leak check's line without the stack", "[go-forms]")
{
    const LogPtr log = read("    grpctest.go:45: Leaked goroutine: goroutine 11 [chan receive]:\n"
                            "# where it stands in the test:\n    ends/ends_test.go:384 +0x3ca\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].format == "leaktest");
    REQUIRE(log->snapshots[0].threads.size() == 1);
    CHECK(log->snapshots[0].threads[0].id == ThreadId(11));
}

TEST_CASE("a race report in one line, a fatal error without its first letter", "[go-forms]")
{
    const LogPtr race =
        read("WARNING: DATA RACE Write at 0x00c0000a6300 by goroutine 15: runtime.mapassign_faststr() "
             "/usr/local/go/src/runtime/map_faststr.go:203 +0x0 main.(*Cache).Set() /app/cache.go:15 "
             "+0x89 Previous read at 0x00c0000a6300 by main goroutine: main.(*Cache).Get() "
             "/app/cache.go:22 +0x73 Goroutine 15 (running) created at: main.main() /app/main.go:9 "
             "+0x1d\n");
    REQUIRE(race->snapshots.size() == 1);
    const Snapshot& s = race->snapshots[0];
    REQUIRE(s.otherStacks.size() == 3);
    CHECK(s.otherStacks[0].thread == ThreadId(15));
    CHECK(race->stack(s.otherStacks[0].stack).size() == 2);
    CHECK(s.otherStacks[1].op == AccessOp::Read);
    CHECK(race->frame(race->stack(s.otherStacks[1].stack)[0]).line == 22);

    const LogPtr fatal = read("atal error: concurrent map read and map write\n\ngoroutine 132 [running]:\n"
                              "main.(*Cache).Get(0xc0000f41c0)\n\t/app/cache.go:22 +0x8e\n");
    REQUIRE(fatal->snapshots.size() == 1);
    CHECK(fatal->str(fatal->snapshots[0].reason) == "fatal error: concurrent map read and map write");
    CHECK(fatal->snapshots[0].threads.at(0).crashed);
}

TEST_CASE("a race report that is explained line by line", "[go-forms]")
{
    const LogPtr log = read("==================                         <- the banner\n"
                            "WARNING: DATA RACE                         <- found\n"
                            "Read at 0x00c0000b4010 by goroutine 8:     <- one side\n"
                            "  main.main.func1() at main.go:15          <- reads\n\n"
                            "Previous write at 0x00c0000b4010 by goroutine 7:  <- the other side\n"
                            "  main.main.func1() at main.go:17                 <- writes\n\n"
                            "Goroutine 8 (running) created at:          <- follow this\n"
                            "  main.main() at main.go:14                <- here it began\n"
                            "==================\n");
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    REQUIRE(s.otherStacks.size() == 3);
    CHECK(s.otherStacks[1].op == AccessOp::Write);
    const auto writer = log->stack(s.otherStacks[1].stack);
    REQUIRE(writer.size() == 1);
    CHECK(log->str(log->frame(writer[0]).file) == "main.go");
    CHECK(log->frame(writer[0]).line == 17);
}

TEST_CASE("words before a panic in its line, one of which looks like it", "[go-forms]")
{
    const LogPtr log = read("GET /panic: [98f8f8cc 88b97381]: 2023/09/12 07:55:31 panic: out of luck\n"
                            "goroutine 6 [running]:\nruntime/debug.Stack()\n"
                            "\t/usr/local/go/src/runtime/debug/stack.go:24 +0x5e\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->str(log->snapshots[0].reason) == "panic: out of luck");
}

TEST_CASE("the first frame in the line of the header", "[go-forms]")
{
    const LogPtr log =
        read("goroutine 7 [waiting]: runtime.gopark(0x0, 0x0, 0x0, 0x0, 0x1)\n"
             "runtime/proc.go:381 +0x28\n"
             "main.handle()\napp/main.go:25 +0x1b\ncreated by main.main\napp/main.go:20 +0x1a\n"
             "goroutine 8 [sleep]: runtime.gopark(0xbc180)\nruntime/proc.go:381 +0x28\n"
             "time.Sleep(0x3b9aca00)\nruntime/time.go:195 +0x1b\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(log->stack(threads[0].stack).size() == 2);
    CHECK(log->stack(threads[1].stack).size() == 2);
    CHECK(threads[1].firstLine == 7);
}

TEST_CASE("a stack without the header of its goroutine", "[go-forms]")
{
    const LogPtr log =
        read("ordinary\nruntime.throw(0x540e13e, 0x26)\n  /usr/local/go/src/runtime/panic.go:1116 +0x72\n"
             "runtime.mapiternext(0xc00343f720)\n  /usr/local/go/src/runtime/map.go:853 +0x552\n"
             "graph.(*Memory).Edges(0xc00044fa60)\n  /go/src/graph/memory.go:150 +0xf1\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    const Thread& t = log->snapshots[0].threads[0];
    CHECK_FALSE(t.id.known());
    CHECK(t.crashed);
    CHECK(t.firstLine == 2);
    const auto frames = log->threadText->frames(t);
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].args.at(1).value == 0x26);
}

TEST_CASE("whose code a frame is, its file decides", "[go-forms]")
{
    const std::string closure = "github.com/acme/dnsd/zone.(*Zone).Names.Keys[...].func1";
    CHECK(roleIn(closure, "/usr/local/go/src/maps/iter.go") == Role::Runtime);
    CHECK(roleIn(closure, "maps/iter.go") == Role::Runtime);
    CHECK(roleIn(closure, "/home/build/src/dnsd/zone/zone.go") == Role::User);
    // The root is known from a function with a name of its own.
    const std::string lock = "sync.(*Mutex).Lock(0xc000010000)\n\t/opt/sdk/src/sync/mutex.go:90 +0x1\n";
    CHECK(roleIn("github.com/acme/app.Find.func1", "/opt/sdk/src/sort/search.go", lock) == Role::Runtime);
    CHECK(roleIn("github.com/acme/app.Find.func1", "/opt/sdk/src/app/search.go", lock) == Role::User);
    CHECK(roleIn("cmd/compile/internal/gc.Main", "/opt/sdk/src/cmd/compile/main.go", lock) == Role::User);
}

TEST_CASE("a call without arguments and offset was inlined", "[go-forms]")
{
    const LogPtr log = read("panic: boom\n\n"
                            "goroutine 7 [running]:\n"
                            "main.inner(...)\n\t/src/main.go:9\n"
                            "main.outer(0xc000012345)\n\t/src/main.go:14 +0x1d\n"
                            "main.inner(0xc000012345)\n\t/src/main.go:9\n"
                            "main.odd(...)\n\t/src/main.go:19 +0x2f\n"
                            "created by main.start in goroutine 6\n\t/src/main.go:30 +0x96\n"
                            "[originating from goroutine 6]:\n"
                            "main.start(...)\n\t/src/main.go:30 +0x96\n"
                            "main.entry(...)\n\t/src/main.go:33\n"
                            "created by main.main\n\t/src/main.go:40 +0x96\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto stack = log->stack(log->snapshots[0].threads[0].stack);
    REQUIRE(stack.size() == 4);
    CHECK(log->frame(stack[0]).inlined);
    CHECK_FALSE(log->frame(stack[1]).inlined);
    CHECK_FALSE(log->frame(stack[2]).inlined);
    CHECK_FALSE(log->frame(stack[3]).inlined);
    REQUIRE(log->snapshots[0].otherStacks.size() == 1);
    for (const FrameId f : log->stack(log->snapshots[0].otherStacks[0].stack))
        CHECK_FALSE(log->frame(f).inlined);
}

TEST_CASE("a list of goleak's without its first line", "[go-forms]")
{
    const std::string first = "goroutine 25 [semacquire]:\nmain.beat(0xc00000c320)\n\t/src/a.go:74 +0x99\n\n";
    const std::string entry = " Goroutine 26 in state chan send, with main.send on top of the stack:\n"
                              "goroutine 26 [chan send]:\nmain.send(0xc00009a7b0)\n\t/src/a.go:42 +0x78\n";
    const LogPtr log = read(first + entry);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].format == "goleak");
    REQUIRE(log->snapshots[0].threads.size() == 2);
    for (const Thread& thread : log->snapshots[0].threads)
        CHECK(log->threadText->frames(thread).size() == 1);
    CHECK(read(first + "words\n\nwords\n" + entry)->snapshots.size() == 2);
    CHECK(read(first + "[" + entry.substr(1))->snapshots.size() == 2);
}
