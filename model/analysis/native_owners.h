// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/holders.h"
#include "model/log.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skein
{

/// Who holds the locks that native threads wait for: proved where an owner is printed or a guard is alive in
/// a frame, possible where only the stacks speak. Empty for snapshots without native threads.
std::vector<Holding> nativeHoldings(const Log& log, std::uint32_t snapshot,
                                    std::span<const ContendedLock> locks, ArgumentReader& reader);

} // namespace skein
