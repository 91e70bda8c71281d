// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/analysis/groups.h"
#include "model/finding.h"
#include "model/log.h"

namespace skein {

/// The events of one snapshot, with what is known of their order and what isn't. The timeline draws nothing
/// else.
///
/// A dump proves one instant and a little before it. `rank` is a happens-before rank: an event with a smaller
/// rank is known to come before one with a larger rank only where an edge (chain) says so; events of the same
/// rank, or without a path between them, are concurrent as far as the log shows.
struct Event {
    /// LockMade: a lock was made, or the tool saw it first; by whom the report does not say.
    enum class Kind : std::uint8_t { Created, WaitBegan, Access, Acquired, Holds, LockMade, Crash, Snapshot };
    static constexpr std::uint32_t kNobody = ~std::uint32_t{0};
    Kind kind = Kind::Snapshot;
    std::uint32_t thread = 0;  ///< index into Snapshot::threads; nobody for LockMade
    std::uint32_t rank = 0;
    Certainty certainty = Certainty::Proved;
    AccessOp op = AccessOp::Write;  ///< of an Access
    double minutesBefore = -1;      ///< known lower bound of minutes before the snapshot; -1 where unknown
    FrameId frame{};
    std::uint64_t lock = 0;         ///< address, of what a report says of locks; 0 where it is not known
    std::vector<std::uint32_t> logLines{};
};

/// `from` happened before `to` (indices into Events::events), and why: creation, program order, crash last.
struct HappensBefore {
    enum class Why : std::uint8_t { ProgramOrder, Creation, PreviousAccess, LockOrder, CrashLast };
    std::uint32_t from = 0, to = 0;
    Why why = Why::ProgramOrder;
    Certainty certainty = Certainty::Proved;
};

struct Timeline {
    std::uint32_t snapshot = 0;
    std::vector<Event> events{};  ///< for the threads of `lanes` only; sorted by rank
    std::vector<HappensBefore> order{};
    std::uint32_t ranks = 0;  ///< number of ranks: the order axis runs 0 … ranks-1
    bool clockKnown = false;  ///< at least one event has minutesBefore ≥ 0
    double longestWait = 0;   ///< minutes
};

/// The stacks of a report that tell where a lock was made or seen first, one for each lock; indices into
/// Snapshot::otherStacks, in file order, at most a handful. Empty for anything that is no such report.
std::vector<std::uint32_t> lockOrigins(const Snapshot& snapshot);

/// Events of the given threads (a finding's parties, their creators, or whatever lanes are unfolded).
/// Linear in the number of threads given plus the snapshot's thread count once.
Timeline buildTimeline(const Log& log, std::uint32_t snapshot, const std::vector<std::uint32_t>& threads,
                       const Finding* finding);

}  // namespace skein
