// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/note_text.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>

using namespace skein::note_text;

namespace
{

std::string joined(const std::vector<std::string>& lines)
{
    std::string out;
    for (const std::string& line : lines)
        out += line + '\n';
    return out;
}

} // namespace

TEST_CASE("a note's Markdown without its marks", "[notes]")
{
    CHECK(plain("**It** holds *both* ~~three~~ locks") == "It holds both three locks");
    CHECK(plain("see `a * b`") == "see a * b");
    CHECK(plain("- one\n  - two\n3. three") == "• one\n  • two\n3. three");
    CHECK(plain("# Head\n\ntext\nmore") == "Head\n\ntext\nmore");
    CHECK(plain("[the other](https://x.example/41)!") == "the other (https://x.example/41)!");
    CHECK(plain("![shot](a.png)") == "shot (a.png)");
    CHECK(plain("```\na *b*\n```\nend") == "a *b*\nend");
    CHECK(plain("```mu.Lock()``` first") == "mu.Lock() first");
    CHECK(plain("```\nopen") == "open");
    CHECK(plain("~~~") == "~~~");
    CHECK(plain("> said\r\n") == "> said");
    // Text that is no mark stays as it is.
    CHECK(plain("a * b * c, snake_case_name, 2 ** 3") == "a * b * c, snake_case_name, 2 ** 3");
    CHECK(plain("[x](a b) [y] (z) \\*not\\*") == "[x](a b) [y] (z) *not*");
    CHECK(plain("<b onclick=x>") == "<b onclick=x>");
    CHECK(plain("*a **b* c**") == "a **b c**"); // what is not nested is not both
    CHECK(plain("") == "");
}

TEST_CASE("spans of a note know what they are", "[notes]")
{
    const auto parsed = parse("a ***b*** `c` [d *e*](f)");
    REQUIRE(parsed.blocks.size() == 1);
    const auto& spans = parsed.blocks[0].spans;
    REQUIRE(spans.size() == 7);
    CHECK((spans[1].text == "b" && spans[1].bold && spans[1].italic));
    CHECK((spans[3].text == "c" && spans[3].code && !spans[3].bold));
    CHECK((spans[5].text == "e" && spans[5].italic));
    CHECK((spans[6].text == "f" && spans[6].address));
}

TEST_CASE("a long note is cut between characters, and says so", "[notes]")
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "日";
    CHECK(parse(text, 100).leftOut == 300 - 99);
    CHECK(plain(text, 100).ends_with("\n… 201 further bytes of it are not shown here."));
    CHECK(brief(text, 10) == "日日日日…");
    CHECK(brief("one\n\ntwo\x1b[31m", 40) == "one two\\x1b[31m");
}

TEST_CASE("a note in Markdown again mentions nobody and leads nowhere", "[notes]")
{
    const std::string out = joined(markdownLines("**b @you** [x](javascript:a) <script>\n- *i*\n\n#12 @all"));
    CHECK(out.contains("**b &#64;&#8203;you**"));
    CHECK(out.contains("(`javascript:a`)"));
    CHECK_FALSE(out.contains("<script>"));
    CHECK_FALSE(out.contains("]("));
    CHECK(out.contains("\n- *i*\n"));
    CHECK(joined(markdownLines("```\n@a `x`\n```")) == "    @a `x`\n");
}

TEST_CASE("a hostile note takes time in proportion to its length", "[notes]")
{
    const auto begin = std::chrono::steady_clock::now();
    for (const char* piece : {"*", "**a ", "_a_", "`", "[", "](", "[](", "``a`", "*a `b ", "~~", "- ", "1. ",
                              "\\", "[a](b ", "<", "*_", "***a** "}) {
        std::string text;
        while (text.size() < 1'000'000)
            text += piece;
        CHECK_FALSE(plain(text).empty());
        CHECK_FALSE(markdownLines(text, 100'000).empty());
    }
    // Each takes some ten milliseconds without sanitizers; a square would take minutes.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}
