// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// For an issue or a pull request: GitHub Flavored Markdown with a Mermaid graph, https://mermaid.js.org. What
// the window draws as solid, dashed and dotted is so in the graph as well, and every line says its word.
#include "model/analysis/order.h"
#include "model/analysis/steps.h"
#include "model/formatted.h"
#include "views/report/exporters.h"
#include "views/report/finding_words.h"
#include "views/report/markdown.h"
#include "views/report/note_text.h"
#include "views/report/shown_note.h"
#include "views/report/text_parts.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <set>

namespace skein
{
namespace
{

using markdown::code;
using markdown::escaped;

constexpr std::size_t kFindings = 10; // told whole
constexpr std::size_t kParties = 12, kSteps = 40, kNodes = 24;
constexpr std::size_t kLongest = 500; // columns of one sentence
// GitHub takes 65,536 characters of an issue.
constexpr std::size_t kNotes = 100, kNoteBytes = 2000, kAllNotes = 24'000;

std::string sentence(std::string_view text)
{
    return escaped(utf8::elided(utf8::printable(text), kLongest, utf8::Cut::End));
}

class MarkdownReport
{
public:
    MarkdownReport(const Analysis& analysis, const ReportOptions& options, Sink& sink)
        : m_analysis(analysis),
          m_log(*analysis.log),
          m_options(options),
          m_sink(sink),
          m_notes(shownNotes(analysis, options))
    {
    }

    void write()
    {
        const auto shown = shownFindings(m_analysis, m_options);
        for (std::size_t i = 0; i < shown.size() && i < kFindings; ++i)
            finding(*shown[i], i == 0);
        for (std::size_t i = kFindings; i < shown.size() && i < 3 * kFindings; ++i)
            line("- {} {}: {}", text::badge(shown[i]->certainty), toString(shown[i]->certainty),
                 sentence(shown[i]->title));
        if (shown.size() > 3 * kFindings)
            line("\nand {} further findings", shown.size() - 3 * kFindings);
        if (shown.empty())
            line("No finding: nothing here shows a conflict, a cycle, a leak or a crash.");
        const auto isShown = [&](const ShownNote& note) {
            const auto first = shown.begin(),
                       last = first + static_cast<std::ptrdiff_t>(std::min(shown.size(), kFindings));
            return note.finding && std::find(first, last, &m_analysis.findings[*note.finding]) != last;
        };
        for (const ShownNote& note : m_notes.list)
            if (!isShown(note))
                said(note);
        if (m_notesLeftOut > 0)
            line("\nand {}; the HTML page has them.",
                 text::counted(m_notesLeftOut, "further note", "further notes"));
        const std::string path =
            m_log.input.path == "-" ? "standard input" : std::string(baseName(m_log.input.path));
        line("\n<sub>Skein on {}, {}.</sub>", code(path),
             text::counted(m_log.text.lineCount(), "line", "lines"));
    }

private:
    template <class... Args>
    void line(std::format_string<Args...> form, Args&&... args)
    {
        m_sink.write(formatted(form, std::forward<Args>(args)...));
        m_sink.put('\n');
    }

    void finding(const Finding& f, bool first)
    {
        if (!first)
            line("");
        line("### {} {}: {}\n", text::badge(f.certainty), toString(f.certainty), sentence(f.title));
        line("{}\n", sentence(words_of::facts(m_log, f)));
        const auto index = static_cast<std::uint32_t>(&f - m_analysis.findings.data());
        if (const std::string opinion = m_notes.opinionOn(index); !opinion.empty())
            line("> ✎ _{}_\n", escaped(opinion));
        if (!f.accesses.empty())
            accesses(f);
        else
            for (const std::string& party : words_of::parties(m_log, f, kParties))
                line("- {}", sentence(party));
        if (!f.evidence.empty()) {
            line("\n**Evidence**\n");
            for (const Evidence& item : f.evidence)
                line("- {}{}", sentence(item.text), escaped(words_of::lines(item.logLines)));
        }
        if (f.missing) {
            const Missing& missing = *f.missing;
            line("\n**Not in the log:** {}{}", sentence(missing.what),
                 missing.why.empty() ? "" : ". " + sentence(missing.why));
            if (!missing.capture.empty())
                line("\n**Next time:** {}", code(missing.capture));
        }
        if (!f.advice.empty()) {
            line("\n**What to do**\n");
            for (const Advice& item : f.advice)
                line("- **{}.** {}", sentence(item.title), sentence(item.text));
        }
        for (const ShownNote& note : m_notes.list)
            if (note.finding && &m_analysis.findings[*note.finding] == &f && !note.opinion)
                said(note);
        graph(f);
        steps(f);
    }

    void accesses(const Finding& f)
    {
        line("| | Thread | | Where | | Why |\n| --- | --- | --- | --- | --- | --- |");
        std::size_t rows = 0;
        for (const Access& a : f.accesses) {
            if (rows++ == kParties)
                break;
            const bool crashed =
                a.thread && m_log.snapshots[a.thread.snapshot].threads[a.thread.index].crashed;
            line("| {} | {}{} | {} | {} | {} | {}{} |", a.thread ? text::badge(a.certainty) : "",
                 escaped(words_of::name(m_log, a.thread)), crashed ? " ✱" : "", words_of::operation(a.op),
                 a.thread ? code(words_of::place(m_log, a.frame)) : "not in the log",
                 a.thread ? toString(a.certainty) : "", sentence(a.why),
                 escaped(words_of::lines(a.logLines)));
        }
        if (f.accesses.size() > kParties)
            line("\nand {} further candidates", f.accesses.size() - kParties);
    }

    /// What a person said is quoted, with a pencil: nothing that Skein says looks like it.
    void said(const ShownNote& note)
    {
        if (m_notesSaid == kNotes || m_notesBytes > kAllNotes) {
            ++m_notesLeftOut;
            return;
        }
        ++m_notesSaid;
        line("\n> ✎ {}_said by {}:_",
             note.kind == ShownNote::Kind::Note ? formatted("**{}** ", note.number) : "",
             escaped(saidBy(note)));
        line(">");
        for (const std::string& words : note_text::markdownLines(note.text, kNoteBytes)) {
            m_notesBytes += words.size();
            line("> {}", words);
        }
    }

    /// Who waits for whom, of those who take part.
    void graph(const Finding& f)
    {
        const std::uint32_t snapshot = f.snapshot.value_or(0);
        if (snapshot >= m_analysis.waitGraphs.size() ||
            (f.cycle.empty() && f.kind != FindingKind::Contention && f.kind != FindingKind::LockOrderInversion))
            return;
        const WaitGraph& g = m_analysis.waitGraphs[snapshot];
        if (!g.orders.empty())
            return orders(g);
        std::set<std::uint32_t> threads;
        for (const ThreadRef ref : f.threads)
            if (const auto node = ref && ref.snapshot == snapshot ? g.nodeOf(ref.index) : -1; node >= 0)
                if (threads.size() < kNodes)
                    threads.insert(static_cast<std::uint32_t>(node));
        std::set<std::uint32_t> resources;
        std::vector<const WaitGraph::Edge*> edges;
        for (const auto& edge : g.edges) {
            const bool waits = edge.kind == WaitGraph::Edge::Kind::WaitsFor;
            if (!threads.contains(waits ? edge.from : edge.to))
                continue;
            resources.insert(waits ? edge.to : edge.from);
            edges.push_back(&edge);
        }
        if (edges.empty())
            return;
        line("\n```mermaid\nflowchart LR");
        for (const std::uint32_t t : threads) {
            const auto& node = g.threads[t];
            const Thread& first = m_log.snapshots[snapshot].threads[node.threads.front()];
            const std::string who =
                node.threads.size() > 1 ? formatted("{} ×", node.threads.size()) : text::threadName(first);
            line("  t{}[\"{} {}\"]", t, markdown::mermaid(who), label(words_of::place(m_log, node.site)));
        }
        for (const std::uint32_t r : resources)
            resource(g, r);
        for (const auto* edge : edges) {
            const bool waits = edge->kind == WaitGraph::Edge::Kind::WaitsFor;
            line("  {}{} {}|\"{}, {}\"| {}{}", waits ? 't' : 'r', edge->from,
                 edge->certainty == Certainty::Proved ? "-->" : "-.->", waits ? "waits for" : "held by",
                 toString(edge->certainty), waits ? 'r' : 't', edge->to);
        }
        for (std::size_t i = 0; i < edges.size(); ++i)
            if (edges[i]->certainty != Certainty::Proved)
                line("  linkStyle {} stroke-dasharray:{}", i,
                     edges[i]->certainty == Certainty::Likely ? "6 4" : "1 4");
        line("```");
    }

    void resource(const WaitGraph& g, std::uint32_t r)
    {
        const auto& node = g.resources[r];
        std::string what(toString(node.kind));
        if (!node.name.empty())
            what += ' ' + node.name;
        if (node.address != 0)
            what += ' ' + hexAddress(node.address);
        else if (node.waitsAt)
            what += " of " + words_of::place(m_log, node.waitsAt);
        line("  r{}{{{{\"{}\"}}}}", r, label(what));
    }

    /// Which lock was taken while which one was held, by whom and where.
    void orders(const WaitGraph& g)
    {
        line("\n```mermaid\nflowchart LR");
        for (std::uint32_t r = 0; r < g.resources.size() && r < kNodes; ++r)
            resource(g, r);
        for (const auto& edge : g.edges) {
            if (edge.from >= kNodes || edge.to >= kNodes)
                continue;
            const WaitGraph::Order& order = g.orders[edge.order];
            const auto& threads = m_log.snapshots[g.snapshot].threads;
            std::string what =
                order.thread < threads.size() ? text::threadName(threads[order.thread]) + " takes it" : "taken";
            if (const FrameId site = m_log.site(order.stack))
                what += " in " + words_of::place(m_log, site);
            line("  r{} -->|\"{}\"| r{}", edge.from, label(what), edge.to);
        }
        line("```");
    }

    static std::string label(std::string_view text)
    {
        return markdown::mermaid(utf8::elided(utf8::printable(text), 60, utf8::Cut::Middle));
    }

    void steps(const Finding& f)
    {
        std::vector<std::uint32_t> threads;
        const std::uint32_t snapshot = f.snapshot.value_or(0);
        const auto add = [&](ThreadRef ref) {
            if (ref && ref.snapshot == snapshot && threads.size() < kParties &&
                !std::ranges::contains(threads, ref.index))
                threads.push_back(ref.index);
        };
        for (const Access& a : f.accesses)
            add(a.thread);
        for (const WaitStep& step : f.cycle)
            add(step.thread);
        if (threads.size() < 2)
            return;
        const Steps steps = buildSteps(m_log, buildTimeline(m_log, snapshot, threads, &f), &f);
        line("\n<details><summary>Step by step</summary>\n");
        line("One order that contradicts nothing that is known. Where no order is known between steps, they "
             "may have "
             "happened in any.\n");
        for (std::size_t i = 0; i < steps.list.size() && i < kSteps; ++i) {
            const Step& step = steps.list[i];
            line("{}. {} {}: {} _{}_", i + 1, text::badge(step.certainty), toString(step.certainty),
                 sentence(step.text), escaped(step.order));
        }
        if (steps.list.size() > kSteps)
            line("\nand {} further steps", steps.list.size() - kSteps);
        line("\n</details>");
    }

    const Analysis& m_analysis;
    const Log& m_log;
    const ReportOptions& m_options;
    Sink& m_sink;
    const ShownNotes m_notes;
    std::size_t m_notesSaid = 0, m_notesBytes = 0, m_notesLeftOut = 0;
};

void writeMarkdown(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    MarkdownReport(analysis, options, sink).write();
}

} // namespace

extern const Exporter markdownExporter;
const Exporter markdownExporter{.id = "markdown",
                                .title = "Markdown for an issue or a pull request",
                                .suffix = "md",
                                .between = "\n",
                                .write = writeMarkdown};

} // namespace skein
