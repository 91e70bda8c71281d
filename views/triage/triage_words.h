// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/triage_data.h"
#include "views/triage/baselines.h"

#include <QList>
#include <QString>

/// The sentences of the triage view.
namespace skein::words
{

/// Why there is nothing in the table; "" where there is something. Null: not known yet.
QString tableSentence(const TriageData* data, bool filtered);
/// The same for the matrix.
QString matrixSentence(const TriageData* data);
/// The same for those who created the leaks.
QString creationsSentence(const TriageData* data, bool filtered);
/// "3 new, 1 grown, 12 idle set aside"
QString countText(const TriageData& data);
/// Everything that there is to say about a leak besides its row.
QString lineDetail(const TriageLine& line);
/// How many leaks an edit took out of the filter.
int lapsed(const TriageData* leaks);
/// What there is to say about the chosen rows, or what to do next; "" for nothing. Null: nothing is known
/// yet.
QString choiceDetail(const TriageData* leaks, const BaselineDocument* file, const QList<int>& rows);
/// Where the baseline is, and whether it has to be saved.
QString fileTip(const BaselineDocument* file);

} // namespace skein::words
