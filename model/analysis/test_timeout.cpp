// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: test timed out after 2s
//         running tests:
//                 TestFanout/one (2s)
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {
namespace {

struct Running {
    std::vector<std::string> tests;
    std::vector<std::uint32_t> lines;
};

/// "TestFanout/one" of "   TestFanout/one (2s)"; "" where there is none.
std::string_view testName(std::string_view line)
{
    const auto open = line.rfind(" (");
    if (open == std::string_view::npos) return {};
    const auto start = line.find_last_of(" \t", open - (open > 0));
    const std::string_view name =
        line.substr(start == std::string_view::npos ? 0 : start + 1, open - start - 1);
    const auto begins = {"Test", "Benchmark", "Fuzz", "Example"};
    return std::ranges::any_of(begins, [&](auto b) { return name.starts_with(b); }) ? name
                                                                                    : std::string_view{};
}

/// The list behind the message; Go has printed it since 1.20.
Running runningTests(const Log& log, const Snapshot& snapshot)
{
    constexpr std::uint32_t kMostLines = 200;
    constexpr std::size_t kFarLines = 6; // blank lines and times of a viewer's may stand between
    Running running;
    bool inList = false;
    std::size_t last = 0;
    const auto [lines, index] =
        log.threadText->printed({snapshot.reasonLines, "test timed out after", 0, kMostLines});
    for (std::size_t i = index; i < lines.size(); ++i) {
        if (lines[i].foreign) continue;
        if (!inList) {
            inList = lines[i].text.contains("running tests:");
            if (i > index + kFarLines) break;
            last = i;
            continue;
        }
        const std::string_view name = testName(lines[i].text);
        if (name.empty() && (i > last + kFarLines || lines[i].text.starts_with("goroutine "))) break;
        if (name.empty()) continue;
        last = i;
        running.tests.emplace_back(name);
        running.lines.push_back(lines[i].lines.first);
    }
    return running;
}

/// Goroutines that run a test's own code: started by testing.(*T).Run and not just waiting for subtests.
std::vector<std::uint32_t> testGoroutines(const Log& log, const Snapshot& snapshot, const Waits& waits)
{
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
        const Thread& thread = snapshot.threads[i];
        if (thread.crashed || waits.standard(thread.stack)) continue;
        const auto stack = log.stack(thread.stack);
        if (std::ranges::any_of(stack, [&](FrameId f) { return log.function(f) == "testing.tRunner"; }))
            found.push_back(i);
    }
    return found;
}

std::string titleOf(const Running& running, std::string_view message)
{
    const std::string after(words::shorten(
        message.substr(std::min(message.size(), std::string_view("test timed out after ").size())), 20));
    if (running.tests.empty())
        return formatted("A test was still running after {}", after);
    if (running.tests.size() == 1)
        return formatted("{} was still running after {}", running.tests[0], after);
    return formatted("{} and {} were still running after {}", running.tests[0],
                     words::count(running.tests.size() - 1, "other test"), after);
}

void findTestTimeouts(const DetectorInput& in, std::vector<Finding>& out)
{
    const Log& log = in.log;
    std::optional<Waits> waits;
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
        const Snapshot& snapshot = log.snapshots[s];
        if (causeOf(log, snapshot) != Cause::TestTimeout) continue;
        if (!waits) waits.emplace(log);
        const Running running = runningTests(log, snapshot);
        Finding finding = words::finding(FindingKind::TestTimeout, Certainty::Proved, s);
        finding.title = titleOf(running, messageOf(log, snapshot));
        finding.evidence.push_back(
            {formatted("The test runner printed: {}", words::shorten(log.str(snapshot.reason))),
             words::spanLines(snapshot.reasonLines, 1)});
        if (!running.tests.empty())
            finding.evidence.push_back(
                {formatted("{} listed as running.", running.tests.size() == 1
                                                        ? "One test is"
                                                        : formatted("{} tests are", running.tests.size())),
                 running.lines});
        const auto goroutines = testGoroutines(log, snapshot, *waits);
        for (std::size_t i = 0; i < goroutines.size() && i < 5; ++i) {
            const Thread& thread = snapshot.threads[goroutines[i]];
            finding.evidence.push_back(
                {formatted("{} of the test stands in {} [{}].", words::sentence(words::threadName(thread)),
                           words::place(log, log.site(thread.stack)), stateText(log, thread)),
                 words::siteLines(log, thread)});
        }
        finding.threads = words::refs(s, goroutines);
        if (goroutines.empty())
            finding.missing = Missing{"where the test stands", "the log has no goroutine that runs test code",
                                      "the whole output of go test, or a larger -timeout and SIGQUIT"};
        finding.advice.push_back(adviceFor(Situation::TestTimeout));
        out.push_back(std::move(finding));
    }
}

}  // namespace

const Detector testTimeoutDetector{"test-timeout", "A test did not end in time", findTestTimeouts};

}  // namespace skein
