// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/compare.h"
#include "model/triage/triage.h"
#include "views/report/sink.h"
#include "views/report/source_paths.h"

#include <span>
#include <string>
#include <string_view>

namespace skein
{

/// What `skein triage` prints.
struct TriageReport {
    std::span<const AnalysisPtr> inputs;
    const triage::Triage& triage;
    triage::Gate gate = triage::Gate::None;
    std::string baseline{}; ///< its path; "" for none
    SourcePaths* paths;     ///< never null
    bool colour = false;    ///< ANSI colours, in formats for a terminal
    unsigned columns = 100; ///< width that text is wrapped to
};

/// What `skein diff` prints.
struct DiffReport {
    const triage::Comparison& comparison;
    triage::Gate gate = triage::Gate::None;
    bool threads = false; ///< the matrix threads × dumps as well
    SourcePaths* paths;   ///< never null
    bool colour = false;
    unsigned columns = 100;
};

/// One form of both. Adding one: a file, a line in triage_formats.cpp.
struct TriageFormat {
    std::string_view id;     ///< what `--format` takes: "json"
    std::string_view title;  ///< for help: "JSON for other programs"
    std::string_view suffix; ///< of its files, without dot
    void (*triage)(const TriageReport&, Sink&);
    void (*diff)(const DiffReport&, Sink&);
};

/// Every format; the first is the default.
std::span<const TriageFormat* const> triageFormats();
/// Null where there is none of that id.
const TriageFormat* findTriageFormat(std::string_view id);

/// Whether the gate fails because of a group of a comparison: New: it was not there before; Grown: or it has
/// grown; Any: or goroutines in it have not moved.
bool fails(triage::Gate, const triage::ComparedGroup&);
bool fails(triage::Gate, const triage::Comparison&);

} // namespace skein
