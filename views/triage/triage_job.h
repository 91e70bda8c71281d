// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/filter_edit.h"
#include "views/items/triage_data.h"

#include <QObject>

#include <cstdint>
#include <stop_token>

namespace skein
{

struct TriageQuestion {
    AnalysisPtr shown;
    std::vector<AnalysisPtr> others; ///< in any order
    triage::Baseline baseline;
    triage::Options options;
    TriagePtr earlier;         ///< what was answered before; may be null
    FilterEdit::Values values; ///< null: work them out
};

struct TriageAnswer {
    TriagePtr triage; ///< null where it was stopped
    FilterEdit::Values values;
};

/// Works out what the triage view shows, on a worker. A newer question stops the one before; its answer does
/// not arrive.
class TriageJob final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~TriageJob() override;

    void ask(TriageQuestion question);
    void stop();
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void answered(const skein::TriageAnswer& answer);

private:
    std::stop_source m_stop;
    std::uint64_t m_generation = 0;
    bool m_busy = false;
};

} // namespace skein
