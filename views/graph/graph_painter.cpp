// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include <QFontMetricsF>
#include <QPainter>
#include <cmath>

#include "views/graph/graph_scene.h"

namespace skein {

namespace {

constexpr double kHead = 8;     // length of an arrowhead
constexpr double kRadius = 6;
constexpr double kStack = 4;    // a folded node shows a second sheet behind it

Qt::PenStyle lineOf(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Proved: return Qt::SolidLine;
    case Certainty::Likely: return Qt::DashLine;
    case Certainty::Possible: return Qt::DotLine;
    }
    return Qt::DotLine;
}

void drawHead(QPainter& painter, const QPainterPath& path, const QColor& color, bool filled)
{
    const QPointF tip = path.pointAtPercent(1);
    const double length = std::max(path.length(), 1.0);
    const QPointF before = path.pointAtPercent(std::max(0.0, 1 - kHead / length));
    const double angle = std::atan2(tip.y() - before.y(), tip.x() - before.x());
    const auto corner = [&](double turn) {
        return tip - QPointF(std::cos(angle + turn), std::sin(angle + turn)) * kHead;
    };
    painter.setPen(filled ? QPen(Qt::NoPen) : QPen(color, 1.2));
    painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPolygon(QPolygonF{{tip, corner(0.42), corner(-0.42)}});
}

void drawEdge(QPainter& painter, const GraphScene::Edge& edge, bool lit, const Theme& theme)
{
    if (edge.path.elementCount() < 2) return;
    const bool held = edge.kind == WaitGraph::Edge::Kind::HeldBy;
    const QColor color = edge.inCycle ? theme.crash : held ? theme.lock : lit ? theme.accent : theme.dim;
    QPen pen(color, edge.inCycle || lit ? 2.2 : 1.4, lineOf(edge.certainty), Qt::RoundCap);
    if (pen.style() == Qt::DashLine) pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(edge.path);
    drawHead(painter, edge.path, color, edge.certainty == Certainty::Proved);
}

QPainterPath outline(const GraphScene::Node& node)
{
    QPainterPath path;
    if (node.kind != GraphScene::Node::Kind::Resource) {
        path.addRoundedRect(node.box, kRadius, kRadius);
        return path;
    }
    // Resources are hexagons, so that they differ from threads without colour.
    const QRectF& b = node.box;
    const double cut = std::min(12.0, b.height() / 3);
    path.addPolygon(QPolygonF{{{b.left() + cut, b.top()}, {b.right() - cut, b.top()}, {b.right(), b.center().y()},
                               {b.right() - cut, b.bottom()}, {b.left() + cut, b.bottom()}, {b.left(), b.center().y()}}});
    path.closeSubpath();
    return path;
}

void drawTexts(QPainter& painter, const GraphScene::Node& node, const Theme& theme)
{
    QFont bold = theme.ui;
    bold.setBold(true);
    const QFontMetricsF title(bold), mono(theme.mono), small(theme.ui);
    double total = title.height() + 2 + mono.height();
    if (!node.note.isEmpty()) total += 2 + small.height();
    QRectF line = node.box;
    line.setTop(node.box.center().y() - total / 2);
    const auto row = [&](const QFont& font, const QFontMetricsF& metrics, const QColor& color, const QString& text) {
        line.setHeight(metrics.height());
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(line, Qt::AlignCenter | Qt::TextSingleLine, text);
        line.moveTop(line.bottom() + 2);
    };
    row(bold, title, node.kind == GraphScene::Node::Kind::Resource ? theme.lock : theme.text, node.title);
    row(theme.mono, mono, theme.dim, node.detail);
    const bool grave = node.rootBlocker || (node.inCycle && node.kind != GraphScene::Node::Kind::Taking);
    if (!node.note.isEmpty()) row(theme.ui, small, grave ? theme.crash : theme.dim, node.note);
}

void drawNode(QPainter& painter, const GraphScene::Node& node, bool selected, bool hovered, const Theme& theme)
{
    const QPainterPath shape = outline(node);
    const bool resource = node.kind == GraphScene::Node::Kind::Resource;
    const QColor edge = node.inCycle || node.rootBlocker ? theme.crash : resource ? theme.lock : theme.faint;
    QPen pen(selected ? theme.accent : edge, selected ? 2.6 : hovered || node.inCycle ? 2.0 : 1.2);
    painter.setPen(pen);
    painter.setBrush(selected ? theme.selection : theme.panel);
    if (node.folded) painter.drawPath(shape.translated(kStack, kStack));
    painter.drawPath(shape);
    drawTexts(painter, node, theme);
}

}  // namespace

void drawGraph(QPainter& painter, const GraphScene& scene, const GraphHighlight& highlight, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const auto lit = [&](const GraphScene::Edge& edge) {
        const auto touches = [&](int node) {
            return node >= 0 && (edge.from == static_cast<std::uint32_t>(node) || edge.to == static_cast<std::uint32_t>(node));
        };
        return touches(highlight.selected) || touches(highlight.hovered);
    };
    const QRectF visible = painter.hasClipping() ? painter.clipBoundingRect() : scene.bounds;
    for (const auto& edge : scene.edges) {
        if (edge.path.boundingRect().adjusted(-kHead, -kHead, kHead, kHead).intersects(visible)) {
            drawEdge(painter, edge, lit(edge), theme);
        }
    }
    for (int i = 0; i < static_cast<int>(scene.nodes.size()); ++i) {
        const auto& node = scene.nodes[static_cast<std::size_t>(i)];
        if (node.box.adjusted(-kStack, -kStack, 2 * kStack, 2 * kStack).intersects(visible)) {
            drawNode(painter, node, i == highlight.selected, i == highlight.hovered, theme);
        }
    }
    drawNotes(painter, scene, visible, theme);
}

}  // namespace skein
