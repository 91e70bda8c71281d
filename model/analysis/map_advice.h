// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_candidates.h"
#include "model/analysis/map_crash.h"
#include "model/finding.h"

#include <string_view>
#include <vector>

namespace skein
{

/// The title of the advice to build with -race, which is out of place where that has been done.
inline constexpr std::string_view kConfirmByRaceDetector = "Confirm it with the race detector";

/// Ways to repair this map crash, the one that fits best first: with the functions concerned, the reason and
/// the cost.
std::vector<Advice> mapAdvice(const Log& log, const MapCrash& crash, const MapRanking& ranking);

} // namespace skein
