// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_crash.h"

#include <vector>

/// A program that was built with -race and runs into the runtime's own check as well prints both, in one
/// output:
///     WARNING: DATA RACE / Write at 0x00c000120330 by goroutine 10: … / Previous read … by goroutine 7: …
///     fatal error: concurrent map read and map write / goroutine 6 [running]: …
/// One conflict, told twice, with numbers of the detector's own in the first. The crash's finding takes it
/// over.
namespace skein
{

/// A race report that tells of the conflict at which the program crashed afterwards.
struct RaceBefore {
    std::uint32_t snapshot = 0;       ///< of the report
    const OtherStack* mine = nullptr; ///< the access at the place where the crash's reporter stood
    const OtherStack* other = nullptr;
    FrameId otherSite;    ///< where the other access was
    FrameId otherCreator; ///< where its goroutine was started; none where the report doesn't say
};

/// The reports directly before the crash's dump with an access at the reporter's line. At most 64.
std::vector<RaceBefore> racesBefore(const Log& log, const MapCrash& crash);

/// The address of the map: the runtime's map functions report an access to the map itself. 0 where no report
/// has it.
///     Write at 0x00c000120330 by goroutine 10:
///       runtime.mapassign_fast64()
std::uint64_t mapOfRaces(const Log& log, const std::vector<RaceBefore>& races);

/// Per snapshot: it is a race report that the finding about a map crash takes over.
std::vector<bool> racesTakenOver(const Log& log);

} // namespace skein
