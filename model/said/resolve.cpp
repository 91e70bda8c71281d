// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// From an anchor to what stands at its lines now.
#include "model/said/resolve.h"

#include "model/formatted.h"
#include "model/said/tables.h"

namespace skein::notes
{

namespace
{

/// Threads that overlap are printed near each other: a report inside a report.
constexpr int kLookAround = 64;

/// How much of both lies in both, 0 … 1.
double shared(LineSpan a, LineSpan b)
{
    if (!overlap(a, b))
        return 0;
    const double common = std::min(a.last, b.last) - std::max(a.first, b.first) + 1.0;
    const double all = std::max(a.last, b.last) - std::min(a.first, b.first) + 1.0;
    return common / all;
}

} // namespace

std::string linesLabel(LineSpan lines)
{
    if (lines.empty())
        return "no lines";
    return lines.first == lines.last ? formatted("line {}", lines.first)
                                     : formatted("lines {}–{}", lines.first, lines.last);
}

Resolver::Resolver(AnalysisPtr analysis) : m_analysis(std::move(analysis)) {}
Resolver::~Resolver() = default;
Resolver::Resolver(Resolver&&) noexcept = default;
Resolver& Resolver::operator=(Resolver&&) noexcept = default;

const Resolver::Tables& Resolver::tables() const
{
    if (m_tables)
        return *m_tables;
    m_tables = std::make_unique<Tables>();
    const Log& log = *m_analysis->log;
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
        for (std::uint32_t t = 0; t < log.snapshots[s].threads.size(); ++t) {
            const ThreadRef ref{s, t};
            m_tables->byLines.push_back({log.snapshots[s].threads[t].id.value, linesOf(ref), ref});
        }
    }
    m_tables->byId = m_tables->byLines;
    const auto byLines = [](const Tables::Row& r) { return std::tuple(r.lines.first, r.thread); };
    const auto byId = [](const Tables::Row& r) { return std::tuple(r.id, r.lines.first, r.thread); };
    std::ranges::sort(m_tables->byLines, {}, byLines);
    std::ranges::sort(m_tables->byId, {}, byId);
    for (const Finding& finding : m_analysis->findings)
        m_tables->findings.push_back(citedLines(log, finding));
    return *m_tables;
}

const triage::Fingerprints& Resolver::fingerprints() const
{
    tables();
    if (!m_tables->fingerprints) {
        m_tables->fingerprints.emplace(*m_analysis->log);
        for (std::uint32_t g = 0; g < m_analysis->groups.size(); ++g) {
            const Group& group = m_analysis->groups[g];
            if (group.threads.empty())
                continue;
            const Thread& first = m_analysis->log->snapshots[group.snapshot].threads[group.threads.front()];
            m_tables->groups[triage::toString(m_tables->fingerprints->of(first))].push_back(g);
        }
    }
    return *m_tables->fingerprints;
}

/// The best of the rows around the place where `lines` would stand.
template <class Row, class At, class Better>
static const Row* around(const std::vector<Row>& rows, At at, LineSpan lines, Better&& better)
{
    const Row* best = nullptr;
    const auto look = [&](const Row& row) {
        if (overlap(row.lines, lines) && (!best || better(row, *best)))
            best = &row;
    };
    auto back = at;
    for (int i = 0; i < kLookAround && back != rows.begin(); ++i)
        look(*--back);
    for (int i = 0; i < kLookAround && at != rows.end(); ++i)
        look(*at++);
    return best;
}

ThreadRef Resolver::findThread(ThreadId id, LineSpan lines, Hold& hold) const
{
    using Row = Tables::Row;
    const Tables& in = tables();
    const auto better = [&](const Row& a, const Row& b) {
        const bool sameA = a.id == id.value, sameB = b.id == id.value;
        return sameA != sameB ? sameA : shared(a.lines, lines) > shared(b.lines, lines);
    };
    const auto sameId = std::ranges::equal_range(in.byId, id.value, {}, &Row::id);
    const auto at =
        std::ranges::lower_bound(sameId, lines.first, {}, [](const Row& r) { return r.lines.first; });
    const Row* hit = nullptr;
    if (id.known()) {
        hit = around(in.byId, at, lines, better);
        if (hit && hit->id != id.value)
            hit = nullptr;
    }
    if (hit) {
        hold = Hold::Exact;
        return hit->thread;
    }
    const auto there =
        std::ranges::lower_bound(in.byLines, lines.first, {}, [](const Row& r) { return r.lines.first; });
    hit = around(in.byLines, there, lines, better);
    if (hit) {
        const bool inside = hit->lines.contains(lines.first) && hit->lines.contains(lines.last);
        hold = hit->id == id.value && inside ? Hold::Exact : Hold::Near;
        return hit->thread;
    }
    hold = Hold::Gone;
    return {};
}

std::optional<std::uint32_t> Resolver::snapshotAt(LineSpan lines) const
{
    const auto& snapshots = m_analysis->log->snapshots;
    std::optional<std::uint32_t> best;
    const auto behind =
        std::ranges::upper_bound(snapshots, lines.last, {}, [](const Snapshot& s) { return s.lines.first; });
    auto it = behind;
    for (int i = 0; i < kLookAround && it != snapshots.begin(); ++i) {
        --it;
        if (overlap(it->lines, lines) &&
            (!best || shared(it->lines, lines) > shared(snapshots[*best].lines, lines)))
            best = static_cast<std::uint32_t>(it - snapshots.begin());
    }
    return best;
}

void Resolver::resolveGroup(const OnGroup& on, const Anchor& anchor, Target& out) const
{
    fingerprints();
    Hold hold = Hold::Gone;
    const ThreadRef thread = anchor.lines.empty() ? ThreadRef{} : findThread({}, anchor.lines, hold);
    const auto holds = [&](std::uint32_t g) {
        const Group& group = m_analysis->groups[g];
        return thread && group.snapshot == thread.snapshot &&
               std::ranges::binary_search(group.threads, thread.index);
    };
    if (const auto hit = m_tables->groups.find(on.fingerprint); hit != m_tables->groups.end()) {
        const auto at = std::ranges::find_if(hit->second, holds);
        out.group = at == hit->second.end() ? hit->second.front() : *at;
        out.hold = Hold::Exact;
    } else if (thread) {
        for (std::uint32_t g = 0; g < m_analysis->groups.size() && !out.group; ++g)
            if (holds(g))
                out.group = g;
        out.hold = out.group ? Hold::Near : Hold::Gone;
    }
    if (!out.group)
        return;
    const Group& group = m_analysis->groups[*out.group];
    const ThreadRef first{group.snapshot, group.threads.front()};
    out.snapshot = group.snapshot;
    out.lines = linesOf(first);
    const std::string_view site = group.site ? m_analysis->log->function(group.site) : std::string_view();
    out.label = site.empty() ? formatted("group of {}", group.count)
                             : formatted("group of {} in {}", group.count, shortFunction(site));
}

void Resolver::resolveFinding(const OnFinding& on, LineSpan lines, Target& out) const
{
    const Tables& in = tables();
    struct Fit {
        bool kind = false, address = false;
        double lines = 0;
        auto operator<=>(const Fit&) const = default;
    };
    Fit best;
    for (std::uint32_t f = 0; f < in.findings.size(); ++f) {
        const Finding& finding = m_analysis->findings[f];
        const std::uint64_t address = finding.resource ? finding.resource->address : 0;
        const double common = lines.empty() && in.findings[f].empty() ? 1 : shared(in.findings[f], lines);
        const Fit fit{toString(finding.kind) == on.kind, address == on.address, common};
        if (common > 0 && (!out.finding || fit > best)) {
            best = fit;
            out.finding = f;
        }
    }
    if (!out.finding)
        return;
    // The same finding may cite more lines in another Skein, and an address that the former could not read.
    out.hold = best.kind && (best.address || best.lines >= 0.5) ? Hold::Exact : Hold::Near;
    const Finding& finding = m_analysis->findings[*out.finding];
    out.snapshot = finding.snapshot;
    out.lines = in.findings[*out.finding];
    out.label = formatted("finding {}: {}", *out.finding + 1, finding.title);
}

void Resolver::resolveResource(const OnResource& on, LineSpan lines, Target& out) const
{
    const auto snapshot = snapshotAt(lines);
    if (!snapshot)
        return;
    const Log& log = *m_analysis->log;
    for (std::uint32_t g = 0; g < m_analysis->waitGraphs.size(); ++g) {
        const WaitGraph& graph = m_analysis->waitGraphs[g];
        if (graph.snapshot != *snapshot)
            continue;
        for (std::uint32_t r = 0; r < graph.resources.size(); ++r) {
            const auto& node = graph.resources[r];
            const bool same =
                on.address != 0 ? node.address == on.address
                                : node.address == 0 && node.waitsAt && log.function(node.waitsAt) == on.name;
            const Hold hold = toString(node.kind) == on.kind ? Hold::Exact : Hold::Near;
            if (!same || (out.node && out.hold <= hold))
                continue;
            out.hold = hold;
            out.graph = g;
            out.node = r;
            out.snapshot = graph.snapshot;
            out.lines = log.snapshots[graph.snapshot].lines;
        }
    }
}

/// The taking of a lock is known by the lines of its stack; else by who took what.
void Resolver::resolveTaking(const OnEdge& on, LineSpan lines, Target& out) const
{
    const auto snapshot = snapshotAt(lines);
    if (!snapshot || *snapshot >= m_analysis->waitGraphs.size())
        return;
    const Log& log = *m_analysis->log;
    const WaitGraph& graph = m_analysis->waitGraphs[*snapshot];
    const auto& threads = log.snapshots[*snapshot].threads;
    for (std::uint32_t e = 0; e < graph.edges.size(); ++e) {
        const WaitGraph::Edge& edge = graph.edges[e];
        if (edge.kind != WaitGraph::Edge::Kind::Order)
            continue;
        const WaitGraph::Order& order = graph.orders[edge.order];
        const bool known = order.thread < threads.size();
        const bool same = (known ? threads[order.thread].id : ThreadId()) == on.thread &&
                          graph.resources[edge.to].address == on.resource.address;
        const bool there = !order.lines.empty() && lines.contains(order.lines.first);
        const Hold hold = same && there ? Hold::Exact : Hold::Near;
        if ((!same && !there) || (out.edge && out.hold <= hold))
            continue;
        out.hold = hold;
        out.graph = *snapshot;
        out.edge = e;
        out.node = edge.to;
        out.snapshot = *snapshot;
        out.thread = known ? ThreadRef{*snapshot, order.thread} : ThreadRef{};
        out.lines = order.lines.empty() ? log.snapshots[*snapshot].lines : order.lines;
    }
}

Target Resolver::resolve(const Anchor& anchor) const
{
    const Log& log = *m_analysis->log;
    const std::uint32_t count = log.text.lineCount();
    Target out;
    const auto thread = [&](ThreadId id, LineSpan lines) {
        out.thread = findThread(id, lines, out.hold);
        if (!out.thread)
            return false;
        out.snapshot = out.thread.snapshot;
        out.lines = linesOf(out.thread);
        out.label = threadLabel(out.thread);
        return true;
    };
    if (std::holds_alternative<OnCase>(anchor.at)) {
        out.hold = Hold::Exact;
        out.label = "the whole case";
        return out;
    }
    if (const auto* on = std::get_if<OnThread>(&anchor.at)) {
        thread(on->id, anchor.lines);
    } else if (const auto* frame = std::get_if<OnFrame>(&anchor.at)) {
        if (thread(frame->thread, anchor.lines)) {
            const auto stack = log.stack(log.snapshots[out.thread.snapshot].threads[out.thread.index].stack);
            const auto is = [&](std::size_t i) { return log.function(stack[i]) == frame->function; };
            std::optional<std::uint32_t> best;
            for (std::uint32_t i = 0; i < stack.size(); ++i) {
                const auto away = [&](std::uint32_t j) {
                    return j > frame->index ? j - frame->index : frame->index - j;
                };
                if (is(i) && (!best || away(i) < away(*best)))
                    best = i;
            }
            out.frame = best;
            out.hold = best ? out.hold : Hold::Near;
            if (best) {
                out.lines = anchor.lines;
                out.label = formatted("{} in {}", shortFunction(frame->function), threadLabel(out.thread));
            }
        }
    } else if (const auto* group = std::get_if<OnGroup>(&anchor.at)) {
        resolveGroup(*group, anchor, out);
    } else if (const auto* finding = std::get_if<OnFinding>(&anchor.at)) {
        resolveFinding(*finding, anchor.lines, out);
    } else if (const auto* access = std::get_if<OnAccess>(&anchor.at)) {
        resolveFinding(access->finding, access->findingLines, out);
        if (out.finding) {
            const auto& accesses = m_analysis->findings[*out.finding].accesses;
            for (std::uint32_t i = 0; i < accesses.size() && !out.access; ++i) {
                const ThreadRef ref = accesses[i].thread;
                const ThreadId id = ref ? log.snapshots[ref.snapshot].threads[ref.index].id : ThreadId();
                if (id == access->thread && toString(accesses[i].op) == access->op) {
                    out.access = i;
                    out.thread = ref;
                    out.lines = anchor.lines;
                    out.label = formatted("{} by {}", access->op,
                                          ref ? threadLabel(ref) : "a thread that is not in the log");
                }
            }
            if (!out.access)
                out.hold = Hold::Near;
        }
    } else if (const auto* resource = std::get_if<OnResource>(&anchor.at)) {
        resolveResource(*resource, anchor.lines, out);
        out.label = describe(anchor);
    } else if (const auto* edge = std::get_if<OnEdge>(&anchor.at)) {
        Hold ends = Hold::Gone;
        if (edge->kind == OnEdge::Kind::Takes) {
            resolveTaking(*edge, anchor.lines, out);
        } else if (thread(edge->thread, anchor.lines)) {
            if (edge->kind == OnEdge::Kind::WaitsFor || edge->kind == OnEdge::Kind::HeldBy) {
                Target node;
                resolveResource(edge->resource, log.snapshots[out.thread.snapshot].lines, node);
                out.hold = Hold::Near;
                if (node.node) {
                    const WaitGraph& graph = m_analysis->waitGraphs[*node.graph];
                    const auto from = graph.nodeOf(out.thread.index);
                    const bool waits = edge->kind == OnEdge::Kind::WaitsFor;
                    for (std::uint32_t e = 0; e < graph.edges.size() && !out.edge; ++e) {
                        const auto& is = graph.edges[e];
                        if ((is.kind == WaitGraph::Edge::Kind::WaitsFor) == waits &&
                            (waits ? is.from : is.to) == from && (waits ? is.to : is.from) == *node.node) {
                            out.graph = node.graph;
                            out.node = node.node;
                            out.edge = e;
                            out.hold = node.hold;
                        }
                    }
                }
            } else if (edge->other.known() || !edge->otherLines.empty()) {
                const LineSpan around =
                    edge->otherLines.empty() ? log.snapshots[out.thread.snapshot].lines : edge->otherLines;
                out.other = findThread(edge->other, around, ends);
                if (ends != Hold::Exact)
                    out.hold = Hold::Near;
            }
        }
        out.label = describe(anchor);
    } else if (const auto* time = std::get_if<OnTime>(&anchor.at)) {
        out.snapshot = snapshotAt(anchor.lines);
        out.hold = out.snapshot ? Hold::Exact : Hold::Gone;
        out.lines = anchor.lines;
        if (time->axis == OnTime::Axis::Order && !time->fromLines.empty() && !time->toLines.empty())
            out.lines = {std::min(time->fromLines.first, time->toLines.first),
                         std::max(time->fromLines.last, time->toLines.last)};
        if (!time->threadLines.empty() && out.snapshot)
            out.thread = findThread(time->thread, time->threadLines, out.hold);
        out.label = describe(anchor);
    } else {
        out.lines = anchor.lines;
        out.snapshot = snapshotAt(anchor.lines);
        const bool lines = std::holds_alternative<OnLines>(anchor.at);
        out.hold = lines ? Hold::Exact : Hold::Near;
        out.label = lines ? linesLabel(anchor.lines) : describe(anchor);
    }
    // A file says what it likes: only lines that are there.
    const auto there = [&](LineSpan l) { return !l.empty() && l.first <= l.last && l.first <= count; };
    if (out.hold == Hold::Gone || !there(out.lines)) {
        const LineSpan lines = anchor.lines;
        out = Target{.lines = there(lines) ? LineSpan{lines.first, std::min(lines.last, count)} : LineSpan{},
                     .label = describe(anchor)};
    }
    out.lines.last = std::min(out.lines.last, count);
    return out;
}

} // namespace skein::notes
