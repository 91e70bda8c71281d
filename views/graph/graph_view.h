// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein {

/// The wait-for graph of the selected snapshot: threads, what they wait for, who holds it.
View* makeGraphView(ViewContext& context, QWidget* parent);

}  // namespace skein
