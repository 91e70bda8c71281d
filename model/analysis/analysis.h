// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "model/analysis/groups.h"
#include "model/analysis/wait_graph.h"
#include "model/finding.h"
#include "model/log.h"

namespace skein {

/// A log and everything that follows from it: what the window, the reports and the exports show.
struct Analysis {
    LogPtr log;
    std::vector<Group> groups;
    std::vector<Finding> findings;       ///< strongest first
    std::vector<WaitGraph> waitGraphs;   ///< one per snapshot
    std::vector<LintNote> beside;        ///< of files beside the log (LintNote::from); those of the log are Log::lint
};

using AnalysisPtr = std::shared_ptr<const Analysis>;

/// Groups, wait-for graphs, findings. Null when `stop` was requested. `beside` are static checkers' words from
/// another file than the log (LintNote::from).
AnalysisPtr analyse(LogPtr log, std::stop_token stop = {}, std::span<const LintNote> beside = {});

}  // namespace skein
