// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What static checkers say, beside the crash that they could have prevented (tests/programs/reports/lint).
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace skein;

namespace
{

LogPtr read(Input input)
{
    auto log = parse(std::move(input));
    REQUIRE(log);
    return *log;
}

LogPtr read(std::string text)
{
    return read(inputFromText(std::move(text), "test"));
}

} // namespace

TEST_CASE("checkers in the log of a job, as text and as JSON", "[lint]")
{
    for (const char* name : {"votes--go1.27.4.log", "votes--go1.27.4-json.log"}) {
        CAPTURE(name);
        auto input = openInput(std::string(SKEIN_SOURCE_DIR "/tests/fixtures/lint/") + name);
        REQUIRE(input);
        const LogPtr log = read(std::move(*input));
        REQUIRE(log->lint.size() == 4);
        CHECK(log->lint[0].tool == "go vet");
        CHECK(log->lint[0].line == 18);
        CHECK(log->lint[0].message.starts_with("collect passes lock by value"));
        CHECK(log->lint[2].line == 31);
        CHECK(log->lint[3].tool == "staticcheck");
        CHECK(log->lint[3].check == "SA2000");
        CHECK(log->lint[3].file.ends_with("main.go"));
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->snapshots[0].lines.first > log->lint[3].lines.last);
    }
    auto input = openInput(SKEIN_SOURCE_DIR "/tests/fixtures/lint/votes--go1.27.4-json.log");
    CHECK(read(std::move(*input))->lint[2].check == "waitgroup");
}

// golangci-lint is in no Debian package: its forms are those of its documentation, with names of our own.
TEST_CASE("golangci-lint", "[lint]")
{
    const LogPtr log = read(
        "shop/cart.go:18:13: copylocks: use passes lock by value: sync.Mutex (govet)\n"
        "func use(mu sync.Mutex) { mu.Lock() }\n"
        "            ^\n"
        "{\"Issues\":[{\"FromLinter\":\"staticcheck\",\"Text\":\"SA2002: the goroutine calls "
        "T.Fatal\",\"Pos\":{\"Filename\":\"shop/cart_test.go\",\"Offset\":1,\"Line\":44,\"Column\":2}}]}\n");
    REQUIRE(log->lint.size() == 2);
    CHECK(log->lint[0].tool == "golangci-lint");
    CHECK(log->lint[0].check == "govet");
    CHECK(log->lint[0].message == "copylocks: use passes lock by value: sync.Mutex");
    CHECK(log->lint[1].check == "staticcheck");
    CHECK(log->lint[1].file == "shop/cart_test.go");
    CHECK(log->lint[1].line == 44);
    CHECK(log->recognisedLines == 2);
}

TEST_CASE("lines that only name a source file are no checker's", "[lint]")
{
    for (const char* text :
         {"    cart_test.go:31: found no cart\n", "main.go:18\n", ".go:1:2: x\n", "see main.go:18:13\n",
          "{\"file\":\"main.go\"\n", "{\"Issues\":[{\"Pos\":{\"Filename\":\"a.go\",\"Line\":-4}}]}\n",
          "{\"location\":\"a.go\"}\n", "\"posn\": \"a.go:1:2\""}) {
        CAPTURE(text);
        CHECK(read(text)->lint.empty());
    }
}
