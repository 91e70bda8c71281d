// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/object_users.h"

#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <vector>

namespace skein
{
namespace
{

// Threads of which the arguments are read in search of the object; beyond that the first ones have to do.
constexpr std::size_t kMostRead = 4096;
constexpr std::uint64_t kLowest = 0x10000;

/// Machine words that the crashing goroutine's own code was called with, and the object where the runtime's
/// or package sync's frames show it.
struct Held {
    std::uint64_t object = 0;
    std::vector<std::uint64_t> words; ///< sorted
};

Held heldBy(const Log& log, const Thread& thread, std::span<const std::string_view> operations)
{
    Held held;
    const std::size_t site = log.siteIndex(thread.stack).value_or(0);
    const std::vector<FrameText> frames = log.threadText->frames(thread);
    for (std::size_t i = 0; i < frames.size() && i <= site + 1; ++i) {
        const std::string_view function = log.function(frames[i].frame);
        const bool operates =
            std::ranges::any_of(operations, [&](auto o) { return function.starts_with(o); });
        for (const ArgWord& arg : frames[i].args) {
            if (!arg.isNumber || arg.stale || arg.value < kLowest)
                continue;
            if (operates && arg.position == 0 && arg.depth == 0)
                held.object = arg.value;
            if (i >= site)
                held.words.push_back(arg.value);
        }
    }
    std::ranges::sort(held.words);
    return held;
}

struct Users {
    std::vector<std::uint32_t> waiting, called;
};

Users usersOf(const Log& log, const Snapshot& snapshot, std::uint32_t crashed, const Held& held)
{
    Users users;
    std::size_t read = 0;
    for (std::uint32_t i = 0; i < snapshot.threads.size() && read < kMostRead; ++i) {
        const Thread& thread = snapshot.threads[i];
        if (i == crashed || thread.kind == ThreadKind::System || !thread.stack)
            continue;
        if (held.object != 0 && thread.waitsOn == held.object) {
            users.waiting.push_back(i);
            continue;
        }
        ++read;
        const auto frames = log.threadText->frames(thread);
        const auto knows = [&](const ArgWord& arg) {
            return arg.isNumber && !arg.stale && std::ranges::binary_search(held.words, arg.value);
        };
        if (std::ranges::any_of(frames, [&](const FrameText& frame) {
                return log.frame(frame.frame).role != Role::Runtime && std::ranges::any_of(frame.args, knows);
            }))
            users.called.push_back(i);
    }
    return users;
}

void add(const Log& log, Finding& finding, const std::vector<std::uint32_t>& threads, std::string_view one,
         std::string_view many)
{
    if (threads.empty())
        return;
    const Snapshot& snapshot = log.snapshots[*finding.snapshot];
    Evidence evidence{formatted("{} {}.", words::sentence(words::threadNames(snapshot, threads)),
                                threads.size() == 1 ? one : many),
                      {}};
    for (const std::uint32_t t : threads) {
        if (evidence.logLines.size() >= 16)
            break;
        words::addLines(evidence.logLines, words::siteLines(log, snapshot.threads[t]));
    }
    finding.evidence.push_back(std::move(evidence));
    for (const std::uint32_t t : threads)
        finding.threads.push_back({*finding.snapshot, t});
}

} // namespace

void addObjectUsers(const Log& log, Finding& finding, std::span<const std::string_view> operations)
{
    if (finding.threads.empty() || !finding.snapshot)
        return;
    const Snapshot& snapshot = log.snapshots[*finding.snapshot];
    const std::uint32_t crashed = finding.threads[0].index;
    const Held held = heldBy(log, snapshot.threads[crashed], operations);
    if (finding.resource && finding.resource->address == 0)
        finding.resource->address = held.object;
    const Users users = usersOf(log, snapshot, crashed, held);
    add(log, finding, users.waiting, "waits for it", "wait for it");
    add(log, finding, users.called, "was called with a pointer that the crashing goroutine has too",
        "were called with a pointer that the crashing goroutine has too");
}

} // namespace skein
