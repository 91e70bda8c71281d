// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A few lines for a chat: the first finding (or the one that is asked for), what people say of it, and how
// many more there are. No markup of any chat, so that it reads alike everywhere.
#include "model/formatted.h"
#include "views/report/exporters.h"
#include "views/report/finding_words.h"
#include "views/report/note_text.h"
#include "views/report/shown_note.h"
#include "views/report/text_parts.h"
#include "views/report/utf8.h"

namespace skein
{
namespace
{

constexpr std::size_t kParties = 4, kEvidence = 2, kNotes = 4, kLongest = 220;

/// One line that tells nobody's client that they are spoken to: @here, @channel.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : utf8::elided(utf8::printable(text), kLongest, utf8::Cut::End)) {
        out += c;
        if (c == '@')
            out += "\u200b";
    }
    return out;
}

void writeChat(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    const Log& log = *analysis.log;
    const auto line = [&](const std::string& text) {
        sink.write(text);
        sink.put('\n');
    };
    const auto shown = shownFindings(analysis, options);
    const std::string path = log.input.path == "-" ? "standard input" : std::string(baseName(log.input.path));
    const ShownNotes notes = shownNotes(analysis, options);
    // First of all what is said of the finding itself.
    const auto people = [&](const Finding* of) {
        std::vector<const ShownNote*> said;
        for (const bool onIt : {true, false})
            for (const ShownNote& note : notes.list)
                if ((of && note.finding && &analysis.findings[*note.finding] == of) == onIt)
                    said.push_back(&note);
        for (std::size_t i = 0; i < said.size() && i < kNotes; ++i)
            line(formatted("  ✎ {}: {}", plain("said by " + saidBy(*said[i])),
                           plain(note_text::brief(said[i]->text, kLongest))));
        if (said.size() > kNotes)
            line("  ✎ " + text::counted(said.size() - kNotes, "further note", "further notes"));
    };
    if (shown.empty()) {
        line(formatted("{}: no finding.", plain(path)));
        people(nullptr);
        return;
    }
    const bool asked = options.finding && *options.finding < analysis.findings.size();
    const Finding& f = asked ? analysis.findings[*options.finding] : *shown.front();
    line(formatted("{} {}: {}", text::badge(f.certainty), toString(f.certainty), plain(f.title)));
    for (const std::string& party : words_of::parties(log, f, kParties))
        line("  " + plain(party));
    for (std::size_t i = 0; i < f.evidence.size() && i < kEvidence; ++i)
        line(formatted("  - {}{}", plain(f.evidence[i].text), words_of::lines(f.evidence[i].logLines)));
    if (f.missing)
        line(formatted("  Not in the log: {}.{}", plain(f.missing->what),
                       f.missing->capture.empty() ? "" : " Next time: " + plain(f.missing->capture)));
    if (!f.advice.empty())
        line(formatted("  → {}", plain(f.advice.front().title)));
    people(&f);
    std::string rest =
        shown.size() > 1 ? text::counted(shown.size() - 1, "further finding", "further findings") + ". " : "";
    line(formatted("{}({}, Skein)", rest, plain(path)));
}

} // namespace

extern const Exporter chatExporter;
const Exporter chatExporter{
    .id = "chat", .title = "Short text for a chat", .suffix = "txt", .between = "\n", .write = writeChat};

} // namespace skein
