// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string_view>
#include <vector>

namespace skein
{

/// One line of a report that stands with others in a line of the log.
struct ReportLine {
    std::string_view text;   ///< without the blanks around it
    std::string_view indent; ///< what its format puts before it
    bool blankBefore = false;
};

/// What may stand behind a frame.
enum class FrameTail : unsigned char {
    None,
    Locals, ///< gdb's variables
    Source, ///< eu-stack's file and line
    Module, ///< ThreadSanitizer's, `(races+0x4cf9)`, with which the frame ends
};
/// Appends the line of a frame, and that behind it as lines of their own.
void addFrame(ReportLine line, FrameTail tail, std::vector<ReportLine>& out);

/// How the lines of one kind of report begin.
struct ReportGrammar;
/// That of the report that `text` holds, null where it holds none. A cheap look, which may say yes too often.
const ReportGrammar* reportIn(std::string_view text);
/// The line begins as one of that report.
bool isLineOf(const ReportGrammar& grammar, std::string_view line);

/// Several lines of such a report stand in one.
bool holdsReport(std::string_view line);

/// The lines of a report of a debugger, a sanitizer, valgrind, go-deadlock or pprof whose line ends became
/// blanks: each begins with words that stand nowhere else. A single one where `line` holds none of these.
std::vector<ReportLine> reportLines(std::string_view line);

/// The lines of a text that became one, each of which has the same words before it, whatever numbers are in
/// them: `May 04 09:31:07 node1 shopd[2113]: goroutine 1 [running]: May 04 09:31:07 node1 shopd[2113]:
/// main.main()`. None where it isn't so; `isMany` tells that several lines of a dump stand in a text.
std::vector<std::string_view> linesBehindFront(std::string_view line, bool (*isMany)(std::string_view));

} // namespace skein
