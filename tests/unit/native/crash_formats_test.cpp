// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Formats of systems on which no capture could be made for this suite: their form is that of FORMATS.md,
// names and numbers are made up.
#include "parser/input/input.h"
#include "parser/native/common/demangle.h"
#include "parser/parse.h"
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;

namespace
{

/// "id:frames" of every thread, `!` behind those that crashed.
std::string threadsOf(const Log& log)
{
    std::string all;
    for (const Snapshot& s : log.snapshots) {
        all += std::string(s.format) + ' ' + std::string(log.str(s.signal));
        for (const Thread& t : s.threads)
            all += ' ' + toString(t.id) + ':' + std::to_string(log.stack(t.stack).size()) +
                   (t.crashed ? "!" : "");
        all += ';';
    }
    return all;
}

struct Case {
    std::string_view seed, threads;
};

constexpr Case kCases[] = {
    {"tombstone", "tombstone SIGABRT 4133:2! 4121:2;"},
    {"windbg", "windbg  0:6 1:3;"},
    {"minidump-stackwalk", "minidump-stackwalk SIGSEGV 0:3! 1:2 2:1;"},
    {"minidump-pipes", "minidump-stackwalk SIGSEGV 0:2! 1:2;"},
    {"minidump-json", "minidump-json SIGSEGV 0:3 1:1!;"},
    {"apple-ips", "apple-ips SIGSEGV 0:2 1:1!;"},
    {"apple-crash", "apple-crash SIGSEGV 0:2 1:2!;"},
    {"backward-cpp", "backward-cpp SIGSEGV 4711:6!;"},
    {"abort-message", "abort-message SIGABRT;"},
};

} // namespace

TEST_CASE("crash reports of other systems")
{
    for (const Case& c : kCases) {
        CAPTURE(c.seed);
        const LogPtr log = test::parseText(test::seed(c.seed));
        REQUIRE(log);
        CHECK(threadsOf(*log) == c.threads);
        CHECK(test::violations(*log) == std::vector<std::string>{});
    }
}

TEST_CASE("crash reports may be cut anywhere")
{
    for (const Case& c : kCases) {
        CAPTURE(c.seed);
        const std::string text = test::seed(c.seed);
        for (std::size_t size = 0; size < text.size(); size += 7) {
            const LogPtr log = test::parseText(text.substr(0, size));
            REQUIRE(log);
            CHECK(test::violations(*log) == std::vector<std::string>{});
        }
    }
}

TEST_CASE("a frame of a minidump for machines stands in its own line")
{
    const LogPtr log = test::parseText(test::seed("minidump-pipes"));
    const auto frames = log->threadText->frames(log->snapshots.at(0).threads.at(1));
    REQUIRE(frames.size() == 2);
    CHECK(log->text.line(frames[0].lines.first).starts_with("1|0|"));
    CHECK(log->text.line(frames[1].lines.first).starts_with("1|1|"));

    // Lines that came out of order, and another tool's frames behind them.
    const LogPtr damaged = test::parseText("Crash|SIGSEGV|0x8|0\n"
                                           "1|1|shop|Worker::loop()|worker.cpp|77|0x9\n"
                                           "Thread 0 (crashed)\n"
                                           " 0  shop!Cart::add(int) [cart.cpp : 40 + 0x1d]\n"
                                           " 1  shop!main [main.cpp : 12 + 0x5]\n");
    CHECK(test::violations(*damaged) == std::vector<std::string>{});
}

TEST_CASE("stacks without a header")
{
    const LogPtr log = test::parseText(test::seed("msvc-stacktrace"));
    REQUIRE(log->snapshots.size() == 1);
    const auto stack = log->stack(log->snapshots[0].threads.at(0).stack);
    REQUIRE(stack.size() == 5);
    CHECK(log->function(stack[0]) == "Cart::add");
    CHECK(log->frame(stack[0]).line == 40);

    // Frame 0 has no address, frames lost their line ends, and the signal is a number.
    const LogPtr old =
        test::parseText("Program terminated with signal 11, Segmentation fault.\n"
                        "#0  add (n=1) at cart.cc:40\n"
                        "40          total += n;\n"
                        "#0  add (n=1) at cart.cc:40\n"
                        "#1  take (n=2) at cart.cc:50#2  0x081d0379 in main () at main.cc:3\n");
    CHECK(threadsOf(*old).starts_with("gdb SIGSEGV"));
    CHECK(old->stack(old->snapshots.at(0).threads.at(0).stack).size() == 3);
}

// Old gdb, gdb without libthread_db, and gdb of single LWPs; a row's frame is the thread's innermost one.
TEST_CASE("rows of info threads")
{
    const auto waits = [](const std::string& text) {
        const LogPtr log = test::parseText(text);
        std::string all;
        for (const Thread& t : log->snapshots.at(0).threads)
            all += toString(t.id) + '/' + std::to_string(t.osId) + ' ' + std::string(log->str(t.waitReason)) +
                   ';';
        return all;
    };
    CHECK(waits("  15 Thread 0x7f034f5d2720 (LWP 5768)  0x00007f034db2c09e in __lll_lock_wait () from "
                "/lib64/libc.so.6\n"
                "* 9 Thread 0x7f033ffff700 (LWP 5794) \"a\" 0x00007f8c62bddd2d in pthread_join (\n"
                "    threadid=1, thread_return=0x0) at pthread_join_common.c:89\n") ==
          "15/5768 mutex;9/5794 join;");
    CHECK(waits("  19 Thread 13950  0x00007f3ef94cdc5d in nanosleep () at ../template.S:82\n"
                "  18 Thread 14161  __lll_lock_wait () at ../lowlevellock.S:136\n") ==
          "19/13950 sleep;18/14161 mutex;");
    CHECK(waits("* 1    LWP 25490 \"ld\" pthread_mutex_lock () at a.S:29\n") == "1/25490 mutex;");
}

TEST_CASE("the frame that gdb prints when it switches threads")
{
    const LogPtr log = test::parseText("(gdb) thread 25\n"
                                       "[Switching to thread 25 (Thread 0x7fffcaffd700 (LWP 24352))]\n"
                                       "#0  __lll_lock_wait () at lowlevellock.S:135\n"
                                       "135\tlowlevellock.S: No such file or directory.\n");
    CHECK(threadsOf(*log) == "gdb  25:1;");
}

TEST_CASE("gdb without libthread_db, whose threads are named by their LWP alone")
{
    const LogPtr log =
        test::parseText("  3 Thread 14161  __lll_lock_wait () at lowlevellock.S:136\n"
                        "(gdb) thread apply all bt\n\n"
                        "Thread 3 (Thread 14161):\n"
                        "#0  __lll_lock_wait () at lowlevellock.S:136\n"
                        "#1  0x00007f3efa2e3f9b in pthread_mutex_lock (mutex=0x1b6ad90) at a.c:61\n");
    CHECK(threadsOf(*log) == "gdb  3:2;");
    CHECK(log->snapshots.at(0).threads.at(0).osId == 14161);
}

TEST_CASE(
    "the lock in the register of a system call, and the owner of a mutex that was asked for by its address")
{
    const std::string session =
        "[Switching to thread 5 (Thread 0x7f852667e700 (LWP 26936))]\n"
        "#0  0x00007f852bf5b1fd in __lll_lock_wait () from target:/lib/libpthread.so.0\n"
        "(gdb) bt\n"
        "#0  0x00007f852bf5b1fd in __lll_lock_wait () from target:/lib/libpthread.so.0\n"
        "#1  0x00007f852bf54025 in pthread_mutex_lock () from target:/lib/libpthread.so.0\n"
        "#2  0x000055c20f1d5c2b in Shop::refresh() ()\n"
        "(gdb) info reg\n"
        "rbx            0x0\t0\n"
        "rdi            0x7f8529449278\t140209899737720\n";
    const auto waitsOn = [](const LogPtr& log) { return log->snapshots.at(0).threads.at(0).waitsOn; };
    CHECK(waitsOn(test::parseText(session)) == 0x7f8529449278);
    // Behind another innermost frame the register holds anything.
    std::string other = session;
    for (std::size_t at; (at = other.find("__lll_lock_wait")) != other.npos;)
        other.replace(at, 15, "memory_is_moved");
    CHECK(waitsOn(test::parseText(other)) == 0);

    const auto owner = [&](std::string_view command, std::string_view around = "") {
        const LogPtr log =
            test::parseText(session + "(gdb) " + std::string(command) + "\n$6 = " + std::string(around) +
                            "{__data = {__lock = 2, __count = 0, __owner = 428, __nusers = 1}}\n");
        REQUIRE(log->snapshots.at(0).native);
        REQUIRE(log->snapshots.at(0).native->owners.size() == 1);
        return log->snapshots.at(0).native->owners[0].lock;
    };
    CHECK(owner("p *(pthread_mutex_t*)0x7f8529449278") == 0x7f8529449278);
    CHECK(owner("print *((pthread_mutex_t *) 0x7f8529449278)") == 0x7f8529449278);
    CHECK(owner("p ((struct mutex_owner*)0x7f8529449278)->m") == 0);
    CHECK(owner("p *(struct mutex_owner*)0x7f8529449278 + 1") == 0);
    CHECK(owner("p m") == 0);
    CHECK(owner("p *(struct mutex_owner*)0x7f8529449278", "{n = 1, m = ") == 0);
}

TEST_CASE("the owner of a critical section")
{
    const LogPtr log = test::parseText(test::seed("windbg"));
    const auto& native = log->snapshots.at(0).native;
    REQUIRE(native);
    REQUIRE(native->owners.size() == 1);
    CHECK(native->owners[0].lock == 0x7ff61d2ef010);
    CHECK(native->owners[0].osId == 0x1c50);
}

// A core: gdb names the thread that took the signal behind it, or gives it the number 1.
TEST_CASE("the thread of a core that took the signal")
{
    const std::string threads =
        "Thread 2 (Thread 0x7f0a (LWP 12)):\n#0  poll () at poll.c:29\n#1  0x51 in main ()\n\n"
        "Thread 1 (Thread 0x7f0b (LWP 11)):\n#0  add (n=1) at cart.cc:40\n#1  0x51 in main ()\n";
    const std::string signal = "Program terminated with signal SIGSEGV, Segmentation fault.\n"
                               "#0  poll () at poll.c:29\n";
    CHECK(threadsOf(*test::parseText(signal + "[Current thread is 2 (Thread 0x7f0a (LWP 12))]\n\n" +
                                     threads)) == "gdb SIGSEGV 2:2! 1:2;");
    CHECK(threadsOf(*test::parseText("Program received signal SIGSEGV, Segmentation fault.\n"
                                     "[Switching to Thread 0x7f0a (LWP 12)]\n0x51 in poll ()\n\n" +
                                     threads)) == "gdb SIGSEGV 2:2! 1:2;");
    CHECK(threadsOf(*test::parseText("Program terminated with signal SIGSEGV, Segmentation fault.\n\n" +
                                     threads)) == "gdb SIGSEGV 2:2 1:2!;");
}

// What ThreadSanitizer prints of a signal names a TID, the process's own where it is the main thread's. Up to
// LLVM 3.4 it did not say who took a lock.
TEST_CASE("forms of ThreadSanitizer that are no reports of races")
{
    CHECK(threadsOf(
              *test::parseText("ThreadSanitizer:DEADLYSIGNAL\n"
                               "==411==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000008 (pc "
                               "0x55c0 bp 0x7ff0 sp 0x7ff0 T411)\n"
                               "    #0 Cart::add(int) /src/cart.cc:40:7 (shop+0x4b525b)\n"
                               "SUMMARY: ThreadSanitizer: SEGV /src/cart.cc:40:7 in Cart::add(int)\n")) ==
          "tsan SIGSEGV main:0!;");
    const LogPtr old =
        test::parseText("WARNING: ThreadSanitizer: lock-order-inversion (potential deadlock) (pid=9)\n"
                        "  Cycle in lock order graph: M0 (0x7f68) => M1 (0x7f40) => M0\n\n"
                        "  Mutex M1 acquired here while holding mutex M0:\n"
                        "    #0 pthread_mutex_lock\n    #1 main /src/cart.cc:10\n\n");
    REQUIRE(old->snapshots.size() == 1);
    REQUIRE(old->snapshots[0].native->orders.size() == 1);
    CHECK(old->snapshots[0].native->orders[0].held == 0x7f68);
    CHECK(old->snapshots[0].native->orders[0].acquired == 0x7f40);
}

// With log_to_syslog every line bears the process's number, and lines of several may stand in turn.
TEST_CASE("AddressSanitizer with the process's number before every line")
{
    const LogPtr log = test::parseText(
        "==9==ERROR: AddressSanitizer: heap-use-after-free on address 0x5010 at pc 0x55 bp 0x7f sp 0x7f\n"
        "==9==READ of size 4 at 0x5010 thread T2\n"
        "==8==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x55 bp 0x7f sp 0x7f T1)\n"
        "==8==    #0 0x56 in Cart::drop() /src/cart.cc:30:1\n"
        "==9==    #0 0x55 in Cart::add(int) /src/cart.cc:40:7\n"
        "==8==    #1 0x57 in main /src/cart.cc:3:1\n"
        "==9==    #1 0x58 in serve() /src/cart.cc:90:2\n"
        "==9==freed by thread T1 here:\n"
        "==9==    #0 0x59 in free (prog+0x1)\n");
    CHECK(threadsOf(*log) == "asan  2:0! 1:0;asan SIGSEGV 1:0!;");
    REQUIRE(log->snapshots.size() == 2);
    REQUIRE(log->snapshots[0].otherStacks.size() == 2);
    CHECK(log->stack(log->snapshots[0].otherStacks[0].stack).size() == 2);
    CHECK(log->stack(log->snapshots[1].otherStacks.at(0).stack).size() == 2);
    CHECK(test::violations(*log) == std::vector<std::string>{});
}

TEST_CASE("output between a header and its stack")
{
    const LogPtr log = test::parseText(
        "Thread 2 (Thread 0x7f0a (LWP 12)):\nrequest 12 served\n#0  poll () at poll.c:29\n"
        "#1  0x51 in main ()\n\nThread 1 (Thread 0x7f0b (LWP 11)):\n#0  add (n=1) at cart.cc:40\n");
    CHECK(threadsOf(*log) == "gdb  2:2 1:1;");
}

TEST_CASE("mangled names")
{
    CHECK(native::demangled("_ZN4shop4Cart3addEi") == "shop::Cart::add");
    CHECK(native::demangled("__ZN4shop4Cart3addEi.part.0") == "shop::Cart::add");
    CHECK(native::demangled("_ZN4shop4cart3add17h0123456789abcdefE") == "shop::cart::add");
    CHECK(native::demangled(
              "_ZN4core3ptr37drop_in_place$LT$shop..cart..Cart$GT$17h0123456789abcdefE.llvm.42") ==
          "core::ptr::drop_in_place<shop::cart::Cart>");
    CHECK(native::demangled("_Zweird") == "");
    std::string bomb = "_Z1f1AI1BS_E";
    for (int i = 0; i < 60; ++i)
        bomb += "S" + std::to_string(i % 10) + "_S0_";
    CHECK(native::demangled(bomb) == "");
}

// RFC 2603 gives the grammar; the names are made up.
TEST_CASE("mangled names of Rust")
{
    CHECK(native::demangled("_RNvNtCs4dens7a6cxe_4shop4cart3add") == "shop::cart::add");
    CHECK(native::demangled("__RNvNtCs4dens7a6cxe_4shop4cart3add.llvm.123") == "shop::cart::add");
    CHECK(native::demangled("_RNCNvCs4d_4shop4main0") == "shop::main::{closure#0}");
    CHECK(native::demangled("_RNCNvCs4d_4shop4mains_0") == "shop::main::{closure#1}");
    CHECK(native::demangled("_RINvCs4d_4shop4sendmRShE") == "shop::send::<u32, &[u8]>");
    CHECK(native::demangled("_RINvCs4d_4shop4sendmECs5e_3app") == "shop::send::<u32>");
    CHECK(native::demangled("_RNvMs_Cs4d_4shopNtB4_4Cart3add") == "<shop::Cart>::add");
    CHECK(native::demangled("_RNvXs_Cs4d_4shopNtB4_4CartNtNtCs9_4core3ops4Drop4drop") ==
          "<shop::Cart as core::ops::Drop>::drop");
    CHECK(native::demangled("_RINvCs4d_4shop4keepAhj8_TmEFmEuE") == "shop::keep::<[u8; 8], (u32,), fn(u32)>");
    CHECK(native::demangled("_RINvCs4d_4shop4castDNtNtCs9_4core3ops2FnEL_E") ==
          "shop::cast::<dyn core::ops::Fn>");
    for (const char* broken : {"_R", "_RNv", "_RNvC9shop", "_RB_", "_RIB_E", "_RNvC4shop3addZ",
                               "_RNvC4shop999999999999999999999a"})
        CHECK(native::demangled(broken) == "");
    std::string bomb = "_RIC1aT";
    for (int i = 0; i < 60; ++i)
        bomb += "TB5_B5_B5_E";
    CHECK(native::demangled(bomb + "EE").size() <= 4000);
    std::string deep = "_RIC1a";
    for (int i = 0; i < 900; ++i)
        deep += 'S';
    CHECK(native::demangled(deep + "hE") == "");
    const LogPtr log = test::parseText(
        "WARNING: ThreadSanitizer: data race (pid=1)\n  Write of size 8 at 0x7b08 by thread T1:\n"
        "    #0 _$LT$shop..Cart$u20$as$u20$core..ops..Drop$GT$::drop::h7c51f785c4bdd214 "
        "/src/cart.rs:8:5 (shop+0x38)\n");
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->function(log->stack(log->snapshots[0].otherStacks[0].stack)[0]) ==
          "<shop::Cart as core::ops::Drop>::drop");
}

TEST_CASE("the message of a failed assertion goes without what stands before it")
{
    constexpr std::string_view kMessage =
        "shop: /src/cart.cc:40: void Cart::add(int): Assertion `n > 0' failed.";
    const std::string message(kMessage);
    for (const std::string& line :
         {message, "web-1  | " + message, "May 04 09:31:07 node1 shopd[2113]: " + message, "* " + message,
          "app.log:" + message, R"({"log":")" + message + R"(\n","stream":"stderr"})",
          "\"2026-05-04 09:31:07\",\"" + message + "\"", "\x1b[31m" + message + "\x1b[0m"}) {
        CAPTURE(line);
        const LogPtr log = test::parseText(line + "\n");
        REQUIRE(log);
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->str(log->snapshots[0].reason) == message);
    }
}
