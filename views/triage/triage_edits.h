// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/triage_items.h"
#include "views/triage/baselines.h"

class QFileDialog;

namespace skein
{

/// Puts into the baseline what somebody says about a leak: its status (an int of triage::Status), owner or
/// note. An entry that says nothing any more is taken out.
void editEntry(triage::Baseline& baseline, const triage::Row& row, TriageItems::Column column,
               const QVariant& value);
/// What is new becomes known, what has grown is counted anew.
void acceptAll(triage::Baseline& baseline, const TriageData& listed);
/// Everybody who owns something, by name.
QStringList ownersOf(const triage::Baseline& baseline);
/// Asks for the file of a baseline: one that is there, or a new one.
QFileDialog* baselineDialog(const BaselineDocument& now, QWidget* parent);

} // namespace skein
