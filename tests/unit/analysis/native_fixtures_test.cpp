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

TEST_CASE("one thread in each wait of a library: what it is, and where the thing lies that is waited for")
{
    // Debian's libgomp and GLib print no name there; a loop of the program's own looks like any other code.
    const std::set<std::string> hidden = {"omp_set_lock", "omp-barrier", "critical", "g_mutex_lock",
                                          "own-spin"};
    std::size_t seen = 0, addresses = 0;
    for (const char* folder : {"gdb", "lldb", "eu-stack"}) {
        for (const auto& entry :
             fs::directory_iterator(fs::path(SKEIN_SOURCE_DIR) / "tests/fixtures" / folder)) {
            const std::string name = entry.path().filename().string();
            if (!name.starts_with("waits_") || entry.path().extension() != ".json")
                continue;
            std::ifstream in(entry.path());
            const auto label = nlohmann::json::parse(in);
            auto input = openInput(fs::path(entry.path()).replace_extension(".log").string());
            REQUIRE(input);
            const auto log = parse(std::move(*input));
            REQUIRE(log);
            REQUIRE((*log)->snapshots.size() == 1);
            for (const auto& wait : label.at("waits")) {
                const std::string what = wait.at("what").get<std::string>();
                INFO(folder << "/" << name << ": " << what);
                const auto& threads = (*log)->snapshots.front().threads;
                const auto thread = std::ranges::find(threads, wait.at("thread").get<std::uint64_t>(),
                                                      [](const Thread& t) { return t.id.value; });
                REQUIRE(thread != threads.end());
                ++seen;
                if (!hidden.contains(what))
                    CHECK((*log)->str(thread->waitReason) == wait.at("reason").get<std::string>());
                if (wait.at("address").is_string())
                    addresses +=
                        thread->waitsOn == std::stoull(wait.at("address").get<std::string>(), nullptr, 16);
            }
        }
    }
    CHECK(seen > 400);
    CHECK(addresses > 120);
}

TEST_CASE("hung programs: who waits for whom, and who for nobody")
{
    const std::set<std::string> unsolved = {
        // Without addresses nothing tells who holds what: too many could.
        "reservations--eustack0.188.log", "lock_condition--eustack0.192-vs.log",
        "once_lock--eustack0.192-vs.log", "recursive2--eustack0.192-vs.log",
        // Four frames, none of them the program's.
        "lock_condition--gdb16-four.log", "once_lock--gdb16-four.log", "signal_logger--gdb16-four.log",
        "upgrade--gdb16-four.log"};
    std::size_t seen = 0;
    for (const char* folder : {"gdb", "lldb", "eu-stack"}) {
        for (const auto& entry :
             fs::directory_iterator(fs::path(SKEIN_SOURCE_DIR) / "tests/fixtures" / folder)) {
            if (entry.path().extension() != ".log" || entry.path().filename().string().starts_with("waits_"))
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
            if (unsolved.contains(name))
                continue;
            const auto cycle = labelled(label);
            if (name.starts_with("starved_pool")) { // but where only four frames of each thread are there
                CHECK(count(FindingKind::Deadlock) == !name.contains("four"));
                continue;
            }
            // The holder did not come along: for all that the log says, itself.
            if (name.starts_with("fork_held")) {
                CHECK(std::ranges::all_of(
                    analysis->findings, [](const Finding& f) { return f.certainty == Certainty::Possible; }));
                continue;
            }
            CHECK((count(FindingKind::Deadlock) > 0) == !cycle.empty());
            for (const Finding& f : analysis->findings)
                if (f.kind == FindingKind::Deadlock)
                    CHECK(members(**log, f) == cycle);
            CHECK((count(FindingKind::LostWakeup) > 0) == name.starts_with("lost_wakeup"));
        }
    }
    CHECK(seen > 50);
}
