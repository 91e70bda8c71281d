// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "model/analysis/groups.h"
#include "model/analysis/wait_graph.h"
#include "model/finding.h"
#include "model/log.h"

namespace skein {

/// What detectors may look at besides the log: computed once for all of them.
struct DetectorInput {
    const Log& log;
    std::span<const Group> groups;
    std::span<const WaitGraph> waitGraphs;   ///< one per snapshot, same index
    std::stop_token stop;
};

/// A detector is a pure function with a name. Adding one: a file, a line in detectors.cpp, fixtures.
struct Detector {
    std::string_view id;
    std::string_view title;
    void (*run)(const DetectorInput&, std::vector<Finding>& out);
};

/// Every detector, in the order in which they run.
std::span<const Detector* const> detectors();

}  // namespace skein
