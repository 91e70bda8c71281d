// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Forms that no toolchain of the fixtures prints: very old and very new Go, forks, gccgo, Delve, and stacks
// that were pasted without their goroutine's header.
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;

namespace
{

LogPtr read(const std::string& text)
{
    LogPtr log = test::parseText(text);
    REQUIRE(log);
    CHECK(test::violations(*log) == std::vector<std::string>{});
    return log;
}

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
