// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Whatever happens to a dump on its way, the same model comes out.

#include "tests/fuzz/checks.h"
#include "tests/mangling/manglings.h"
#include "tests/mangling/said.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <print>
#include <string>
#include <vector>

using namespace skein;
using test::Mangling;

namespace
{

struct Fixture {
    std::string name, text, said;
};

/// Every `step`-th of the captures that are at most `limit` bytes long.
std::vector<Fixture> fixtures(std::size_t step, std::size_t limit)
{
    std::vector<Fixture> found;
    std::size_t n = 0;
    for (const auto& path : test::fixtures("go-traceback", ".log")) {
        if (std::filesystem::file_size(path) > limit || n++ % step != 0)
            continue;
        Fixture fixture{path.stem().string(), test::readFile(path), {}};
        fixture.said = test::said(test::parseText(fixture.text));
        found.push_back(std::move(fixture));
    }
    return found;
}

/// Only an empty line, or a tab, tells where the value of a panic ends that looks like a dump itself.
bool keeps(const Mangling& mangling, const Fixture& fixture)
{
    return (mangling.loss == Mangling::Nothing && mangling.outer) || !fixture.name.contains("imitates");
}

/// What is not undone yet in every log: "" stands for any.
struct NotYet {
    std::string_view inner, outer, fixture;
};
constexpr std::array kNotYet = {
    // A second printing of a goroutine in one JSON string: its arguments are looked for in the first.
    NotYet{"zap-string", "", "wordcount"},
    // One wrapped line among few: nothing tells the width.
    NotYet{"wrapped-61", "", ""},
    // A reason that the collector has split, behind another prefix.
    NotYet{"", "cri", ""},
    NotYet{"cri", "cat-A", ""},
    NotYet{"cri", "padded", ""},
    NotYet{"quoted-printable", "padded", ""},
    NotYet{"wrapped-80", "padded", ""},
    NotYet{"zap-string", "newest-first", ""},
    NotYet{"html-breaks", "padded", ""},
    NotYet{"cat-A", "padded", ""},
    NotYet{"cat-A", "service-around", ""},
    NotYet{"csv-field", "numbers-and-times", ""},
    NotYet{"csv-field", "terraform", ""},
    NotYet{"numbers-and-times", "gitlab", ""},
    NotYet{"numbers-and-times", "terraform", ""},
};

bool isUndone(std::string_view inner, std::string_view outer, const Fixture& fixture)
{
    return std::ranges::none_of(kNotYet,
                                [&](const NotYet& n) {
                                    return (n.inner.empty() || n.inner == inner) && n.outer == outer &&
                                           fixture.name.contains(n.fixture);
                                }) &&
           !(inner == "wrapped-61" && !outer.empty());
}

/// Tells of each chain of manglings how many fixtures came out the same.
class Tally
{
public:
    void check(const Fixture& fixture, const std::string& chain, const std::string& mangled)
    {
        const LogPtr log = test::parseText(mangled);
        auto& [same, all, difference] = m_counts[chain];
        ++all;
        std::string first = test::firstDifference(fixture.said, test::said(log));
        if (first.empty() && !test::violations(*log).empty())
            first = test::violations(*log).front();
        if (first.empty())
            ++same;
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
            if (std::getenv("SKEIN_MANGLING_TABLE"))
                std::println("{:40} {:3} / {:3}  {}", chain, count.same, count.all, count.difference);
            CAPTURE(chain, count.same, count.all, count.difference);
            FAIL_CHECK("the mangled log says something else");
        }
    }

private:
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
    for (const Fixture& fixture : fixtures(6, 12'000)) {
        for (const Mangling& mangling : test::manglings())
            if (keeps(mangling, fixture) && isUndone(mangling.name, "", fixture))
                tally.check(fixture, std::string(mangling.name), mangling.apply(fixture.text));
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
                    isUndone(inner.name, outer.name, fixture))
                    tally.check(fixture, std::string(inner.name) + " in " + std::string(outer.name),
                                outer.apply(once));
            }
        }
    }
    tally.report();
}

TEST_CASE("every 64th prefix of a log is a log", "[mangling][truncation]")
{
    for (const Fixture& fixture : fixtures(1, 40'000)) {
        for (std::size_t size = 0; size < fixture.text.size(); size += 64) {
            // The checks are quadratic in all, parsing is not: look closer only now and then.
            const LogPtr log = test::parseText(fixture.text.substr(0, size));
            REQUIRE(log);
            if (size % 1024 == 0) {
                CAPTURE(fixture.name, size);
                CHECK(test::violations(*log) == std::vector<std::string>{});
            }
        }
    }
}
