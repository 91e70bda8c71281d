// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <string>

namespace skein::test
{

/// Whether the lines of the log as given hold what they are said to hold: each goroutine's number, each
/// frame's function or place, the reason. The first that doesn't, in words; "" where all do. What stands
/// between letters and digits doesn't count, and what was split over several lines may have a collector's
/// words between its parts.
std::string wrongSpan(const Log& log);

} // namespace skein::test
