// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Goroutines that another program has found to be leaked: goleak and leaktest at the end of a test, the
// runtime in a goroutineleak profile. And those that a goroutine profile shows in numbers: it prints no
// states, so many at one place are possible only.
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/leak_reasons.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace skein
{
namespace
{

constexpr std::uint32_t kMany = 12; ///< goroutines at one place that are worth a look
constexpr std::size_t kMost = 12;   ///< findings of each snapshot

enum class Source { None, Goleak, Leaktest, LeakProfile, Profile };

Source sourceOf(const Log& log, const Snapshot& snapshot)
{
    if (snapshot.format == "goleak")
        return Source::Goleak;
    if (snapshot.format == "leaktest")
        return Source::Leaktest;
    if (snapshot.format != "go-pprof")
        return Source::None;
    const std::string_view reason = log.str(snapshot.reason);
    if (reason.starts_with("goroutineleak"))
        return Source::LeakProfile;
    return reason.starts_with("goroutine ") ? Source::Profile : Source::None;
}

/// What the innermost frames of a goroutine show where no state is printed.
enum class Parked { Elsewhere, Own, Lock, Sleep };

Parked parkedOf(const Log& log, StackId stack)
{
    const auto frames = log.stack(stack);
    if (frames.empty())
        return Parked::Elsewhere;
    const std::string_view top = log.function(frames.front());
    // A binary profile keeps the runtime's own frames: runtime.gopark, runtime.chansend, runtime.chansend1.
    if (top == "runtime.gopark" || top == "runtime.goparkunlock")
        for (const FrameId id : frames.subspan(1)) {
            const std::string_view f = log.function(id);
            if (f.starts_with("runtime.chan") || f.starts_with("runtime.selectgo"))
                return Parked::Own;
            if (f.starts_with("time.Sleep"))
                return Parked::Sleep;
            if (f.starts_with("sync.") || f.starts_with("internal/sync."))
                return Parked::Lock;
            if (!f.starts_with("runtime.") || log.frame(id).role != Role::Runtime)
                break;
        }
    if (log.frame(frames.front()).role != Role::Runtime)
        return Parked::Own;
    if (top.starts_with("time.Sleep"))
        return Parked::Sleep;
    if (top.starts_with("sync.") || top.starts_with("internal/sync."))
        return Parked::Lock;
    return Parked::Elsewhere;
}

Situation situationOf(const Log& log, const Thread& thread, Parked parked)
{
    const std::string_view state = log.str(thread.waitReason);
    if (state.contains("nil chan"))
        return Situation::NilChannel;
    if (state.starts_with("chan send"))
        return Situation::LeakedSend;
    if (state.starts_with("chan receive"))
        return Situation::LeakedReceive;
    if (state.starts_with("select"))
        return Situation::LeakedSelect;
    for (const FrameId id : log.stack(thread.stack)) {
        const std::string_view f = log.function(id);
        if (f == "runtime.chansend")
            return Situation::LeakedSend;
        if (f == "runtime.chanrecv")
            return Situation::LeakedReceive;
        if (f == "runtime.selectgo")
            return Situation::LeakedSelect;
        if (log.frame(id).role != Role::Runtime)
            break;
    }
    return parked == Parked::Lock ? Situation::LeakedLock : Situation::LeakedWait;
}

std::string evidenceOf(Source source, bool one)
{
    switch (source) {
    case Source::Goleak:
        return formatted("goleak found {} still there when the test had ended.", one ? "it" : "them");
    case Source::Leaktest:
        return formatted("The leak check of the test found {} still there when the test had ended.",
                         one ? "it" : "them");
    case Source::LeakProfile:
        return one ? "The runtime's leak profile lists it: nothing that still runs can reach what it waits "
                     "for."
                   : "The runtime's leak profile lists them: nothing that still runs can reach what they "
                     "wait for.";
    default:
        return one ? "A goroutine profile prints no states: this may be a worker that waits for work."
                   : "A goroutine profile prints no states: these may be workers that wait for work.";
    }
}

Finding findingOf(const DetectorInput& in, std::uint32_t s, const Group& group, Source source,
                  const Waits& waits, const LeakReasons& reasons)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[s];
    const Thread& first = snapshot.threads[group.threads.front()];
    const Parked parked = parkedOf(log, first.stack);
    const bool sure = source != Source::Profile;
    Finding f = words::finding(FindingKind::GoroutineLeak, sure ? Certainty::Proved : Certainty::Possible, s);
    const std::string where = words::place(log, group.site ? group.site : group.createdAt);
    const std::string who = words::count(group.count, "goroutine");
    if (first.waitReason && group.states.size() == 1)
        f.title = formatted("{} leaked: [{}] in {}", who, log.str(first.waitReason), where);
    else
        f.title = formatted("{} {} in {}", who, sure ? "leaked" : "stand", where);
    f.threads = words::refs(s, group.threads);
    Evidence stand{
        formatted("{} in {}.", words::count(group.count, "goroutine stands", "goroutines stand"), where), {}};
    for (std::size_t i = 0; i < group.threads.size() && i < 6; ++i)
        words::addLines(stand.logLines, words::siteLines(log, snapshot.threads[group.threads[i]]));
    f.evidence.push_back(std::move(stand));
    f.evidence.push_back({evidenceOf(source, group.count == 1), words::spanLines(snapshot.reasonLines)});
    for (LeakReason& reason : reasons.of(group.threads, waits.shown(first), group.createdAt))
        f.evidence.push_back(std::move(reason));
    if (group.createdAt)
        f.evidence.push_back({formatted("Started in {}.", words::place(log, group.createdAt)), {}});
    if (!sure)
        f.missing = Missing{
            "what they wait for, and for how long", "a profile at debug=1 holds only stacks and counts",
            "/debug/pprof/goroutine?debug=2, or the goroutineleak profile of Go 1.26 and newer"};
    f.advice.push_back(adviceFor(situationOf(log, first, parked)));
    return f;
}

bool worthTelling(const Log& log, const Snapshot& snapshot, const Group& group, Source source)
{
    if (source != Source::Profile)
        return true;
    if (group.count < kMany || group.threads.empty())
        return false;
    return parkedOf(log, snapshot.threads[group.threads.front()].stack) != Parked::Elsewhere;
}

void findReportedLeaks(const DetectorInput& in, std::vector<Finding>& out)
{
    std::vector<std::size_t> found(in.log.snapshots.size());
    std::optional<Waits> waits;
    std::optional<LeakReasons> reasons;
    std::uint32_t reasonsOf = 0;
    for (const Group& group : in.groups) {
        if (in.stop.stop_requested())
            return;
        const Snapshot& snapshot = in.log.snapshots[group.snapshot];
        const Source source = sourceOf(in.log, snapshot);
        if (source == Source::None || found[group.snapshot] == kMost || group.threads.empty())
            continue;
        if (!worthTelling(in.log, snapshot, group, source))
            continue;
        ++found[group.snapshot];
        if (!waits)
            waits.emplace(in.log);
        if (reasonsOf != group.snapshot || !reasons)
            reasons.emplace(in.log, reasonsOf = group.snapshot, *waits, &in.waitGraphs[group.snapshot]);
        out.push_back(findingOf(in, group.snapshot, group, source, *waits, *reasons));
    }
}

} // namespace

const Detector reportedLeakDetector{"reported-leak", "Goroutines that were reported as leaked",
                                    findReportedLeaks};

} // namespace skein
