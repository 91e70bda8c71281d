// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Triage and comparison for people.
#include "model/formatted.h"
#include "views/report/text_parts.h"
#include "views/report/triage_parts.h"

#include <algorithm>

namespace skein
{

namespace
{

using namespace triage_parts;
using text::Style;
using text::TextWriter;
using triage::Change;
using triage::ComparedGroup;
using triage::Comparison;
using triage::Row;

constexpr std::size_t kIndent = 2, kReasonIndent = 28, kMostRows = 200, kMostThreads = 1000;

std::string joined(std::string_view a, std::string_view b)
{
    return b.empty() ? std::string(a) : formatted("{} · {}", a, b);
}

void writeRow(TextWriter& out, const TriageReport& report, const Row& row)
{
    const std::string_view word = wordFor(row);
    const bool fails = skein::triage::fails(report.gate, row);
    out.write(word, fails || row.status == triage::Status::New ? Style::Sure : Style::Strong);
    out.tab(16, 1);
    if (row.count > 0)
        out.write(formatted("{} [{}]", goroutines(row.count, row.kind), stateOf(row)), Style::Strong);
    else
        out.write(row.state.empty() ? "in no input" : formatted("[{}], in no input", row.state));
    if (row.grown)
        out.write(formatted(", {} known", row.known));
    out.endLine();
    out.wrap(at(shortFunction(row.function), row.file, row.line), kIndent);
    if (!row.createdBy.empty())
        out.wrap("created by " + at(shortFunction(row.createdBy), row.createdFile, row.createdLine), kIndent,
                 Style::Faint);
    if (row.certainty && !row.why.empty())
        out.wrap(formatted("{} {}: {}", text::badge(*row.certainty), toString(*row.certainty), row.why),
                 kIndent);
    for (const LeakReason& reason : row.reasons)
        out.wrap("· " + reason.text, kIndent);
    for (const Evidence& said : row.lint)
        out.wrap("· " + said.text, kIndent);
    if (row.likeness == triage::Likeness::Renumbered)
        out.wrap("may be " + toString(row.resembles) + ", its closures numbered anew", kIndent);
    if (!row.owner.empty() || !row.note.empty())
        out.wrap(joined(row.owner.empty() ? "note" : "owner " + row.owner, row.note), kIndent);
    out.wrap(toString(row.fingerprint), kIndent, Style::Faint);
}

/// The `go` statements by which the leaks came into being, each below that of its creator.
void writeCreations(TextWriter& out, const TriageReport& report, const Creations& creations)
{
    constexpr std::uint32_t kDeepest = 12; // generations that are indented
    const Log& log = *report.inputs[creations.input]->log;
    const auto& nodes = creations.tree.nodes;
    out.write(report.inputs.size() > 1 ? "Created by, in " + log.input.path : "Created by", Style::Strong);
    out.endLine();
    std::vector<std::uint32_t> next(nodes[0].children.rbegin(), nodes[0].children.rend());
    std::size_t written = 0;
    while (!next.empty() && written++ < kMostRows) {
        const triage::CreationNode& node = nodes[next.back()];
        next.pop_back();
        next.insert(next.end(), node.children.rbegin(), node.children.rend());
        const Frame& frame = log.frame(node.createdAt);
        std::string line = formatted("{:>6}  ", text::grouped(node.total));
        line += std::string(kIndent * (std::min(node.generation, kDeepest) - 1), ' ');
        line += at(shortFunction(log.str(frame.function)), log.str(frame.file), frame.line);
        if (!node.children.empty() && node.count > 0)
            line += formatted(", {} right here", text::grouped(node.count));
        if (node.creatorGone)
            line += ", whose goroutine is gone";
        out.write(line);
        out.endLine();
    }
    if (!next.empty()) {
        out.write("and more; --format json has them all");
        out.endLine();
    }
    out.endLine();
}

void writeTriage(const TriageReport& report, Sink& sink)
{
    TextWriter out(sink, report.colour, std::max(report.columns, 40u));
    std::size_t written = 0;
    for (const Row& row : report.triage.rows) {
        if (written++ == kMostRows)
            break;
        writeRow(out, report, row);
        out.endLine();
    }
    if (report.triage.rows.size() > kMostRows) {
        out.write(
            formatted("and {} more; --format json has them all", report.triage.rows.size() - kMostRows));
        out.endLine();
        out.endLine();
    }
    for (const Creations& creations : creationsOf(report))
        writeCreations(out, report, creations);
    out.write(summary(report.triage), Style::Strong);
    if (const std::string inputs = inputsOf(report); !inputs.empty())
        out.write("; " + inputs);
    if (report.triage.idle > 0)
        out.write(formatted("; {} set aside as idle", goroutines(report.triage.idle)));
    if (report.triage.ignored > 0)
        out.write(formatted("; {} ignored", goroutines(report.triage.ignored)));
    out.endLine();
}

/// "▁▃█": the counts of the dumps, between nothing and the largest.
std::string sparkline(const ComparedGroup& group)
{
    constexpr std::string_view bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const std::uint64_t most = std::ranges::max(group.counts);
    constexpr std::size_t kMost = 24;
    std::string out;
    for (std::size_t d = 0; d < group.counts.size() && d < kMost; ++d) {
        const std::uint64_t count = group.counts[d];
        const double share = most == 0 ? 0 : static_cast<double>(count) / static_cast<double>(most);
        out += bars[count == 0 ? 0 : std::clamp<std::size_t>(static_cast<std::size_t>(share * 8), 1, 8)];
    }
    return out;
}

void writeGroup(TextWriter& out, const DiffReport& report, const ComparedGroup& group)
{
    const bool fails = skein::fails(report.gate, group);
    const bool worse = group.change == Change::New || group.change == Change::Grew;
    out.write(toString(group.change), fails                    ? Style::Sure
                                      : worse && group.waiting ? Style::Unsure
                                                               : Style::Plain);
    out.tab(9, 1);
    out.write(countsOf(group), Style::Strong);
    if (group.counts.size() > 2)
        out.write("  " + sparkline(group));
    out.tab(26, 2);
    std::string note = growthOf(group);
    if (group.stuck > 0)
        note += formatted("{}{} not moved", note.empty() ? "" : ", ", text::grouped(group.stuck));
    out.wrap(joined(nameOf(report.comparison, group), note), out.column());
    for (const LeakReason& reason : group.reasons)
        out.wrap("· " + reason.text, kReasonIndent, Style::Faint);
}

/// "G12", "T3", "main" in the first dump that shows it.
std::string nameOf(const Comparison& comparison, std::size_t thread)
{
    std::size_t d = 0;
    while (comparison.cell(thread, d) == ComparedGroup::kNone)
        ++d;
    const triage::Dump& dump = comparison.dumps[d];
    return text::threadName(dump.log->snapshots[dump.snapshot].threads[comparison.cell(thread, d)]);
}

void writeThreads(TextWriter& out, const Comparison& comparison)
{
    if (!comparison.idsPersist) {
        out.wrap(
            "The dumps are not of one process, or say too little about it: goroutines cannot be followed.",
            0);
        return;
    }
    out.write("Goroutines by dump: minutes waited, · not there, * in the same place of all, ! stuck",
              Style::Strong);
    out.endLine();
    for (std::size_t t = 0; t < comparison.threads.size() && t < kMostThreads; ++t) {
        const triage::ComparedThread& thread = comparison.threads[t];
        out.write(nameOf(comparison, t));
        out.tab(10, 1);
        for (std::size_t d = 0; d < comparison.dumps.size(); ++d) {
            const std::uint32_t index = comparison.cell(t, d);
            const triage::Dump& dump = comparison.dumps[d];
            const auto waited = [&] {
                return std::max(dump.log->snapshots[dump.snapshot].threads[index].waitedMinutes, 0);
            };
            out.write(formatted("{:>5}", index == ComparedGroup::kNone ? "·" : std::to_string(waited())));
        }
        out.write(thread.stuck ? " !" : thread.samePlace ? " *" : "");
        out.endLine();
    }
    if (comparison.threads.size() > kMostThreads) {
        out.write(
            formatted("and {} more; --format json has them all", comparison.threads.size() - kMostThreads));
        out.endLine();
    }
}

void writeDiff(const DiffReport& report, Sink& sink)
{
    const Comparison& comparison = report.comparison;
    TextWriter out(sink, report.colour, std::max(report.columns, 40u));
    for (const triage::Dump& dump : comparison.dumps) {
        std::uint64_t count = 0;
        ThreadKind kind = ThreadKind::Goroutine;
        for (const Thread& thread : dump.log->snapshots[dump.snapshot].threads) {
            if (thread.kind == ThreadKind::System)
                continue;
            count += thread.count;
            kind = thread.kind;
        }
        out.write(formatted("{}: {}", dump.name, goroutines(count, kind)), Style::Faint);
        out.endLine();
    }
    out.endLine();
    std::size_t written = 0, unchanged = 0;
    for (const ComparedGroup& group : comparison.groups) {
        if (group.change == Change::Stayed && group.stuck == 0) {
            ++unchanged;
            continue;
        }
        if (written++ < kMostRows)
            writeGroup(out, report, group);
    }
    if (written > kMostRows) {
        out.write(formatted("and {} more; --format json has them all", written - kMostRows));
        out.endLine();
    }
    if (written > 0)
        out.endLine();
    out.write(summary(comparison), Style::Strong);
    if (unchanged > 0)
        out.write(formatted(" ({} without a change are not listed)", unchanged));
    out.endLine();
    if (report.threads) {
        out.endLine();
        writeThreads(out, comparison);
    }
}

} // namespace

extern const TriageFormat textTriage;
const TriageFormat textTriage{
    .id = "text", .title = "text for people", .suffix = "txt", .triage = writeTriage, .diff = writeDiff};

} // namespace skein
