// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Go logs as they stand in issues: cut by whoever copied them, changed by the forge, printed by handlers.
#include "tests/unit/parser/read.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using test::read;

namespace
{

std::string reasonOf(const std::string& text)
{
    const LogPtr log = read(text);
    return log->snapshots.size() == 1 ? std::string(log->str(log->snapshots[0].reason)) : "";
}

const std::string kStack = "main.(*Ledger).Close(0xc0001a2000)\n\t/src/bank/ledger.go:44 +0x2c5\n"
                           "created by main.main\n\t/src/bank/main.go:19 +0x45\n";

} // namespace

TEST_CASE("what was copied ends within the next goroutine, the file in a line end", "[posted-forms]")
{
    for (const std::string_view last : {"goroutine 14 [semacquire, 2 minutes]", "goroutine 14 [sema"}) {
        const LogPtr log = read("goroutine 9 [select]:\n" + kStack + "\n" + std::string(last) + "\n");
        REQUIRE(log->snapshots.size() == 1);
        REQUIRE(log->snapshots[0].threads.size() == 2);
        CHECK(log->snapshots[0].threads[1].id == ThreadId(14));
        CHECK(log->snapshots[0].threads[1].cutOff);
        CHECK(log->snapshots[0].cutOff);
    }
    CHECK(read("It hangs in\ngoroutine 14 [semacquire]\n")->snapshots.empty());
}

TEST_CASE("a signal's lines without what stood above them", "[posted-forms]")
{
    const LogPtr log =
        read("[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7fff823874cc]\n\n"
             "runtime stack:\nruntime.throw(0x40ac919, 0x2a)\n\t/go/src/runtime/panic.go:566 +0x95\n\n"
             "goroutine 3 [syscall, locked to thread]:\n" +
             kStack);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->str(log->snapshots[0].signal) == "SIGSEGV");
    REQUIRE(log->snapshots[0].threads.size() == 2);
    CHECK(log->snapshots[0].threads[1].crashed);
}

TEST_CASE("goroutine 0 with nothing but its diagnostics", "[posted-forms]")
{
    const LogPtr log =
        read("runtime/cgo: pthread_create failed: Resource temporarily unavailable\nSIGABRT: abort\n"
             "PC=0x7febdf25d7bb m=12 sigcode=18446744073709551610\n\ngoroutine 0 [idle]:\n"
             "runtime: unknown pc 0x7febdf25d7bb\n"
             "stack: frame={sp:0x7feb9bffc850, fp:0x0} stack=[0x7feb99ffd288,0x7feb9bffce88)\n"
             "00007feb9bffc750:  0000000000000005  0000ffff00001fa0 \n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->str(log->snapshots[0].reason) == "SIGABRT: abort");
}

TEST_CASE("fatal errors of which the goroutines are missing", "[posted-forms]")
{
    CHECK(
        reasonOf(
            "fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)\n\nruntime stack:\n"
            "runtime.throw(0x1202d4b7a, 0x3e)\n\t/go/src/runtime/panic.go:1116 +0x6c\n") ==
        "fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)");
    CHECK(reasonOf("Error: fatal error: concurrent map writes\n") == "fatal error: concurrent map writes");
    // Others wrote between the runtime's words and its message.
    CHECK(reasonOf("    fatal error: I1121 09:31:00.663726    3519 api.go:161] PUT /orders/7: (175.1ms) 200\n"
                   "    concurrent map writes\n\nThat was all.\n") == "fatal error: concurrent map writes");
    CHECK(reasonOf("main.c:3:10: fatal error: bank.h: No such file or directory\nconcurrent map\n").empty());
    CHECK(reasonOf("they say\nconcurrent map writes\n").empty());
}

TEST_CASE("what handlers say of a panic", "[posted-forms]")
{
    const std::string klog = "E1120 09:31:00.278532   17067 runtime.go:79] ";
    const std::string words = "Observed a panic: \"close of closed channel\" (close of closed channel)";
    CHECK(reasonOf(klog + words + "\n") == words);
    CHECK(reasonOf(klog + words +
                   "\ngoroutine 7 [running]:\npanic(0x1, 0x2)\n\t/go/src/runtime/panic.go:9 +0x1\n" +
                   kStack) == words);
    const std::string fields =
        "\"Observed a panic\" panic=\"boom\" panicGoValue=\"\\\"boom\\\"\" stacktrace=<";
    CHECK(reasonOf(klog + fields +
                   "\n\tgoroutine 7 [running]:\n\tmain.f()\n\t\t/src/bank/main.go:9 +0x1\n >\n") == fields);
    for (const std::string_view address : {"127.0.0.1:44372", "127.0.0.1:XXXXX", "127.0.0.1:..."}) {
        const std::string served = "http: panic serving " + std::string(address) + ": boom";
        CHECK(reasonOf("2026/11/20 09:31:00 " + served + "\n") == served);
    }
    CHECK(reasonOf("http: panic serving of meals: boom\n").empty());
}

TEST_CASE("a profile whose # signs became the forge's", "[posted-forms]")
{
    const LogPtr log = read(
        "goroutine profile: total 19\n"
        "12 @ 0x4c974c 0x4d9228\n        0x4c974b\tmain.(*Teller).serve+0x164\t/src/bank/teller.go:17\n\n"
        "7 @ 0x4c974c 0x4d9229\n        0x4c974c\tmain.(*Teller).count+0x7a6\t/src/bank/teller.go:31\n");
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(threads[1].count == 7);
    CHECK(log->frame(log->stack(threads[1].stack)[0]).line == 31);
}

TEST_CASE("backticks around a whole lock report", "[posted-forms]")
{
    CHECK(reasonOf("`POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:   \n"
                   "happened before   \nbank/ledger.go:45 bank.Transfer ??? <<<<<   \n\nhappened after\n"
                   "bank/ledger.go:46 bank.Transfer ??? <<<<<\n`\n")
              .starts_with("POTENTIAL DEADLOCK: Inconsistent locking."));
}

TEST_CASE("goleak's entries as they were before its first release", "[posted-forms]")
{
    const LogPtr log = read("\tbank_test.go:9: found unexpected goroutines:\n"
                            "\t\t[Goroutine 24 in state select first func: main.(*Ledger).Close:\n"
                            "\t\tgoroutine 24 [select]:\n\t\tmain.(*Ledger).Close(0xc820096201)\n"
                            "\t\t\t/src/bank/ledger.go:62 +0x8ad\n\t\t]\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    CHECK(log->snapshots[0].threads[0].state == ThreadState::Waiting);
}

TEST_CASE("the toolchain's own tests name files from src on", "[posted-forms]")
{
    const LogPtr log = read("goroutine 1 [running]:\nruntime.slicecopy()\n\tsrc/runtime/slice.go:192 +0x1\n"
                            "bank.f()\n\tsrc/bank/ledger.go:4 +0x1\n");
    const auto stack = log->stack(log->snapshots.at(0).threads.at(0).stack);
    CHECK(log->frame(stack[0]).role == Role::Runtime);
    CHECK(log->frame(stack[1]).role == Role::User);
}

TEST_CASE("records that were taken out of a profile, told about in between", "[posted-forms]")
{
    const LogPtr log =
        read("The leader waits to commit:\n\n```\n1 @ 0x42d6ec 0x42d7de 0x404ad4\n"
             "#       0x42d6eb        main.(*Ledger).Commit+0x74     /src/bank/ledger.go:100\n"
             "#       0x42d7dd        main.main+0x6b9        /src/bank/main.go:112\n```\n\n"
             "Meanwhile these hold its lock:\n\n```\n12 @ 0x42d6ec 0x40ee84\n"
             "#       0x40ee83        main.(*Ledger).Close+0x44      /src/bank/ledger.go:61\n```\n");
    REQUIRE(log->snapshots.size() == 1);
    const std::vector<Thread>& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(log->stack(threads[0].stack).size() == 2);
    CHECK(threads[1].count == 12);
    // Addresses of anything else
    CHECK(read("block 1 @ 0x42d6ec\n1 @ 0x42d6ec 0x42d7de\nwas read\n")->snapshots.empty());
}

TEST_CASE("a signal's name behind what the program printed last", "[posted-forms]")
{
    for (const std::string_view before : {"0-53.4 1-0.0 Total: 53.4 MH/s  ", "    ledger_test.go:756: "}) {
        const std::string in = before.starts_with(' ') ? "        " : "";
        const LogPtr log =
            read(std::string(before) + "SIGABRT: abort\n" + in + "PC=0x501dd42 m=3\n" + in +
                 "signal arrived during cgo execution\n" + in + "\n" + in + "goroutine 6 [syscall]:\n" + in +
                 "main.main()\n" + in + "\t/src/bank/main.go:19 +0x45\n");
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->str(log->snapshots[0].reason) == "SIGABRT: abort");
        CHECK(log->snapshots[0].threads[0].crashed);
    }
}

TEST_CASE("addresses and folders that somebody has shortened", "[posted-forms]")
{
    const LogPtr log = read("WARNING: DATA RACE\nRead at 0x00c0000... by goroutine 10:\n"
                            "  runtime.mapaccess2_fast64()\n      .../map_fast64.go:52 +0x1ec\n"
                            "  main.query()\n      .../main.go:46 +0x138\n\n"
                            "Previous write at 0x00c0000... by goroutine 25:\n"
                            "  main.main.func1()\n      .../main.go:19 +0xcc\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].otherStacks.size() == 2);
    const auto stack = log->stack(log->snapshots[0].otherStacks[0].stack);
    REQUIRE(stack.size() == 2);
    CHECK(log->frame(stack[0]).role == Role::Runtime);
    CHECK(log->frame(stack[1]).role == Role::User);
}

TEST_CASE("goroutines of which nobody copied the places", "[posted-forms]")
{
    const LogPtr log =
        read("**Analysis**:\n```\ngoroutine 1 [semacquire]:  // waits for a lock\n"
             "sync.(*Mutex).Lock(0xc0000e01a8)\nmain.Service.Transfer(0xc0000e01a0, 0x1234)\n\n"
             "goroutine 2 [semacquire]:  // waits for another\n"
             "sync.(*Mutex).Lock(0xc0000e01b8)\nmain.Service.Transfer(0xc0000e01b0, 0x5678)\n```\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].threads.size() == 2);
}
