// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/call_args.h"
#include "model/analysis/go_name.h"
#include "model/analysis/map_operations.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What a dump says about the goroutine that ran into the runtime's map check.
namespace skein
{

/// A frame of the runtime, the standard library or the compiler: what stands above a place in the program.
/// Also the standard library's iterators where they are named after the function that they were inlined into
/// (`zone.(*Zone).Names.Keys[...].func1()` in /usr/local/go/src/maps/iter.go).
bool isInnerFrame(const Log& log, FrameId frame);
/// Index of the innermost frame of a stack that is the program's own; 0 where none is.
std::uint32_t mapSite(const Log& log, StackId stack);

/// The address of a map as a frame of the runtime shows it.
struct MapAddress {
    std::uint64_t value = 0; ///< 0 where no frame shows it
    bool stale = false;      ///< printed with `?`
    std::uint64_t type = 0;  ///< descriptor of the map's type, 0 where not shown
    bool besideType = false; ///< what may be a type stands beside it, though perhaps from an old register
    std::uint32_t line = 0;  ///< of the log
};

/// The innermost map operation on a stack: everything above it is the runtime's or the standard library's.
struct MapPosition {
    bool inMap = false;
    bool opKnown = false; ///< `op` is shown, not only that it is some map operation
    AccessOp op = AccessOp::Write;
    bool fatal = false; ///< the goroutine itself ran into the check
    /// The map is one that a package of the standard library keeps for itself, not one that it was given:
    ///     runtime.mapassign_faststr(…) / text/template.(*Template).Parse(…)
    bool ofLibrary = false;
};

/// From the names on a stack alone: the same for every thread with that stack.
MapPosition mapPosition(const Log& log, StackId stack);
/// From the arguments of the innermost frame that shows it; looks outwards as long as frames belong to the
/// runtime.
MapAddress mapAddress(const Log& log, std::span<const FrameText> frames);

/// A map crash: the snapshot, its message, and its reporter.
struct MapCrash {
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    std::uint32_t snapshot = 0;
    const MapFatal* fatal = nullptr;
    bool messagePrinted = false;             ///< false: concluded from the length that runtime.throw shows
    std::vector<std::uint32_t> messageLines; ///< of the fatal lines, ascending
    std::size_t messages = 0;    ///< how often the fatal line stands; more than once: several hit the check
    bool messagesDiffer = false; ///< not all fatal lines are the same message
    std::uint32_t reporter = kNone; ///< index in Snapshot::threads; none where its stack is not in the log
    AccessOp op = AccessOp::Write;  ///< of the reporter
    std::vector<FrameText> frames;  ///< of the reporter
    std::uint32_t site = 0;         ///< index of its site in `frames`
    GoName siteName;                ///< of its site
    MapAddress map;
    std::optional<ArgWord>
        receiver; ///< of its site, or of the nearest caller that is a method of the same type
    std::vector<Pointer> pointers;                                 ///< innermost first
    std::unordered_map<std::uint64_t, std::uint32_t> pointerIndex; ///< value → the best of `pointers`
    bool narrow = false;                                           ///< a 32-bit program

    const Pointer* pointer(std::uint64_t value) const
    {
        const auto it = pointerIndex.find(value);
        return it == pointerIndex.end() ? nullptr : &pointers[it->second];
    }
};

/// The map crash of a snapshot, if its reason, or the way its reporter crashed, says that it is one.
std::optional<MapCrash> readMapCrash(const Log& log, std::uint32_t snapshot);

} // namespace skein
