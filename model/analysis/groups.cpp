// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/groups.h"

#include "model/analysis/places.h"

#include <algorithm>

namespace skein {
namespace {

struct Builder {
    const Log& log;
    const Places& places;
    const std::uint32_t snapshotIndex;
    const Snapshot& snapshot;
    const GroupKey& keyOfThread;  ///< empty: by site
    std::vector<Group> groups{};
    std::vector<std::uint32_t> groupOf{};  ///< per thread; kNone for system threads
    RowIndex byKey{}, byState{};

    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    void run()
    {
        groupOf.assign(snapshot.threads.size(), kNone);
        std::vector<std::uint32_t> sizes;
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
            if (snapshot.threads[i].kind == ThreadKind::System) continue;
            groupOf[i] = groupFor(i);
            sizes.resize(groups.size());
            ++sizes[groupOf[i]];
        }
        for (std::uint32_t g = 0; g < groups.size(); ++g) groups[g].threads.reserve(sizes[g]);
        std::vector<std::uint32_t> stateGroup;  // the group of each row of byState
        std::vector<std::uint32_t> stateRow;    // and its index in that group's states
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i) {
            if (groupOf[i] == kNone) continue;
            addThread(groups[groupOf[i]], i);
            countState(groupOf[i], snapshot.threads[i], stateGroup, stateRow);
        }
        for (Group& g : groups)
            std::ranges::stable_sort(g.states, std::ranges::greater{}, &StateCount::count);
        std::ranges::stable_sort(groups, std::ranges::greater{}, &Group::count);
    }

    /// Threads with a stack are keyed by the place of their site, the others by where they were created.
    std::uint32_t groupFor(std::uint32_t threadIndex)
    {
        const Thread& thread = snapshot.threads[threadIndex];
        // A thread that was never joined has ended: it is known by where it was made.
        const FrameId site =
            thread.leaked && !thread.stack ? thread.createdAt : places.site(thread.stack);
        const std::uint32_t place = places.place(site ? site : thread.createdAt);
        const std::uint64_t key = keyOfThread ? keyOfThread(snapshotIndex, threadIndex)
                                              : std::uint64_t{place} << 1 | (site ? 1u : 0u);
        return byKey.findOrAdd(
            hashMix(key, 1), [&](std::uint32_t row) { return keyOf[row] == key; },
            [&] {
                keyOf.push_back(key);
                groups.push_back({.snapshot = snapshotIndex, .site = site});
                return static_cast<std::uint32_t>(groups.size() - 1);
            });
    }

    void addThread(Group& group, std::uint32_t index)
    {
        const Thread& thread = snapshot.threads[index];
        if (group.threads.empty()) {
            group.createdAt = thread.createdAt;
            group.creator = thread.creator;
        }
        if (group.createdAt && places.place(group.createdAt) != places.place(thread.createdAt))
            group.createdAt = {};
        if (group.creator != thread.creator) group.creator = {};
        group.threads.push_back(index);
        group.count += thread.count;
        if (thread.waitedMinutes < 0) return;
        group.minWaited =
            group.minWaited < 0 ? thread.waitedMinutes : std::min(group.minWaited, thread.waitedMinutes);
        group.maxWaited = std::max(group.maxWaited, thread.waitedMinutes);
    }

    void countState(std::uint32_t group, const Thread& thread, std::vector<std::uint32_t>& stateGroup,
                    std::vector<std::uint32_t>& stateRow)
    {
        // The state itself matters only where the log gives no reason.
        const ThreadState state = thread.waitReason ? ThreadState::Waiting : thread.state;
        std::vector<StateCount>& states = groups[group].states;
        const std::uint64_t hash =
            hashMix(hashMix(group, thread.waitReason.value), static_cast<std::uint64_t>(state));
        const auto row = byState.findOrAdd(
            hash,
            [&](std::uint32_t r) {
                if (stateGroup[r] != group) return false;
                const StateCount& s = states[stateRow[r]];
                return s.reason == thread.waitReason && s.state == state;
            },
            [&] {
                stateGroup.push_back(group);
                stateRow.push_back(static_cast<std::uint32_t>(states.size()));
                states.push_back({thread.waitReason, state, 0});
                return static_cast<std::uint32_t>(stateGroup.size() - 1);
            });
        states[stateRow[row]].count += thread.count;
    }

    std::vector<std::uint64_t> keyOf{};
};

}  // namespace

std::vector<Group> groupThreads(const Log& log)
{
    return groupThreads(log, {});
}

std::vector<Group> groupThreads(const Log& log, const GroupKey& key)
{
    const Places places(log);
    std::vector<Group> all;
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
        Builder builder{.log = log,
                        .places = places,
                        .snapshotIndex = s,
                        .snapshot = log.snapshots[s],
                        .keyOfThread = key};
        builder.run();
        all.insert(all.end(), std::make_move_iterator(builder.groups.begin()),
                   std::make_move_iterator(builder.groups.end()));
    }
    return all;
}

}  // namespace skein
