// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/log.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace {

Log logWithStack(std::initializer_list<Role> roles)
{
    Log log;
    for (const Role role : roles) {
        log.stackFrames.push_back(FrameId(static_cast<std::uint32_t>(log.frames.size())));
        log.frames.push_back({.line = static_cast<std::uint32_t>(log.frames.size()) + 1, .role = role});
    }
    log.stackStarts = {0, static_cast<std::uint32_t>(log.stackFrames.size())};
    return log;
}

}  // namespace

TEST_CASE("the site is the innermost frame that isn't runtime; library code counts", "[log]")
{
    CHECK(logWithStack({Role::Runtime, Role::Library, Role::User}).siteIndex(StackId(0)) == 1);
    CHECK(logWithStack({Role::User, Role::Runtime}).siteIndex(StackId(0)) == 0);
}

TEST_CASE("where every frame is runtime, the innermost one is the site", "[log]")
{
    CHECK(logWithStack({Role::Runtime, Role::Runtime}).siteIndex(StackId(0)) == 0);
}

TEST_CASE("no stack has no site", "[log]")
{
    const Log log = logWithStack({});
    CHECK_FALSE(log.siteIndex(StackId(0)));
    CHECK_FALSE(log.site(StackId{}));
    CHECK(log.stack(StackId{}).empty());
}

TEST_CASE("short names drop the import path but nothing inside brackets", "[log]")
{
    CHECK(shortFunction("github.com/acme/hub/streams.(*Registry).Put") == "streams.(*Registry).Put");
    CHECK(shortFunction("main.main") == "main.main");
    CHECK(shortFunction("a/b.Map[go.shape.a/b]") == "b.Map[go.shape.a/b]");
    CHECK(shortFunction("ns::f(a/b)") == "ns::f(a/b)");
}

TEST_CASE("base names work for both kinds of separators", "[log]")
{
    CHECK(baseName("/src/app/main.go") == "main.go");
    CHECK(baseName("C:\\src\\main.go") == "main.go");
    CHECK(baseName("main.go") == "main.go");
}

TEST_CASE("thread ids print as the log does", "[log]")
{
    CHECK(toString(ThreadId(34)) == "34");
    CHECK(toString(ThreadId::main()) == "main");
    CHECK(toString(ThreadId{}).empty());
}

TEST_CASE("a thread record stays small, since a million of them are normal", "[log]")
{
    CHECK(sizeof(Thread) <= 104);
}
