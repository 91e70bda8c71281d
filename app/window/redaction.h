// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/redact/redact.h"
#include "parser/case/case_file.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace skein
{

/// A log with its notes, and what is to be masked in them.
struct RedactionWanted {
    AnalysisPtr analysis; ///< its log's text is taken
    std::string name;     ///< of the log's file
    notes::Notebook notebook;
    std::vector<std::string> masked; ///< CaseFile::masked of a case that is redacted again
    redact::Options options;
};

/// A masked copy, and what is different in it. Made on a worker, shown, and saved as it was shown.
struct Redaction {
    cases::CaseFile copy;
    std::vector<redact::Mask> masks;  ///< those that stand somewhere in the copy
    std::vector<std::string> summary; ///< "host names: 3 (41 places)"

    /// A line that the copy has with masks.
    struct Line {
        std::uint64_t number = 0; ///< 1-based, of the log; 0: of a note
        std::string author;       ///< of the note
        std::string before;       ///< a part of it, where it is very long
        /// Of `before`; Span::mask is an index into `masks`.
        std::vector<redact::Span> spans;
    };
    std::vector<Line> lines;   ///< notes first; of many lines the first, and some for each mask
    std::uint64_t changed = 0; ///< how many lines have masks, those that are left out here included
};

/// The error is one sentence; empty when stopped.
std::expected<std::shared_ptr<const Redaction>, std::string> redactionOf(const RedactionWanted& wanted,
                                                                         std::stop_token stop);

} // namespace skein
