// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/triage/filter.h"

#include <string>
#include <string_view>
#include <vector>

namespace skein::triage
{

/// Shows threads and groups of a log to a filter. Keeps what it hands out until the next call: one object per
/// thread of execution.
class FilterSubjects
{
public:
    explicit FilterSubjects(const Log& log);

    /// The subject of one thread.
    const FilterSubject& of(std::uint32_t snapshot, std::uint32_t thread);
    /// The subject of a group: it holds every state, label, address and id of its members, and the stack of
    /// the first; the caller may set status, owner and the like before it asks the filter.
    FilterSubject& of(const Group& group);

private:
    void addStack(const Thread& thread);
    void addThread(const Snapshot& snapshot, std::uint32_t index);
    void begin();
    void end();

    const Log& m_log;
    FilterSubject m_subject;
    std::vector<std::string_view> m_states, m_functions, m_files, m_creators;
    std::vector<std::string> m_fileTexts; ///< by FrameId, made when they are asked for
    std::vector<std::pair<std::string, std::string>> m_labels;
    std::vector<std::uint64_t> m_resources;
    std::vector<ThreadId> m_ids, m_creatorIds;
};

/// The analysis with only those groups that the filter matches, and the findings in which somebody takes part
/// whom it matches.
AnalysisPtr only(const AnalysisPtr& analysis, const Filter& filter);

/// What completion offers for a log.
FilterValues filterValues(const Log& log);

} // namespace skein::triage
