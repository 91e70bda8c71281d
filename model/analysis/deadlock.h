// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/wait_graph.h"
#include "model/log.h"

namespace skein {

/// Whether a cycle gets a finding of its own: a guess does only where something is known to be stuck, or several
/// threads fit together.
bool worthTelling(const Log& log, const WaitGraph& graph, const WaitGraph::Cycle& cycle);

}  // namespace skein
