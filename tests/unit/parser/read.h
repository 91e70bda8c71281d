// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

namespace skein::test
{

/// The log of a text, of which everything holds that must hold of every log.
inline LogPtr read(std::string text)
{
    LogPtr log = parseText(std::move(text));
    REQUIRE(log);
    CHECK(violations(*log) == std::vector<std::string>{});
    return log;
}

} // namespace skein::test
