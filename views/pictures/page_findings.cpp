// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A finding of the page: what happened, who, how sure, on what evidence, what to do.
#include "model/analysis/words.h"
#include "views/pictures/page_writer.h"
#include "views/report/finding_words.h"
#include "views/report/note_text.h"
#include "views/report/text_writer.h"
#include "views/report/utf8.h"
#include "views/style/glyphs.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace skein
{
namespace
{

constexpr std::size_t kRows = 24;      // accesses, steps of a cycle, threads of one finding
constexpr std::size_t kNamed = 6;      // threads of one row
constexpr std::size_t kLineLinks = 12; // of one piece of evidence
constexpr std::size_t kNotes = 12;     // on one finding, beside it
constexpr std::size_t kNoteBytes = 20'000, kBriefBytes = 600; // of one note, in the list and beside a finding
constexpr std::size_t kAllNoteBytes = 400'000;
constexpr std::size_t kNumbers = 6; // of notes on one thread
constexpr std::size_t kSides = 6;   // stacks beside each other

} // namespace

void PageWriter::badge(Certainty certainty)
{
    const std::string word(toString(certainty));
    const auto span = m_out.in("span", {{"class", "sure"}});
    m_out.raw("<svg class=\"badge\" aria-hidden=\"true\"><use href=\"#sure-" + word + "\"/></svg>");
    m_out.text(word);
}

void PageWriter::glyph(AccessOp op, Certainty certainty)
{
    const std::string id = std::string(toString(op)) + '-' + std::string(toString(certainty));
    m_out.raw("<svg class=\"op\" aria-hidden=\"true\"><use href=\"#op-" + id + "\"/></svg>");
}

std::string PageWriter::name(ThreadRef ref) const
{
    return known(ref) ? text::threadName(thread(ref)) : std::string("?");
}

void PageWriter::threadLink(ThreadRef ref)
{
    if (!known(ref))
        return m_out.leaf("span", {{"class", "who"}}, "?");
    if (m_chips.contains(ref))
        m_out.leaf("a", {{"class", "who"}, {"href", '#' + anchor(ref)}, {"data-t", key(ref)}}, name(ref));
    else
        m_out.leaf("span", {{"class", "who"}}, name(ref));
    called(ref);
}

void PageWriter::called(ThreadRef ref)
{
    const notes::Said::Name* const name = m_said->nameOf(ref);
    if (!name)
        return;
    constexpr std::size_t kLongest = 60;
    m_out.text(" ");
    m_out.leaf(
        "span",
        {{"class", "paper"},
         {"title", "said by " + (name->by.author.empty() ? std::string("somebody") : name->by.author)}},
        "“" + utf8::elided(utf8::printable(name->text), kLongest, utf8::Cut::End) + "”");
}

void PageWriter::noteLinks(ThreadRef ref, std::optional<std::uint32_t> frame)
{
    const auto [first, last] = m_notesOf.equal_range(ref);
    std::size_t shown = 0;
    for (auto at = first; at != last && shown < kNumbers; ++at) {
        const ShownNote& note = *at->second;
        if (note.at.frame != frame || note.number > m_lastNote)
            continue;
        ++shown;
        const std::string number = std::to_string(note.number);
        m_out.text(" ");
        m_out.leaf("a",
                   {{"class", "paper"},
                    {"href", "#note-" + number},
                    {"title", saidBy(note) + ": " + note_text::brief(note.text, 200)}},
                   "✎ " + number);
    }
}

void PageWriter::place(FrameId frame)
{
    if (!frame)
        return m_out.leaf("td", {{"class", "dim"}, {"colspan", "2"}}, "place not known");
    m_out.leaf("td", {{"class", "code"}}, shortFunction(m_log.function(frame)));
    m_out.leaf("td", {{"class", "code at"}, {"title", m_log.str(m_log.frame(frame).file)}},
               text::place(m_log, frame));
}

void PageWriter::lineLinks(const std::vector<std::uint32_t>& lines)
{
    if (lines.empty())
        return;
    const auto span = m_out.in("span", {{"class", "lines"}});
    m_out.text(lines.size() == 1 ? " line" : " lines");
    std::size_t shown = 0;
    for (const std::uint32_t line : lines) {
        if (shown++ == kLineLinks) {
            m_out.text(" and " + std::to_string(lines.size() - kLineLinks) + " more");
            break;
        }
        m_out.text(shown > 1 ? ", " : " ");
        const std::string number = std::to_string(line);
        if (hasLine(line))
            m_out.leaf("a", {{"href", "#line-" + number}}, number);
        else
            m_out.text(number);
    }
}

std::expected<void, std::string> PageWriter::finding(std::uint32_t index)
{
    const Finding& finding = m_analysis->findings[index];
    const std::string id = "finding-" + std::to_string(index + 1);
    const auto article =
        m_out.in("article", {{"class", "finding"}, {"id", id}, {"aria-labelledby", id + "-title"}});
    verdict(finding, id);
    std::size_t notes = 0;
    for (const ShownNote& said : m_said->list)
        if (said.finding == index && !said.opinion && notes++ < kNotes)
            note(said, false);
    if (notes > kNotes)
        m_out.leaf("p", {{"class", "left said-more"}},
                   "and " + text::counted(notes - kNotes, "further note", "further notes") + " below");
    if (auto drawn = figures(index, id); !drawn)
        return drawn;
    const auto columns = m_out.in("div", {{"class", "columns"}});
    evidence(finding);
    advice(finding);
    sides(finding);
    return {};
}

void PageWriter::verdict(const Finding& finding, const std::string& id)
{
    const auto header = m_out.in("header", {{"class", "verdict"}});
    {
        const auto line = m_out.in("p", {{"class", "facts"}});
        badge(finding.certainty);
        m_out.text(" ");
        m_out.leaf("span", {{"class", "dim"}}, words_of::facts(m_log, finding));
    }
    m_out.leaf("h2", {{"id", id + "-title"}}, finding.title);
    const auto index = static_cast<std::uint32_t>(&finding - m_analysis->findings.data());
    if (const std::string opinion = m_said->opinionOn(index); !opinion.empty()) {
        const auto line = m_out.in("p");
        m_out.leaf("span", {{"class", "paper"}}, opinion);
    }
    if (!finding.accesses.empty())
        parties(finding);
    else if (!finding.cycle.empty())
        cycle(finding);
    else if (!finding.threads.empty())
        threads(finding);
}

void PageWriter::parties(const Finding& finding)
{
    const auto scroll = m_out.in("div", {{"class", "scroll"}});
    const auto table = m_out.in("table", {{"class", "parties"}});
    m_out.leaf("caption", "Who did what");
    std::size_t rows = 0;
    for (const Access& access : finding.accesses) {
        if (rows++ == kRows)
            break;
        const auto row = m_out.in("tr", {{known(access.thread) ? "data-t" : "", key(access.thread)}});
        {
            const auto cell = m_out.in("td", {{"class", "what"}});
            glyph(access.op, glyph::drawnCertainty(access));
            m_out.text(words_of::operation(access.op));
        }
        {
            const auto cell = m_out.in("th", {{"scope", "row"}});
            threadLink(access.thread);
            if (known(access.thread) && thread(access.thread).crashed)
                m_out.leaf("span", {{"class", "crashed"}, {"title", "it ended the process"}}, " ✱ crashed");
        }
        if (access.thread)
            place(access.frame);
        else
            m_out.leaf("td", {{"class", "dim"}, {"colspan", "2"}}, "not in the log");
        {
            const auto cell = m_out.in("td");
            if (access.thread)
                badge(access.certainty);
        }
        const auto cell = m_out.in("td", {{"class", "why"}});
        m_out.text(access.why);
        lineLinks(access.logLines);
    }
    if (finding.accesses.size() > kRows) {
        const auto row = m_out.in("tr");
        m_out.leaf("td", {{"colspan", "6"}, {"class", "dim"}},
                   "and " + text::counted(finding.accesses.size() - kRows, "further candidate",
                                          "further candidates"));
    }
}

void PageWriter::cycle(const Finding& finding)
{
    const auto scroll = m_out.in("div", {{"class", "scroll"}});
    const auto table = m_out.in("table", {{"class", "parties"}});
    m_out.leaf("caption", "Who waits for whom");
    std::size_t rows = 0;
    for (const WaitStep& step : finding.cycle) {
        if (rows++ == kRows)
            break;
        const auto row = m_out.in("tr", {{known(step.thread) ? "data-t" : "", key(step.thread)}});
        {
            const auto cell = m_out.in("th", {{"scope", "row"}});
            threadLink(step.thread);
        }
        {
            const auto cell = m_out.in("td");
            m_out.text(step.waitsOn != 0 ? "waits for " + hexAddress(step.waitsOn) + ", held by "
                                         : "waits for ");
            if (step.heldBy == step.thread)
                m_out.text("itself");
            else
                threadLink(step.heldBy);
        }
        place(step.waitsAt);
        const auto cell = m_out.in("td");
        badge(step.certainty);
    }
    if (finding.cycle.size() > kRows) {
        const auto row = m_out.in("tr");
        m_out.leaf("td", {{"colspan", "5"}, {"class", "dim"}},
                   "and " + text::counted(finding.cycle.size() - kRows, "further step", "further steps"));
    }
}

void PageWriter::threads(const Finding& finding)
{
    const auto scroll = m_out.in("div", {{"class", "scroll"}});
    const auto table = m_out.in("table", {{"class", "parties"}});
    m_out.leaf("caption", "Who takes part");
    // Threads that stand in the same place share a row.
    using Key = std::tuple<FrameId, std::string, bool>;
    std::map<Key, std::size_t> placeOf;
    std::vector<std::pair<Key, std::vector<ThreadRef>>> rows;
    for (const ThreadRef ref : finding.threads) {
        if (!known(ref))
            continue;
        const Thread& t = thread(ref);
        std::string state(stateText(m_log, t));
        if (t.waitedMinutes > 0)
            state += " ≥ " + std::to_string(t.waitedMinutes) + " min";
        const Key key{m_log.site(t.stack), state, t.crashed};
        const auto [at, isNew] = placeOf.try_emplace(key, rows.size());
        if (isNew)
            rows.emplace_back(key, std::vector<ThreadRef>{});
        rows[at->second].second.push_back(ref);
    }
    for (std::size_t i = 0; i < rows.size() && i < kRows; ++i) {
        const auto& [site, state, crashed] = rows[i].first;
        const auto& members = rows[i].second;
        const auto row = m_out.in("tr", {{"data-t", key(members.front())}});
        {
            const auto cell = m_out.in("th", {{"scope", "row"}});
            for (std::size_t m = 0; m < members.size() && m < kNamed; ++m) {
                threadLink(members[m]);
                m_out.text(" ");
            }
            if (members.size() > kNamed)
                m_out.leaf("span", {{"class", "dim"}}, "+" + text::grouped(members.size() - kNamed));
            if (crashed)
                m_out.leaf("span", {{"class", "crashed"}}, " ✱ crashed");
        }
        place(site);
        m_out.leaf("td", {{"class", "dim"}}, state);
    }
    if (rows.size() > kRows) {
        const auto row = m_out.in("tr");
        m_out.leaf("td", {{"colspan", "4"}, {"class", "dim"}},
                   "and " + text::counted(rows.size() - kRows, "further place", "further places"));
    }
}

void PageWriter::evidence(const Finding& finding)
{
    if (finding.evidence.empty() && !finding.missing)
        return;
    const auto section = m_out.in("section", {{"class", "evidence"}});
    if (!finding.evidence.empty()) {
        m_out.leaf("h3", "Evidence");
        const auto list = m_out.in("ul");
        for (const Evidence& item : finding.evidence) {
            const auto entry = m_out.in("li");
            m_out.text(item.text);
            lineLinks(item.logLines);
        }
    }
    if (!finding.missing)
        return;
    const Missing& missing = *finding.missing;
    m_out.leaf("h3", "Not in the log");
    m_out.leaf("p", words::sentence(missing.what) + (missing.why.empty() ? "." : ": " + missing.why + '.'));
    if (missing.capture.empty())
        return;
    const auto line = m_out.in("p");
    m_out.text("Next time: ");
    m_out.leaf("code", missing.capture);
}

void PageWriter::advice(const Finding& finding)
{
    if (finding.advice.empty())
        return;
    const auto section = m_out.in("section", {{"class", "advice"}});
    m_out.leaf("h3", "What to do");
    for (const Advice& item : finding.advice) {
        const auto line = m_out.in("p");
        m_out.leaf("strong", item.title);
        m_out.text(". " + item.text);
    }
}

/// The stacks of those who take part, beside each other.
void PageWriter::sides(const Finding& finding)
{
    struct Side {
        ThreadRef thread;
        StackId stack;
        std::optional<std::uint32_t> frame;
        std::string role;
        const Access* access = nullptr;
    };
    std::vector<Side> sides;
    const auto add = [&](Side side) {
        const bool there = std::ranges::any_of(
            sides, [&](const Side& s) { return s.thread == side.thread && s.stack == side.stack; });
        if (!there && known(side.thread) && sides.size() < kSides)
            sides.push_back(std::move(side));
    };
    for (const Access& a : finding.accesses) {
        if (!known(a.thread))
            continue;
        const bool printed = static_cast<bool>(a.stack);
        add({a.thread, printed ? a.stack : thread(a.thread).stack, a.frameIndex,
             std::string(words_of::operation(a.op)) + ", " + std::string(toString(a.certainty)), &a});
    }
    for (const WaitStep& step : finding.cycle)
        if (known(step.thread))
            add({step.thread,
                 thread(step.thread).stack,
                 {},
                 "waits for " + name(step.heldBy) + ", " + std::string(toString(step.certainty))});
    // Who took which lock while it held another; the report need not say who.
    const std::string unnamed = "A thread that the report does not name";
    for (const LockOrder& order : finding.lockOrder) {
        const auto is = std::ranges::find_if(finding.threads, [&](ThreadRef ref) {
            return known(ref) && order.thread.known() && thread(ref).id == order.thread;
        });
        if (order.stack && sides.size() < kSides)
            sides.push_back({is == finding.threads.end() ? ThreadRef{} : *is,
                             order.stack,
                             {},
                             "takes " + hexAddress(order.acquired) + " while it holds " + hexAddress(order.held)});
    }
    if (sides.empty())
        for (const ThreadRef ref : finding.threads)
            if (known(ref) && sides.size() < 2)
                add({ref, thread(ref).stack, {}, std::string(stateText(m_log, thread(ref)))});
    std::erase_if(sides, [](const Side& side) { return !side.stack; });
    if (sides.empty())
        return;
    const auto section = m_out.in("section", {{"class", "sides"}});
    m_out.leaf("h3", sides.size() > 1 ? "Both sides" : "Its stack");
    const auto grid = m_out.in("div", {{"class", "grid"}});
    for (const Side& side : sides) {
        const auto box = m_out.in("div", {{"class", "side"}, {known(side.thread) ? "data-t" : "", key(side.thread)}});
        {
            const auto head = m_out.in("p", {{"class", "head"}});
            if (side.access)
                glyph(side.access->op, side.access->certainty);
            if (known(side.thread))
                threadLink(side.thread);
            else
                m_out.text(unnamed);
            m_out.leaf("span", {{"class", "dim"}}, ' ' + side.role);
            if (known(side.thread))
                noteLinks(side.thread, {});
            if (known(side.thread) && thread(side.thread).crashed)
                m_out.leaf("span", {{"class", "crashed"}}, " ✱");
        }
        const bool own = known(side.thread) && side.stack == thread(side.thread).stack;
        frames(own ? side.thread : ThreadRef{}, own ? &thread(side.thread) : nullptr, side.stack, side.frame);
    }
}

/// On paper, with "said by": nothing that Skein infers looks so.
void PageWriter::note(const ShownNote& said, bool whole)
{
    const bool isNote = said.kind == ShownNote::Kind::Note;
    const std::string number = std::to_string(said.number);
    std::string classes = said.verdict() ? "said verdict-said" : "said";
    if (said.kind == ShownNote::Kind::Reply)
        classes += " reply";
    if (std::ranges::contains(notes::kColours, said.colour))
        classes += " ink-" + said.colour;
    if (said.resolved)
        classes += " resolved";
    const auto box = m_out.in(
        "aside", {{"class", classes}, {"role", "note"}, {whole && isNote ? "id" : "", "note-" + number}});
    {
        const auto line = m_out.in("p", {{"class", "by"}});
        if (isNote && whole)
            m_out.leaf("span", {{"class", "number"}}, number);
        else if (isNote && said.number <= m_lastNote)
            m_out.leaf("a", {{"class", "number"}, {"href", "#note-" + number}}, number);
        m_out.text(said.kind == ShownNote::Kind::Reply ? "answer by " : "said by ");
        m_out.leaf("strong", authorOf(said));
        m_out.leaf("span", {{"class", "dim"}}, said.time.empty() ? "" : ", " + said.time);
        if (!said.about.empty()) {
            m_out.text(", on ");
            if (known(said.thread) && !said.at.frame && !said.verdict())
                threadLink(said.thread);
            else if (said.finding && std::ranges::contains(m_findings, *said.finding))
                m_out.leaf("a", {{"href", "#finding-" + std::to_string(*said.finding + 1)}}, said.about);
            else if (said.lines.first > 0 && hasLine(said.lines.first))
                m_out.leaf("a", {{"href", "#line-" + std::to_string(said.lines.first)}}, said.about);
            else
                m_out.text(said.about);
        }
        if (!said.arrow.empty()) {
            m_out.text(", arrow to ");
            if (known(said.arrowTo->thread) && !said.arrowTo->frame)
                threadLink(said.arrowTo->thread);
            else
                m_out.text(said.arrow);
        }
        if (said.resolved)
            m_out.leaf("span", {{"class", "dim"}}, " (resolved)");
        if (said.disputed)
            m_out.leaf("span", {{"class", "dim"}}, " (copies of the case disagree)");
    }
    const auto body = m_out.in("div", {{"class", "text"}});
    std::size_t limit = whole ? kNoteBytes : kBriefBytes;
    limit = std::min(limit, kAllNoteBytes - std::min(kAllNoteBytes, m_noteBytes));
    m_noteBytes += std::min(limit, said.text.size());
    writeNoteText(m_out, said.text, limit);
}

} // namespace skein
