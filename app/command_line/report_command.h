// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "views/report/exporters.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace skein::command_line
{

/// What the user typed behind `skein report`.
struct ReportArguments {
    std::vector<std::string> files;
    std::string format = "text";
    std::string output;
    std::string minCertainty = "possible";
    std::vector<std::string> lint;    ///< files with the words of static checkers
    std::vector<std::string> failOn;  ///< kinds of finding, separated by commas
    std::vector<std::string> filters; ///< all of them must match; see docs/filter.md
    std::string picture = "both";
    std::string theme = "light";
    std::uint32_t finding = 0; ///< counted from 1; 0: the first
};

/// Writes a report that has pictures in it; the error is a sentence. See views/pictures/drawn.h.
using ReportWriter = std::expected<void, std::string> (*)(const Exporter&, const AnalysisPtr&,
                                                          const ReportOptions&, Sink&);

/// Prints a report of each file. Returns an ExitStatus. Formats with pictures need a writer.
int runReport(const ReportArguments&, ReportWriter writer = nullptr);

/// The format that is asked for needs a writer.
bool hasPictures(const ReportArguments&);

/// "concurrent-map-access" …: every kind of finding, for the help text and for checking `--fail-on`.
std::vector<std::string_view> findingKinds();

} // namespace skein::command_line
