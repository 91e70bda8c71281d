// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_operations.h"

#include <catch2/catch_test_macros.hpp>

#include <string_view>

using namespace skein;

TEST_CASE("the runtime's words tell the reporter's operation", "[map]")
{
    const auto op = [](std::string_view text) { return mapFatalInText(text)->reporter; };
    CHECK(op("fatal error: concurrent map writes") == AccessOp::Write);
    CHECK(op("fatal error: concurrent map read and map write") == AccessOp::Read);
    CHECK(op("fatal error: concurrent map iteration and map write") == AccessOp::Iterate);
    CHECK(op("fatal error: concurrent map clone and map write") == AccessOp::Iterate);
    CHECK(mapFatalInText("fatal error: all goroutines are asleep - deadlock!") == nullptr);
}

TEST_CASE("the length that runtime.throw shows is that of the message", "[map]")
{
    for (const std::uint64_t length : {0x15U, 0x21U, 0x22U, 0x26U}) {
        const MapFatal* fatal = mapFatalOfLength(length);
        REQUIRE(fatal);
        CHECK(fatal->message.size() == length);
    }
    CHECK(mapFatalOfLength(0x16) == nullptr);
}

TEST_CASE("map functions are known with the place of the map's address", "[map]")
{
    const auto assign = mapFunction("runtime.mapassign_faststr");
    REQUIRE(assign);
    CHECK(assign->op == AccessOp::Write);
    CHECK(assign->mapArgument == 1);
    CHECK(mapFunction("runtime.mapdelete_fast64")->op == AccessOp::Delete);
    CHECK(mapFunction("runtime.mapaccess2_fast32")->op == AccessOp::Read);
    CHECK(mapFunction("runtime.mapiternext")->mapArgument == -1);
    CHECK(mapFunction("internal/runtime/maps.(*table).grow")->mapArgument == 2);
    CHECK(mapFunction("internal/runtime/maps.(*Iter).Next")->op == AccessOp::Iterate);
    CHECK(mapFunction("type:.hash.main.key")->sameForAllOps);
    CHECK_FALSE(mapFunction("runtime.mallocgc"));
    CHECK_FALSE(mapFunction("main.mapassign"));
    CHECK(standardMapType("net/http.Header.Set") == "http.Header");
}
