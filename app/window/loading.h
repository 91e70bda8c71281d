// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/log_source.h"
#include "model/analysis/analysis.h"

#include <atomic>
#include <expected>
#include <memory>
#include <stop_token>
#include <vector>

namespace skein
{

namespace cases
{
struct CaseFile;
}

/// How far a load is; written by the worker, looked at by the window when it pleases.
struct LoadProgress {
    enum class Stage { Reading, Recognising, Analysing };
    std::atomic<Stage> stage = Stage::Reading;
    std::atomic<int> permille = 0; ///< of Recognising
};

/// What a load gives.
struct Loaded {
    AnalysisPtr analysis;
    std::shared_ptr<const cases::CaseFile> caseFile = {}; ///< where the log came in a case; otherwise null
};

/// The error is one sentence for the user, empty when the load was stopped.
using LoadResult = std::expected<Loaded, QString>;

/// Reads, parses and analyses, on the thread that calls it. `beside` is what static checkers say of the same
/// source in other files.
LoadResult loadLog(const LogSource& source, std::stop_token stop, LoadProgress& progress,
                   const std::vector<LintNote>& beside = {});

/// Analyses a log again that is read already.
LoadResult analyseAgain(LogPtr log, std::stop_token stop, LoadProgress& progress,
                        const std::vector<LintNote>& beside);

/// The same analysis behind a pointer whose last copy may be dropped anywhere: a large analysis takes long to
/// free, so that is done on a thread of its own.
AnalysisPtr releasedElsewhere(AnalysisPtr analysis);

} // namespace skein
