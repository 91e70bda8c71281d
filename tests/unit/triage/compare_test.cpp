// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Dumps of one program compared: groups, goroutines, growth; and who created whom.
#include "model/formatted.h"
#include "model/triage/compare.h"
#include "model/triage/creation_chains.h"
#include "model/triage/process.h"
#include "tests/unit/triage/parsed.h"

#include <algorithm>
#include <cmath>

using namespace skein;
using namespace skein::triage;

namespace
{

struct Goroutine {
    int id;
    std::string state;
    std::string function = "main.leak";
    int creator = 1;
    std::string createdBy = "main.main";
};

std::string dump(const std::vector<Goroutine>& goroutines, std::string_view time = "")
{
    std::string out = formatted("{}SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\ngoroutine 1 "
                                "[select]:\nmain.main()\n\t/a/main.go:1 +0x1\n\n",
                                time.empty() ? "" : formatted("{} INFO a line of the log\n", time));
    for (const Goroutine& g : goroutines)
        out += formatted("goroutine {} [{}]:\n{}()\n\t/a/leak.go:41 +0x1\ncreated by {} in goroutine "
                         "{}\n\t/a/main.go:9 +0x1\n\n",
                         g.id, g.state, g.function, g.createdBy, g.creator);
    return out + "exit status 2\n";
}

Comparison compared(const std::vector<std::string>& texts, Strength strength = Strength::Leak)
{
    std::vector<LogPtr> logs;
    for (const std::string& text : texts)
        logs.push_back(skein::test::parsed(text));
    return compare(dumpsOf(logs), strength);
}

const ComparedGroup& groupAt(const Comparison& c, std::string_view function)
{
    for (const ComparedGroup& group : c.groups)
        for (std::size_t d = 0; d < c.dumps.size(); ++d)
            if (group.groups[d] != ComparedGroup::kNone)
                if (const FrameId site = c.groupsOf[d][group.groups[d]].site;
                    c.dumps[d].log->function(site) == function)
                    return group;
    FAIL("no group at " << function);
    return c.groups.front();
}

const ComparedThread& threadOf(const Comparison& c, std::uint64_t id)
{
    const auto hit = std::ranges::find(c.threads, ThreadId(id), &ComparedThread::id);
    REQUIRE(hit != c.threads.end());
    return *hit;
}

} // namespace

TEST_CASE("groups of dumps are new, grow, stay, shrink or are gone")
{
    const Comparison c = compared({
        dump({{7, "chan send"},
              {8, "chan send", "main.gone"},
              {9, "select", "main.fewer"},
              {10, "select", "main.fewer"},
              {11, "select", "main.same"}}),
        dump({{7, "chan send"},
              {9, "select", "main.fewer"},
              {11, "select", "main.same"},
              {20, "chan receive", "main.passing"}}),
        dump({{7, "chan send"},
              {30, "chan send"},
              {9, "select", "main.fewer"},
              {11, "select", "main.same"},
              {31, "chan receive", "main.fresh"}}),
    });
    REQUIRE(c.dumps.size() == 3);
    CHECK(groupAt(c, "main.leak").change == Change::Grew);
    CHECK(groupAt(c, "main.leak").counts == std::vector<std::uint64_t>{1, 1, 2});
    CHECK(groupAt(c, "main.leak").waiting);
    CHECK(groupAt(c, "main.gone").change == Change::Gone);
    CHECK(groupAt(c, "main.fewer").change == Change::Shrank);
    CHECK(groupAt(c, "main.same").change == Change::Stayed);
    CHECK(groupAt(c, "main.passing").change == Change::Passing);
    CHECK(groupAt(c, "main.fresh").change == Change::New);
    CHECK_FALSE(groupAt(c, "main.main").waiting);
    CHECK(c.groups.front().change == Change::New);
    CHECK_FALSE(groupAt(c, "main.leak").perMinute);
    CHECK(c.idsPersist);
    CHECK(threadOf(c, 8).change == Change::Gone);
    CHECK(threadOf(c, 20).change == Change::Passing);
    CHECK(threadOf(c, 30).change == Change::New);
    // The matrix: goroutine 30 is in the last dump only.
    const auto row = static_cast<std::size_t>(&threadOf(c, 30) - c.threads.data());
    CHECK(c.cell(row, 0) == ComparedGroup::kNone);
    CHECK(c.dumps[2].log->snapshots[0].threads[c.cell(row, 2)].id == ThreadId(30));
    CHECK(c.cells.size() == c.threads.size() * 3);
}

TEST_CASE("a goroutine that has not moved")
{
    const auto stuck = [](std::string_view before, std::string_view after, std::string_view t1 = "",
                          std::string_view t2 = "", std::string function = "main.leak") {
        const Comparison c = compared(
            {dump({{7, std::string(before)}}, t1), dump({{7, std::string(after), std::move(function)}}, t2)});
        REQUIRE(c.idsPersist);
        return threadOf(c, 7).stuck;
    };
    CHECK(stuck("chan send, 2 minutes", "chan send, 9 minutes") == Certainty::Likely);
    CHECK(stuck("chan send", "chan send, 9 minutes") == Certainty::Likely);
    CHECK_FALSE(stuck("chan send, 9 minutes", "chan send, 2 minutes"));
    CHECK_FALSE(stuck("chan send", "chan send"));
    CHECK_FALSE(stuck("chan send, 2 minutes", "chan receive, 9 minutes"));
    CHECK_FALSE(stuck("sleep, 2 minutes", "sleep, 9 minutes"));
    CHECK_FALSE(stuck("chan send, 2 minutes", "chan send, 9 minutes", "", "", "main.other"));
    // With times: it has waited all the while, or it cannot have.
    const auto at = [](std::string_view minute) { return formatted("2026-03-01T10:{}:00Z", minute); };
    CHECK(stuck("chan send, 2 minutes", "chan send, 9 minutes", at("10"), at("15")) == Certainty::Proved);
    CHECK_FALSE(stuck("chan send, 2 minutes", "chan send, 9 minutes", at("10"), at("40")));
    const Comparison c = compared({dump({{7, "chan send, 2 minutes"}}, at("10")),
                                   dump({{7, "chan send, 9 minutes"}, {8, "chan send"}}, at("15"))});
    CHECK(groupAt(c, "main.leak").stuck == 1);
    REQUIRE(groupAt(c, "main.leak").perMinute);
    CHECK(*groupAt(c, "main.leak").perMinute == 0.2);
}

TEST_CASE("times since the start of a program say nothing between two logs")
{
    std::vector<LogPtr> logs{skein::test::parsed(dump({{7, "chan send"}})),
                             skein::test::parsed(dump({{7, "chan send"}, {8, "chan send"}}))};
    const auto growth = [&](std::int64_t first, std::int64_t second) {
        auto dumps = dumpsOf(logs);
        dumps[0].unixMillis = first;
        dumps[1].unixMillis = second;
        return groupAt(compare(std::move(dumps)), "main.leak").perMinute;
    };
    constexpr std::int64_t kToday = 1'772'000'000'000, kMinute = 60'000;
    CHECK(growth(kToday, kToday + kMinute) == 1.0);
    CHECK_FALSE(growth(2'000, 2'000 + kMinute));
    CHECK_FALSE(growth(2'000, kToday));
    CHECK_FALSE(growth(kToday, kToday));
}

TEST_CASE("generations that have ended are followed through what tracebackancestors prints")
{
    for (const char* go : {"1.19.8", "1.24.4", "1.27.4"}) {
        CAPTURE(go);
        const LogPtr log = skein::test::fixture(skein::test::fixtures() /
                                                formatted("go-traceback/leak-ancestors--go{}.log", go));
        const auto& threads = log->snapshots[0].threads;
        std::vector<std::uint32_t> vans;
        for (std::uint32_t i = 0; i < threads.size(); ++i)
            if (const FrameId site = log->site(threads[i].stack);
                site && log->function(site) == "github.com/acme/ancestors/fleet.drive")
                vans.push_back(i);
        REQUIRE(vans.size() == 12);
        const CreationTree tree = creationChains(*log, 0, vans);
        // main.main starts Open, which starts load, which starts drive: one path of three go statements.
        REQUIRE(tree.nodes.size() == 4);
        const auto check = [&](std::size_t node, std::uint64_t count, std::string_view function, bool gone) {
            CHECK(tree.nodes[node].parent == node - 1);
            CHECK(tree.nodes[node].count == count);
            CHECK(tree.nodes[node].total == 12);
            CHECK(log->function(tree.nodes[node].createdAt) == function);
            CHECK(tree.nodes[node].creatorGone == gone);
        };
        check(1, 0, "main.main", false);
        check(2, 0, "github.com/acme/ancestors/fleet.Open", true);
        check(3, 12, "github.com/acme/ancestors/fleet.load", true);
        CHECK(log->frame(tree.nodes[3].createdAt).line == 17);
    }
}

TEST_CASE("growth is the slope through all dumps")
{
    std::vector<Goroutine> goroutines;
    std::vector<LogPtr> logs;
    for (const std::size_t count : {2u, 10u, 4u, 8u}) { // one peak does not make it
        goroutines.clear();
        for (std::size_t i = 0; i < count; ++i)
            goroutines.push_back({.id = static_cast<int>(i) + 7, .state = "chan send"});
        logs.push_back(skein::test::parsed(dump(goroutines)));
    }
    auto dumps = dumpsOf(logs);
    constexpr std::int64_t kToday = 1'772'000'000'000, kMinute = 60'000;
    for (std::size_t d = 0; d < dumps.size(); ++d)
        dumps[d].unixMillis = kToday + static_cast<std::int64_t>(d) * kMinute;
    CHECK(std::abs(*groupAt(compare(dumps), "main.leak").perMinute - 1.2) < 1e-9);
    dumps[1].unixMillis.reset(); // says no time: (0, 2), (2, 4), (3, 8)
    CHECK(std::abs(*groupAt(compare(dumps), "main.leak").perMinute - 13.0 / 7) < 1e-9);
    dumps[0].unixMillis = 5'000; // cannot be compared with the others
    CHECK(std::abs(*groupAt(compare(dumps), "main.leak").perMinute - 4.0) < 1e-9);
}

TEST_CASE("logs are put in order by time only where their times can be compared")
{
    const auto order = [](std::initializer_list<std::string_view> first) {
        std::vector<LogPtr> logs;
        for (const std::string_view line : first)
            logs.push_back(skein::test::parsed(std::string(line) + "\n" + dump({{7, "chan send"}})));
        return orderByTime(logs);
    };
    using Order = std::optional<std::vector<std::size_t>>;
    CHECK(order({"2026-03-01T10:15:00Z b", "2026-03-01T10:10:00Z a"}) == Order({1, 0}));
    CHECK(order({"2026-03-01T10:10:00Z a", "2026-03-01T10:10:00Z b"}) == Order({0, 1}));
    // The older program has run for longer: its uptime says nothing.
    CHECK_FALSE(order(
        {"gc 5 @200.311s 1%: 0.1+0.2+0.3 ms clock, 0.2+0.1/0.2/0.3+0.6 ms cpu, 4->5->2 MB, 5 MB goal, 2 P",
         "gc 5 @0.311s 1%: 0.1+0.2+0.3 ms clock, 0.2+0.1/0.2/0.3+0.6 ms cpu, 4->5->2 MB, 5 MB goal, 2 P"}));
    CHECK_FALSE(order({"2026-03-01T10:15:00Z b", ""}));
}

TEST_CASE("dumps of one process")
{
    const auto processes = [](const std::vector<std::string>& texts) {
        std::vector<LogPtr> logs;
        for (const std::string& text : texts)
            logs.push_back(skein::test::parsed(text));
        return processesOf(logs);
    };
    using Numbers = std::vector<std::uint32_t>;
    const std::string first = dump({{7, "chan send"}, {8, "select"}});
    CHECK(processes({first, dump({{8, "select"}, {9, "select"}})}) == Numbers{0, 0});
    // The same number, created by somebody else: another run.
    CHECK(processes({first, dump({{8, "select", "main.leak", 1, "main.Other"}}), first}) == Numbers{0, 1, 0});
    CHECK(processes({first, dump({{8, "select", "main.leak", 3}})}) == Numbers{0, 1});
    CHECK(processes({first, dump({{20, "select"}})}) == Numbers{0, 1});
    // What the runtime starts for itself is the same in every program.
    const std::string own = dump({{2, "force gc (idle)", "runtime.forcegchelper", 1, "runtime.init.7"}});
    CHECK(processes({own, own}) == Numbers{0, 1});
    const std::string profile =
        "goroutine profile: total 1\n1 @ 0x1 0x2\n#\t0x1\tmain.leak+0x1\t/a/leak.go:41\n";
    CHECK(processes({first, profile, profile}) == Numbers{0, 1, 1});
}

TEST_CASE("groups that are new or grow say why")
{
    const Comparison c = compared({dump({{7, "chan send"}, {8, "select", "main.same"}}),
                                   dump({{7, "chan send"},
                                         {8, "select", "main.same"},
                                         {9, "chan send"},
                                         {10, "sync.WaitGroup.Wait", "main.join"}})});
    const auto& reasons = groupAt(c, "main.leak").reasons;
    REQUIRE(!reasons.empty());
    CHECK(reasons.back().text.contains("a plain send, not in a select"));
    CHECK(groupAt(c, "main.same").reasons.empty());
    CHECK(groupAt(c, "main.join").reasons.front().text.contains("can't come to zero"));
}

TEST_CASE("goroutines of another process are not followed")
{
    const Comparison c = compared(
        {dump({{7, "chan send"}}), dump({{7, "chan send, 5 minutes", "main.leak", 1, "main.other"}})});
    CHECK_FALSE(c.idsPersist);
    CHECK(c.threads.empty());
}

TEST_CASE("dumps are compared at every strength")
{
    const std::vector<std::string> texts{dump({{7, "chan send"}, {8, "chan receive"}}),
                                         dump({{7, "chan send"}, {8, "chan receive"}, {9, "select"}})};
    for (const Strength strength : strengths()) {
        INFO(toString(strength));
        const Comparison c = compared(texts, strength);
        std::uint64_t first = 0, last = 0;
        for (const ComparedGroup& group : c.groups) {
            first += group.counts.front();
            last += group.counts.back();
        }
        CHECK(first == 3);
        CHECK(last == 4);
        CHECK(strengthNamed(toString(strength)) == strength);
    }
    CHECK(compared(texts, Strength::Creator).groups.size() == 2);
    CHECK(compared(texts, Strength::Function).groups.size() == 2);
    CHECK(compared(texts, Strength::StateLine).groups.size() == 4);
    Comparison c = compared(texts);
    only(c, *Filter::parse("change:new"));
    CHECK(c.groups.size() == 1);
    REQUIRE(c.threads.size() == 1);
    CHECK(c.threads[0].id == ThreadId(9));
}

TEST_CASE("no dumps, one dump, reports of the past")
{
    CHECK(compare({}).groups.empty());
    CHECK(compared({dump({{7, "chan send"}})}).groups.size() == 2);
    const std::vector<LogPtr> nothing{skein::test::parsed("all is well\n")};
    CHECK(dumpsOf(nothing).empty());
    const std::vector<LogPtr> two{skein::test::parsed(dump({{7, "chan send"}}) + dump({{7, "chan send"}}))};
    const auto dumps = dumpsOf(two);
    REQUIRE(dumps.size() == 2);
    CHECK(dumps[1].name.ends_with(" #2"));
}

TEST_CASE("who created whom, through generations")
{
    const LogPtr log = skein::test::parsed(dump({{2, "select", "main.accept", 1, "main.main"},
                                                 {3, "chan send", "main.handle", 2, "main.accept"},
                                                 {4, "chan send", "main.handle", 2, "main.accept"},
                                                 {5, "chan send", "main.ask", 4, "main.handle"},
                                                 {6, "chan send", "main.ask", 99, "main.handle"},
                                                 {50, "select", "main.a", 51, "main.b"},
                                                 {51, "select", "main.b", 50, "main.a"}}));
    const CreationTree tree = creationChains(*log, 0);
    const auto nodeOf = [&](std::uint64_t id) -> const CreationNode& {
        const auto& threads = log->snapshots[0].threads;
        const auto at = std::ranges::find(threads, ThreadId(id), &Thread::id) - threads.begin();
        return tree.nodes[tree.nodeOf[static_cast<std::size_t>(at)]];
    };
    CHECK(tree.nodes[0].total == 8);
    CHECK(nodeOf(1).generation == 0);
    CHECK(nodeOf(2).generation == 1);
    CHECK(&nodeOf(3) == &nodeOf(4));
    CHECK(nodeOf(3).count == 2);
    CHECK(nodeOf(3).total == 3);
    CHECK(nodeOf(5).generation == 3);
    CHECK(nodeOf(6).generation == 1); // its creator is not in the dump
    CHECK(nodeOf(6).creatorGone);
    CHECK(nodeOf(2).total == 4);
    CHECK(nodeOf(50).generation + nodeOf(51).generation == 3); // a circle that no program makes
    const std::vector<std::uint32_t> some{1, 1, 77};
    CHECK(creationChains(*log, 0, some).nodes[0].total == 1);
}
