// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/holders.h"
#include "model/analysis/wait_graph.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace skein
{

/// Is this a dump of native threads, by a debugger or a crash handler?
bool hasNativeThreads(const Snapshot& snapshot);

/// Where a native thread stands: the function of its site, or the address of the innermost frame of the
/// program itself where that has no name (`#4  0x000055ccb07a7564 in ?? ()`).
struct NativePlace {
    std::uint64_t function = 0; ///< equal for equal functions; 0 where the stack shows no code of the program
    std::uint32_t line = 0;
    std::uint64_t address = 0;
    std::size_t frame = 0; ///< index in the stack

    explicit operator bool() const { return function != 0; }
};
NativePlace placeOf(const Log& log, StackId stack);

/// Who may hold the locks that nothing printed speaks for, from where the threads stand. Adds to `found`,
/// never *proved*. Linear in the frames of the snapshot.
void addStackHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                      ArgumentReader& reader, std::vector<Holding>& found);

/// Holders that follow from the shape of a stack alone (call_once, signal handlers, upgrades). Adds to `found`,
/// never *proved*. Linear in the frames of the snapshot.
void addSpecialHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                        std::vector<Holding>& found);

/// Who may hold the locks for which nothing else speaks, where nobody runs. Adds to `found`, never *proved*.
void addRingHoldings(const Log& log, const Snapshot& snapshot, std::span<const ContendedLock> locks,
                     std::vector<Holding>& found);

/// "depot::Shelf" of "depot::Shelf::move", "" of "move". Template arguments are skipped.
std::string_view scopeOf(std::string_view function);

/// Of the waiters of one rwlock a reader that may read already, and a writer. None where either is missing.
std::optional<std::pair<std::uint32_t, std::uint32_t>>
readerAndWriter(const Log& log, const Snapshot& snapshot, std::span<const std::uint32_t> waiters);

/// Threads that may wait for each other where the log prints no addresses (eu-stack), or none that tells
/// (futures): those that wait at one place while nobody else could end the wait. None where somebody could.
std::optional<WaitGraph::Knot> nativeKnot(const Log& log, const Snapshot& snapshot);

/// Could this thread, by what it does now, be about to release a lock? Not while it waits for others itself.
bool isParked(const Log& log, const Thread& thread);

/// Is this the thread that main() runs in, as far as its stack shows?
bool isMain(const Log& log, const Thread& thread);

} // namespace skein
