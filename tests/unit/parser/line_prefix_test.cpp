// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/header.h"
#include "parser/line_prefix.h"
#include "tests/fuzz/checks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace skein;

namespace
{

constexpr std::string_view kDump = "fatal error: concurrent map writes\n"
                                   "\n"
                                   "goroutine 18 [running]:\n"
                                   "main.(*Store).Put(0xc000012345, {0x4b5eb5, 0x3})\n"
                                   "\t/src/store.go:41 +0x1d\n"
                                   "created by main.main in goroutine 1\n"
                                   "\t/src/main.go:12 +0x85\n"
                                   "\n"
                                   "goroutine 1 [chan receive, 2 minutes]:\n"
                                   "main.main()\n"
                                   "\t/src/main.go:20 +0x1b3\n"
                                   "exit status 2\n";

template <class Wrap>
std::string wrapped(Wrap&& wrap)
{
    std::string text;
    std::string_view rest = kDump;
    for (int number = 0; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        text += wrap(std::string(rest.substr(0, end)), number) + "\n";
        rest.remove_prefix(end + 1);
    }
    return text;
}

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::string twoDigits(int n)
{
    return (n < 10 ? "0" : "") + std::to_string(n);
}

/// The dump is read as if nothing stood around it.
void checkDump(const std::string& text, std::string_view prefixName)
{
    CAPTURE(text);
    const LogPtr log = test::parseText(text);
    REQUIRE(log);
    CHECK(test::violations(*log) == std::vector<std::string>{});
    CHECK(log->input.linePrefix == prefixName);
    REQUIRE(log->snapshots.size() == 1);
    const Snapshot& s = log->snapshots.front();
    CHECK(log->str(s.reason) == "fatal error: concurrent map writes");
    REQUIRE(s.threads.size() == 2);
    CHECK((s.threads[0].id == ThreadId(18) && s.threads[0].crashed && s.threads[0].creator == ThreadId(1)));
    CHECK((s.threads[1].id == ThreadId(1) && s.threads[1].waitedMinutes == 2));
    REQUIRE(log->stack(s.threads[0].stack).size() == 1);
    const Frame& frame = log->frame(log->stack(s.threads[0].stack)[0]);
    CHECK(log->str(frame.function) == "main.(*Store).Put");
    CHECK(log->str(frame.file) == "/src/store.go");
    CHECK(frame.line == 41);
    CHECK(log->stack(s.threads[1].stack).size() == 1);
    const auto frames = log->threadText->frames(s.threads[0]);
    REQUIRE(frames.size() == 1);
    REQUIRE(frames[0].args.size() == 3);
    CHECK(frames[0].args[0].value == 0xc000012345);
}

} // namespace

TEST_CASE("a dump behind each known prefix", "[prefix]")
{
    using S = std::string;
    checkDump(S(kDump), "none");
    checkDump(wrapped([](const S& l, int) { return "web-1  | " + l; }), "docker");
    checkDump(wrapped([](const S& l, int) { return l.empty() ? S("web-1  |") : "web-1  | " + l; }), "docker");
    checkDump(
        wrapped([](const S& l, int n) { return "2026-11-20T09:31:" + twoDigits(n) + ".123456789Z " + l; }),
        "docker");
    checkDump(
        wrapped([](const S& l, int n) { return "2026-11-20T09:31:" + twoDigits(n) + ".1234567Z " + l; }),
        "github-actions");
    checkDump(wrapped([](const S& l, int n) {
                  return "2026-11-20T09:31:" + twoDigits(n) + ".000000118Z stderr F " + l;
              }),
              "kubernetes");
    checkDump(wrapped([](const S& l, int) { return "[pod/web-7d9f/app] " + l; }), "kubernetes");
    checkDump(
        wrapped([](const S& l, int n) { return "2026-11-20T09:31:" + twoDigits(n) + ".123456Z 01O " + l; }),
        "other");
    checkDump(wrapped([](const S& l, int n) {
                  return "Nov 20 09:31:" + twoDigits(n) + " node-3 agentd[4121]: " + l;
              }),
              "journald");
    checkDump(wrapped([](const S& l, int n) {
                  return "2026-11-20T09:31:" + twoDigits(n) + ".123456+00:00 node-3 agentd[4121]: " + l;
              }),
              "syslog");
    checkDump(wrapped([](const S& l, int n) {
                  return "<11>1 2026-11-20T09:31:" + twoDigits(n) + ".1Z node-3 agentd 4121 - - " + l;
              }),
              "syslog");
    checkDump(wrapped([](const S& l, int n) {
                  return "E1120 09:31:" + twoDigits(n) + ".468562  107732 log.go:338] " + l;
              }),
              "other");
    checkDump(wrapped([](const S& l, int n) { return "[2026-11-20T09:31:" + twoDigits(n) + ".737Z] " + l; }),
              "other");
    checkDump(wrapped([](const S& l, int n) { return "#12 3." + std::to_string(100 + n) + " " + l; }),
              "other");
    checkDump(wrapped([](const S& l, int) { return "> " + l; }), "quote");
    checkDump(wrapped([](const S& l, int) { return "    " + l; }), "go-test");
    checkDump(wrapped([](const S& l, int) { return "   > " + l; }), "quote");
    // Several, one around the other.
    checkDump(wrapped([](const S& l, int n) {
                  return "2026-11-20T09:31:" + twoDigits(n) + ".1234567Z web-1  | " + l;
              }),
              "github-actions");
    checkDump(
        wrapped([](const S& l, int n) { return "web-1  | 2026/11/20 09:31:" + twoDigits(n) + " " + l; }),
        "docker");
}

TEST_CASE("a dump behind a prefix that nobody knows", "[prefix]")
{
    using S = std::string;
    checkDump(wrapped([](const S& l, int n) {
                  return "node7/agent#" + std::to_string(1000 + n * 7) + " STDERR: " + l;
              }),
              "other");
    checkDump(wrapped([](const S& l, int) { return "// " + l; }), "other");
    checkDump(wrapped([](const S& l, int n) { return std::to_string(n + 8) + ": " + l; }), "other");
}

TEST_CASE("a dump within JSON", "[prefix]")
{
    using S = std::string;
    const auto escaped = [](const S& l) { return replaced(replaced(l, "\"", "\\\""), "\t", "\\t"); };
    checkDump(wrapped([&](const S& l, int) {
                  return "{\"log\":\"" + escaped(l) +
                         "\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-20T09:31:00Z\"}";
              }),
              "docker");
    checkDump(wrapped([&](const S& l, int) {
                  return "{\"Time\":\"2026-11-20T09:31:00Z\",\"Action\":\"output\",\"Output\":\"" +
                         escaped(l) + "\\n\"}";
              }),
              "json");
    checkDump("{\"level\":\"error\"}\n{\"msg\":\"" + replaced(escaped(S(kDump)), "\n", "\\n") + "\"}\n",
              "json");
}

TEST_CASE("mangled lines", "[prefix]")
{
    using S = std::string;
    checkDump(replaced(S(kDump), "\n", "\r\n"), "none");
    checkDump(replaced(S(kDump), "\t", "  "), "none");
    checkDump(replaced(S(kDump), "\t", "        "), "none");
    checkDump(replaced(S(kDump), "\t", ""), "none");
    checkDump(replaced(S(kDump), "\n\n", "\n"), "none");
    checkDump(replaced(replaced(S(kDump), "\n\n", "\n"), "\t", ""), "none");
    checkDump(replaced(S(kDump), "\n", "\n\n"), "none");
    checkDump(wrapped([](const S& l, int) { return l + std::string(40, ' '); }), "none");
    checkDump(wrapped([](const S& l, int) { return "\x1b[1;31m" + l + "\x1b[0m"; }), "none");
    checkDump(wrapped([](const S& l, int) { return "^[[36m" + l + "^[[0m"; }), "none");
    checkDump(wrapped([](const S& l, int) { return "\x1b[36mweb-1  |\x1b[0m " + l; }), "docker");
    checkDump("\xff\xfe broken \x80\n" + S(kDump) + "\xc3(\n", "none");
}

TEST_CASE("lines of other writers in between", "[prefix]")
{
    using S = std::string;
    checkDump(
        wrapped([](const S& l, int n) { return (n % 2 ? "db-1   | ready\n" : "") + ("web-1  | " + l); }),
        "docker");
    checkDump(
        wrapped([](const S& l, int n) { return (n > 3 && n % 3 == 0 ? "level=info msg=tick\n" : "") + l; }),
        "none");
    // Between the two lines of a frame.
    checkDump(replaced(S(kDump), "\t/src/store.go", "level=info msg=tick\n\t/src/store.go"), "none");
}

TEST_CASE("lines that the container runtime has split", "[prefix]")
{
    const std::string text = wrapped([](const std::string& l, int) {
        const std::string head = "2026-11-20T09:31:00.000000118Z stderr ";
        if (l.size() < 20)
            return head + "F " + l;
        return head + "P " + l.substr(0, 17) + "\n" + head + "F " + l.substr(17);
    });
    checkDump(text, "kubernetes");
}

TEST_CASE("a header behind a log line, and the report below it indented", "[prefix]")
{
    const LogPtr log =
        test::parseText("    leaktest.go:150: leaktest: leaked goroutine: goroutine 25 [chan receive]:\n"
                        "        perform.LeakyAsync.func1(0xc00008c1e0)\n"
                        "        \t/work/channels/perform.go:37 +0x34\n"
                        "        created by perform.LeakyAsync\n"
                        "        \t/work/channels/perform.go:36 +0x3f\n"
                        "--- FAIL: TestLeakyAsync (5.57s)\n");
    REQUIRE(log->snapshots.size() == 1);
    REQUIRE(log->snapshots[0].threads.size() == 1);
    CHECK(log->stack(log->snapshots[0].threads[0].stack).size() == 1);
    CHECK(log->recognisedLines == 5);
    CHECK(test::violations(*log) == std::vector<std::string>{});
}

TEST_CASE("each grammar matches its own sample and nothing shorter", "[prefix]")
{
    for (const PrefixGrammar& grammar : prefixGrammars()) {
        CAPTURE(grammar.sample);
        const std::string line = std::string(grammar.sample) + "goroutine 1 [running]:";
        CHECK(grammar.match(line).length == grammar.sample.size());
        CHECK(grammar.match("goroutine 1 [running]:").length == 0);
        CHECK(grammar.match("\t/src/main.go:12 +0x1").length == 0);
        CHECK(grammar.match("").length == 0);
        for (std::size_t n = 0; n < line.size(); ++n)
            CHECK(grammar.match(std::string_view(line).substr(0, n)).length <= n);
    }
}

TEST_CASE("the time of a line", "[prefix]")
{
    CHECK(timeOfLine("1970-01-02T00:00:00Z x") == 86'400'000);
    CHECK(timeOfLine("[2026-11-20T09:31:00.250Z] x") == 1'795'167'060'250);
    CHECK(timeOfLine("2026/11/20 09:31:00 x") == 1'795'167'060'000);
    CHECK(timeOfLine("2026-11-20T10:31:00.250+01:00 x") == 1'795'167'060'250);
    CHECK(timeOfLine("{\"time\":\"2026-11-20T09:31:00Z\"}") == 1'795'167'060'000);
    CHECK_FALSE(timeOfLine("Nov 20 09:31:00 node-3 agentd[4121]: x"));
    CHECK_FALSE(timeOfLine("2026-13-20T09:31:00Z"));
    CHECK_FALSE(timeOfLine(""));
}

TEST_CASE("the time of a line in every form that collectors write", "[prefix]")
{
    constexpr std::int64_t kTime = 1'795'167'060'000; // 2026-11-20 09:31:00 UTC
    for (const std::string_view line : {
             "2026-11-20T09:31:00.000000118Z stderr F x",
             "[pod/web-7d9f/app] 2026-11-20T09:31:00.000000118Z x",
             "2026-11-20T09:31:00.0000003Z x",
             "2026-11-20T09:31:00.000456Z 01O x",
             "2026-11-20T11:31:00.000000+02:00 node-3 agentd[4121]: x",
             "2026-11-20T05:31:00-0400 node-3 agentd[4121]: x",
             "web-1  | 2026-11-20 09:31:00,000 ERROR [main] x",
             "<11>1 2026-11-20T09:31:00.000Z node-3 agentd 4121 - - x",
             "> 2026/11/20 09:31:00 x",
             R"({"log":"x\n","stream":"stderr","time":"2026-11-20T09:31:00.000000118Z"})",
             R"({"level":"fatal","ts":1795167060.0,"msg":"x"})",
             R"({"timestamp":1795167060000,"message":"x"})",
             R"({"__REALTIME_TIMESTAMP":"1795167060000118","MESSAGE":"x"})",
             "1795167060.000 x",
             "[20/Nov/2026:10:31:00 +0100] x",
         }) {
        CAPTURE(line);
        CHECK(timeOfLine(line) == kTime);
    }
    CHECK(timeOfLine(R"({"ts":1795167060.125,"msg":"x"})") == kTime + 125);
    CHECK(timeOfLine("[20/Nov/2026:10:31:00.250 +0100] x") == kTime + 250);
    // The end of a day, and of a year with a leap second.
    CHECK(timeOfLine("2026-11-20T24:00:00Z x") == timeOfLine("2026-11-21T00:00:00Z x"));
    CHECK(timeOfLine("2016-12-31T23:59:60Z x") == timeOfLine("2017-01-01T00:00:00Z x"));
    CHECK(timeOfLine("2024-02-29T00:00:00Z x").has_value());
}

TEST_CASE("what is no time, or none that can be known", "[prefix]")
{
    for (const std::string_view line : {
             "Nov 20 09:31:00 node-3 agentd[4121]: x", // no year: it could be any
             "W0610 22:17:15.468562  107732 log.go:338] x",
             "#12 3.456 x",
             "web-1  | x",
             "2026-02-29T09:31:00Z x",
             "2026-11-20T24:00:01Z x",
             "2026-11-20T25:00:00Z x",
             "2026-11-20T09:61:00Z x",
             "[20/Nox/2026:10:31:00 +0100] x",
             "1795167060 x",
             "17951670600 x",
             R"({"ts":0.1,"msg":"x"})",
             R"({"ts":"yesterday"})",
         }) {
        CAPTURE(line);
        CHECK_FALSE(timeOfLine(line));
    }
}

TEST_CASE("words before the first line of a report are no part of its prefix", "[prefix]")
{
    const auto isPanic = [](std::string_view s) { return s.starts_with("panic: "); };
    const auto behind = [&](std::string_view first, std::string_view next, std::string_view line) {
        std::string scratch;
        const LinePrefix prefix = LinePrefix::candidates(first, isPanic).front().sharedWith(next);
        return std::string(prefix.strip(line, scratch).value_or("(nothing)"));
    };
    constexpr std::string_view kHeroku = "2026-05-04T09:31:07.000042+00:00 app[web.1]: ";
    CHECK(behind(std::string(kHeroku) + "Ann: panic: boom", kHeroku, std::string(kHeroku) + "main.main()") ==
          "main.main()");
    CHECK(behind("app.log:7:Ann: panic: boom", "app.log:8:", "app.log:9:main.main()") == "main.main()");
    CHECK(behind("Ann: panic: boom", "goroutine 1 [running]:", "main.main()") == "main.main()");

    // What stands in a column of its own isn't there in every line.
    const LinePrefix shared = LinePrefix::candidates("[web]     \"message\": \"panic: boom\"", isPanic)
                                  .front()
                                  .sharedWith("[web]     \"time\": 7");
    std::string scratch;
    CHECK(shared.withoutColumn().strip("[web] {", scratch) == "{");
    const LinePrefix tight = LinePrefix::candidates("fra [info]     \"message\": \"panic: boom\"", isPanic)
                                 .front()
                                 .sharedWith("fra [info]     \"time\": 7");
    CHECK(tight.withoutColumn(0).strip("fra [info]{", scratch) == "{");
    CHECK_FALSE(tight.withoutColumn().strip("fra [info]{", scratch));
}

TEST_CASE("a number at the right edge of its column", "[prefix]")
{
    const auto isPanic = [](std::string_view s) { return s.starts_with("panic: "); };
    const LinePrefix prefix = LinePrefix::candidates("    96  panic: boom", isPanic).front();
    std::string scratch;
    CHECK(prefix.strip("   100  main.main()", scratch) == "main.main()");
    const LinePrefix wider = LinePrefix::candidates("   100  panic: boom", isPanic).front();
    CHECK(wider.strip("    96  main.main()", scratch) == "main.main()");
}

TEST_CASE("the name of another container may be indented, a time is none", "[prefix]")
{
    const auto isPanic = [](std::string_view s) { return s.starts_with("panic: "); };
    const LinePrefix prefix = LinePrefix::candidates("    web-1    | panic: boom", isPanic).front();
    CHECK(prefix.isAnothers("    redis-1  | Background saving done"));
    CHECK_FALSE(prefix.isAnothers("    web-1    | main.main()"));
    const LinePrefix epoch = LinePrefix::candidates("1777887067.118 | panic: boom", isPanic).front();
    CHECK_FALSE(epoch.isAnothers("1777887068.120 | main.main()"));
    std::string scratch;
    CHECK(epoch.strip("1777887068.120 | main.main()", scratch) == "main.main()");
}
