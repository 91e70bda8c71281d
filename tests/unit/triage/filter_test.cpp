// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The filter language: what matches, what is wrong and where, what can be completed; and any text at all.
#include "model/triage/filter.h"
#include "model/triage/filter_subjects.h"
#include "tests/unit/triage/parsed.h"

#include <algorithm>
#include <array>
#include <random>

using namespace skein;
using namespace skein::triage;

namespace
{

const std::array<std::string_view, 1> kStates{"chan send"};
const std::array<std::string_view, 2> kFunctions{"github.com/acme/x/store.(*Pool).submit",
                                                 "main.(*Server).ExecCmd"};
const std::array<std::string_view, 2> kFiles{"/src/store/pool.go:41", "/src/main.go:7"};
const std::array<std::string_view, 1> kCreators{"main.main"};
const std::array<std::pair<std::string, std::string>, 1> kLabels{{{"role", "reader"}}};
const std::array<std::uint64_t, 1> kResources{0xc000124008};
const std::array<ThreadId, 2> kIds{ThreadId(34), ThreadId(51)};

FilterSubject subject()
{
    return {.states = kStates,
            .functions = kFunctions,
            .files = kFiles,
            .site = kFunctions[0],
            .creators = kCreators,
            .labels = kLabels,
            .resources = kResources,
            .ids = kIds,
            .creatorIds = {},
            .waitedMinutes = 7,
            .count = 12,
            .role = Role::User,
            .leaked = true,
            .fingerprint = "4be1c09a7f32-1f0c-77aa-send",
            .status = "false positive",
            .owner = "maria",
            .note = "next release",
            .change = "grew",
            .input = "out/test.log"};
}

bool matches(std::string_view text)
{
    const auto filter = Filter::parse(text);
    if (!filter)
        FAIL(explain(text, filter.error()));
    return filter->matches(subject());
}

std::size_t errorColumn(std::string_view text)
{
    const auto filter = Filter::parse(text);
    INFO(text);
    REQUIRE_FALSE(filter.has_value());
    CHECK_FALSE(filter.error().message.empty());
    CHECK(filter.error().column <= text.size() + 1);
    return filter.error().column;
}

} // namespace

TEST_CASE("what a filter matches")
{
    for (const std::string_view text : {"",
                                        "  ",
                                        "state:chan*",
                                        "state:\"chan send\"",
                                        "state=\"chan send\"",
                                        "state:x or submit",
                                        "wait>5m",
                                        "wait>=7",
                                        "wait<1h",
                                        "wait>200s",
                                        "func:~ExecCmd",
                                        "func:~execcmd",
                                        "func:store.(*Pool).submit",
                                        "func:github.com/*",
                                        "func:~pool*mit",
                                        "function:main.*",
                                        "site:~submit",
                                        "not site:~ExecCmd",
                                        "created-by:main.*",
                                        "label.role=reader",
                                        "label.role:read*",
                                        "label:role",
                                        "not label:shard",
                                        "count>10",
                                        "count=12",
                                        "count!=13",
                                        "lock:0xc000*",
                                        "lock=0xc000124008",
                                        "id=34",
                                        "id>50",
                                        "file:pool.go",
                                        "file:store/pool.go:41",
                                        "file:*.go",
                                        "file:pool.go:*",
                                        "is:user",
                                        "user",
                                        "not library",
                                        "leaked",
                                        "status:\"false positive\"",
                                        "status:false*",
                                        "owner:maria",
                                        "owner=maria",
                                        "note:~release",
                                        "change:grew",
                                        "fingerprint:4be1*",
                                        "input:test.log",
                                        "submit",
                                        "exec",
                                        "reader",
                                        "\"chan send\"",
                                        "-user or submit",
                                        "!library",
                                        "not (library or runtime)",
                                        "(state:chan* wait>5m) and count>10",
                                        "nothing or submit",
                                        "not nothing and submit",
                                        "NOT nothing",
                                        "owner!=jo",
                                        "func!=x",
                                        "not not user",
                                        "reader send",
                                        "(submit)",
                                        "wait>.5"})
        CHECK(text == (matches(text) ? text : "no match"));
    for (const std::string_view text : {"state:chan",
                                        "state=chan*",
                                        "state:select*",
                                        "wait>7m",
                                        "wait<5m",
                                        "func:ExecCmd",
                                        "func=submit",
                                        "site:~ExecCmd",
                                        "created-by:other.*",
                                        "label.role=writer",
                                        "label.shard=1",
                                        "count>12",
                                        "count<3",
                                        "lock:0xc0001",
                                        "id=35",
                                        "file:other.go",
                                        "is:library",
                                        "runtime",
                                        "not user",
                                        "status:new",
                                        "owner:jo",
                                        "submit and nothing",
                                        "submit nothing",
                                        "-submit",
                                        "not (user or library)",
                                        "\"user\"",
                                        "change:new",
                                        "owner!=maria"})
        CHECK(text != (matches(text) ? text : "no match"));
    CHECK(matches("submit or nothing nope")); // and binds tighter than or
    CHECK_FALSE(matches("(submit or nothing) nope"));
    // A wait that is not printed is less than a minute.
    FilterSubject s = subject();
    s.waitedMinutes = -1;
    CHECK(Filter::parse("wait<1m")->matches(s));
    CHECK_FALSE(Filter::parse("wait>0")->matches(s));
    // The example of the manual.
    CHECK(matches("state:chan* wait>5m func:~ExecCmd created-by:main.* label.role=reader count>10 "
                  "lock:0xc000124008 not library"));
    CHECK(both(*Filter::parse("submit"), *Filter::parse("user")).matches(subject()));
    CHECK_FALSE(both(*Filter::parse("submit"), *Filter::parse("library")).matches(subject()));
    CHECK(both(Filter(), *Filter::parse("user")).matches(subject()));
}

TEST_CASE("what is wrong is shown at its column")
{
    CHECK(errorColumn("state:chan* wait>soon") == 18);
    CHECK(errorColumn("wait>5y") == 6);
    CHECK(errorColumn("count>many") == 7);
    CHECK(errorColumn("count>-1") == 7);
    CHECK(errorColumn("stat:x") == 1);
    CHECK(errorColumn("user stat:x") == 6);
    CHECK(errorColumn("func:") == 5);
    CHECK(errorColumn("func: x") == 5);
    CHECK(errorColumn("func>x") == 5);
    CHECK(errorColumn("count:~3") == 6);
    CHECK(errorColumn("is:green") == 4);
    CHECK(errorColumn("label.=x") == 1);
    CHECK(errorColumn("(user") == 1);
    CHECK(errorColumn("user)") == 5);
    CHECK(errorColumn("user ()") == 6);
    CHECK(errorColumn("user or") == 6);
    CHECK(errorColumn("user and") == 6);
    CHECK(errorColumn("or user") == 1);
    CHECK(errorColumn("not") == 1);
    CHECK(errorColumn("user not or x") == 6);
    CHECK(errorColumn("func:\"open") == 6);
    CHECK(errorColumn("\"\"") == 1);
    CHECK(errorColumn(std::string(300, '(')) == 102);
    CHECK(errorColumn(std::string(300, '-')) == 102);
    const std::string text = "\xc3\xa4hm stat:x";
    CHECK(explain(text, Filter::parse(text).error()).ends_with("  \xc3\xa4hm stat:x\n      ^^^^\n"));
}

TEST_CASE("what can be completed")
{
    FilterValues values;
    values.states = {"chan send", "select"};
    values.functions = {"github.com/acme/x/store.(*Pool).submit", "main.main"};
    values.labelKeys = {"role"};
    values.labels = {{"role", "reader"}, {"role", "writer"}, {"role", "reader"}};
    const auto texts = [&](std::string_view text) {
        std::vector<std::string> out;
        for (const Completion& c : complete(text, text.size(), values)) {
            std::string all(text);
            all.replace(c.begin, c.end - c.begin, c.text);
            out.push_back(all);
        }
        return out;
    };
    CHECK(texts("sta") == std::vector<std::string>{"state:", "status:"});
    CHECK(texts("user not sta") == std::vector<std::string>{"user not state:", "user not status:"});
    CHECK(texts("(-sta").size() == 2);
    CHECK(texts("state:ch") == std::vector<std::string>{"state:\"chan send\""});
    CHECK(texts("func:store").front() == "func:github.com/acme/x/store.(*Pool).submit");
    CHECK(texts("label.role=") == std::vector<std::string>{"label.role=reader", "label.role=writer"});
    CHECK(std::ranges::contains(texts("la"), "label.role="));
    CHECK(texts("is:l") == std::vector<std::string>{"is:library", "is:leaked"});
    CHECK(texts("nonsense:x").empty());
    CHECK(texts("").size() > 10);
    // Every proposal of a value is a filter.
    for (const std::string_view text :
         {"state:", "func:", "is:", "status:", "label:", "label.role=", "wait>", "change:"})
        for (const std::string& proposal : texts(text))
            CHECK(proposal == (Filter::parse(proposal) ? proposal : "no filter"));
    // Every key's example is one, too.
    for (const FilterKey& key : filterKeys())
        CHECK(key.example == (Filter::parse(key.example) ? key.example : "no filter"));
}

TEST_CASE("any text is a filter or an error within it")
{
    std::mt19937 random(11);
    const std::string_view pieces[] = {"state",   ":",    ":~",   "=",     "!=",   "<",       ">",
                                       "(",       ")",    " ",    " and ", " or ", " not ",   "-",
                                       "!",       "\"",   "\\",   "*",     "?",    "wait>5m", "label.",
                                       "count>1", "user", "0xc0", "\xff",  "\n",   "1e999",   "x"};
    const FilterSubject s = subject();
    FilterValues values;
    values.functions = {"main.main"};
    for (int round = 0; round < 30'000; ++round) {
        std::string text;
        const auto length = random() % 14;
        for (std::size_t i = 0; i < length; ++i)
            text += pieces[random() % std::size(pieces)];
        if (const auto filter = Filter::parse(text)) {
            const auto negated = Filter::parse("not (" + text + ")");
            filter->matches(s);
            if (negated && !filter->matchesAll())
                CHECK(negated->matches(s) != filter->matches(s));
        } else {
            CHECK(filter.error().column >= 1);
            CHECK(filter.error().column <= text.size() + 1);
            CHECK(filter.error().column - 1 + filter.error().length <= text.size() + 1);
            CHECK_FALSE(explain(text, filter.error()).empty());
        }
        const std::size_t cursor = random() % (text.size() + 2);
        for (const Completion& c : complete(text, cursor, values))
            CHECK((c.begin <= c.end && c.end <= text.size()));
    }
    // A pattern of many stars does not take for ever.
    const std::string stars = "func:" + std::string(200, '*') + "a*a*a*a*a*a*a*a*b";
    const std::string name(20'000, 'a');
    const std::array<std::string_view, 1> functions{name};
    CHECK_FALSE(Filter::parse(stars)->matches({.functions = functions}));
}

TEST_CASE("threads and groups of a log as a filter sees them")
{
    const LogPtr log =
        skein::test::parsed("panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:1 +0x1\n\n"
                            "goroutine 7 [chan send, 5 minutes]:\nmain.leak()\n\t/a/leak.go:41 +0x1\ncreated "
                            "by main.main in goroutine 1\n\t/a/main.go:9 +0x1\n\n"
                            "goroutine 8 [chan send, 9 minutes]:\nmain.leak()\n\t/a/leak.go:41 +0x1\ncreated "
                            "by main.main in goroutine 1\n\t/a/main.go:9 +0x1\n");
    FilterSubjects subjects(*log);
    const auto thread = [&](std::uint32_t t, std::string_view filter) {
        return Filter::parse(filter)->matches(subjects.of(0, t));
    };
    CHECK(thread(
        1,
        "state:\"chan send\" wait=5 func:main.leak file:leak.go created-by:main.main creator=1 id=7 user"));
    CHECK_FALSE(thread(0, "created-by:*"));
    const auto groups = groupThreads(*log);
    const auto& two = *std::ranges::find(groups, 2u, &Group::count);
    CHECK(Filter::parse("count=2 wait=9 id=7 id=8")->matches(subjects.of(two)));
    const FilterValues values = filterValues(*log);
    CHECK(values.states.front() == "chan send");
    CHECK(values.functions.front() == "main.leak");
    CHECK(values.files.front() == "leak.go");
}
