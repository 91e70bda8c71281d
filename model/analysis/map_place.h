// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"
#include "model/analysis/map_features.h"
#include "model/analysis/map_races.h"
#include "model/analysis/stack_traits.h"
#include "model/log.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace skein
{

/// What a stack says about a goroutine by the names on it, compared with the reporter's: worked out once per
/// distinct stack, however many goroutines stand there.
class MapPlaces
{
public:
    struct Place {
        StackTraits traits;
        MapCandidate candidate; ///< site, features and score that follow from the stack alone
    };

    MapPlaces(const Log& log, const MapCrash& crash);

    /// Valid until the next call.
    const Place& at(StackId stack);
    /// Some stack of the snapshot shows the reporter's function in a lock operation.
    bool reporterLocks() const { return m_locking.contains(m_crash.siteName.enclosing); }
    /// The reporter writes.
    bool writes() const { return m_writes; }
    /// What the race detector said about this conflict before the crash.
    const std::vector<RaceBefore>& races() const { return m_races; }

private:
    void comparePlace(StackId stack, Place& p) const;
    void compareCallers(StackId stack, Place& p) const;
    void readNames(StackId stack, Place& p) const;
    bool closureSiblings(StackId stack) const;
    bool isCalledBy(StackId stack, std::size_t site, const Frame& reader) const;
    void compareRaces(StackId stack, Place& p) const;

    const Log& m_log;
    const MapCrash& m_crash;
    const Snapshot& m_snapshot;
    bool m_writes;
    bool m_libraryMap = false; ///< the reporter was at a map of the standard library's own
    std::string_view m_root;   ///< folder of the reporter's module; empty where not known
    FrameId m_site;            ///< of the reporter; none where there is no reporter
    StackId m_reporter;        ///< its stack
    std::vector<RaceBefore> m_races;
    std::unordered_map<std::uint32_t, Place> m_places;
    std::unordered_set<std::string_view> m_locking; ///< functions that some stack shows with a lock
    std::unordered_set<std::uint32_t> m_callers;    ///< StringId of the reporter's own functions
};

/// Equal for frames that name the same place in the source, whatever their program counters are.
bool samePlace(const Frame& a, const Frame& b);

} // namespace skein
