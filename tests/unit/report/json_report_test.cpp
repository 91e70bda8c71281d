// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/report/sample.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace skein;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("stacks are numbered within their snapshot", "[report][json]")
{
    sample::Builder made;
    const StackId a = made.stack({made.frame("main.a", "/a.go", 1)});
    const StackId b = made.stack({made.frame("main.b", "/b.go", 2)});
    made.thread(1, b);
    made.thread(2, b);
    made.log->snapshots.emplace_back();
    made.thread(3, b);
    made.thread(4, a);
    made.thread(5, StackId{});
    const std::string json = made.write("json");
    CHECK_THAT(
        json, ContainsSubstring(R"("stacks":[[{"function":"main.b","module":null,"file":"/b.go","line":2,)"));
    CHECK_THAT(json, ContainsSubstring(R"("id":"4","kind":"goroutine","os_id":null)"));
    CHECK_THAT(json, ContainsSubstring(R"("stack":1,"frames_elided":0})"));
    CHECK_THAT(json, ContainsSubstring(R"("stack":null,"frames_elided":0})"));
}

TEST_CASE("a party that is not in the log has no thread and no place", "[report][json]")
{
    sample::Builder made;
    const FrameId site = made.frame("main.put", "/m.go", 7);
    const ThreadRef reporter = made.thread(9, made.stack({site}));
    Finding finding = sample::finding(FindingKind::ConcurrentMapAccess, Certainty::Possible, "t");
    finding.accesses.push_back(sample::access(AccessOp::Write, Certainty::Proved, reporter, site));
    finding.accesses.back().logLines = {3, 4};
    finding.accesses.push_back(sample::access(AccessOp::Iterate, Certainty::Possible));
    finding.missing = Missing{"the other goroutine", "it isn't printed", "GOTRACEBACK=all"};
    made.analysis.findings.push_back(finding);
    const std::string json = made.write("json");
    CHECK_THAT(json,
               ContainsSubstring(R"({"op":"write","thread":"9","certainty":"proved","function":"main.put",)"
                                 R"("file":"/m.go","line":7,"log_lines":[3,4],"why":null})"));
    CHECK_THAT(json,
               ContainsSubstring(R"({"op":"iterate","thread":null,"certainty":"possible","function":null,)"
                                 R"("file":null,"line":null,"log_lines":[],"why":null})"));
    CHECK_THAT(json, ContainsSubstring(R"("missing":{"what":"the other goroutine","why":"it isn't printed",)"
                                       R"("capture":"GOTRACEBACK=all"})"));
}

TEST_CASE("a group names its first hundred threads and counts all", "[report][json]")
{
    sample::Builder made;
    Group group;
    group.count = 250;
    for (std::uint32_t i = 0; i < 250; ++i)
        group.threads.push_back(made.thread(i + 1, StackId{}).index);
    group.states = {{StringId{}, ThreadState::Running, 200}, {made.log->strings.intern("running"), {}, 50}};
    made.analysis.groups.push_back(group);
    const std::string json = made.write("json");
    CHECK_THAT(json, ContainsSubstring(R"("99","100"],"states":{"running":250})"));
}

TEST_CASE("a label that the log repeats keeps its first value", "[report][json]")
{
    sample::Builder made;
    made.thread(1, StackId{});
    made.log->snapshots[0].labels[0] = {
        {"role", "reader"}, {"a\xFF", "1"}, {"role", "writer"}, {"a\xFE", "2"}};
    CHECK_THAT(made.write("json"), ContainsSubstring("\"labels\":{\"role\":\"reader\",\"a\uFFFD\":\"1\"}"));
}
