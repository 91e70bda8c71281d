// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein {

/// The raw log with line numbers, highlighted by Skein's syntax definition; find, copy, go to line.
View* makeLogView(ViewContext& context, QWidget* parent);

}  // namespace skein
