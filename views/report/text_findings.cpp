// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/text_parts.h"
#include "views/report/text_table.h"

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
constexpr std::size_t kMaxRows = 8;   ///< accesses, steps or places of one finding
constexpr std::size_t kMaxNames = 6;  ///< threads named in one row
constexpr std::size_t kCallers = 3;   ///< frames named below an access
constexpr std::size_t kExplained = 2; ///< pieces of advice with their reasons; the others by title
constexpr std::size_t kLongest = 600; ///< columns of one sentence; a log may hold one of megabytes

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

/// One sentence, however long the names in it are.
std::string shortened(std::string_view text)
{
    return utf8::elided(utf8::printable(text), kLongest, utf8::Cut::End);
}

class FindingBlock
{
public:
    FindingBlock(TextWriter& out, const Log& log, const Finding& finding, AlreadySaid& said)
        : m_out(out), m_log(log), m_finding(finding), m_said(said)
    {
    }
    void write();

private:
    void facts();
    void accesses();
    void cycle();
    void places();
    void evidence();
    void missing();
    void advice();
    void more(std::size_t hidden, std::string_view one, std::string_view many);

    Row row(FrameId site, std::string who) const;
    std::string callers(const Thread&, std::size_t frameIndex) const;
    const Thread& thread(ThreadRef ref) const { return m_log.snapshots[ref.snapshot].threads[ref.index]; }
    std::string name(ThreadRef ref) const { return ref ? threadName(thread(ref)) : "?"; }

    TextWriter& m_out;
    const Log& m_log;
    const Finding& m_finding;
    AlreadySaid& m_said;
};

/// concurrent-map-access · map streams 0xc00001c0f0 · dump 2, lines 12–640
void FindingBlock::facts()
{
    std::string line(toString(m_finding.kind));
    const auto& resource = m_finding.resource;
    if (resource && resource->kind != ResourceKind::None &&
        (resource->address != 0 || !resource->name.empty())) {
        line += " · ";
        line += toString(resource->kind);
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
    if (m_finding.count > 1)
        line += " · reported " + std::to_string(m_finding.count) + " times";
    m_out.wrap(shortened(line), kIndent, Style::Faint);
}

Row FindingBlock::row(FrameId site, std::string who) const
{
    Row made;
    made.who = std::move(who);
    made.function = site ? utf8::printable(shortFunction(m_log.function(site))) : "place not known";
    made.place = place(m_log, site);
    return made;
}

void FindingBlock::more(std::size_t hidden, std::string_view one, std::string_view many)
{
    if (hidden == 0)
        return;
    m_out.tab(kIndent);
    m_out.write("and " + counted(hidden, one, many), Style::Faint);
    m_out.endLine();
}

/// "called by api.(*Server).put api.go:51 ← main.logged.func1 main.go:20": the next frames that aren't
/// runtime.
std::string FindingBlock::callers(const Thread& of, std::size_t frameIndex) const
{
    constexpr std::size_t kColumns = 44;
    std::string out;
    std::size_t found = 0;
    const auto stack = m_log.stack(of.stack);
    for (std::size_t i = frameIndex + 1; i < stack.size() && found < kCallers; ++i) {
        if (m_log.frame(stack[i]).role == Role::Runtime)
            continue;
        out += found++ == 0 ? "called by " : " ← ";
        out += functionName(m_log, stack[i], kColumns) + ' ' + place(m_log, stack[i]);
    }
    return out;
}

void FindingBlock::accesses()
{
    constexpr std::size_t kWithCallers = 2, kWithReason = 3;
    std::vector<Row> table;
    for (const Access& access : m_finding.accesses) {
        if (table.size() == kMaxRows)
            break;
        Row made = row(access.frame, name(access.thread));
        const Operation op = operation(access.op);
        made.mark = op.letter;
        made.markStyle = op.style;
        if (!access.thread)
            made.function = "not in the log";
        else
            made.badge = badge(access.certainty);
        if (access.thread && thread(access.thread).crashed) {
            made.note = "✱ crashed";
            made.noteStyle = Style::Crash;
        }
        if (access.thread && access.frame && table.size() < kWithCallers)
            made.below.push_back(callers(thread(access.thread), access.frameIndex));
        if (access.thread && !access.why.empty() && table.size() < kWithReason)
            made.below.push_back(shortened(sentence(access.why)));
        std::erase(made.below, std::string());
        table.push_back(std::move(made));
    }
    writeRows(m_out, table, kIndent);
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
        if (step.waitsOn != 0)
            arrows += " → " + hexAddress(step.waitsOn);
        arrows += (step.certainty == Certainty::Proved ? " → " : " ⇢ ") + name(step.heldBy);
        Row made = row(step.waitsAt, name(step.thread));
        made.badge = badge(step.certainty);
        made.note = "waits for " + (step.heldBy == step.thread ? "itself" : name(step.heldBy));
        table.push_back(std::move(made));
    }
    if (length < m_finding.cycle.size())
        arrows += " → …";
    m_out.wrap(arrows, kIndent, Style::Strong);
    writeRows(m_out, table, kIndent);
    more(m_finding.cycle.size() - length, "further step", "further steps");
}

/// Threads that stand in the same place share a row: G8 G128 G278  testutils.Exec.func1  exec.go:141  chan
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
        Row made = row(site, threadNames(members[i], kMaxNames));
        if (!site)
            made.function = "stack not printed";
        made.note = crashed ? "✱ crashed" : utf8::printable(state);
        made.noteStyle = crashed ? Style::Crash : Style::Faint;
        const Thread& first = *members[i].front();
        if (crashed && site)
            made.below.push_back(callers(first, m_log.siteIndex(first.stack).value_or(0)));
        std::erase(made.below, std::string());
        table.push_back(std::move(made));
    }
    writeRows(m_out, table, kIndent);
    more(members.size() - table.size(), "further place", "further places");
}

void FindingBlock::evidence()
{
    for (const Evidence& item : m_finding.evidence) {
        std::string lines;
        if (!item.logLines.empty())
            lines = (item.logLines.size() == 1 ? "(line " : "(lines ") + lineList(item.logLines) + ')';
        m_out.tab(kIndent);
        m_out.write("· ");
        m_out.wrap(shortened(item.text), kIndent + 2, Style::Plain, lines);
    }
}

void FindingBlock::missing()
{
    if (!m_finding.missing)
        return;
    const Missing& missing = *m_finding.missing;
    const bool again = !m_said.insert(missing.what + '\n' + missing.why + '\n' + missing.capture).second;
    m_out.tab(kIndent);
    m_out.write("Not in the log: ", Style::Strong);
    if (again) {
        m_out.wrap(shortened(missing.what) + ", as above.", kIndent);
        return;
    }
    const std::string why = missing.why.empty() ? "" : ' ' + sentence(missing.why);
    m_out.wrap(shortened(missing.what + '.' + why), kIndent);
    if (missing.capture.empty())
        return;
    m_out.tab(kIndent);
    m_out.write("Next time: ", Style::Strong);
    m_out.wrap(shortened(missing.capture), kIndent);
}

void FindingBlock::advice()
{
    std::size_t explained = 0;
    for (const Advice& item : m_finding.advice) {
        m_out.tab(kIndent);
        m_out.write("→ ", Style::Strong);
        m_out.write(shortened(sentence(item.title)), Style::Strong);
        const bool again = !m_said.insert(item.title + '\n' + item.text).second;
        if (again || explained == kExplained) {
            m_out.endLine();
            continue;
        }
        ++explained;
        m_out.write(" ");
        m_out.wrap(shortened(item.text), kIndent + 2);
    }
}

void FindingBlock::write()
{
    writeTitle(m_out, m_finding);
    facts();
    if (!m_finding.accesses.empty() || !m_finding.cycle.empty() || !m_finding.threads.empty())
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

void writeTitle(TextWriter& out, const Finding& finding)
{
    out.write(badge(finding.certainty), Style::Sure);
    out.write(" ");
    out.write(toString(finding.certainty), Style::Sure);
    out.write("  ");
    out.wrap(shortened(finding.title), kIndent, Style::Strong);
}

void writeFinding(TextWriter& out, const Analysis& analysis, const Finding& finding, AlreadySaid& said)
{
    FindingBlock(out, *analysis.log, finding, said).write();
}

} // namespace skein::text
