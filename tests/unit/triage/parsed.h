// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

/// Logs for the tests of triage: from a text, or from a fixture.
namespace skein::test
{

inline LogPtr fixture(const std::filesystem::path& file)
{
    auto input = openInput(file.string());
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return *log;
}

inline std::filesystem::path fixtures()
{
    return std::filesystem::path(SKEIN_SOURCE_DIR) / "tests/fixtures";
}

/// Goes through a file of the build's folder, so that it is read like any other.
inline LogPtr parsed(std::string_view text)
{
    static int number = 0;
    const auto file = std::filesystem::temp_directory_path() /
                      ("skein-triage-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    std::ofstream(file, std::ios::binary) << text;
    auto log = fixture(file);
    std::filesystem::remove(file);
    return log;
}

} // namespace skein::test
