// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "views/log/line_painter.h"

using namespace skein;

TEST_CASE("tabs go to the next eighth column", "[log-view]")
{
    CHECK(showLine("\tx").text == QStringLiteral("        x"));
    CHECK(showLine("abc\tx").text == QStringLiteral("abc     x"));
}

TEST_CASE("control characters and broken bytes are seen, not obeyed", "[log-view]")
{
    CHECK(showLine("a\x1b[31mb").text == QStringLiteral("a␛[31mb"));
    CHECK(showLine("a\xff" "b").text == QStringLiteral("a\ufffdb"));
    CHECK(showLine("a\u202eb").text == QStringLiteral("a\ufffdb"));   // would turn the rest of the line around
}

TEST_CASE("an absurdly long line is cut and says so", "[log-view]")
{
    const ShownLine line = showLine(std::string(5'000'000, 'x'));
    CHECK(line.cut);
    CHECK(line.text.size() <= ShownLine::kMaxColumns + 2);
    CHECK(line.text.endsWith(QChar(0x2026)));
    CHECK_FALSE(showLine("short").cut);
}
