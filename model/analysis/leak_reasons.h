// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/library_waits.h"
#include "model/analysis/wait_graph.h"
#include "model/analysis/waits.h"
#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace skein
{

/// One reason: a sentence with the lines that support it, and how sure it is. Proved is what follows from the
/// text; what only fits says so in the sentence, too ("Likely …", "… possibly …").
struct LeakReason : Evidence {
    Certainty certainty = Certainty::Possible;
};

/// Why goroutines that stand in one place will not go on, as far as a log can tell. Says nothing about
/// whether they are leaked: of goroutines that are not, these are the ways in which they could be.
class LeakReasons
{
public:
    /// Linear in the threads and the distinct stacks of the snapshot. Keeps references to all of them;
    /// `graph` is the snapshot's, null where there is none.
    LeakReasons(const Log& log, std::uint32_t snapshot, const Waits& waits, const WaitGraph* graph = nullptr);

    /// `threads` of the snapshot are in the same wait (see Waits::shown) at the same place. At least one
    /// reason for every wait; empty only for no threads.
    std::vector<LeakReason> of(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt) const;

private:
    using Out = std::vector<LeakReason>;
    struct Index;
    const Index& index() const;
    void channel(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt, Out& out) const;
    void channelEnds(std::span<const std::uint32_t> threads, Wait wait, Out& out) const;
    void starterGone(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt, Out& out) const;
    void contextUnseen(const Thread& first, Wait wait, FrameId createdAt, Out& out) const;
    /// True where its name says so.
    bool loop(const Thread& first, Out& out) const;
    bool pool(const Thread& first, Wait wait, Out& out) const;
    /// True where the graph knows by whom.
    bool held(std::uint32_t thread, Out& out) const;
    void waitGroup(std::uint32_t thread, Out& out) const;
    void lock(std::uint32_t thread, Wait wait, Out& out) const;
    /// No state is printed, and it can be nowhere else than in a channel operation or a select.
    bool inChannel(const Thread& thread) const;
    void unknown(const Thread& first, Out& out) const;

    const Log& m_log;
    const Snapshot& m_snapshot;
    const Waits& m_waits;
    const WaitGraph* m_graph;
    LibraryWaits m_library;
    bool m_whole = true;                            ///< all goroutines of the program are in the snapshot
    std::vector<bool> m_functions;                  ///< by StringId: stands on some stack
    std::vector<StringId> m_running;                ///< those of which this is true
    std::vector<std::uint64_t> m_sends, m_receives; ///< sorted channels that somebody sends to, receives from
    mutable std::shared_ptr<const Index> m_index;   ///< made when first asked for
};

} // namespace skein
