// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/find.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace skein;

TEST_CASE("find goes forward from a place and on at the start", "[find]")
{
    const std::string text = "abc Goroutine abc goroutine";
    CHECK(findText(text, "goroutine", 0, FindDirection::Forward) == 4);
    CHECK(findText(text, "GOROUTINE", 5, FindDirection::Forward) == 18);
    CHECK(findText(text, "abc", 15, FindDirection::Forward) == 0);
}

TEST_CASE("find goes backward to what starts before a place and on at the end", "[find]")
{
    const std::string text = "abc Goroutine abc goroutine";
    CHECK(findText(text, "abc", 14, FindDirection::Backward) == 0);
    CHECK(findText(text, "abc", 15, FindDirection::Backward) == 14);
    CHECK(findText(text, "goroutine", 0, FindDirection::Backward) == 18);
}

TEST_CASE("find finds what stands across its blocks", "[find]")
{
    std::string text(40u << 20, 'x');
    const std::size_t at = (16u << 20) - 3;
    text.replace(at, 6, "needle");
    CHECK(findText(text, "needle", 0, FindDirection::Forward) == at);
    CHECK(findText(text, "needle", text.size(), FindDirection::Backward) == at);
}

TEST_CASE("find answers nothing for nothing", "[find]")
{
    CHECK_FALSE(findText("abc", "", 0, FindDirection::Forward));
    CHECK_FALSE(findText("abc", "abcd", 0, FindDirection::Forward));
    CHECK_FALSE(findText("", "a", 0, FindDirection::Backward));
    CHECK_FALSE(findText("abc", "z", 1, FindDirection::Backward));
    std::stop_source stop;
    stop.request_stop();
    CHECK_FALSE(findText("abc", "c", 0, FindDirection::Forward, stop.get_token()));
}
