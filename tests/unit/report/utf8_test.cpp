// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/utf8.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;
using std::string_literals::operator""s;

TEST_CASE("broken UTF-8 becomes one U+FFFD per maximal subpart", "[utf8]")
{
    CHECK(utf8::valid("caf\xC3\xA9 \xE2\x86\x92 \xF0\x9F\x98\x80") == "café → 😀");
    CHECK(utf8::valid("a\xE2\x82") == "a\uFFFD"); // cut off: one
    CHECK(utf8::valid("\xE2\x82z") == "\uFFFDz");
    CHECK(utf8::valid("\xC0\xAF") == "\uFFFD\uFFFD");           // overlong: each byte
    CHECK(utf8::valid("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD"); // a surrogate: each byte
    CHECK(utf8::valid("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(utf8::valid("\xF1\x80\x80") == "\uFFFD");
    // The example of the Unicode Standard, table 3-8.
    CHECK(utf8::valid("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64") ==
          "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
}

TEST_CASE("what a terminal would obey is shown instead", "[utf8]")
{
    CHECK(utf8::printable("\x1b[31mred\x07") == "\\x1b[31mred\\x07");
    CHECK(utf8::printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
    CHECK(utf8::printable("\0\x7f"s) == "\\x00\\x7f");
    CHECK(utf8::printable("\xC2\x9B"
                          "31m") == "\\u009b31m");       // C1 CSI
    CHECK(utf8::printable("\xE2\x80\xAE") == "\\u202e"); // right-to-left override
    CHECK(utf8::printable("main.(*T).f·1") == "main.(*T).f·1");
}

TEST_CASE("columns are counted as a terminal shows them", "[utf8]")
{
    CHECK(utf8::width("main.go:12") == 10);
    CHECK(utf8::width("→●") == 2);
    CHECK(utf8::width("文件.go") == 7);
    CHECK(utf8::width("e\u0301") == 1);
}

TEST_CASE("an ellipsis stands where something is left out", "[utf8]")
{
    CHECK(utf8::elided("short", 5, utf8::Cut::Middle) == "short");
    CHECK(utf8::elided("abcdefghij", 5, utf8::Cut::End) == "abcd…");
    CHECK(utf8::elided("abcdefghij", 5, utf8::Cut::Start) == "…ghij");
    CHECK(utf8::elided("abcdefghij", 5, utf8::Cut::Middle) == "ab…ij");
    CHECK(utf8::elided("文件文件", 5, utf8::Cut::End) == "文件…");
    CHECK(utf8::elided("abc", 1, utf8::Cut::Middle) == "…");
    const std::string large(1'000'000, 'x');
    CHECK(utf8::elided(large + "end", 9, utf8::Cut::Start) == "…xxxxxend");
    CHECK(utf8::elided("begin" + large, 9, utf8::Cut::End) == "beginxxx…");
    CHECK(utf8::elided("begin" + large + "end", 9, utf8::Cut::Middle) == "begi…xend");
}
