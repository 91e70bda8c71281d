// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// fatal error: all goroutines are asleep - deadlock!
// That nobody can run is proved: the runtime says so. Who waits for whom is a finding of its own, see
// deadlock.cpp.
#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <map>

namespace skein {
namespace {

constexpr std::size_t kMostEvidence = 8;

Situation situationOf(Wait wait)
{
    switch (wait) {
    case Wait::NilSend:
    case Wait::NilReceive: return Situation::NilChannel;
    case Wait::NoCases: return Situation::EmptySelect;
    case Wait::ChanSend: return Situation::NoReceiver;
    case Wait::ChanReceive:
    case Wait::Select: return Situation::NoSender;
    case Wait::WaitGroup: return Situation::WaitGroupNeverDone;
    case Wait::Condition: return Situation::ConditionNeverSignalled;
    case Wait::Mutex:
    case Wait::ReadLock:
    case Wait::WriteLock:
    case Wait::Semaphore: return Situation::LockHolderUnknown;
    default: return Situation::AllAsleep;
    }
}

/// The order in which waits are told: those that nothing can end first, those that wait for other goroutines
/// to finish last.
int rank(Wait wait)
{
    if (isForever(wait)) return wait == Wait::NoCases ? 2 : 0;
    if (isLock(wait) || wait == Wait::Semaphore) return 1;
    if (wait == Wait::Condition) return 3;
    if (isChannel(wait)) return 4;
    return 5;
}

struct Blocked {
    Wait wait = Wait::Other;
    FrameId site{};
    std::vector<std::uint32_t> threads{};
};

/// It waits for work in a library for as long as the program lives: none of its frames is the program's, and none
/// of what started it.
///     database/sql.(*DB).connectionOpener(…)         created by database/sql.OpenDB
bool isServant(const Log& log, const Waits& waits, const Thread& thread)
{
    return waits.standard(thread.stack) && thread.createdAt && log.frame(thread.createdAt).role == Role::Runtime &&
           std::ranges::all_of(log.stack(thread.stack),
                               [&](FrameId f) { return log.frame(f).role == Role::Runtime; });
}

std::vector<Blocked> blockedThreads(const Log& log, const Snapshot& snapshot, const Waits& waits)
{
    std::map<std::pair<Wait, FrameId>, std::size_t> known;
    std::vector<Blocked> all;
    // What is in a system call while all others sleep is the runtime's own; the runtime does not count it
    // either.
    for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
        const Thread& thread = snapshot.threads[i];
        const Wait wait = waits.of(thread);
        if (thread.kind == ThreadKind::System || wait == Wait::Idle || wait == Wait::None ||
            wait == Wait::Syscall || isServant(log, waits, thread))
            continue;
        const FrameId site = log.site(thread.stack);
        const auto [hit, isNew] = known.try_emplace({wait, site}, all.size());
        if (isNew) all.push_back({.wait = wait, .site = site});
        all[hit->second].threads.push_back(i);
    }
    std::ranges::stable_sort(all, {}, [](const Blocked& b) { return rank(b.wait); });
    return all;
}

Evidence evidenceOf(const Log& log, const Snapshot& snapshot, const Blocked& blocked)
{
    Evidence evidence{formatted("{} {} for {} in {}.",
                                words::sentence(words::threadNames(snapshot, blocked.threads)),
                                blocked.threads.size() == 1 ? "waits" : "wait", describe(blocked.wait),
                                words::place(log, blocked.site)),
                      {}};
    for (std::size_t i = 0; i < blocked.threads.size() && i < 8; ++i)
        words::addLines(evidence.logLines, words::siteLines(log, snapshot.threads[blocked.threads[i]]));
    return evidence;
}

std::string titleOf(const Snapshot& snapshot, std::span<const Blocked> blocked, std::size_t threads,
                    bool bubble)
{
    const std::string_view where = bubble ? " of the synctest bubble" : "";
    if (threads == 0)
        return formatted("All goroutines{} are asleep: nobody can run", where);
    if (threads == 1)
        return formatted("{}, the only one left{}, waits for {}",
                         words::sentence(words::threadName(snapshot.threads[blocked[0].threads[0]])), where,
                         describe(blocked[0].wait));
    return formatted("{} goroutines{} are blocked: nobody can wake anybody",
                     threads == 2 ? "Both" : formatted("All {}", threads), where);
}

std::vector<Advice> adviceOn(std::span<const Blocked> blocked, bool cycle)
{
    std::vector<Advice> all;
    for (const Blocked& b : blocked) {
        if (all.size() >= 2 || (cycle && isLock(b.wait))) continue;  // the cycle has an advice of its own
        const Advice advice = adviceFor(situationOf(b.wait));
        if (std::ranges::none_of(all, [&](const Advice& a) { return a.title == advice.title; }))
            all.push_back(advice);
    }
    if (all.empty() || (cycle && all.size() == 1)) all = {adviceFor(Situation::AllAsleep)};
    return all;
}

void findAsleep(const DetectorInput& in, std::uint32_t s, const Waits& waits, std::vector<Finding>& out)
{
    const Snapshot& snapshot = in.log.snapshots[s];
    const auto blocked = blockedThreads(in.log, snapshot, waits);
    Finding finding = words::finding(FindingKind::Deadlock, Certainty::Proved, s);
    if (snapshot.reason)
        finding.evidence.push_back({formatted("The runtime found that nobody can run: {}",
                                              words::shorten(in.log.str(snapshot.reason))),
                                    words::spanLines(snapshot.reasonLines)});
    std::vector<std::uint32_t> threads;
    for (const Blocked& b : blocked) {
        if (finding.evidence.size() < kMostEvidence)
            finding.evidence.push_back(evidenceOf(in.log, snapshot, b));
        threads.insert(threads.end(), b.threads.begin(), b.threads.end());
    }
    finding.threads = words::refs(s, threads);
    const bool bubble = in.log.str(snapshot.reason).find("bubble") != std::string_view::npos;
    finding.title = titleOf(snapshot, blocked, threads.size(), bubble);
    const bool cycle = !in.waitGraphs[s].cycles.empty();
    const bool forever = !blocked.empty() && isForever(blocked[0].wait);
    if (cycle)
        finding.evidence.push_back(
            {"Some of them seem to wait for each other: see the finding about the circle.", {}});
    if (!cycle && !forever)
        finding.missing = missingOf(in.log, s,
                                    snapshot.runtimeFramesShown ? Wanted::WhoRanBefore : Wanted::WhatIsWaitedFor,
                                    "who should have woken them");
    finding.advice = adviceOn(blocked, cycle);
    out.push_back(std::move(finding));
}

void findAllAsleep(const DetectorInput& in, std::vector<Finding>& out)
{
    std::optional<Waits> waits;
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested()) return;
        if (causeOf(in.log, in.log.snapshots[s]) != Cause::Asleep) continue;
        if (!waits) waits.emplace(in.log);
        findAsleep(in, s, *waits, out);
    }
}

}  // namespace

const Detector asleepDetector{"asleep", "The runtime found that nobody can run", findAllAsleep};

}  // namespace skein
