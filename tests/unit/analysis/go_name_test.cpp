// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/go_name.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;

TEST_CASE("a Go function name falls into package, type and name", "[go-name]")
{
    const GoName method = parseGoName("github.com/acme/agent/registry.(*Registry).Incr");
    CHECK(method.package == "github.com/acme/agent/registry");
    CHECK(method.type == "Registry");
    CHECK(method.name == "Incr");
    CHECK(method.pointerReceiver);
    CHECK_FALSE(method.closure);

    const GoName value = parseGoName("main.sweeper.run");
    CHECK(value.type == "sweeper");
    CHECK(value.name == "run");
    CHECK_FALSE(value.pointerReceiver);

    const GoName plain = parseGoName("gopkg.in/yaml%2ev2.Unmarshal");
    CHECK(plain.package == "gopkg.in/yaml%2ev2");
    CHECK(plain.type.empty());
    CHECK(plain.name == "Unmarshal");
}

TEST_CASE("type arguments belong neither to the type nor to the name", "[go-name]")
{
    const GoName method = parseGoName("go.example.dev/x/cache/lru.(*Cache[...]).Get");
    CHECK(method.type == "Cache");
    CHECK(method.name == "Get");
    CHECK(parseGoName("maps.Clone[...]").name == "Clone");
    CHECK(parseGoName("main.F[go.shape.string/x.y]").name == "F");
}

TEST_CASE("a closure keeps the name of its function", "[go-name]")
{
    for (const char* name : {"main.main.func2", "main.main.func2.1", "main.main.gowrap1",
                             "main.main.deferwrap3", "main.main-range1", "main.main.func1.2.3"}) {
        CAPTURE(name);
        const GoName n = parseGoName(name);
        CHECK(n.enclosing == "main.main");
        CHECK(n.name == "main");
        CHECK(n.type.empty());
        CHECK(n.closure);
    }
    const GoName method = parseGoName("pkg/api.(*Server).Start.func1");
    CHECK(method.type == "Server");
    CHECK(method.enclosing == "pkg/api.(*Server).Start");
    CHECK(parseGoName("main.(*T).M-fm").closure);
}

TEST_CASE("odd names do not break it", "[go-name]")
{
    for (const char* name : {"", ".", "..", "(*", "a.(*", "a.()", "type:.hash.main.key", "x.[", "a/b",
                             "\xff\xfe.\x80", "main."}) {
        CAPTURE(name);
        const GoName n = parseGoName(name);
        CHECK(n.enclosing.size() <= std::string_view(name).size());
    }
}

TEST_CASE("names suggest what a function does to a map", "[go-name]")
{
    for (const char* name :
         {"Put", "registerAll", "loginStorm", "UpdateMany", "setLocked", "Deleted", "writeLoop"})
        CHECK(verbOf(name) == Verb::Writes);
    for (const char* name : {"Lookup", "Len", "GetOrNil", "List", "describe", "HasPrefix"})
        CHECK(verbOf(name) == Verb::Reads);
    for (const char* name : {"run", "", "main", "process", "x1", "HTTP", "address"})
        CHECK(verbOf(name) == Verb::Unknown);
    CHECK(namedAsLocked("putLocked"));
    CHECK_FALSE(namedAsLocked("block"));
    CHECK_FALSE(namedAsLocked("unlocked"));
}

TEST_CASE("two names may speak of one thing", "[go-name]")
{
    CHECK(shareNoun("Misses", "Miss", Verb::Reads));
    CHECK(shareNoun("LookupUser", "removeUsers", Verb::Reads));
    CHECK(shareNoun("Hits", "Hit", Verb::Reads));
    CHECK(shareNoun("addHouse", "DropHouses", Verb::Writes));
    CHECK_FALSE(shareNoun("Misses", "Hit", Verb::Reads));
    CHECK_FALSE(shareNoun("GetAll", "getOne", Verb::Reads)); // the verb alone
    CHECK_FALSE(shareNoun("", "", Verb::Reads));
    CHECK_FALSE(shareNoun("ab", "ab", Verb::Reads));
}
