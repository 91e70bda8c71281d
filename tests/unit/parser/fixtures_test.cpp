// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace skein;
using nlohmann::json;

namespace
{

/// The number at `key`, or `otherwise` where the label does not say.
std::int64_t numberOr(const json& label, const char* key, std::int64_t otherwise)
{
    const auto it = label.find(key);
    return it != label.end() && it->is_number_integer() ? it->get<std::int64_t>() : otherwise;
}

LogPtr open(const std::filesystem::path& path)
{
    auto input = openInput(path.string());
    if (!input)
        FAIL(path << ": " << input.error());
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return *log;
}

/// The log of a label: NAME.log beside NAME.json, perhaps compressed.
std::filesystem::path logOf(const std::filesystem::path& label)
{
    for (const char* suffix : {".log", ".log.gz", ".log.xz", ".log.zst", ".log.bz2"}) {
        std::filesystem::path path = label;
        if (std::filesystem::exists(path.replace_extension(suffix)))
            return path;
    }
    return {};
}

void checkLabel(const std::filesystem::path& labelPath)
{
    const json label = json::parse(test::readFile(labelPath));
    const LogPtr log = open(logOf(labelPath));
    CHECK(test::violations(*log) == std::vector<std::string>{});

    std::set<std::string> threads;
    std::vector<std::string> crashed;
    std::int64_t frames = 0;
    for (const Snapshot& s : log->snapshots) {
        for (const OtherStack& other : s.otherStacks)
            frames += static_cast<std::int64_t>(log->stack(other.stack).size());
        for (const Thread& t : s.threads) {
            if (t.kind == ThreadKind::System)
                continue;
            threads.insert(toString(t.id));
            frames += static_cast<std::int64_t>(log->stack(t.stack).size());
            if (t.crashed)
                crashed.push_back(toString(t.id));
        }
    }
    if (const auto want = numberOr(label, "threads", -1); want >= 0)
        CHECK(static_cast<std::int64_t>(threads.size()) == want);
    // Labels count the frames of goroutine 0 and of `runtime stack:`, which are no threads of the program.
    if (const auto want = numberOr(label, "frames", -1); want > 0)
        CHECK(frames == want - numberOr(label, "frames_of_goroutine_0", 0) -
                            numberOr(label, "frames_of_runtime_stack", 0));
    if (const auto want = numberOr(label, "crashing_thread", -1); want >= 0)
        CHECK(std::ranges::contains(crashed, std::to_string(want)));
    CHECK(crashed.size() <= 2);
}

} // namespace

TEST_CASE("every labelled capture is read as it was made", "[fixtures]")
{
    const auto labels = test::fixtures("go-traceback", ".json");
    REQUIRE_FALSE(labels.empty());
    for (const auto& label : labels) {
        CAPTURE(label.filename().string());
        checkLabel(label);
    }
}

TEST_CASE("every wrapped capture is read as if it were plain", "[fixtures]")
{
    for (const auto& label : test::fixtures("wrapped", ".json")) {
        CAPTURE(label.filename().string());
        checkLabel(label);
    }
}
