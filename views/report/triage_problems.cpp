// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Leaks and growing groups as problems at a line of the source, for JUnit XML, SARIF and GitHub's
// annotations.
#include "model/formatted.h"
#include "views/report/problems.h"
#include "views/report/text_writer.h"
#include "views/report/triage_parts.h"
#include "views/report/utf8.h"

#include <array>

namespace skein
{

namespace
{

using namespace triage_parts;
using triage::Change;
using triage::ComparedGroup;
using triage::Row;
using triage::Status;

constexpr std::array kRules = std::to_array<ProblemRule>({
    {"new-leak", "A goroutine leak that the baseline does not know",
     "Goroutines wait where, as far as Skein knows, nobody wakes them, and the baseline has no entry for "
     "them. Repair "
     "it, or accept it with 'skein triage --baseline FILE --update-baseline'."},
    {"grown-leak", "A known goroutine leak that has grown",
     "More goroutines leak here than the baseline's count says."},
    {"known-leak", "A goroutine leak that the baseline knows", "The leak stands in the baseline."},
});
constexpr std::array kDiffRules = std::to_array<ProblemRule>({
    {"new-group", "Goroutines that wait where none did", "The first dump has no goroutine there."},
    {"grown-group", "More goroutines wait than before",
     "The last dump has more goroutines there than the first."},
    {"stuck-group", "Goroutines that have not moved",
     "The same goroutines wait in the same place of the first and the last dump that show them."},
});

std::string packageOf(std::string_view function)
{
    const auto slash = function.substr(0, function.find('(')).rfind('/');
    const auto dot = function.find('.', slash == function.npos ? 0 : slash);
    return std::string(function.substr(0, dot));
}

std::string titleOf(const Row& row)
{
    const std::string_view kind = row.back                    ? "back again"
                                  : row.status == Status::New ? "new"
                                  : row.grown                 ? "grown"
                                                              : toString(row.status);
    return formatted("{} leak ({}): {} [{}] in {}",
                     row.kind == ThreadKind::Goroutine ? "Goroutine" : "Thread", kind,
                     goroutines(row.count, row.kind), row.state, shortFunction(row.function));
}

std::string textOf(const Row& row)
{
    std::string out = formatted("{} [{}] in {}.", goroutines(row.count, row.kind), stateOf(row),
                                at(row.function, row.file, row.line));
    if (!row.createdBy.empty())
        out += formatted("\nCreated by {}.", at(row.createdBy, row.createdFile, row.createdLine));
    if (!row.why.empty())
        out += "\n" + row.why;
    for (const LeakReason& reason : row.reasons)
        out += "\n" + reason.text;
    for (const Evidence& said : row.lint)
        out += "\n" + said.text;
    if (row.grown)
        out += formatted("\nThe baseline knows {}.", goroutines(row.known, row.kind));
    if (row.back)
        out += "\nThe baseline says that it is fixed.";
    if (row.likeness == triage::Likeness::Renumbered)
        out += formatted(
            "\nIt may be the leak {} with its closures numbered anew; --update-baseline moves its note.",
            toString(row.resembles));
    if (!row.owner.empty())
        out += "\nOwner: " + row.owner;
    if (!row.note.empty())
        out += "\nNote: " + row.note;
    return out + "\nFingerprint: " + toString(row.fingerprint);
}

Problem problemOf(const TriageReport& report, const Row& row)
{
    Problem p;
    const Place place = placeOf(report, row);
    const bool isNew = row.status == Status::New;
    p.failed = fails(report.gate, row);
    p.level = p.failed ? Level::Error : isNew || row.grown ? Level::Warning : Level::Note;
    p.rule = isNew ? "new-leak" : row.grown ? "grown-leak" : "known-leak";
    p.title = titleOf(row);
    p.text = textOf(row);
    p.file = place.file;
    p.line = place.line;
    p.inRepository = place.inRepository;
    p.group = packageOf(row.function);
    p.fingerprint = toString(row.fingerprint);
    p.name = formatted("{} [{}] {}", shortFunction(row.function), row.state, p.fingerprint);
    if (!report.baseline.empty())
        p.state = isNew ? "new" : row.grown ? "updated" : "unchanged";
    if (row.status == Status::WontFix || row.status == Status::FalsePositive)
        p.accepted = row.note.empty() ? std::string(toString(row.status))
                                      : formatted("{}: {}", toString(row.status), row.note);
    return p;
}

Problems problemsOf(const TriageReport& report)
{
    Problems problems{.suite = "skein triage", .rules = kRules};
    problems.log = report.inputs.empty() ? "-" : report.inputs.front()->log->input.path;
    for (const Row& row : report.triage.rows)
        if (row.count > 0)
            problems.list.push_back(cleaned(problemOf(report, row)));
    return problems;
}

Problem problemOf(const DiffReport& report, const ComparedGroup& group)
{
    const Shown shown = shownOf(report.comparison, group);
    const Log& log = *shown.dump.log;
    const Place place = placeOf(log, shown.first, *report.paths);
    const std::string name = nameOf(report.comparison, group);
    Problem p;
    p.failed = fails(report.gate, group);
    p.level = p.failed ? Level::Error : Level::Warning;
    p.rule = group.change == Change::New    ? "new-group"
             : group.change == Change::Grew ? "grown-group"
                                            : "stuck-group";
    p.title = formatted("Goroutines {}: {} {}", toString(group.change), countsOf(group), name);
    p.text = formatted("{} {}", countsOf(group), name);
    if (const std::string growth = growthOf(group); !growth.empty())
        p.text += "\n" + growth;
    if (group.stuck > 0)
        p.text +=
            formatted("\n{} since the first dump that shows them.",
                      text::counted(group.stuck, "goroutine has not moved", "goroutines have not moved"));
    for (const LeakReason& reason : group.reasons)
        p.text += "\n" + reason.text;
    p.file = place.file;
    p.line = place.line;
    p.inRepository = place.inRepository;
    p.group = packageOf(place.function);
    p.name = name;
    if (report.comparison.strength == triage::Strength::Leak)
        p.fingerprint = group.name;
    p.state = group.change == Change::New ? "new" : group.change == Change::Grew ? "updated" : "unchanged";
    return p;
}

Problems problemsOf(const DiffReport& report)
{
    Problems problems{.suite = "skein diff", .rules = kDiffRules};
    problems.log = report.comparison.dumps.empty() ? "-" : report.comparison.dumps.back().log->input.path;
    for (const ComparedGroup& group : report.comparison.groups)
        if (fails(triage::Gate::Any, group))
            problems.list.push_back(cleaned(problemOf(report, group)));
    return problems;
}

template <class Report, void (*write)(const Problems&, Sink&)>
void writeAs(const Report& report, Sink& sink)
{
    write(problemsOf(report), sink);
}

} // namespace

extern const TriageFormat junitTriage;
const TriageFormat junitTriage{.id = "junit",
                               .title = "JUnit XML for test reports",
                               .suffix = "xml",
                               .triage = writeAs<TriageReport, writeJunit>,
                               .diff = writeAs<DiffReport, writeJunit>};
extern const TriageFormat sarifTriage;
const TriageFormat sarifTriage{.id = "sarif",
                               .title = "SARIF 2.1.0 for code scanning",
                               .suffix = "sarif",
                               .triage = writeAs<TriageReport, writeSarif>,
                               .diff = writeAs<DiffReport, writeSarif>};
extern const TriageFormat githubTriage;
const TriageFormat githubTriage{.id = "github",
                                .title = "annotations for GitHub Actions",
                                .suffix = "txt",
                                .triage = writeAs<TriageReport, writeGithub>,
                                .diff = writeAs<DiffReport, writeGithub>};

} // namespace skein
