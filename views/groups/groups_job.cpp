// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/groups/groups_job.h"

#include "model/triage/filter_subjects.h"

#include <QtConcurrent>

namespace skein
{
namespace
{

GroupsAnswer answer(GroupsQuestion question, std::stop_token stop)
{
    const Log& log = *question.analysis->log;
    GroupsAnswer out{
        .groups = std::move(question.groups), .matches = {}, .values = std::move(question.values)};
    if (!out.groups && question.strength != triage::Strength::Place)
        out.groups = std::make_shared<std::vector<Group>>(triage::groupsAt(log, question.strength));
    if (!question.filter.matchesAll()) {
        triage::FilterSubjects subjects(log);
        const auto& groups = out.groups ? *out.groups : question.analysis->groups;
        out.matches.reserve(groups.size());
        for (const Group& group : groups) {
            if (stop.stop_requested())
                return {};
            out.matches.push_back(question.filter.matches(subjects.of(group)));
        }
    }
    if (!out.values)
        out.values = std::make_shared<triage::FilterValues>(triage::filterValues(log));
    return out;
}

} // namespace

GroupsJob::~GroupsJob()
{
    m_stop.request_stop();
}

void GroupsJob::stop()
{
    m_stop.request_stop();
    ++m_generation;
}

void GroupsJob::ask(GroupsQuestion question)
{
    stop();
    m_stop = std::stop_source();
    QtConcurrent::run([question = std::move(question), stop = m_stop.get_token()] {
        return answer(question, stop);
    }).then(this, [this, generation = m_generation](const GroupsAnswer& answer) {
        if (generation == m_generation)
            Q_EMIT answered(answer);
    });
}

} // namespace skein
