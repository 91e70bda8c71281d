// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/compare.h"

#include "model/analysis/hashing.h"
#include "model/formatted.h"
#include "model/triage/filter_subjects.h"
#include "model/triage/interest.h"
#include "model/triage/process.h"

#include <algorithm>
#include <array>
#include <map>

namespace skein::triage
{

namespace
{

constexpr std::uint32_t kNone = ComparedGroup::kNone;
constexpr double kMillisPerMinute = 60'000;

/// What a thread shows of where it stands, comparable between logs.
struct Standing {
    std::uint64_t stack = 0; ///< hash of function, file and line of its frames; seeded for this process
    Wait wait = Wait::Other;
    std::int32_t waited = -1;
};

/// Hashes of the stacks and creators of one log, by their text.
class Standings
{
public:
    Standings(const Log& log, const Waits& waits) : m_log(log), m_waits(waits)
    {
        std::vector<std::uint64_t> strings(log.strings.size());
        for (std::uint32_t i = 0; i < strings.size(); ++i)
            strings[i] = hashBytes(log.strings[StringId(i)]);
        const auto text = [&](StringId id) { return id ? strings[id.value] : 0; };
        m_frames.reserve(log.frames.size());
        for (const Frame& frame : log.frames)
            m_frames.push_back(hashMix(hashMix(text(frame.function), text(frame.file)), frame.line));
        m_stacks.reserve(log.stackCount());
        for (std::uint32_t s = 0; s < log.stackCount(); ++s) {
            std::uint64_t hash = 1;
            for (const FrameId frame : log.stack(StackId(s)))
                hash = hashMix(hash, m_frames[frame.value]);
            m_stacks.push_back(hash);
        }
    }

    Standing of(const Thread& thread) const
    {
        return {.stack = thread.stack ? m_stacks[thread.stack.value] : 0,
                .wait = m_waits.of(thread),
                .waited = thread.waitedMinutes};
    }

private:
    const Log& m_log;
    const Waits& m_waits;
    std::vector<std::uint64_t> m_frames, m_stacks;
};

Change changeOf(std::span<const std::uint64_t> counts)
{
    const std::uint64_t first = counts.front(), last = counts.back();
    if (first == 0)
        return last == 0 ? Change::Passing : Change::New;
    if (last == 0)
        return Change::Gone;
    return last > first ? Change::Grew : last < first ? Change::Shrank : Change::Stayed;
}

/// Minutes from one dump to another; none where their clocks cannot be compared.
std::optional<double> minutesBetween(const Dump& from, const Dump& to)
{
    if (!from.unixMillis || !to.unixMillis ||
        !comparable(*from.log, *from.unixMillis, *to.log, *to.unixMillis))
        return std::nullopt;
    return (static_cast<double>(*to.unixMillis) - static_cast<double>(*from.unixMillis)) / kMillisPerMinute;
}

/// Goroutines per minute: the slope of the straight line with the least squares through the counts of all
/// dumps whose times can be compared with the newest one's. With two dumps that is their difference.
std::optional<double> growth(const std::vector<Dump>& dumps, std::span<const std::uint64_t> counts)
{
    const auto last = std::ranges::find_if(dumps.rbegin(), dumps.rend(),
                                           [](const Dump& d) { return d.unixMillis.has_value(); });
    if (last == dumps.rend())
        return std::nullopt;
    std::vector<std::pair<double, double>> points; // minutes before the newest, goroutines
    for (std::size_t d = 0; d < dumps.size(); ++d)
        if (const auto minutes = minutesBetween(*last, dumps[d]))
            points.emplace_back(*minutes, static_cast<double>(counts[d]));
    if (points.front().first >= points.back().first)
        return std::nullopt; // one time only, or the dumps were not given oldest first
    const auto n = static_cast<double>(points.size());
    double meanTime = 0, meanCount = 0;
    for (const auto& [time, count] : points) {
        meanTime += time / n;
        meanCount += count / n;
    }
    double both = 0, square = 0;
    for (const auto& [time, count] : points) {
        both += (time - meanTime) * (count - meanCount);
        square += (time - meanTime) * (time - meanTime);
    }
    return both / square;
}

class Comparer
{
public:
    Comparer(Comparison& result, std::string_view label) : m_out(result), m_label(label) {}

    void run()
    {
        for (std::size_t d = 0; d < m_out.dumps.size(); ++d)
            addGroups(d);
        addThreads();
        for (ComparedGroup& group : m_out.groups) {
            group.change = changeOf(group.counts);
            group.perMinute = growth(m_out.dumps, group.counts);
            group.waiting = waits(group);
        }
        sort();
        explain();
    }

private:
    void addGroups(std::size_t d)
    {
        const Dump& dump = m_out.dumps[d];
        LogGroups& known = groupsOf(*dump.log);
        auto& mine = m_out.groupsOf.emplace_back();
        for (const Group& group : known.groups)
            if (group.snapshot == dump.snapshot)
                mine.push_back(group);
        for (std::uint32_t g = 0; g < mine.size(); ++g) {
            const auto [at, added] = m_byName.try_emplace(known.names.name(mine[g]), m_out.groups.size());
            if (added) {
                m_out.groups.push_back({.name = at->first,
                                        .counts = std::vector<std::uint64_t>(m_out.dumps.size()),
                                        .groups = std::vector<std::uint32_t>(m_out.dumps.size(), kNone)});
            }
            ComparedGroup& compared = m_out.groups[at->second];
            compared.counts[d] += mine[g].count;
            if (compared.groups[d] == kNone)
                compared.groups[d] = g;
            m_rowOf.resize(std::max(m_rowOf.size(), d + 1));
            m_rowOf[d].push_back(static_cast<std::uint32_t>(at->second));
        }
        m_rowOf.resize(std::max(m_rowOf.size(), d + 1));
    }

    /// What is worked out once per log. References go between its members, so it stays where it is.
    struct LogGroups {
        LogGroups(const Log& log, Strength strength, std::string_view label)
            : fingerprints(log),
              groups(groupsAt(log, fingerprints, strength, label)),
              names(log, fingerprints, strength, label),
              standings(log, fingerprints.waits()),
              births(log),
              interests(log, fingerprints)
        {
        }
        LogGroups(const LogGroups&) = delete;
        LogGroups& operator=(const LogGroups&) = delete;

        Fingerprints fingerprints;
        std::vector<Group> groups;
        GroupNames names;
        Standings standings;
        Births births;
        Interests interests;
    };
    LogGroups& groupsOf(const Log& log)
    {
        return m_logs.try_emplace(&log, log, m_out.strength, m_label).first->second;
    }

    bool waits(const ComparedGroup& group)
    {
        std::size_t d = m_out.dumps.size() - 1;
        while (group.groups[d] == kNone)
            --d;
        const LogGroups& known = m_logs.at(m_out.dumps[d].log.get());
        const Snapshot& snapshot = m_out.dumps[d].log->snapshots[m_out.dumps[d].snapshot];
        const Source source = sourceOf(*m_out.dumps[d].log, snapshot);
        return std::ranges::any_of(m_out.groupsOf[d][group.groups[d]].threads, [&](std::uint32_t t) {
            const Thread& thread = snapshot.threads[t];
            const Interest interest = known.interests.of(thread, source);
            return interest == Interest::Waiting || interest == Interest::Reported;
        });
    }

    const Thread& thread(std::size_t d, std::uint32_t index) const
    {
        return m_out.dumps[d].log->snapshots[m_out.dumps[d].snapshot].threads[index];
    }
    Standing standing(std::size_t d, std::uint32_t index)
    {
        return m_logs.at(m_out.dumps[d].log.get()).standings.of(thread(d, index));
    }

    std::uint64_t birth(std::size_t d, std::uint32_t index) const
    {
        return m_logs.at(m_out.dumps[d].log.get()).births.of(thread(d, index));
    }

    void addThreads()
    {
        // (id, dump, index), sorted: one run for each id.
        struct Entry {
            std::uint64_t id;
            std::uint32_t dump, index;
            auto operator<=>(const Entry&) const = default;
        };
        std::vector<Entry> entries;
        for (std::uint32_t d = 0; d < m_out.dumps.size(); ++d) {
            const auto& threads = m_out.dumps[d].log->snapshots[m_out.dumps[d].snapshot].threads;
            for (std::uint32_t i = 0; i < threads.size(); ++i)
                if (threads[i].kind != ThreadKind::System && threads[i].id.known())
                    entries.push_back({threads[i].id.value, d, i});
        }
        std::ranges::sort(entries);
        // A goroutine's number is never given again in one process, and its creator never changes.
        std::size_t pairs = 0, agree = 0;
        for (std::size_t e = 1; e < entries.size(); ++e) {
            const Entry &a = entries[e - 1], &b = entries[e];
            if (a.id != b.id || a.dump == b.dump)
                continue;
            const std::uint64_t before = birth(a.dump, a.index), after = birth(b.dump, b.index);
            if (before == 0 && after == 0)
                continue;
            ++pairs;
            agree += before == after ? 1 : 0;
        }
        m_out.idsPersist = m_out.dumps.size() > 1 && pairs > 0 && agree == pairs;
        if (!m_out.idsPersist)
            return;
        for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
            while (end < entries.size() && entries[end].id == entries[begin].id)
                ++end;
            addThread(std::span(entries).subspan(begin, end - begin));
        }
        countStuck();
    }

    void addThread(auto entries)
    {
        ComparedThread row{.id = ThreadId(entries.front().id)};
        const std::size_t at = m_out.cells.size();
        m_out.cells.resize(at + m_out.dumps.size(), kNone);
        std::vector<std::uint64_t> seen(m_out.dumps.size());
        for (const auto& entry : entries) {
            if (m_out.cells[at + entry.dump] != kNone)
                continue; // a number that stands twice in one dump: the first counts
            m_out.cells[at + entry.dump] = entry.index;
            seen[entry.dump] = 1;
        }
        row.change = changeOf(seen);
        const auto &first = entries.front(), &last = entries.back();
        if (first.dump != last.dump) {
            const Standing before = standing(first.dump, first.index),
                           after = standing(last.dump, last.index);
            row.samePlace = before.stack != 0;
            for (const auto& entry : entries) {
                const Standing s = standing(entry.dump, entry.index);
                row.samePlace = row.samePlace && s.stack == before.stack && s.wait == before.wait;
            }
            if (row.samePlace && isOnOthers(after.wait))
                row.stuck = stuck(m_out.dumps[first.dump], m_out.dumps[last.dump], before, after);
        }
        m_out.threads.push_back(row);
    }

    static std::optional<Certainty> stuck(const Dump& from, const Dump& to, const Standing& before,
                                          const Standing& after)
    {
        // Minutes are counted from when this wait began, and printed only from one minute on.
        const std::optional<double> between = minutesBetween(from, to);
        if (between && *between > 0 && after.waited > 0)
            return after.waited >= *between ? std::optional(Certainty::Proved) : std::nullopt;
        return after.waited > before.waited && after.waited > 0 ? std::optional(Certainty::Likely)
                                                                : std::nullopt;
    }

    void countStuck()
    {
        const std::size_t last = m_out.dumps.size() - 1;
        std::vector<std::uint32_t> rowOfThread(
            m_out.dumps[last].log->snapshots[m_out.dumps[last].snapshot].threads.size(), kNone);
        for (std::uint32_t g = 0; g < m_out.groupsOf[last].size(); ++g)
            for (const std::uint32_t t : m_out.groupsOf[last][g].threads)
                rowOfThread[t] = m_rowOf[last][g];
        for (std::size_t t = 0; t < m_out.threads.size(); ++t) {
            const std::uint32_t index = m_out.cell(t, last);
            if (m_out.threads[t].stuck && index != kNone && rowOfThread[index] != kNone)
                ++m_out.groups[rowOfThread[index]].stuck;
        }
    }

    /// Why goroutines of groups that are new, grow or don't move will not go on, as the last dump shows it.
    void explain()
    {
        constexpr std::size_t kMost = 1000; // groups; the largest changes come first
        const std::size_t last = m_out.dumps.size() - 1;
        const Dump& dump = m_out.dumps[last];
        const Snapshot& snapshot = dump.log->snapshots[dump.snapshot];
        const LogGroups& known = m_logs.at(dump.log.get());
        std::optional<LeakReasons> reasons;
        std::size_t explained = 0;
        for (ComparedGroup& group : m_out.groups) {
            const bool worse = group.change == Change::New || group.change == Change::Grew || group.stuck > 0;
            if (!worse || !group.waiting || group.groups[last] == kNone || snapshot.native ||
                explained++ == kMost)
                continue;
            if (!reasons)
                reasons.emplace(*dump.log, dump.snapshot, known.fingerprints.waits());
            // Other strengths put different waits into one group: what its first goroutine is in counts.
            const auto& threads = m_out.groupsOf[last][group.groups[last]].threads;
            const Thread& first = snapshot.threads[threads.front()];
            const Wait wait = known.fingerprints.wait(first);
            std::vector<std::uint32_t> alike;
            for (const std::uint32_t t : threads)
                if (snapshot.threads[t].stack == first.stack &&
                    known.fingerprints.wait(snapshot.threads[t]) == wait)
                    alike.push_back(t);
            group.reasons = reasons->of(alike, wait, first.createdAt);
        }
    }

    void sort()
    {
        const auto weight = [](const ComparedGroup& g) {
            const auto first = static_cast<std::int64_t>(g.counts.front());
            const auto last = static_cast<std::int64_t>(g.counts.back());
            return std::abs(last - first);
        };
        std::ranges::stable_sort(m_out.groups, [&](const ComparedGroup& a, const ComparedGroup& b) {
            if (a.change != b.change)
                return a.change < b.change;
            return weight(a) != weight(b) ? weight(a) > weight(b) : a.counts.back() > b.counts.back();
        });
    }

    Comparison& m_out;
    std::string m_label;
    std::map<const Log*, LogGroups> m_logs;
    SeededMap<std::string, std::size_t> m_byName;
    std::vector<std::vector<std::uint32_t>> m_rowOf; ///< per dump: row of each group
};

} // namespace

std::string_view toString(Change change)
{
    static constexpr std::array<std::string_view, 6> names{"new",    "grew", "stayed",
                                                           "shrank", "gone", "passing"};
    return names[static_cast<std::size_t>(change)];
}

std::vector<Dump> dumpsOf(std::span<const LogPtr> logs)
{
    std::vector<Dump> dumps;
    for (const LogPtr& log : logs) {
        const std::size_t before = dumps.size();
        for (std::uint32_t s = 0; s < log->snapshots.size(); ++s) {
            const Snapshot& snapshot = log->snapshots[s];
            const bool stands = std::ranges::any_of(
                snapshot.threads, [](const Thread& t) { return t.kind != ThreadKind::System && t.stack; });
            if (stands)
                dumps.push_back({.log = log,
                                 .snapshot = s,
                                 .name = log->input.path,
                                 .unixMillis = timeOf(*log, snapshot)});
        }
        if (dumps.size() - before > 1)
            for (std::size_t i = before; i < dumps.size(); ++i)
                dumps[i].name += formatted(" #{}", i - before + 1);
    }
    return dumps;
}

Comparison compare(std::vector<Dump> dumps, Strength strength, std::string_view label)
{
    Comparison result{.strength = strength, .dumps = std::move(dumps)};
    if (!result.dumps.empty())
        Comparer(result, label).run();
    return result;
}

void only(Comparison& comparison, const Filter& filter)
{
    if (filter.matchesAll())
        return;
    std::map<const Log*, FilterSubjects> subjects;
    const std::size_t dumps = comparison.dumps.size();
    // Threads of the groups that stay, per dump.
    std::vector<std::vector<bool>> stays(dumps);
    for (std::size_t d = 0; d < dumps; ++d)
        stays[d].resize(comparison.dumps[d].log->snapshots[comparison.dumps[d].snapshot].threads.size());
    std::erase_if(comparison.groups, [&](const ComparedGroup& group) {
        std::size_t last = dumps - 1;
        while (group.groups[last] == kNone)
            --last;
        const Log& log = *comparison.dumps[last].log;
        FilterSubject& subject =
            subjects.try_emplace(&log, log).first->second.of(comparison.groupsOf[last][group.groups[last]]);
        subject.change = toString(group.change);
        subject.input = log.input.path;
        if (comparison.strength == Strength::Leak)
            subject.fingerprint = group.name;
        if (!filter.matches(subject))
            return true;
        for (std::size_t d = 0; d < dumps; ++d)
            if (group.groups[d] != kNone)
                for (const std::uint32_t t : comparison.groupsOf[d][group.groups[d]].threads)
                    stays[d][t] = true;
        return false;
    });
    std::vector<ComparedThread> threads;
    std::vector<std::uint32_t> cells;
    for (std::size_t t = 0; t < comparison.threads.size(); ++t) {
        bool any = false;
        for (std::size_t d = 0; d < dumps; ++d)
            any = any || (comparison.cell(t, d) != kNone && stays[d][comparison.cell(t, d)]);
        if (!any)
            continue;
        threads.push_back(comparison.threads[t]);
        for (std::size_t d = 0; d < dumps; ++d)
            cells.push_back(comparison.cell(t, d));
    }
    comparison.threads = std::move(threads);
    comparison.cells = std::move(cells);
}

} // namespace skein::triage
