// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/anchors.h"
#include "parser/line_cursor.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace skein;

TEST_CASE("an anchor is found wherever it stands", "[anchors]")
{
    const Anchors anchors(std::vector<std::string_view>{"goroutine ", "panic: "});
    for (std::size_t at = 0; at < 40; ++at)
        for (const std::string anchor : {"goroutine ", "panic: "}) {
            const std::string line = std::string(at, 'x') + anchor + "rest";
            const std::string text = "first\nsecond\n" + line + "\nlast";
            LineCursor in(text);
            CAPTURE(text);
            REQUIRE(in.skipTo(anchors));
            CHECK(in.line().number == 3);
            CHECK(in.line().raw == line);
            in.advance();
            CHECK(in.line().number == 4);
            CHECK_FALSE(in.skipTo(anchors));
            CHECK(in.linesRead() == 4);
        }
}

TEST_CASE("a 9 in an anchor stands for any digit", "[anchors]")
{
    const Anchors anchors(std::vector<std::vector<std::string_view>>{{"goroutine 9"}, {"panic: "}});
    CHECK(anchors.groupsIn("by goroutine 3") == 1);
    CHECK(anchors.groupsIn("panic: in goroutine 4") == 3);
    CHECK(anchors.groupsIn("another goroutine of the pool") == 0);
    CHECK(anchors.groupsIn("goroutine ") == 0);
}

TEST_CASE("lines are counted however they are skipped", "[anchors]")
{
    const Anchors anchors(std::vector<std::string_view>{"goroutine "});
    for (const std::string text :
         {"", "\n", "a", "a\n", "a\nb", "a\n\n\nb\n", "goroutine \n", "a\ngoroutine "}) {
        CAPTURE(text);
        LineCursor in(text);
        while (in.skipTo(anchors))
            in.advance();
        std::size_t lines = 0;
        for (const char c : text)
            lines += c == '\n';
        if (!text.empty() && text.back() != '\n')
            ++lines;
        CHECK(in.linesRead() == lines);
    }
}

TEST_CASE("a line longer than the window of the search", "[anchors]")
{
    const Anchors anchors(std::vector<std::string_view>{"goroutine "});
    const std::string text =
        std::string(600'000, 'x') + " goroutine 1\n" + std::string(300'000, 'y') + "\nend goroutine 2";
    LineCursor in(text);
    in.keepIndex();
    REQUIRE(in.skipTo(anchors));
    CHECK(in.line().number == 1);
    in.advance();
    REQUIRE(in.skipTo(anchors));
    CHECK(in.line().number == 3);
}
