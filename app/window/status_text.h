// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <QString>

namespace skein
{

/// "418 goroutines in 6 groups · 1 dump · 4,218 lines: 2,906 recognised, 1,312 kept as they are"
QString statusText(const Analysis& analysis);
/// What was done to the bytes before they were read: "docker prefix set aside · gzip". Empty where nothing
/// was.
QString inputText(const InputInfo& input);
/// "418 goroutines" or "12 threads". Linear in the groups.
QString threadCountText(const Analysis& analysis);

} // namespace skein
