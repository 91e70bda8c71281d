// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_candidates.h"
#include "model/analysis/map_crash.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace skein
{

/// Whether a map's header can lie at this address. The runtime allocates it as an object of its own, of 48
/// bytes (28 to 32 on 32-bit), in spans of 8 KiB that hold objects of one size: runtime/sizeclasses.go,
/// runtime/map.go hmap, internal/runtime/maps/map.go Map.
bool couldBeMap(std::uint64_t address, bool narrow);

/// An address that is most likely the map's, though no frame of the runtime says so.
struct MapGuess {
    std::uint64_t address = 0;
    std::vector<std::uint32_t> lines; ///< of the log, that show it
    std::string_view how;             ///< what shows it; the address follows
};

/// A Go map that is passed as a parameter is the address of its header. Where the reporter and another party
/// both pass one address, which is no receiver anywhere on their stacks and where a map can lie, it is most
/// likely the map:
///     main.tally(0xc000088360, {0x510ff6?, 0x0?})     in both
/// Nothing where several addresses fit. Of a crashed range loop also an old register of the iterator; of a method
/// of a map type its receiver; of a likely other party an old register of its map operation.
std::optional<MapGuess> guessMap(const Log& log, const MapCrash& crash, const MapRanking& ranking);

} // namespace skein
