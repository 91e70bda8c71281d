// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/graph_canvas.h"

#include "views/annotations.h"
#include "views/note_menu.h"
#include "views/report/note_tip.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>
#include <QWheelEvent>
#include <QtConcurrentRun>
#include <algorithm>
#include <cmath>
#include <limits>

namespace skein {

namespace {

constexpr GraphExtent kEverything{.maxNodes = 2000, .quietParts = true};   // dot takes a second or two for these
constexpr double kMinScale = 0.05, kMaxScale = 4, kReadable = 1.0;
constexpr double kLeastLegible = 0.8;   // where a graph starts; "fit" goes below
constexpr int kDragThreshold = 4;

}  // namespace

GraphCanvas::GraphCanvas(ViewContext& context, QWidget* parent)
    : QWidget(parent), m_context(context)
{
    m_layoutThread.setMaxThreadCount(1);
    m_layoutThread.setExpiryTimeout(-1);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Wait-for graph"));
    connect(&context.selection, &Selection::analysisChanged, this, [this] {
        m_extent = {};
        rebuild();
    });
    connect(&context.selection, &Selection::changed, this, [this](const Selected& now, const Selected& before) {
        if (now.snapshot != before.snapshot) rebuild();
        follow();
    });
    connect(&context.themes, &ThemeSource::changed, this, &GraphCanvas::rebuild);
    connect(&context.annotations, &Annotations::changed, this, &GraphCanvas::showNotes);
    connect(&context.annotations, &Annotations::noteChosen, this, [this](notes::NoteId note) {
        m_scene.said.chosen = note;
        update();
    });
    rebuild();
}

GraphCanvas::~GraphCanvas()
{
    ++m_generation;
    m_layoutThread.clear();
    m_layoutThread.waitForDone();
}

void GraphCanvas::setEmpty(const QString& text)
{
    m_empty = text;
    m_placed = false;
    setAccessibleDescription(text);
    update();
    Q_EMIT sceneChanged();
}

void GraphCanvas::rebuild()
{
    const std::uint64_t generation = ++m_generation;
    m_scene = {};
    m_highlight = {};
    const AnalysisPtr& analysis = m_context.selection.analysis();
    if (!analysis) return setEmpty(tr("Open a log to see who waits for whom."));
    if (analysis->log->snapshots.empty()) return setEmpty(tr("This log holds no threads."));

    m_scene = makeGraphScene(*analysis, m_context.selection.current().snapshot, m_context.themes.theme(), m_extent);
    if (m_scene.nodes.empty()) {
        const QString nobody = tr("No thread in this dump waits for a lock or channel that the log names.");
        // A report tells of the past, and what native threads wait for other tools print.
        const bool native = analysis->log->snapshots[m_context.selection.current().snapshot].native != nullptr;
        return setEmpty(native ? nobody : nobody + QLatin1Char('\n') + tr("GOTRACEBACK=system or a SIGQUIT prints their addresses."));
    }
    const bool orders = !analysis->waitGraphs[m_scene.snapshot].orders.empty();
    setAccessibleName(orders ? tr("Lock order graph") : tr("Wait-for graph"));
    showNotes();
    setEmpty(tr("Laying out…"));
    QtConcurrent::run(&m_layoutThread, [request = layoutRequest(m_scene, std::max(0.5, width() / std::max(1.0, height() * 1.0)))] { return layoutGraph(request); })
        .then(this, [this, generation](const std::expected<GraphLayout, std::string>& layout) {
            if (generation != m_generation) return;
            if (layout) applyLayout(*layout);
            else setEmpty(QString::fromStdString(layout.error()));
        });
}

void GraphCanvas::applyLayout(const GraphLayout& layout)
{
    place(m_scene, layout);
    m_empty.clear();
    m_placed = true;
    showStart();
    follow();
    Q_EMIT sceneChanged();
}

void GraphCanvas::showNotes()
{
    const AnalysisPtr& analysis = m_context.selection.analysis();
    if (!analysis || m_scene.nodes.empty()) return;
    addSaid(m_scene, *analysis, m_context.annotations.shown());
    update();
}

/// What a note sits on that is written on what is at a place of the scene.
std::optional<notes::Anchor> GraphCanvas::anchorAt(QPointF at) const
{
    if (!m_placed || !m_context.annotations.open()) return {};
    const notes::Resolver& resolver = m_context.annotations.resolver();
    const Analysis& analysis = *m_context.selection.analysis();
    if (const auto note = noteAt(m_scene, at, m_context.themes.theme())) return m_scene.said.notes->list[*note].anchor;
    if (const auto* const node = m_scene.nodeAt(at)) {
        if (node->kind == GraphScene::Node::Kind::Resource) return resolver.onResource(m_scene.snapshot, node->index);
        if (node->kind == GraphScene::Node::Kind::Taking) return resolver.onEdge(m_scene.snapshot, node->index);
        const auto& members = analysis.waitGraphs[m_scene.snapshot].threads[node->index].threads;
        if (!node->folded) return resolver.onThread({m_scene.snapshot, members.front()});
        for (std::uint32_t g = 0; g < analysis.groups.size(); ++g) {
            const Group& group = analysis.groups[g];
            if (group.snapshot == m_scene.snapshot && std::ranges::binary_search(group.threads, members.front())) return resolver.onGroup(g);
        }
        return {};
    }
    if (const auto* const edge = m_scene.edgeAt(at, 5 / m_scale)) return resolver.onEdge(m_scene.snapshot, edge->index);
    return {};
}

void GraphCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QPointF at = toScene(event->pos());
    if (event->reason() == QContextMenuEvent::Keyboard && m_highlight.selected >= 0)
        at = m_scene.nodes[static_cast<std::size_t>(m_highlight.selected)].box.center();
    if (const auto on = anchorAt(at)) addNoteActions(*menu, m_context, *on);
    menu->addSeparator();
    menu->addActions(actions());
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(transform().map(at).toPoint()) : event->globalPos());
}

void GraphCanvas::showAll()
{
    m_extent = kEverything;
    rebuild();
}

QTransform GraphCanvas::transform() const
{
    return QTransform::fromTranslate(m_offset.x(), m_offset.y()).scale(m_scale, m_scale);
}

void GraphCanvas::fit()
{
    m_fitted = true;
    if (!m_placed || m_scene.bounds.isEmpty()) return;
    const QRectF bounds = m_scene.bounds;
    // A small graph is shown at its natural size; a large one never smaller than can be seen at all.
    m_scale = std::clamp(std::min(width() / bounds.width(), height() / bounds.height()), kMinScale, kReadable);
    m_offset = rect().toRectF().center() - bounds.center() * m_scale;
    update();
}

/// The whole graph where it is legible; otherwise its first, strongest part.
void GraphCanvas::showStart()
{
    fit();
    if (!m_placed || m_scale >= kLeastLegible || m_scene.bounds.isEmpty()) return;
    m_scale = kLeastLegible;
    m_offset = -m_scene.bounds.topLeft() * m_scale;
    const QSizeF size = m_scene.bounds.size() * m_scale;
    if (size.width() < width()) m_offset.rx() += (width() - size.width()) / 2;
    if (size.height() < height()) m_offset.ry() += (height() - size.height()) / 2;
}

void GraphCanvas::zoomAt(QPointF at, double factor)
{
    const double scale = std::clamp(m_scale * factor, kMinScale, kMaxScale);
    m_offset = at - (at - m_offset) * (scale / m_scale);
    m_scale = scale;
    m_fitted = false;
    update();
}

void GraphCanvas::zoomBy(double factor) { zoomAt(rect().toRectF().center(), factor); }

void GraphCanvas::follow()
{
    m_highlight.selected = -1;
    const AnalysisPtr& analysis = m_context.selection.analysis();
    const Selected& now = m_context.selection.current();
    if (!m_placed || !analysis || now.snapshot != m_scene.snapshot) return update();
    if (now.resource) {
        m_highlight.selected = m_scene.nodeOfResource(*now.resource);
    } else if (now.thread && now.thread.snapshot == m_scene.snapshot) {
        m_highlight.selected = m_scene.nodeOfThread(analysis->waitGraphs[m_scene.snapshot], now.thread.index);
    }
    if (const WaitGraph& graph = analysis->waitGraphs[m_scene.snapshot]; !graph.orders.empty() && !now.resource) {
        const std::uint32_t thread = now.thread.snapshot == m_scene.snapshot ? now.thread.index : ThreadRef::kNone;
        m_highlight.selected = m_scene.nodeOfTaking(graph, thread, now.lines);
    }
    if (m_highlight.selected >= 0) {
        reveal(m_highlight.selected);
        setAccessibleDescription(m_scene.nodes[static_cast<std::size_t>(m_highlight.selected)].tip);
    }
    update();
}

void GraphCanvas::reveal(int node)
{
    const QRectF box = transform().mapRect(m_scene.nodes[static_cast<std::size_t>(node)].box);
    if (!rect().toRectF().contains(box)) {
        m_offset += rect().toRectF().center() - box.center();
        m_fitted = false;
    }
}

void GraphCanvas::choose(int node)
{
    if (node < 0) return;
    const AnalysisPtr& analysis = m_context.selection.analysis();
    const auto& chosen = m_scene.nodes[static_cast<std::size_t>(node)];
    if (chosen.kind == GraphScene::Node::Kind::Resource) {
        m_context.selection.selectResource(m_scene.snapshot, chosen.index);
    } else if (chosen.kind == GraphScene::Node::Kind::Taking) {
        chooseTaking(chosen.index, {});
    } else {
        const auto& threads = analysis->waitGraphs[m_scene.snapshot].threads[chosen.index].threads;
        m_context.selection.selectThread({m_scene.snapshot, threads.front()});
    }
}

/// Shows the stack behind an order edge. `lines`: which of its two; empty: that of the second lock.
void GraphCanvas::chooseTaking(std::uint32_t edge, LineSpan lines)
{
    const WaitGraph& graph = m_context.selection.analysis()->waitGraphs[m_scene.snapshot];
    const WaitGraph::Order& order = graph.orders[graph.edges[edge].order];
    if (lines.empty()) lines = order.lines;
    if (order.thread != WaitGraph::Order::kNobody) m_context.selection.selectThread({m_scene.snapshot, order.thread}, lines);
    else m_context.selection.selectLines(lines);
}

void GraphCanvas::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const Theme& theme = m_context.themes.theme();
    painter.fillRect(event->rect(), theme.panel);
    if (!m_placed) {
        painter.setPen(theme.dim);
        painter.setFont(theme.ui);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_empty);
        return;
    }
    painter.setTransform(transform());
    painter.setClipRect(transform().inverted().mapRect(QRectF(event->rect())));
    drawGraph(painter, m_scene, m_highlight, theme);
    painter.resetTransform();
    painter.setClipping(false);
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void GraphCanvas::resizeEvent(QResizeEvent*)
{
    if (m_fitted) showStart();
}

void GraphCanvas::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    } else {
        const QPoint pixels = event->pixelDelta();
        m_offset += pixels.isNull() ? QPointF(event->angleDelta()) / 2 : QPointF(pixels);
        m_fitted = false;
        update();
    }
    event->accept();
}

void GraphCanvas::mousePressEvent(QMouseEvent* event)
{
    m_pressed = m_last = event->position();
    m_dragging = false;
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & (Qt::LeftButton | Qt::MiddleButton)) {
        m_dragging = m_dragging || (event->position() - m_pressed).manhattanLength() > kDragThreshold;
        if (m_dragging) {
            m_offset += event->position() - m_last;
            m_fitted = false;
            update();
        }
        m_last = event->position();
        return;
    }
    const auto* const node = m_placed ? m_scene.nodeAt(toScene(event->position())) : nullptr;
    const int hovered = node ? static_cast<int>(node - m_scene.nodes.data()) : -1;
    if (hovered != m_highlight.hovered) {
        m_highlight.hovered = hovered;
        setCursor(hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (std::exchange(m_dragging, false) || !m_placed || event->button() != Qt::LeftButton) return;
    const QPointF at = toScene(event->position());
    if (const auto note = noteAt(m_scene, at, m_context.themes.theme())) {
        m_context.annotations.choose(m_scene.said.notes->list[*note].id);
    } else if (const auto* const node = m_scene.nodeAt(at)) {
        choose(static_cast<int>(node - m_scene.nodes.data()));
    } else if (const auto* const edge = m_scene.edgeAt(at, 4 / m_scale);
               edge && !m_context.selection.analysis()->waitGraphs[m_scene.snapshot].orders.empty()) {
        chooseTaking(edge->index, edge->stackLines);
    } else if (edge && !edge->logLines.empty()) {
        m_context.selection.selectLines({edge->logLines.front(), edge->logLines.front()});
    }
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_placed && !m_scene.nodeAt(toScene(event->position()))) fit();
}

void GraphCanvas::leaveEvent(QEvent*)
{
    m_highlight.hovered = -1;
    update();
}

/// The nearest node in the direction of an arrow key.
void GraphCanvas::step(Qt::Key key)
{
    if (m_scene.nodes.empty()) return;
    if (m_highlight.selected < 0) return choose(0);
    const QPointF from = m_scene.nodes[static_cast<std::size_t>(m_highlight.selected)].box.center();
    int best = -1;
    double bestCost = std::numeric_limits<double>::max();
    for (int i = 0; i < static_cast<int>(m_scene.nodes.size()); ++i) {
        const QPointF d = m_scene.nodes[static_cast<std::size_t>(i)].box.center() - from;
        const bool horizontal = key == Qt::Key_Left || key == Qt::Key_Right;
        const double along = horizontal ? d.x() : d.y();
        const double ahead = key == Qt::Key_Left || key == Qt::Key_Up ? -along : along;
        if (ahead <= 1) continue;
        const double cost = ahead + 2 * std::abs(horizontal ? d.y() : d.x());
        if (cost < bestCost) bestCost = cost, best = i;
    }
    choose(best);
}

void GraphCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (m_placed) step(static_cast<Qt::Key>(event->key()));
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(1.25);
    case Qt::Key_Minus: return zoomBy(0.8);
    case Qt::Key_0: return fit();
    default: QWidget::keyPressEvent(event);
    }
}

bool GraphCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_placed) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const QPointF at = toScene(help->pos());
        QString tip;
        if (const auto note = noteAt(m_scene, at, m_context.themes.theme())) tip = QString::fromStdString(tipOf(m_scene.said.notes->list[*note]));
        else if (const auto* const node = m_scene.nodeAt(at)) tip = node->tip;
        else if (const auto* const edge = m_scene.edgeAt(at, 5 / m_scale)) tip = edge->tip;
        // What stands in a log is never taken for rich text.
        if (tip.isEmpty()) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(tip, Qt::WhiteSpacePre), this);
        return true;
    }
    return QWidget::event(event);
}

void GraphCanvas::copyPicture()
{
    if (!m_placed) return;
    constexpr double kScale = 2, kMaxSide = 8000;
    const double scale = std::min({kScale, kMaxSide / m_scene.bounds.width(), kMaxSide / m_scene.bounds.height()});
    QImage image((m_scene.bounds.size() * scale).toSize(), QImage::Format_RGB32);
    image.fill(m_context.themes.theme().panel);
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-m_scene.bounds.topLeft());
    drawGraph(painter, m_scene, {}, m_context.themes.theme());
    QApplication::clipboard()->setImage(image);
}

void GraphCanvas::copyText()
{
    QStringList lines;
    for (const auto& edge : m_scene.edges) {
        const auto name = [&](std::uint32_t node) {
            return m_scene.nodes[node].title + QStringLiteral(" (") + m_scene.nodes[node].detail + QLatin1Char(')');
        };
        lines << name(edge.from) + QStringLiteral("  ") + edge.tip.section(QLatin1Char('\n'), 0, 0) + QStringLiteral("  ") + name(edge.to);
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace skein
