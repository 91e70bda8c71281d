// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace skein
{

/// What a person said, as a report shows it: where it stands is already looked up in the analysis.
struct ShownNote {
    std::string author;                        ///< "" where nobody is known
    std::string time;                          ///< "2026-11-21 12:30", as it is shown; "" where unknown
    std::string text;                          ///< Markdown, written by anybody: escape it
    std::string about;                         ///< what it sits on: "thread 34", "lines 12–18"
    ThreadRef thread;                          ///< where it sits on a thread, a frame or an access
    std::optional<std::uint32_t> finding = {}; ///< index into Analysis::findings
    LineSpan lines;                            ///< of the log
    bool resolved = false;
    bool verdict = false; ///< a verdict: confirmed, rejected, a name, the other party; not a note
};

struct ReportOptions;
/// What people have said according to the options' notebook: verdicts, then notes, oldest first. Nothing
/// where there is none.
std::vector<ShownNote> shownNotes(const Analysis& analysis, const ReportOptions& options);

} // namespace skein
