// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/said/resolve.h"
#include "views/report/json_parts.h"

#include <algorithm>
#include <memory>
#include <variant>

namespace skein::json
{

namespace
{

using namespace notes;

/// Where the report's finding is that the analysis has at `index`; nothing where it is not shown.
std::optional<std::size_t> shownIndex(const Analysis& analysis, const std::vector<const Finding*>& shown,
                                      std::optional<std::uint32_t> index)
{
    const auto hit = index ? std::ranges::find(shown, &analysis.findings[*index]) : shown.end();
    return hit == shown.end() ? std::nullopt : std::optional(static_cast<std::size_t>(hit - shown.begin()));
}

/// What a note sits on now, in the report's own numbers. Everything has its lines, if it has any.
void writeTarget(JsonWriter& json, const Analysis& analysis, const std::vector<const Finding*>& shown,
                 const Anchor& anchor, const Target& target)
{
    json.key("target");
    json.beginObject();
    const auto finding = shownIndex(analysis, shown, target.finding);
    std::string thread;
    if (target.thread)
        thread = toString(analysis.log->snapshots[target.thread.snapshot].threads[target.thread.index].id);
    if (target.frame && !thread.empty()) {
        json.key("frame");
        json.beginObject();
        json.field("thread", thread);
        json.field("index", *target.frame);
        json.endObject();
    } else if (target.access && finding) {
        json.key("access");
        json.beginObject();
        json.field("finding", *finding);
        json.field("index", *target.access);
        json.endObject();
    } else if (finding) {
        json.field("finding", *finding);
    } else if (target.group) {
        json.field("group", *target.group);
    } else if (std::holds_alternative<OnThread>(anchor.at) && !thread.empty()) {
        json.field("thread", thread);
    } else if (!std::holds_alternative<OnLines>(anchor.at)) {
        json.field(kindOf(anchor), target.label);
    }
    if (!target.lines.empty()) {
        json.key("log_lines");
        json.beginArray();
        json.value(target.lines.first);
        json.value(target.lines.last);
        json.endArray();
    }
    json.endObject();
}

} // namespace

void writeAnnotations(JsonWriter& json, const Analysis& analysis, const ReportOptions& options)
{
    json.key("annotations");
    json.beginArray();
    if (options.notebook) {
        // The report only looks at the analysis while it is written.
        const Resolver resolver(AnalysisPtr(AnalysisPtr(), &analysis));
        const auto shown = shownFindings(analysis, options);
        for (const Note* note : options.notebook->liveNotes()) {
            const Anchor& anchor = note->anchor.value();
            json.beginObject();
            json.field("id", toString(note->id));
            json.field("author", note->created.author);
            json.field("created", isoTime(note->created.time));
            json.field("text", note->text.value());
            writeTarget(json, analysis, shown, anchor, resolver.resolve(anchor));
            if (note->replyTo)
                json.field("reply_to", toString(note->replyTo));
            if (note->resolved.value())
                json.field("resolved", true);
            json.endObject();
        }
    }
    json.endArray();
}

} // namespace skein::json
