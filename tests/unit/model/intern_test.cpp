// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/intern.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>

using namespace skein;

TEST_CASE("a string is stored once and keeps its id", "[intern]")
{
    StringTable table;
    const StringId first = table.intern("main.main");
    const StringId other = table.intern("main.run");
    CHECK(table.intern(std::string("main.main")) == first);
    CHECK(other != first);
    CHECK(table[first] == "main.main");
    CHECK(table.size() == 2);
}

TEST_CASE("no id reads as the empty string", "[intern]")
{
    const StringTable table;
    CHECK(table[StringId{}].empty());
}

TEST_CASE("views stay valid while the table grows, whatever the sizes", "[intern]")
{
    StringTable table;
    std::vector<std::string_view> views;
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < 20000; ++i) {
        expected.push_back(std::string(i % 977, 'x') + std::to_string(i));
        views.push_back(table[table.intern(expected.back())]);
    }
    for (std::size_t i = 0; i < views.size(); ++i) REQUIRE(views[i] == expected[i]);
    CHECK(table.size() == 20000);
    const std::string huge(300000, 'h');
    CHECK(table[table.intern(huge)] == huge);
}

TEST_CASE("the empty string is a string like any other", "[intern]")
{
    StringTable table;
    const StringId empty = table.intern("");
    CHECK(empty);
    CHECK(table.intern("") == empty);
    CHECK(table[empty].empty());
}

TEST_CASE("hashes differ for every length and for a change of any byte", "[intern]")
{
    std::set<std::uint64_t> seen;
    std::string bytes(70, 'a');
    for (std::size_t size = 0; size <= bytes.size(); ++size) CHECK(seen.insert(hashBytes(bytes.data(), size)).second);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = 'b';
        CHECK(seen.insert(hashBytes(changed)).second);
    }
}
