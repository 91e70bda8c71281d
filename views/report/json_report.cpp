// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The report for other programs, schema skein-report/1: docs/report.schema.json says what each key means.
// One object on one line, so that the reports of several inputs are NDJSON.
#include "model/profile_mark.h"
#include "views/report/json_parts.h"
#include "views/version.h"

namespace skein
{

namespace
{

void writeInput(JsonWriter& json, const Log& log)
{
    json.key("input");
    json.beginObject();
    json.field("path", log.input.path);
    json.field("bytes", log.input.bytes);
    // A binary profile has no lines; those of its snapshots are of the text that the log view shows.
    const bool none = isProfileAsText(log);
    json.field("lines", none ? 0 : log.text.lineCount());
    json.field("compression", log.input.compression);
    json.field("encoding", log.input.encoding);
    json.field("line_prefix", log.input.linePrefix);
    json.endObject();

    json.key("coverage");
    json.beginObject();
    json.field("recognised_lines", none ? 0 : log.recognisedLines);
    json.field("other_lines", none ? 0 : log.text.lineCount() - log.recognisedLines);
    json.endObject();
}

void writeJson(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    JsonWriter json(sink);
    json.beginObject();
    json.field("schema", "skein-report/1");
    json.key("tool");
    json.beginObject();
    json.field("name", "skein");
    json.field("version", kVersion);
    json.endObject();
    writeInput(json, *analysis.log);
    json::writeSnapshots(json, *analysis.log);
    json::writeGroups(json, analysis);
    json::writeFindings(json, analysis, options);
    json::writeAnnotations(json, analysis, options);
    json.endObject();
    sink.put('\n');
}

} // namespace

extern const Exporter jsonExporter;
const Exporter jsonExporter{
    .id = "json", .title = "JSON for other programs", .suffix = "json", .between = "", .write = writeJson};

} // namespace skein
