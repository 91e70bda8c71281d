// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "views/report/sink.h"

#include <span>
#include <string_view>
#include <vector>

namespace skein
{

namespace notes
{
class Notebook;
}

struct ReportOptions {
    Certainty minCertainty = Certainty::Possible; ///< findings that are less sure are left out
    bool colour = false;                          ///< ANSI colours, in formats for a terminal
    unsigned columns = 100;                       ///< width that text is wrapped to
    const notes::Notebook* notebook = nullptr;    ///< of a case; null: nobody has said anything
};

/// One form that an analysis can be handed on in. Adding one: a file, a line in exporters.cpp.
struct Exporter {
    std::string_view id;      ///< what `--format` takes: "json"
    std::string_view title;   ///< for menus and help: "JSON for other programs"
    std::string_view suffix;  ///< of its files, without dot
    std::string_view between; ///< what separates the reports of several inputs in one stream
    /// Writes one whole report; ends with a line end.
    void (*write)(const Analysis&, const ReportOptions&, Sink&);
};

/// Every exporter; the first is the default.
std::span<const Exporter* const> exporters();
/// Null where there is none of that id.
const Exporter* findExporter(std::string_view id);

/// The findings that `options` ask for, strongest first.
std::vector<const Finding*> shownFindings(const Analysis&, const ReportOptions&);

} // namespace skein
