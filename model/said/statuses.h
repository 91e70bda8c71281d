// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"
#include "model/triage/baseline.h"

#include <vector>

namespace skein::notes
{

/// The statuses of leaks that a case holds, as entries of a baseline (where, state and createdBy stay empty;
/// the log says them). Sorted by fingerprint.
std::vector<triage::BaselineEntry> statusesOf(const Notebook&);

/// Puts one entry's status, owner, note and count into the notebook; what is equal already is left alone.
/// `lines`: of a thread of that group, for the anchor. The changes undo it, the last first.
std::vector<Change> setStatus(Notebook&, const triage::BaselineEntry&, LineSpan lines, const Stamp&);

} // namespace skein::notes
