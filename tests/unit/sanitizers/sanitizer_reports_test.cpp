// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Captures of ThreadSanitizer, AddressSanitizer, Helgrind and DRD against what their programs said of
// themselves.
#include "model/analysis/analysis.h"
#include "tests/fuzz/checks.h"
#include "tests/mangling/manglings.h"
#include "tests/mangling/said.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

using namespace skein;

namespace
{

constexpr std::array kFolders = {"tsan", "asan", "helgrind", "drd"};

constexpr std::array<std::string_view, 5> kNotYet = {"csv", "cat-A", "compose-mixed", "newest-first",
                                                     "nul-bytes"};

std::vector<std::filesystem::path> captures()
{
    std::vector<std::filesystem::path> all;
    for (const char* folder : kFolders) {
        const auto some = test::fixtures(folder, ".log");
        CHECK(!some.empty());
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::string capture(std::string_view folder, std::string_view stem)
{
    for (const auto& path : test::fixtures(folder, ".log"))
        if (path.stem() == stem)
            return test::readFile(path);
    FAIL("no capture " << stem);
    return {};
}

std::vector<std::string> splitLines(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
        lines.push_back(text.substr(at, end + 1 - at));
        at = end + 1;
    }
    return lines;
}

std::size_t framesIn(const Log& log)
{
    std::size_t n = 0;
    for (const Snapshot& s : log.snapshots)
        for (const OtherStack& o : s.otherStacks)
            n += log.stack(o.stack).size();
    return n;
}

std::string idOf(ThreadId id)
{
    return id == ThreadId::main() ? "main" : toString(id);
}

} // namespace

TEST_CASE("threads, frames and sides of every capture are those of its label", "[sanitizers]")
{
    for (const auto& path : captures()) {
        CAPTURE(path.filename().string());
        auto beside = path;
        const auto label = nlohmann::json::parse(test::readFile(beside.replace_extension(".json")));
        const LogPtr log = test::parseText(test::readFile(path));
        CHECK(test::violations(*log) == std::vector<std::string>{});
        CHECK(framesIn(*log) == label["frames"].get<std::size_t>());
        std::set<std::string> threads;
        for (const Snapshot& s : log->snapshots)
            for (const Thread& t : s.threads)
                threads.insert(idOf(t.id));
        if (label["threads"].get<std::size_t>() > 0)
            CHECK(threads.size() == label["threads"].get<std::size_t>());
        const auto analysis = analyse(log);
        for (const Finding& f : analysis->findings) {
            CHECK_FALSE(f.title.contains("goroutine"));
            for (const Evidence& e : f.evidence)
                CHECK_FALSE(e.text.contains("goroutine"));
            for (const Advice& a : f.advice)
                CHECK_FALSE((a.title + a.text).contains("goroutine"));
        }
        if (label["conflict"].is_null())
            continue;
        for (const auto& side : label["conflict"]["sides"]) {
            std::string thread = side["thread"].get<std::string>();
            if (thread.starts_with('T'))
                thread.erase(0, 1);
            bool found = false;
            for (const Finding& f : analysis->findings)
                for (const Access& a : f.accesses)
                    found = found ||
                            (a.thread &&
                             idOf(log->snapshots[a.thread.snapshot].threads[a.thread.index].id) == thread &&
                             (side["line"].is_null() || side["stack"] != "racing-frame" ||
                              (a.frame && log->frame(a.frame).line == side["line"].get<std::uint32_t>())));
            CAPTURE(thread, side["line"].dump());
            // Several earlier accesses: the report names at least one.
            CHECK((found || path.stem().string().contains("several")));
        }
    }
}

TEST_CASE("races between the same places are one finding", "[sanitizers]")
{
    const LogPtr log = test::parseText(capture("tsan", "races-many--gcc14"));
    const auto analysis = analyse(log);
    CHECK(log->snapshots.size() > 10);
    CHECK(analysis->findings.size() < 12);
    std::size_t reports = 0;
    for (const Finding& f : analysis->findings) {
        CHECK(f.repeats.size() + 1 == f.count);
        reports += f.count;
    }
    CHECK(reports == log->snapshots.size());
}

TEST_CASE("a race's finding names the memory and the lock that one side misses", "[sanitizers]")
{
    const auto analysisOf = [](std::string_view stem) {
        return analyse(test::parseText(capture("tsan", stem)));
    };
    const auto heap = analysisOf("races-heap--gcc14");
    REQUIRE(heap->findings.size() == 1);
    const auto says = [](const Finding& f, std::string_view words) {
        return std::ranges::any_of(f.evidence, [&](const Evidence& e) { return e.text.contains(words); });
    };
    CHECK(says(heap->findings[0], "holds none"));
    CHECK(says(heap->findings[0], "allocated in"));
    CHECK(heap->findings[0].advice.at(0).title == "Hold one lock on both sides");
    const auto locks = analysisOf("races-locks--clang19");
    REQUIRE(!locks->findings.empty());
    CHECK(says(locks->findings[0], "different locks"));
    CHECK(says(locks->findings[0], "kiosk::stand"));
    CHECK(analysisOf("races-stack--gcc14")->findings.at(0).advice.at(0).title.contains("Join"));
    CHECK(analysisOf("races-vptr--gcc14")->findings.at(0).advice.at(0).title.contains("destroyed"));
    const auto leak = analysisOf("locks-leak--gcc14");
    REQUIRE(!leak->findings.empty());
    CHECK(leak->findings[0].title == "3 threads were never joined");
    CHECK(std::ranges::any_of(leak->groups, [](const Group& g) { return g.count == 3 && g.site; }));
}

TEST_CASE("reports of two processes that ran into each other come apart", "[sanitizers]")
{
    for (const char* folder : {"helgrind", "drd"}) {
        const std::string tool = folder;
        const auto one = splitLines(capture(folder, "races-global--" + tool + "3.24"));
        const auto two = splitLines(capture(folder, "races-heap--" + tool + "3.24"));
        std::string mixed, joined;
        for (std::size_t i = 0; i < std::max(one.size(), two.size()); ++i) {
            mixed += i < one.size() ? one[i] : "";
            mixed += i < two.size() ? two[i] : "";
        }
        for (const auto* lines : {&one, &two})
            for (const std::string& line : *lines)
                joined += line;
        const LogPtr apart = test::parseText(joined), together = test::parseText(mixed);
        CAPTURE(tool);
        CHECK(test::violations(*together) == std::vector<std::string>{});
        CHECK(together->snapshots.size() == apart->snapshots.size());
        CHECK(framesIn(*together) == framesIn(*apart));
    }
}

TEST_CASE("what Helgrind says between the lines of DRD is no misuse of a lock", "[sanitizers]")
{
    const auto one = splitLines(capture("drd", "races-global--drd3.24"));
    const auto two = splitLines(capture("helgrind", "races-heap--helgrind3.24"));
    std::string mixed;
    for (std::size_t i = 0; i < std::max(one.size(), two.size()); ++i) {
        mixed += i < one.size() ? one[i] : "";
        mixed += i < two.size() ? two[i] : "";
    }
    const LogPtr log = test::parseText(mixed);
    CHECK(test::violations(*log) == std::vector<std::string>{});
    CHECK(std::ranges::any_of(log->snapshots, [](const Snapshot& s) { return s.format == "drd"; }));
    for (const Snapshot& snapshot : log->snapshots)
        CHECK((!snapshot.native || snapshot.native->kind != ReportKind::LockMisuse));
}

TEST_CASE("wrapped sanitizer reports say the same", "[sanitizers][mangling]")
{
    for (const auto& [folder, stem] :
         {std::pair{"tsan", "races-heap--clang19"}, std::pair{"tsan", "locks-order2--gcc14-stacks"},
          std::pair{"asan", "memory-uaf--gcc14"}, std::pair{"helgrind", "races-locks--helgrind3.24"}}) {
        const std::string text = capture(folder, stem);
        const std::string said = test::said(test::parseText(text), true);
        for (const test::Mangling& mangling : test::manglings()) {
            // Not undone yet: what stands behind each line, or around it in a table; lines in the wrong
            // order.
            const bool notYet = std::ranges::contains(kNotYet, mangling.name);
            if (!mangling.outer || notYet)
                continue;
            CAPTURE(stem, std::string(mangling.name));
            CHECK(test::firstDifference(said, test::said(test::parseText(mangling.apply(text)), true)) == "");
        }
    }
}

TEST_CASE("every prefix of a sanitizer report is a log", "[sanitizers][truncation]")
{
    for (const auto& [folder, stem, step] :
         {std::tuple{"tsan", "races-heap--clang19", 1}, std::tuple{"tsan", "locks-order3--gcc14-stacks", 7},
          std::tuple{"asan", "memory-double-free--gcc14", 1},
          std::tuple{"helgrind", "races-locks--helgrind3.24", 1},
          std::tuple{"drd", "races-heap--drd3.24", 1}}) {
        const std::string text = capture(folder, stem);
        for (std::size_t size = 0; size < text.size(); size += static_cast<std::size_t>(step)) {
            const LogPtr log = test::parseText(text.substr(0, size));
            REQUIRE(log);
            if (size % 32 == 0) {
                CAPTURE(stem, size);
                REQUIRE(test::violations(*log) == std::vector<std::string>{});
                REQUIRE(analyse(log));
            }
        }
    }
}
