// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

namespace skein
{

/// What people said about the log: notes with their answers, verdicts, where copies of the case disagree; and
/// the editor in which notes are written.
View* makeNotesView(ViewContext& context, QWidget* parent);

} // namespace skein
