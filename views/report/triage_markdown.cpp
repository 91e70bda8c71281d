// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Tables for an issue, a pull request or GITHUB_STEP_SUMMARY: GitHub Flavored Markdown,
// https://github.github.com/gfm.
#include "model/formatted.h"
#include "views/report/markdown.h"
#include "views/report/triage_parts.h"

#include <algorithm>

namespace skein
{

namespace
{

using namespace triage_parts;
using markdown::code;
using markdown::escaped;
using triage::Change;
using triage::ComparedGroup;
using triage::Row;

constexpr std::size_t kMostRows = 200;

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
        sink.write(formatted("\n{}\n\n", code(at(shortFunction(row.function), row.file, row.line))));
        for (const LeakReason& reason : row.reasons)
            sink.write(formatted("- {}\n", escaped(reason.text)));
        for (const Evidence& said : row.lint)
            sink.write(formatted("- {}\n", escaped(said.text)));
    }
}

void writeTriage(const TriageReport& report, Sink& sink)
{
    const std::string inputs = inputsOf(report);
    sink.write(formatted("**Goroutine leaks:** {}{}{}\n", escaped(summary(report.triage)),
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
            note += formatted("{}{}", note.empty() ? "" : ": ", row.note);
        const std::string count =
            row.grown ? formatted("{} (of {} known)", row.count, row.known) : std::to_string(row.count);
        sink.write(formatted("| {}{}{} | {} | {} | {} | {} | {} | {} |\n", fails ? "**" : "", escaped(word),
                             fails ? "**" : "", count, escaped(stateOf(row)),
                             code(at(shortFunction(row.function), row.file, row.line)),
                             code(at(shortFunction(row.createdBy), row.createdFile, row.createdLine)),
                             escaped(note), code(toString(row.fingerprint))));
    }
    if (report.triage.rows.size() > kMostRows)
        sink.write(formatted("\nand {} more\n", report.triage.rows.size() - kMostRows));
    writeReasons(report, sink);
}

void writeDiff(const DiffReport& report, Sink& sink)
{
    sink.write(formatted("**Goroutines:** {}\n", escaped(summary(report.comparison))));
    if (!report.comparison.groups.empty())
        sink.write("\n| | Goroutines | Where | Growth | Not moved |\n| --- | --- | --- | --- | ---: |\n");
    std::size_t written = 0;
    for (const ComparedGroup& group : report.comparison.groups) {
        if (group.change == Change::Stayed && group.stuck == 0)
            continue;
        if (written++ == kMostRows)
            break;
        const bool fails = skein::fails(report.gate, group);
        sink.write(formatted("| {}{}{} | {} | {} | {} | {} |\n", fails ? "**" : "", toString(group.change),
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
