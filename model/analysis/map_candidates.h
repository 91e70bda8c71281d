// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"
#include "model/finding.h"
#include "model/log.h"

#include <bitset>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

/// Who the other party of a map crash was. A transparent model: features of a goroutine with a weight each,
/// added up. The weights stand in one table (map_candidates.cpp) with the reason beside each.
namespace skein
{

enum class MapFeature : std::uint8_t {
    // its state
    OwnFatal,
    RunningUnseen,
    Runnable,
    InRuntimeWork,
    InSyscall,
    WaitsBriefly,
    WaitsForLock,
    WaitedMinutes,
    WokenUp,
    ShortSleep,
    LongSleep,
    // where it stands
    SameMap,
    SameMapStale,
    OtherMap,
    OtherMapType,
    InMapWrite,
    InMapRead,
    NotInMapCode,
    SameLine,
    SameFunction,
    RepeatsReporter,
    SameType,
    TypeOnStack,
    SamePackage,
    BothPlain,
    SameFile,
    SameClosureParent,
    SharedCaller,
    SameModule,
    OtherModule,
    MovedOn,
    Unrelated,
    // addresses
    SameReceiver,
    SharedPointer,
    SharedStale,
    PassesMap,
    SharesNothing,
    OtherReceiver,
    OtherArgument,
    // names
    WriteName,
    WriteNameElsewhere,
    ReadName,
    CallerWrites,
    CallerReads,
    LockedName,
    // locks
    TakesLock,
    InLockCode,
    // creation
    SameCreator,
    SameRole,
    SameCreatorFunction,
    SiblingsFit,
    SiblingsDiffer,
    kCount,
};

struct MapFeatureWeight {
    MapFeature feature;
    double weight;
    std::string_view reason;
};

/// The whole table, in the order of the enumeration.
std::span<const MapFeatureWeight> mapFeatureWeights();

using MapFeatures = std::bitset<static_cast<std::size_t>(MapFeature::kCount)>;

struct MapCandidate {
    std::uint32_t thread = 0; ///< index in Snapshot::threads
    double score = 0;
    MapFeatures features;
    std::uint32_t site = 0;       ///< index of its site in its stack
    std::uint64_t shared = 0;     ///< the address that it shares with the reporter, 0 where none
    std::uint32_t sharedLine = 0; ///< the line of the log where the candidate holds it
    std::uint32_t sharedReporterLine = 0;
    MapAddress map; ///< of its own map operation
    Certainty certainty = Certainty::Possible;

    bool has(MapFeature f) const { return features.test(static_cast<std::size_t>(f)); }
};

/// What ranking the goroutines of a snapshot gave.
struct MapRanking {
    std::vector<MapCandidate> candidates; ///< worth naming, best first, at most kMost
    std::uint32_t more = 0;               ///< further goroutines that fit no worse than the last of them
    std::uint32_t sameFrame = 0; ///< goroutines (reporter not counted) that stand exactly where the best does
    std::vector<MapCandidate>
        ruledOut;                  ///< a few that run or are runnable and nevertheless do not fit, with why
    std::uint32_t lockWaiters = 0; ///< goroutines that wait for a lock
    bool reporterLocks = false;    ///< some stack shows the reporter's function in a lock operation
    std::uint32_t others = 0;      ///< goroutines besides the reporter, system ones not counted

    static constexpr std::size_t kMost = 6;
};

/// Linear in the threads of the snapshot and the arguments of the few thousand that fit best by name and
/// state.
MapRanking rankMapCandidates(const Log& log, const MapCrash& crash, std::stop_token stop);

} // namespace skein
