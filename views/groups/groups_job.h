// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/triage/filter.h"
#include "model/triage/strength.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace skein
{

using GroupsPtr = std::shared_ptr<const std::vector<Group>>;

struct GroupsQuestion {
    AnalysisPtr analysis;
    triage::Strength strength = triage::Strength::Place;
    triage::Filter filter;
    GroupsPtr groups; ///< of that strength; null: work them out, unless they are the analysis' own
    std::shared_ptr<const triage::FilterValues> values; ///< null: work them out
};

struct GroupsAnswer {
    GroupsPtr groups;          ///< null: those of the analysis
    std::vector<bool> matches; ///< per group; empty: all of them
    std::shared_ptr<const triage::FilterValues> values;
};

/// Groups of another strength, and which of them the filter matches, on a worker.
class GroupsJob final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~GroupsJob() override;

    /// A newer question stops the one before; its answer does not arrive.
    void ask(GroupsQuestion question);
    void stop();

Q_SIGNALS:
    void answered(const skein::GroupsAnswer& answer);

private:
    std::stop_source m_stop;
    std::uint64_t m_generation = 0;
};

} // namespace skein
