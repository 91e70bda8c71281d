// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Mutex and block profiles: which locks cost how much waiting. A mutex profile is taken by whoever releases
// the lock that others wait for, a block profile by whoever has waited.
//     3229640609 160 @ 0x4e2073 0x4e1c26
//     #	0x4e2072	sync.(*Mutex).Unlock+0x12	/usr/local/go/src/sync/mutex.go:65
//     #	0x4e1c25	main.(*cache).put+0xa5		/src/main.go:28
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <map>

namespace skein
{
namespace
{

constexpr std::size_t kMost = 5;                 ///< findings of each profile
constexpr std::uint64_t kWorthNanos = 1'000'000; ///< less waiting than this, in all, is not worth a word
constexpr double kWorthShare = 0.05;             ///< of all the waiting in the profile

/// Waits for locks of one place, whatever called it.
struct Place {
    FrameId site;
    ResourceKind kind = ResourceKind::Mutex;
    std::uint64_t events = 0, nanos = 0;
    std::vector<std::uint32_t> lines;
};

/// The lock that a stack was sampled at: sync.(*Mutex).Unlock, sync.(*RWMutex).RLock, runtime.unlock. None
/// for channels, WaitGroups and the like: to wait there is what they are for.
ResourceKind lockOf(const Log& log, StackId stack)
{
    for (const FrameId id : log.stack(stack)) {
        if (log.frame(id).role != Role::Runtime)
            break;
        const std::string_view f = log.function(id);
        if (f.starts_with("sync.(*RWMutex)."))
            return ResourceKind::RwMutex;
        if (f.starts_with("sync.(*Mutex).") || f.starts_with("internal/sync.(*Mutex)."))
            return ResourceKind::Mutex;
    }
    return ResourceKind::None;
}

std::vector<Place> placesOf(const Log& log, const Snapshot& snapshot)
{
    std::map<FrameId, Place> bySite;
    for (const OtherStack& s : snapshot.otherStacks) {
        const ResourceKind kind = lockOf(log, s.stack);
        if (s.about != About::Lock || s.events == 0 || kind == ResourceKind::None)
            continue;
        Place& place = bySite[log.site(s.stack)];
        place.site = log.site(s.stack);
        place.kind = kind;
        place.events += s.events;
        place.nanos += s.nanos;
        words::addLines(place.lines, words::spanLines(s.lines, 3));
    }
    std::vector<Place> places;
    for (auto& [site, place] : bySite)
        places.push_back(std::move(place));
    std::ranges::stable_sort(places, std::ranges::greater{}, &Place::nanos);
    return places;
}

/// "3.1 s", "12 ms", "40 µs"
std::string duration(std::uint64_t nanos)
{
    const auto n = static_cast<double>(nanos);
    if (nanos >= 1'000'000'000)
        return formatted("{:.1f} s", n / 1e9);
    if (nanos >= 1'000'000)
        return formatted("{:.0f} ms", n / 1e6);
    return formatted("{:.0f} µs", n / 1e3);
}

/// Goroutines of a dump in the same log that wait for a lock in the function of the profile.
void addWaiters(const DetectorInput& in, const Place& place, Finding& finding)
{
    const StringId function = in.log.frame(place.site).function;
    for (const Group& group : in.groups) {
        if (!group.site || group.threads.empty() || in.log.frame(group.site).function != function)
            continue;
        const Thread& first = in.log.snapshots[group.snapshot].threads[group.threads.front()];
        if (first.waitsOnKind != ResourceKind::Mutex && first.waitsOnKind != ResourceKind::RwMutex)
            continue;
        finding.evidence.push_back({formatted("In the dump {} for a lock in {}.",
                                              words::count(group.count, "goroutine waits", "goroutines wait"),
                                              words::place(in.log, group.site)),
                                    words::siteLines(in.log, first)});
    }
}

void findInProfile(const DetectorInput& in, std::uint32_t index, std::vector<Finding>& out)
{
    const Log& log = in.log;
    const Snapshot& snapshot = log.snapshots[index];
    const bool released = log.str(snapshot.reason) == "--- mutex:";
    const std::vector<Place> places = placesOf(log, snapshot);
    std::uint64_t all = 0;
    for (const Place& p : places)
        all += p.nanos;
    std::size_t found = 0;
    for (const Place& p : places) {
        if (++found > kMost || p.nanos < kWorthNanos ||
            static_cast<double>(p.nanos) < kWorthShare * static_cast<double>(all))
            return;
        Finding f = words::finding(FindingKind::Contention, Certainty::Proved, index);
        f.resource = Resource{p.kind, 0, {}};
        const std::string where = words::place(log, p.site);
        f.title = released ? formatted("Others waited {} for the lock that is released in {}",
                                       duration(p.nanos), where)
                           : formatted("Goroutines waited {} for a lock in {}", duration(p.nanos), where);
        f.evidence.push_back({formatted("{} of {} in all, {:.0f} % of what the profile shows of locks.",
                                        words::count(p.events, "wait"), duration(p.nanos),
                                        100 * static_cast<double>(p.nanos) /
                                            static_cast<double>(std::max<std::uint64_t>(all, 1))),
                              p.lines});
        addWaiters(in, p, f);
        f.advice.push_back(adviceFor(Situation::LockHeldLong));
        out.push_back(std::move(f));
    }
}

void findInProfiles(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        if (in.log.snapshots[s].format == "go-pprof" && !in.log.snapshots[s].otherStacks.empty())
            findInProfile(in, s, out);
    }
}

} // namespace

const Detector contentionProfileDetector{"contention-profile", "Locks that cost much waiting",
                                         findInProfiles};

} // namespace skein
