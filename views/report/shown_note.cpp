// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/shown_note.h"

#include "views/report/exporters.h"

namespace skein
{

std::vector<ShownNote> shownNotes(const AnalysisPtr&, const ReportOptions&)
{
    return {};
}

} // namespace skein
