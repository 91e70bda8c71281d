// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/reasons.h"

#include "tests/unit/analysis/log_fixture.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;
using skein::test::LogFixture;

namespace {

FindingKind firstKind(std::string_view reason, std::string_view signal = {})
{
    LogFixture log;
    log.snapshot(reason, signal).goroutine(7, "running").crashed().frame("main.f", "f.go", 3);
    const auto analysis = analyse(log.build());
    REQUIRE_FALSE(analysis->findings.empty());
    CHECK(analysis->findings[0].certainty == Certainty::Proved);
    CHECK_FALSE(analysis->findings[0].title.empty());
    CHECK_FALSE(analysis->findings[0].evidence.empty());
    CHECK_FALSE(analysis->findings[0].advice.empty());
    return analysis->findings[0].kind;
}

}  // namespace

TEST_CASE("the runtime's message decides what kind of finding it is", "[reasons]")
{
    CHECK(firstKind("fatal error: all goroutines are asleep - deadlock!") == FindingKind::Deadlock);
    CHECK(firstKind("fatal error: no goroutines (main called runtime.Goexit) - deadlock!") ==
          FindingKind::Deadlock);
    CHECK(firstKind("fatal error: sync: unlock of unlocked mutex") == FindingKind::LockMisuse);
    CHECK(firstKind("fatal error: sync: RUnlock of unlocked RWMutex") == FindingKind::LockMisuse);
    CHECK(firstKind("panic: send on closed channel") == FindingKind::ChannelMisuse);
    CHECK(firstKind("panic: close of nil channel") == FindingKind::ChannelMisuse);
    CHECK(firstKind("panic: runtime error: send on closed channel") == FindingKind::ChannelMisuse); // Go 1.2
    CHECK(firstKind("panic: sync: negative WaitGroup counter") == FindingKind::WaitGroupMisuse);
    CHECK(firstKind("panic: sync: WaitGroup is reused before previous Wait has returned") ==
          FindingKind::WaitGroupMisuse);
    // What Kubernetes' handlers say of it
    CHECK(firstKind("Observed a panic: \"close of closed channel\" (close of closed channel)") ==
          FindingKind::ChannelMisuse);
    CHECK(firstKind("Recovered from panic: &errors.errorString{s:\"boom\"} (boom)") == FindingKind::Panic);
    CHECK(firstKind("\"Observed a panic\" panic=\"send on closed channel\" panicGoValue=\"\" stacktrace=<") ==
          FindingKind::ChannelMisuse);
    CHECK(firstKind("panic: test timed out after 10m0s") == FindingKind::TestTimeout);
    CHECK(firstKind("panic: boom [recovered]\n\tpanic: boom") == FindingKind::Panic);
    CHECK(firstKind("panic: runtime error: index out of range [5] with length 3") == FindingKind::Panic);
    CHECK(firstKind("fatal error: stack overflow") == FindingKind::Crash);
    CHECK(firstKind("fatal error: unexpected signal during runtime execution", "SIGSEGV") ==
          FindingKind::Crash);
    CHECK(firstKind("", "SIGSEGV") == FindingKind::Crash);
}

TEST_CASE("a panic with the words of another message is a panic", "[reasons]")
{
    CHECK(firstKind("panic: worker: all goroutines are asleep") == FindingKind::Panic);
    CHECK(firstKind("panic: cannot send on closed channel") == FindingKind::Panic);
}

TEST_CASE("a panic that ended as another one is named by the last", "[reasons]")
{
    CHECK(firstKind("panic: boom [recovered]\n\tpanic: send on closed channel") ==
          FindingKind::ChannelMisuse);
}

TEST_CASE("SIGQUIT asks for a dump and is no crash", "[reasons]")
{
    LogFixture log;
    log.snapshot("", "SIGQUIT").goroutine(1, "sleep").frame("main.main", "main.go", 3);
    CHECK(analyse(log.build())->findings.empty());
}

TEST_CASE("a cut log without a message is known by the runtime stack", "[reasons]")
{
    LogFixture log;
    log.goroutine(0, "running").frame("runtime.checkdead", "proc.go", 6519);
    log.thread().kind = ThreadKind::System;
    log.goroutine(1, "chan receive").frame("main.main", "main.go", 3);
    const auto built = log.build();
    CHECK(causeOf(*built, built->snapshots[0]) == Cause::Asleep);
}

TEST_CASE("a stack that was printed while panicking is a panic, the message in front of it", "[reasons]")
{
    LogFixture log;
    log.goroutine(33, "running")
        .frame("net/http.(*conn).serve.func1", "server.go", 1900)
        .frame("panic", "panic.go", 860)
        .frame("main.price", "main.go", 20);
    const auto built = log.build();
    CHECK(causeOf(*built, built->snapshots[0]) == Cause::Panic);
    CHECK(crashedThreads(*built, built->snapshots[0]) == std::vector<std::uint32_t>{0});
    const auto analysis = analyse(built);
    REQUIRE(analysis->findings.size() == 1);
    CHECK(analysis->findings[0].title == "Goroutine 33 panicked");
}
