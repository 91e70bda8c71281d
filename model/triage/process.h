// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Which logs tell of one run of a program, and in what order.
namespace skein::triage
{

/// What the runtime never changes of a goroutine: who created it, and where.
class Births
{
public:
    explicit Births(const Log& log);
    /// A hash of the creator's function, line and number, comparable between logs; seeded for this process of
    /// Skein. 0 where nothing is printed, and of goroutines that the runtime has started for itself: they are
    /// the same in every program.
    std::uint64_t of(const Thread& thread) const;

private:
    std::vector<std::uint64_t> m_frames; ///< by FrameId; 0 of the runtime's
};

/// A number for each log, the same for those of one process: they show at least one goroutine of the same
/// number and creator, and none of the same number and another creator (Go never gives a number twice). Logs
/// that print no numbers at all (profiles) are taken for one process. Numbers begin at 0, in order of
/// appearance.
std::vector<std::uint32_t> processesOf(std::span<const LogPtr> logs);

/// The last time that the log shows before or inside of a snapshot; see ClockMark.
std::optional<std::int64_t> timeOf(const Log& log, const Snapshot& snapshot);

/// Whether two times can be compared: those of one log always; those of two only where both tell the date.
/// Without one, times count from the start of a program, or of the first year.
bool comparable(const Log& a, std::int64_t timeA, const Log& b, std::int64_t timeB);

/// The order of several logs by the first time of each, as indices; nothing where one doesn't tell a time or
/// they cannot be compared. Stable.
std::optional<std::vector<std::size_t>> orderByTime(std::span<const LogPtr> logs);

} // namespace skein::triage
