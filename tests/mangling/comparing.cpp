// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/comparing.h"

#include "model/intern.h"
#include "parser/input/input.h"
#include "parser/parse.h"
#include "tests/fuzz/checks.h"
#include "tests/mangling/said.h"
#include "tests/mangling/spans.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <print>
#include <sstream>

namespace skein::test
{

namespace
{

std::string_view wanted()
{
    const char* value = std::getenv("SKEIN_MANGLING");
    return value ? value : "";
}

std::vector<std::string> words(const std::string& text)
{
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

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
        std::istringstream in(readFile(SKEIN_SOURCE_DIR "/tests/mangling/not_undone.txt"));
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
    struct Row {
        std::string folder;
        std::vector<std::string> manglings, fixtures;
    };
    std::vector<Row> m_rows;
};

/// What a mangled text is read as: from a file where only opening it makes text of it.
LogPtr readMangled(const std::string& mangled, bool encoded)
{
    if (!encoded)
        return parseText(mangled);
    const auto path = std::filesystem::temp_directory_path() /
                      ("skein-mangling-" + std::to_string(hashBytes(mangled)) + ".log");
    std::ofstream(path, std::ios::binary) << mangled;
    auto input = openInput(path.string());
    std::filesystem::remove(path);
    auto log = input ? parse(std::move(*input)) : std::unexpected(input.error());
    return log ? *log : nullptr;
}

/// SKEIN_MANGLING_WRITE=FOLDER: what came out differently is written there, to be looked at.
void keep(const Fixture& fixture, const std::string& chain, const std::string& mangled)
{
    const char* folder = std::getenv("SKEIN_MANGLING_WRITE");
    if (!folder)
        return;
    std::string name = chain + " " + fixture.name;
    std::ranges::replace(name, ' ', '_');
    std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << mangled;
}

/// The same model in the same lines leads to the same findings: one in four is asked for them all the same.
std::string differenceOf(const Fixture& fixture, const std::string& chain, const LogPtr& log, bool reordered)
{
    const auto compare = [reordered](const std::string& a, const std::string& b) {
        return reordered ? firstDifference(inAnyOrder(a), inAnyOrder(b)) : firstDifference(a, b);
    };
    std::string first = compare(fixture.model, saidByModel(*log));
    if (!first.empty() || (wanted().empty() && fixedHash(fixture.name + chain) % 4 != 0))
        return first;
    first = compare(fixture.findings, saidByFindings(log, true));
    if (first.empty() && !violations(*log).empty())
        first = violations(*log).front();
    return first.empty() ? wrongSpan(*log) : first;
}

} // namespace

Fixture fixtureOf(std::string_view folder, const std::filesystem::path& path)
{
    const auto input = openInput(path.string()); // of UTF-16 it makes text
    REQUIRE(input);
    Fixture fixture{std::string(folder), path.stem().string(), std::string(input->text), {}, {}};
    const LogPtr log = parseText(fixture.text);
    fixture.model = saidByModel(*log);
    fixture.findings = saidByFindings(log, true);
    return fixture;
}

std::vector<Fixture> fixturesOf(std::string_view folder, std::string_view names)
{
    std::vector<Fixture> found;
    const std::vector<std::string> all = words(std::string(names));
    std::size_t there = 0;
    for (const auto& path : fixtures(folder, ".log")) {
        if (!std::ranges::contains(all, path.stem().string()))
            continue;
        ++there;
        if (wants(folder, path))
            found.push_back(fixtureOf(folder, path));
    }
    REQUIRE(there == all.size());
    return found;
}

bool keeps(const Mangling& mangling, const Fixture& fixture)
{
    return !(mangling.loss & Mangling::Indentation) ||
           !fixture.name.contains(mangling.loss & Mangling::LineEnds ? "imitates" : "imitates-map-crash");
}

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

bool wantsAll()
{
    return wanted() == "all";
}
bool wantsNothingSpecial()
{
    return wanted().empty();
}
bool wants(std::string_view folder, const std::filesystem::path& path)
{
    const char* part = std::getenv("SKEIN_MANGLING_OF");
    return !part || (std::string(folder) + "/" + path.stem().string()).contains(part);
}
bool wants(const Mangling& mangling)
{
    return wanted().empty() || wantsAll() || wanted() == mangling.name;
}
bool wantsPair(std::string_view inner, std::string_view outer)
{
    constexpr std::string_view kIn = " in ";
    const std::size_t in = wanted().find(kIn);
    if (in == std::string_view::npos)
        return wantsAll();
    const std::string_view first = wanted().substr(0, in), second = wanted().substr(in + kIn.size());
    return (first == "*" || first == inner) && (second == "*" || second == outer);
}

bool wantsTable()
{
    return std::getenv("SKEIN_MANGLING_TABLE") != nullptr;
}

std::uint64_t fixedHash(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash >> 20; // its low bits say little
}

bool isKnownAlone(std::string_view mangling, const Fixture& fixture)
{
    static const NotUndone known;
    return known.has(mangling, fixture);
}

void Tally::check(const Fixture& fixture, const std::string& chain, const std::string& mangled,
                  const Mangling& last, Expected expected)
{
    const LogPtr log = readMangled(mangled, last.encodes);
    REQUIRE(log);
    auto& [same, all, difference] = m_counts[chain];
    ++all;
    if (expected != Expected::Same) {
        const std::string claim = notAmong(provedBy(parseText(fixture.text)), provedBy(log));
        if (!claim.empty())
            difference += "\n  wrongly claimed of " + fixture.name + ": " + claim;
        if (!claim.empty() || expected == Expected::Honest) {
            same += claim.empty();
            if (!claim.empty())
                keep(fixture, chain, mangled);
            return;
        }
    }
    const std::string first = differenceOf(fixture, chain, log, last.reorders);
    if (first.empty() == (expected == Expected::Same))
        ++same;
    else if (keep(fixture, chain, mangled); expected == Expected::Different)
        difference += "\n  comes out the same now, take it off the list: " + fixture.name;
    else if (difference.empty())
        difference = fixture.name + ":\n   " + first;
    else
        difference += "\n  also " + fixture.name;
}

void Tally::report() const
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

} // namespace skein::test
