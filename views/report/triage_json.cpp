// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// skein-triage/1 and skein-diff/1: docs/triage.md says what each key means. One object on one line.
#include "views/report/json_writer.h"
#include "views/report/triage_parts.h"
#include "views/version.h"

#include <cmath>

namespace skein
{

namespace
{

using namespace triage_parts;
using triage::ComparedGroup;
using triage::Likeness;
using triage::Row;

constexpr std::size_t kMostIds = 100; // as in groups of skein-report/1; counts are exact

void begin(JsonWriter& json, std::string_view schema)
{
    json.beginObject();
    json.field("schema", schema);
    json.key("tool");
    json.beginObject();
    json.field("name", "skein");
    json.field("version", kVersion);
    json.endObject();
}

void writeGate(JsonWriter& json, triage::Gate gate, bool failed)
{
    json.key("gate");
    json.beginObject();
    json.field("fail_on", toString(gate));
    json.field("failed", failed);
    json.endObject();
}

void writeLine(JsonWriter& json, std::uint32_t line)
{
    if (line == 0)
        json.nullField("line");
    else
        json.field("line", line);
}

void writePlace(JsonWriter& json, std::string_view key, std::string_view function, std::string_view file,
                std::uint32_t line)
{
    json.key(key);
    if (function.empty()) {
        json.null();
        return;
    }
    json.beginObject();
    json.field("function", function);
    json.optionalField("file", file);
    writeLine(json, line);
    json.endObject();
}

/// Where to point in the repository; null where it is not known to be there.
void writeRepositoryPlace(JsonWriter& json, const Place& place)
{
    json.key("source");
    if (!place.inRepository) {
        json.null();
        return;
    }
    json.beginObject();
    json.field("path", place.file);
    writeLine(json, place.line);
    json.endObject();
}

void writeIds(JsonWriter& json, const Snapshot& snapshot, const Group& group)
{
    json.key("threads");
    json.beginArray();
    std::size_t written = 0;
    for (const std::uint32_t t : group.threads) {
        if (!snapshot.threads[t].id.known())
            continue;
        if (written++ == kMostIds)
            break;
        json.value(toString(snapshot.threads[t].id));
    }
    json.endArray();
}

std::string_view likenessName(Likeness likeness)
{
    return likeness == Likeness::Unclear      ? "unclear"
           : likeness == Likeness::Renumbered ? "renumbered"
                                              : "other";
}

void writeReason(JsonWriter& json, std::string_view certainty, const Evidence& said)
{
    json.beginObject();
    json.field("text", said.text);
    if (!certainty.empty())
        json.field("certainty", certainty);
    json.key("log_lines");
    json.beginArray();
    for (const std::uint32_t line : said.logLines)
        json.value(line);
    json.endArray();
    json.endObject();
}

void writeReasons(JsonWriter& json, const std::vector<LeakReason>& reasons)
{
    json.key("reasons");
    json.beginArray();
    for (const LeakReason& reason : reasons)
        writeReason(json, toString(reason.certainty), reason);
    json.endArray();
}

void writeRow(JsonWriter& json, const TriageReport& report, const Row& row)
{
    json.beginObject();
    json.field("fingerprint", toString(row.fingerprint));
    json.field("status", toString(row.status));
    json.field("in_baseline", row.fromBaseline);
    json.field("grown", row.grown);
    json.field("back", row.back);
    json.field("fails", fails(report.gate, row));
    json.field("count", row.count);
    json.field("known_count", row.known);
    json.optionalField("certainty", row.certainty ? toString(*row.certainty) : "");
    json.optionalField("why", row.why);
    writeReasons(json, row.reasons);
    json.key("lint");
    json.beginArray();
    for (const Evidence& said : row.lint)
        writeReason(json, "", said);
    json.endArray();
    json.optionalField("state", row.state);
    if (row.waitedMinutes < 0)
        json.nullField("waited_minutes");
    else
        json.field("waited_minutes", row.waitedMinutes);
    writePlace(json, "site", row.function, row.file, row.line);
    writePlace(json, "created_by", row.createdBy, row.createdFile, row.createdLine);
    writeRepositoryPlace(json, placeOf(report, row));
    json.optionalField("owner", row.owner);
    json.optionalField("note", row.note);
    json.key("resembles");
    if (row.likeness == Likeness::Other) {
        json.null();
    } else {
        json.beginObject();
        json.field("fingerprint", toString(row.resembles));
        json.field("how", likenessName(row.likeness));
        json.endObject();
    }
    json.key("groups");
    json.beginArray();
    for (const triage::RowPart& part : row.parts) {
        json.beginObject();
        json.field("input", part.input);
        json.field("snapshot", part.group.snapshot);
        json.field("count", part.group.count);
        writeIds(json, report.inputs[part.input]->log->snapshots[part.group.snapshot], part.group);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

/// Flat: a chain may be as long as the log.
void writeCreations(JsonWriter& json, const TriageReport& report, const Creations& creations)
{
    const Log& log = *report.inputs[creations.input]->log;
    json.beginObject();
    json.field("input", creations.input);
    json.field("snapshot", creations.tree.snapshot);
    json.key("nodes");
    json.beginArray();
    for (const triage::CreationNode& node : creations.tree.nodes) {
        json.beginObject();
        if (node.createdAt) {
            const Frame& frame = log.frame(node.createdAt);
            json.field("parent", node.parent);
            writePlace(json, "created_by", log.str(frame.function), log.str(frame.file), frame.line);
        } else {
            json.nullField("parent");
            json.nullField("created_by");
        }
        json.field("count", node.count);
        json.field("total", node.total);
        json.field("creator_gone", node.creatorGone);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

void writeTriage(const TriageReport& report, Sink& sink)
{
    JsonWriter json(sink);
    begin(json, "skein-triage/1");
    json.key("inputs");
    json.beginArray();
    for (const AnalysisPtr& input : report.inputs)
        json.value(input->log->input.path);
    json.endArray();
    json.key("processes");
    json.beginArray();
    for (const std::uint32_t process : report.triage.processes)
        json.value(process);
    json.endArray();
    json.optionalField("baseline", report.baseline);
    writeGate(json, report.gate, fails(report.gate, report.triage));
    json.field("ignored", report.triage.ignored);
    json.field("idle", report.triage.idle);
    json.key("leaks");
    json.beginArray();
    for (const Row& row : report.triage.rows)
        writeRow(json, report, row);
    json.endArray();
    json.key("creators");
    json.beginArray();
    for (const Creations& creations : creationsOf(report))
        writeCreations(json, report, creations);
    json.endArray();
    json.endObject();
    sink.put('\n');
}

void writeGroup(JsonWriter& json, const DiffReport& report, const ComparedGroup& group)
{
    const Shown shown = shownOf(report.comparison, group);
    const Log& log = *shown.dump.log;
    json.beginObject();
    json.field("name", group.name);
    json.field("change", toString(group.change));
    json.key("counts");
    json.beginArray();
    for (const std::uint64_t count : group.counts)
        json.value(count);
    json.endArray();
    if (group.perMinute && std::isfinite(*group.perMinute)) {
        json.key("per_minute");
        json.number(*group.perMinute);
    } else {
        json.nullField("per_minute");
    }
    json.field("waiting", group.waiting);
    json.field("stuck", group.stuck);
    json.field("fails", fails(report.gate, group));
    json.field("state", stateText(log, shown.first));
    const FrameId site = shown.group.site;
    const auto place = [&](std::string_view key, FrameId frame) {
        if (!frame)
            json.nullField(key);
        else
            writePlace(json, key, log.function(frame), log.str(log.frame(frame).file), log.frame(frame).line);
    };
    place("site", site);
    place("created_by", shown.first.createdAt);
    writeReasons(json, group.reasons);
    writeRepositoryPlace(json, placeOf(log, shown.first, *report.paths));
    json.endObject();
}

void writeThreads(JsonWriter& json, const triage::Comparison& comparison)
{
    json.key("threads");
    json.beginArray();
    for (std::size_t t = 0; t < comparison.threads.size(); ++t) {
        const triage::ComparedThread& thread = comparison.threads[t];
        json.beginObject();
        json.field("id", toString(thread.id));
        json.field("change", toString(thread.change));
        json.field("same_place", thread.samePlace);
        json.optionalField("stuck", thread.stuck ? toString(*thread.stuck) : "");
        json.key("waited_minutes");
        json.beginArray();
        for (std::size_t d = 0; d < comparison.dumps.size(); ++d) {
            const std::uint32_t index = comparison.cell(t, d);
            const triage::Dump& dump = comparison.dumps[d];
            if (index == ComparedGroup::kNone)
                json.null(); // not in this dump
            else
                json.value(std::max(dump.log->snapshots[dump.snapshot].threads[index].waitedMinutes, 0));
        }
        json.endArray();
        json.endObject();
    }
    json.endArray();
}

void writeDiff(const DiffReport& report, Sink& sink)
{
    const triage::Comparison& comparison = report.comparison;
    JsonWriter json(sink);
    begin(json, "skein-diff/1");
    json.field("group_by", toString(comparison.strength));
    writeGate(json, report.gate, fails(report.gate, comparison));
    json.key("dumps");
    json.beginArray();
    for (const triage::Dump& dump : comparison.dumps) {
        std::uint64_t count = 0;
        for (const Thread& thread : dump.log->snapshots[dump.snapshot].threads)
            count += thread.kind == ThreadKind::System ? 0 : thread.count;
        json.beginObject();
        json.field("input", dump.log->input.path);
        json.field("snapshot", dump.snapshot);
        json.field("goroutines", count);
        if (dump.unixMillis)
            json.field("unix_millis", *dump.unixMillis);
        else
            json.nullField("unix_millis");
        json.endObject();
    }
    json.endArray();
    json.field("ids_persist", comparison.idsPersist);
    json.key("groups");
    json.beginArray();
    for (const ComparedGroup& group : comparison.groups)
        writeGroup(json, report, group);
    json.endArray();
    if (report.threads)
        writeThreads(json, comparison);
    json.endObject();
    sink.put('\n');
}

} // namespace

extern const TriageFormat jsonTriage;
const TriageFormat jsonTriage{.id = "json",
                              .title = "JSON for other programs",
                              .suffix = "json",
                              .triage = writeTriage,
                              .diff = writeDiff};

} // namespace skein
