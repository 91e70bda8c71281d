// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The report for people: what somebody would paste into a chat.
#include "views/report/exporters.h"
#include "views/report/note_text.h"
#include "views/report/shown_note.h"
#include "views/report/text_parts.h"

#include <algorithm>
#include <ranges>

namespace skein
{

namespace text
{

bool hasGoroutines(const Log& log)
{
    for (const Snapshot& snapshot : log.snapshots)
        for (const Thread& thread : snapshot.threads)
            if (thread.kind != ThreadKind::System)
                return thread.kind == ThreadKind::Goroutine;
    return true;
}

std::string threadsCounted(const Log& log, std::uint64_t count)
{
    return hasGoroutines(log) ? counted(count, "goroutine", "goroutines")
                              : counted(count, "thread", "threads");
}

} // namespace text

namespace
{

using namespace text;

constexpr std::size_t kWhole = 8;   ///< findings shown whole
constexpr std::size_t kTitles = 20; ///< findings behind those, of which the title is shown
constexpr std::size_t kDumps = 8;   ///< dumps named in the heading
constexpr std::size_t kNotes = 300; ///< that people wrote; behind them they are counted
constexpr std::size_t kNoteBytes = 8000;

std::uint64_t threadCount(const Snapshot& snapshot)
{
    std::uint64_t sum = 0;
    for (const Thread& thread : snapshot.threads)
        if (thread.kind != ThreadKind::System)
            sum += thread.count;
    return sum;
}

/// "fatal error: concurrent map writes", else the signal, else what it is.
std::string_view reasonOf(const Log& log, const Snapshot& snapshot)
{
    if (snapshot.reason)
        return log.str(snapshot.reason);
    if (snapshot.signal)
        return log.str(snapshot.signal);
    return snapshot.format == "go-traceback" ? "goroutine dump" : snapshot.format;
}

class TextReport
{
public:
    TextReport(const Analysis& analysis, const ReportOptions& options, Sink& sink)
        : m_analysis(analysis),
          m_log(*analysis.log),
          m_options(options),
          m_out(sink, options.colour, std::max(options.columns, 40u))
    {
    }
    void write();

private:
    void heading();
    void dumps();
    void findings();
    void note(std::string_view text);
    void people();
    void summary();

    const Analysis& m_analysis;
    const Log& m_log;
    const ReportOptions& m_options;
    TextWriter m_out;
};

void TextReport::heading()
{
    const std::string path = m_log.input.path == "-" ? "standard input" : m_log.input.path;
    m_out.write(path, Style::Strong);
    if (m_log.snapshots.size() == 1) {
        m_out.write(": ");
        m_out.write(utf8::elided(utf8::printable(reasonOf(m_log, m_log.snapshots[0])), 160, utf8::Cut::End));
    } else if (m_log.snapshots.size() > 1) {
        m_out.write(": " + counted(m_log.snapshots.size(), "dump", "dumps"));
    }
    m_out.endLine();
    if (m_log.snapshots.size() > 1)
        dumps();
    m_out.endLine();
}

/// dump 2  lines 12–640  34 goroutines  fatal error: concurrent map writes
void TextReport::dumps()
{
    const std::size_t shown = std::min(m_log.snapshots.size(), kDumps);
    for (std::size_t i = 0; i < shown; ++i) {
        const Snapshot& snapshot = m_log.snapshots[i];
        m_out.write("  dump " + std::to_string(i + 1));
        m_out.tab(10, 2);
        m_out.write("lines " + std::to_string(snapshot.lines.first) + "–" +
                    std::to_string(snapshot.lines.last));
        m_out.tab(30, 2);
        m_out.write(threadsCounted(m_log, threadCount(snapshot)));
        m_out.tab(46, 2);
        m_out.write(utf8::elided(utf8::printable(reasonOf(m_log, snapshot)), m_out.room(), utf8::Cut::End));
        m_out.endLine();
    }
    if (m_log.snapshots.size() > shown) {
        m_out.write("  and " + counted(m_log.snapshots.size() - shown, "further dump", "further dumps"));
        m_out.endLine();
    }
}

void TextReport::findings()
{
    const auto shown = shownFindings(m_analysis, m_options);
    AlreadySaid said;
    for (std::size_t i = 0; i < shown.size() && i < kWhole; ++i) {
        writeFinding(m_out, m_analysis, *shown[i], said);
        m_out.endLine();
    }
    for (std::size_t i = kWhole; i < shown.size() && i < kWhole + kTitles; ++i)
        writeTitle(m_out, *shown[i]);
    if (shown.size() > kWhole + kTitles)
        note("and " + counted(shown.size() - kWhole - kTitles, "further finding", "further findings") +
             "; --format json has them all");
    if (shown.size() > kWhole)
        m_out.endLine();
    const std::size_t hidden = m_analysis.findings.size() - shown.size();
    if (shown.empty() && hidden == 0 && !m_log.snapshots.empty())
        note("No finding: nothing here shows a conflict, a cycle, a leak or a crash.\n");
    if (hidden > 0)
        note(counted(hidden, "finding is", "findings are") + " less sure than " +
             std::string(toString(m_options.minCertainty)) + " and left out.\n");
}

/// One line; a line end behind it makes a blank line.
void TextReport::note(std::string_view text)
{
    const bool blank = text.ends_with('\n');
    m_out.wrap(text.substr(0, text.size() - (blank ? 1 : 0)), 0);
    if (blank)
        m_out.endLine();
}

/// What people said, apart from what Skein found: "1. Ann, 2026-11-21 12:30, on goroutine 34:" and the text
/// below it.
void TextReport::people()
{
    const ShownNotes notes = shownNotes(m_analysis, m_options);
    if (notes.empty())
        return;
    m_out.write("What people say", Style::Strong);
    m_out.endLine();
    std::size_t shown = 0;
    for (const ShownNote& said : notes.list) {
        if (shown++ == kNotes)
            break;
        const std::string number =
            said.kind == ShownNote::Kind::Note ? std::to_string(said.number) + ". " : std::string();
        m_out.write(said.kind == ShownNote::Kind::Reply ? "    " : "  ");
        m_out.wrap(number + saidBy(said) + ':', said.kind == ShownNote::Kind::Reply ? 4 : 2, Style::Faint);
        for (const auto line : std::views::split(note_text::plain(said.text, kNoteBytes), '\n')) {
            m_out.write(said.kind == ShownNote::Kind::Reply ? "      " : "    ");
            m_out.wrap(std::string_view(line), said.kind == ShownNote::Kind::Reply ? 6 : 4);
        }
    }
    if (notes.list.size() > kNotes)
        note("and " + counted(notes.list.size() - kNotes, "further note", "further notes") +
             "; --format json has them all");
    m_out.endLine();
}

/// 34 goroutines in 6 places, 1 dump. 640 of 812 lines recognised, 172 kept as they are.
void TextReport::summary()
{
    std::uint64_t all = 0;
    for (const Snapshot& snapshot : m_log.snapshots)
        all += threadCount(snapshot);
    const std::uint32_t lines = m_log.text.lineCount();
    const std::uint32_t other = lines - m_log.recognisedLines;
    std::string text;
    if (m_log.snapshots.empty()) {
        const std::string what =
            m_log.lint.empty() ? "Nothing recognised in " : "Only what static checkers say, in ";
        m_out.wrap(what + counted(lines, "line", "lines") + '.', 0, Style::Faint);
        return;
    }
    text = threadsCounted(m_log, all) + " in " + counted(m_analysis.groups.size(), "place", "places") + ", " +
           counted(m_log.snapshots.size(), "dump", "dumps") + '.';
    if (other == 0)
        text += " All " + counted(lines, "line", "lines") + " recognised.";
    else
        text += ' ' + grouped(m_log.recognisedLines) + " of " + counted(lines, "line", "lines") +
                " recognised, " + grouped(other) + " kept as " + (other == 1 ? "it is." : "they are.");
    const auto prefix = m_log.input.linePrefix;
    if (prefix == "other")
        text += " The prefix of its lines is set aside.";
    else if (prefix != "none")
        text += " The " + std::string(prefix) + " prefix is set aside.";
    if (std::ranges::any_of(m_log.snapshots, &Snapshot::cutOff))
        text += " The log is cut off inside a dump.";
    m_out.wrap(text, 0, Style::Faint);
}

void TextReport::write()
{
    heading();
    findings();
    people();
    writeGroups(m_out, m_analysis);
    summary();
}

void writeText(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    TextReport(analysis, options, sink).write();
}

} // namespace

extern const Exporter textExporter;
const Exporter textExporter{
    .id = "text", .title = "Text for people", .suffix = "txt", .between = "\n", .write = writeText};

} // namespace skein
