// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace skein;

TEST_CASE("every prefix of a log is a log", "[truncation]")
{
    std::size_t tried = 0;
    auto paths = test::fixtures("wrapped", ".log");
    for (const auto& path : test::fixtures("go-traceback", ".log"))
        paths.push_back(path);
    for (const char* release : {"order--v0.3.6.log", "timeout--v0.3.6.log", "recursive--v0.3.1.log"})
        paths.insert(paths.begin(), test::fixtures("go-deadlock", release).at(0));
    for (const auto& path : paths) {
        const std::string text = test::readFile(path);
        if (text.size() > 1500 || tried == 24)
            continue;
        ++tried;
        for (std::size_t size = 0; size <= text.size(); ++size) {
            const LogPtr log = test::parseText(text.substr(0, size));
            if (const auto found = test::violations(*log); !found.empty()) {
                CAPTURE(path.filename().string(), size, found);
                FAIL_CHECK("something does not hold");
            }
        }
    }
    CHECK(tried > 0);
}

TEST_CASE("the last goroutine of a cut dump says so", "[truncation]")
{
    const std::string text = "goroutine 1 [running]:\nmain.f()\n\t/src/a.go:1 +0x1\n\ngoroutine 2 [select, 4 "
                             "minutes]:\nmain.g(0xc000010000)\n\t/src/a.go:2";
    const LogPtr log = test::parseText(text);
    const Snapshot& s = log->snapshots.at(0);
    CHECK(s.cutOff);
    REQUIRE(s.threads.size() == 2);
    CHECK_FALSE(s.threads[0].cutOff);
    CHECK(s.threads[1].cutOff);
    CHECK_FALSE(test::parseText(text + " +0x1d\n")->snapshots.at(0).cutOff);
    CHECK(test::parseText("goroutine 1 [running]:\nmain.f()\n\t/src/a.go:1 +0x1\n\ngoroutine 2 [sel")
              ->snapshots.at(0)
              .threads.at(1)
              .cutOff);
    CHECK(test::parseText("goroutine 1 [running]:\nmain.f(0xc0")->snapshots.at(0).cutOff);
}
