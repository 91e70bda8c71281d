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

std::optional<std::uint32_t> site(const Log& log, ThreadRef ref)
{
    const auto index = log.siteIndex(log.snapshots[ref.snapshot].threads[ref.index].stack);
    if (!index)
        return {};
    return static_cast<std::uint32_t>(*index);
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
            .thread = access.thread, .certainty = access.certainty, .op = access.op, .access = &access};
        party.part = &access == &finding.accesses[0]   ? Party::Part::Reporter
                     : &access == &finding.accesses[1] ? Party::Part::Other
                                                       : Party::Part::Candidate;
        if (access.frame)
            party.frame = access.frameIndex;
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
                          .frame = site(log, step.thread),
                          .heldBy = step.heldBy,
                          .waitsOn = step.waitsOn});
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
        Party party{.part = Party::Part::Waits, .thread = thread, .frame = site(log, thread)};
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
    return {{.part = Party::Part::Alone, .thread = thread, .frame = site(log, thread)}};
}

} // namespace skein::sides
