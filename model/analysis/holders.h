// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/analysis/seen_pointers.h"
#include "model/analysis/waits.h"
#include "model/finding.h"
#include "model/log.h"

/// Who holds a lock that others wait for. Go prints no owners, so nothing in here is ever proved.
namespace skein {

/// A lock that somebody waits for, as far as the log identifies it.
struct ContendedLock {
    ResourceKind kind = ResourceKind::Mutex;
    std::uint64_t address = 0;             ///< 0 where it is not printed
    std::uint64_t owner = 0;               ///< the object whose method waits for it, where `address` is 0
    std::vector<std::uint32_t> waiters{};  ///< threads, in file order
};

/// A guess who holds a lock.
struct Holding {
    std::uint32_t lock = 0;  ///< index into the locks given
    std::uint32_t thread = 0;
    Certainty certainty = Certainty::Possible;
    bool queued = false;  ///< a writer that still waits: it holds up only the readers that came after it
    bool exact = false;   ///< the object that the lock is part of is among what it was called with
    bool together = false;  ///< who holds which is not sure, but that these hold them among themselves is
    std::string why{};    ///< one clause
    std::uint32_t frameIndex = 0;  ///< the frame that speaks for it
};

/// Whether `creator` started `thread`: by its number, or, where the log has none (Go up to 1.20), it is in
/// the function that did.
bool startedByThread(const Log& log, const Thread& thread, const Thread& creator);

/// The likeliest holders of each lock, best first, at most three per lock.
std::vector<Holding> inferHolders(const Log& log, std::uint32_t snapshot, const Waits& waits,
                                  std::span<const ContendedLock> locks, ArgumentReader& reader);

}  // namespace skein
