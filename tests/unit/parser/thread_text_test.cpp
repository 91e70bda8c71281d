// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <thread>
#include <vector>

using namespace skein;

namespace
{

constexpr const char* kText = "web-1  | panic: boom\n"
                              "web-1  | \n"
                              "web-1  | goroutine 18 [running]:\n"
                              "web-1  | main.(*Store).Put(0xc000012345?, {0x4b5eb5, ...}, _)\n"
                              "web-1  | \t/src/store.go:41 +0x1d\n"
                              "db-1   | ready\n"
                              "web-1  | main.inlined(...)\n"
                              "web-1  | \t/src/store.go:30\n"
                              "web-1  | main.work()\n"
                              "web-1  | \t/src/store.go:20 +0x1d\n"
                              "web-1  | created by main.main in goroutine 1\n"
                              "web-1  | \t/src/main.go:12 +0x85\n";

} // namespace

TEST_CASE("arguments are read again where the thread stands", "[thread-text]")
{
    const LogPtr log = test::parseText(kText);
    const Thread& thread = log->snapshots.at(0).threads.at(0);
    const auto frames = log->threadText->frames(thread);
    REQUIRE(frames.size() == 3);
    CHECK(log->function(frames[0].frame) == "main.(*Store).Put");
    CHECK(frames[0].lines == LineSpan{4, 5});
    REQUIRE(frames[0].args.size() == 4);
    CHECK((frames[0].args[0].stale && frames[0].args[0].value == 0xc000012345));
    CHECK((frames[0].args[1].depth == 1 && frames[0].args[1].position == 1 && !frames[0].args[1].stale));
    CHECK_FALSE(frames[0].args[2].isNumber);
    CHECK(frames[0].args[3].position == 2);
    CHECK(frames[1].args.empty());
    CHECK(frames[1].lines == LineSpan{7, 8});
    CHECK(frames[2].args.empty());
    CHECK(log->threadText->createdByLines(thread) == LineSpan{11, 12});
    CHECK(log->str(log->frame(thread.createdAt).function) == "main.main");
}

TEST_CASE("several threads may read at once", "[thread-text]")
{
    const LogPtr log = test::parseText(kText);
    const Thread& thread = log->snapshots.at(0).threads.at(0);
    std::vector<std::size_t> counts(4);
    {
        std::vector<std::jthread> readers;
        for (std::size_t& count : counts)
            readers.emplace_back([&] {
                for (int i = 0; i < 50; ++i)
                    count += log->threadText->frames(thread).size();
            });
    }
    CHECK(counts == std::vector<std::size_t>(4, 150));
}

TEST_CASE("a thread of nowhere has no text", "[thread-text]")
{
    const LogPtr log = test::parseText("nothing\n");
    CHECK(log->threadText->frames(Thread{}).empty());
    CHECK(log->threadText->createdByLines(Thread{}).empty());
}
