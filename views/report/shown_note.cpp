// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/shown_note.h"

#include "model/said/resolve.h"
#include "views/report/exporters.h"

#include <memory>

namespace skein
{
namespace
{

/// "2026-11-21 12:30" of "2026-11-21T12:30:05.123Z"
std::string timeOf(notes::Millis time)
{
    std::string out = notes::isoTime(time).substr(0, 16);
    if (out.size() > 10)
        out[10] = ' ';
    return out;
}

ShownNote verdict(const notes::Stamp& by, std::string text)
{
    ShownNote out;
    out.author = by.author;
    out.time = timeOf(by.time);
    out.text = std::move(text);
    out.verdict = true;
    return out;
}

void addVerdicts(const notes::Said& said, const notes::Resolver& resolver, std::vector<ShownNote>& out)
{
    for (const auto& [index, on] : said.findings) {
        const std::string disputed = on.disputed ? " (copies of the case disagree)" : "";
        const auto add = [&](const notes::Stamp& by, std::string text) {
            ShownNote note = verdict(by, text + disputed);
            note.finding = index;
            note.about = "finding " + std::to_string(index + 1);
            out.push_back(std::move(note));
        };
        if (on.opinion)
            add(on.opinionBy,
                *on.opinion == notes::Said::Opinion::Confirmed ? "Confirmed." : "Rejected: it is not so.");
        if (on.otherParty)
            add(on.partyBy, "The other party was " + resolver.threadLabel(on.otherParty) + '.');
    }
    for (const auto& [thread, name] : said.names) {
        ShownNote note = verdict(name.by, "Called " + name.text + '.');
        note.thread = thread;
        note.about = resolver.threadLabel(thread);
        out.push_back(std::move(note));
    }
}

} // namespace

std::vector<ShownNote> shownNotes(const Analysis& analysis, const ReportOptions& options)
{
    std::vector<ShownNote> out;
    if (!options.notebook)
        return out;
    // The caller keeps the analysis for longer than this.
    const notes::Resolver resolver(AnalysisPtr(AnalysisPtr(), &analysis));
    const notes::Said said = notes::said(*options.notebook, resolver);
    addVerdicts(said, resolver, out);
    for (const auto& [note, on] : said.notes) {
        const notes::NoteFields fields = note->fields();
        ShownNote shown;
        shown.author = note->created.author;
        shown.time = timeOf(note->created.time);
        shown.text = fields.text;
        shown.about = on.label;
        shown.thread = on.thread;
        shown.finding = on.finding;
        shown.lines = on.lines;
        shown.resolved = fields.resolved;
        out.push_back(std::move(shown));
    }
    return out;
}

} // namespace skein
