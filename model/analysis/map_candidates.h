// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"
#include "model/analysis/map_features.h"
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
