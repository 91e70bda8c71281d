// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_job.h"

#include "model/triage/filter_subjects.h"

#include <QtConcurrent>

namespace skein
{
namespace
{

TriageAnswer answer(TriageQuestion question, std::stop_token stop)
{
    TriageAnswer out{.triage = nullptr, .values = std::move(question.values)};
    std::vector<AnalysisPtr> inputs = std::move(question.others);
    inputs.push_back(question.shown);
    const std::size_t shown = sortByTime(inputs, question.shown);
    out.triage = makeTriage(std::move(inputs), shown, question.baseline, question.options,
                            question.earlier.get(), stop);
    if (!out.values && !stop.stop_requested())
        out.values = std::make_shared<triage::FilterValues>(triage::filterValues(*question.shown->log));
    return out;
}

} // namespace

TriageJob::~TriageJob()
{
    m_stop.request_stop();
}

void TriageJob::stop()
{
    m_stop.request_stop();
    ++m_generation;
    m_busy = false;
}

void TriageJob::ask(TriageQuestion question)
{
    stop();
    m_stop = std::stop_source();
    m_busy = true;
    QtConcurrent::run([question = std::move(question), stop = m_stop.get_token()] {
        return answer(question, stop);
    }).then(this, [this, generation = m_generation](const TriageAnswer& answer) {
        if (generation != m_generation)
            return;
        m_busy = false;
        Q_EMIT answered(answer);
    });
}

} // namespace skein
