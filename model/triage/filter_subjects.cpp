// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/filter_subjects.h"

#include "model/analysis/hashing.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein::triage
{

namespace
{

template <class T>
void addOnce(std::vector<T>& list, const T& value)
{
    // Members of a group mostly agree with the one before them.
    if (list.empty() || (list.back() != value && !std::ranges::contains(list, value)))
        list.push_back(value);
}

/// A group of a million goroutines has a handful of states and labels; more than this of them tell nobody
/// anything, and looking each one up in the list would take for ever.
constexpr std::size_t kMostDistinct = 64;

/// Names by how often they occur.
class Tally
{
public:
    void add(std::string_view text, std::uint64_t count)
    {
        if (!text.empty())
            m_counts[std::string(text)] += count;
    }
    std::vector<std::string> names() const
    {
        std::vector<std::pair<std::uint64_t, std::string>> sorted;
        for (const auto& [name, count] : m_counts)
            sorted.emplace_back(count, name);
        std::ranges::sort(sorted, [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        std::vector<std::string> out;
        for (auto& [count, name] : sorted)
            out.push_back(std::move(name));
        return out;
    }

private:
    SeededMap<std::string, std::uint64_t> m_counts;
};

} // namespace

FilterSubjects::FilterSubjects(const Log& log) : m_log(log), m_fileTexts(log.frames.size()) {}

void FilterSubjects::begin()
{
    m_subject = {};
    m_states.clear();
    m_functions.clear();
    m_files.clear();
    m_creators.clear();
    m_labels.clear();
    m_resources.clear();
    m_ids.clear();
    m_creatorIds.clear();
}

void FilterSubjects::end()
{
    m_subject.states = m_states;
    m_subject.functions = m_functions;
    m_subject.files = m_files;
    m_subject.creators = m_creators;
    m_subject.labels = m_labels;
    m_subject.resources = m_resources;
    m_subject.ids = m_ids;
    m_subject.creatorIds = m_creatorIds;
}

void FilterSubjects::addStack(const Thread& thread)
{
    for (const FrameId id : m_log.stack(thread.stack)) {
        const Frame& frame = m_log.frame(id);
        m_functions.push_back(m_log.str(frame.function));
        if (!frame.file)
            continue;
        std::string& text = m_fileTexts[id.value];
        if (text.empty())
            text = formatted("{}:{}", m_log.str(frame.file), frame.line);
        m_files.push_back(text);
    }
    const FrameId site = m_log.site(thread.stack);
    m_subject.role = site ? m_log.frame(site).role : Role::Runtime;
    if (site)
        m_subject.site = m_log.function(site);
}

void FilterSubjects::addThread(const Snapshot& snapshot, std::uint32_t index)
{
    const Thread& thread = snapshot.threads[index];
    if (m_states.size() < kMostDistinct)
        addOnce(m_states, stateText(m_log, thread));
    if (thread.createdAt && m_creators.size() < kMostDistinct)
        addOnce(m_creators, m_log.function(thread.createdAt));
    if (thread.waitsOn != 0 && (m_resources.empty() || m_resources.back() != thread.waitsOn))
        m_resources.push_back(thread.waitsOn);
    if (thread.id.known())
        m_ids.push_back(thread.id);
    if (thread.creator.known() && (m_creatorIds.empty() || m_creatorIds.back() != thread.creator))
        m_creatorIds.push_back(thread.creator);
    if (const auto labels = snapshot.labels.find(index);
        labels != snapshot.labels.end() && m_labels.size() < kMostDistinct)
        for (const auto& label : labels->second)
            addOnce(m_labels, label);
    m_subject.waitedMinutes = std::max(m_subject.waitedMinutes, thread.waitedMinutes);
    m_subject.leaked = m_subject.leaked || thread.leaked;
}

const FilterSubject& FilterSubjects::of(std::uint32_t snapshot, std::uint32_t thread)
{
    begin();
    const Snapshot& s = m_log.snapshots[snapshot];
    addStack(s.threads[thread]);
    addThread(s, thread);
    m_subject.count = s.threads[thread].count;
    end();
    return m_subject;
}

FilterSubject& FilterSubjects::of(const Group& group)
{
    begin();
    const Snapshot& s = m_log.snapshots[group.snapshot];
    if (!group.threads.empty())
        addStack(s.threads[group.threads.front()]);
    for (const std::uint32_t thread : group.threads)
        addThread(s, thread);
    m_subject.count = group.count;
    end();
    return m_subject;
}

AnalysisPtr only(const AnalysisPtr& analysis, const Filter& filter)
{
    if (filter.matchesAll())
        return analysis;
    auto result = std::make_shared<Analysis>(*analysis);
    FilterSubjects subjects(*analysis->log);
    std::erase_if(result->groups, [&](const Group& group) { return !filter.matches(subjects.of(group)); });
    SeededMap<std::uint64_t, bool> known; // a goroutine may take part in many findings
    const auto matches = [&](ThreadRef thread) {
        if (!thread)
            return false;
        const auto [at, added] = known.try_emplace(std::uint64_t{thread.snapshot} << 32 | thread.index);
        if (added)
            at->second = filter.matches(subjects.of(thread.snapshot, thread.index));
        return at->second;
    };
    std::erase_if(result->findings, [&](const Finding& finding) {
        return !std::ranges::any_of(finding.threads, matches) &&
               !std::ranges::any_of(finding.accesses, matches, &Access::thread) &&
               !std::ranges::any_of(finding.cycle, matches, &WaitStep::thread);
    });
    return result;
}

FilterValues filterValues(const Log& log)
{
    Tally states, functions, creators, files, labelKeys;
    SeededMap<std::uint32_t, std::uint64_t> stacks; // threads of each
    FilterValues values;
    for (const Snapshot& snapshot : log.snapshots) {
        SeededMap<std::uint32_t, std::uint64_t> createdAt;
        for (const Thread& thread : snapshot.threads) {
            if (thread.kind == ThreadKind::System)
                continue;
            states.add(stateText(log, thread), thread.count);
            if (thread.stack)
                stacks[thread.stack.value] += thread.count;
            if (thread.createdAt)
                createdAt[thread.createdAt.value] += thread.count;
        }
        for (const auto& [frame, count] : createdAt)
            creators.add(log.function(FrameId(frame)), count);
        for (const auto& [thread, labels] : snapshot.labels) {
            for (const auto& [key, value] : labels) {
                labelKeys.add(key, 1);
                if (values.labels.size() < 10'000)
                    values.labels.emplace_back(key, value);
            }
        }
    }
    for (const auto& [stack, count] : stacks) {
        for (const FrameId frame : log.stack(StackId(stack))) {
            functions.add(log.function(frame), count);
            files.add(baseName(log.str(log.frame(frame).file)), count);
        }
    }
    values.states = states.names();
    values.functions = functions.names();
    values.creators = creators.names();
    values.files = files.names();
    values.labelKeys = labelKeys.names();
    return values;
}

} // namespace skein::triage
