// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein
{

/// The interleaving timeline: who did what, in which order, as far as the log shows.
View* makeTimelineView(ViewContext& context, QWidget* parent);

} // namespace skein
