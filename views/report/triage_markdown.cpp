// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Tables for an issue, a pull request or GITHUB_STEP_SUMMARY: GitHub Flavored Markdown,
// https://github.github.com/gfm.
#include "views/report/triage_parts.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <format>

namespace skein
{

namespace
{

using namespace triage_parts;
using triage::Change;
using triage::ComparedGroup;
using triage::Row;

constexpr std::size_t kMostRows = 200;

/// Text that stands for itself: every character that could begin something (a tag, a link, a mention, a
/// column).
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : utf8::printable(text)) {
        if (std::string_view("\\`*_{}[]()#+-.!|~>$:").contains(c))
            out += '\\';
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '@')
            out += "&#64;"; // nobody is told that a log mentions them
        else
            out += c;
    }
    return out;
}

/// `main.(*Pool).submit`: within more backticks than it has itself. In a table a | ends the column even in
/// code.
std::string code(std::string_view text)
{
    const std::string printable = utf8::printable(text);
    std::size_t run = 0, longest = 0;
    for (const char c : printable) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    std::string inside;
    for (const char c : printable)
        (c == '|' ? inside += '\\' : inside) += c;
    if (inside.empty())
        return "";
    const bool padded = inside.front() == '`' || inside.back() == '`';
    return std::format("{}{}{}{}{}", fence, padded ? " " : "", inside, padded ? " " : "", fence);
}

/// Why those that are not accepted are stuck, below the table.
void writeReasons(const TriageReport& report, Sink& sink)
{
    constexpr std::size_t kMostExplained = 40;
    std::size_t written = 0;
    for (const Row& row : report.triage.rows) {
        const bool open = row.count > 0 && (row.status == triage::Status::New || row.grown);
        if (!open || (row.reasons.empty() && row.lint.empty()))
            continue;
        if (written++ == kMostExplained)
            break;
        sink.write(std::format("\n{}\n\n", code(at(shortFunction(row.function), row.file, row.line))));
        for (const LeakReason& reason : row.reasons)
            sink.write(std::format("- {}\n", escaped(reason.text)));
        for (const Evidence& said : row.lint)
            sink.write(std::format("- {}\n", escaped(said.text)));
    }
}

void writeTriage(const TriageReport& report, Sink& sink)
{
    const std::string inputs = inputsOf(report);
    sink.write(std::format("**Goroutine leaks:** {}{}{}\n", escaped(summary(report.triage)),
                           inputs.empty() ? "" : "; ", inputs));
    if (!report.triage.rows.empty())
        sink.write("\n| | Goroutines | State | Where | Created by | Owner, note | Fingerprint |\n"
                   "| --- | ---: | --- | --- | --- | --- | --- |\n");
    std::size_t written = 0;
    for (const Row& row : report.triage.rows) {
        if (written++ == kMostRows)
            break;
        const bool fails = skein::triage::fails(report.gate, row);
        const std::string_view word = wordFor(row);
        std::string note = row.owner;
        if (!row.note.empty())
            note += std::format("{}{}", note.empty() ? "" : ": ", row.note);
        const std::string count =
            row.grown ? std::format("{} (of {} known)", row.count, row.known) : std::to_string(row.count);
        sink.write(std::format("| {}{}{} | {} | {} | {} | {} | {} | {} |\n", fails ? "**" : "", escaped(word),
                               fails ? "**" : "", count, escaped(stateOf(row)),
                               code(at(shortFunction(row.function), row.file, row.line)),
                               code(at(shortFunction(row.createdBy), row.createdFile, row.createdLine)),
                               escaped(note), code(toString(row.fingerprint))));
    }
    if (report.triage.rows.size() > kMostRows)
        sink.write(std::format("\nand {} more\n", report.triage.rows.size() - kMostRows));
    writeReasons(report, sink);
}

void writeDiff(const DiffReport& report, Sink& sink)
{
    sink.write(std::format("**Goroutines:** {}\n", escaped(summary(report.comparison))));
    if (!report.comparison.groups.empty())
        sink.write("\n| | Goroutines | Where | Growth | Not moved |\n| --- | --- | --- | --- | ---: |\n");
    std::size_t written = 0;
    for (const ComparedGroup& group : report.comparison.groups) {
        if (group.change == Change::Stayed && group.stuck == 0)
            continue;
        if (written++ == kMostRows)
            break;
        const bool fails = skein::fails(report.gate, group);
        sink.write(std::format("| {}{}{} | {} | {} | {} | {} |\n", fails ? "**" : "", toString(group.change),
                               fails ? "**" : "", countsOf(group), code(nameOf(report.comparison, group)),
                               escaped(growthOf(group)), group.stuck > 0 ? std::to_string(group.stuck) : ""));
    }
}

} // namespace

extern const TriageFormat markdownTriage;
const TriageFormat markdownTriage{.id = "markdown",
                                  .title = "Markdown for an issue or a job summary",
                                  .suffix = "md",
                                  .triage = writeTriage,
                                  .diff = writeDiff};

} // namespace skein
