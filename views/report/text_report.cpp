// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The report for people: what somebody would paste into a chat.
#include "views/report/exporters.h"
#include "views/report/text_parts.h"

#include <algorithm>
#include <set>

namespace skein
{

namespace
{

using namespace text;

constexpr std::size_t kGroups = 10; ///< rows of the table of groups
constexpr std::size_t kDumps = 8;   ///< dumps named in the heading

std::uint64_t threadCount(const Snapshot& snapshot)
{
    std::uint64_t sum = 0;
    for (const Thread& thread : snapshot.threads)
        if (thread.kind != ThreadKind::System)
            sum += thread.count;
    return sum;
}

bool hasGoroutines(const Log& log)
{
    for (const Snapshot& snapshot : log.snapshots)
        for (const Thread& thread : snapshot.threads)
            if (thread.kind != ThreadKind::System)
                return thread.kind == ThreadKind::Goroutine;
    return true;
}

std::string threads(const Log& log, std::uint64_t count)
{
    return hasGoroutines(log) ? counted(count, "goroutine", "goroutines")
                              : counted(count, "thread", "threads");
}

/// "fatal error: concurrent map writes", else the signal, else "go-traceback".
std::string_view reasonOf(const Log& log, const Snapshot& snapshot)
{
    if (snapshot.reason)
        return log.str(snapshot.reason);
    return snapshot.signal ? log.str(snapshot.signal) : snapshot.format;
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
    void groups();
    void groupRow(const Group&, std::size_t stateWidth, std::size_t placeWidth);
    void summary();
    std::string states(const Group&) const;

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
        m_out.write(threads(m_log, threadCount(snapshot)));
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
    for (const Finding* finding : shown) {
        writeFinding(m_out, m_analysis, *finding);
        m_out.endLine();
    }
    const std::size_t hidden = m_analysis.findings.size() - shown.size();
    if (shown.empty() && hidden == 0 && !m_log.snapshots.empty()) {
        m_out.write("No finding: nothing here shows a conflict, a cycle, a leak or a crash.");
        m_out.endLine();
        m_out.endLine();
    }
    if (hidden > 0) {
        m_out.write(counted(hidden, "finding is", "findings are") + " less sure than " +
                    std::string(toString(m_options.minCertainty)) + " and left out.");
        m_out.endLine();
        m_out.endLine();
    }
}

std::string TextReport::states(const Group& group) const
{
    std::string out;
    for (std::size_t i = 0; i < group.states.size() && i < 4; ++i) {
        const StateCount& state = group.states[i];
        if (i > 0)
            out += ", ";
        if (group.states.size() > 1)
            out += grouped(state.count) + ' ';
        out += utf8::printable(state.reason ? m_log.str(state.reason) : toString(state.state));
    }
    if (group.minWaited >= 0) {
        out += group.minWaited == group.maxWaited
                   ? ", "
                   : ", " + grouped(static_cast<std::uint64_t>(group.minWaited)) + "–";
        out += grouped(static_cast<std::uint64_t>(group.maxWaited)) + " min";
    }
    return out;
}

void TextReport::groupRow(const Group& group, std::size_t stateWidth, std::size_t placeWidth)
{
    const std::string count = grouped(group.count);
    m_out.tab(9 - std::min<std::size_t>(count.size(), 7));
    m_out.write(count, Style::Strong);
    m_out.tab(11);
    m_out.write(utf8::elided(states(group), stateWidth, utf8::Cut::End));
    m_out.tab(11 + stateWidth + 2);
    if (m_log.snapshots.size() > 1)
        m_out.write("#" + std::to_string(group.snapshot + 1) + " ", Style::Faint);
    const std::string at = utf8::elided(place(m_log, group.site), placeWidth, utf8::Cut::Start);
    const std::size_t room = m_out.room();
    const std::size_t taken = utf8::width(at) + 2;
    if (!group.site)
        m_out.write("stack not printed", Style::Faint);
    else
        m_out.write(functionName(m_log, group.site, room > taken + 16 ? room - taken : 16));
    if (!at.empty())
        m_out.write("  " + at, Style::Faint);
    m_out.endLine();
}

void TextReport::groups()
{
    std::uint64_t all = 0, shownThreads = 0;
    for (const Group& group : m_analysis.groups)
        all += group.count;
    if (all < 2)
        return;
    const std::size_t shown = std::min(m_analysis.groups.size(), kGroups);
    std::size_t stateWidth = 0, placeWidth = 0;
    for (std::size_t i = 0; i < shown; ++i) {
        stateWidth = std::max(stateWidth, utf8::width(states(m_analysis.groups[i])));
        placeWidth = std::max(placeWidth, utf8::width(place(m_log, m_analysis.groups[i].site)));
    }
    m_out.write(hasGoroutines(m_log) ? "Goroutines by place" : "Threads by place", Style::Strong);
    m_out.endLine();
    for (std::size_t i = 0; i < shown; ++i) {
        groupRow(m_analysis.groups[i], std::min<std::size_t>(stateWidth, 30),
                 std::min<std::size_t>(placeWidth, 32));
        shownThreads += m_analysis.groups[i].count;
    }
    if (m_analysis.groups.size() > shown) {
        m_out.tab(11);
        m_out.write("and " + threads(m_log, all - shownThreads) + " in " +
                        counted(m_analysis.groups.size() - shown, "further place", "further places"),
                    Style::Faint);
        m_out.endLine();
    }
    m_out.endLine();
}

/// 34 goroutines in 6 places, 1 dump. 640 of 812 lines recognised, 172 kept as they are. docker prefix set
/// aside.
void TextReport::summary()
{
    std::uint64_t all = 0;
    for (const Snapshot& snapshot : m_log.snapshots)
        all += threadCount(snapshot);
    const std::uint32_t lines = m_log.text.lineCount();
    const std::uint32_t other = lines - m_log.recognisedLines;
    std::string text;
    if (m_log.snapshots.empty()) {
        m_out.wrap("Nothing recognised in " + counted(lines, "line", "lines") + '.', 0, Style::Faint);
        return;
    }
    text = threads(m_log, all) + " in " + counted(m_analysis.groups.size(), "place", "places") + ", " +
           counted(m_log.snapshots.size(), "dump", "dumps") + '.';
    text += ' ' + grouped(m_log.recognisedLines) + " of " + counted(lines, "line", "lines") + " recognised";
    text += other > 0 ? ", " + grouped(other) + " kept as " + (other == 1 ? "it is." : "they are.") : ".";
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
    groups();
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
