// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/fuzz/checks.h"
#include "tests/unit/parser/read.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using test::read;
using S = std::string;

namespace
{

S goroutine(int id, const S& state, const S& function = "main.work")
{
    return "goroutine " + std::to_string(id) + " [" + state + "]:\n" + function +
           "(0xc000010000)\n\t/src/main.go:" + std::to_string(10 + id) + " +0x1d\n";
}

std::vector<std::uint64_t> ids(const Snapshot& s)
{
    std::vector<std::uint64_t> found;
    for (const Thread& t : s.threads)
        found.push_back(t.id.value);
    return found;
}

std::vector<std::uint64_t> crashed(const Snapshot& s)
{
    std::vector<std::uint64_t> found;
    for (const Thread& t : s.threads)
        if (t.crashed)
            found.push_back(t.id.value);
    return found;
}

using Ids = std::vector<std::uint64_t>;
const S kLog = "level=info msg=tick\n";

} // namespace

TEST_CASE("an empty file, and one without anything", "[segments]")
{
    CHECK(read("")->snapshots.empty());
    const LogPtr log = read("one\ntwo\nfatal error: stdio.h: No such file or directory");
    CHECK(log->snapshots.empty());
    CHECK(log->text.lineCount() == 3);
    CHECK(log->recognisedLines == 0);
    CHECK(log->threadText);
}

TEST_CASE("a fatal line that stands twice belongs to one crash", "[segments]")
{
    const LogPtr log = read("fatal error: concurrent map writes\nfatal error: concurrent map writes\n\n" +
                            goroutine(7, "running") + "\n" + goroutine(8, "select"));
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    CHECK(ids(s) == Ids{7, 8});
    CHECK(crashed(s) == Ids{7});
    CHECK(s.reasonLines == LineSpan{1, 1});
    REQUIRE(s.remarks.size() == 1);
    CHECK(s.remarks[0].kind == Remark::Kind::Reason);
    CHECK(log->recognisedLines == log->text.lineCount());
}

TEST_CASE("two goroutines that crash one after the other are one snapshot", "[segments]")
{
    const LogPtr log =
        read("fatal error: concurrent map writes\n\n" + goroutine(7, "running") +
             "fatal error: concurrent map writes\n\n" + goroutine(9, "running") + "exit status 2\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(crashed(log->snapshots[0]) == Ids{7, 9});
}

TEST_CASE("two runs of a program are two snapshots", "[segments]")
{
    const S run = "fatal error: concurrent map writes\n\n" + goroutine(7, "running") + "exit status 2\n";
    const LogPtr log = read(run + kLog + run);
    REQUIRE(log->snapshots.size() == 2);
    CHECK(log->snapshots[0].lines == LineSpan{1, 6});
    CHECK(log->snapshots[1].lines == LineSpan{8, 13});
    CHECK(log->recognisedLines == 12);
    CHECK(read(run + run)->snapshots.size() == 2);
}

TEST_CASE("the stack that debug.Stack() prints is a snapshot of its own", "[segments]")
{
    const LogPtr log =
        read(kLog + goroutine(5, "running") + kLog + goroutine(5, "running") + kLog + "panic: boom\n\n" +
             goroutine(6, "running") + "\n" + goroutine(1, "select") + "exit status 2\n");
    REQUIRE(log->snapshots.size() == 3);
    CHECK_FALSE(log->snapshots[0].reason);
    CHECK_FALSE(log->snapshots[1].reason);
    CHECK(log->str(log->snapshots[2].reason) == "panic: boom");
    CHECK(crashed(log->snapshots[2]) == Ids{6});
}

TEST_CASE("dumps of all goroutines, one after the other", "[segments]")
{
    const S dump =
        goroutine(1, "running") + "\n" + goroutine(2, "select") + "\n" + goroutine(3, "chan receive") + "\n";
    CHECK(read(dump + dump)->snapshots.size() == 2);
    CHECK(read(dump + kLog + dump)->snapshots.size() == 2);
}

TEST_CASE("ordinary lines between the goroutines of a crash", "[segments]")
{
    const LogPtr log = read("panic: boom\n\n" + goroutine(7, "running") + kLog + kLog + "\n" +
                            goroutine(8, "select") + kLog + "\n" + goroutine(9, "IO wait"));
    REQUIRE(log->snapshots.size() == 1);
    CHECK(ids(log->snapshots[0]) == Ids{7, 8, 9});
}

TEST_CASE("the announcement may stand some lines before", "[segments]")
{
    S text = "fatal error: concurrent map writes\n";
    for (int i = 0; i < 60; ++i)
        text += kLog;
    const LogPtr log = read(text + goroutine(7, "running"));
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->str(log->snapshots[0].reason) == "fatal error: concurrent map writes");
    CHECK(crashed(log->snapshots[0]) == Ids{7});
    CHECK(log->recognisedLines == 4);
}

TEST_CASE("nobody crashes when all are asleep, nor when somebody asks for a dump", "[segments]")
{
    const LogPtr asleep =
        read("fatal error: all goroutines are asleep - deadlock!\n\n" + goroutine(1, "chan receive"));
    CHECK(crashed(asleep->snapshots[0]).empty());
    const LogPtr quit = read("SIGQUIT: quit\nPC=0x46c661 m=0 sigcode=0\n\ngoroutine 0 "
                             "[idle]:\nruntime.futex()\n\t/usr/local/go/src/runtime/sys.s:1 +0x1\n\n" +
                             goroutine(1, "running"));
    CHECK(crashed(quit->snapshots[0]).empty());
    CHECK(quit->str(quit->snapshots[0].signal) == "SIGQUIT");
    CHECK(quit->snapshots[0].threads[0].kind == ThreadKind::System);
}

TEST_CASE("behind a runtime stack the next goroutine has crashed", "[segments]")
{
    const LogPtr log = read("fatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x1, "
                            "0x2})\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n\n" +
                            goroutine(4, "running") + "\n" + goroutine(1, "select"));
    const Snapshot& s = log->snapshots[0];
    REQUIRE(s.threads.size() == 3);
    CHECK(s.threads[0].kind == ThreadKind::System);
    CHECK_FALSE(s.threads[0].id.known());
    CHECK(crashed(s) == Ids{4});
    CHECK(log->recognisedLines == log->text.lineCount());
}

TEST_CASE("a goroutine that is printed twice is one thread with its better stack", "[segments]")
{
    const LogPtr log =
        read("fatal error: concurrent map writes\n\n" + goroutine(7, "running") +
             "\ngoroutine 8 [running]:\n\tgoroutine running on other thread; stack unavailable\n\n" +
             goroutine(8, "running"));
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots[0];
    REQUIRE(ids(s) == Ids{7, 8});
    CHECK(s.threads[1].stack);
    CHECK_FALSE(s.threads[1].stackUnavailable);
}

TEST_CASE("GOTRACEBACK=crash lets every thread print its own block", "[segments]")
{
    const LogPtr log =
        read("SIGABRT: abort\nPC=0x1 m=0 sigcode=0\n\n" + goroutine(1, "running") +
             "\n-----\n\nSIGQUIT: quit\nPC=0x2 m=3 sigcode=0\n\n" +
             "goroutine 0 [idle]:\nruntime.futex()\n\t/usr/local/go/src/runtime/sys.s:1 +0x1\n\n" +
             goroutine(1, "running") + "\nrax    0x0\nrbx    0x1\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(ids(log->snapshots[0]) == Ids{1, 0});
    CHECK(log->recognisedLines == log->text.lineCount());
}

TEST_CASE("a panic's value that looks like a dump is not one", "[segments]")
{
    const S fake = "goroutine 70 [running]:\nmain.fake()\n\t/src/fake.go:12 +0x1d\n";
    const LogPtr old = read("panic: upstream said:\n" + fake + "\n" + goroutine(1, "running"));
    REQUIRE(old->snapshots.size() == 1);
    CHECK(ids(old->snapshots[0]) == Ids{1});
    CHECK(crashed(old->snapshots[0]) == Ids{1});
    const LogPtr indented = read(
        "panic: upstream said:\n\tgoroutine 70 [running]:\n\tmain.fake()\n\t\t/src/fake.go:12 +0x1d\n\n" +
        goroutine(1, "running"));
    REQUIRE(indented->snapshots.size() == 1);
    CHECK(ids(indented->snapshots[0]) == Ids{1});
    CHECK(indented->recognisedLines == indented->text.lineCount());
}

TEST_CASE("panics within panics", "[segments]")
{
    const LogPtr log = read("panic: a [recovered]\n\tpanic: b\n[signal SIGSEGV: segmentation violation "
                            "code=0x1 addr=0x0 pc=0x48f6aa]\n\n" +
                            goroutine(1, "running"));
    const Snapshot& s = log->snapshots[0];
    CHECK(log->str(s.reason) == "panic: a [recovered]");
    CHECK(log->str(s.signal) == "SIGSEGV");
    CHECK(s.remarks.size() == 2);
    CHECK(crashed(s) == Ids{1});
}

TEST_CASE("a crash without its fatal line", "[segments]")
{
    const LogPtr log = read(goroutine(18, "running", "runtime.throw") + "\n" + goroutine(1, "select"));
    CHECK(crashed(log->snapshots[0]) == Ids{18});
}

TEST_CASE("ancestors are stacks of their own", "[segments]")
{
    const LogPtr log =
        read("goroutine 25 [chan receive]:\nmain.bar(0x1)\n\t/src/a.go:57 +0x11c\ncreated by "
             "main.d1\n\t/src/a.go:69 +0x34\n"
             "[originating from goroutine 24]:\nmain.d1(...)\n\t/src/a.go:70 "
             "+0x34\nmain.foo(...)\n\t/src/a.go:52 +0xec\ncreated by main.d1\n\t/src/a.go:69 +0x34\n");
    const Snapshot& s = log->snapshots[0];
    REQUIRE(s.otherStacks.size() == 1);
    CHECK(s.otherStacks[0].about == About::Ancestor);
    CHECK(s.otherStacks[0].thread == ThreadId(24));
    CHECK(log->stack(s.otherStacks[0].stack).size() == 2);
    CHECK(log->stack(s.threads[0].stack).size() == 1);
    CHECK(log->recognisedLines == log->text.lineCount());
}

TEST_CASE("what the runtime says between frames does not end a goroutine", "[segments]")
{
    const LogPtr log =
        read("goroutine 1 [running]:\nmain.f()\n\t/src/a.go:1 +0x1\nruntime: g 1: unexpected return pc for "
             "main.f called from 0x0\n"
             "stack: frame={sp:0x1, fp:0x2} stack=[0x3,0x4)\n0x000000c00002e6e0:  "
             "0x000000c00002e780\nmain.g()\n\t/src/a.go:2 +0x1\n"
             "...3 frames elided...\nmain.h()\n\t/src/a.go:3 +0x1\nnon-Go function at pc=7f2c1a2b3c4d\n");
    const Snapshot& s = log->snapshots[0];
    REQUIRE(s.threads.size() == 1);
    CHECK(log->stack(s.threads[0].stack).size() == 4);
    CHECK(s.threads[0].framesElided == 3);
    CHECK(s.remarks.size() == 3);
    CHECK(log->recognisedLines == log->text.lineCount());
}

TEST_CASE("a dump is found within very many ordinary lines", "[segments]")
{
    S text;
    for (int i = 0; i < 40'000; ++i)
        text += "2026-11-20T09:31:00Z INFO served goroutine pool request=" + std::to_string(i) + "\n";
    const LogPtr log = read(text + "fatal error: concurrent map writes\n\n" + goroutine(7, "running") + text);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].lines == LineSpan{40'001, 40'005});
    CHECK(log->text.lineCount() == 80'005);
    CHECK(log->recognisedLines == 5);
    CHECK_FALSE(log->clock.empty());
}

TEST_CASE("a fatal line of which nothing else is left", "[segments]")
{
    const LogPtr log =
        read(kLog + "fatal error: concurrent map writes\nfatal error: concurrent map writes\n" + kLog);
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->snapshots[0].threads.empty());
    CHECK(log->snapshots[0].lines == LineSpan{2, 3});
    CHECK(log->str(log->snapshots[0].reason) == "fatal error: concurrent map writes");
    CHECK(read("web-1  | fatal error: all goroutines are asleep - deadlock!\n")->snapshots.size() == 1);
    // Somebody speaks of such an error.
    CHECK(read("level=info msg=\"seen fatal error: concurrent map writes\"\n")->snapshots.empty());
    CHECK(read("we got a fatal error: concurrent map writes\n")->snapshots.empty());
    // One that has its goroutines is not made twice.
    CHECK(read("fatal error: concurrent map writes\n\n" + goroutine(7, "running"))->snapshots.size() == 1);
}

TEST_CASE("parts of a dump in several blocks of one text", "[segments]")
{
    const S fence = "```\n";
    const auto pasted = [&](const S& block) { return "words\n" + fence + block + fence; };
    const S reason = "fatal error: concurrent map writes\n\n";
    const S first = goroutine(7, "running") + "\n" + goroutine(1, "sleep");
    // Goroutines that were not there yet: the same dump.
    const LogPtr one =
        read(pasted(reason + first) + pasted(goroutine(9, "select") + "\n" + goroutine(12, "sleep")));
    REQUIRE(one->snapshots.size() == 1);
    CHECK(ids(one->snapshots[0]) == Ids{7, 1, 9, 12});
    // The same goroutines once more, or another crash: another one.
    CHECK(read(pasted(first) + pasted(goroutine(1, "sleep") + "\n" + goroutine(9, "select")))
              ->snapshots.size() == 2);
    CHECK(read(pasted(reason + first) + pasted(reason + first))->snapshots.size() == 2);
}

TEST_CASE("standard output around the words of a fatal error", "[segments]")
{
    const S rest = "\n" + goroutine(7, "running") + "\n" + goroutine(1, "sleep");
    const auto reasonOf = [&](const S& announced) {
        const LogPtr log = read(kLog + announced + rest);
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->snapshots[0].reasonLines.first == 2);
        return S(log->str(log->snapshots[0].reason));
    };
    const S reason = "fatal error: concurrent map writes";
    CHECK(reasonOf("copied 17 tables, fatal error: concurrent map writes\n") == reason);
    CHECK(reasonOf("fatal error: copied 17 tables\nconcurrent map writes\n") == reason);
    CHECK(reasonOf("fatal error: concurrent map writescopied 17 tables\n\n") == reason);
    CHECK(reasonOf("fatal error: out of tables\n") == "fatal error: out of tables");
}

TEST_CASE("the last part of a split line never came", "[segments]")
{
    const S stamp = "2026-05-04T09:31:07.000000118Z stderr ";
    for (const S& end : {stamp + "P main.(*Sto\n", stamp + "P main.(*Sto", stamp + "P \n", stamp}) {
        const LogPtr log = read(stamp + "F goroutine 7 [running]:\n" + end);
        CAPTURE(end);
        REQUIRE(log->snapshots.size() == 1);
        CHECK(ids(log->snapshots[0]) == Ids{7});
        CHECK(log->input.linePrefix == "kubernetes");
    }
}

TEST_CASE("people put the stack above the message", "[segments]")
{
    const LogPtr log =
        test::parseText("goroutine 1 [running]:\nmain.main()\n\t/src/main.go:14 +0x18\nexit status 2\n"
                        "panic: runtime error: invalid memory address or nil pointer dereference\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    CHECK(log->snapshots[0].threads[0].crashed);
}

TEST_CASE("what was selected began behind the prefix of the first line", "[segments]")
{
    const LogPtr log = test::parseText("`panic: send on closed channel\n"
                                       "Nov 15 17:39:50 host app: goroutine 7 [running]:\n"
                                       "Nov 15 17:39:50 host app: main.main()\n"
                                       "Nov 15 17:39:50 host app: /src/main.go:14 +0x18\n");
    REQUIRE(log->snapshots.size() == 1);
    CHECK(log->str(log->snapshots[0].reason) == "panic: send on closed channel");
    CHECK(log->snapshots[0].lines.first == 1);
    CHECK(test::violations(*log).empty());

    const LogPtr quoted =
        test::parseText("`panic: boom\ngoroutine 7 [running]:\nmain.main()\n\t/a.go:1 +0x1\n`\n");
    CHECK(quoted->str(quoted->snapshots.at(0).reason) == "panic: boom");

    const LogPtr shown = test::parseText("panic: boom^M\n^M\ngoroutine 7 [running]:^M\nmain.main()^M\n"
                                         "\t/src/main.go:14 +0x18^M\n");
    REQUIRE(shown->snapshots.size() == 1);
    CHECK(shown->str(shown->snapshots[0].reason) == "panic: boom");
    CHECK(shown->snapshots[0].threads.size() == 1);
}
