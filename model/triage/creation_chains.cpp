// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/creation_chains.h"

#include "model/analysis/hashing.h"
#include "model/analysis/places.h"

#include <algorithm>
#include <ranges>

namespace skein::triage
{

namespace
{

constexpr std::uint32_t kNone = CreationNode::kNone;

struct Builder {
    const Log& log;
    const Snapshot& snapshot;
    CreationTree& tree;
    const Places places{log};
    SeededMap<std::uint64_t, std::uint32_t> byId{};               ///< goroutine number → index
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> below{}; ///< place and parent → nodes (one or two)
    std::vector<std::uint32_t> nodeOf{};                          ///< of every thread that was passed
    std::vector<bool> onTheWay{};

    void index()
    {
        byId.reserve(snapshot.threads.size());
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i)
            if (snapshot.threads[i].kind != ThreadKind::System && snapshot.threads[i].id.known())
                byId.try_emplace(snapshot.threads[i].id.value, i);
        nodeOf.assign(snapshot.threads.size(), kNone);
        onTheWay.assign(snapshot.threads.size(), false);
        tree.nodes.emplace_back();
    }

    std::uint32_t creatorOf(std::uint32_t thread) const
    {
        const ThreadId creator = snapshot.threads[thread].creator;
        if (!creator.known())
            return kNone;
        const auto hit = byId.find(creator.value);
        return hit == byId.end() ? kNone : hit->second;
    }

    std::uint32_t childAt(std::uint32_t parent, FrameId createdAt, bool gone)
    {
        const std::uint64_t key = std::uint64_t{parent} << 32 | places.place(createdAt);
        std::vector<std::uint32_t>& known = below[key];
        for (const std::uint32_t node : known)
            if (tree.nodes[node].creatorGone == gone)
                return node;
        const auto node = static_cast<std::uint32_t>(tree.nodes.size());
        tree.nodes.push_back({.createdAt = createdAt,
                              .parent = parent,
                              .generation = tree.nodes[parent].generation + 1,
                              .creatorGone = gone});
        tree.nodes[parent].children.push_back(node);
        known.push_back(node);
        return node;
    }

    /// Without recursion: a chain may be as long as the log.
    std::uint32_t find(std::uint32_t thread)
    {
        std::vector<std::uint32_t> way;
        std::uint32_t at = thread;
        while (at != kNone && nodeOf[at] == kNone && !onTheWay[at]) {
            onTheWay[at] = true;
            way.push_back(at);
            at = creatorOf(at);
        }
        // A creator that is on the way names itself: what a log may say, and no program does.
        std::uint32_t parent = at != kNone ? nodeOf[at] : kNone;
        for (const std::uint32_t member : way | std::views::reverse) {
            const Thread& t = snapshot.threads[member];
            const bool gone = parent == kNone && t.creator.known();
            nodeOf[member] = t.createdAt ? childAt(parent == kNone ? 0 : parent, t.createdAt, gone) : 0;
            parent = nodeOf[member];
            onTheWay[member] = false;
        }
        return nodeOf[thread];
    }

    void total()
    {
        for (CreationNode& node : tree.nodes)
            node.total = node.count;
        // A child always stands behind its parent.
        for (std::size_t i = tree.nodes.size(); i-- > 1;)
            tree.nodes[tree.nodes[i].parent].total += tree.nodes[i].total;
        for (CreationNode& node : tree.nodes)
            std::ranges::stable_sort(node.children, std::ranges::greater{},
                                     [&](std::uint32_t child) { return tree.nodes[child].total; });
    }
};

} // namespace

CreationTree creationChains(const Log& log, std::uint32_t snapshot, std::span<const std::uint32_t> threads)
{
    CreationTree tree{.snapshot = snapshot};
    Builder builder{.log = log, .snapshot = log.snapshots[snapshot], .tree = tree};
    builder.index();
    tree.nodeOf.assign(builder.snapshot.threads.size(), kNone);
    const auto place = [&](std::uint32_t thread) {
        const Thread& t = builder.snapshot.threads[thread];
        if (t.kind == ThreadKind::System || tree.nodeOf[thread] != kNone)
            return;
        const std::uint32_t node = builder.find(thread);
        tree.nodeOf[thread] = node;
        tree.nodes[node].threads.push_back(thread);
        tree.nodes[node].count += t.count;
    };
    if (threads.empty()) {
        for (std::uint32_t i = 0; i < builder.snapshot.threads.size(); ++i)
            place(i);
    } else {
        for (const std::uint32_t thread : threads)
            if (thread < builder.snapshot.threads.size())
                place(thread);
    }
    builder.total();
    return tree;
}

} // namespace skein::triage
