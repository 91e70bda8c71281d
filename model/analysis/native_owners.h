// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/holders.h"
#include "model/analysis/wait_graph.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace skein
{

/// Who holds the locks that native threads wait for: proved where an owner is printed or a guard is alive in
/// a frame, possible where only the stacks speak. Empty for snapshots without native threads. `knot` is set
/// where it is proved that threads wait for each other, but not who for whom.
std::vector<Holding> nativeHoldings(const Log& log, std::uint32_t snapshot,
                                    std::span<const ContendedLock> locks, ArgumentReader& reader,
                                    std::optional<WaitGraph::Knot>& knot);

} // namespace skein
