// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/exporters.h"

namespace skein
{

std::vector<const Finding*> shownFindings(const Analysis& analysis, const ReportOptions& options)
{
    std::vector<const Finding*> shown;
    for (const Finding& finding : analysis.findings)
        if (finding.certainty <= options.minCertainty)
            shown.push_back(&finding);
    return shown;
}

} // namespace skein
