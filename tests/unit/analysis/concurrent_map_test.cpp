// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/concurrent_map.h"
#include "model/analysis/map_features.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace skein;

namespace
{

struct Result {
    LogPtr log;
    std::vector<Finding> findings;

    const Finding& only() const
    {
        REQUIRE(findings.size() == 1);
        return findings[0];
    }
    /// Goroutine number of an access; 0 where the log does not show the party.
    std::uint64_t id(std::size_t access) const
    {
        const auto& list = only().accesses;
        REQUIRE(access < list.size());
        const ThreadRef ref = list[access].thread;
        return ref ? log->snapshots[ref.snapshot].threads[ref.index].id.value : 0;
    }
    bool names(std::uint64_t goroutine) const
    {
        for (std::size_t i = 1; i < only().accesses.size(); ++i) {
            if (id(i) == goroutine)
                return true;
        }
        return false;
    }
    bool advises(std::string_view word) const
    {
        return std::ranges::any_of(only().advice, [&](const Advice& a) {
            return a.title.find(word) != a.title.npos || a.text.find(word) != a.text.npos;
        });
    }
};

Result detect(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "test.log"));
    REQUIRE(log);
    Result r{*log, {}};
    concurrentMapDetector.run({*r.log, {}, {}, {}}, r.findings);
    return r;
}

/// Two frames of a goroutine that writes the registry, the inner one in the runtime.
std::string writer(std::string_view header, std::string_view map, std::string_view method = "Incr",
                   int line = 36)
{
    return "\n" + std::string(header) + "\nruntime.mapassign_faststr(0x490e60, " + std::string(map) +
           ", {0xc000084180, 0xb})\n\t/usr/local/go/src/runtime/map_faststr.go:203 +0x65 fp=0xc000035f68 "
           "sp=0xc000035eb0 pc=0x406605\n"
           "example.org/agent/registry.(*Registry)." +
           std::string(method) + "(...)\n\t/src/agent/registry/registry.go:" + std::to_string(line) +
           "\nmain.loop(0xc0000a0100)\n\t/src/agent/main.go:14 +0x70 fp=0xc000035fb0 sp=0xc000035f68 "
           "pc=0x482b90\n";
}

constexpr std::string_view kReporter =
    "goroutine 21 gp=0xc0000a2700 m=0 mp=0x53f460 [running]:\n"
    "runtime.fatal({0x4a5046, 0x15})\n"
    "\t/usr/local/go/src/runtime/panic.go:1123 +0x5c fp=0xc000035e90 sp=0xc000035e60 pc=0x434f3c";
constexpr std::string_view kRunnable = "goroutine 18 gp=0xc0000a21c0 m=nil [runnable]:";
constexpr std::string_view kWrites = "fatal error: concurrent map writes\n";

/// A dump without frames of the runtime: the usual one from Go 1.19 on.
std::string plain(int id, std::string_view state, std::string_view frames)
{
    return "\ngoroutine " + std::to_string(id) + " [" + std::string(state) + "]:\n" + std::string(frames) +
           "created by main.main in goroutine 1\n\t/src/agent/main.go:27 +0x193\n";
}

std::string call(std::string_view function, std::string_view args, int line)
{
    return std::string(function) + "(" + std::string(args) +
           ")\n\t/src/agent/registry/registry.go:" + std::to_string(line) + " +0x4a\n";
}

std::string method(std::string_view name, std::string_view args, int line)
{
    return call("example.org/agent/registry.(*Registry)." + std::string(name), args, line);
}

constexpr std::string_view kLockWait =
    "sync.runtime_SemacquireMutex(0x0?, 0xa8?, 0x450ab1?)\n\t/usr/local/go/src/runtime/sema.go:95 +0x25\n"
    "sync.(*Mutex).lockSlow(0xc000078110)\n\t/usr/local/go/src/sync/mutex.go:149 +0x15d\n"
    "sync.(*Mutex).Lock(...)\n\t/usr/local/go/src/sync/mutex.go:70\n";

} // namespace

TEST_CASE("two frames with the same map are proof", "[map]")
{
    const Result r = detect(std::string(kWrites) + writer(kReporter, "0xc000094900") +
                            writer(kRunnable, "0xc000094900", "Restore", 43));
    CHECK(r.only().certainty == Certainty::Proved);
    CHECK(r.only().resource->address == 0xc000094900);
    CHECK(r.id(0) == 21);
    CHECK(r.id(1) == 18);
    CHECK(r.only().title == "Goroutines 21 and 18 wrote the same map at once");
    CHECK_FALSE(r.only().missing);
}

TEST_CASE("a map's address from an old register is not proof", "[map]")
{
    const Result r =
        detect(std::string(kWrites) + writer(kReporter, "0xc000094900") + writer(kRunnable, "0xc000094900?"));
    CHECK(r.id(1) == 18);
    CHECK(r.only().certainty == Certainty::Likely);
}

TEST_CASE("a goroutine that writes another map is never more than possible", "[map]")
{
    const Result r = detect(std::string(kWrites) + writer(kReporter, "0xc000094900") +
                            writer(kRunnable, "0xc0000aaaa0", "Restore", 43));
    for (const Access& a : r.only().accesses) {
        if (a.thread && a.thread != r.only().accesses[0].thread)
            CHECK(a.certainty == Certainty::Possible);
    }
}

TEST_CASE("the reporter's operation follows from the message", "[map]")
{
    const std::string stack = "\ngoroutine 7 [running]:\n" + method("Get", "0xc000010000", 20);
    CHECK(detect("fatal error: concurrent map read and map write\n" + stack).only().accesses[0].op ==
          AccessOp::Read);
    CHECK(detect("fatal error: concurrent map iteration and map write\n" + stack).only().accesses[0].op ==
          AccessOp::Iterate);
    CHECK(detect("fatal error: concurrent map writes\n" + stack).only().accesses[0].op == AccessOp::Write);
    CHECK(detect("fatal error: all goroutines are asleep - deadlock!\n" + stack).findings.empty());
}

TEST_CASE("a delete is told from an assignment where the runtime's frame is shown", "[map]")
{
    const Result r =
        detect("fatal error: concurrent map writes\n\ngoroutine 5 [running]:\n"
               "runtime.throw({0x10b65f1, 0x15})\n\t/usr/local/go/src/runtime/panic.go:1198 +0x71 fp=0x1 "
               "sp=0x2 pc=0x3\n"
               "runtime.mapdelete_faststr(0x109d7a0, 0xc0000180f0, {0xc000098f90, 0x7})\n"
               "\t/usr/local/go/src/runtime/map_faststr.go:312 +0x667 fp=0x1 sp=0x2 pc=0x3\n"
               "main.(*Cache).Evict(0xc00000e270)\n\t/src/b.go:20 +0x144 fp=0x1 sp=0x2 pc=0x3\n");
    CHECK(r.only().accesses[0].op == AccessOp::Delete);
    CHECK(r.only().resource->address == 0xc0000180f0);
    CHECK(r.log->function(r.only().accesses[0].frame) == "main.(*Cache).Evict");
}

TEST_CASE("a lone goroutine: the other party is named as missing, with what to set", "[map]")
{
    const Result r = detect(std::string(kWrites) +
                            "\ngoroutine 21 [running]:\ninternal/runtime/maps.fatal({0x4a5046?, 0x3?})\n"
                            "\t/usr/local/go/src/runtime/panic.go:1181 +0x18\n" +
                            method("Restore", "0xc000014180", 43));
    REQUIRE(r.only().accesses.size() == 2);
    CHECK(r.id(1) == 0);
    CHECK(r.only().accesses[1].op == AccessOp::Write);
    REQUIRE(r.only().missing);
    CHECK(r.only().missing->what == "the other goroutine");
    CHECK(r.only().missing->why.find("Go 1.26") != std::string::npos);
    CHECK(r.only().missing->capture == "GOTRACEBACK=all");
}

TEST_CASE("same receiver, same type: likely; another receiver: not", "[map]")
{
    const std::string reporter = "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180", 36);
    const Result same = detect(std::string(kWrites) + reporter +
                               plain(18, "runnable", method("Restore", "0xc000014180", 43)));
    CHECK(same.id(1) == 18);
    CHECK(same.only().certainty == Certainty::Likely);
    CHECK(same.only().missing->capture == "GOTRACEBACK=system");

    const Result other = detect(std::string(kWrites) + reporter +
                                plain(18, "runnable", method("Restore", "0xc0000ff000", 43)) +
                                plain(19, "runnable", method("Restore", "0xc000014180", 43)));
    CHECK(other.id(1) == 19);
    for (const Access& a : other.only().accesses) {
        if (a.thread && other.log->snapshots[0].threads[a.thread.index].id.value == 18)
            CHECK(a.certainty == Certainty::Possible);
    }
}

TEST_CASE("equal values with question marks alone never make a likely party", "[map]")
{
    const Result r = detect(
        std::string(kWrites) + "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180?", 36) +
        "\ngoroutine 18 [runnable]:\nother.example/x/work.(*Pool).spin(0xc000014180?)\n\t/y/x.go:3 +0x1\n" +
        "created by other.example/x/work.Start in goroutine 3\n\t/y/x.go:1 +0x1\n" +
        "\ngoroutine 19 [runnable]:\nother.example/x/work.(*Pool).spin(0xc000014188?)\n\t/y/x.go:3 +0x1\n" +
        "created by other.example/x/work.Start in goroutine 3\n\t/y/x.go:1 +0x1\n");
    for (std::size_t i = 1; i < r.only().accesses.size(); ++i) {
        if (r.only().accesses[i].thread)
            CHECK(r.only().accesses[i].certainty == Certainty::Possible);
    }
}

TEST_CASE("whoever waits for a lock, or stands in a function that takes one, comes behind", "[map]")
{
    const Result r =
        detect(std::string(kWrites) + "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180", 36) +
               plain(7, "runnable", method("Describe", "0xc000014180", 30)) +
               plain(8, "sync.Mutex.Lock", std::string(kLockWait) + method("Describe", "0xc000014180", 27)) +
               plain(18, "runnable", method("Restore", "0xc000014180", 43)));
    CHECK(r.id(1) == 18);
    CHECK(r.only().certainty == Certainty::Likely);
    CHECK_FALSE(r.names(8));
}

TEST_CASE("a running goroutine without a stack is at most likely", "[map]")
{
    const Result r =
        detect(std::string(kWrites) + "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180", 36) +
               plain(9, "running", "\tgoroutine running on other thread; stack unavailable\n") +
               plain(12, "chan receive, 3 minutes", call("main.idle", "0xc000099000", 5)));
    CHECK(r.id(1) == 9);
    CHECK(r.only().certainty == Certainty::Likely);
    CHECK_FALSE(r.only().accesses[1].frame);
    CHECK_FALSE(r.names(12));
}

TEST_CASE("a second goroutine that prints its own stack ran into the check too", "[map]")
{
    const std::string both = "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180?", 36) +
                             plain(18, "runnable", method("Describe", "0xc000014180?", 30)) +
                             plain(19, "running", call("main.restore", "0x1", 12));
    const Result writers = detect(std::string(kWrites) + std::string(kWrites) + both);
    CHECK(writers.id(1) == 19);
    CHECK(writers.only().certainty == Certainty::Likely);

    // Two readers can be caught at once; neither of them is the writer.
    const std::string reads = "fatal error: concurrent map read and map write\n";
    const Result readers = detect(reads + reads + both);
    for (std::size_t i = 1; i < readers.only().accesses.size(); ++i) {
        if (readers.id(i) == 19)
            CHECK(readers.only().accesses[i].certainty == Certainty::Possible);
    }
}

TEST_CASE("a lost fatal line is replaced by the length that runtime.throw shows", "[map]")
{
    const Result r = detect("goroutine 8701 [running]:\n"
                            "runtime.throw(0x13098f3, 0x26)\n\t/usr/local/go/src/runtime/panic.go:617 +0x72 "
                            "fp=0xc00011f2c0 sp=0xc00011f290 pc=0x42dc72\n"
                            "runtime.mapiternext(0xc00011f380)\n\t/usr/local/go/src/runtime/map.go:860 "
                            "+0x597 fp=0xc00011f348 sp=0xc00011f2c0 pc=0x4107f7\n"
                            "main.Union(0xc0014580c0, 0xc000ea3e30)\n\t/src/set.go:115 +0x190 "
                            "fp=0xc00011f3f0 sp=0xc00011f348 pc=0x798090\n");
    CHECK(r.only().accesses[0].op == AccessOp::Iterate);
    CHECK(r.id(0) == 8701);
}

TEST_CASE("a goroutine that has not run yet is no candidate", "[map]")
{
    const Result r =
        detect(std::string(kWrites) + "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180", 36) +
               plain(30, "runnable",
                     "example.org/agent/registry.(*Registry).Restore(0xc000014180)\n\t/src/agent/registry/"
                     "registry.go:40\n") +
               plain(31, "runnable", method("Restore", "0xc000014180", 43)));
    CHECK(r.id(1) == 31);
    CHECK_FALSE(r.names(30));
}

TEST_CASE("several workers in one frame are all likely, and the title says so", "[map]")
{
    std::string text =
        std::string(kWrites) + "\ngoroutine 21 [running]:\n" + method("Incr", "0xc000014180", 36);
    for (int id = 30; id < 33; ++id)
        text += plain(id, "runnable", method("Incr", "0xc000014180", 36));
    const Result r = detect(text);
    CHECK(r.only().accesses.size() == 4);
    CHECK(r.only().certainty == Certainty::Likely);
    CHECK(r.only().title.find("one of the goroutines 30, 31 and 32") != std::string::npos);
    CHECK(r.advises("sync.Map"));
}

TEST_CASE("advice for an encoder is to copy first, and names the functions", "[map][advice]")
{
    const Result r =
        detect("fatal error: concurrent map iteration and map write\n\ngoroutine 19 [running]:\n"
               "reflect.mapiternext(0x47a809?)\n\t/usr/local/go/src/runtime/map.go:1397 +0x13\n"
               "encoding/json.mapEncoder.encode({0x173?}, 0xc0000160c0, {0x4ae520?, 0xc000010028?, "
               "0x4aa540?}, {0xd?, 0x0?})\n"
               "\t/usr/local/go/src/encoding/json/encode.go:745 +0x334\n"
               "encoding/json.Marshal({0x4a7880, "
               "0xc00006a000})\n\t/usr/local/go/src/encoding/json/encode.go:163 +0xd0\n" +
               call("example.org/agent/printer.(*JSON).Print", "0xc000010030, 0xc00006a000", 20) +
               plain(18, "runnable",
                     call("example.org/agent/engine.(*Deriver).annotate", "0xc00003a008, 0xc00006a000", 15)));
    CHECK(r.id(1) == 18);
    CHECK(r.log->function(r.only().accesses[0].frame) == "example.org/agent/printer.(*JSON).Print");
    CHECK(r.only().advice.front().title == "Copy the map before it is encoded");
    CHECK(r.advises("printer.(*JSON).Print"));
    CHECK(r.advises("RWMutex"));
}

TEST_CASE("who waits for the garbage collector in the racing line has only allocated there", "[map]")
{
    for (const char* state : {"flushing proc caches", "GC mark termination", "wait for GC cycle"}) {
        CAPTURE(state);
        const Result r =
            detect(std::string(kWrites) + plain(42, "running", call("main.sizes.func1", "", 19)) +
                   plain(41, state, call("main.sizes.func1", "", 19)) +
                   plain(43, "runnable", call("main.sizes.func1", "", 18)));
        CHECK(r.id(1) == 41);
    }
}

TEST_CASE("an unlocked writer of the same thing is likelier than a locked one of another", "[map]")
{
    const Result r = detect(
        "fatal error: concurrent map read and map write\n" + plain(22, "running", method("Misses", "...", 31)) +
        plain(20, "runnable", method("Hit", "0xc00002f7a8?", 24)) +
        plain(21, "sync.Mutex.Lock", std::string(kLockWait) + method("Hit", "0xc00002ffa8?", 21)) +
        plain(24, "runnable", method("Miss", "...", 27)));
    CHECK(r.id(1) == 24);
}

TEST_CASE("every snapshot of a file is looked at", "[map]")
{
    const std::string one = std::string(kWrites) + "\ngoroutine 21 [running]:\n" +
                            method("Incr", "0xc000014180", 36) + "exit status 2\n\n";
    const Result r = detect(one + "restarting\n\n" + one);
    CHECK(r.findings.size() == r.log->snapshots.size());
}

TEST_CASE("every weight has a reason", "[map]")
{
    for (const MapFeatureWeight& row : mapFeatureWeights()) {
        CHECK(row.weight != 0);
        CHECK_FALSE(row.reason.empty());
    }
}

TEST_CASE("cut anywhere, the detector says something or nothing, and ends", "[map]")
{
    const std::string whole =
        std::string(kWrites) + writer(kReporter, "0xc000094900") + writer(kRunnable, "0xc000094900") +
        plain(8, "sync.Mutex.Lock", std::string(kLockWait) + method("Describe", "0xc000014180", 27));
    for (std::size_t end = 0; end <= whole.size(); end += 7) {
        const Result r = detect(whole.substr(0, end));
        for (const Finding& f : r.findings)
            CHECK(f.accesses.size() >= 2);
    }
}
