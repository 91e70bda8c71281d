// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace skein {

/// Why a snapshot was printed, by the message in front of it.
enum class Cause : std::uint8_t {
    None,       ///< no message: a dump that somebody asked for
    Dump,       ///< SIGQUIT and the like: asked for from outside
    MapAccess,  ///< concurrent map …; the concurrent-map detector's
    Asleep,     ///< all goroutines are asleep
    LockMisuse,
    ChannelMisuse,
    WaitGroupMisuse,
    TestTimeout,
    Panic,   ///< any other panic
    Signal,  ///< SIGSEGV and the like without a panic line
    StackOverflow,
    OutOfMemory,
    Throw,  ///< other fatal errors
};

/// The cause of a snapshot: its message decides, then its signal, then (no message at all, as in a cut log)
/// the frames of its stacks.
Cause causeOf(const Log& log, const Snapshot& snapshot);

/// The message without `fatal error: ` or `panic: `; of nested panics the last one, which ended the process.
std::string_view messageOf(const Log& log, const Snapshot& snapshot);

/// Threads that panicked, threw or took the signal, in file order. Without a message: one that is panicking.
std::vector<std::uint32_t> crashedThreads(const Log& log, const Snapshot& snapshot);

/// What all findings about a message share: the snapshot, the crashed threads, and the message as evidence.
Finding causeFinding(const Log& log, std::uint32_t snapshot, FindingKind kind);

}  // namespace skein
