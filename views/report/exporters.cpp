// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/exporters.h"

#include <algorithm>
#include <array>

namespace skein
{

extern const Exporter textExporter; // text_report.cpp
extern const Exporter jsonExporter; // json_report.cpp

std::span<const Exporter* const> exporters()
{
    static constexpr std::array list{&textExporter, &jsonExporter};
    return list;
}

const Exporter* findExporter(std::string_view id)
{
    const auto found = std::ranges::find(exporters(), id, &Exporter::id);
    return found == exporters().end() ? nullptr : *found;
}

std::vector<const Finding*> shownFindings(const Analysis& analysis, const ReportOptions& options)
{
    std::vector<const Finding*> shown;
    for (const Finding& finding : analysis.findings)
        if (finding.certainty <= options.minCertainty)
            shown.push_back(&finding);
    return shown;
}

} // namespace skein
