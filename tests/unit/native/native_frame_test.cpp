// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/input.h"
#include "parser/native/common/native_frame.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;

TEST_CASE("gdb frames")
{
    const auto f = native::gdbFrame("#3  0x00007f71a66aa482 in std::function<void ()>::operator()() const "
                                    "(this=0x7ffe, s=\"(\") at a b/x.cc:48");
    REQUIRE(f);
    CHECK(f->function == "std::function<void ()>::operator()() const");
    CHECK(f->args == "this=0x7ffe, s=\"(\"");
    CHECK(f->file == "a b/x.cc");
    CHECK(f->line == 48);
    CHECK(native::gdbFrame("#14 0x00007f71 in ?? () from /lib/libstdc++.so.6")->module ==
          "/lib/libstdc++.so.6");
}

TEST_CASE("sanitizer and valgrind frames")
{
    const auto f = native::sanitizerFrame(
        "#0 exch::Book::notional() const /src/a.cc:32:20 (prog+0xea011) (BuildId: 55)");
    REQUIRE(f);
    CHECK(f->function == "exch::Book::notional");
    CHECK(f->file == "/src/a.cc");
    CHECK(f->line == 32);
    CHECK(f->module == "prog");
    const auto v = native::valgrindFrame("at 0x4BA9B3F: clone (clone.S:76)");
    REQUIRE(v);
    CHECK(v->address == 0x4BA9B3F);
    CHECK(v->file == "clone.S");
}

TEST_CASE("a gdb dump with its owners")
{
    const auto log = parse(
        inputFromText("Thread 2 (Thread 0x7f71a653d6c0 (LWP 2838) \"bank\"):\n"
                      "#0  futex_wait (futex_word=0x7ffebf94c8f0) at ../sysdeps/nptl/futex-internal.h:146\n"
                      "#1  ___pthread_mutex_lock (mutex=0x7ffebf94c8f0) at ./nptl/pthread_mutex_lock.c:93\n"
                      "#2  0x0000565491de042c in bank::transfer (n=10) at bank.cc:31\n"
                      "\n"
                      "$1 = {__data = {__lock = 2, __count = 0, __owner = 2839, __nusers = 1}}\n",
                      "x"));
    REQUIRE(log);
    REQUIRE((*log)->snapshots.size() == 1);
    const Snapshot& s = (*log)->snapshots[0];
    REQUIRE(s.threads.size() == 1);
    CHECK(s.threads[0].osId == 2838);
    CHECK(s.threads[0].waitsOn == 0x7ffebf94c8f0);
    CHECK(s.threads[0].waitsOnKind == ResourceKind::Mutex);
    REQUIRE(s.native);
    REQUIRE(s.native->owners.size() == 1);
    CHECK(s.native->owners[0].osId == 2839);
}

TEST_CASE("the lines and arguments of a native thread's frames are read again from the text")
{
    struct Case {
        const char* text;
        std::uint32_t firstFrame; ///< line of frame 0
        bool arguments;
    };
    const Case cases[] = {
        {"Thread 2 (Thread 0x7f71a653d6c0 (LWP 2838) \"bank\"):\n"
         "#0  futex_wait (futex_word=0x7ffebf94c8f0) at ../sysdeps/nptl/futex-internal.h:146\n"
         "#1  ___pthread_mutex_lock (mutex=0x7ffebf94c8f0) at ./nptl/pthread_mutex_lock.c:93\n"
         "#2  0x0000565491de042c in bank::Vault::open (this=0x7ffebf94c8e0, n=10)\n"
         "    at bank.cc:31\n",
         2, true},
        {"* thread #2, name = 'bank', stop reason = signal SIGSTOP\n"
         "  * frame #0: 0x00007fb8650a672e libc.so.6`futex_wait(futex_word=0x00007ffebf94c8f0) at "
         "futex-internal.h:146:13\n"
         "    frame #1: 0x00007fb8650acaf1 libc.so.6`___pthread_mutex_lock(mutex=0x00007ffebf94c8f0) at "
         "pthread_mutex_lock.c:93:5\n"
         "    frame #2: 0x0000565491de042c bank`bank::Vault::open(this=0x00007ffebf94c8e0, n=10) at "
         "bank.cc:31:9\n",
         2, true},
        {"PID 2837 - process\n"
         "TID 2838:\n"
         "#0  0x00007f71a66a3f16 futex_wait\n"
         "#1  0x00007f71a66aa482 ___pthread_mutex_lock\n"
         "#2  0x0000565491de042c bank::Vault::open(int)\n",
         3, false},
    };
    for (const Case& c : cases) {
        const auto log = parse(inputFromText(c.text, "x"));
        REQUIRE(log);
        INFO(c.text);
        REQUIRE((*log)->snapshots.size() == 1);
        REQUIRE((*log)->snapshots[0].threads.size() == 1);
        const auto frames = (*log)->threadText->frames((*log)->snapshots[0].threads[0]);
        REQUIRE(frames.size() == 3);
        CHECK(frames[0].lines.first == c.firstFrame);
        CHECK(frames[2].lines.first == c.firstFrame + 2);
        if (!c.arguments)
            continue;
        REQUIRE(!frames[2].args.empty());
        CHECK(frames[2].args[0].isNumber);
        CHECK(frames[2].args[0].value == 0x7ffebf94c8e0);
    }
}
