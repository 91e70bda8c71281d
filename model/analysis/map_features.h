// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"
#include "model/finding.h"

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

/// The model by which the other party of a map crash is found: features of a goroutine with a weight each,
/// added up. The weights stand in one table (map_features.cpp) with the reason beside each.
namespace skein
{

enum class MapFeature : std::uint8_t {
    // its state
    OwnFatal,
    AlsoCaught,
    RunningUnseen,
    Runnable,
    InRuntimeWork,
    InSyscall,
    WaitsBriefly,
    WaitsForLock,
    WaitedMinutes,
    WokenUp,
    LineWaits,
    BriefSleep,
    ShortSleep,
    LongSleep,
    // where it stands
    SameMap,
    SameMapStale,
    OtherMap,
    OtherMapType,
    InMapWrite,
    InMapRead,
    ReadsSameMap,
    NotInMapCode,
    SameLine,
    SameFunction,
    RepeatsReporter,
    OnReadersPath,
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
    SharedNoun,
    // locks
    TakesLock,
    WritesLocked,
    InLockCode,
    // what the race detector said before the crash
    RaceSite,
    RaceFunction,
    RaceCreator,
    // creation
    SameCreator,
    SameRole,
    SameCreatorFunction,
    SiblingsFit,
    SiblingsDiffer,
    // against the others
    OnlyActive,
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

/// Notes a feature, once, and adds its weight.
void award(MapCandidate& candidate, MapFeature feature, bool on = true);
/// Notes a feature whose weight somebody else adds.
void note(MapCandidate& candidate, MapFeature feature);
double weightOf(MapFeature feature);

} // namespace skein
