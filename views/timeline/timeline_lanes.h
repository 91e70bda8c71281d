// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein
{

/// One row of the timeline.
struct Lane {
    enum class Kind : std::uint8_t {
        Thread, ///< one thread
        Group,  ///< threads that stand in the same place, folded or unfolded
        Member, ///< one thread below its unfolded group
        Absent, ///< a party that must exist and is not in the log
        Lock,   ///< a lock of which a report tells where it was seen first
    };
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    static constexpr std::uint32_t kSystem = kNone - 1; ///< the "group" of the runtime's own threads

    Kind kind = Kind::Thread;
    bool involved = false;        ///< takes part in the finding, or created one that does
    bool open = false;            ///< of a group: unfolded
    bool important = false;       ///< a person said so
    bool hiddenByHand = false;    ///< a person hid it; shown because all are asked for
    std::uint32_t thread = kNone; ///< index into Snapshot::threads; of a group its first thread shown
    std::uint32_t group = kNone;  ///< index into Analysis::groups, or kSystem
    std::uint32_t count = 1;      ///< threads of the lane that pass the filter
    std::int32_t minWaited = -1;  ///< of a group: minutes, over the threads that pass the filter
    std::int32_t maxWaited = -1;
    std::uint32_t access = kNone; ///< of an absent party: index into Finding::accesses
    std::uint32_t origin = kNone; ///< of a lock: index into Snapshot::otherStacks
};

/// Where the groups of one snapshot stand in Analysis::groups: first, and one behind the last. A log of reports has
/// hundreds of thousands of snapshots.
std::pair<std::uint32_t, std::uint32_t> groupsOf(std::span<const Group> groups, std::uint32_t snapshot);

/// What people asked for: indices of threads of the snapshot and of Analysis::groups, each ascending.
struct LaneWishes {
    std::vector<std::uint32_t> important = {}, hidden = {};
    std::vector<std::uint32_t> importantGroups = {}, hiddenGroups = {};
    std::uint32_t otherParty = Lane::kNone; ///< a thread that was pinned by hand
    bool showHidden = false;                ///< hidden lanes are drawn, and marked
};

/// The lanes of one snapshot: who takes part in a finding first, then everybody else by group. Rows are
/// computed when asked for; a group of a million threads costs nothing until it is filtered.
class LaneList
{
public:
    LaneList() = default;
    /// `finding` may be null. Linear in the number of groups, and in the threads where creators are looked
    /// up.
    LaneList(const Analysis& analysis, std::uint32_t snapshot, const Finding* finding,
             const LaneWishes& wishes = {});

    std::size_t rows() const { return m_starts.empty() ? 0 : m_starts.back(); }
    Lane at(std::size_t row) const;
    /// The row of a thread, or of the folded group that holds it; `group` as in Selected.
    std::optional<std::size_t> rowOf(std::uint32_t thread, std::optional<std::uint32_t> group = {}) const;
    std::optional<std::size_t> rowOfGroup(std::uint32_t group) const;
    std::optional<std::size_t> rowOfAbsent() const;
    std::optional<std::size_t> rowOfLock(std::uint64_t address) const;
    /// A thread that does not stand in its group.
    bool hasOwnLane(std::uint32_t thread) const;
    /// The lane that stands for a thread by itself; used for creators.
    std::optional<std::size_t> rowOfId(ThreadId id) const;

    /// Unfolds or folds the group at `row`; nothing happens on other lanes. False then.
    bool setOpen(std::size_t row, bool open);
    /// The unfolded groups, and unfolding these: for a list that takes another's place.
    std::vector<std::uint32_t> openGroups() const;
    void openGroups(std::span<const std::uint32_t> groups);
    /// Words that must all match: part of a function on the stack, of the state or of the name, "G35" or "35"
    /// for an id, "wait>5m". ASCII case does not matter. Linear in the threads.
    void setFilter(std::string_view words);
    bool filtered() const { return m_filtered; }
    /// Lanes with every group folded: all of them, and those that the filter leaves.
    std::size_t lanes() const { return m_items.size(); }
    std::size_t shownLanes() const { return m_shownLanes; }

    /// Lanes that people hid, whether they are drawn now or not.
    std::size_t hiddenByHand() const { return m_hiddenByHand; }

    /// Threads with lanes of their own at the top, for buildTimeline.
    const std::vector<std::uint32_t>& involved() const { return m_involved; }
    /// Groups that the finding speaks of, where it names too many threads for lanes of their own.
    const std::vector<std::uint32_t>& namedGroups() const { return m_named; }
    /// Of a contention: how sure each of the finding's first threads holds what the others wait for.
    const std::vector<Certainty>& holders() const { return m_holders; }
    /// Threads of the snapshot, counts of aggregating formats included.
    std::uint64_t threadCount() const { return m_threadCount; }

private:
    struct Item {
        Lane::Kind kind = Lane::Kind::Thread;
        bool involved = false, open = false, own = false, hidden = false;
        bool important = false, byHand = false; ///< byHand: hidden by a person, and drawn all the same
        std::uint32_t thread = Lane::kNone, group = Lane::kNone;
        std::uint32_t start = 0, count = 1; ///< of a group without the involved: where in m_own; how many
        std::uint32_t shown = 1;            ///< how many pass the filter
        std::int32_t minWaited = -1, maxWaited = -1; ///< of those
        std::uint32_t shownStart = 0;                ///< where in m_matches, when filtered
    };
    const Snapshot& snap() const { return m_log->snapshots[m_snapshot]; }
    void findParties(const Finding& finding);
    std::vector<std::uint32_t> groupsNamedBy(const Finding& finding) const;
    void addCreators(std::span<const std::uint32_t> groups, std::size_t limit);
    void addAbsent(const Finding& finding);
    void addInvolved(ThreadRef ref, std::size_t limit);
    void addGroup(std::uint32_t index, std::span<const std::uint32_t> members);
    void addOwn(std::uint32_t thread, bool involved, const LaneWishes& wishes);
    std::span<const std::uint32_t> all(const Item& item) const;
    std::span<const std::uint32_t> shown(const Item& item) const;
    std::size_t itemAt(std::size_t row) const;
    std::uint32_t rowsOf(const Item& item) const;
    void measureWaits(Item& item) const;
    void layOut();

    const Log* m_log = nullptr;
    const std::vector<Group>* m_groups = nullptr;
    std::uint32_t m_snapshot = 0;
    std::uint64_t m_threadCount = 0;
    std::vector<std::uint32_t> m_involved;
    std::vector<std::uint32_t> m_sortedOwn; ///< threads that do not stand in their groups
    std::vector<std::uint32_t> m_named;
    std::vector<Certainty> m_holders;
    std::vector<std::uint32_t> m_system;
    std::vector<std::uint32_t> m_own;     ///< members of groups that lost some to the lanes at the top
    std::vector<std::uint32_t> m_matches; ///< members that pass the filter
    std::vector<Item> m_items;
    std::vector<std::uint32_t> m_itemOfGroup;
    std::vector<std::size_t> m_starts; ///< first row of each item; the number of rows at the end
    std::size_t m_head = 0;            ///< items of the finding: parties, its groups, creators
    std::size_t m_shownLanes = 0, m_hiddenByHand = 0;
    bool m_filtered = false;
};

/// Decides quickly for many threads: what depends on a stack or a wait reason is looked up once for each.
class LaneFilter
{
public:
    LaneFilter(const Log& log, std::string_view words);
    bool empty() const { return m_terms.empty(); }
    bool matches(const Thread& thread);

private:
    enum class Known : std::uint8_t { No, Yes, NotYet };
    struct Term {
        std::string word;
        double minutesAbove = -1; ///< of "wait>5m"
        std::vector<Known> stacks, frames;
    };
    bool matches(Term& term, const Thread& thread) const;
    bool matchesStack(Term& term, StackId stack) const;
    bool matchesFrame(Term& term, FrameId frame) const;

    const Log& m_log;
    std::vector<Term> m_terms;
};

} // namespace skein
