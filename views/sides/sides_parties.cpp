// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/contention_holders.h"
#include "views/sides/sides_model.h"

#include <algorithm>

namespace skein::sides
{
namespace
{

constexpr std::size_t kMostWaiters = 1; // of a contention: everybody stands in the same place

std::optional<std::uint32_t> site(const Log& log, StackId stack)
{
    const auto index = log.siteIndex(stack);
    if (!index)
        return {};
    return static_cast<std::uint32_t>(*index);
}

StackId ownStack(const Log& log, ThreadRef ref)
{
    return log.snapshots[ref.snapshot].threads[ref.index].stack;
}

/// Where the report printed `stack` as what this thread did.
LineSpan printedAt(const Snapshot& snapshot, ThreadId thread, StackId stack)
{
    for (const OtherStack& other : snapshot.otherStacks)
        if (other.thread == thread && other.stack == stack)
            return other.lines;
    return {};
}

bool exists(const Log& log, ThreadRef ref)
{
    return ref && ref.snapshot < log.snapshots.size() &&
           ref.index < log.snapshots[ref.snapshot].threads.size();
}

void addConflict(std::vector<Party>& result, const Log& log, const Finding& finding)
{
    for (const Access& access : finding.accesses) {
        if (result.size() >= kMostParties)
            return;
        if (access.thread && !exists(log, access.thread))
            continue;
        Party party{
            .thread = access.thread,
            .certainty = access.thread ? access.certainty : Certainty::Possible,
            .op = access.op,
            .access = &access};
        party.part = &access == &finding.accesses[0]   ? Party::Part::Reporter
                     : &access == &finding.accesses[1] ? Party::Part::Other
                                                       : Party::Part::Candidate;
        if (access.frame)
            party.frame = access.frameIndex;
        if (access.thread)
            party.stack = ownStack(log, access.thread);
        if (access.stack && access.thread && access.stack != party.stack) {
            const Snapshot& snapshot = log.snapshots[access.thread.snapshot];
            party.stack = access.stack;
            party.frame = site(log, access.stack);
            if (access.frame)
                if (const auto at = std::ranges::find(log.stack(access.stack), access.frame);
                    at != log.stack(access.stack).end())
                    party.frame = static_cast<std::uint32_t>(at - log.stack(access.stack).begin());
            party.printed = printedAt(snapshot, snapshot.threads[access.thread.index].id, access.stack);
        }
        result.push_back(party);
    }
    // The other one must exist, and the finding says why the log doesn't have it.
    if (result.size() == 1 && finding.missing && finding.kind == FindingKind::ConcurrentMapAccess)
        result.push_back({.part = Party::Part::Other, .certainty = Certainty::Possible});
}

void addCycle(std::vector<Party>& result, const Log& log, const Finding& finding)
{
    for (const WaitStep& step : finding.cycle) {
        if (!exists(log, step.thread) || result.size() >= kMostParties)
            continue;
        if (std::ranges::contains(result, step.thread, &Party::thread))
            continue;
        result.push_back({.part = Party::Part::Waits,
                          .thread = step.thread,
                          .certainty = step.certainty,
                          .frame = site(log, ownStack(log, step.thread)),
                          .heldBy = step.heldBy,
                          .waitsOn = step.waitsOn,
                          .stack = ownStack(log, step.thread)});
    }
}

/// Who took which lock while it held another, of a report on the order of locks.
void addLockOrder(std::vector<Party>& result, const Log& log, const Finding& finding)
{
    if (!finding.snapshot)
        return;
    const Snapshot& snapshot = log.snapshots[*finding.snapshot];
    for (const LockOrder& order : finding.lockOrder) {
        if (result.size() >= kMostParties)
            return;
        const auto is = std::ranges::find_if(finding.threads, [&](ThreadRef ref) {
            return exists(log, ref) && order.thread.known() &&
                   log.snapshots[ref.snapshot].threads[ref.index].id == order.thread;
        });
        // Helgrind does not say who established the order that somebody else breaks.
        if (is == finding.threads.end() && !order.stack)
            continue;
        result.push_back({.part = Party::Part::TakesLock,
                          .thread = is == finding.threads.end() ? ThreadRef{} : *is,
                          .certainty = finding.certainty,
                          .frame = site(log, order.stack),
                          .waitsOn = order.acquired,
                          .holds = order.held,
                          .stack = order.stack,
                          .printed = printedAt(snapshot, order.thread, order.stack)});
    }
}

void addContention(std::vector<Party>& result, const Analysis& analysis, const Finding& finding)
{
    const Log& log = *analysis.log;
    const std::vector<Certainty> holders = contentionHolders(analysis, finding);
    const std::size_t waiters = holders.empty() ? kMostWaiters + 1 : kMostWaiters;
    const std::size_t end = std::min(finding.threads.size(), holders.size() + waiters);
    for (std::size_t i = 0; i < end; ++i) {
        const ThreadRef thread = finding.threads[i];
        if (!exists(log, thread))
            continue;
        const StackId stack = ownStack(log, thread);
        Party party{.part = Party::Part::Waits, .thread = thread, .frame = site(log, stack), .stack = stack};
        if (i < holders.size()) {
            party.part = i == 0 ? Party::Part::Holder : Party::Part::BehindHolder;
            party.certainty = holders[i];
        }
        result.push_back(party);
    }
}

} // namespace

std::vector<Party> parties(const Analysis& analysis, std::optional<std::uint32_t> finding, ThreadRef thread)
{
    const Log& log = *analysis.log;
    std::vector<Party> result;
    if (finding && *finding < analysis.findings.size()) {
        const Finding& f = analysis.findings[*finding];
        if (!f.accesses.empty())
            addConflict(result, log, f);
        else if (!f.cycle.empty())
            addCycle(result, log, f);
        else if (!f.lockOrder.empty())
            addLockOrder(result, log, f);
        else if (f.kind == FindingKind::Contention && f.threads.size() > 1)
            addContention(result, analysis, f);
        if (result.empty() && !thread && !f.threads.empty() && exists(log, f.threads.front()))
            thread = f.threads.front();
    }
    const bool part = !thread || std::ranges::contains(result, thread, &Party::thread);
    if (!result.empty() && part)
        return result;
    if (!exists(log, thread))
        return {};
    // A thread that only a report speaks of has no stack of its own: what it did is shown.
    StackId stack = ownStack(log, thread);
    LineSpan printed;
    if (!stack) {
        const Snapshot& snapshot = log.snapshots[thread.snapshot];
        const ThreadId id = snapshot.threads[thread.index].id;
        const auto done = std::ranges::find_if(snapshot.otherStacks, [&](const OtherStack& other) {
            return other.thread == id && other.stack && other.about != About::Creation;
        });
        if (done != snapshot.otherStacks.end() && id.known()) {
            stack = done->stack;
            printed = done->lines;
        }
    }
    return {{.part = Party::Part::Alone,
             .thread = thread,
             .frame = site(log, stack),
             .stack = stack,
             .printed = printed}};
}

std::uint32_t printedLine(const Log& log, const Party& party, std::uint32_t index)
{
    const auto stack = log.stack(party.stack);
    std::uint32_t line = party.printed.first, found = line;
    for (std::uint32_t i = 0; i <= index && i < stack.size(); ++i) {
        const Frame& frame = log.frame(stack[i]);
        const std::string_view name =
            frame.file ? baseName(log.str(frame.file)) : shortFunction(log.str(frame.function));
        std::uint32_t at = line;
        while (at <= party.printed.last && !log.text.line(at).contains(name))
            ++at;
        if (name.empty() || at > party.printed.last)
            continue;
        found = at;
        line = at + 1;
    }
    return found;
}

} // namespace skein::sides
