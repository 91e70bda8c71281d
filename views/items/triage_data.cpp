// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/triage_data.h"

#include "model/triage/process.h"
#include "model/triage/strength.h"

#include <algorithm>
#include <map>

namespace skein
{
namespace
{

constexpr std::uint32_t kNone = triage::ComparedGroup::kNone;

std::vector<LogPtr> logsOf(const std::vector<AnalysisPtr>& inputs)
{
    std::vector<LogPtr> logs;
    for (const AnalysisPtr& input : inputs)
        logs.push_back(input->log);
    return logs;
}

std::shared_ptr<const triage::Comparison> compared(const std::vector<AnalysisPtr>& inputs,
                                                   const TriageData* earlier)
{
    if (earlier && earlier->inputs == inputs && earlier->comparison)
        return earlier->comparison;
    return std::make_shared<triage::Comparison>(triage::compare(triage::dumpsOf(logsOf(inputs))));
}

/// Finds a goroutine of an input among the dumps of a comparison, and its group there.
class ComparedThreads
{
public:
    ComparedThreads(const std::vector<AnalysisPtr>& inputs, const triage::Comparison& comparison)
        : m_comparison(comparison), m_groupOf(comparison.dumps.size()), m_dumpOf(inputs.size())
    {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            m_dumpOf[i].resize(inputs[i]->log->snapshots.size(), kNone);
            for (std::uint32_t d = 0; d < comparison.dumps.size(); ++d)
                if (comparison.dumps[d].log == inputs[i]->log)
                    m_dumpOf[i][comparison.dumps[d].snapshot] = d;
        }
        for (std::uint32_t g = 0; g < comparison.groups.size(); ++g)
            for (std::size_t d = 0; d < comparison.dumps.size(); ++d)
                addGroup(d, g);
    }
    /// kNone where the input's snapshot is no dump.
    std::uint32_t dump(std::uint32_t input, std::uint32_t snapshot) const
    {
        return m_dumpOf[input][snapshot];
    }
    /// Index into Comparison::groups.
    std::uint32_t group(std::size_t dump, std::uint32_t thread) const
    {
        return thread < m_groupOf[dump].size() ? m_groupOf[dump][thread] : kNone;
    }

private:
    void addGroup(std::size_t dump, std::uint32_t compared)
    {
        const std::uint32_t index = m_comparison.groups[compared].groups[dump];
        if (index == kNone)
            return;
        auto& groupOf = m_groupOf[dump];
        if (groupOf.empty()) {
            const triage::Dump& d = m_comparison.dumps[dump];
            groupOf.resize(d.log->snapshots[d.snapshot].threads.size(), kNone);
        }
        for (const std::uint32_t thread : m_comparison.groupsOf[dump][index].threads)
            groupOf[thread] = compared;
    }

    const triage::Comparison& m_comparison;
    std::vector<std::vector<std::uint32_t>> m_groupOf; ///< per dump and thread
    std::vector<std::vector<std::uint32_t>> m_dumpOf;  ///< per input and snapshot
};

triage::Change changeOf(const std::vector<std::uint64_t>& counts)
{
    using enum triage::Change;
    const std::uint64_t before = counts.front(), after = counts.back();
    if (before == 0)
        return after > 0 ? New : Passing;
    if (after == 0)
        return Gone;
    return after > before ? Grew : after < before ? Shrank : Stayed;
}

void follow(TriageLine& line, const TriageData& data, const ComparedThreads& threads)
{
    const triage::Comparison& comparison = *data.comparison;
    line.counts.assign(comparison.dumps.size(), 0);
    for (const triage::RowPart& part : line.row.parts) {
        if (part.input == data.shown && !line.thread && !part.group.threads.empty())
            line.thread = {part.group.snapshot, part.group.threads.front()};
        const std::uint32_t dump = threads.dump(part.input, part.group.snapshot);
        if (dump == kNone)
            continue;
        line.counts[dump] += part.group.count;
        const std::uint32_t group = threads.group(dump, part.group.threads.front());
        if (group == kNone)
            continue;
        line.perMinute = comparison.groups[group].perMinute;
        line.stuck = comparison.groups[group].stuck;
    }
    if (!line.counts.empty())
        line.change = changeOf(line.counts);
}

std::vector<std::uint32_t> threadsOf(const TriageData& data, const ComparedThreads& compared)
{
    const triage::Comparison& comparison = *data.comparison;
    std::vector<std::vector<bool>> in(comparison.dumps.size());
    for (std::size_t d = 0; d < in.size(); ++d) {
        const triage::Dump& dump = comparison.dumps[d];
        in[d].resize(dump.log->snapshots[dump.snapshot].threads.size());
    }
    for (const TriageLine& line : data.lines)
        for (const triage::RowPart& part : line.row.parts)
            if (const std::uint32_t d = compared.dump(part.input, part.group.snapshot); d != kNone)
                for (const std::uint32_t thread : part.group.threads)
                    in[d][thread] = true;
    std::vector<std::uint32_t> threads;
    for (std::uint32_t t = 0; t < comparison.threads.size(); ++t) {
        for (std::size_t d = 0; d < in.size(); ++d) {
            const std::uint32_t cell = comparison.cell(t, d);
            if (cell == kNone || !in[d][cell])
                continue;
            threads.push_back(t);
            break;
        }
    }
    return threads;
}

std::vector<triage::CreationTree> creationsOf(const TriageData& data)
{
    std::map<std::uint32_t, std::vector<std::uint32_t>> threads; // by snapshot
    for (const TriageLine& line : data.lines)
        for (const triage::RowPart& part : line.row.parts)
            if (part.input == data.shown) {
                auto& leaked = threads[part.group.snapshot];
                leaked.insert(leaked.end(), part.group.threads.begin(), part.group.threads.end());
            }
    std::vector<triage::CreationTree> trees;
    for (const auto& [snapshot, leaked] : threads)
        if (!leaked.empty())
            trees.push_back(triage::creationChains(*data.inputs[data.shown]->log, snapshot, leaked));
    return trees;
}

} // namespace

const triage::Fingerprint& spokenFor(const triage::Row& row)
{
    return row.likeness == triage::Likeness::Unclear ? row.resembles : row.fingerprint;
}

std::size_t sortByTime(std::vector<AnalysisPtr>& inputs, const AnalysisPtr& shown)
{
    std::ranges::stable_partition(inputs, [&](const AnalysisPtr& a) { return a != shown; });
    if (const auto order = triage::orderByTime(logsOf(inputs))) {
        std::vector<AnalysisPtr> sorted;
        for (const std::size_t i : *order)
            sorted.push_back(inputs[i]);
        inputs = std::move(sorted);
    }
    return static_cast<std::size_t>(std::ranges::find(inputs, shown) - inputs.begin());
}

TriagePtr makeTriage(std::vector<AnalysisPtr> inputs, std::size_t shown, const triage::Baseline& baseline,
                     const triage::Options& options, const TriageData* earlier, std::stop_token stop)
{
    auto data = std::make_shared<TriageData>();
    data->inputs = std::move(inputs);
    data->shown = shown;
    triage::Options newest = options;
    newest.newest = true; // so that the filter sees the counts that are shown
    triage::Triage found = triage::triage(data->inputs, baseline, newest);
    if (stop.stop_requested())
        return nullptr;
    data->comparison = compared(data->inputs, earlier);
    if (stop.stop_requested())
        return nullptr;
    data->ignored = found.ignored;
    data->idle = found.idle;
    data->warnings = std::move(found.warnings);
    const ComparedThreads threads(data->inputs, *data->comparison);
    for (triage::Row& row : found.rows) {
        data->lines.push_back({.row = std::move(row)});
        follow(data->lines.back(), *data, threads);
    }
    data->threads = threadsOf(*data, threads);
    data->creations = creationsOf(*data);
    return stop.stop_requested() ? nullptr : data;
}

} // namespace skein
