// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/analysis.h"

#include "model/analysis/detectors.h"
#include "model/analysis/lint_evidence.h"

#include <algorithm>
#include <tuple>

namespace skein {
namespace {

/// Ranks kinds among findings of the same certainty: what explains more of a log comes first. Findings that
/// name what ended the program stand before those that describe its state, whatever their certainty: a map
/// crash whose second party can only be guessed is still the headline, not the goroutines that waited
/// meanwhile.
constexpr FindingKind kOrder[] = {
    // what ended the program
    FindingKind::ConcurrentMapAccess,
    FindingKind::DataRace,
    FindingKind::UseAfterFree,
    FindingKind::LockMisuse,
    FindingKind::ChannelMisuse,
    FindingKind::WaitGroupMisuse,
    FindingKind::TestTimeout,
    FindingKind::Panic,
    FindingKind::Crash,
    // what state it was in
    FindingKind::Deadlock,
    FindingKind::LockOrderInversion,
    FindingKind::Contention,
    FindingKind::GoroutineLeak,
    FindingKind::ThreadLeak,
    FindingKind::LostWakeup,
};

bool endedTheProgram(const Finding& finding)
{
    // The race detector reports and lets the program go on.
    if (finding.kind == FindingKind::DataRace) return false;
    // A proved deadlock is the runtime's own `all goroutines are asleep`.
    if (finding.kind == FindingKind::Deadlock) return finding.certainty == Certainty::Proved;
    return std::ranges::find(kOrder, finding.kind) < std::ranges::find(kOrder, FindingKind::Deadlock);
}

auto strength(const Finding& f)
{
    return std::tuple(!endedTheProgram(f), f.certainty, std::ranges::find(kOrder, f.kind) - kOrder,
                      f.snapshot.value_or(0), ~f.threads.size());
}

}  // namespace

AnalysisPtr analyse(LogPtr log, std::stop_token stop, std::span<const LintNote> beside)
{
    auto analysis = std::make_shared<Analysis>();
    analysis->log = log;
    analysis->groups = groupThreads(*log);
    if (stop.stop_requested()) return nullptr;
    analysis->waitGraphs = buildWaitGraphs(*log);
    const DetectorInput input{*log, analysis->groups, analysis->waitGraphs, stop};
    for (const Detector* detector : detectors()) {
        if (stop.stop_requested()) return nullptr;
        detector->run(input, analysis->findings);
    }
    addLockOrders(*log, analysis->waitGraphs); // behind the detectors, which ask who waits
    addLintEvidence(*log, log->lint, analysis->findings);
    analysis->beside.assign(beside.begin(), beside.end());
    addLintEvidence(*log, beside, analysis->findings);
    std::ranges::stable_sort(analysis->findings, {}, strength);
    return stop.stop_requested() ? nullptr : analysis;
}

}  // namespace skein
