// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Whatever happens to a dump on its way, the same model comes out.

#include "model/intern.h"
#include "parser/input/input.h"
#include "parser/parse.h"
#include "tests/fuzz/checks.h"
#include "tests/mangling/manglings.h"
#include "tests/mangling/said.h"
#include "tests/mangling/spans.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <print>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace skein;
using test::Mangling;

namespace
{

struct Fixture {
    std::string folder, name, text;
    std::string model, findings; ///< see said.h
};

Fixture fixtureOf(const std::string& folder, const std::filesystem::path& path)
{
    const auto input = openInput(path.string()); // of UTF-16 it makes text
    REQUIRE(input);
    Fixture fixture{folder, path.stem().string(), std::string(input->text), {}, {}};
    const LogPtr log = test::parseText(fixture.text);
    fixture.model = test::saidByModel(*log);
    fixture.findings = test::saidByFindings(log, true);
    return fixture;
}

/// Every `step`-th of the captures of goroutines that are at most `limit` bytes long.
std::vector<Fixture> fixtures(std::size_t step, std::size_t limit)
{
    std::vector<Fixture> found;
    std::size_t n = 0;
    for (const auto& path : test::fixtures("go-traceback", ".log"))
        if (std::filesystem::file_size(path) <= limit && n++ % step == 0)
            found.push_back(fixtureOf("go-traceback", path));
    return found;
}

/// Without its tabs, the value of a panic of Go 1.23 reads as Go 1.22 printed it, which keeps the goroutines
/// in it; in one line nothing tells where it ends.
bool keeps(const Mangling& mangling, const Fixture& fixture)
{
    return !(mangling.loss & Mangling::Indentation) ||
           !fixture.name.contains(mangling.loss & Mangling::LineEnds ? "imitates" : "imitates-map-crash");
}

/// SKEIN_MANGLING_PART=2/4: the second of four runs that share the fixtures.
bool isMine(std::size_t n)
{
    const char* value = std::getenv("SKEIN_MANGLING_PART");
    if (!value)
        return true;
    const std::string_view part = value;
    const auto slash = std::min(part.find('/'), part.size());
    const std::size_t one = std::strtoul(value, nullptr, 10);
    const std::size_t all = std::strtoul(value + std::min(slash + 1, part.size()), nullptr, 10);
    return all == 0 || n % all == one % all;
}

/// SKEIN_MANGLING=all: every pair and all that is compared, for which a release build takes some minutes.
/// SKEIN_MANGLING=chat: that mangling alone.
std::string_view wanted()
{
    const char* value = std::getenv("SKEIN_MANGLING");
    return value ? value : "";
}
bool wantsAll()
{
    return wanted() == "all";
}
/// SKEIN_MANGLING_OF=gdb/self: only fixtures of which folder and name hold that.
bool wants(std::string_view folder, const std::filesystem::path& path)
{
    const char* part = std::getenv("SKEIN_MANGLING_OF");
    return !part || (std::string(folder) + "/" + path.stem().string()).contains(part);
}
bool wants(const Mangling& mangling)
{
    return wanted().empty() || wantsAll() || wanted() == mangling.name;
}

/// SKEIN_MANGLING_TABLE=1: nothing is excused, and what is lost is listed.
bool wantsTable()
{
    return std::getenv("SKEIN_MANGLING_TABLE") != nullptr;
}

/// The same in every run (FNV-1a): hashBytes() has another seed each time.
std::uint64_t fixedHash(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash >> 20; // its low bits say little
}

constexpr std::array<std::string_view, 17> kFolders = {
    "go-traceback", "go-race",  "go-deadlock", "go-pprof", "goleak", "leaktest", "gccgo", "debugger", "tsan",
    "asan",         "helgrind", "drd",         "gdb",      "lldb",   "eu-stack", "ends",  "wrapped"};

/// not_undone.txt: which fixtures of a folder don't come out the same after which single manglings.
///
///     [gdb]
///     one-line wrapped-80: *
///     html-pre: ring3--gdb16-O2 self--
///
/// `*` stands for every fixture of the folder, `self--` for every capture of that program.
class NotUndone
{
public:
    NotUndone()
    {
        std::string folder;
        std::istringstream in(test::readFile(SKEIN_SOURCE_DIR "/tests/mangling/not_undone.txt"));
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with('['))
                folder = line.substr(1, line.size() - 2);
            else if (const std::size_t colon = line.find(": "); colon != line.npos && !line.starts_with('#'))
                m_rows.push_back({folder, words(line.substr(0, colon)), words(line.substr(colon + 2))});
        }
        REQUIRE(!m_rows.empty());
    }
    bool has(std::string_view mangling, const Fixture& fixture) const
    {
        const auto names = [&](const std::string& part) {
            return part == "*" || part == fixture.name ||
                   (part.ends_with("--") && fixture.name.starts_with(part));
        };
        return std::ranges::any_of(m_rows, [&](const Row& row) {
            return row.folder == fixture.folder && std::ranges::contains(row.manglings, mangling) &&
                   std::ranges::any_of(row.fixtures, names);
        });
    }

private:
    static std::vector<std::string> words(const std::string& text)
    {
        std::istringstream in(text);
        return {std::istream_iterator<std::string>(in), {}};
    }
    struct Row {
        std::string folder;
        std::vector<std::string> manglings, fixtures;
    };
    std::vector<Row> m_rows;
};

bool isKnownAlone(std::string_view mangling, const Fixture& fixture)
{
    static const NotUndone known;
    return known.has(mangling, fixture);
}

/// What is lost only together; "" stands for any.
struct KnownPair {
    std::string_view inner, outer, fixture;
};
constexpr std::array kKnownPairs = {
    // Lost for good: the blanks that fill up a line hide where it was broken.
    KnownPair{"cri", "padded", ""},
    KnownPair{"quoted-printable", "padded", ""},
    KnownPair{"html-breaks", "padded", ""},
    KnownPair{"wrapped-61", "padded", ""},
    KnownPair{"wrapped-80", "padded", ""},
    KnownPair{"wrapped-132", "padded", ""},
    // Not undone yet: words before the first line of the dump, behind a prefix.
    KnownPair{"chat", "", ""},
    // Not undone yet: the text ends within a JSON string when it is read backwards.
    KnownPair{"zap-string", "newest-first", ""},
    // Not undone yet: three steps of which none shows anything on its own.
    KnownPair{"cri", "cat-A", ""},
    KnownPair{"cat-A", "service-around", ""},
    KnownPair{"csv-field", "numbers-and-times", ""},
    KnownPair{"csv-field", "terraform", ""},
    // Not undone yet: a colour that was split between two parts of a line.
    KnownPair{"caret-ansi", "cri", ""},
    // Not undone yet: a reason that was broken within its last word, behind a prefix.
    KnownPair{"numbers-and-times", "cri", "panic-recovered-nested"},
    // Not undone yet: two containers in one log, of which one says nothing but its name on some lines.
    KnownPair{"compose-mixed", "newest-first", ""},
    KnownPair{"blank-doubled", "compose-mixed", ""},
    KnownPair{"wrapped-61", "compose-mixed", ""},
    KnownPair{"wrapped-80", "compose-mixed", ""},
    KnownPair{"wrapped-132", "compose-mixed", ""},
    KnownPair{"quoted-printable", "compose-mixed", ""},
    KnownPair{"tabs-gone", "compose-mixed", ""},
    // Not undone yet: two times before a line, of which the inner one has a number before it.
    KnownPair{"numbers-and-times", "heroku", ""},
    // Not undone yet: seconds since 1970 before a bar, which look like the cell of a table.
    KnownPair{"bar", "epoch", ""},
    // Not undone yet: a panic's text that imitates a header, when two manglings hide which line is whose.
    KnownPair{"", "", "panic-imitates-header"},
};

/// A pair is lost where one of the two is.
bool isKnownPair(std::string_view inner, std::string_view outer, const Fixture& fixture)
{
    return isKnownAlone(inner, fixture) || isKnownAlone(outer, fixture) ||
           std::ranges::any_of(kKnownPairs, [&](const KnownPair& k) {
               return (k.inner.empty() || k.inner == inner) && (k.outer.empty() || k.outer == outer) &&
                      fixture.name.contains(k.fixture);
           });
}

/// What a mangled text is read as: from a file where only opening it makes text of it.
LogPtr readMangled(const std::string& mangled, bool encoded)
{
    if (!encoded)
        return test::parseText(mangled);
    const auto path = std::filesystem::temp_directory_path() /
                      ("skein-mangling-" + std::to_string(hashBytes(mangled)) + ".log");
    std::ofstream(path, std::ios::binary) << mangled;
    auto input = openInput(path.string());
    std::filesystem::remove(path);
    auto log = input ? parse(std::move(*input)) : std::unexpected(input.error());
    return log ? *log : nullptr;
}

/// Tells of each chain of manglings how many fixtures came out the same.
class Tally
{
public:
    /// With `known` it is not expected to. SKEIN_MANGLING_WRITE=DIR: what was compared is written there.
    void check(const Fixture& fixture, const std::string& chain, const std::string& mangled,
               const Mangling& last, bool known)
    {
        if (const char* folder = std::getenv("SKEIN_MANGLING_WRITE"))
            std::ofstream(std::filesystem::path(folder) / (fixture.name + "+" + std::string(last.name)),
                          std::ios::binary)
                << mangled;
        const LogPtr log = readMangled(mangled, last.encodes);
        REQUIRE(log);
        auto& [same, all, difference] = m_counts[chain];
        ++all;
        const std::string first = differenceOf(fixture, chain, log, last.reorders);
        if (first.empty() != known)
            ++same;
        else if (known)
            difference += "\n  comes out the same now, take it off the list: " + fixture.name;
        else if (difference.empty())
            difference = fixture.name + ":\n   " + first;
        else
            difference += "\n  also " + fixture.name;
    }
    /// Fails for every chain that lost something.
    void report() const
    {
        for (const auto& [chain, count] : m_counts) {
            if (count.same == count.all)
                continue;
            if (wantsTable())
                std::println("{:40} {:3} / {:3}  {}", chain, count.same, count.all, count.difference);
            CAPTURE(chain, count.same, count.all, count.difference);
            FAIL_CHECK("the mangled log says something else");
        }
    }

private:
    /// The same model in the same lines leads to the same findings: one in four is asked for them all the
    /// same.
    static std::string differenceOf(const Fixture& fixture, const std::string& chain, const LogPtr& log,
                                    bool reordered)
    {
        const auto compare = [reordered](const std::string& a, const std::string& b) {
            return reordered ? test::firstDifference(test::inAnyOrder(a), test::inAnyOrder(b))
                             : test::firstDifference(a, b);
        };
        std::string first = compare(fixture.model, test::saidByModel(*log));
        if (!first.empty() || !(!wanted().empty() || fixedHash(fixture.name + chain) % 4 == 0))
            return first;
        first = compare(fixture.findings, test::saidByFindings(log, true));
        if (first.empty() && !test::violations(*log).empty())
            first = test::violations(*log).front();
        return first.empty() ? test::wrongSpan(*log) : first;
    }

    struct Count {
        int same = 0, all = 0;
        std::string difference;
    };
    std::map<std::string, Count> m_counts;
};

} // namespace

TEST_CASE("a mangled log says what the log says", "[mangling]")
{
    Tally tally;
    std::size_t n = 0;
    for (const std::string_view folder : kFolders) {
        for (const auto& path : test::fixtures(folder, ".log")) {
            if (!isMine(n++) || !wants(folder, path))
                continue;
            const Fixture fixture = fixtureOf(std::string(folder), path);
            // A log without tabs comes out of four manglings as it went in: read once, it is read.
            std::set<std::string> seen{fixture.text};
            const auto check = [&](const Mangling& mangling) {
                const bool known = !wantsTable() && isKnownAlone(mangling.name, fixture);
                if (!wants(mangling) || !keeps(mangling, fixture) || (known && !wantsAll()))
                    return;
                std::string mangled = mangling.apply(fixture.text);
                if (mangling.encodes || !seen.contains(mangled))
                    tally.check(fixture, std::string(folder) + ": " + std::string(mangling.name), mangled,
                                mangling, known);
                seen.insert(std::move(mangled));
            };
            std::ranges::for_each(test::manglings(), check);
            for (const Mangling& mangling : test::platforms())
                if (!wanted().empty() || fixedHash(fixture.name + std::string(mangling.name)) % 8 == 0)
                    check(mangling);
        }
    }
    tally.report();
}

TEST_CASE("a log that was mangled twice says what the log says", "[mangling]")
{
    Tally tally;
    for (const Fixture& fixture : fixtures(60, 8'000)) {
        for (const Mangling& inner : test::manglings()) {
            if (inner.alone || !keeps(inner, fixture))
                continue;
            const std::string once = inner.apply(fixture.text);
            for (const Mangling& outer : test::manglings()) {
                if (outer.outer && outer.name != inner.name && keeps(outer, fixture) &&
                    (wantsAll() ||
                     fixedHash(fixture.name + std::string(inner.name) + std::string(outer.name)) % 12 == 0) &&
                    (wantsTable() || !isKnownPair(inner.name, outer.name, fixture)))
                    tally.check(fixture, std::string(inner.name) + " in " + std::string(outer.name),
                                outer.apply(once), outer, false);
            }
        }
    }
    tally.report();
}
