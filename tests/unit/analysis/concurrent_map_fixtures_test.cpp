// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// The detector against every labelled map crash in tests/fixtures. The labels come from what the programs
// wrote about themselves, not from the logs.
#include "model/analysis/concurrent_map.h"
#include "model/log.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace skein;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace
{

struct Tally {
    int asked = 0, right = 0;
    void add(bool ok)
    {
        ++asked;
        right += ok;
    }
    double share() const { return asked == 0 ? 1 : static_cast<double>(right) / asked; }
};

std::uint64_t idOf(const Log& log, const Access& a)
{
    return a.thread ? log.snapshots[a.thread.snapshot].threads[a.thread.index].id.value : ThreadId::kNone;
}

bool sameOp(const std::string& want, AccessOp got)
{
    const auto kind = [](std::string_view op) { return op == "delete" ? "write" : op; };
    return kind(want) == kind(toString(got));
}

bool fits(const Log& log, const Json& side, const Access& a)
{
    if (idOf(log, a) != side["thread"].get<std::uint64_t>() || !sameOp(side["op"], a.op))
        return false;
    if (side["stack"] != "racing-frame")
        return true;
    return a.frame && log.frame(a.frame).line == side["line"].get<std::uint32_t>() &&
           baseName(log.str(log.frame(a.frame).file)) == side["file"].get<std::string>();
}

std::vector<fs::path> labels()
{
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(SKEIN_SOURCE_DIR "/tests/fixtures")) {
        const auto log = fs::path(entry.path()).replace_extension(".log");
        if (entry.path().extension() == ".json" && fs::exists(log))
            out.push_back(entry.path());
    }
    std::ranges::sort(out);
    return out;
}

} // namespace

TEST_CASE("both parties of the labelled map crashes are found, and nothing wrong is proved",
          "[map][fixtures]")
{
    Tally reporter, other, likely;
    int wrongProved = 0;
    std::string misses;
    for (const fs::path& path : labels()) {
        std::ifstream in(path);
        const Json label = Json::parse(in, nullptr, false);
        if (!label.is_object() || !label.contains("conflict") || !label["conflict"].is_object())
            continue;
        if (label.value("format", "") != "go-traceback")
            continue;
        const Json& conflict = label["conflict"];
        auto input = openInput(fs::path(path).replace_extension(".log"));
        REQUIRE(input);
        const auto log = parse(std::move(*input));
        REQUIRE(log);
        std::vector<Finding> findings;
        concurrentMapDetector.run({**log, {}, {}, {}}, findings);
        CAPTURE(path.filename().string());
        REQUIRE(findings.size() == 1);
        const auto& accesses = findings[0].accesses;
        REQUIRE(accesses.size() >= 2);

        const Json& sides = conflict["sides"];
        reporter.add(fits(**log, sides[0], accesses[0]));
        if (!fits(**log, sides[0], accesses[0]))
            misses += "\n  reporter: " + path.filename().string();

        const auto isOther = [&](const Access& a) {
            return std::any_of(sides.begin() + 1, sides.end(),
                               [&](const Json& s) { return fits(**log, s, a); });
        };
        if (conflict.value("other_side_present", false)) {
            other.add(isOther(accesses[1]));
            if (!isOther(accesses[1]))
                misses += "\n  other side: " + path.filename().string();
        }
        std::set<std::uint64_t> racers, inTheAct;
        for (const Json& s : sides) {
            racers.insert(s["thread"].get<std::uint64_t>());
            if (s["stack"] == "racing-frame" || s["stack"] == "ambiguous")
                inTheAct.insert(s["thread"].get<std::uint64_t>());
        }
        for (const Json& id : conflict.value("other_racers_elsewhere", Json::array()))
            racers.insert(id.get<std::uint64_t>());
        for (const Access& a : accesses)
            wrongProved += a.thread && a.certainty == Certainty::Proved && !inTheAct.contains(idOf(**log, a));
        if (accesses[1].certainty == Certainty::Likely)
            likely.add(racers.contains(idOf(**log, accesses[1])));
    }
    INFO("missed:" << misses);
    REQUIRE(reporter.asked > 20);
    CHECK(reporter.share() == 1.0);
    CHECK(other.share() >= 0.95);
    CHECK(likely.share() >= 0.9);
    CHECK(wrongProved == 0);
}
