// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_lanes.h"

#include "model/analysis/contention_holders.h"
#include "model/analysis/order.h"

#include <algorithm>

namespace skein
{
namespace
{

constexpr std::size_t kMostInvolved = 64; // a finding may name a million threads; the rest stay in groups
constexpr std::size_t kMostPlainThreads =
    12; // of those it merely names, without an access or a wait of theirs
constexpr std::size_t kMostCreators = 16;
constexpr std::size_t kBigSnapshot = 200'000; // above it one pass for creators has to do

} // namespace

std::pair<std::uint32_t, std::uint32_t> groupsOf(std::span<const Group> groups, std::uint32_t snapshot)
{
    const auto found = std::ranges::equal_range(groups, snapshot, {}, &Group::snapshot);
    return {static_cast<std::uint32_t>(found.begin() - groups.begin()),
            static_cast<std::uint32_t>(found.end() - groups.begin())};
}

LaneList::LaneList(const Analysis& analysis, std::uint32_t snapshot, const Finding* finding,
                   const LaneWishes& wishes)
    : m_log(analysis.log.get()), m_groups(&analysis.groups), m_snapshot(snapshot)
{
    if (snapshot >= m_log->snapshots.size())
        return;
    for (std::uint32_t t = 0; t < snap().threads.size(); ++t) {
        m_threadCount += snap().threads[t].count;
        if (snap().threads[t].kind == ThreadKind::System)
            m_system.push_back(t);
    }
    std::size_t parties = 0;
    if (finding) {
        m_holders = contentionHolders(analysis, *finding);
        findParties(*finding);
        if (wishes.otherParty != Lane::kNone)
            addInvolved({snapshot, wishes.otherParty}, kMostInvolved + 1);
        parties = m_involved.size();
        m_named = groupsNamedBy(*finding);
        addCreators(m_named, parties + kMostCreators);
    }
    m_sortedOwn = m_involved;
    m_sortedOwn.insert(m_sortedOwn.end(), wishes.important.begin(), wishes.important.end());
    m_sortedOwn.insert(m_sortedOwn.end(), wishes.hidden.begin(), wishes.hidden.end());
    std::ranges::sort(m_sortedOwn);
    m_sortedOwn.erase(std::ranges::unique(m_sortedOwn).begin(), m_sortedOwn.end());
    m_itemOfGroup.assign(m_groups->size(), Lane::kNone);

    for (std::size_t i = 0; i < parties; ++i)
        addOwn(m_involved[i], true, wishes);
    if (finding)
        addAbsent(*finding);
    const auto add = [&](std::uint32_t g) {
        if (g >= m_groups->size() || (*m_groups)[g].snapshot != snapshot || m_itemOfGroup[g] != Lane::kNone)
            return;
        const bool hidden = std::ranges::binary_search(wishes.hiddenGroups, g);
        m_hiddenByHand += hidden;
        if (hidden && !wishes.showHidden)
            return;
        const std::size_t before = m_items.size();
        addGroup(g, (*m_groups)[g].threads);
        if (m_items.size() == before)
            return;
        m_items.back().byHand = hidden;
        m_items.back().important = std::ranges::binary_search(wishes.importantGroups, g);
    };
    for (const std::uint32_t g : m_named)
        add(g);
    for (std::size_t i = parties; i < m_involved.size(); ++i)
        addOwn(m_involved[i], true, wishes);
    if (finding)
        for (const std::uint32_t origin : lockOrigins(snap()))
            m_items.push_back({.kind = Lane::Kind::Lock, .involved = true, .start = origin});
    const auto isInvolved = [&](std::uint32_t t) { return std::ranges::contains(m_involved, t); };
    for (const std::uint32_t t : wishes.important)
        if (!isInvolved(t))
            addOwn(t, false, wishes);
    for (const std::uint32_t t : wishes.hidden)
        if (!isInvolved(t) && !std::ranges::binary_search(wishes.important, t))
            addOwn(t, false, wishes);
    m_head = m_items.size();
    for (const std::uint32_t g : wishes.importantGroups)
        add(g);
    const auto [first, last] = groupsOf(*m_groups, snapshot);
    for (std::uint32_t g = first; g < last; ++g)
        add(g);
    addGroup(Lane::kSystem, m_system);
    m_shownLanes = m_items.size();
    layOut();
}

/// The party that must exist stands right below the reporter, where the other side belongs.
void LaneList::addAbsent(const Finding& finding)
{
    const auto absent = std::ranges::find_if(finding.accesses, [](const Access& a) { return !a.thread; });
    if (absent == finding.accesses.end())
        return;
    const auto below =
        m_items.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(1, m_items.size()));
    const auto index = static_cast<std::uint32_t>(absent - finding.accesses.begin());
    m_items.insert(below, Item{.kind = Lane::Kind::Absent, .involved = true, .start = index});
}

/// A thread with a lane of its own.
void LaneList::addOwn(std::uint32_t thread, bool involved, const LaneWishes& wishes)
{
    const bool hidden = std::ranges::binary_search(wishes.hidden, thread);
    m_hiddenByHand += hidden;
    if (hidden && !wishes.showHidden)
        return;
    m_items.push_back({.involved = involved,
                       .important = std::ranges::binary_search(wishes.important, thread),
                       .byHand = hidden,
                       .thread = thread});
}

void LaneList::addInvolved(ThreadRef ref, std::size_t limit)
{
    if (!ref || ref.snapshot != m_snapshot || ref.index >= snap().threads.size() ||
        m_involved.size() >= limit)
        return;
    if (!std::ranges::contains(m_involved, ref.index))
        m_involved.push_back(ref.index);
}

/// Those who have an access or a wait of their own; everybody named where that is a handful. Otherwise a
/// finding speaks of groups, and of a lock's holder.
void LaneList::findParties(const Finding& finding)
{
    for (const Access& access : finding.accesses)
        addInvolved(access.thread, kMostInvolved);
    for (const WaitStep& step : finding.cycle)
        addInvolved(step.thread, kMostInvolved);
    std::size_t plain = finding.threads.size();
    if (plain > kMostPlainThreads)
        plain = m_holders.size();
    for (std::size_t i = 0; i < plain; ++i)
        addInvolved(finding.threads[i], kMostInvolved);
}

/// Groups that the threads of a finding stand in, where they have no lanes of their own.
std::vector<std::uint32_t> LaneList::groupsNamedBy(const Finding& finding) const
{
    constexpr std::size_t kLookedAt = 8; // a group is named as a whole or not at all
    std::vector<std::uint32_t> result;
    if (finding.threads.size() <= kMostPlainThreads)
        return result;
    std::vector<bool> isNamed(snap().threads.size(), false);
    for (const ThreadRef& ref : finding.threads)
        if (ref && ref.snapshot == m_snapshot && ref.index < isNamed.size())
            isNamed[ref.index] = true;
    const auto [begin, end] = groupsOf(*m_groups, m_snapshot);
    for (std::uint32_t g = begin; g < end && result.size() < kMostInvolved; ++g) {
        const Group& group = (*m_groups)[g];
        const auto first = std::span(group.threads).first(std::min(group.threads.size(), kLookedAt));
        if (std::ranges::any_of(first, [&](std::uint32_t t) { return isNamed[t]; }))
            result.push_back(g);
    }
    return result;
}

/// Who created those with lanes, and who created them: a pass over the threads for each generation.
void LaneList::addCreators(std::span<const std::uint32_t> groups, std::size_t limit)
{
    const int generations = snap().threads.size() > kBigSnapshot ? 1 : 3;
    std::vector<ThreadId> wanted;
    for (const std::uint32_t g : groups)
        if ((*m_groups)[g].creator.known())
            wanted.push_back((*m_groups)[g].creator);
    std::size_t done = 0;
    for (int generation = 0; generation < generations; ++generation) {
        for (; done < m_involved.size(); ++done)
            if (const ThreadId creator = snap().threads[m_involved[done]].creator; creator.known())
                wanted.push_back(creator);
        if (wanted.empty())
            return;
        std::ranges::sort(wanted);
        for (std::uint32_t t = 0; t < snap().threads.size(); ++t)
            if (std::ranges::binary_search(wanted, snap().threads[t].id))
                addInvolved({m_snapshot, t}, limit);
        wanted.clear();
    }
}

void LaneList::addGroup(std::uint32_t index, std::span<const std::uint32_t> members)
{
    Item item{.kind = Lane::Kind::Group, .group = index, .count = static_cast<std::uint32_t>(members.size())};
    const std::size_t before = m_own.size();
    const bool takesSome = std::ranges::any_of(
        m_sortedOwn, [&](std::uint32_t t) { return std::ranges::binary_search(members, t); });
    if (takesSome) {
        std::ranges::set_difference(members, m_sortedOwn, std::back_inserter(m_own));
        item.own = true;
        item.start = static_cast<std::uint32_t>(before);
        item.count = static_cast<std::uint32_t>(m_own.size() - before);
    }
    if (item.count == 0)
        return;
    item.thread = item.own ? m_own[item.start] : members.front();
    item.shown = item.count;
    // A place where one thread stands needs no folding.
    if (item.count == 1 && snap().threads[item.thread].count == 1)
        item.kind = Lane::Kind::Thread;
    if (index < m_groups->size()) {
        item.minWaited = (*m_groups)[index].minWaited;
        item.maxWaited = (*m_groups)[index].maxWaited;
    }
    if (index < m_itemOfGroup.size())
        m_itemOfGroup[index] = static_cast<std::uint32_t>(m_items.size());
    m_items.push_back(item);
}

std::span<const std::uint32_t> LaneList::all(const Item& item) const
{
    if (item.own)
        return std::span(m_own).subspan(item.start, item.count);
    return item.group == Lane::kSystem ? std::span(m_system) : std::span((*m_groups)[item.group].threads);
}

std::span<const std::uint32_t> LaneList::shown(const Item& item) const
{
    return m_filtered ? std::span(m_matches).subspan(item.shownStart, item.shown) : all(item);
}

std::uint32_t LaneList::rowsOf(const Item& item) const
{
    if (item.hidden)
        return 0;
    return item.kind == Lane::Kind::Group && item.open ? 1 + item.shown : 1;
}

void LaneList::layOut()
{
    m_starts.resize(m_items.size() + 1);
    std::size_t row = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        m_starts[i] = row;
        row += rowsOf(m_items[i]);
    }
    m_starts.back() = row;
}

std::size_t LaneList::itemAt(std::size_t row) const
{
    // The last item that starts at or before the row; hidden items take no rows and start where the next
    // does.
    const auto after = std::ranges::upper_bound(m_starts, row);
    return static_cast<std::size_t>(after - m_starts.begin()) - 1;
}

Lane LaneList::at(std::size_t row) const
{
    if (row >= rows())
        return {};
    const std::size_t index = itemAt(row);
    const Item& item = m_items[index];
    Lane lane{.kind = item.kind,
              .involved = item.involved,
              .open = item.open,
              .important = item.important,
              .hiddenByHand = item.byHand,
              .thread = item.thread,
              .group = item.group,
              .count = item.shown};
    lane.minWaited = item.minWaited;
    lane.maxWaited = item.maxWaited;
    if (item.kind == Lane::Kind::Absent)
        lane.access = item.start;
    if (item.kind == Lane::Kind::Lock)
        lane.origin = item.start;
    if (item.kind != Lane::Kind::Group)
        return lane;
    const auto members = shown(item);
    if (row == m_starts[index]) {
        lane.thread = members.front();
        return lane;
    }
    lane.kind = Lane::Kind::Member;
    lane.thread = members[row - m_starts[index] - 1];
    lane.count = 1;
    return lane;
}

std::optional<std::size_t> LaneList::rowOf(std::uint32_t thread, std::optional<std::uint32_t> group) const
{
    for (std::size_t i = 0; i < m_head; ++i)
        if (m_items[i].group == Lane::kNone && m_items[i].thread == thread && !m_items[i].hidden)
            return m_starts[i];
    std::size_t index = m_items.size();
    if (group && *group < m_itemOfGroup.size())
        index = m_itemOfGroup[*group];
    else if (!m_items.empty() && m_items.back().group == Lane::kSystem)
        index = m_items.size() - 1;
    if (index >= m_items.size() || m_items[index].hidden)
        return {};
    const Item& item = m_items[index];
    const auto members = shown(item);
    const auto found = std::ranges::lower_bound(members, thread);
    if (found == members.end() || *found != thread)
        return {};
    if (item.kind != Lane::Kind::Group || !item.open)
        return m_starts[index];
    return m_starts[index] + 1 + static_cast<std::size_t>(found - members.begin());
}

std::optional<std::size_t> LaneList::rowOfGroup(std::uint32_t group) const
{
    if (group >= m_itemOfGroup.size() || m_itemOfGroup[group] == Lane::kNone)
        return {};
    const std::uint32_t index = m_itemOfGroup[group];
    if (m_items[index].hidden)
        return {};
    return m_starts[index];
}

std::optional<std::size_t> LaneList::rowOfAbsent() const
{
    for (std::size_t i = 0; i < m_head; ++i)
        if (m_items[i].kind == Lane::Kind::Absent && !m_items[i].hidden)
            return m_starts[i];
    return {};
}

std::optional<std::size_t> LaneList::rowOfLock(std::uint64_t address) const
{
    for (std::size_t i = 0; i < m_head; ++i)
        if (m_items[i].kind == Lane::Kind::Lock && !m_items[i].hidden &&
            snap().otherStacks[m_items[i].start].address == address)
            return m_starts[i];
    return {};
}

bool LaneList::hasOwnLane(std::uint32_t thread) const
{
    return std::ranges::binary_search(m_sortedOwn, thread);
}

std::optional<std::size_t> LaneList::rowOfId(ThreadId id) const
{
    if (!id.known() || m_items.empty())
        return {};
    for (std::size_t i = 0; i < m_head; ++i)
        if (m_items[i].group == Lane::kNone && m_items[i].thread != Lane::kNone &&
            snap().threads[m_items[i].thread].id == id && !m_items[i].hidden)
            return m_starts[i];
    return {};
}

bool LaneList::setOpen(std::size_t row, bool open)
{
    if (row >= rows())
        return false;
    Item& item = m_items[itemAt(row)];
    if (item.kind != Lane::Kind::Group || item.open == open || item.count < 2)
        return false;
    item.open = open;
    layOut();
    return true;
}

std::vector<std::uint32_t> LaneList::openGroups() const
{
    std::vector<std::uint32_t> groups;
    for (const Item& item : m_items)
        if (item.kind == Lane::Kind::Group && item.open)
            groups.push_back(item.group);
    return groups;
}

void LaneList::openGroups(std::span<const std::uint32_t> groups)
{
    for (Item& item : m_items)
        if (item.kind == Lane::Kind::Group && item.count > 1 && std::ranges::contains(groups, item.group))
            item.open = true;
    layOut();
}

/// Shortest and longest wait of the members that pass the filter.
void LaneList::measureWaits(Item& item) const
{
    item.minWaited = item.maxWaited = -1;
    for (const std::uint32_t t : shown(item)) {
        const std::int32_t waited = snap().threads[t].waitedMinutes;
        if (waited < 0)
            continue;
        item.minWaited = item.minWaited < 0 ? waited : std::min(item.minWaited, waited);
        item.maxWaited = std::max(item.maxWaited, waited);
    }
}

void LaneList::setFilter(std::string_view words)
{
    if (!m_log || m_items.empty())
        return;
    LaneFilter filter(*m_log, words);
    m_filtered = !filter.empty();
    m_matches.clear();
    m_shownLanes = 0;
    const auto passes = [&](std::uint32_t t) { return !m_filtered || filter.matches(snap().threads[t]); };
    for (Item& item : m_items) {
        if (item.group == Lane::kNone) {
            item.hidden = item.thread == Lane::kNone ? m_filtered : !passes(item.thread);
        } else if (m_filtered) {
            item.shownStart = static_cast<std::uint32_t>(m_matches.size());
            std::ranges::copy_if(all(item), std::back_inserter(m_matches), passes);
            item.shown = static_cast<std::uint32_t>(m_matches.size()) - item.shownStart;
            item.hidden = item.shown == 0;
            measureWaits(item);
        } else {
            item.shown = item.count;
            item.hidden = false;
            item.minWaited = item.group < m_groups->size() ? (*m_groups)[item.group].minWaited : -1;
            item.maxWaited = item.group < m_groups->size() ? (*m_groups)[item.group].maxWaited : -1;
        }
        m_shownLanes += item.hidden ? 0 : 1;
    }
    layOut();
}

} // namespace skein
