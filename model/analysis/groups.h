// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace skein {

struct StateCount {
    StringId reason{};  ///< wait reason; none where the state itself is meant
    ThreadState state = ThreadState::Unknown;
    std::uint32_t count = 0;
};

/// Threads of one snapshot that stand in the same place (function, file and line of their site).
struct Group {
    std::uint32_t snapshot = 0;
    std::uint32_t count = 0;                      ///< threads, aggregated counts included
    std::vector<std::uint32_t> threads{};         ///< indices into Snapshot::threads, in file order
    std::vector<StateCount> states{};             ///< most frequent first
    std::int32_t minWaited = -1, maxWaited = -1;  ///< minutes; -1 where no member has any
    FrameId site{};                               ///< none for threads without a stack
    FrameId createdAt{};                          ///< where all agree; none otherwise
    ThreadId creator{};                           ///< where all agree
};

/// Every thread of a dump is in exactly one group; `system` threads are in none. By snapshot, then largest
/// first. Linear in the number of threads.
std::vector<Group> groupThreads(const Log& log);

/// Names what the threads of one group have in common: equal for two threads of a snapshot that belong
/// together. `snapshot` and `thread` are indices into the log.
using GroupKey = std::function<std::uint64_t(std::uint32_t snapshot, std::uint32_t thread)>;

/// The same by any other key; see model/triage/strength.h for those that users choose from. The site of a
/// group is that of its first thread.
std::vector<Group> groupThreads(const Log& log, const GroupKey& key);

}  // namespace skein
