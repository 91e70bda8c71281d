// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The file of known leaks: reads what people write, changes only what changed, and survives any bytes.
#include "model/triage/baseline.h"
#include "model/triage/baseline_file.h"

#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

using namespace skein::triage;

namespace
{

constexpr std::string_view kFile = R"toml(# Leaks of the store.
version = 1
ignore = [
    "func:google.golang.org/grpc*", # theirs
    'state:sleep',
]

# The old cache. Goes with it.
[[leak]]
fingerprint = "4be1c09a7f32-1f0c-77aa-send"
status = "known"      # since March
where = "store.(*Cache).refresh (cache.go)"
count = 3
ticket = "ABC-1"
seen = [ 2024-05-01, 2024-06-01 ]
owner = "maria"
note = """
gone with
the next release"""

[[leak]]
fingerprint = "6e03fc1e2b11-0000-0000-mutex"
status = "won't fix"

[elsewhere]
status = "not ours"
)toml";

Fingerprint named(std::string_view text)
{
    const auto fingerprint = parseFingerprint(text);
    REQUIRE(fingerprint);
    return *fingerprint;
}

Baseline parsed(std::string_view text)
{
    auto baseline = Baseline::parse(text);
    if (!baseline)
        FAIL(baseline.error().line << ":" << baseline.error().column << ": " << baseline.error().message);
    return *baseline;
}

/// Lines of `after` that are not the same line of `before`, and the other way round: what a diff would show.
std::size_t changedLines(const std::string& before, const std::string& after)
{
    std::multiset<std::string> a, b;
    const auto lines = [](const std::string& text, auto& out) {
        std::size_t begin = 0;
        while (begin < text.size()) {
            const auto end = text.find('\n', begin);
            out.insert(text.substr(begin, end - begin));
            begin = end == text.npos ? text.size() : end + 1;
        }
    };
    lines(before, a);
    lines(after, b);
    std::vector<std::string> only;
    std::ranges::set_symmetric_difference(a, b, std::back_inserter(only));
    return only.size();
}

} // namespace

TEST_CASE("a baseline is read, and written again byte for byte")
{
    const Baseline baseline = parsed(kFile);
    CHECK(baseline.text() == kFile);
    REQUIRE(baseline.entries().size() == 2);
    const BaselineEntry& entry = baseline.entries()[0];
    CHECK(entry.status == Status::Known);
    CHECK(entry.count == 3);
    CHECK(entry.owner == "maria");
    CHECK(entry.note == "gone with\nthe next release");
    CHECK(entry.line == 9);
    CHECK(baseline.entries()[1].status == Status::WontFix);
    CHECK(baseline.ignore() == std::vector<std::string>{"func:google.golang.org/grpc*", "state:sleep"});
    CHECK(baseline.find(named("6e03fc1e2b11-0000-0000-mutex")) == &baseline.entries()[1]);
    CHECK(baseline.find(named("6e03fc1e2b11-0000-0000-send")) == nullptr);
    for (const std::string_view text :
         {"", "\n", "# only a comment",
          "version = 1\r\n\r\n[[leak]]\r\nfingerprint = \"6e03fc1e2b11-0000-0000-mutex\"\r\n"})
        CHECK(parsed(text).text() == text);
}

TEST_CASE("an edit changes its own line only")
{
    Baseline baseline = parsed(kFile);
    BaselineEntry entry = baseline.entries()[0];
    SECTION("a value, whose comment stays")
    {
        entry.status = Status::FalsePositive;
        baseline.set(entry);
        CHECK(baseline.text().contains("status = \"false positive\"      # since March\n"));
        CHECK(changedLines(std::string(kFile), baseline.text()) == 2);
    }
    SECTION("a value of several lines")
    {
        entry.note = "say \"no\"\tto\nit";
        baseline.set(entry);
        CHECK(baseline.text().contains("note = \"say \\\"no\\\"\\tto\\nit\"\n\n[[leak]]"));
        CHECK(parsed(baseline.text()).entries()[0].note == entry.note);
    }
    SECTION("a value that is taken away")
    {
        entry.note.clear();
        entry.owner.clear();
        baseline.set(entry);
        CHECK_FALSE(baseline.text().contains("note"));
        CHECK(baseline.text().contains("ticket = \"ABC-1\"\nseen = [ 2024-05-01, 2024-06-01 ]\n\n[[leak]]"));
    }
    SECTION("a value that is new")
    {
        entry = baseline.entries()[1];
        entry.owner = "jo";
        baseline.set(entry);
        CHECK(changedLines(std::string(kFile), baseline.text()) == 1);
        CHECK(parsed(baseline.text()).entries()[1].owner == "jo");
    }
    SECTION("another name")
    {
        const Fingerprint to = named("4be1c09a7f32-aaaa-77aa-send");
        CHECK(baseline.rename(entry.fingerprint, to));
        CHECK(changedLines(std::string(kFile), baseline.text()) == 2);
        CHECK(baseline.find(to)->owner == "maria");
        CHECK_FALSE(baseline.rename(entry.fingerprint, to));
        CHECK_FALSE(baseline.rename(to, named("6e03fc1e2b11-0000-0000-mutex")));
    }
}

TEST_CASE("new entries are sorted in, and comments stay above what they speak of")
{
    Baseline baseline = parsed(kFile);
    baseline.set({.fingerprint = named("000000000001-0000-0000-send"), .where = "aaa.first (a.go)"});
    baseline.set({.fingerprint = named("000000000002-0000-0000-send"), .where = "zzz.last (z.go)"});
    const std::string text = baseline.text();
    const Baseline again = parsed(text);
    REQUIRE(again.entries().size() == 4);
    CHECK(again.entries().front().where == "aaa.first (a.go)");
    CHECK(again.entries().back().where == "zzz.last (z.go)");
    CHECK(text.contains("# The old cache. Goes with it.\n[[leak]]\nfingerprint = \"4be1"));
    CHECK(text.contains("[elsewhere]\nstatus = \"not ours\"\n"));
    CHECK(again.text() == text);

    CHECK(baseline.remove(named("000000000001-0000-0000-send")));
    CHECK(baseline.remove(named("000000000002-0000-0000-send")));
    CHECK_FALSE(baseline.remove(named("000000000002-0000-0000-send")));
    CHECK(parsed(baseline.text()).entries().size() == 2);

    Baseline fresh;
    fresh.set({.fingerprint = named("000000000002-0000-0000-send"), .where = "b"});
    fresh.set({.fingerprint = named("000000000001-0000-0000-send"), .where = "a"});
    CHECK(parsed(fresh.text()).entries().front().where == "a");
    CHECK(parsed(fresh.text()).text() == fresh.text());
}

TEST_CASE("what cannot be understood is an error at its place")
{
    const auto error = [](std::string_view text) {
        const auto baseline = Baseline::parse(text);
        REQUIRE_FALSE(baseline.has_value());
        return std::to_string(baseline.error().line) + ":" + std::to_string(baseline.error().column);
    };
    CHECK(error("version = 2\n") == "1:11");
    CHECK(error("# x\nnonsense\n") == "2:1");
    CHECK(error("[[leak]]\nstatus = \"known\"\n") == "1:1"); // no fingerprint
    CHECK(error("[[leak]]\nfingerprint = \"abc\"\n") == "2:15");
    CHECK(error("[[leak]]\nfingerprint = 4\n") == "2:15");
    CHECK(error("[[leak]]\nstatus = \"unknown\"\nfingerprint = \"6e03fc1e2b11-0000-0000-mutex\"\n") ==
          "2:10");
    CHECK(error("[[leak]]\nnote = \"open\nfingerprint = \"6e03fc1e2b11-0000-0000-mutex\"\n") == "2:8");
    CHECK(error("[[leak]]\nnote = known\n") == "2:8");
    CHECK(error("[[leak]]\ncount = \"3\"\n") == "2:9");
    CHECK(error("[[leak]\n") == "1:1");
    CHECK(error("ignore = [\"a\"\n") == "1:10");
    CHECK(error("note = \"a\" b\n") == "1:12");
    CHECK(error("note = \"\\q\"\n") == "1:10");
    const std::string leak = "[[leak]]\nfingerprint = \"6e03fc1e2b11-0000-0000-mutex\"\n";
    CHECK(error(leak + leak) == "3:1"); // twice
}

TEST_CASE("any bytes can be read, and what was read can be written")
{
    std::mt19937 random(7);
    const std::string_view alphabet = "[]\"'\\=#\n\r \t{},.a1_-\xff\xe2\x82\x00"
                                      "leakfingerprint";
    std::size_t understood = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text(kFile);
        const int edits = 1 + static_cast<int>(random() % 6);
        for (int e = 0; e < edits; ++e) {
            const std::size_t at = random() % (text.size() + 1);
            switch (random() % 4) {
            case 0:
                text.insert(at, 1, alphabet[random() % alphabet.size()]);
                break;
            case 1:
                text.erase(at, random() % 12);
                break;
            case 2:
                text.resize(at);
                break;
            default:
                text.insert(at, text.substr(random() % (text.size() + 1), random() % 60));
            }
        }
        auto baseline = Baseline::parse(text);
        if (!baseline)
            continue;
        ++understood;
        CHECK(baseline->text() == text);
        // Whatever stands in it, an edit leads to a file that can be read and holds the edit.
        BaselineEntry entry{
            .fingerprint = named("0123456789ab-0000-0000-send"), .where = "m", .note = "a\"b\\c\nd\x01\xff"};
        baseline->set(entry);
        if (!baseline->entries().empty()) {
            BaselineEntry other = baseline->entries().front();
            other.owner = "x";
            other.note.clear();
            other.count += 1;
            baseline->set(other);
        }
        const auto again = Baseline::parse(baseline->text());
        if (!again) {
            FAIL(again.error().line << ": " << again.error().message << "\n"
                                    << text << "\n-----\n"
                                    << baseline->text());
        }
        CHECK(again->entries().size() == baseline->entries().size());
        REQUIRE(again->find(entry.fingerprint));
        CHECK(again->entries().front().owner == baseline->entries().front().owner);
        CHECK(again->entries().front().count == baseline->entries().front().count);
    }
    CHECK(understood > 1000);
}

TEST_CASE("the file is replaced as a whole")
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("skein-baseline-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const fs::path file = folder / kBaselineName;
    CHECK_FALSE(readBaseline(file).has_value());
    auto baseline = readBaseline(file, true);
    REQUIRE(baseline);
    baseline->set({.fingerprint = named("6e03fc1e2b11-0000-0000-mutex"), .where = "a.b"});
    REQUIRE(writeBaseline(file, *baseline));
    fs::create_symlink(file, folder / "link.toml");
    REQUIRE(writeBaseline(folder / "link.toml", *baseline));
    CHECK(fs::is_symlink(folder / "link.toml"));
    const auto again = readBaseline(file);
    REQUIRE(again);
    CHECK(again->entries().size() == 1);
    CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
    CHECK_FALSE(writeBaseline(folder / "missing" / "x.toml", *baseline).has_value());
    std::ofstream(file) << "nonsense";
    CHECK(readBaseline(file).error().starts_with(file.string() + ":1:1: "));
    CHECK_FALSE(readBaseline(folder).has_value());
    fs::remove_all(folder);
}
