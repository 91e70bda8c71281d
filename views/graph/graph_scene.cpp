// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/graph_scene.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPathStroker>
#include <algorithm>
#include <unordered_set>

#include "views/graph/layout_components.h"
#include "views/style/text.h"

namespace skein {

namespace {

constexpr double kPadding = 10, kLineGap = 2, kMinWidth = 96, kMaxText = 260;

QString tr(const char* text, const char* comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("GraphView", text, comment, n);
}

using style::text;

QString place(const Log& log, FrameId id)
{
    if (!id) return {};
    const Frame& frame = log.frame(id);
    QString out = text(shortFunction(log.str(frame.function)));
    if (frame.line > 0) out += QStringLiteral("  %1:%2").arg(text(baseName(log.str(frame.file)))).arg(frame.line);
    return out;
}

QString resourceWord(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::Mutex: return tr("mutex");
    case ResourceKind::RwMutex: return tr("rwmutex");
    case ResourceKind::Channel: return tr("channel");
    case ResourceKind::WaitGroup: return tr("wait group");
    case ResourceKind::Condition: return tr("condition");
    case ResourceKind::Semaphore: return tr("semaphore");
    case ResourceKind::Once: return tr("once");
    case ResourceKind::Map: return tr("map");
    case ResourceKind::Thread: return tr("thread");
    default: return tr("resource");
    }
}

/// A connected part of the wait-for graph: thread nodes, then resources + threads.size().
struct Part {
    std::vector<std::uint32_t> members;
    std::uint64_t weight = 0;
    bool quiet = false;
};

/// The threads that a finding of this snapshot speaks of.
std::unordered_set<std::uint32_t> spokenOf(const Analysis& analysis, std::uint32_t snapshot)
{
    std::unordered_set<std::uint32_t> out;
    for (const Finding& finding : analysis.findings) {
        for (const ThreadRef thread : finding.threads) {
            if (thread && thread.snapshot == snapshot) out.insert(thread.index);
        }
    }
    return out;
}

Part partOf(const WaitGraph& graph, std::vector<std::uint32_t> members, const std::unordered_set<std::uint32_t>& spoken)
{
    constexpr std::uint64_t kCycle = std::uint64_t{1} << 40, kHolder = std::uint64_t{1} << 32;
    Part part{.members = std::move(members), .quiet = true};
    std::uint32_t places = 0;
    for (const std::uint32_t member : part.members) {
        if (member >= graph.threads.size()) {
            const auto& lock = graph.resources[member - graph.threads.size()];
            if (!graph.orders.empty()) part.weight += 1 + (lock.inCycle ? kCycle : 0), part.quiet = false;
            continue;
        }
        const auto& node = graph.threads[member];
        part.weight += node.threads.size() + (node.inCycle ? kCycle : 0) + (node.holdsUp > 0 ? kHolder : 0);
        part.quiet = part.quiet && !node.inCycle && node.holdsUp == 0 && ++places < 2 &&
                     !std::ranges::any_of(node.threads, [&](std::uint32_t thread) { return spoken.contains(thread); });
    }
    return part;
}

/// Connected parts, the most telling first.
std::vector<Part> partsOf(const WaitGraph& graph, const std::unordered_set<std::uint32_t>& spoken)
{
    const auto threads = static_cast<std::uint32_t>(graph.threads.size());
    Components components(threads + graph.resources.size());
    for (const auto& edge : graph.edges) {
        if (edge.kind == WaitGraph::Edge::Kind::Order) {
            components.join(edge.from + threads, edge.to + threads);
            continue;
        }
        const bool waits = edge.kind == WaitGraph::Edge::Kind::WaitsFor;
        components.join(waits ? edge.from : edge.to, (waits ? edge.to : edge.from) + threads);
    }
    std::vector<Part> parts;
    for (auto& members : components.members()) parts.push_back(partOf(graph, std::move(members), spoken));
    std::ranges::stable_sort(parts, std::greater{}, &Part::weight);
    return parts;
}

QString threadName(const Thread& thread)
{
    const QString id = QString::fromStdString(toString(thread.id));
    return thread.kind == ThreadKind::Goroutine ? QStringLiteral("G%1").arg(id) : tr("thread %1").arg(id);
}

GraphScene::Node threadNode(const Log& log, const WaitGraph& graph, std::uint32_t index)
{
    const auto& from = graph.threads[index];
    const Snapshot& snapshot = log.snapshots[graph.snapshot];
    const Thread& first = snapshot.threads[from.threads.front()];
    GraphScene::Node node;
    node.index = index;
    const int count = static_cast<int>(from.threads.size());
    node.folded = count > 1;
    node.title = node.folded ? tr("× %n threads", "node of folded goroutines or threads", count) : threadName(first);
    if (node.folded && first.kind == ThreadKind::Goroutine) node.title = tr("× %n goroutines", nullptr, count);
    node.detail = place(log, from.site);
    node.inCycle = from.inCycle;
    node.rootBlocker = from.rootBlocker;
    if (from.holdsUp > 0) node.note = tr("holds up %n other(s)", "threads behind it", static_cast<int>(from.holdsUp));
    node.tip = node.title + QLatin1Char('\n') + (from.site ? text(log.function(from.site)) : tr("no stack printed"));
    node.tip += QLatin1Char('\n') + text(stateText(log, first));
    if (first.waitedMinutes > 0) node.tip += tr(", at least %n minute(s)", nullptr, first.waitedMinutes);
    if (!node.note.isEmpty()) node.tip += QLatin1Char('\n') + node.note;
    return node;
}

/// One thread of those that wait for each resource, or kNobody.
std::vector<std::uint32_t> waitersOf(const WaitGraph& graph)
{
    std::vector<std::uint32_t> waiters(graph.resources.size(), WaitGraph::Order::kNobody);
    for (const auto& edge : graph.edges)
        if (edge.kind == WaitGraph::Edge::Kind::WaitsFor)
            waiters[edge.to] = graph.threads[edge.from].threads.front();
    return waiters;
}

GraphScene::Node resourceNode(const Log& log, const WaitGraph& graph, std::uint32_t index, std::uint32_t waiter)
{
    const auto& from = graph.resources[index];
    GraphScene::Node node;
    node.kind = GraphScene::Node::Kind::Resource;
    node.index = index;
    node.resource = from.kind;
    node.title = resourceWord(from.kind);
    // What has no word of its own is called what its waiter says: "future".
    if (from.kind == ResourceKind::None && waiter != WaitGraph::Order::kNobody)
        if (const StringId reason = log.snapshots[graph.snapshot].threads[waiter].waitReason)
            node.title = text(log.str(reason));
    if (!from.name.empty()) node.title += QLatin1Char(' ') + text(from.name);
    node.detail = from.address != 0  ? QString::fromStdString(hexAddress(from.address))
                  : from.waiters > 1 ? tr("one, or several", "things that these threads wait for")
                                     : tr("address not printed");
    node.inCycle = from.inCycle;
    node.tip = node.title + QLatin1Char(' ') + node.detail;
    if (!graph.orders.empty()) {
        if (from.waitsAt) node.tip += QLatin1Char('\n') + tr("taken at %1").arg(place(log, from.waitsAt));
        if (from.madeAt) node.tip += QLatin1Char('\n') + tr("made, or seen first, at %1").arg(place(log, from.madeAt));
        // Two locks without address are told apart by where they are taken.
        if (from.address == 0 && from.waitsAt) node.detail = place(log, from.waitsAt);
        return node;
    }
    node.tip += QLatin1Char('\n') + tr("%n waiter(s)", nullptr, static_cast<int>(from.waiters));
    if (from.waitsAt) node.tip += QLatin1Char('\n') + tr("waited for at %1").arg(place(log, from.waitsAt));
    return node;
}

/// As short as tells it from the others of the report: "M1", "…8b98".
QString shortLock(const WaitGraph::ResourceNode& lock)
{
    if (!lock.name.empty()) return text(lock.name);
    return lock.address != 0 ? style::addressEnd(lock.address) : tr("a lock");
}

QString lockName(const GraphScene::Node& lock) { return lock.title + QLatin1Char(' ') + lock.detail; }

/// The first frames of a stack, one in a line.
QString frames(const Log& log, StackId stack)
{
    constexpr std::size_t kMost = 8;
    QString out;
    const auto all = log.stack(stack);
    for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) out += QStringLiteral("\n    ") + place(log, all[i]);
    if (all.size() > kMost) out += QStringLiteral("\n    …");
    return out;
}

/// Who takes `to` while holding `from`, with the stacks behind it.
GraphScene::Node takingNode(const Log& log, const WaitGraph& graph, std::uint32_t index, const GraphScene::Node& from,
                            const GraphScene::Node& to)
{
    const WaitGraph::Edge& edge = graph.edges[index];
    const WaitGraph::Order& order = graph.orders[edge.order];
    const auto& threads = log.snapshots[graph.snapshot].threads;
    GraphScene::Node node;
    node.kind = GraphScene::Node::Kind::Taking;
    node.index = index;
    node.inCycle = edge.inCycle;
    node.title = order.thread < threads.size() ? threadName(threads[order.thread]) : tr("not said who");
    node.detail = order.stack ? place(log, log.site(order.stack)) : tr("not said where");
    node.note = tr("holds %1, takes %2", "two locks").arg(shortLock(graph.resources[edge.from]), shortLock(graph.resources[edge.to]));
    node.tip = tr("%1 takes %2 while it holds %3 (%4)")
                   .arg(order.thread < threads.size() ? node.title : tr("somebody"), lockName(to), lockName(from),
                        style::certaintyWord(edge.certainty));
    if (!edge.why.empty()) node.tip += QLatin1Char('\n') + QString::fromStdString(edge.why);
    if (order.heldStack) node.tip += QLatin1Char('\n') + tr("%1 taken in").arg(lockName(from)) + frames(log, order.heldStack);
    if (order.stack) node.tip += QLatin1Char('\n') + tr("%1 taken in").arg(lockName(to)) + frames(log, order.stack);
    return node;
}

void measure(GraphScene::Node& node, const Theme& theme)
{
    QFont bold = theme.ui;
    bold.setBold(true);
    const QFontMetricsF title(bold), mono(theme.mono), small(theme.ui);
    node.detail = mono.elidedText(node.detail, Qt::ElideMiddle, kMaxText);
    const double width = std::max({kMinWidth, title.horizontalAdvance(node.title), mono.horizontalAdvance(node.detail),
                                   small.horizontalAdvance(node.note)});
    // The corners of a hexagon are cut off.
    const double corners = node.kind == GraphScene::Node::Kind::Resource ? 14 : 0;
    double height = title.height() + kLineGap + mono.height();
    if (!node.note.isEmpty()) height += kLineGap + small.height();
    node.box = QRectF(0, 0, width + corners + 2 * kPadding, height + 2 * kPadding * 0.7);
}

GraphScene::Edge sceneEdge(const WaitGraph::Edge& edge, std::uint32_t from, std::uint32_t to)
{
    GraphScene::Edge out;
    out.from = from;
    out.to = to;
    out.kind = edge.kind;
    out.certainty = edge.certainty;
    out.inCycle = edge.inCycle;
    out.logLines = edge.logLines;
    const QString relation = edge.kind == WaitGraph::Edge::Kind::WaitsFor ? tr("waits for")
                             : edge.kind == WaitGraph::Edge::Kind::HeldBy ? tr("held by")
                                                                          : tr("takes");
    out.tip = QStringLiteral("%1 (%2)").arg(relation, style::certaintyWord(edge.certainty));
    if (!edge.why.empty()) out.tip += QLatin1Char('\n') + QString::fromStdString(edge.why);
    return out;
}

void addHalf(GraphScene& scene, const Log& log, GraphScene::Edge half, std::uint32_t edge, StackId stack, LineSpan lines)
{
    half.index = edge;
    half.stackLines = lines;
    half.logLines.clear();
    if (!lines.empty()) half.logLines.push_back(lines.first);
    if (stack) half.tip += QLatin1Char('\n') + tr("taken in") + frames(log, stack);
    scene.edges.push_back(std::move(half));
}

}  // namespace

GraphScene makeGraphScene(const Analysis& analysis, std::uint32_t snapshot, const Theme& theme, GraphExtent extent)
{
    GraphScene scene;
    scene.snapshot = snapshot;
    if (snapshot >= analysis.waitGraphs.size()) return scene;
    const WaitGraph& graph = analysis.waitGraphs[snapshot];
    const auto threads = static_cast<std::uint32_t>(graph.threads.size());

    constexpr std::uint32_t kOut = ~std::uint32_t{0};
    std::vector<std::uint32_t> drawn(threads + graph.resources.size(), kOut);
    const std::vector<Part> parts = partsOf(graph, spokenOf(analysis, snapshot));
    const bool allQuiet = std::ranges::all_of(parts, &Part::quiet);
    const std::vector<std::uint32_t> waiters = waitersOf(graph);
    for (const Part& part : parts) {
        const bool fits = (scene.nodes.empty() || scene.nodes.size() + part.members.size() <= extent.maxNodes) &&
                          (!part.quiet || extent.quietParts || allQuiet);
        for (const std::uint32_t member : part.members) {
            if (!fits || scene.nodes.size() >= extent.maxNodes) {
                ++scene.hiddenNodes;
                continue;
            }
            drawn[member] = static_cast<std::uint32_t>(scene.nodes.size());
            scene.nodes.push_back(member < threads ? threadNode(*analysis.log, graph, member)
                                                   : resourceNode(*analysis.log, graph, member - threads, waiters[member - threads]));
            measure(scene.nodes.back(), theme);
        }
    }
    for (const auto& edge : graph.edges) {
        const auto index = static_cast<std::uint32_t>(&edge - graph.edges.data());
        if (edge.kind == WaitGraph::Edge::Kind::Order) {
            const std::uint32_t from = drawn[edge.from + threads], to = drawn[edge.to + threads];
            if (from == kOut || to == kOut) continue;
            const auto taking = static_cast<std::uint32_t>(scene.nodes.size());
            scene.nodes.push_back(takingNode(*analysis.log, graph, index, scene.nodes[from], scene.nodes[to]));
            measure(scene.nodes.back(), theme);
            // Lock, then the thread that holds it, then the lock that it takes: as in a deadlock, in other words.
            const WaitGraph::Order& order = graph.orders[edge.order];
            WaitGraph::Edge half = edge;
            half.kind = WaitGraph::Edge::Kind::HeldBy;
            addHalf(scene, *analysis.log, sceneEdge(half, from, taking), index, order.heldStack, order.heldLines);
            addHalf(scene, *analysis.log, sceneEdge(edge, taking, to), index, order.stack, order.lines);
            continue;
        }
        const bool waits = edge.kind == WaitGraph::Edge::Kind::WaitsFor;
        const std::uint32_t from = drawn[waits ? edge.from : edge.from + threads];
        const std::uint32_t to = drawn[waits ? edge.to + threads : edge.to];
        if (from == kOut || to == kOut) continue;
        scene.edges.push_back(sceneEdge(edge, from, to));
        scene.edges.back().index = index;
    }
    return scene;
}

GraphRequest layoutRequest(const GraphScene& scene, double aspect)
{
    GraphRequest request{.aspect = aspect};
    for (const auto& node : scene.nodes) request.nodes.push_back({node.box.width(), node.box.height()});
    for (const auto& edge : scene.edges) request.edges.push_back({edge.from, edge.to});
    return request;
}

void place(GraphScene& scene, const GraphLayout& layout)
{
    for (std::size_t i = 0; i < scene.nodes.size() && i < layout.nodes.size(); ++i) {
        scene.nodes[i].box.moveCenter({layout.nodes[i].x, layout.nodes[i].y});
    }
    for (std::size_t i = 0; i < scene.edges.size() && i < layout.edges.size(); ++i) {
        const auto& points = layout.edges[i].bezier;
        QPainterPath path;
        const auto at = [&](std::size_t k) { return QPointF(points[k].x, points[k].y); };
        if (!points.empty()) path.moveTo(at(0));
        for (std::size_t k = 1; k + 2 < points.size(); k += 3) path.cubicTo(at(k), at(k + 1), at(k + 2));
        scene.edges[i].path = path;
    }
    constexpr double kMargin = 24;
    scene.bounds = QRectF(0, 0, layout.width, layout.height).adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

const GraphScene::Node* GraphScene::nodeAt(QPointF at) const
{
    const auto found = std::ranges::find_if(nodes, [&](const Node& node) { return node.box.contains(at); });
    return found == nodes.end() ? nullptr : &*found;
}

const GraphScene::Edge* GraphScene::edgeAt(QPointF at, double tolerance) const
{
    QPainterPathStroker stroker;
    stroker.setWidth(tolerance * 2);
    const auto found = std::ranges::find_if(edges, [&](const Edge& edge) {
        return edge.path.boundingRect().adjusted(-tolerance, -tolerance, tolerance, tolerance).contains(at) &&
               stroker.createStroke(edge.path).contains(at);
    });
    return found == edges.end() ? nullptr : &*found;
}

int GraphScene::nodeOfThread(const WaitGraph& graph, std::uint32_t threadIndex) const
{
    const std::int64_t wanted = graph.nodeOf(threadIndex);
    const auto found = std::ranges::find_if(nodes, [&](const Node& node) {
        return node.kind == Node::Kind::Thread && static_cast<std::int64_t>(node.index) == wanted;
    });
    return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

int GraphScene::nodeOfResource(std::uint32_t resource) const
{
    const auto found = std::ranges::find_if(
        nodes, [&](const Node& node) { return node.kind == Node::Kind::Resource && node.index == resource; });
    return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

int GraphScene::nodeOfTaking(const WaitGraph& graph, std::uint32_t threadIndex, LineSpan lines) const
{
    int best = -1;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].kind != Node::Kind::Taking) continue;
        const WaitGraph::Order& order = graph.orders[graph.edges[nodes[i].index].order];
        const bool told = !order.lines.empty() && !lines.empty() && order.lines.contains(lines.first);
        if (told) return static_cast<int>(i);
        if (best < 0 && order.thread == threadIndex) best = static_cast<int>(i);
    }
    return best;
}

}  // namespace skein
