// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The page as a whole. Its frame, style and script are files of resources/page; the policy in its head allows
// exactly these two and nothing from anywhere.
#include "views/pictures/page.h"

#include "views/pictures/page_writer.h"
#include "views/pictures/svg_device.h"
#include "views/report/text_writer.h"
#include "views/version.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <functional>

namespace skein
{
namespace
{

constexpr std::size_t kFindings = 60;
constexpr std::size_t kNotedLines = 100'000;
constexpr std::size_t kNotes = 1000;

std::string resource(const char* name)
{
    QFile file(QStringLiteral(":/skein/page/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void replace(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size())
        text.replace(at, what.size(), with);
}

/// 'sha256-…' of an inline style or script, as Content Security Policy Level 3 has it.
std::string source(const std::string& text)
{
    const QByteArray hash = QCryptographicHash::hash(
        QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QCryptographicHash::Sha256);
    return "'sha256-" + hash.toBase64().toStdString() + '\'';
}

std::string styleSheet()
{
    std::string css = resource("page.css");
    const Theme light = Theme::light(), dark = Theme::darkTheme();
    replace(css, "/*{light}*/", svg::themeVariables(light));
    replace(css, "/*{dark}*/", svg::themeVariables(dark));
    replace(css, "/*{classes}*/", svg::themeClasses(light));
    replace(css, "/*{ui-fonts}*/", std::string("--ui:") + svg::kUiFonts + ';');
    replace(css, "/*{mono-fonts}*/", std::string("--mono:") + svg::kMonoFonts + ';');
    return css;
}

} // namespace

PageWriter::PageWriter(const AnalysisPtr& analysis, const ReportOptions& options, Sink& sink)
    : m_analysis(analysis),
      m_log(*analysis->log),
      m_options(options),
      m_out(sink),
      m_said(std::make_shared<const ShownNotes>(shownNotes(*analysis, options)))
{
    for (const Finding* finding : shownFindings(*analysis, options))
        if (m_findings.size() < kFindings)
            m_findings.push_back(static_cast<std::uint32_t>(finding - analysis->findings.data()));
    for (const ShownNote& note : m_said->list) {
        if (note.thread && note.kind == ShownNote::Kind::Note)
            m_notesOf.emplace(note.thread, &note);
        for (std::uint32_t line = note.lines.first; !note.thread && !note.finding && line > 0 &&
                                                    line <= note.lines.last && m_noted.size() < kNotedLines;
             ++line)
            m_noted.insert(line);
    }
    for (std::size_t i = 0; i < m_said->list.size() && i < kNotes; ++i)
        m_lastNote = std::max(m_lastNote, m_said->list[i].number);
    chooseThreads();
    chooseLines();
}

std::string PageWriter::title() const
{
    return m_log.input.path == "-" ? "standard input" : std::string(baseName(m_log.input.path));
}

void PageWriter::top()
{
    const auto header = m_out.in("header", {{"class", "top"}});
    m_out.leaf("h1", title());
    std::uint64_t threads = 0;
    bool goroutines = true;
    for (const Snapshot& snapshot : m_log.snapshots)
        for (const Thread& t : snapshot.threads) {
            threads += t.kind == ThreadKind::System ? 0 : t.count;
            goroutines = goroutines && t.kind != ThreadKind::Thread;
        }
    std::string facts = m_log.snapshots.empty() ? "nothing recognised"
                        : goroutines            ? text::counted(threads, "goroutine", "goroutines")
                                                : text::counted(threads, "thread", "threads");
    if (m_log.snapshots.size() > 1)
        facts += ", " + text::counted(m_log.snapshots.size(), "dump", "dumps");
    facts += ", " + text::counted(m_log.text.lineCount(), "line", "lines");
    m_out.leaf("p", {{"class", "dim"}}, facts);
    if (!m_log.snapshots.empty() && m_log.snapshots.front().reason)
        m_out.leaf("p", {{"class", "reason"}}, m_log.str(m_log.snapshots.front().reason).substr(0, 400));
    m_out.leaf("span", {{"class", "tools"}}, "");
}

void PageWriter::sidebar()
{
    const auto nav = m_out.in("nav", {{"class", "side-bar"}, {"aria-label", "Findings"}});
    const std::size_t all = m_analysis->findings.size();
    m_out.leaf("h2", all == 0 ? "No finding" : text::counted(all, "finding", "findings"));
    if (all == 0)
        m_out.leaf("p", {{"class", "dim"}}, "Nothing here shows a conflict, a cycle, a leak or a crash.");
    {
        const auto list = m_out.in("ol");
        for (const std::uint32_t index : m_findings) {
            const Finding& finding = m_analysis->findings[index];
            const auto entry = m_out.in("li");
            const auto link = m_out.in("a", {{"href", "#finding-" + std::to_string(index + 1)}});
            badge(finding.certainty);
            m_out.leaf("span", {{"class", "name"}}, finding.title);
            if (const std::string opinion = m_said->opinionOn(index); !opinion.empty())
                m_out.leaf("span", {{"class", "paper"}}, opinion);
        }
    }
    if (all > m_findings.size())
        m_out.leaf("p", {{"class", "left"}},
                   text::counted(all - m_findings.size(), "further finding is", "further findings are") +
                       " not in this page; the JSON report has them all.");
    const auto list = m_out.in("ul", {{"class", "sections"}});
    const auto link = [&](std::string_view target, std::string_view name) {
        const auto entry = m_out.in("li");
        m_out.leaf("a", {{"href", target}}, name);
    };
    if (!m_said->empty())
        link("#notes", "Notes");
    if (!m_analysis->groups.empty())
        link("#groups", "Groups");
    link("#stacks", "Stacks");
    link("#log", "Log");
}

std::expected<void, std::string> PageWriter::findings()
{
    for (const std::uint32_t index : m_findings)
        if (auto done = finding(index); !done)
            return done;
    return {};
}

void PageWriter::notes()
{
    if (m_said->empty())
        return;
    const auto section = m_out.in("section", {{"id", "notes"}, {"aria-labelledby", "notes-title"}});
    m_out.leaf("h2", {{"id", "notes-title"}}, "What people say");
    m_out.leaf("p", {{"class", "dim"}}, "Written by people; Skein infers none of it.");
    std::size_t shown = 0;
    for (const ShownNote& said : m_said->list)
        if (shown++ < kNotes)
            note(said, true);
    if (m_said->list.size() > kNotes)
        m_out.leaf("p", {{"class", "left"}},
                   text::counted(m_said->list.size() - kNotes, "further note is", "further notes are") +
                       " not in this page; the JSON report has them all.");
}

std::expected<void, std::string> writePage(const AnalysisPtr& analysis, const ReportOptions& options,
                                           Sink& sink)
{
    PageWriter page(analysis, options, sink);
    HtmlWriter out(sink);
    const std::string style = styleSheet(), script = resource("page.js");
    std::expected<void, std::string> result;
    struct Part {
        std::string_view name;
        std::function<void()> write;
    };
    const Part parts[] = {
        {"title", [&] { out.text(page.title()); }},
        {"version", [&] { out.text(kVersion); }},
        {"policy",
         [&] {
             out.raw("default-src 'none'; style-src " + source(style) + "; script-src " + source(script) +
                     "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'");
         }},
        {"style", [&] { out.raw(style); }},
        {"script", [&] { out.raw(script); }},
        {"symbols", [&] { page.symbols(); }},
        {"top", [&] { page.top(); }},
        {"sidebar", [&] { page.sidebar(); }},
        {"findings", [&] { result = page.findings(); }},
        {"notes", [&] { page.notes(); }},
        {"groups", [&] { page.groups(); }},
        {"stacks", [&] { page.stacks(); }},
        {"log", [&] { page.log(); }},
    };
    const std::string frame = resource("page.html");
    std::string_view rest = frame;
    while (result && !rest.empty()) {
        const auto begin = rest.find("{{");
        out.raw(rest.substr(0, begin));
        const auto end = begin == rest.npos ? rest.npos : rest.find("}}", begin);
        if (end == rest.npos)
            break;
        const auto part = std::ranges::find(parts, rest.substr(begin + 2, end - begin - 2), &Part::name);
        if (part != std::end(parts))
            part->write();
        rest.remove_prefix(end + 2);
    }
    return result;
}

} // namespace skein
