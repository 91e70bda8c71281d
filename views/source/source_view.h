// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein {

/// The file around the selected frame, when it stands under a source folder that the user has set.
View* makeSourceView(ViewContext& context, QWidget* parent);

}  // namespace skein
