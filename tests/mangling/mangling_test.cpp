// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Whatever happens to a dump on its way, the same model comes out.

#include "tests/fuzz/checks.h"
#include "tests/mangling/comparing.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace skein;
using test::Mangling, test::Fixture, test::Expected;

namespace
{

constexpr std::array<std::string_view, 17> kFolders = {
    "go-traceback", "go-race",  "go-deadlock", "go-pprof", "goleak", "leaktest", "gccgo", "debugger", "tsan",
    "asan",         "helgrind", "drd",         "gdb",      "lldb",   "eu-stack", "ends",  "wrapped"};

/// What is asked of that fixture after that mangling; nothing where this run leaves it out.
std::optional<Expected> expectedOf(const Mangling& mangling, const Fixture& fixture)
{
    if (test::wantsTable() || !test::isKnownAlone(mangling.name, fixture))
        return Expected::Same;
    if (test::wantsAll())
        return Expected::Different;
    const bool sampled = test::fixedHash(fixture.name + std::string(mangling.name)) % 16 == 0;
    return sampled || !test::wantsNothingSpecial() ? std::optional(Expected::Honest) : std::nullopt;
}

} // namespace

TEST_CASE("a mangled log says what the log says", "[mangling]")
{
    test::Tally tally;
    std::size_t n = 0;
    for (const std::string_view folder : kFolders) {
        for (const auto& path : test::fixtures(folder, ".log")) {
            if (!test::isMine(n++) || !test::wants(folder, path))
                continue;
            const Fixture fixture = test::fixtureOf(folder, path);
            // A log without tabs comes out of four manglings as it went in: read once, it is read.
            std::set<std::string> seen{fixture.text};
            const auto check = [&](const Mangling& mangling) {
                if (!test::wants(mangling) || !test::keeps(mangling, fixture))
                    return;
                const auto expected = expectedOf(mangling, fixture);
                if (!expected)
                    return;
                std::string mangled = mangling.apply(fixture.text);
                if (mangling.encodes || !seen.contains(mangled))
                    tally.check(fixture, std::string(folder) + ": " + std::string(mangling.name), mangled,
                                mangling, *expected);
                seen.insert(std::move(mangled));
            };
            std::ranges::for_each(test::manglings(), check);
            for (const Mangling& mangling : test::platforms())
                if (!test::wantsNothingSpecial() ||
                    test::fixedHash(fixture.name + std::string(mangling.name)) % 8 == 0)
                    check(mangling);
        }
    }
    tally.report();
}
