// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_races.h"

#include "model/analysis/map_place.h"

#include <algorithm>

namespace skein
{

namespace
{

constexpr std::string_view kRace = "go-race";
constexpr std::size_t kMost = 64;

std::optional<RaceBefore> readReport(const Log& log, std::uint32_t snapshot, const Frame& site)
{
    RaceBefore race;
    race.snapshot = snapshot;
    const auto& stacks = log.snapshots[snapshot].otherStacks;
    for (const OtherStack& s : stacks) {
        if (s.about != About::Access || !s.stack)
            continue;
        const bool here = !race.mine && samePlace(log.frame(log.site(s.stack)), site);
        const OtherStack*& side = here ? race.mine : race.other;
        if (!side)
            side = &s;
    }
    if (!race.mine || !race.other)
        return {};
    race.otherSite = log.site(race.other->stack);
    for (const OtherStack& s : stacks) {
        if (s.about == About::Creation && s.thread.known() && s.thread == race.other->thread)
            race.otherCreator = log.site(s.stack);
    }
    return race;
}

/// The newest line stands first: what was said before stands below.
bool isNewestFirst(const Snapshot& snapshot)
{
    return !snapshot.threads.empty() && !snapshot.reasonLines.empty() &&
           snapshot.reasonLines.first > snapshot.threads.front().lastLine;
}

/// The report that the program printed before this one; log.snapshots.size() where there is none.
std::uint32_t printedBefore(const Log& log, std::uint32_t snapshot, bool newestFirst)
{
    const auto count = static_cast<std::uint32_t>(log.snapshots.size());
    return newestFirst ? std::min(snapshot + 1, count) : snapshot == 0 ? count : snapshot - 1;
}

} // namespace

std::vector<RaceBefore> racesBefore(const Log& log, const MapCrash& crash)
{
    std::vector<RaceBefore> races;
    if (crash.reporter == MapCrash::kNone || crash.site >= crash.frames.size())
        return races;
    const Frame& site = log.frame(crash.frames[crash.site].frame);
    const bool newestFirst = isNewestFirst(log.snapshots[crash.snapshot]);
    for (std::uint32_t s = printedBefore(log, crash.snapshot, newestFirst);
         s < log.snapshots.size() && log.snapshots[s].format == kRace;
         s = printedBefore(log, s, newestFirst)) {
        if (races.size() == kMost)
            break;
        if (const auto race = readReport(log, s, site))
            races.push_back(*race);
    }
    return races;
}

std::uint64_t mapOfRaces(const Log& log, const std::vector<RaceBefore>& races)
{
    const auto inMap = [&](const OtherStack& s) {
        return mapFunction(log.function(log.stack(s.stack).front())).has_value();
    };
    std::uint64_t map = 0;
    for (const RaceBefore& race : races) {
        if (!inMap(*race.mine) || !inMap(*race.other))
            continue;
        if (map != 0 && race.mine->address != map)
            return 0; // two maps of one kind: which of them the program crashed at is not known
        map = race.mine->address;
    }
    return map;
}

std::vector<bool> racesTakenOver(const Log& log)
{
    std::vector<bool> taken(log.snapshots.size(), false);
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
        const std::uint32_t before = printedBefore(log, s, isNewestFirst(log.snapshots[s]));
        if (before >= log.snapshots.size() || log.snapshots[before].format != kRace ||
            !log.snapshots[s].format.starts_with("go-traceback"))
            continue;
        const auto crash = readMapCrash(log, s);
        if (!crash)
            continue;
        for (const RaceBefore& race : racesBefore(log, *crash))
            taken[race.snapshot] = true;
    }
    return taken;
}

} // namespace skein
