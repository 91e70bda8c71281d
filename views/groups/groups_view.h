// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein {

/// Threads that stand in the same place: count, states, waits, creator. Sorts, filters, sets aside, unfolds.
View* makeGroupsView(ViewContext& context, QWidget* parent);

}  // namespace skein
