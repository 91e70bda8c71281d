// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the analysis makes of the captured logs of programs whose bug is known (tests/fixtures, with labels
// beside them).
#include "model/analysis/analysis.h"
#include "model/analysis/order.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

using namespace skein;
namespace fs = std::filesystem;

namespace {

struct Case {
    std::string name;
    nlohmann::json label;
    AnalysisPtr analysis;
};

/// Every fixture whose name begins with one of the prefixes.
std::vector<Case> casesOf(std::initializer_list<std::string_view> prefixes)
{
    std::vector<Case> all;
    for (const auto& entry :
         fs::directory_iterator(fs::path(SKEIN_SOURCE_DIR) / "tests/fixtures/go-traceback")) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".log") continue;
        if (!std::ranges::any_of(prefixes, [&](auto p) { return name.starts_with(p); })) continue;
        fs::path json = entry.path();
        std::ifstream in(json.replace_extension(".json"));
        if (!in) continue;
        auto input = openInput(entry.path().string());
        REQUIRE(input);
        auto log = parse(std::move(*input));
        REQUIRE(log);
        all.push_back({name, nlohmann::json::parse(in), analyse(*log)});
    }
    std::ranges::sort(all, {}, &Case::name);
    return all;
}

std::string idOf(const Log& log, ThreadRef ref)
{
    return toString(log.snapshots[ref.snapshot].threads[ref.index].id);
}

std::set<std::string> members(const Log& log, const Finding& finding)
{
    std::set<std::string> ids;
    for (const WaitStep& step : finding.cycle) ids.insert(idOf(log, step.thread));
    if (!ids.empty()) return ids;
    for (const ThreadRef t : finding.threads) ids.insert(idOf(log, t));
    return ids;
}

std::set<std::string> labelled(const nlohmann::json& label)
{
    std::set<std::string> ids;
    for (const auto& step : label.at("deadlock").at("cycle"))
        ids.insert(std::to_string(step.at("thread").get<std::uint64_t>()));
    return ids;
}

bool hasCycle(const nlohmann::json& label)
{
    const auto deadlock = label.find("deadlock");
    return deadlock != label.end() && deadlock->is_object() &&
           !deadlock->value("cycle", nlohmann::json::array()).empty();
}

}  // namespace

TEST_CASE("the goroutines of every deadlock that was built in are found, and no cycle is called proved",
          "[fixtures]")
{
    std::size_t seen = 0;
    for (const Case& c : casesOf({"deadlock-", "test-timeout-"})) {
        CAPTURE(c.name);
        const Log& log = *c.analysis->log;
        std::size_t others = 0;
        bool found = !hasCycle(c.label);
        for (const Finding& f : c.analysis->findings) {
            if (f.kind != FindingKind::Deadlock) continue;
            if (!f.cycle.empty()) CHECK(f.certainty != Certainty::Proved);
            const bool same = hasCycle(c.label) && members(log, f) == labelled(c.label);
            found |= same;
            others += !f.cycle.empty() && !same;
        }
        CHECK(found);
        CHECK(others <= 1);
        seen += hasCycle(c.label);
    }
    CHECK(seen > 20);
}

TEST_CASE("a chain of waiting goroutines without a cycle is contention with its root", "[fixtures]")
{
    for (const Case& c : casesOf({"contention-chain"})) {
        CAPTURE(c.name);
        CHECK(c.analysis->waitGraphs.at(0).cycles.empty());
        REQUIRE_FALSE(c.analysis->findings.empty());
        CHECK(c.analysis->findings[0].kind == FindingKind::Contention);
        const auto& nodes = c.analysis->waitGraphs.at(0).threads;
        CHECK(std::ranges::any_of(nodes, [](const auto& n) { return n.rootBlocker && n.holdsUp >= 12; }));
    }
}

TEST_CASE("idle and busy programs without a bug show no circle", "[fixtures]")
{
    for (const Case& c : casesOf({"healthy-"})) {
        CAPTURE(c.name);
        CHECK(std::ranges::none_of(c.analysis->findings, [](const Finding& f) {
            return f.kind == FindingKind::Deadlock || !f.cycle.empty();
        }));
    }
}

TEST_CASE("a holder that waits itself, for nobody in the log, is the root of those behind it", "[fixtures]")
{
    for (const Case& c : casesOf({"contention-nil-channel"})) {
        CAPTURE(c.name);
        const auto& nodes = c.analysis->waitGraphs.at(0).threads;
        CHECK(std::ranges::any_of(nodes, [](const auto& n) { return n.rootBlocker && n.holdsUp == 6; }));
    }
}

TEST_CASE("every thread of every fixture is in exactly one group, and every timeline respects its edges",
          "[fixtures]")
{
    for (const Case& c : casesOf({"deadlock-", "contention-", "leak-", "map-ww-"})) {
        CAPTURE(c.name);
        const Log& log = *c.analysis->log;
        for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
            const auto& threads = log.snapshots[s].threads;
            std::vector<int> in(threads.size(), 0);
            for (const Group& g : c.analysis->groups)
                if (g.snapshot == s)
                    for (const std::uint32_t t : g.threads) ++in[t];
            for (std::size_t t = 0; t < threads.size(); ++t)
                if (in[t] != (threads[t].kind == ThreadKind::System ? 0 : 1))
                    FAIL_CHECK("thread " << t << " is in " << in[t]);

            std::vector<std::uint32_t> lanes(threads.size());
            for (std::uint32_t t = 0; t < lanes.size(); ++t) lanes[t] = t;
            const Finding* finding = c.analysis->findings.empty() ? nullptr : &c.analysis->findings[0];
            const Timeline line = buildTimeline(log, s, lanes, finding);
            CHECK(std::ranges::all_of(line.order, [&](const HappensBefore& e) {
                return line.events[e.from].rank < line.events[e.to].rank;
            }));
        }
    }
}

TEST_CASE("log lines of evidence and of edges lie in the log and ascend", "[fixtures]")
{
    for (const Case& c : casesOf({"deadlock-", "contention-", "leak-", "test-timeout-", "panic-"})) {
        CAPTURE(c.name);
        const auto good = [&](const std::vector<std::uint32_t>& lines) {
            return std::ranges::is_sorted(lines) && std::ranges::all_of(lines, [&](auto l) {
                       return l > 0 && l <= c.analysis->log->text.lineCount();
                   });
        };
        for (const Finding& f : c.analysis->findings) {
            CHECK_FALSE(f.title.empty());
            CHECK_FALSE(f.advice.empty());
            for (const Evidence& e : f.evidence) CHECK(good(e.logLines));
        }
        for (const WaitGraph& g : c.analysis->waitGraphs)
            for (const auto& e : g.edges) CHECK(good(e.logLines));
    }
}

namespace {

AnalysisPtr analysisOf(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "test.log"));
    REQUIRE(log);
    return analyse(*log);
}

}  // namespace

// By hand, in the form of go-deadlock's reports whose lines of the stack were left out.
TEST_CASE("a goroutine without a stack may be in a circle", "[waiting]")
{
    const AnalysisPtr analysis = analysisOf("POTENTIAL DEADLOCK:\n"
                                            "Previous place where the lock was grabbed\n"
                                            "goroutine 31 lock 0xc00048e7d0\n"
                                            "acme/pkg/vault/mutex.go:48 vault.(*Mutex).Lock ??? <<<<<\n\n"
                                            "Have been trying to lock it again for more than 5m0s\n"
                                            "goroutine 52 lock 0xc00048e7d0\n\n"
                                            "Here is what goroutine 31 doing now\n"
                                            "goroutine 31 [semacquire]:\n"
                                            "sync.(*Mutex).lockSlow(0xc0001108a0)\n"
                                            "\tsync/mutex.go:138 +0x105\n"
                                            "acme/pkg/vault.(*Order).unlocked(0xc0001108a0)\n"
                                            "\tacme/pkg/vault/order.go:330 +0xa6\n");
    REQUIRE_FALSE(analysis->findings.empty());
    CHECK(analysis->findings[0].kind == FindingKind::Deadlock);
}

// By hand, in the form of Go 1.6.
TEST_CASE("two that wait for minutes are worth a finding, which names the holder and not the writer in the queue", "[waiting]")
{
    const AnalysisPtr analysis = analysisOf(
        "goroutine 91 [semacquire, 80 minutes]:\n"
        "sync.runtime_Semacquire(0xc82018a1c0)\n\t/opt/go/src/runtime/sema.go:47 +0x26\n"
        "sync.(*RWMutex).RLock(0xc82018a1b4)\n\t/opt/go/src/sync/rwmutex.go:37 +0x58\n"
        "acme/agent.(*State).All(0xc82018a1b0, 0x0)\n\t/src/acme/agent/state.go:185 +0x81\n"
        "created by acme/agent.(*Server).Serve\n\t/src/acme/agent/server.go:21 +0x44\n\n"
        "goroutine 22 [select, 80 minutes]:\n"
        "acme/mux.(*Stream).Read(0xc820a9e2d0, 0xc820c0c000)\n\t/src/acme/mux/stream.go:133 +0x5a0\n"
        "acme/agent.(*State).push(0xc82018a1b0, 0x5)\n\t/src/acme/agent/state.go:600 +0x3a1\n"
        "acme/agent.(*State).Sync(0xc82018a1b0)\n\t/src/acme/agent/state.go:480 +0x1f0\n"
        "created by acme/agent.Start\n\t/src/acme/agent/agent.go:55 +0x60\n\n"
        "goroutine 30 [semacquire, 79 minutes]:\n"
        "sync.runtime_Semacquire(0xc82018a1bc)\n\t/opt/go/src/runtime/sema.go:47 +0x26\n"
        "sync.(*RWMutex).Lock(0xc82018a1b4)\n\t/opt/go/src/sync/rwmutex.go:91 +0xab\n"
        "acme/agent.(*State).Update(0xc82018a1b0, 0xc8204a2000)\n\t/src/acme/agent/state.go:250 +0x70\n"
        "created by acme/agent.(*Server).Serve\n\t/src/acme/agent/server.go:21 +0x44\n");
    REQUIRE_FALSE(analysis->findings.empty());
    const Finding& finding = analysis->findings[0];
    CHECK(finding.kind == FindingKind::Contention);
    REQUIRE_FALSE(finding.threads.empty());
    CHECK(idOf(*analysis->log, finding.threads[0]) == "22");
}
