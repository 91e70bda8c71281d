// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/compare.h"
#include "model/triage/creation_chains.h"
#include "model/triage/triage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace skein
{

/// A leak with what became of it over the dumps that are compared.
struct TriageLine {
    triage::Row row;                                ///< its count is that of the newest log
    std::vector<std::uint64_t> counts;              ///< per dump
    triage::Change change = triage::Change::Stayed; ///< from the first dump to the last
    std::optional<double> perMinute;
    std::uint64_t stuck = 0; ///< goroutines that have not moved since the first dump that shows them
    ThreadRef thread;        ///< its first in the log that is shown; none where that does not show it
    bool lapsed = false;     ///< an edit took it out of the filter; it goes when that is applied again
};

/// What the triage view shows. Made on a worker; the view then changes nothing of it but what the team says
/// about a row.
struct TriageData {
    std::vector<AnalysisPtr> inputs; ///< oldest first
    std::size_t shown = 0;           ///< index of the log that the window shows
    std::vector<TriageLine> lines;
    std::shared_ptr<const triage::Comparison> comparison; ///< of all dumps
    std::vector<std::uint32_t> threads; ///< of the comparison: those that stand in one of the lines
    /// Who created what is in the lines, for each snapshot of the log that is shown.
    std::vector<triage::CreationTree> creations;
    std::uint64_t ignored = 0, idle = 0;
    std::vector<std::string> warnings;
};
using TriagePtr = std::shared_ptr<TriageData>;

/// Logs by the time of their dumps where these can be compared (see triage::orderByTime), otherwise as given,
/// the one that is shown last. Returns the index of `shown`.
std::size_t sortByTime(std::vector<AnalysisPtr>& inputs, const AnalysisPtr& shown);

/// Linear in the number of threads. `earlier` is a result of before: its comparison is taken over where the
/// inputs are the same. Null when `stop` was requested.
TriagePtr makeTriage(std::vector<AnalysisPtr> inputs, std::size_t shown, const triage::Baseline& baseline,
                     const triage::Options& options, const TriageData* earlier, std::stop_token stop);

/// The entry of the baseline that speaks for a row: its own, or the one that it resembles so much that the
/// logs cannot tell.
const triage::Fingerprint& spokenFor(const triage::Row& row);

} // namespace skein
