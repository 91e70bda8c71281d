// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Damaged logs: fixtures with flipped bytes, swapped, lost and repeated lines, cut anywhere. Deterministic,
// so that a failure can be looked at.

#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

using namespace skein;

namespace
{

constexpr std::size_t kMaxFixture = 40'000; // bytes: small ones show as much and leave time for more of them

/// SKEIN_MUTATIONS asks for more than `otherwise` rounds, and for other ones each time.
int rounds(int otherwise)
{
    const char* wanted = std::getenv("SKEIN_MUTATIONS");
    return wanted ? std::atoi(wanted) : otherwise;
}

std::mt19937 randomNumbers()
{
    return std::mt19937(std::getenv("SKEIN_MUTATIONS") ? std::random_device()() : 20261120);
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

std::string mutated(const std::string& original, std::mt19937& random)
{
    const auto below = [&random](std::size_t n) {
        return static_cast<std::size_t>(random() % std::max<std::size_t>(n, 1));
    };
    std::string text = original;
    switch (below(6)) {
    case 0: // bytes
        for (std::size_t i = below(20) + 1; i > 0 && !text.empty(); --i)
            text[below(text.size())] = static_cast<char>(random());
        break;
    case 1: // structure: the characters that the grammar is made of
        for (std::size_t i = below(20) + 1; i > 0 && !text.empty(); --i)
            text[below(text.size())] = "\n\t ()[]{}:,\"\\"[below(13)];
        break;
    case 2:
        text.resize(below(text.size()));
        break;
    case 3:
        text.erase(0, below(text.size()));
        break;
    default: {
        std::vector<std::string> lines = splitLines(text);
        for (std::size_t i = below(12) + 1; i > 0 && lines.size() > 1; --i) {
            const std::size_t a = below(lines.size()), b = below(lines.size());
            switch (below(3)) {
            case 0:
                std::swap(lines[a], lines[b]);
                break;
            case 1:
                lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(a));
                break;
            default:
                lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(a), std::string(lines[b]));
            }
        }
        text.clear();
        for (const std::string& line : lines)
            text += line;
    }
    }
    return text;
}

void check(const std::string& text)
{
    const LogPtr log = test::parseText(text);
    REQUIRE(log);
    CHECK(test::violations(*log) == std::vector<std::string>{});
}

std::vector<std::filesystem::path> allFixtures()
{
    auto found = test::fixtures("wrapped", ".log");
    const auto plain = test::fixtures("go-traceback", ".log");
    // Programs come in one capture for each Go version; every seventh gives a bit of all.
    for (std::size_t i = 0; i < plain.size(); i += 7)
        found.push_back(plain[i]);
    for (const char* folder : {"ends", "go-deadlock", "go-pprof", "goleak", "leaktest"}) {
        const auto reports = test::fixtures(folder, ".log");
        found.insert(found.end(), reports.begin(), reports.end());
    }
    for (const char* folder : {"asan", "drd", "helgrind", "tsan"}) { // each program with many compilers
        const auto reports = test::fixtures(folder, ".log");
        for (std::size_t i = 0; i < reports.size(); i += 5)
            found.push_back(reports[i]);
    }
    const auto seeds = test::seeds();
    found.insert(found.end(), seeds.begin(), seeds.end());
    return found;
}

} // namespace

TEST_CASE("damaged logs keep what holds for every log", "[fuzz]")
{
    std::mt19937 random = randomNumbers();
    for (const auto& path : allFixtures()) {
        const std::string original = test::readFile(path).substr(0, kMaxFixture);
        for (int round = 0; round < rounds(12); ++round) {
            const std::string text = mutated(original, random);
            CAPTURE(path.filename().string(), round);
            check(text);
        }
    }
}

TEST_CASE("logs with which the fuzzer found something", "[fuzz]")
{
    for (const auto& path : test::seeds()) {
        CAPTURE(path.filename().string());
        check(test::readFile(path));
    }
}

TEST_CASE("two damaged logs in one file", "[fuzz]")
{
    std::mt19937 random = randomNumbers();
    const auto paths = allFixtures();
    for (std::size_t i = 0; i + 1 < paths.size(); ++i) {
        CAPTURE(paths[i].filename().string(), paths[i + 1].filename().string());
        const std::string one = mutated(test::readFile(paths[i]).substr(0, kMaxFixture), random);
        check(one + mutated(test::readFile(paths[i + 1]).substr(0, kMaxFixture), random));
    }
}
