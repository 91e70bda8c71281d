// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"

#include <string>

namespace skein
{

/// What repairs that which a sanitizer or valgrind reports. `lock`: the one lock that both sides of a race
/// should hold, in words; empty where the report doesn't tell.
Advice adviceForReport(const Log& log, const Snapshot& snapshot, const std::string& lock);

} // namespace skein
