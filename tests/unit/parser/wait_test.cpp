// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace skein;

namespace
{

using Calls = std::vector<std::string>;

/// The thread of a goroutine in `state` with these innermost calls above main.work.
Thread waiting(const std::string& state, const Calls& calls)
{
    std::string text = "goroutine 7 [" + state + "]:\n";
    for (const std::string& call : calls)
        text += call + "\n\t/usr/local/go/src/" + (call.starts_with("runtime") ? "runtime" : "sync") +
                "/x.go:1 +0x1\n";
    text += "main.work(0xc000099999)\n\t/src/main.go:12 +0x1\n";
    const LogPtr log = test::parseText(text);
    REQUIRE(log->snapshots.size() == 1);
    return log->snapshots[0].threads.at(0);
}

using On = std::pair<ResourceKind, std::uint64_t>;
On on(const std::string& state, const Calls& calls)
{
    const Thread t = waiting(state, calls);
    return {t.waitsOnKind, t.waitsOn};
}

} // namespace

TEST_CASE("channels by their address", "[go][wait]")
{
    CHECK(on("chan receive",
             {"runtime.gopark(0x0?, 0x1?)", "runtime.chanrecv(0xc000560540, 0xc010cfde30, 0x1)",
              "runtime.chanrecv1(0xc000cced00?, 0x0?)"}) == On{ResourceKind::Channel, 0xc000560540});
    CHECK(on("chan send", {"runtime.chansend(0xc000560540, 0x1, 0x1, 0x2)"}) ==
          On{ResourceKind::Channel, 0xc000560540});
    // Where runtime frames are hidden there is a kind and no address; stale values are none.
    CHECK(on("chan send, 5 minutes", {}) == On{ResourceKind::Channel, 0});
    CHECK(on("chan receive", {"runtime.chanrecv1(0xc000cced00?, 0x0?)"}) == On{ResourceKind::Channel, 0});
    CHECK(on("select", {}) == On{ResourceKind::Channel, 0});
}

TEST_CASE("mutexes by receiver or semaphore", "[go][wait]")
{
    CHECK(on("sync.Mutex.Lock", {"sync.runtime_SemacquireMutex(0xc00002c6b0?, 0x0?, 0xc0000a8038?)",
                                 "sync.(*Mutex).lockSlow(0xc000012340)", "sync.(*Mutex).Lock(...)"}) ==
          On{ResourceKind::Mutex, 0xc000012340});
    CHECK(on("sync.Mutex.Lock", {"internal/sync.runtime_SemacquireMutex(0xc000012344, 0x0, 0x1)",
                                 "internal/sync.(*Mutex).lockSlow(0xc000012340?)"}) ==
          On{ResourceKind::Mutex, 0xc000012340});
    CHECK(on("sync.Mutex.Lock",
             {"runtime.gopark(0x0?)", "runtime.semacquire1(0xc000012344, 0x0, 0x3, 0x2, 0x15)",
              "internal/sync.runtime_SemacquireMutex(0x1?, 0x0?)",
              "internal/sync.(*Mutex).lockSlow(0x5?)"}) == On{ResourceKind::Mutex, 0xc000012340});
    // Up to Go 1.19 the reason says semacquire for everything.
    CHECK(on("semacquire", {"sync.runtime_SemacquireMutex(0xc00002c6b0?, 0x0?)",
                            "sync.(*Mutex).lockSlow(0xc000012340)", "sync.(*Mutex).Lock(...)"}) ==
          On{ResourceKind::Mutex, 0xc000012340});
}

TEST_CASE("read-write mutexes", "[go][wait]")
{
    CHECK(on("sync.RWMutex.RLock",
             {"runtime.semacquire1(0xc00001234c, 0x0)", "sync.runtime_SemacquireRWMutexR(0x1?, 0x0?)",
              "sync.(*RWMutex).RLock(...)"}) == On{ResourceKind::RwMutex, 0xc000012340});
    CHECK(on("sync.RWMutex.Lock", {"sync.runtime_SemacquireRWMutex(0xc000012348, 0x0)",
                                   "sync.(*RWMutex).Lock(0x0?)"}) == On{ResourceKind::RwMutex, 0xc000012340});
    // A writer behind another writer waits for the mutex inside: it is the lock all the same.
    CHECK(on("sync.Mutex.Lock", {"internal/sync.runtime_SemacquireMutex(0x1?, 0x0?)",
                                 "internal/sync.(*Mutex).lockSlow(0xc000012340)",
                                 "internal/sync.(*Mutex).Lock(...)", "sync.(*Mutex).Lock(...)",
                                 "sync.(*RWMutex).Lock(0x0?)"}) == On{ResourceKind::RwMutex, 0xc000012340});
    CHECK(on("semacquire", {"sync.runtime_SemacquireMutex(0xc00001234c, 0x0)",
                            "sync.(*RWMutex).RLock(...)"}) == On{ResourceKind::RwMutex, 0xc000012340});
}

TEST_CASE("wait groups, conditions, once, semaphores", "[go][wait]")
{
    CHECK(on("semacquire",
             {"sync.runtime_Semacquire(0xc0003281c4?)", "sync.(*WaitGroup).Wait(0xc0003281bc)"}) ==
          On{ResourceKind::WaitGroup, 0xc0003281bc});
    CHECK(on("sync.WaitGroup.Wait",
             {"runtime.semacquire1(0xc0003281c8, 0x0)", "sync.runtime_SemacquireWaitGroup(0x0?)",
              "sync.(*WaitGroup).Wait(0x1?)"}) == On{ResourceKind::WaitGroup, 0xc0003281c0});
    CHECK(on("sync.Cond.Wait",
             {"sync.runtime_notifyListWait(0xc420098390, 0x0)", "sync.(*Cond).Wait(0xc420098380)"}) ==
          On{ResourceKind::Condition, 0xc420098380});
    CHECK(on("sync.Mutex.Lock", {"sync.runtime_SemacquireMutex(0x1?)", "sync.(*Mutex).lockSlow(0xc000012344)",
                                 "sync.(*Mutex).Lock(...)", "sync.(*Once).doSlow(0x1?, 0x2?)"}) ==
          On{ResourceKind::Once, 0xc000012340});
    CHECK(on("semacquire", {"runtime.semacquire1(0xc000012344, 0x0)"}) ==
          On{ResourceKind::Semaphore, 0xc000012344});
}

TEST_CASE("only the innermost frames of the runtime tell", "[go][wait]")
{
    // The lock was taken by the caller of the caller; what is waited for is not it.
    CHECK(on("select", {}) == On{ResourceKind::Channel, 0});
    CHECK(on("IO wait", {"internal/poll.runtime_pollWait(0x7f2c1a2b3c4d, 0x72)"}) ==
          On{ResourceKind::None, 0});
    CHECK(on("running", {"runtime.chanrecv(0xc000560540, 0x0, 0x1)"}) == On{ResourceKind::None, 0});
}
