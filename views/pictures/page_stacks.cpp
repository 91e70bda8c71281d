// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Groups, whole stacks and the log itself: what the findings of the page point at.
#include "views/pictures/page_writer.h"
#include "views/report/text_writer.h"

#include <algorithm>
#include <map>

namespace skein
{
namespace
{

constexpr std::size_t kGroups = 200;
constexpr std::size_t kStacks = 300;          // distinct stacks
constexpr std::size_t kFrames = 120;          // of one stack
constexpr std::size_t kChips = 3000;          // threads with an element of their own
constexpr std::size_t kInvolved = 1500;       // of those, threads of findings
constexpr std::uint64_t kWholeLog = 2u << 20; // bytes; of a longer log what findings cite
constexpr std::uint32_t kWholeLines = 20'000;
constexpr std::size_t kLineBytes = 8192;   // of one line
constexpr std::uint32_t kAround = 6;       // lines around one that is cited
constexpr std::uint32_t kThreadLines = 80; // of an involved thread
constexpr std::size_t kCitedThreads = 200;

std::string waited(std::int32_t from, std::int32_t to)
{
    if (to <= 0)
        return {};
    const std::string least = std::to_string(from), most = std::to_string(to);
    return from == to ? "≥ " + least + " min" : "≥ " + least + "–" + most + " min";
}

} // namespace

bool PageWriter::known(ThreadRef ref) const
{
    return ref && ref.snapshot < m_log.snapshots.size() &&
           ref.index < m_log.snapshots[ref.snapshot].threads.size();
}

std::string PageWriter::key(ThreadRef ref)
{
    return std::to_string(ref.snapshot) + '-' + std::to_string(ref.index);
}

std::string PageWriter::anchor(ThreadRef ref) const
{
    const auto found = m_anchors.find((std::uint64_t{ref.snapshot} << 32) | ref.index);
    return found == m_anchors.end() ? std::string() : found->second;
}

/// Everybody whom a finding names, then the others from the first, until there are too many.
void PageWriter::chooseThreads()
{
    const auto involve = [&](ThreadRef ref) {
        if (known(ref) && m_involved.size() < kInvolved)
            m_involved.insert(ref);
    };
    for (const std::uint32_t index : m_findings) {
        const Finding& finding = m_analysis->findings[index];
        for (const Access& access : finding.accesses)
            involve(access.thread);
        for (const WaitStep& step : finding.cycle)
            involve(step.thread), involve(step.heldBy);
        for (const ThreadRef ref : finding.threads)
            involve(ref);
    }
    for (const ShownNote& said : m_said->list) {
        involve(said.thread);
        if (said.arrowTo)
            involve(said.arrowTo->thread);
    }
    m_chips = m_involved;
    for (std::uint32_t s = 0; s < m_log.snapshots.size() && m_chips.size() < kChips; ++s)
        for (std::uint32_t t = 0; t < m_log.snapshots[s].threads.size() && m_chips.size() < kChips; ++t)
            m_chips.insert({s, t});
    for (const ThreadRef ref : m_chips) {
        const Thread& t = thread(ref);
        const std::string dump =
            ref.snapshot > 0 ? "dump-" + std::to_string(ref.snapshot + 1) + '-' : std::string();
        std::string id = t.id.known() ? dump + "thread-" + toString(t.id)
                                      : dump + "thread-at-line-" + std::to_string(t.firstLine);
        if (!m_taken.insert(id).second) {
            id += "-at-line-" + std::to_string(t.firstLine);
            for (int n = 2; !m_taken.insert(id).second; ++n)
                id += '-' + std::to_string(n);
        }
        m_anchors.emplace((std::uint64_t{ref.snapshot} << 32) | ref.index, std::move(id));
    }
}

/// The whole log where it is small; of a large one what the findings cite, with what stands around it.
void PageWriter::chooseLines()
{
    const std::uint32_t count = m_log.text.lineCount();
    for (const std::uint32_t index : m_findings) {
        const Finding& finding = m_analysis->findings[index];
        for (const Evidence& item : finding.evidence)
            m_evidence.insert(item.logLines.begin(), item.logLines.end());
        for (const Access& access : finding.accesses)
            m_evidence.insert(access.logLines.begin(), access.logLines.end());
    }
    if (count == 0)
        return;
    if (m_log.text.bytes().size() <= kWholeLog && count <= kWholeLines) {
        m_lines.push_back({1, count});
        return;
    }
    std::vector<LineSpan> wanted;
    const auto add = [&](std::uint32_t first, std::uint32_t last) {
        if (first > 0 && first <= count)
            wanted.push_back({first > kAround ? first - kAround : 1, std::min(count, last + kAround)});
    };
    for (const std::uint32_t line : m_evidence)
        add(line, line);
    for (const Snapshot& snapshot : m_log.snapshots)
        if (wanted.size() < 5000)
            add(snapshot.lines.first, snapshot.lines.first);
    std::size_t threads = 0;
    for (const ThreadRef ref : m_involved)
        if (threads++ < kCitedThreads)
            add(thread(ref).firstLine, std::min(thread(ref).lastLine, thread(ref).firstLine + kThreadLines));
    for (const ShownNote& said : m_said->list)
        add(said.lines.first, std::min(said.lines.last, said.lines.first + kThreadLines));
    std::ranges::sort(wanted, {}, &LineSpan::first);
    for (const LineSpan span : wanted) {
        if (!m_lines.empty() && span.first <= m_lines.back().last + 1)
            m_lines.back().last = std::max(m_lines.back().last, span.last);
        else
            m_lines.push_back(span);
    }
}

bool PageWriter::hasLine(std::uint32_t line) const
{
    const auto behind = std::ranges::upper_bound(m_lines, line, {}, &LineSpan::first);
    return behind != m_lines.begin() && line <= std::prev(behind)->last;
}

void PageWriter::groups()
{
    if (m_analysis->groups.empty())
        return;
    const auto section = m_out.in("section", {{"id", "groups"}, {"aria-labelledby", "groups-title"}});
    m_out.leaf("h2", {{"id", "groups-title"}}, "Groups");
    m_out.leaf("p", {{"class", "dim"}}, "Threads that stand in the same place.");
    const auto scroll = m_out.in("div", {{"class", "scroll"}});
    const auto table = m_out.in("table", {{"class", "groups"}});
    {
        const auto head = m_out.in("thead");
        const auto row = m_out.in("tr");
        for (const auto name : {"Threads", "State", "Where", "", "Waited", "Created at"})
            m_out.leaf("th", {{"scope", "col"}}, name);
    }
    const auto body = m_out.in("tbody");
    std::size_t rows = 0;
    for (const Group& group : m_analysis->groups) {
        if (rows++ == kGroups)
            break;
        const ThreadRef first{group.snapshot,
                              group.threads.empty() ? ThreadRef::kNone : group.threads.front()};
        const auto row = m_out.in("tr", {{known(first) ? "data-t" : "", key(first)}});
        {
            const auto cell = m_out.in("th", {{"scope", "row"}, {"class", "count"}});
            m_out.text(text::grouped(group.count) + " ");
            if (known(first)) {
                threadLink(first);
                if (group.threads.size() > 1)
                    m_out.text(" …");
            }
        }
        std::string states;
        for (const StateCount& state : group.states) {
            states += states.empty() ? "" : ", ";
            states += state.reason ? m_log.str(state.reason) : toString(state.state);
            if (group.states.size() > 1)
                states += " ×" + text::grouped(state.count);
        }
        m_out.leaf("td", states);
        place(group.site);
        m_out.leaf("td", waited(group.minWaited, group.maxWaited));
        m_out.leaf("td", {{"class", "code at"}}, group.createdAt ? text::place(m_log, group.createdAt) : "");
    }
    if (m_analysis->groups.size() > kGroups) {
        const auto row = m_out.in("tr");
        m_out.leaf(
            "td", {{"colspan", "6"}, {"class", "left"}},
            text::counted(m_analysis->groups.size() - kGroups, "further group is", "further groups are") +
                " not in this page.");
    }
}

void PageWriter::chip(ThreadRef ref)
{
    const Thread& t = thread(ref);
    const bool line = hasLine(t.firstLine);
    const std::string first = std::to_string(t.firstLine), last = std::to_string(t.lastLine);
    m_out.leaf(line ? "a" : "span",
               {{"class", t.crashed ? "chip crashed" : "chip"},
                {"id", anchor(ref)},
                {line ? "href" : "", "#line-" + first},
                {"data-t", key(ref)},
                {line ? "data-from" : "", first},
                {line ? "data-to" : "", last}},
               name(ref));
    called(ref);
    noteLinks(ref, {});
    m_out.text(" ");
}

void PageWriter::frames(ThreadRef ref, const Thread* thread, StackId stack,
                        std::optional<std::uint32_t> marked)
{
    const auto ids = m_log.stack(stack);
    std::vector<FrameText> texts;
    if (thread && m_log.threadText)
        texts = m_log.threadText->frames(*thread);
    const auto list = m_out.in("ol", {{"class", "frames"}, {"start", "0"}});
    for (std::uint32_t i = 0; i < ids.size() && i < kFrames; ++i) {
        const Frame& frame = m_log.frame(ids[i]);
        std::string classes(frame.role == Role::User ? "" : toString(frame.role));
        if (marked == i)
            classes += classes.empty() ? "marked" : " marked";
        const auto entry = m_out.in("li", {{classes.empty() ? "" : "class", classes}});
        const auto function = m_log.str(frame.function);
        m_out.leaf("span", {{"class", "fn"}, {"title", function}},
                   function.empty() ? "?" : shortFunction(function));
        if (ref)
            noteLinks(ref, i);
        const std::string at = text::place(m_log, ids[i]);
        const std::uint32_t line = i < texts.size() ? texts[i].lines.first : 0;
        if (at.empty())
            continue;
        m_out.text(" ");
        if (line > 0 && hasLine(line))
            m_out.leaf("a",
                       {{"class", "at"},
                        {"href", "#line-" + std::to_string(line)},
                        {"title", m_log.str(frame.file)}},
                       at);
        else
            m_out.leaf("span", {{"class", "at"}, {"title", m_log.str(frame.file)}}, at);
    }
    if (ids.size() > kFrames)
        m_out.leaf("li", {{"class", "left"}},
                   text::counted(ids.size() - kFrames, "further frame is", "further frames are") +
                       " not in this page");
    if (!thread || !thread->createdAt)
        return;
    std::string by = "created by " + std::string(shortFunction(m_log.function(thread->createdAt)));
    if (thread->creator.known())
        by += (thread->kind == ThreadKind::Goroutine ? " in G" : " in thread ") + toString(thread->creator);
    const auto entry = m_out.in("li", {{"class", "creator"}});
    m_out.leaf("span", {{"class", "fn"}}, by);
    m_out.text(" ");
    m_out.leaf("span", {{"class", "at"}}, text::place(m_log, thread->createdAt));
}

void PageWriter::stack(std::uint32_t snapshot, StackId id, const std::vector<std::uint32_t>& members,
                       std::size_t chips)
{
    const auto box = m_out.in("section", {{"class", "stack"}});
    {
        const auto head = m_out.in("h3");
        m_out.text(text::counted(members.size(), "thread", "threads") + ": ");
        const FrameId site = m_log.site(id);
        m_out.leaf("span", {{"class", "code"}},
                   site ? shortFunction(m_log.function(site)) : std::string_view("stack not printed"));
    }
    {
        const auto who = m_out.in("p", {{"class", "chips"}});
        for (const std::uint32_t t : members)
            if (m_chips.contains({snapshot, t}))
                chip({snapshot, t});
        if (chips < members.size())
            m_out.leaf("span", {{"class", "left"}}, "and " + text::grouped(members.size() - chips) + " more");
    }
    if (id)
        frames({snapshot, members.front()}, &m_log.snapshots[snapshot].threads[members.front()], id, {});
}

void PageWriter::stacks()
{
    const auto section = m_out.in("section", {{"id", "stacks"}, {"aria-labelledby", "stacks-title"}});
    m_out.leaf("h2", {{"id", "stacks-title"}}, "Stacks");
    m_out.leaf("p", {{"class", "dim"}}, "Each stack once, with every thread that has it.");
    std::size_t printed = 0, left = 0;
    for (std::uint32_t s = 0; s < m_log.snapshots.size(); ++s) {
        const auto& threads = m_log.snapshots[s].threads;
        // By stack, those of the findings first.
        std::map<std::uint32_t, std::size_t> placeOf;
        struct Entry {
            StackId id;
            std::vector<std::uint32_t> members;
            std::size_t chips = 0;
            bool involved = false;
        };
        std::vector<Entry> entries;
        for (std::uint32_t t = 0; t < threads.size(); ++t) {
            const std::uint32_t number = threads[t].stack ? threads[t].stack.value : ~std::uint32_t{0};
            const auto [at, isNew] = placeOf.try_emplace(number, entries.size());
            if (isNew)
                entries.push_back({.id = threads[t].stack});
            Entry& entry = entries[at->second];
            entry.members.push_back(t);
            entry.chips += m_chips.contains({s, t});
            entry.involved = entry.involved || m_involved.contains({s, t});
        }
        std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) {
            return a.involved != b.involved ? a.involved : a.members.size() > b.members.size();
        });
        if (m_log.snapshots.size() > 1 && !entries.empty() && printed < kStacks)
            m_out.leaf("h3", {{"class", "dump"}}, "Dump " + std::to_string(s + 1));
        for (const Entry& entry : entries) {
            if (printed == kStacks) {
                ++left;
                // Their threads keep an element that links can reach.
                for (const std::uint32_t t : entry.members)
                    m_chips.contains({s, t}) ? chip({s, t}) : void();
                continue;
            }
            ++printed;
            stack(s, entry.id, entry.members, entry.chips);
        }
    }
    if (left > 0)
        m_out.leaf("p", {{"class", "left"}},
                   text::counted(left, "further stack is", "further stacks are") +
                       " not in this page; the log has them.");
}

void PageWriter::log()
{
    const auto section = m_out.in("section", {{"id", "log"}, {"aria-labelledby", "log-title"}});
    m_out.leaf("h2", {{"id", "log-title"}}, "Log");
    const std::uint32_t count = m_log.text.lineCount();
    std::uint64_t inPage = 0;
    for (const LineSpan span : m_lines)
        inPage += span.last - span.first + 1;
    if (inPage < count)
        m_out.leaf("p", {{"class", "left"}},
                   "The log has " + text::grouped(count) + " lines, " +
                       text::grouped(m_log.text.bytes().size() >> 20) + " MB. This page holds the " +
                       text::grouped(inPage) + " lines that the findings cite, and some around them.");
    std::set<std::uint32_t> heads;
    for (const ThreadRef ref : m_chips)
        heads.insert(thread(ref).firstLine);
    const auto view = m_out.in(
        "div",
        {{"class", "lines-view"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", "Lines of the log"}});
    std::uint32_t before = 0;
    for (const LineSpan span : m_lines) {
        if (span.first > before + 1)
            m_out.leaf("p", {{"class", "gap"}},
                       "… " + text::counted(span.first - before - 1, "line", "lines") + " not in this page");
        const auto list = m_out.in("ol", {{"start", std::to_string(span.first)}});
        for (std::uint32_t number = span.first; number <= span.last; ++number) {
            const std::string_view line = m_log.text.line(number);
            std::string classes;
            const auto add = [&](bool applies, std::string_view name) {
                if (applies)
                    classes.append(classes.empty() ? "" : " ").append(name);
            };
            add(m_evidence.contains(number), "cited");
            add(heads.contains(number), "head");
            add(m_noted.contains(number), "noted");
            const auto entry = m_out.in(
                "li", {{"id", "line-" + std::to_string(number)}, {classes.empty() ? "" : "class", classes}});
            m_out.logText(line.substr(0, kLineBytes));
            if (line.size() > kLineBytes)
                m_out.leaf("span", {{"class", "left"}},
                           " … " + text::grouped(line.size() - kLineBytes) +
                               " bytes of this line not in this page");
        }
        before = span.last;
    }
    if (before < count)
        m_out.leaf("p", {{"class", "gap"}},
                   "… " + text::counted(count - before, "line", "lines") + " not in this page");
}

} // namespace skein
