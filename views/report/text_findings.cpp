// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/text_parts.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace skein::text
{

std::string_view badge(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Proved:
        return "●";
    case Certainty::Likely:
        return "◐";
    case Certainty::Possible:
        return "○";
    }
    return "○";
}

namespace
{

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxRows = 8;  ///< accesses, steps or places of one finding
constexpr std::size_t kMaxNames = 6; ///< threads named in one row

struct Operation {
    std::string_view letter;
    Style style;
};

Operation operation(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return {"R", Style::Read};
    case AccessOp::Write:
        return {"W", Style::Write};
    case AccessOp::Iterate:
        return {"I", Style::Iterate};
    case AccessOp::Delete:
        return {"D", Style::Delete};
    case AccessOp::AtomicRead:
        return {"aR", Style::Read};
    case AccessOp::AtomicWrite:
        return {"aW", Style::Write};
    case AccessOp::Free:
        return {"F", Style::Delete};
    }
    return {"?", Style::Plain};
}

/// "the other goroutine" → "The other goroutine."
std::string sentence(std::string_view text)
{
    std::string out(text);
    if (out.empty())
        return out;
    if (out.front() >= 'a' && out.front() <= 'z')
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    if (std::string_view(".!?:)").find(out.back()) == std::string_view::npos)
        out += '.';
    return out;
}

class FindingBlock
{
public:
    FindingBlock(TextWriter& out, const Log& log, const Finding& finding)
        : m_out(out), m_log(log), m_finding(finding)
    {
    }
    void write();

private:
    /// A row of an aligned table: mark, who, function, place, and a note behind.
    struct Row {
        std::string_view mark{};
        Style markStyle = Style::Plain;
        std::string_view badge{};
        std::string who{}, function{}, place{}, note{};
        Style noteStyle = Style::Faint;
        std::string why{};
    };

    void facts();
    void rows(const std::vector<Row>&);
    void accesses();
    void cycle();
    void places();
    void evidence();
    void missing();
    void advice();
    void more(std::size_t hidden, std::string_view one, std::string_view many);

    const Thread& thread(ThreadRef ref) const { return m_log.snapshots[ref.snapshot].threads[ref.index]; }
    std::string name(ThreadRef ref) const { return ref ? threadName(thread(ref)) : "?"; }

    TextWriter& m_out;
    const Log& m_log;
    const Finding& m_finding;
};

/// concurrent-map-access · map 0xc00001c0f0 "streams" · dump 2, lines 12–640
void FindingBlock::facts()
{
    std::string line(toString(m_finding.kind));
    if (const auto& resource = m_finding.resource; resource && resource->kind != ResourceKind::None) {
        if (resource->address != 0 || !resource->name.empty()) {
            line += " · ";
            line += toString(resource->kind);
        }
        if (!resource->name.empty())
            line += ' ' + resource->name;
        if (resource->address != 0)
            line += ' ' + hexAddress(resource->address);
    }
    if (m_finding.snapshot && m_log.snapshots.size() > 1) {
        const LineSpan lines = m_log.snapshots[*m_finding.snapshot].lines;
        line += " · dump " + std::to_string(*m_finding.snapshot + 1) + ", lines " +
                std::to_string(lines.first) + "–" + std::to_string(lines.last);
    }
    m_out.wrap(line, kIndent, Style::Faint);
}

void FindingBlock::rows(const std::vector<Row>& table)
{
    constexpr std::size_t kMaxWho = 40, kMaxPlace = 32;
    std::size_t who = 0, function = 0, place = 0;
    const bool marked = std::ranges::any_of(table, [](const Row& r) { return !r.mark.empty(); });
    for (const Row& row : table) {
        who = std::max(who, std::min(utf8::width(row.who), kMaxWho));
        function = std::max(function, utf8::width(row.function));
        place = std::max(place, std::min(utf8::width(row.place), kMaxPlace));
    }
    const std::size_t whoColumn = kIndent + (marked ? 3 : 0);
    const std::size_t functionColumn = whoColumn + who + 2;
    const std::size_t left =
        m_out.columns() > functionColumn + place + 14 ? m_out.columns() - functionColumn - place - 14 : 0;
    function = std::clamp<std::size_t>(function, 1, std::max<std::size_t>(left, 24));
    for (const Row& row : table) {
        m_out.tab(kIndent);
        m_out.write(row.mark, row.markStyle);
        m_out.tab(whoColumn);
        m_out.write(utf8::elided(row.who, kMaxWho, utf8::Cut::End), Style::Strong);
        m_out.tab(functionColumn);
        m_out.write(utf8::elided(row.function, function, utf8::Cut::Middle));
        if (!row.place.empty() || !row.note.empty() || !row.badge.empty())
            m_out.tab(functionColumn + function + 2);
        m_out.write(utf8::elided(row.place, kMaxPlace, utf8::Cut::Start));
        if (!row.badge.empty()) {
            m_out.tab(functionColumn + function + 2 + place, 2);
            m_out.write(row.badge, Style::Unsure);
        }
        if (!row.note.empty()) {
            m_out.write(row.badge.empty() ? "  " : " ");
            m_out.write(row.note, row.noteStyle);
        }
        m_out.endLine();
        if (!row.why.empty())
            m_out.wrap(row.why, functionColumn, Style::Faint);
    }
}

void FindingBlock::more(std::size_t hidden, std::string_view one, std::string_view many)
{
    if (hidden == 0)
        return;
    m_out.tab(kIndent);
    m_out.write("and " + counted(hidden, one, many), Style::Faint);
    m_out.endLine();
}

void FindingBlock::accesses()
{
    std::vector<Row> table;
    for (const Access& access : m_finding.accesses) {
        if (table.size() == kMaxRows)
            break;
        const Operation op = operation(access.op);
        Row row{.mark = op.letter,
                .markStyle = op.style,
                .badge = badge(access.certainty),
                .who = name(access.thread)};
        row.function = access.frame    ? utf8::printable(shortFunction(m_log.function(access.frame)))
                       : access.thread ? "place not known"
                                       : "not in the log";
        row.place = place(m_log, access.frame);
        if (access.thread && thread(access.thread).crashed) {
            row.note = "✱ crashed";
            row.noteStyle = Style::Crash;
        }
        row.why = sentence(access.why);
        table.push_back(std::move(row));
    }
    rows(table);
    more(m_finding.accesses.size() - table.size(), "further candidate", "further candidates");
}

/// G18 → 0xc00001a0b0 ⇢ G19 → 0xc00001a0c8 ⇢ G18, and a row for each step. A dashed arrow is inferred.
void FindingBlock::cycle()
{
    std::string arrows = name(m_finding.cycle.front().thread);
    const auto length = std::min(m_finding.cycle.size(), kMaxRows);
    std::vector<Row> table;
    for (std::size_t i = 0; i < length; ++i) {
        const WaitStep& step = m_finding.cycle[i];
        const std::string held = step.certainty == Certainty::Proved ? " → " : " ⇢ ";
        if (step.waitsOn != 0)
            arrows += " → " + hexAddress(step.waitsOn);
        arrows += held + name(step.heldBy);
        Row row{.badge = badge(step.certainty), .who = name(step.thread)};
        row.function =
            step.waitsAt ? utf8::printable(shortFunction(m_log.function(step.waitsAt))) : "place not known";
        row.place = place(m_log, step.waitsAt);
        row.note = "waits for " + name(step.heldBy);
        table.push_back(std::move(row));
    }
    if (length < m_finding.cycle.size())
        arrows += " → …";
    m_out.wrap(arrows, kIndent, Style::Strong);
    rows(table);
    more(m_finding.cycle.size() - length, "further step", "further steps");
}

/// Threads that stand in the same place share a row: G8 G128 G278  testutils.ExecCmd.func1  exec.go:141  chan
/// send
void FindingBlock::places()
{
    using Key = std::tuple<FrameId, std::string_view, bool>;
    std::map<Key, std::size_t> rowOf;
    std::vector<std::vector<const Thread*>> members;
    std::vector<Key> keys;
    for (const ThreadRef ref : m_finding.threads) {
        if (!ref)
            continue;
        const Thread& t = thread(ref);
        const Key key{m_log.site(t.stack), stateText(m_log, t), t.crashed};
        const auto [at, isNew] = rowOf.try_emplace(key, members.size());
        if (isNew) {
            members.emplace_back();
            keys.push_back(key);
        }
        members[at->second].push_back(&t);
    }
    std::vector<Row> table;
    for (std::size_t i = 0; i < members.size() && i < kMaxRows; ++i) {
        const auto& [site, state, crashed] = keys[i];
        Row row;
        for (std::size_t n = 0; n < members[i].size() && n < kMaxNames; ++n)
            row.who += (n > 0 ? " " : "") + threadName(*members[i][n]);
        if (members[i].size() > kMaxNames)
            row.who += " +" + grouped(members[i].size() - kMaxNames);
        row.function = site ? utf8::printable(shortFunction(m_log.function(site))) : "stack not printed";
        row.place = place(m_log, site);
        row.note = crashed ? "✱ crashed" : std::string(state);
        row.noteStyle = crashed ? Style::Crash : Style::Faint;
        table.push_back(std::move(row));
    }
    rows(table);
    more(members.size() - table.size(), "further place", "further places");
}

void FindingBlock::evidence()
{
    for (const Evidence& item : m_finding.evidence) {
        std::string text = item.text;
        if (!item.logLines.empty()) {
            text += item.logLines.size() == 1 ? " (line " : " (lines ";
            text += lineList(item.logLines) + ')';
        }
        m_out.tab(kIndent);
        m_out.write("· ");
        m_out.wrap(text, kIndent + 2);
    }
}

void FindingBlock::missing()
{
    if (!m_finding.missing)
        return;
    const Missing& missing = *m_finding.missing;
    m_out.tab(kIndent);
    m_out.write("Not in the log: ", Style::Strong);
    m_out.wrap(sentence(missing.what + (missing.why.empty() ? "" : ": ") + missing.why), kIndent);
    if (missing.capture.empty())
        return;
    m_out.tab(kIndent);
    m_out.write("Next time: ", Style::Strong);
    m_out.wrap(missing.capture, kIndent);
}

void FindingBlock::advice()
{
    for (const Advice& item : m_finding.advice) {
        m_out.tab(kIndent);
        m_out.write("→ ", Style::Strong);
        m_out.write(sentence(item.title), Style::Strong);
        m_out.write(" ");
        m_out.wrap(item.text, kIndent + 2);
    }
}

void FindingBlock::write()
{
    m_out.write(badge(m_finding.certainty), Style::Sure);
    m_out.write(" ");
    m_out.write(toString(m_finding.certainty), Style::Sure);
    m_out.write("  ");
    m_out.wrap(m_finding.title, kIndent, Style::Strong);
    facts();
    const bool table = !m_finding.accesses.empty() || !m_finding.cycle.empty() || !m_finding.threads.empty();
    if (table)
        m_out.endLine();
    if (!m_finding.accesses.empty())
        accesses();
    else if (!m_finding.cycle.empty())
        cycle();
    else
        places();
    if (!m_finding.evidence.empty() || m_finding.missing)
        m_out.endLine();
    evidence();
    missing();
    if (!m_finding.advice.empty())
        m_out.endLine();
    advice();
}

} // namespace

void writeFinding(TextWriter& out, const Analysis& analysis, const Finding& finding)
{
    FindingBlock(out, *analysis.log, finding).write();
}

} // namespace skein::text
