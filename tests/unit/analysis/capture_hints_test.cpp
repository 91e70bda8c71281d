// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/analysis.h"
#include "model/analysis/go_version.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace skein;
namespace fs = std::filesystem;

namespace
{

const fs::path kFixtures = fs::path(SKEIN_SOURCE_DIR) / "tests/fixtures/go-traceback";

LogPtr read(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "test.log"));
    REQUIRE(log);
    return *log;
}

LogPtr fixture(const std::string& name)
{
    std::ifstream in(kFixtures / (name + ".log"), std::ios::binary);
    REQUIRE(in);
    return read({std::istreambuf_iterator<char>(in), {}});
}

/// What the first finding says to capture.
std::string captureOf(const std::string& name)
{
    const auto analysis = analyse(fixture(name));
    REQUIRE_FALSE(analysis->findings.empty());
    const auto& missing = analysis->findings[0].missing;
    return missing ? missing->capture + " | " + missing->why : std::string();
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("no log is taken for one of another Go", "[capture]")
{
    int all = 0, known = 0;
    for (const auto& entry : fs::directory_iterator(kFixtures)) {
        const std::string name = entry.path().stem().string();
        const auto at = name.find("--go1.");
        if (entry.path().extension() != ".log" || at == name.npos || ++all % 3 != 0)
            continue;
        int minor = 0;
        std::from_chars(name.data() + at + 6, name.data() + name.size(), minor);
        CAPTURE(name);
        const LogPtr log = fixture(name);
        for (std::uint32_t s = 0; s < log->snapshots.size(); ++s) {
            if (log->snapshots[s].format != "go-traceback")
                continue;
            const GoVersion version = goVersionOf(*log, s);
            CHECK(version.from <= minor);
            CHECK(version.to >= minor);
            CHECK((version.about == 0 || version.about == minor));
            known += version.about == minor;
        }
    }
    CHECK(known > all / 6); // of a third
}

TEST_CASE("the folder of a toolchain names its version", "[capture]")
{
    const auto nameOf = [](const std::string& root) {
        const LogPtr log = read("goroutine 7 [sleep]:\ntime.Sleep(0x1)\n\t" + root +
                                "/src/runtime/time.go:1 +0x1\nmain.main()\n\t/src/go1.99/a.go:1 +0x1\n");
        return goVersionOf(*log, 0).name();
    };
    CHECK(nameOf("/opt/hostedtoolcache/go/1.21.5/x64") == "Go 1.21");
    CHECK(nameOf("/usr/lib/go-1.19") == "Go 1.19");
    CHECK(nameOf("/home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64") == "Go 1.22");
    CHECK(nameOf("/usr/local/go").empty());
}

TEST_CASE("what to capture depends on the Go of the log and its level", "[capture]")
{
    CHECK(has(captureOf("map-iter-metrics-scrape--go1.26.11"),
              "GOTRACEBACK=all | only the crashing goroutine is in the log; Go 1.26"));
    CHECK(has(captureOf("map-iter-copy-snapshot--go1.24.4-noopt"), "go build -race"));
    CHECK(has(captureOf("map-rw-event-bus--go1.21.13"), "GOTRACEBACK=system"));
    CHECK(has(captureOf("deadlock-token-ring--go1.19.8"), "GOTRACEBACK=system"));
    CHECK_FALSE(has(captureOf("deadlock-token-ring--go1.27.4-system"), "GOTRACEBACK=system"));
    CHECK(has(captureOf("panic-nil-deref--go1.21.13"), "tracebackancestors"));
}
