// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What sanitizers and valgrind report about native threads. The tool has seen it happen: what its report
// states is proved.
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <format>

namespace skein
{
namespace
{

AccessOp opOf(ReportedOp op)
{
    switch (op) {
    case ReportedOp::Read:
        return AccessOp::Read;
    case ReportedOp::Write:
        return AccessOp::Write;
    case ReportedOp::AtomicRead:
        return AccessOp::AtomicRead;
    case ReportedOp::AtomicWrite:
        return AccessOp::AtomicWrite;
    case ReportedOp::Free:
        return AccessOp::Free;
    }
    return AccessOp::Write;
}

std::optional<FindingKind> kindOf(ReportKind kind)
{
    switch (kind) {
    case ReportKind::DataRace:
        return FindingKind::DataRace;
    case ReportKind::UseAfterFree:
        return FindingKind::UseAfterFree;
    case ReportKind::LockOrder:
        return FindingKind::LockOrderInversion;
    case ReportKind::LockMisuse:
        return FindingKind::LockMisuse;
    case ReportKind::ThreadLeak:
        return FindingKind::ThreadLeak;
    case ReportKind::Contention:
        return FindingKind::Contention;
    case ReportKind::Crash:
        return FindingKind::Crash;
    default:
        return {};
    }
}

ThreadRef refOf(const Snapshot& snapshot, std::uint32_t index, ThreadId id)
{
    const auto at = std::ranges::find(snapshot.threads, id, &Thread::id);
    if (!id.known() || at == snapshot.threads.end())
        return {index, ThreadRef::kNone};
    return {index, static_cast<std::uint32_t>(at - snapshot.threads.begin())};
}

std::string nameOf(ThreadId id)
{
    if (id == ThreadId::main())
        return "the main thread";
    return id.known() ? std::format("thread {}", toString(id)) : "a thread";
}

std::string_view verbOf(ReportedOp op)
{
    switch (op) {
    case ReportedOp::Read:
        return "reads";
    case ReportedOp::AtomicRead:
        return "atomically reads";
    case ReportedOp::AtomicWrite:
        return "atomically writes";
    case ReportedOp::Free:
        return "frees";
    default:
        return "writes";
    }
}

void addParty(Finding& finding, ThreadRef ref)
{
    if (ref && !std::ranges::contains(finding.threads, ref))
        finding.threads.push_back(ref);
}

void addAccesses(const Log& log, const Snapshot& snapshot, std::uint32_t index, Finding& finding)
{
    for (const ReportedAccess& a : snapshot.native->accesses) {
        Access access;
        access.op = opOf(a.op);
        access.thread = refOf(snapshot, index, a.thread);
        access.certainty = a.segmentOnly ? Certainty::Likely : Certainty::Proved;
        access.frame = log.site(a.stack);
        access.frameIndex = static_cast<std::uint32_t>(log.siteIndex(a.stack).value_or(0));
        access.logLines.push_back(a.lines.first);
        if (a.segmentOnly)
            access.why = "the report shows only between which calls it happened";
        addParty(finding, access.thread);
        const std::string where = access.frame ? std::format(" in {}", words::place(log, access.frame)) : "";
        finding.evidence.push_back(
            {std::format("{} {} {}{}.", words::sentence(nameOf(a.thread)), verbOf(a.op),
                         a.address != 0 ? hexAddress(a.address) : "the memory", where),
             {a.lines.first}});
        finding.accesses.push_back(std::move(access));
    }
    if (finding.accesses.size() > 1)
        finding.certainty = finding.accesses[1].certainty;
}

void addOrders(const Snapshot& snapshot, std::uint32_t index, Finding& finding)
{
    for (const ReportedOrder& o : snapshot.native->orders) {
        finding.lockOrder.push_back({o.held, o.acquired, o.thread, o.stack});
        addParty(finding, refOf(snapshot, index, o.thread));
        finding.evidence.push_back(
            {std::format("{} took the lock {} while it held {}.", words::sentence(nameOf(o.thread)),
                         o.acquired != 0 ? hexAddress(o.acquired) : "of unknown address",
                         o.held != 0 ? hexAddress(o.held) : "one of unknown address"),
             {o.lines.first}});
    }
}

std::string titleOf(const Snapshot& snapshot, const NativeFacts& facts)
{
    const auto party = [&](std::size_t i) {
        return i < facts.accesses.size() ? nameOf(facts.accesses[i].thread) : "another thread";
    };
    switch (facts.kind) {
    case ReportKind::DataRace:
        return std::format("{} and {} use the same memory without synchronisation", words::sentence(party(0)),
                           party(1));
    case ReportKind::UseAfterFree:
        return std::format("{} uses memory that {} has freed", words::sentence(party(0)), party(1));
    case ReportKind::LockOrder:
        return "Locks are taken in opposite orders, which can deadlock";
    case ReportKind::LockMisuse:
        return std::format("A mutex is misused: {}", words::shorten(facts.what, 100));
    case ReportKind::ThreadLeak:
        return std::format("{} was never joined", snapshot.threads.empty()
                                                      ? "A thread"
                                                      : words::sentence(nameOf(snapshot.threads[0].id)));
    default:
        return words::sentence(words::shorten(facts.what, 100));
    }
}

Advice adviceOf(ReportKind kind)
{
    switch (kind) {
    case ReportKind::DataRace:
        return {"Order the two accesses", "Take one mutex around both, make the variable std::atomic, or "
                                          "join one thread before the other uses it. "
                                          "One locked side is not enough."};
    case ReportKind::UseAfterFree:
        return {"Keep the object alive",
                "Join the threads that use the object before it is destroyed, or share it with "
                "std::shared_ptr."};
    case ReportKind::LockOrder:
        return {"Take the locks in one order", "Take both at once with std::scoped_lock, or always in the "
                                               "same order. Where possible, don't call out "
                                               "while a lock is held."};
    case ReportKind::ThreadLeak:
        return {"Join or detach", "Call join() or detach() on every thread, or use std::jthread."};
    case ReportKind::LockMisuse:
        return {"Let a guard hold the lock", "std::lock_guard and std::unique_lock unlock once, in the "
                                             "thread that locked. A mutex must outlive all of "
                                             "its users."};
    default:
        return {"Look at the report", "The stacks of the report show where it happened."};
    }
}

void findReports(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        const Snapshot& snapshot = in.log.snapshots[s];
        if (!snapshot.native)
            continue;
        const auto kind = kindOf(snapshot.native->kind);
        if (!kind)
            continue;
        if (*kind == FindingKind::Crash && snapshot.signal)
            continue; // the crash detector's
        // A stack that the program printed, without a word of why: as a rule a crash handler's.
        const bool only = *kind == FindingKind::Crash && !snapshot.reason;
        Finding finding = words::finding(*kind, only ? Certainty::Possible : Certainty::Proved, s);
        finding.title = titleOf(snapshot, *snapshot.native);
        if (snapshot.reason)
            finding.evidence.push_back(
                {std::format("The report says: {}", words::shorten(in.log.str(snapshot.reason))),
                 words::spanLines(snapshot.reasonLines)});
        addAccesses(in.log, snapshot, s, finding);
        addOrders(snapshot, s, finding);
        for (std::uint32_t t = 0; finding.threads.empty() && t < snapshot.threads.size(); ++t)
            finding.threads.push_back({s, t});
        const bool memory = *kind == FindingKind::DataRace || *kind == FindingKind::UseAfterFree;
        if (snapshot.native->address != 0)
            finding.resource =
                Resource{memory ? ResourceKind::Memory : ResourceKind::Mutex, snapshot.native->address, {}};
        finding.advice.push_back(adviceOf(snapshot.native->kind));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector nativeReportDetector{"native-report", "What a sanitizer or valgrind reports", findReports};

} // namespace skein
