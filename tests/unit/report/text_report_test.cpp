// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/report/sample.h"
#include "views/report/text_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <sstream>

using namespace skein;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("line numbers are folded to runs", "[report][text]")
{
    CHECK(text::lineList({}).empty());
    CHECK(text::lineList({7}) == "7");
    CHECK(text::lineList({7, 8}) == "7, 8");
    CHECK(text::lineList({7, 8, 9, 12}) == "7–9, 12");
    CHECK(text::lineList({1, 3, 5, 7, 9, 11, 13}) == "1, 3, 5, 7, 9, 11 …");
}

TEST_CASE("large numbers are grouped", "[report][text]")
{
    CHECK(text::grouped(999) == "999");
    CHECK(text::grouped(9999) == "9999");
    CHECK(text::grouped(10000) == "10,000");
    CHECK(text::grouped(1234567) == "1,234,567");
    CHECK(text::counted(1, "goroutine", "goroutines") == "1 goroutine");
}

TEST_CASE("text wraps at words and keeps its indent", "[report][text]")
{
    StringSink sink;
    text::TextWriter out(sink, false, 20);
    out.write("  - ");
    out.wrap("one two three four five averyveryverylongwordindeed six", 4);
    CHECK(sink.text() == "  - one two three\n    four five\n    averyveryverylongwordindeed\n    six\n");
}

TEST_CASE("line numbers behind a sentence stay together", "[report][text]")
{
    StringSink sink;
    text::TextWriter out(sink, false, 30);
    out.wrap("Goroutine 7 is in the same line.", 0, text::Style::Plain, "(lines 437, 444)");
    CHECK(sink.text() == "Goroutine 7 is in the same\nline. (lines 437, 444)\n");
}

TEST_CASE("what is explained once is only named after that", "[report][text]")
{
    sample::Builder made;
    Finding finding = sample::finding(FindingKind::GoroutineLeak, Certainty::Likely, "A leak");
    finding.missing = Missing{"whether it ends", "a dump shows one instant", "a second dump"};
    finding.advice = {{"Close the channel", "Because it ends the loop."}};
    made.analysis.findings = {finding, finding};
    const std::string text = made.write("text");
    CHECK_THAT(text, ContainsSubstring("Not in the log: whether it ends. A dump shows one instant.\n"
                                       "  Next time: a second dump\n\n"
                                       "  → Close the channel. Because it ends the loop.\n"));
    CHECK_THAT(text,
               ContainsSubstring("Not in the log: whether it ends, as above.\n\n  → Close the channel.\n"));
}

TEST_CASE("many findings: the first ones whole, then titles, then a number", "[report][text]")
{
    sample::Builder made;
    for (int i = 1; i <= 40; ++i)
        made.analysis.findings.push_back(
            sample::finding(FindingKind::GoroutineLeak, Certainty::Likely, "Leak " + std::to_string(i)));
    const std::string text = made.write("text");
    CHECK_THAT(text, ContainsSubstring("Leak 8\n  goroutine-leak"));
    CHECK_THAT(text, ContainsSubstring("Leak 9\n◐ likely  Leak 10\n"));
    CHECK_THAT(text, ContainsSubstring("and 12 further findings; --format json has them all\n"));
    CHECK_THAT(text, !ContainsSubstring("Leak 29"));
}

TEST_CASE("a sentence with megabytes of log in it is cut", "[report][text]")
{
    sample::Builder made;
    made.log->snapshots[0].reason = made.log->strings.intern("panic: " + std::string(3'000'000, 'x'));
    Finding finding =
        sample::finding(FindingKind::Panic, Certainty::Proved, "Panic: " + std::string(3'000'000, '\xFF'));
    finding.evidence.push_back({std::string(3'000'000, 'y'), {1}});
    made.analysis.findings.push_back(finding);
    CHECK(made.write("text").size() < 10'000);
}

TEST_CASE("a cycle shows inferred steps with a dashed arrow", "[report][text]")
{
    sample::Builder made;
    const FrameId there = made.frame("bank.(*Account).deposit", "/bank.go", 31);
    const FrameId here = made.frame("bank.(*Account).withdraw", "/bank.go", 52);
    const ThreadRef a = made.thread(18, made.stack({there}), ThreadState::Waiting, "sync.Mutex.Lock");
    const ThreadRef b = made.thread(19, made.stack({here}), ThreadState::Waiting, "sync.Mutex.Lock");
    Finding finding = sample::finding(FindingKind::Deadlock, Certainty::Likely,
                                      "Two goroutines wait for each other's mutex");
    finding.cycle = {{a, 0xc00001a0b0, there, b, Certainty::Likely}, {b, 0, here, a, Certainty::Proved}};
    made.analysis.findings.push_back(finding);
    const std::string text = made.write("text");
    CHECK_THAT(text, ContainsSubstring("◐ likely  Two goroutines wait for each other's mutex\n"));
    CHECK_THAT(text, ContainsSubstring("G18 → 0xc00001a0b0 ⇢ G19 → G18"));
    CHECK_THAT(text, ContainsSubstring("bank.(*Account).deposit"));
    CHECK_THAT(text, ContainsSubstring("waits for G19"));
}

TEST_CASE("no line of a report is far wider than asked, whatever the names are", "[report][text]")
{
    sample::Builder made;
    const std::string name = "main." + std::string(300, 'f');
    const FrameId site = made.frame(name, "/" + std::string(200, 'd') + ".go", 7);
    const ThreadRef thread = made.thread(~std::uint64_t{0} - 5, made.stack({site}));
    Finding finding = sample::finding(FindingKind::ConcurrentMapAccess, Certainty::Possible, "A title");
    finding.accesses.push_back(sample::access(AccessOp::Write, Certainty::Proved, thread, site));
    finding.accesses.push_back(sample::access(AccessOp::Read, Certainty::Possible));
    made.analysis.findings.push_back(finding);
    Group group;
    group.count = 12345678;
    group.threads = {0};
    group.site = site;
    group.states.push_back({made.log->strings.intern(std::string(90, 'w')), {}, 12345678});
    made.analysis.groups.push_back(group);
    std::istringstream lines(made.write("text"));
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(utf8::width(line) <= 104);
    }
}

TEST_CASE("less sure findings are left out and counted", "[report][text]")
{
    sample::Builder made;
    made.thread(1, StackId{});
    made.analysis.findings.push_back(sample::finding(FindingKind::Crash, Certainty::Possible, "Maybe"));
    const std::string text = made.write("text", {.minCertainty = Certainty::Likely});
    CHECK_THAT(text, !ContainsSubstring("Maybe"));
    CHECK_THAT(text, ContainsSubstring("1 finding is less sure than likely"));
}

TEST_CASE("colours are written only when asked for", "[report][text]")
{
    sample::Builder made;
    made.analysis.findings.push_back(sample::finding(FindingKind::Crash, Certainty::Proved, "\x1b[5mblink"));
    CHECK_THAT(made.write("text"), !ContainsSubstring("\x1b"));
    const std::string coloured = made.write("text", {.colour = true});
    CHECK_THAT(coloured, ContainsSubstring("\x1b[1m"));
    CHECK_THAT(coloured, !ContainsSubstring("\x1b[5m"));
}
