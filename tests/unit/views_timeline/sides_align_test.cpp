// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/views_timeline/made_log.h"
#include "views/sides/sides_model.h"

#include <catch2/catch_test_macros.hpp>

#include <numeric>
#include <random>

using namespace skein;
using sides::Cell;

namespace
{

/// A stack of which each letter is a function, innermost first.
sides::Column column(const std::string& letters)
{
    sides::Column result;
    for (std::uint32_t i = 0; i < letters.size(); ++i) {
        result.frames.push_back(i);
        result.keys.push_back(static_cast<std::uint32_t>(letters[i]));
    }
    return result;
}

/// One line per row: "a=a b. .c": letters, '.' where a column has nothing, '=' where both are the same
/// function.
std::string picture(const std::string& left, const std::string& right)
{
    const std::vector<sides::Column> columns{column(left), column(right)};
    const sides::Grid grid = sides::align(columns);
    std::string result;
    for (std::size_t row = 0; row < grid.rows(); ++row) {
        const Cell &a = grid.at(row, 0), &b = grid.at(row, 1);
        if (!result.empty())
            result += ' ';
        result += a.kind == Cell::Kind::Frame ? left[a.frame] : '.';
        if (b.shared)
            result += '=';
        result += b.kind == Cell::Kind::Frame ? right[b.frame] : '.';
    }
    return result;
}

} // namespace

TEST_CASE("shared frames stand on one row", "[sides]")
{
    CHECK(picture("abc", "abc") == "a=a b=b c=c");
    CHECK(picture("xbc", "bc") == "x. b=b c=c");
    CHECK(picture("wmc", "rc") == "w. mr c=c");
    CHECK(picture("apcz", "aqrcz") == "a=a pq .r c=c z=z");
    CHECK(picture("ab", "xy") == "ax by");
    CHECK(picture("", "xy") == ".x .y");
    CHECK(picture("", "").empty());
}

TEST_CASE("the frames where both race stand side by side", "[sides]")
{
    std::vector<sides::Column> columns{column("abcde"), column("xyz")};
    columns[0].anchor = 3;
    columns[1].anchor = 1;
    const sides::Grid grid = sides::align(columns);
    REQUIRE(grid.rows() == 5);
    CHECK(grid.rowOf(0, 3) == grid.rowOf(1, 1));
    CHECK(grid.rowOf(1, 0) == 2);
    CHECK(grid.rowOf(1, 2) == 4);
    CHECK_FALSE(grid.at(3, 1).shared);
}

TEST_CASE("recursion is aligned from the outermost frame", "[sides]")
{
    CHECK(picture("ffffm", "ffm") == "f. f. f=f f=f m=m");
}

TEST_CASE("every frame stands in the picture once, in order", "[sides]")
{
    std::mt19937 random(3);
    std::uniform_int_distribution<int> length(0, 40), letter('a', 'e');
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> stacks(static_cast<std::size_t>(2 + round % 3));
        std::vector<sides::Column> columns;
        for (std::string& stack : stacks) {
            stack.resize(static_cast<std::size_t>(length(random)));
            for (char& c : stack)
                c = static_cast<char>(letter(random));
            columns.push_back(column(stack));
        }
        const sides::Grid grid = sides::align(columns);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            std::uint32_t next = 0;
            for (std::size_t row = 0; row < grid.rows(); ++row)
                if (grid.at(row, c).kind == Cell::Kind::Frame)
                    CHECK(grid.at(row, c).frame == next++);
            CHECK(next == stacks[c].size());
        }
    }
}

TEST_CASE("long stacks that differ are aligned at their ends only, quickly", "[sides]")
{
    std::vector<sides::Column> columns(2);
    for (std::uint32_t c = 0; c < 2; ++c) {
        for (std::uint32_t i = 0; i < 100'000; ++i) {
            columns[c].frames.push_back(i);
            columns[c].keys.push_back(i < 10 || i >= 99'990 ? i : i * 2 + c);
        }
    }
    const sides::Grid grid = sides::align(columns);
    CHECK(grid.rows() == 100'000);
    CHECK(grid.at(0, 1).shared);
    CHECK_FALSE(grid.at(5000, 1).shared);
    CHECK(grid.at(99'999, 1).shared);
}

TEST_CASE("rows for what isn't a frame", "[sides]")
{
    std::vector<sides::Column> columns{column("abc"), column("bc")};
    columns[0].createdBy = true;
    columns[0].elidedAfter = 1;
    columns[1].note = true;
    const sides::Grid grid = sides::align(columns);
    REQUIRE(grid.rows() == 6);
    CHECK(grid.at(2, 0).kind == Cell::Kind::Elided);
    CHECK(grid.at(2, 1).kind == Cell::Kind::Empty);
    CHECK(grid.at(4, 1).kind == Cell::Kind::Note);
    CHECK(grid.at(5, 0).kind == Cell::Kind::CreatedBy);
    CHECK(grid.rowOf(0, 2) == 3);
}

TEST_CASE("runtime frames can be hidden, the racing one stays", "[sides]")
{
    test::LogMaker maker;
    const FrameId gopark = maker.frame("runtime.gopark", "/go/proc.go", 1, Role::Runtime);
    const FrameId user = maker.frame("main.f", "/src/main.go", 2);
    const auto index = maker.waiting(7, maker.stack({gopark, gopark, user, gopark}), "select", 1);
    CHECK(sides::column(maker.log(), maker.thread(index), maker.thread(index).stack, true, {}).frames == std::vector<std::uint32_t>{2});
    CHECK(sides::column(maker.log(), maker.thread(index), maker.thread(index).stack, true, 1).frames ==
          std::vector<std::uint32_t>{1, 2});
    CHECK(sides::column(maker.log(), maker.thread(index), maker.thread(index).stack, false, {}).frames.size() == 4);
}
