// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein
{

/// Both sides of a conflict, or the parties of a cycle, stack beside stack; the stack of a single thread.
View* makeSidesView(ViewContext& context, QWidget* parent);

} // namespace skein
