// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skein::triage
{

/// A step of the way in which goroutines came into being: everybody started by this `go` statement by
/// goroutines that came the same way.
struct CreationNode {
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    FrameId createdAt{};                 ///< none for the root, and for those that say nothing about it
    std::uint32_t parent = kNone;        ///< kNone for the root
    std::vector<std::uint32_t> children; ///< largest total first
    std::vector<std::uint32_t> threads;  ///< indices into Snapshot::threads: those started right here
    std::uint64_t count = 0;             ///< how many these are, aggregated counts included
    std::uint64_t total = 0;             ///< with all generations below
    std::uint32_t generation = 0;        ///< 0 for the root
    bool creatorGone = false;            ///< of a whole dump: whoever ran this `go` statement is not in it
};

struct CreationTree {
    std::uint32_t snapshot = 0;
    std::vector<CreationNode> nodes; ///< the first is the root: main, and whoever has no creator
    /// Node of each thread of the snapshot; kNone for those that were not asked for.
    std::vector<std::uint32_t> nodeOf;
};

/// Who created the given threads (all of the snapshot where none are given), through how many generations.
/// Creators that are in the dump are followed by their id, others through what GODEBUG=tracebackancestors=N
/// prints behind a goroutine (About::Ancestor); ids that name themselves in a circle end there. Linear in the
/// number of threads and ancestors.
CreationTree creationChains(const Log& log, std::uint32_t snapshot,
                            std::span<const std::uint32_t> threads = {});

} // namespace skein::triage
