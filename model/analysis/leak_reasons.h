// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/waits.h"
#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skein
{

/// Why goroutines that stand in one place will not go on, as far as a log can tell. Each reason is a sentence
/// with the lines that support it. What follows from the text is stated; what only fits begins with "Likely"
/// or "Possibly".
class LeakReasons
{
public:
    /// Linear in the threads and the distinct stacks of the snapshot.
    LeakReasons(const Log& log, std::uint32_t snapshot, const Waits& waits);

    /// `threads` of the snapshot are in the same wait at the same place.
    std::vector<Evidence> of(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt) const;

private:
    bool onSomeStack(StringId function) const;
    void channelEnds(std::span<const std::uint32_t> threads, Wait wait, std::vector<Evidence>& out) const;
    void starterGone(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt,
                     std::vector<Evidence>& out) const;
    void contextUnseen(const Thread& first, Wait wait, FrameId createdAt, std::vector<Evidence>& out) const;
    /// True where its name says that it turns for ever.
    bool loop(const Thread& first, Wait wait, std::vector<Evidence>& out) const;
    void waitGroup(const Thread& first, std::vector<Evidence>& out) const;

    const Log& m_log;
    const Snapshot& m_snapshot;
    const Waits& m_waits;
    bool m_whole = true;                            ///< all goroutines of the program are in the snapshot
    std::vector<bool> m_functions;                  ///< by StringId: stands on some stack
    std::vector<std::uint64_t> m_sends, m_receives; ///< sorted channels that somebody sends to, receives from
};

} // namespace skein
