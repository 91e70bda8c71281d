// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/baseline.h"
#include "views/view.h"

#include <vector>

namespace skein
{

/// Leaks with names: what the team's baseline says about each, edited in place and saved to it; growth and a
/// matrix where several dumps are compared. A log that is dropped on it is compared.
View* makeTriageView(ViewContext& context, QWidget* parent);

/// What the baseline of the log in view says of leaks; `view` is what makeTriageView() made.
std::vector<triage::BaselineEntry> statusesIn(const View& view);

} // namespace skein
