// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "views/report/sink.h"

#include <cstdint>
#include <optional>
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
    enum class Pictures { Both, Timeline, Graph };
    Pictures pictures = Pictures::Both;   ///< in formats that are pictures
    std::optional<std::uint32_t> finding; ///< that pictures show; the first where none is given
    bool dark = false;                    ///< pictures on a dark ground
};

/// One form that an analysis can be handed on in. Adding one: a file, a line in exporters.cpp.
struct Exporter {
    std::string_view id;      ///< what `--format` takes: "json"
    std::string_view title;   ///< for menus and help: "JSON for other programs"
    std::string_view suffix;  ///< of its files, without dot
    std::string_view between; ///< what separates the reports of several inputs in one stream
    /// Writes one whole report; ends with a line end. Null for what has pictures in it: that takes Qt and is
    /// written by writeReport() of views/pictures/drawn.h, which only the window program has.
    void (*write)(const Analysis&, const ReportOptions&, Sink&);
};

/// Every exporter; the first is the default.
std::span<const Exporter* const> exporters();
/// Null where there is none of that id.
const Exporter* findExporter(std::string_view id);

/// The findings that `options` ask for, strongest first.
std::vector<const Finding*> shownFindings(const Analysis&, const ReportOptions&);

} // namespace skein
