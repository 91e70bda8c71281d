// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"
#include "model/analysis/map_features.h"
#include "model/analysis/map_place.h"
#include "model/log.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace skein
{

/// What the arguments of a goroutine's calls say about it, compared with the reporter's: the map's address,
/// its owner's address, other shared objects.
class MapArguments
{
public:
    MapArguments(const Log& log, const MapCrash& crash);

    /// Reads the frames of one goroutine with a stack. False where they show that it cannot be the other
    /// party.
    bool compare(const Thread& thread, const MapPlaces::Place& place, MapCandidate& c);
    /// After all of them: adds the weight of shared addresses, less for one that everybody holds.
    void weighShared(std::span<MapCandidate> candidates) const;

private:
    using Frames = std::span<const FrameText>;

    bool neverRan(Frames frames) const;
    void compareMap(Frames frames, const MapPlaces::Place& place, MapCandidate& c) const;
    void comparePointers(Frames frames, const MapPlaces::Place& place, MapCandidate& c);
    void compareReceiver(Frames frames, MapCandidate& c) const;
    void compareObjects(Frames frames, MapCandidate& c) const;
    void readSleep(Frames frames, MapCandidate& c) const;
    bool isForeign(Frames frames, std::uint32_t frame, std::uint32_t site) const;

    const Log& m_log;
    const MapCrash& m_crash;
    bool m_reporterShows = false;                               ///< a trustworthy address in its own calls
    std::unordered_map<std::uint64_t, std::uint32_t> m_holders; ///< address → goroutines that share it
};

} // namespace skein
