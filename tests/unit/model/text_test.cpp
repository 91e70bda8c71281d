// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/text.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace skein;

namespace {

LogText indexed(std::string_view bytes)
{
    LogText text(bytes, nullptr);
    text.indexLines();
    return text;
}

}  // namespace

TEST_CASE("a last line without line end counts, an empty text has no line", "[text]")
{
    CHECK(indexed("").lineCount() == 0);
    CHECK(indexed("a").lineCount() == 1);
    CHECK(indexed("a\n").lineCount() == 1);
    CHECK(indexed("a\nb").lineCount() == 2);
    CHECK(indexed("\n\n").lineCount() == 2);
}

TEST_CASE("a line comes without its line end", "[text]")
{
    const LogText text = indexed("one\r\n\ntwo\rx\nlast");
    CHECK(text.line(1) == "one");
    CHECK(text.line(2).empty());
    CHECK(text.line(3) == "two\rx");
    CHECK(text.line(4) == "last");
    CHECK(text.line(0).empty());
    CHECK(text.line(5).empty());
}

TEST_CASE("offsets and line numbers are each other's inverse across index blocks", "[text]")
{
    std::string bytes;
    for (int i = 1; i <= 3000; ++i) bytes += std::string(static_cast<std::size_t>(i % 17), 'x') + std::to_string(i) + "\n";
    const LogText text = indexed(bytes);
    REQUIRE(text.lineCount() == 3000);
    for (std::uint32_t line = 1; line <= 3000; ++line) {
        const std::uint64_t offset = text.lineOffset(line);
        REQUIRE(text.lineAt(offset) == line);
        REQUIRE(text.lineAt(offset + text.line(line).size()) == line);
        REQUIRE(text.line(line).ends_with(std::to_string(line)));
    }
    CHECK(text.lineOffset(3001) == bytes.size());
    CHECK(text.lineAt(bytes.size() + 10) == 3000);
}
