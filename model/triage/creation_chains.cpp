// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/creation_chains.h"

#include "model/analysis/hashing.h"
#include "model/analysis/places.h"
#include "model/triage/interest.h"

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
    /// A report of what is left over doesn't tell whether those that it leaves out have ended.
    const bool whole = sourceOf(log, snapshot) == Source::Dump;
    SeededMap<std::uint64_t, std::uint32_t> byId{};               ///< goroutine number → index
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> below{}; ///< place and parent → nodes (one or two)
    std::vector<std::uint32_t> nodeOf{};                          ///< of every thread that was passed
    std::vector<bool> onTheWay{};
    std::vector<std::uint32_t> firstAncestor{}; ///< of every thread: into `ancestors`; one more at the end
    std::vector<std::uint32_t> ancestors{};     ///< into Snapshot::otherStacks, the nearest generation first

    /// A generation: a goroutine of the dump, or one that has ended and whom GODEBUG=tracebackancestors
    /// printed.
    struct Step {
        std::uint32_t thread = kNone;
        FrameId createdAt{};
    };

    void index()
    {
        byId.reserve(snapshot.threads.size());
        for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i)
            if (snapshot.threads[i].kind != ThreadKind::System && snapshot.threads[i].id.known())
                byId.try_emplace(snapshot.threads[i].id.value, i);
        nodeOf.assign(snapshot.threads.size(), kNone);
        onTheWay.assign(snapshot.threads.size(), false);
        tree.nodes.emplace_back();
        indexAncestors();
    }

    /// They stand inside of the block of the goroutine whose they are. Where a whole dump is in one line,
    /// nobody can tell whose.
    void indexAncestors()
    {
        const auto& others = snapshot.otherStacks;
        std::uint32_t next = 0;
        for (const Thread& thread : snapshot.threads) {
            firstAncestor.push_back(static_cast<std::uint32_t>(ancestors.size()));
            while (next < others.size() &&
                   (others[next].about != About::Ancestor || others[next].lines.first < thread.firstLine))
                ++next;
            if (thread.firstLine == thread.lastLine)
                continue;
            for (; next < others.size() && others[next].lines.first <= thread.lastLine; ++next)
                if (others[next].about == About::Ancestor)
                    ancestors.push_back(next);
        }
        firstAncestor.push_back(static_cast<std::uint32_t>(ancestors.size()));
    }

    std::span<const std::uint32_t> ancestorsOf(std::uint32_t thread) const
    {
        return std::span(ancestors).subspan(firstAncestor[thread],
                                            firstAncestor[thread + 1] - firstAncestor[thread]);
    }

    std::uint32_t inDump(ThreadId id) const
    {
        const auto hit = id.known() ? byId.find(id.value) : byId.end();
        return hit == byId.end() ? kNone : hit->second;
    }

    /// The nearest generation above that is in the dump, kNone for none; those between are added to `way`.
    std::uint32_t climb(std::uint32_t thread, std::vector<Step>& way) const
    {
        const std::uint32_t creator = inDump(snapshot.threads[thread].creator);
        if (creator != kNone)
            return creator;
        for (const std::uint32_t index : ancestorsOf(thread)) {
            const OtherStack& ancestor = snapshot.otherStacks[index];
            if (const std::uint32_t alive = inDump(ancestor.thread); alive != kNone)
                return alive;
            way.push_back({.createdAt = ancestor.createdAt});
        }
        return kNone;
    }

    /// Somebody has run its `go` statement, and the log says who.
    bool hasCreator(std::uint32_t thread) const
    {
        return snapshot.threads[thread].creator.known() || !ancestorsOf(thread).empty();
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
        std::vector<Step> way;
        std::uint32_t at = thread;
        while (at != kNone && nodeOf[at] == kNone && !onTheWay[at]) {
            onTheWay[at] = true;
            way.push_back({.thread = at, .createdAt = snapshot.threads[at].createdAt});
            at = climb(at, way);
        }
        // A creator that is on the way names itself: what a log may say, and no program does.
        std::uint32_t parent = at != kNone ? nodeOf[at] : kNone;
        bool alive = parent != kNone; // the generation above is in the dump
        for (const Step& step : way | std::views::reverse) {
            // Whoever has no creator at all (main) stands at the root.
            const bool gone = whole && !alive && (step.thread == kNone || hasCreator(step.thread));
            const std::uint32_t above = parent == kNone ? 0 : parent;
            parent = step.createdAt ? childAt(above, step.createdAt, gone) : above;
            alive = step.thread != kNone;
            if (!alive)
                continue;
            nodeOf[step.thread] = step.createdAt ? parent : 0;
            parent = nodeOf[step.thread];
            onTheWay[step.thread] = false;
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
