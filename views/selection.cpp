// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/selection.h"

#include <algorithm>
#include <utility>

namespace skein
{
namespace
{

const Thread* threadOf(const Log& log, ThreadRef ref)
{
    if (!ref || ref.snapshot >= log.snapshots.size())
        return nullptr;
    const auto& threads = log.snapshots[ref.snapshot].threads;
    return ref.index < threads.size() ? &threads[ref.index] : nullptr;
}

bool takesPart(const Finding& finding, ThreadRef thread)
{
    return std::ranges::contains(finding.threads, thread) ||
           std::ranges::contains(finding.accesses, thread, &Access::thread) ||
           std::ranges::contains(finding.cycle, thread, &WaitStep::thread);
}

/// A line that the finding cites keeps it chosen, whichever thread the line belongs to.
bool cites(const Finding& finding, std::uint32_t line)
{
    return std::ranges::any_of(finding.evidence,
                               [=](const Evidence& e) { return std::ranges::contains(e.logLines, line); }) ||
           std::ranges::any_of(finding.accesses,
                               [=](const Access& a) { return std::ranges::contains(a.logLines, line); });
}

/// The finding's own access by this thread, surest first.
const Access* accessBy(const Finding& finding, ThreadRef thread)
{
    const auto found = std::ranges::find(finding.accesses, thread, &Access::thread);
    return found == finding.accesses.end() ? nullptr : &*found;
}

/// The party that a finding shows first: the reporter, or the first who waits.
ThreadRef firstThread(const Finding& finding)
{
    for (const Access& access : finding.accesses)
        if (access.thread)
            return access.thread;
    if (!finding.threads.empty())
        return finding.threads.front();
    return finding.cycle.empty() ? ThreadRef{} : finding.cycle.front().thread;
}

LineSpan spanOf(const std::vector<std::uint32_t>& lines)
{
    if (lines.empty())
        return {};
    return {lines.front(), lines.back()};
}

LineSpan frameLines(const Log& log, const Thread& thread, std::uint32_t frame)
{
    if (log.threadText) {
        const auto frames = log.threadText->frames(thread);
        if (frame < frames.size() && !frames[frame].lines.empty())
            return frames[frame].lines;
    }
    return {thread.firstLine, thread.lastLine};
}

std::optional<std::uint32_t> frameAt(const Log& log, const Thread& thread, std::uint32_t line)
{
    if (!log.threadText)
        return {};
    const auto frames = log.threadText->frames(thread);
    const auto found =
        std::ranges::find_if(frames, [=](const FrameText& f) { return f.lines.contains(line); });
    if (found == frames.end())
        return {};
    return static_cast<std::uint32_t>(found - frames.begin());
}

/// Snapshots and the threads in them are in file order, so both are found by halving.
ThreadRef threadAt(const Log& log, std::uint32_t line)
{
    const auto after =
        std::ranges::upper_bound(log.snapshots, line, {}, [](const Snapshot& s) { return s.lines.first; });
    if (after == log.snapshots.begin())
        return {};
    const auto snapshot = std::prev(after);
    if (!snapshot->lines.contains(line))
        return {};
    const auto next = std::ranges::upper_bound(snapshot->threads, line, {}, &Thread::firstLine);
    if (next == snapshot->threads.begin())
        return {};
    const auto thread = std::prev(next);
    if (line > thread->lastLine)
        return {};
    return {static_cast<std::uint32_t>(snapshot - log.snapshots.begin()),
            static_cast<std::uint32_t>(thread - snapshot->threads.begin())};
}

std::optional<std::uint32_t> resourceAt(const Analysis& analysis, std::uint32_t snapshot,
                                        std::uint64_t address)
{
    if (address == 0 || snapshot >= analysis.waitGraphs.size())
        return {};
    const auto& resources = analysis.waitGraphs[snapshot].resources;
    const auto found = std::ranges::find(resources, address, &WaitGraph::ResourceNode::address);
    if (found == resources.end())
        return {};
    return static_cast<std::uint32_t>(found - resources.begin());
}

/// Where the resource was made, or else the first lines of the log that tie it to a thread.
LineSpan resourceLines(const WaitGraph& graph, std::uint32_t resource)
{
    if (const std::uint32_t made = graph.resources[resource].madeLine; made != 0)
        return {made, made};
    for (const WaitGraph::Edge& edge : graph.edges) {
        const auto end = edge.kind == WaitGraph::Edge::Kind::WaitsFor ? edge.to : edge.from;
        if (end == resource && !edge.logLines.empty())
            return {edge.logLines.front(), edge.logLines.front()};
    }
    return {};
}

} // namespace

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::setAnalysis(AnalysisPtr analysis, const Selected& restore)
{
    const Selected before = std::exchange(m_current, {});
    m_analysis = std::move(analysis);
    m_groupOf.clear();
    m_snapshotStarts.clear();
    m_current = checked(restore);
    Q_EMIT analysisChanged();
    if (m_current != before)
        Q_EMIT changed(m_current, before);
}

void Selection::select(const Selected& selected)
{
    set(checked(selected));
}

void Selection::selectFinding(std::uint32_t index)
{
    if (!m_analysis || index >= m_analysis->findings.size())
        return;
    const Finding& finding = m_analysis->findings[index];
    Selected next;
    next.snapshot = finding.snapshot.value_or(m_current.snapshot);
    next.finding = index;
    if (const ThreadRef first = firstThread(finding))
        fillThread(next, first);
    if (finding.resource)
        next.resource = resourceAt(*m_analysis, next.snapshot, finding.resource->address);
    if (next.lines.empty() && !finding.evidence.empty())
        next.lines = spanOf(finding.evidence.front().logLines);
    set(next);
}

void Selection::selectThread(ThreadRef thread, LineSpan lines)
{
    if (!m_analysis || !threadOf(*m_analysis->log, thread))
        return;
    Selected next = kept(thread);
    fillThread(next, thread);
    if (!lines.empty())
        next.lines = lines;
    set(next);
}

void Selection::selectFrame(ThreadRef thread, std::uint32_t frame)
{
    const Thread* const record = m_analysis ? threadOf(*m_analysis->log, thread) : nullptr;
    if (!record || frame >= m_analysis->log->stack(record->stack).size())
        return;
    Selected next = kept(thread);
    next.thread = thread;
    next.group = groupOf(thread);
    next.frame = frame;
    next.lines = frameLines(*m_analysis->log, *record, frame);
    set(next);
}

void Selection::selectGroup(std::uint32_t index)
{
    if (!m_analysis || index >= m_analysis->groups.size())
        return;
    const Group& group = m_analysis->groups[index];
    const bool holdsCurrent = m_current.thread && groupOf(m_current.thread) == index;
    ThreadRef thread = m_current.thread;
    if (!holdsCurrent)
        thread = group.threads.empty() ? ThreadRef{} : ThreadRef{group.snapshot, group.threads.front()};
    Selected next = kept(thread);
    next.snapshot = group.snapshot;
    if (thread)
        fillThread(next, thread);
    next.group = index;
    set(next);
}

void Selection::selectResource(std::uint32_t snapshot, std::uint32_t resource)
{
    if (!m_analysis || snapshot >= m_analysis->waitGraphs.size())
        return;
    const WaitGraph& graph = m_analysis->waitGraphs[snapshot];
    if (resource >= graph.resources.size())
        return;
    Selected next = m_current.snapshot == snapshot ? m_current : Selected{};
    next.snapshot = snapshot;
    next.resource = resource;
    next.lines = resourceLines(graph, resource);
    set(next);
}

void Selection::selectLines(LineSpan lines)
{
    if (!m_analysis || lines.empty())
        return;
    const Log& log = *m_analysis->log;
    const ThreadRef thread = threadAt(log, lines.first);
    Selected next = kept(thread);
    if (m_current.finding && (!thread || cites(m_analysis->findings[*m_current.finding], lines.first)))
        next.finding = m_current.finding;
    if (!thread)
        next.snapshot = m_current.snapshot;
    if (const Thread* const record = threadOf(log, thread)) {
        next.thread = thread;
        next.group = groupOf(thread);
        next.frame = frameAt(log, *record, lines.first);
    }
    next.lines = lines;
    set(next);
}

void Selection::clear()
{
    Selected none;
    none.snapshot = m_current.snapshot;
    set(none);
}

/// What a choice of `thread` starts from: its snapshot, and the finding where the thread takes part in it.
Selected Selection::kept(ThreadRef thread) const
{
    Selected next;
    if (thread)
        next.snapshot = thread.snapshot;
    if (m_current.finding && thread && takesPart(m_analysis->findings[*m_current.finding], thread)) {
        next.finding = m_current.finding;
        if (m_current.snapshot == next.snapshot)
            next.resource = m_current.resource;
    }
    return next;
}

/// The thread, its group, and where the finding of `next` has it: otherwise all of its lines.
void Selection::fillThread(Selected& next, ThreadRef thread)
{
    const Log& log = *m_analysis->log;
    const Thread* const record = threadOf(log, thread);
    if (!record)
        return;
    next.snapshot = thread.snapshot;
    next.thread = thread;
    next.group = groupOf(thread);
    next.lines = {record->firstLine, record->lastLine};
    if (!next.finding)
        return;
    std::optional<std::size_t> frame = log.siteIndex(record->stack);
    if (const Access* const access = accessBy(m_analysis->findings[*next.finding], thread);
        access && access->frame)
        frame = access->frameIndex;
    if (!frame || *frame >= log.stack(record->stack).size())
        return;
    next.frame = static_cast<std::uint32_t>(*frame);
    next.lines = frameLines(log, *record, *next.frame);
}

/// Made when first asked for, in one walk over the groups: four bytes a thread.
std::optional<std::uint32_t> Selection::groupOf(ThreadRef thread)
{
    constexpr std::uint32_t kNone = ThreadRef::kNone;
    const auto& snapshots = m_analysis->log->snapshots;
    if (!thread || thread.snapshot >= snapshots.size())
        return {};
    if (m_snapshotStarts.empty()) {
        std::size_t count = 0;
        for (const Snapshot& snapshot : snapshots) {
            m_snapshotStarts.push_back(count);
            count += snapshot.threads.size();
        }
        m_groupOf.assign(count, kNone);
        for (std::uint32_t g = 0; g < m_analysis->groups.size(); ++g) {
            const Group& group = m_analysis->groups[g];
            for (const std::uint32_t member : group.threads)
                m_groupOf[m_snapshotStarts[group.snapshot] + member] = g;
        }
    }
    const std::uint32_t group = m_groupOf[m_snapshotStarts[thread.snapshot] + thread.index];
    if (group == kNone)
        return {};
    return group;
}

/// Without what the analysis doesn't have: a reloaded file may have become shorter.
Selected Selection::checked(Selected selected) const
{
    if (!m_analysis)
        return {};
    const Log& log = *m_analysis->log;
    if (selected.finding && *selected.finding >= m_analysis->findings.size())
        selected.finding.reset();
    const Thread* const thread = threadOf(log, selected.thread);
    if (!thread)
        selected.thread = {};
    if (!thread || (selected.frame && *selected.frame >= log.stack(thread->stack).size()))
        selected.frame.reset();
    if (selected.group && *selected.group >= m_analysis->groups.size())
        selected.group.reset();
    if (selected.snapshot >= log.snapshots.size())
        selected.snapshot = 0;
    const auto& graphs = m_analysis->waitGraphs;
    if (selected.resource && (selected.snapshot >= graphs.size() ||
                              *selected.resource >= graphs[selected.snapshot].resources.size()))
        selected.resource.reset();
    if (selected.lines.last > log.text.lineCount())
        selected.lines = {};
    return selected;
}

void Selection::set(const Selected& next)
{
    if (next == m_current)
        return;
    const Selected before = std::exchange(m_current, next);
    // A copy: a view that selects something else while it hears of this must not change what the others hear.
    const Selected now = m_current;
    Q_EMIT changed(now, before);
}

} // namespace skein
