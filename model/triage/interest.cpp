// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/interest.h"

#include <algorithm>

namespace skein::triage
{

Source sourceOf(const Log& log, const Snapshot& snapshot)
{
    if (snapshot.format == "goleak" || snapshot.format == "leaktest")
        return Source::Checker;
    if (snapshot.format == "go-pprof") {
        const std::string_view reason = log.str(snapshot.reason);
        if (reason.starts_with("goroutineleak"))
            return Source::LeakProfile;
        // Contention profiles count events, not goroutines.
        return reason.starts_with("goroutine") || reason.empty() ? Source::Profile : Source::None;
    }
    return Source::Dump;
}

Interest Interests::of(const Thread& thread, Source source) const
{
    const Wait wait = m_fingerprints.wait(thread);
    if (source == Source::None || (!thread.stack && !thread.createdAt))
        return Interest::Busy;
    if (source == Source::Checker || source == Source::LeakProfile || thread.leaked)
        return Interest::Reported;
    if (thread.crashed || thread.state == ThreadState::Dead || wait == Wait::None)
        return Interest::Busy;
    // The main goroutine lives as long as the program.
    const bool main = !thread.createdAt && (thread.id == ThreadId(1) || thread.id == ThreadId::main());
    const auto frames = m_log.stack(thread.stack);
    // Below main() stand a few frames of the C library, below main.main() those of the runtime.
    const bool mainStack =
        std::ranges::any_of(frames.last(std::min<std::size_t>(frames.size(), 5)), [&](FrameId f) {
            const std::string_view function = m_log.function(f);
            return function == "main.main" || function == "runtime.main" || function == "main";
        });
    if (main || mainStack)
        return Interest::Busy;
    // Started by the runtime for itself: unique.runtime_registerUniqueMapCleanup.
    const std::string_view creator = thread.createdAt ? m_log.function(thread.createdAt) : "";
    for (const std::string_view own : {"runtime.", "runtime/", "internal/", "unique."})
        if (creator.starts_with(own))
            return Interest::Idle;
    return m_fingerprints.waits().standard(thread.stack) || wait == Wait::Idle ? Interest::Idle
                                                                               : Interest::Waiting;
}

} // namespace skein::triage
