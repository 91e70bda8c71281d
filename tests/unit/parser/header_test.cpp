// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/format.h"
#include "parser/go/header.h"
#include "parser/go/traceback.h"

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using go::matchHeader;

namespace
{

struct Case {
    std::string_view line;
    std::uint64_t id;
    std::string_view status;
    ThreadState state;
    std::int32_t minutes = -1;
    bool locked = false, leaked = false, durable = false;
    ResourceKind kind = ResourceKind::None;
};

} // namespace

TEST_CASE("each form of a goroutine's header", "[go][header]")
{
    using enum ThreadState;
    const std::vector<Case> cases = {
        {"goroutine 1 [running]:", 1, "running", Running},
        {"goroutine 18446744073709551615 [runnable]:", 18446744073709551615u, "runnable", Runnable},
        {"goroutine 17 [syscall, locked to thread]:", 17, "syscall", Syscall, -1, true},
        {"goroutine 18 [chan receive, 2 minutes]:", 18, "chan receive", Waiting, 2, false, false, false,
         ResourceKind::Channel},
        {"goroutine 18 [chan receive, 2 minutes, locked to thread]:", 18, "chan receive", Waiting, 2, true,
         false, false, ResourceKind::Channel},
        {"goroutine 5 [chan send (nil chan), 1 minutes]:", 5, "chan send (nil chan)", Waiting, 1, false,
         false, false, ResourceKind::Channel},
        {"goroutine 5 [select (no cases)]:", 5, "select (no cases)", Waiting, -1, false, false, false,
         ResourceKind::Channel},
        {"goroutine 2 [force gc (idle)]:", 2, "force gc (idle)", Waiting},
        {"goroutine 4 [GC scavenge wait (scan)]:", 4, "GC scavenge wait", Waiting},
        {"goroutine 4 [semacquire (scan), 3 minutes]:", 4, "semacquire", Waiting, 3, false, false, false,
         ResourceKind::Semaphore},
        {"goroutine 0 [idle]:", 0, "idle", Unknown},
        {"goroutine 3 [???]:", 3, "???", Unknown},
        {"goroutine 3 [dead]:", 3, "dead", Dead},
        {"goroutine 25 gp=0xc0001fa000 m=nil [sync.WaitGroup.Wait, 3 minutes]:", 25, "sync.WaitGroup.Wait",
         Waiting, 3, false, false, false, ResourceKind::WaitGroup},
        {"goroutine 4 gp=0x14000003180 m=3 mp=0x14000057008 [running]:", 4, "running", Running},
        {"goroutine 1 gp=0xc000002380 m=2 [running, locked to thread]:", 1, "running", Running, -1, true},
        {"goroutine 12 [chan receive (leaked), 3 minutes]:", 12, "chan receive", Waiting, 3, false, true,
         false, ResourceKind::Channel},
        {"goroutine 37 [select (durable), synctest bubble 1]:", 37, "select", Waiting, -1, false, false, true,
         ResourceKind::Channel},
        {"goroutine 37 [sync.WaitGroup.Wait (durable), 2 minutes, synctest bubble 1]:", 37,
         "sync.WaitGroup.Wait", Waiting, 2, false, false, true, ResourceKind::WaitGroup},
        {"goroutine 9 [chan receive, synctest group 8]:", 9, "chan receive", Waiting, -1, false, false, false,
         ResourceKind::Channel},
        {"goroutine 9 [chan send (durable) (leaked)]:", 9, "chan send", Waiting, -1, false, true, true,
         ResourceKind::Channel},
        {"goroutine 9 [sync.RWMutex.RLock]:", 9, "sync.RWMutex.RLock", Waiting, -1, false, false, false,
         ResourceKind::RwMutex},
        {"goroutine 9 [a reason of a later Go]:", 9, "a reason of a later Go", Waiting},
        {"goroutine 8 [running labels:{\"foobar\": \"a]b:c\"}]:", 8, "running", Running},
        {"goroutine 24812 [IO wait] {meta: \"Alias#<1>: x]\", role: reader}:", 24812, "IO wait", Waiting},
        {"goroutine 7 [select, 2 minutes]{\"service\": \"users\"}:", 7, "select", Waiting, 2, false, false,
         false, ResourceKind::Channel},
    };
    for (const Case& c : cases) {
        CAPTURE(c.line);
        const auto h = matchHeader(c.line);
        REQUIRE(h);
        CHECK(h->id == c.id);
        CHECK(h->status == c.status);
        CHECK(h->state == c.state);
        CHECK(h->minutes == c.minutes);
        CHECK(h->locked == c.locked);
        CHECK(h->leaked == c.leaked);
        CHECK(h->durable == c.durable);
        CHECK(h->waitsOn == c.kind);
        CHECK(go::startsHeader(c.line));
    }
}

TEST_CASE("m= is the thread of the system", "[go][header]")
{
    CHECK(matchHeader("goroutine 4 gp=0x14000003180 m=3 mp=0x14000057008 [running]:")->osId == 3);
    CHECK(matchHeader("goroutine 4 gp=0x14000003180 m=nil [running]:")->osId == ThreadId::kNone);
    CHECK(matchHeader("goroutine 4 [running]:")->osId == ThreadId::kNone);
}

TEST_CASE("lines that only resemble a header", "[go][header]")
{
    for (const std::string_view line :
         {"goroutine running on other thread; stack unavailable", "goroutine 1 [running]",
          "goroutine [running]:", "goroutine x [running]:", "goroutine 1 running:", "goroutine 1[running]:",
          " goroutine 1 [running]:", "goroutine 99999999999999999999999 [running]:",
          "goroutine 1 [running]: and then", "Goroutine 1 (running) created at:",
          "goroutine 1 gp=c000 m=0 [running]:", "goroutine 1 gp=0xc000 m=x [running]:", "goroutine 1 [",
          "goroutine ", ""}) {
        CAPTURE(line);
        CHECK_FALSE(matchHeader(line));
    }
}

TEST_CASE("a header that the end of the file has cut", "[go][header]")
{
    CHECK(matchHeader("goroutine 12 [chan rec", true)->id == 12);
    CHECK(matchHeader("goroutine 12 [", true)->state == ThreadState::Unknown);
    CHECK(matchHeader("goroutine 12 [running]", true)->state == ThreadState::Running);
    // The number itself may be cut: that is nobody.
    CHECK_FALSE(matchHeader("goroutine 12", true));
}

TEST_CASE("labels of a goroutine", "[go][header]")
{
    using go::Labels;
    const auto of = [](std::string_view line) { return go::parseLabels(matchHeader(line)->labels); };
    CHECK(of("goroutine 8 [running labels:{\"foobar\": \"baz\"}]:") == Labels{{"foobar", "baz"}});
    CHECK(of("goroutine 8 [IO wait] {meta: \"a, b: \\\"c\\\"\", role: reader}:") ==
          Labels{{"meta", "a, b: \"c\""}, {"role", "reader"}});
    CHECK(of(R"(goroutine 14 [select (no cases)] {k: "\u00fc\n]: x", "other key]": v}:)") ==
          Labels{{"k", "\u00fc\n]: x"}, {"other key]", "v"}});
    CHECK(of("goroutine 8 [select, 2 minutes]{\"service\": \"users\"}:") == Labels{{"service", "users"}});
    CHECK(of("goroutine 8 [sync.Cond.Wait, 12 minutes, bubble, \"app\":\"myapp\", "
             "\"env\":\"prod,staging\"]:") == Labels{{"app", "myapp"}, {"env", "prod,staging"}});
    CHECK(of("goroutine 8 [select]:").empty());
}

TEST_CASE("every format recognises its own samples", "[format]")
{
    for (const Format* format : formats()) {
        CAPTURE(format->id);
        CHECK_FALSE(format->samples.empty());
        for (const std::string_view anchor : format->anchors())
            CHECK(anchor.size() >= Anchors::kShortest);
    }
    for (const std::string_view sample : go::traceback.samples) {
        CAPTURE(sample);
        CHECK(matchHeader(sample));
    }
}
