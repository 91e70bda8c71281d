// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/detectors.h"

namespace skein
{

/// Go's `fatal error: concurrent map …`: the goroutine that ran into the check, and who the other party was.
extern const Detector concurrentMapDetector;

} // namespace skein
