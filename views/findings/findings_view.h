// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein {

/// One card per finding, strongest first.
View* makeFindingsView(ViewContext& context, QWidget* parent);

}  // namespace skein
