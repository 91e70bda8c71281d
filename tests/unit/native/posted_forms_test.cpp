// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Forms in which people post what tools printed: cut at the top, without the numbers of processes, copied out
// of a window. Where no capture could be made, the form is that of the tool's sources and manuals; names and
// numbers are made up.
#include "model/analysis/analysis.h"
#include "model/formatted.h"
#include "parser/parse.h"
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace skein;

namespace
{

std::string framesOf(const Log& log, StackId stack)
{
    std::string all;
    for (const FrameId id : log.stack(stack))
        all += (all.empty() ? "" : " ") + std::string(log.function(id));
    return all;
}

/// The log without `==27282==` before its lines.
std::string withoutProcess(const std::string& text)
{
    std::string bare;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
        std::string line = text.substr(at, end + 1 - at);
        if (line.starts_with("==")) {
            const std::size_t close = line.find("==", 2);
            line = close == line.npos ? line : line.substr(std::min(close + 3, line.size() - 1));
        }
        bare += line;
        at = end + 1;
    }
    return bare;
}

/// What the reports of a log say, without their lines.
std::string said(const Log& log)
{
    std::string all;
    for (const Snapshot& s : log.snapshots) {
        all += std::string(log.str(s.reason)) + '\n';
        for (const Thread& t : s.threads)
            all += " thread " + toString(t.id);
        for (const ReportedAccess& a : s.native->accesses)
            all +=
                " access " + toString(a.thread) + ' ' + hexAddress(a.address) + ' ' + framesOf(log, a.stack);
        for (const ReportedOrder& o : s.native->orders)
            all +=
                " order " + hexAddress(o.held) + ' ' + hexAddress(o.acquired) + ' ' + framesOf(log, o.stack);
        all += '\n';
    }
    return all;
}

} // namespace

TEST_CASE("valgrind's reports without the process's number")
{
    for (const char* folder : {"helgrind", "drd"}) {
        for (const auto& path : test::fixtures(folder, ".log")) {
            const std::string text = test::readFile(path);
            // Of these DRD's first line is no beginning: it needs the number to be known.
            const LogPtr log = test::parseText(text);
            const bool orders = log && std::ranges::any_of(log->snapshots, [](const Snapshot& s) {
                                    return !s.native->accesses.empty() || !s.native->orders.empty();
                                });
            if (!orders)
                continue;
            CAPTURE(path);
            const LogPtr bare = test::parseText(withoutProcess(text));
            REQUIRE(bare);
            CHECK(said(*bare) == said(*log));
            CHECK(test::violations(*bare) == std::vector<std::string>{});
        }
    }
}

TEST_CASE("what valgrind's own tests have made unknown")
{
    const LogPtr log = test::parseText("---Thread-Announcement------------------------------------------\n\n"
                                       "Thread #x was created\n   ...\n"
                                       "   by 0x........: pthread_create (hg_intercepts.c:...)\n\n"
                                       "Thread #x: lock order \"0x........ before 0x........\" violated\n\n"
                                       "Observed (incorrect) order is: acquisition of lock at 0x........\n"
                                       "   at 0x........: mutex_lock_WRK (hg_intercepts.c:...)\n"
                                       "   by 0x........: dine (dinner.c:21)\n   ...\n\n"
                                       " followed by a later acquisition of lock at 0x........\n"
                                       "   at 0x........: mutex_lock_WRK (hg_intercepts.c:...)\n"
                                       "   by 0x........: dine (dinner.c:22)\n");
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].native->orders.size() == 1);
    CHECK(framesOf(*log, log->snapshots[0].native->orders[0].stack) == "mutex_lock_WRK dine");
}

TEST_CASE("what valgrind says beside its reports is none of them")
{
    std::string text = "==7== Helgrind, a thread error detector\n";
    for (int i = 0; i < 100; ++i)
        text += "--7-- REDIR: 0x4017b70 (ld.so:strlen) redirected\n";
    text += "==7== ---Thread-Announcement---------\n==7== \n==7== Thread #2 was created\n"
            "==7==    at 0x1: clone (clone.S:76)\n==7== \n";
    for (int i = 0; i < 100; ++i)
        text += "**7** the program's own line\n";
    text += "==7== Possible data race during read of size 4 at 0x10C0 by thread #2\n==7== Locks held: none\n"
            "==7==    at 0x2: f (a.c:3)\n";
    const LogPtr log = test::parseText(text);
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(said(*log) == "Possible data race during read of size 4 at 0x10C0 by thread #2\n"
                        " thread 2 access 2 0x10c0 f\n");
    CHECK(log->snapshots[0].lines.first == 102); // with the announcement
}

TEST_CASE("the order of locks as Abseil reports it")
{
    const LogPtr log = test::parseText(test::seed("absl-mutex"));
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(said(*log) ==
          "Potential Mutex deadlock:\n"
          " order 0x23425b4b560 0x23425bc70e0 absl::lts_20240722::DebugOnlyDeadlockCheck "
          "absl::lts_20240722::Mutex::Lock shop::Cart::close order 0x23425bc70e0 0x23425b4b560 \n");
    CHECK(log->snapshots[0].otherStacks.size() == 3);

    // Up to 2020 all locks that were held are named, and the last one of the circle is the one that matters.
    const LogPtr old =
        test::parseText("[mutex.cc : 1340] RAW: Potential Mutex deadlock: \n"
                        "[mutex.cc : 1350] RAW: Acquiring 0x10a0    Mutexes held:  0x1050 0x1090\n"
                        "[mutex.cc : 1351] RAW: Cycle: \n"
                        "[mutex.cc : 1364] RAW: mutex@0x10a0 stack: \n"
                        "[mutex.cc : 1364] RAW: mutex@0x1090 stack: \n");
    REQUIRE(old);
    CHECK(said(*old) == "Potential Mutex deadlock:\n order 0x1090 0x10a0  order 0x10a0 0x1090 \n");

    for (const auto& path : test::fixtures("ends", ".log")) {
        if (!path.stem().string().starts_with("order"))
            continue;
        const LogPtr capture = test::parseText(test::readFile(path));
        REQUIRE(capture);
        REQUIRE(capture->snapshots.size() == 1);
        const auto& orders = capture->snapshots[0].native->orders;
        CHECK(orders.size() == (path.stem().string().starts_with("order-of-three") ? 3 : 2));
        for (std::size_t i = 0; i < orders.size(); ++i) // each lock's holder waits for the next one
            CHECK(orders[i].acquired == orders[(i + 1) % orders.size()].held);
        const AnalysisPtr analysis = analyse(capture);
        REQUIRE(!analysis->findings.empty());
        CHECK(analysis->findings[0].kind == FindingKind::LockOrderInversion);
    }
}

TEST_CASE("threads of an Android application that does not answer")
{
    const LogPtr log = test::parseText(test::seed("android-anr"));
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 3);
    CHECK(threads[0].osId == 4601);
    CHECK(log->str(threads[1].name) == "io");
    CHECK(framesOf(*log, threads[1].stack) == "syscall org.shop.Stock.take");
    CHECK(threads[1].waitsOn == 0x0111e62f);
    const AnalysisPtr analysis = analyse(log);
    REQUIRE(!analysis->findings.empty());
    CHECK(analysis->findings[0].kind == FindingKind::Deadlock);
    CHECK(analysis->findings[0].certainty == Certainty::Proved);
    CHECK(analysis->findings[0].cycle.size() == 2);

    // Who holds it is printed, and is not in the log: nobody else is guessed.
    const LogPtr cut = test::parseText("\"main\" tid=1 Blocked\n  at org.shop.Cart.total (Cart.java:40)\n"
                                       "- waiting to lock <0x0734e62f> (a org.shop.Stock) held by thread 12\n"
                                       "  at org.shop.Cart.show (Cart.java:30)\n");
    REQUIRE(cut);
    CHECK(analyse(cut)->findings.empty());
    // HotSpot's header only looks like it.
    CHECK(test::parseText("\"main\" prio=10 tid=0x00007f01 nid=0x1 runnable\n")->snapshots.empty());
}

TEST_CASE("stacks copied out of Visual Studio")
{
    const LogPtr log = test::parseText(test::seed("visual-studio"));
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(framesOf(*log, threads[0].stack) ==
          "NtWaitForAlertByThreadId RtlEnterCriticalSection Stock::Enter Stock::take main");
    CHECK(log->str(threads[0].waitReason) == "mutex");
    CHECK(log->frame(log->stack(threads[0].stack)[2]).inlined);
    CHECK(log->frame(log->stack(threads[1].stack)[0]).line == 40);
    CHECK(test::parseText("Stop.now! said Line 4\nfoo.dll! and more\n")->snapshots.empty());
}

TEST_CASE("stacks without what stands above them")
{
    const LogPtr gdb = test::parseText(
        "```\n#1  __GI___lll_lock_wait (futex=0x7ff0, private=0) at ./nptl/lowlevellock.c:49\n"
        "#2  0x00007f80c4c27082 in pthread_mutex_lock (mutex=0x7ff0) at ./nptl/pthread_mutex_lock.c:48\n"
        "#3  0x00007f80c4c27182 in main () at a.c:4\n```\n");
    REQUIRE(gdb);
    REQUIRE(gdb->snapshots.size() == 1);
    CHECK(framesOf(*gdb, gdb->snapshots[0].threads[0].stack) ==
          "__GI___lll_lock_wait pthread_mutex_lock main");

    const LogPtr windbg =
        test::parseText("00 000000aa`9aa7e000 00007ffe`ee21d70d     shop!Cart::add+0x14\n"
                        "01 000000aa`9aa7e010 00007ffe`ee21d431     ntdll!RtlUserThreadStart+0x21\n");
    REQUIRE(windbg);
    REQUIRE(windbg->snapshots.size() == 1);
    CHECK(framesOf(*windbg, windbg->snapshots[0].threads[0].stack) == "Cart::add RtlUserThreadStart");

    const LogPtr kernel =
        test::parseText("        THREAD ffffcb003aac7080  Cid 0584.09fc  Teb: 0000000000d93000 Win32Thread: "
                        "0000 WAIT: (UserRequest)\n"
                        "            ffffcb003feb2200  Semaphore Limit 0x1\n        Not impersonating\n"
                        "        Child-SP          RetAddr               Call Site\n"
                        "        ffff9e81`1ddaef00 fffff800`570bda9a     nt!KiSwapContext+0x76\n"
                        "        ffff9e81`1ddaf040 fffff800`570bd461     nt!KiSwapThread+0x16a\n");
    REQUIRE(kernel);
    REQUIRE(kernel->snapshots.size() == 1);
    CHECK(kernel->snapshots[0].threads[0].osId == 0x9fc);
    CHECK(framesOf(*kernel, kernel->snapshots[0].threads[0].stack) == "KiSwapContext KiSwapThread");

    const LogPtr apple =
        test::parseText("Thread 14:\n0   libsystem_kernel.dylib          0x3273d518 mach_msg_trap + 20\n"
                        "1   CoreFoundation                  0x24682dc6 CFRunLoopRun + 142\n");
    REQUIRE(apple);
    REQUIRE(apple->snapshots.size() == 1);
    CHECK(apple->snapshots[0].threads[0].id == ThreadId(14));

    const LogPtr syslog = test::parseText(
        "2026-05-03T09:59:01+02:00 merlin systemd-coredump[22]: Process 27 (shop) of user 1000 dumped core."
        "#012#012Stack trace of thread 29:#012#0  0x00007f4816e2fe73 _ZN4shop4CartD2Ev (libshop.so.5 + 0x2a2)"
        "#012#1  0x00007f4816e30e51 main (shop + 0x2a3)\n");
    REQUIRE(syslog);
    REQUIRE(syslog->snapshots.size() == 1);
    CHECK(framesOf(*syslog, syslog->snapshots[0].threads[0].stack) == "shop::Cart::~Cart main");
}

TEST_CASE("AddressSanitizer without its first line, and with calls that were inlined")
{
    const LogPtr log =
        test::parseText("714: READ of size 4 at 0x6120000ce19c thread T0\n"
                        "714:     #0 0x7f6ac2652903 in Cart::total() /src/cart.cc:597:8\n\n[...]\n\n"
                        "714: 0x6120000ce19c is located 92 bytes inside of 264-byte region "
                        "[0x6120000ce140,0x6120000ce248)\n"
                        "714: freed by thread T2 here:\n"
                        "714:     #0 0x501778 in operator delete(void*) (/src/shop+0x501778)\n"
                        "714:     #1 0x7f6ac8046364 in Cart::~Cart() /src/cart.cc:36\n"
                        "714:     #1 0x7f6ac8046364 in Shop::close() /src/shop.cc:362\n"
                        "714:     #2 0x7f6ac8046368 in main /src/main.cc:3\n");
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const NativeFacts& facts = *log->snapshots[0].native;
    CHECK(facts.kind == ReportKind::UseAfterFree);
    REQUIRE(facts.accesses.size() == 2);
    CHECK(framesOf(*log, facts.accesses[1].stack) == "operator delete Cart::~Cart Shop::close main");
}

TEST_CASE("a lock of the program's own that spins")
{
    const LogPtr log = test::parseText(
        "Thread 2 (Thread 0x7f0a (LWP 12)):\n"
        "#0  std::atomic<bool>::load (this=0x5540 <bob>) at /usr/include/c++/12/atomic:112\n"
        "#1  0x51 in SpinLock::lock (this=0x5540 <bob>) at a.cc:6\n"
        "#2  0x52 in std::lock_guard<SpinLock>::lock_guard (this=0x7f, __m=...) at "
        "/usr/include/c++/12/bits/std_mutex.h:229\n"
        "#3  0x53 in transfer () at a.cc:15\n\n"
        "Thread 1 (Thread 0x7f0b (LWP 11)):\n"
        "#0  pthread_mutex_lock (mutex=0x5580) at pthread_mutex_lock.c:93\n"
        "#1  0x54 in OwnMutex::lock (this=0x5578) at b.cc:3\n#2  0x55 in main () at b.cc:9\n");
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(log->str(threads[0].waitReason) == "spin");
    CHECK(threads[0].waitsOn == 0x5540);
    CHECK(log->str(threads[1].waitReason) == "mutex"); // what it is made of says more
    CHECK(threads[1].waitsOn == 0x5580);
}

namespace
{

/// "deadlock possible 2 3" for each deadlock that is found.
std::string deadlocksOf(std::string_view text)
{
    const LogPtr log = test::parseText(std::string(text));
    REQUIRE(log);
    const AnalysisPtr analysis = analyse(log);
    std::string all;
    for (const Finding& f : analysis->findings) {
        if (f.kind != FindingKind::Deadlock)
            continue;
        all += f.certainty == Certainty::Possible ? "possible" : "surer";
        for (const ThreadRef& t : f.threads)
            all += ' ' + toString(log->snapshots[t.snapshot].threads[t.index].id);
        all += ';';
    }
    return all;
}

} // namespace

// Cut down from captures of programs whose bug is known.
TEST_CASE("deadlocks where no address is printed")
{
    CHECK(deadlocksOf(
              "TID 398:\n#0  0x7f16 __futex_abstimed_wait_common\n#1  0x7fe3 __pthread_clockjoin_ex\n"
              "#2  0x7f17 std::thread::join()\n#3  0x5687 Recorder::stop()\n#4  0x564c main\n"
              "TID 404:\n#0  0x7f2b __GI___lll_lock_wait\n#1  0x7f82 __pthread_mutex_lock@GLIBC_2.2.5\n"
              "#2  0x56d8 std::mutex::lock()\n#3  0x5608 Recorder::run()\n#4  0x71f5 start_thread\n"
              "TID 408:\n#0  0x7ff2 pause\n#1  0x564d Housekeeper::rest()\n#2  0x71f5 start_thread\n") ==
          "possible 398 404;");
    const std::string main = "TID 14:\n#0  0x7f16 __futex_abstimed_wait_common\n#1  0x7fe3 "
                             "__pthread_clockjoin_ex\n#2  0x562e main\n";
    const std::string spins =
        "#0  0x5190 std::atomic<bool>::load(std::memory_order) const\n#1  0x55fe SpinLock::lock()\n"
        "#2  0x540b transfer(Account&, Account&, long)\n#3  0x71f5 start_thread\n";
    CHECK(deadlocksOf(main + "TID 15:\n" + spins + "TID 16:\n" + spins) == "possible 15 16;");
    // One that runs may be about to let go.
    CHECK(deadlocksOf(main + "TID 15:\n" + spins + "TID 16:\n" + spins +
                      "TID 17:\n#0  0x5190 transfer(Account&, Account&, long)\n#1  0x71f5 start_thread\n")
              .empty());
    // lldb could not get out of glibc: two that wait for what another one runs, and nobody else.
    const auto once = [](char thread, std::string_view control) {
        return std::string("  thread #") + thread +
               ", name = 'program'\n    frame #0: 0x00007f9c750a3867 libc.so.6`__pthread_once_slow" +
               "(once_control=" + std::string(control) +
               ", init_routine=(libstdc++.so.6`__once_proxy)) at pthread_once.c:105:8\n";
    };
    CHECK(
        deadlocksOf(
            "* thread #1, name = 'program'\n  * frame #0: 0x00007f9c7509b388 libc.so.6`__pthread_clockjoin_ex"
            "(threadid=140309953623744, block=<unavailable>) at pthread_join_common.c:102:14\n"
            "    frame #1: 0x0000565067df5543 program`main at k_once.cpp:13:11\n" +
            once('2', "0x0000565067dfd128") + once('3', "0x0000565067dfd124")) == "possible 2 3;");
}

TEST_CASE("trees of sampled stacks")
{
    const LogPtr log = test::parseText(test::seed("apple-sample"));
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 3);
    CHECK(framesOf(*log, threads[0].stack) == "__psynch_mutexwait -[Cart add:] main start");
    CHECK(log->str(threads[0].waitReason) == "mutex");
    CHECK(log->frame(log->stack(threads[0].stack)[2]).line == 21);
    CHECK(log->threadText->frames(threads[0])[0].lines.first == 9);
    CHECK(log->str(threads[1].name) == "worker");
    CHECK(framesOf(*log, threads[1].stack) == "Shop::run thread_start");
    CHECK(framesOf(*log, threads[2].stack) == "__psynch_mutexwait Cart::add thread_start");
    CHECK(threads[2].osId == 0x2c4a6c);
    CHECK(log->frame(log->stack(threads[2].stack)[1]).line == 40);
}

TEST_CASE("locks of Rust")
{
    const LogPtr log = test::parseText(
        "Thread 2 (Thread 0x7f0a (LWP 12) \"a\"):\n#0  syscall () at "
        "../sysdeps/unix/sysv/linux/x86_64/syscall.S:38\n"
        "#1  0x51 in std::sys::unix::futex::futex_wait () at library/std/src/sys/unix/futex.rs:62\n"
        "#2  0x52 in std::sys::unix::locks::futex_mutex::Mutex::lock_contended (self=0x5540) at "
        "library/std/futex_mutex.rs:56\n"
        "#3  std::sync::mutex::Mutex::lock<shop::Cart> (self=0x5540) at library/std/src/sync/mutex.rs:273\n"
        "#4  0x53 in shop::add () at src/main.rs:5\n\n"
        "Thread 1 (Thread 0x7f0b (LWP 11) \"b\"):\n#0  syscall () at "
        "../sysdeps/unix/sysv/linux/x86_64/syscall.S:38\n"
        "#1  0x61 in parking_lot_core::thread_parker::imp::ThreadParker::futex_wait (self=0x7f, ts=...) at "
        "p/linux.rs:112\n"
        "#2  0x62 in parking_lot::raw_rwlock::RawRwLock::lock_exclusive_slow (self=0x5580) at "
        "p/raw_rwlock.rs:7\n"
        "#3  0x63 in shop::main () at src/main.rs:9\n");
    REQUIRE(log);
    REQUIRE(log->snapshots.size() == 1);
    const auto& threads = log->snapshots[0].threads;
    REQUIRE(threads.size() == 2);
    CHECK(log->str(threads[0].waitReason) == "mutex");
    CHECK(threads[0].waitsOn == 0x5540);
    CHECK(log->str(threads[1].waitReason) == "rwlock-write");
    CHECK(threads[1].waitsOn == 0x5580);
}

TEST_CASE("crash handlers whose first lines lack something")
{
    const LogPtr play =
        test::parseText("*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***\n"
                        "pid: 0, tid: 17495 >>> org.shop <<<\n\nbacktrace:\n"
                        "  #00  pc 0x0000000000082fb4  /apex/lib64/bionic/libc.so (abort+160)\n"
                        "  #01  pc 0x000000000002458c  /data/app/libshop.so (add+642)\n");
    REQUIRE(play);
    REQUIRE(play->snapshots.size() == 1);
    CHECK(play->snapshots[0].threads[0].id == ThreadId(17495));
    CHECK(framesOf(*play, play->snapshots[0].threads[0].stack) == "abort add");
    const LogPtr windows =
        test::parseText("*** Aborted at 1572713356 (unix time) try \"date -d @1572713356\" if you are "
                        "using GNU date ***\n    @ 0x598a07b3 _seh_filter_exe\n    @   0x2a2597 main\n");
    REQUIRE(windows);
    REQUIRE(windows->snapshots.size() == 1);
    CHECK(framesOf(*windows, windows->snapshots[0].threads[0].stack) == "_seh_filter_exe main");
}

TEST_CASE("what was cut or put together proves nothing", "[native]")
{
    const auto findings = [](const std::string& text) { return analyse(test::parseText(text))->findings; };
    const auto isCrash = [](const Finding& f) { return f.kind == FindingKind::Crash; };
    const std::string stop = "* thread #1, name = 'shopd', stop reason = signal ";
    const std::string frame = "\n    frame #0: 0x00005590c7a11c12 shopd`main at shop.cpp:7:5\n";
    CHECK(std::ranges::any_of(findings(stop + "SIGSEGV" + frame), isCrash));
    CHECK(std::ranges::none_of(findings(stop + "SIGSTOP" + frame), isCrash));
    CHECK(std::ranges::none_of(findings(stop + "SIGS" + frame), isCrash));

    const std::string begin = "==12== drd, a thread error detector\n==12== Thread 2:\n";
    const std::string place =
        "\n==12==    at 0x10BF76: put (shop.cpp:7)\n==12==    by 0x10BF77: main (shop.cpp:9)\n";
    const auto isMisuse = [](const Finding& f) { return f.kind == FindingKind::LockMisuse; };
    CHECK(std::ranges::any_of(
        findings(begin + "==12== Mutex not locked: mutex 0x1111e0, recursion count 0, owner 0." + place),
        isMisuse));
    CHECK(std::ranges::none_of(
        findings(begin + "==12== [shopd] ==12== Conflicting load by thread 2 at 0x00114368 size 8" + place),
        isMisuse));
}

TEST_CASE("what announces a report is no other output within one", "[native]")
{
    // Made by hand, as glog and AddressSanitizer print: the first line reads like a name of gccgo's.
    std::string text =
        "depot/shelf_check.cc:88\n*** Check failure stack trace: ***\n"
        "    @     0x55d0c1a02ca0  depot::Shelf::verify()\n"
        "    @     0x55d0c1a01eac  depot::main()\n"
        "AddressSanitizer:DEADLYSIGNAL\n"
        "=================================================================\n"
        "==4711==ERROR: AddressSanitizer: ABRT on unknown address 0x0539002460c7 (pc 0x7f31aac512fa bp "
        "0x7ffe51f6c620 sp 0x7ffe51f6c478 T0)\n";
    for (int i = 0; i < 9; ++i)
        text += formatted("    #{} 0x55d0c1a02e8c in depot::step{}() depot/shelf.cc:{}:3\n", i, i, 60 + i);
    text += "SUMMARY: AddressSanitizer: ABRT depot/shelf.cc:60:3 in depot::step0()\n==4711==ABORTING\n";
    const LogPtr log = test::parseText(text);
    REQUIRE(!log->snapshots.empty());
    REQUIRE(!log->snapshots[0].threads.empty());
    CHECK(framesOf(*log, log->snapshots[0].threads[0].stack) == "depot::Shelf::verify depot::main");
}
