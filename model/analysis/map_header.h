// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skein
{

/// A map's header that somebody has printed with a debugger into the log:
///     runtime.hmap {count: 9, flags: 4, B: 1, noverflow: 0, …, oldbuckets: unsafe.Pointer(0x0), nevacuate:
///     0} $1 = {count = 9, flags = 4 '\004', B = 1 '\001', …}                                    up to
///     Go 1.23 internal/runtime/maps.Map {used: 9, …, dirLen: 2, globalDepth: 1, writing: 1, …} from 1.24
struct MapHeader {
    bool swiss = false;
    std::uint64_t address = 0; ///< of the map, from the lines before it; 0 where none of them says
    std::uint64_t count = 0;
    std::uint64_t flags = 0, b = 0, oldBuckets = 0, evacuated = 0; ///< up to Go 1.23
    std::uint64_t tables = 0, depth = 0, writing = 0;              ///< from Go 1.24 on
    std::vector<std::uint32_t> lines;                              ///< of the log
};

/// The headers near a snapshot, in file order; at most a few.
std::vector<MapHeader> findMapHeaders(const Log& log, const Snapshot& snapshot);
/// What each field means now, in a few sentences. `map` is the address of the finding's map, 0 where not
/// known.
std::string describe(const MapHeader& header, std::uint64_t map = 0);

} // namespace skein
