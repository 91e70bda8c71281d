// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/shown_note.h"

#include "views/report/exporters.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <map>
#include <memory>

namespace skein
{
namespace
{

constexpr std::size_t kLongestName = 60, kLongestThing = 120;

/// "2026-11-21 12:30" of "2026-11-21T12:30:05.123Z"
std::string timeOf(notes::Millis time)
{
    std::string out = notes::isoTime(time).substr(0, 16);
    if (out.size() > 10)
        out[10] = ' ';
    return out;
}

std::string oneLine(std::string_view text, std::size_t columns)
{
    return utf8::elided(utf8::printable(text), columns, utf8::Cut::End);
}

ShownNote verdict(const notes::Stamp& by, std::string text, bool disputed)
{
    ShownNote out;
    out.kind = ShownNote::Kind::Verdict;
    out.author = by.author;
    out.time = timeOf(by.time);
    out.text = std::move(text);
    out.disputed = disputed;
    return out;
}

/// The values of the verdicts that have one thing each; of those that lead to the same thing Said has chosen.
void addChosen(const notes::Said& said, const notes::Resolver& resolver, std::vector<ShownNote>& out)
{
    for (const auto& [index, on] : said.findings) {
        const auto add = [&](const notes::Stamp& by, std::string text, ThreadRef thread) {
            ShownNote note = verdict(by, std::move(text), on.disputed);
            note.finding = note.at.finding = index;
            note.thread = thread;
            note.about = "finding " + std::to_string(index + 1);
            note.opinion = !thread;
            out.push_back(std::move(note));
        };
        if (on.opinion)
            add(on.opinionBy,
                *on.opinion == notes::Said::Opinion::Confirmed ? "Confirmed." : "Rejected: it is not so.",
                {});
        if (on.otherParty)
            add(on.partyBy, "The other party was " + resolver.threadLabel(on.otherParty) + '.',
                on.otherParty);
    }
    for (const auto& [thread, name] : said.names) {
        ShownNote note = verdict(name.by, "Called " + oneLine(name.text, kLongestThing) + '.', name.disputed);
        note.thread = note.at.thread = thread;
        note.about = resolver.threadLabel(thread);
        out.push_back(std::move(note));
    }
}

void addLanes(const notes::Notebook& notebook, const notes::Resolver& resolver, std::vector<ShownNote>& out)
{
    for (const notes::Verdict* said : notebook.verdicts()) {
        const bool important = said->kind == notes::VerdictKind::Important;
        if ((!important && said->kind != notes::VerdictKind::Hidden) || said->value.value().empty())
            continue;
        notes::Target at = resolver.resolve(said->on);
        if (at.hold == notes::Hold::Gone)
            continue;
        ShownNote note = verdict(said->value.current()->stamp,
                                 important ? "Important." : "Its lane is hidden.", said->value.disputed());
        note.about = at.label;
        note.thread = at.thread;
        note.lines = at.lines;
        note.anchor = said->on;
        note.at = std::move(at);
        out.push_back(std::move(note));
    }
}

ShownNote shown(const notes::Note& note, const notes::Target& on, const notes::Resolver& resolver)
{
    ShownNote out;
    out.id = note.id;
    out.author = note.created.author;
    out.time = timeOf(note.created.time);
    out.text = note.text.value();
    out.colour = note.colour.value();
    out.about = on.finding && std::holds_alternative<notes::OnFinding>(note.anchor.value().at)
                    ? "finding " + std::to_string(*on.finding + 1)
                    : on.label;
    out.thread = on.thread;
    out.finding = on.finding;
    out.lines = on.lines;
    out.resolved = note.resolved.value();
    out.disputed = !note.conflicts().empty();
    out.anchor = note.anchor.value();
    out.at = on;
    if (const auto& arrow = note.arrowTo.value()) {
        out.arrowTo = resolver.resolve(*arrow);
        out.arrow = out.arrowTo->label;
        out.arrowAnchor = *arrow;
    }
    return out;
}

} // namespace

std::size_t ShownNotes::notes() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(list, [](const ShownNote& note) { return !note.verdict(); }));
}

const notes::Said::Name* ShownNotes::nameOf(ThreadRef thread) const
{
    const auto found = said.names.find(thread);
    return found == said.names.end() ? nullptr : &found->second;
}

std::string ShownNotes::opinionOn(std::uint32_t finding) const
{
    const auto found = said.findings.find(finding);
    if (found == said.findings.end() || !found->second.opinion)
        return {};
    const std::string& author = found->second.opinionBy.author;
    const std::string_view word =
        *found->second.opinion == notes::Said::Opinion::Confirmed ? "confirmed" : "rejected";
    return std::string(word) + ", said by " + (author.empty() ? "somebody" : oneLine(author, kLongestName)) +
           (found->second.disputed ? " (copies of the case disagree)" : "");
}

ShownNotes shownNotes(const notes::Notebook& notebook, notes::Said said, const notes::Resolver& resolver)
{
    ShownNotes out{.list = {}, .said = std::move(said)};
    addChosen(out.said, resolver, out.list);
    addLanes(notebook, resolver, out.list);
    // Answers stand behind what they answer, however deep they answer answers.
    std::map<notes::NoteId, std::size_t> place;
    std::vector<std::vector<ShownNote>> threads;
    for (const auto& [note, on] : out.said.notes) {
        const auto asked = note->replyTo ? place.find(note->replyTo) : place.end();
        ShownNote made = shown(*note, on, resolver);
        if (asked == place.end()) {
            place[note->id] = threads.size();
            made.number = static_cast<std::uint32_t>(threads.size() + 1);
            threads.emplace_back();
            threads.back().push_back(std::move(made));
            continue;
        }
        const std::size_t thread = asked->second;
        place[note->id] = thread;
        made.kind = ShownNote::Kind::Reply;
        made.number = static_cast<std::uint32_t>(thread + 1);
        threads[thread].push_back(std::move(made));
    }
    for (auto& thread : threads)
        std::ranges::move(thread, std::back_inserter(out.list));
    return out;
}

ShownNotes shownNotes(const Analysis& analysis, const ReportOptions& options)
{
    if (!options.notebook)
        return {};
    // The caller keeps the analysis for longer than this.
    const notes::Resolver resolver(AnalysisPtr(AnalysisPtr(), &analysis));
    return shownNotes(*options.notebook, notes::said(*options.notebook, resolver), resolver);
}

std::string authorOf(const ShownNote& note)
{
    return note.author.empty() ? "somebody" : oneLine(note.author, kLongestName);
}

std::string saidBy(const ShownNote& note)
{
    std::string out = authorOf(note);
    if (!note.time.empty())
        out += ", " + note.time;
    if (note.kind == ShownNote::Kind::Reply)
        out += ", in answer to note " + std::to_string(note.number);
    else if (!note.about.empty())
        out += ", on " + oneLine(note.about, kLongestThing);
    if (!note.arrow.empty())
        out += ", arrow to " + oneLine(note.arrow, kLongestThing);
    if (note.resolved)
        out += " (resolved)";
    if (note.disputed)
        out += " (copies of the case disagree)";
    return out;
}

} // namespace skein
