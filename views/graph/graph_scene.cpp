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
        if (member >= graph.threads.size()) continue;
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

GraphScene::Node resourceNode(const Log& log, const WaitGraph& graph, std::uint32_t index)
{
    const auto& from = graph.resources[index];
    GraphScene::Node node;
    node.kind = GraphScene::Node::Kind::Resource;
    node.index = index;
    node.resource = from.kind;
    node.title = resourceWord(from.kind);
    node.detail = from.address != 0 ? QString::fromStdString(hexAddress(from.address)) : tr("address not printed");
    node.inCycle = from.inCycle;
    node.tip = node.title + QLatin1Char(' ') + node.detail + QLatin1Char('\n') +
               tr("%n waiter(s)", nullptr, static_cast<int>(from.waiters));
    if (from.waitsAt) node.tip += QLatin1Char('\n') + tr("waited for at %1").arg(place(log, from.waitsAt));
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
    const QString relation = edge.kind == WaitGraph::Edge::Kind::WaitsFor ? tr("waits for") : tr("held by");
    out.tip = QStringLiteral("%1 (%2)").arg(relation, style::certaintyWord(edge.certainty));
    if (!edge.why.empty()) out.tip += QLatin1Char('\n') + QString::fromStdString(edge.why);
    return out;
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
                                                   : resourceNode(*analysis.log, graph, member - threads));
            measure(scene.nodes.back(), theme);
        }
    }
    for (const auto& edge : graph.edges) {
        const bool waits = edge.kind == WaitGraph::Edge::Kind::WaitsFor;
        const std::uint32_t from = drawn[waits ? edge.from : edge.from + threads];
        const std::uint32_t to = drawn[waits ? edge.to + threads : edge.to];
        if (from == kOut || to == kOut) continue;
        scene.edges.push_back(sceneEdge(edge, from, to));
        scene.edges.back().index = static_cast<std::uint32_t>(&edge - graph.edges.data());
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

}  // namespace skein
