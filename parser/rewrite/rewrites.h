// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/rewrite/rewritten_text.h"

#include <span>
#include <string_view>

namespace skein
{

/// One thing that systems and people do to a log on its way which can't be undone line by line in passing,
/// and how to undo it. Adding one: a file with its two functions, a line in rewrites.cpp, a mangling in
/// tests/mangling.
struct Rewrite {
    std::string_view name;   ///< "html"
    std::string_view sample; ///< what a line may look like
    /// A cheap look at a piece of the log: is it worth trying? May say yes too often.
    bool (*suspects)(std::string_view sample);
    /// Undoes it. Linear, and lines without it stay as they are.
    void (*apply)(const RewrittenText& in, RewrittenText& out);
    bool reorders = false; ///< lines of the result aren't in the order of the log
    /// It takes nothing away that says something: right where nothing looks mangled behind it any more.
    bool harmless = false;
    /// It puts lines together: whatever stands around each of them has to go first.
    bool joins = false;
    /// Only such lines as show by themselves that they go on, whatever they say.
    bool certain = false;
    /// The whole text shows that it was done to it last of all, so that it is undone first; null where none
    /// does.
    bool (*isSure)(std::string_view text) = nullptr;
};

/// Every rewrite, in the order in which they are tried.
std::span<const Rewrite> rewrites();

// characters.cpp
bool suspectsColours(std::string_view sample);
void removeColours(const RewrittenText& in, RewrittenText& out);
bool suspectsPadding(std::string_view sample);
void removePadding(const RewrittenText& in, RewrittenText& out);
bool suspectsTypography(std::string_view sample);
void undoTypography(const RewrittenText& in, RewrittenText& out);
// html.cpp
bool suspectsHtml(std::string_view sample);
void undoHtml(const RewrittenText& in, RewrittenText& out);
// escapes.cpp
bool suspectsEscapes(std::string_view sample);
void undoEscapes(const RewrittenText& in, RewrittenText& out);
// quoted_printable.cpp
bool suspectsQuotedPrintable(std::string_view sample);
void undoQuotedPrintable(const RewrittenText& in, RewrittenText& out);
/// How many lines go on in the next one or hold `=3D`, where none is longer than mails may have them and each
/// `=` stands for something.
std::size_t softLineBreaks(std::string_view text);
bool suspectsFlowed(std::string_view sample);
void undoFlowed(const RewrittenText& in, RewrittenText& out);
/// How many lines end in a blank, where the next word would have made each longer than the longest of them.
std::size_t flowedLines(std::string_view text);
/// Several lines do, and nearly all that end in one.
bool isFlowed(std::string_view text);
// records.cpp
/// Before the text of a record in journalctl's output of all fields.
inline constexpr std::string_view kMessage = "MESSAGE=";
bool suspectsJournal(std::string_view sample);
void undoJournal(const RewrittenText& in, RewrittenText& out);
bool suspectsTeamCity(std::string_view sample);
void undoTeamCity(const RewrittenText& in, RewrittenText& out);
// markdown.cpp
bool suspectsMarkdown(std::string_view sample);
void undoMarkdown(const RewrittenText& in, RewrittenText& out);
bool suspectsLeaders(std::string_view sample);
void removeLeaders(const RewrittenText& in, RewrittenText& out);
// literals.cpp
bool suspectsLiterals(std::string_view sample);
void undoLiterals(const RewrittenText& in, RewrittenText& out);
// fields.cpp
bool suspectsCsv(std::string_view sample);
void undoCsv(const RewrittenText& in, RewrittenText& out);
bool suspectsValues(std::string_view sample);
void undoValues(const RewrittenText& in, RewrittenText& out);
bool suspectsJson(std::string_view sample);
void undoJson(const RewrittenText& in, RewrittenText& out);
// prefixes.cpp
bool suspectsPrefix(std::string_view sample);
void removePrefix(const RewrittenText& in, RewrittenText& out);
bool suspectsPartialLines(std::string_view sample);
void joinPartialLines(const RewrittenText& in, RewrittenText& out);
// introduction.cpp
bool suspectsIntroduction(std::string_view sample);
void separateIntroduction(const RewrittenText& in, RewrittenText& out);
/// How much of the end of `words` the line `next` begins with, with other numbers in it: what a collector has
/// put before both. 0 where it has put nothing there.
std::size_t sharedPrefix(std::string_view words, std::string_view next);
// order.cpp
/// `2026-11-20 09:31:00.118`, `09:31:00` and nothing else.
bool isStamp(std::string_view line);
bool suspectsStamps(std::string_view sample);
void removeStamps(const RewrittenText& in, RewrittenText& out);
bool suspectsReversal(std::string_view sample);
void undoReversal(const RewrittenText& in, RewrittenText& out);
bool suspectsDoubleSpacing(std::string_view sample);
void undoDoubleSpacing(const RewrittenText& in, RewrittenText& out);
// writers.cpp
bool suspectsSeveralWriters(std::string_view sample);
void separateWriters(const RewrittenText& in, RewrittenText& out);
// others.cpp
bool suspectsOthers(std::string_view sample);
void removeOthers(const RewrittenText& in, RewrittenText& out);
// joining.cpp
bool suspectsWrapping(std::string_view sample);
void undoWrapping(const RewrittenText& in, RewrittenText& out);
bool suspectsFragments(std::string_view sample);
void joinFragments(const RewrittenText& in, RewrittenText& out);
// columns.cpp
bool suspectsColumns(std::string_view sample);
void undoColumns(const RewrittenText& in, RewrittenText& out);
// one_line.cpp
bool suspectsOneLine(std::string_view sample);
void splitOneLine(const RewrittenText& in, RewrittenText& out);

} // namespace skein
