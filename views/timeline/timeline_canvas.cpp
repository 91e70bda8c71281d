// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_canvas.h"

#include "views/style/text.h"
#include "views/timeline/timeline_paint.h"
#include "views/timeline/timeline_text.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace skein
{

TimelineCanvas::TimelineCanvas(const ThemeSource& themes, QWidget* parent)
    : QAbstractScrollArea(parent), m_themes(themes)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Timeline"));
    m_scene.setTheme(themes.theme());
    connect(&themes, &ThemeSource::changed, this, [this] {
        m_scene.setTheme(m_themes.theme());
        sceneChanged();
    });
}

void TimelineCanvas::setScene(TimelineScene scene)
{
    m_scene = std::move(scene);
    m_scene.setTheme(m_themes.theme());
    m_scene.setWidth(viewport()->width());
    sceneChanged();
    verticalScrollBar()->setValue(0);
}

void TimelineCanvas::exchangeScene(TimelineScene scene)
{
    scene.setTheme(m_themes.theme());
    scene.setWidth(viewport()->width());
    scene.axis = m_scene.axis;
    scene.chosenNote = m_scene.chosenNote;
    scene.told = m_scene.told;
    scene.telling = m_scene.telling;
    const int at = verticalScrollBar()->value();
    m_scene = std::move(scene);
    sceneChanged();
    verticalScrollBar()->setValue(at);
}

void TimelineCanvas::sceneChanged()
{
    if (m_scene.current && *m_scene.current >= m_scene.lanes.rows())
        m_scene.current.reset();
    m_scene.hovered.reset();
    if (m_scene.currentMark && m_scene.currentMark->row >= m_scene.markRows())
        m_scene.currentMark.reset();
    updateBars();
    viewport()->update();
    Q_EMIT lanesChanged();
}

void TimelineCanvas::updateBars()
{
    m_updatingBars = true;
    const double most = std::numeric_limits<int>::max() / 2;
    const double beyond = m_scene.empty() ? 0 : m_scene.height() - viewport()->height();
    QScrollBar* vertical = verticalScrollBar();
    vertical->setRange(0, static_cast<int>(std::clamp(beyond, 0.0, most)));
    vertical->setPageStep(std::max(1, viewport()->height() - static_cast<int>(m_scene.metrics.header)));
    vertical->setSingleStep(static_cast<int>(m_scene.metrics.lane));
    QScrollBar* horizontal = horizontalScrollBar();
    horizontal->setRange(0,
                         m_scene.empty() ? 0 : static_cast<int>(std::min(m_scene.axis.scrollRange(), most)));
    horizontal->setPageStep(std::max(1, static_cast<int>(m_scene.axis.width())));
    horizontal->setSingleStep(40);
    horizontal->setValue(static_cast<int>(std::lround(m_scene.axis.scroll())));
    m_updatingBars = false;
}

void TimelineCanvas::scrollContentsBy(int, int)
{
    if (!m_updatingBars)
        m_scene.axis = m_scene.axis.panned(m_scene.axis.scroll() - horizontalScrollBar()->value());
    viewport()->update();
}

void TimelineCanvas::resizeEvent(QResizeEvent*)
{
    m_scene.setWidth(viewport()->width());
    updateBars();
}

void TimelineCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const QRectF view(viewport()->rect());
    if (m_scene.empty()) {
        drawTimeline(painter, m_scene, view, m_themes.theme());
        return;
    }
    const double top = verticalScrollBar()->value();
    painter.translate(0, -top);
    drawTimeline(painter, m_scene, view.translated(0, top), m_themes.theme());
    if (hasFocus()) {
        painter.resetTransform();
        painter.setPen(QPen(m_themes.theme().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(view.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

QPointF TimelineCanvas::scenePos(QPointF viewportPos) const
{
    return viewportPos + QPointF(0, verticalScrollBar()->value());
}

TimelineHit TimelineCanvas::hitAt(QPointF viewportPos) const
{
    return m_scene.hit(scenePos(viewportPos), verticalScrollBar()->value());
}

std::size_t TimelineCanvas::pageRows() const
{
    return static_cast<std::size_t>(
        std::max(1.0, (viewport()->height() - m_scene.metrics.header) / m_scene.metrics.lane));
}

void TimelineCanvas::setCurrent(std::optional<std::size_t> row)
{
    if (row && *row >= m_scene.lanes.rows())
        row.reset();
    const bool changed = m_scene.current != row || m_scene.currentMark;
    m_scene.current = row;
    m_scene.currentMark.reset();
    if (row) {
        const double top = m_scene.rowTop(*row) - m_scene.metrics.header;
        const double bottom = m_scene.rowTop(*row) + m_scene.metrics.lane - viewport()->height();
        QScrollBar* bar = verticalScrollBar();
        if (bar->value() > top)
            bar->setValue(static_cast<int>(top));
        else if (bar->value() < bottom)
            bar->setValue(static_cast<int>(std::ceil(bottom)));
    }
    viewport()->update();
    if (changed)
        announce();
}

/// Tells screen readers which lane is current.
void TimelineCanvas::announce()
{
    const QString text = m_scene.currentMark ? timeline::markText(m_scene, *m_scene.currentMark)
                         : m_scene.current   ? timeline::laneText(m_scene, m_scene.lanes.at(*m_scene.current))
                                             : QString();
    setAccessibleDescription(text);
    if (!QAccessible::isActive() || text.isEmpty())
        return;
    QAccessibleAnnouncementEvent event(this, text);
    QAccessible::updateAccessibility(&event);
}

void TimelineCanvas::setOpen(std::size_t row, bool open)
{
    if (m_scene.lanes.setOpen(row, open))
        sceneChanged();
}

void TimelineCanvas::zoom(double factor, std::optional<double> anchorX)
{
    const double anchor = anchorX.value_or(m_scene.plotLeft() + m_scene.axis.width() / 2);
    m_scene.axis = m_scene.axis.zoomed(std::max(anchor, m_scene.plotLeft()), factor);
    updateBars();
    viewport()->update();
}

void TimelineCanvas::fit()
{
    m_scene.axis = m_scene.axis.fitted();
    updateBars();
    viewport()->update();
}

void TimelineCanvas::hover(std::optional<std::size_t> row)
{
    if (m_scene.hovered == row)
        return;
    m_scene.hovered = row;
    viewport()->update();
}

bool TimelineCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = timeline::tooltip(m_scene, hitAt(help->pos()));
        QToolTip::showText(help->globalPos(), style::plainTooltip(text), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave)
        hover({});
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_marking = event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier &&
                !m_scene.empty() && event->position().x() >= m_scene.plotLeft();
    m_scene.marked.reset();
    viewport()->update();
    m_pressed = event->position();
    m_dragFrom = event->position();
    m_dragging = event->button() == Qt::MiddleButton;
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed) {
        const TimelineHit hit = hitAt(event->position());
        hover(hit.row);
        using Part = TimelineHit::Part;
        const bool clickable = hit.mark || hit.part == Part::Note || (hit.row && hit.part != Part::Past);
        viewport()->setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    if (!m_dragging && (event->position() - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragging = true;
    if (m_marking)
        return mark(event->position());
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPointF delta = event->position() - m_dragFrom;
    m_dragFrom = event->position();
    m_scene.axis = m_scene.axis.panned(delta.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(std::lround(delta.y())));
    updateBars();
    viewport()->update();
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const bool click = m_pressed && !m_dragging && event->button() == Qt::LeftButton;
    m_pressed.reset();
    m_dragging = false;
    viewport()->setCursor(Qt::ArrowCursor);
    if (std::exchange(m_marking, false) && m_scene.marked) {
        // What one can do with a span is a menu; nobody marks one for anything else.
        Q_EMIT menuWanted(hitAt(event->position()), event->globalPosition().toPoint());
        return;
    }
    if (!click)
        return;
    const TimelineHit hit = hitAt(event->position());
    if (hit.part == TimelineHit::Part::Note) {
        Q_EMIT noteChosen(hit.note);
        return;
    }
    if (hit.mark) {
        setCurrentMark(*hit.mark);
        Q_EMIT markChosen(markLine());
        return;
    }
    if (!hit.row)
        return;
    if (hit.part == TimelineHit::Part::Fold) {
        const std::size_t row = *hit.row;
        setOpen(row, !m_scene.lanes.at(row).open);
        return;
    }
    setCurrent(hit.row);
    Q_EMIT chosen(*hit.row, hit.event);
}

/// From where the mouse went down to here: on one lane, or across all.
void TimelineCanvas::mark(QPointF to)
{
    const auto at = [&](double x) {
        return m_scene.axis.at(std::clamp(x, m_scene.plotLeft(), m_scene.width()));
    };
    const double left = std::min(m_pressed->x(), to.x()), right = std::max(m_pressed->x(), to.x());
    const auto row = m_scene.rowAt(scenePos(*m_pressed).y());
    const bool oneLane =
        row && row == m_scene.rowAt(scenePos(to).y()) && m_pressed->y() > m_scene.metrics.header;
    m_scene.marked = {at(left), at(right), oneLane ? row : std::nullopt};
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->update();
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const TimelineHit hit = hitAt(event->position());
    if (!hit.row || hit.part == TimelineHit::Part::Fold || hit.part == TimelineHit::Part::Note)
        return;
    const Lane lane = m_scene.lanes.at(*hit.row);
    if (lane.kind == Lane::Kind::Group && lane.count > 1)
        setOpen(*hit.row, !lane.open);
    else
        Q_EMIT activated(*hit.row);
}

void TimelineCanvas::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(std::pow(1.2, event->angleDelta().y() / 120.0), event->position().x());
        event->accept();
        return;
    }
    QPoint pixels = event->pixelDelta();
    if (pixels.isNull()) {
        const double step = m_scene.metrics.lane * 1.5 / 120.0;
        pixels = QPoint(static_cast<int>(event->angleDelta().x() * step),
                        static_cast<int>(event->angleDelta().y() * step));
    }
    if (event->modifiers() & Qt::ShiftModifier)
        pixels = QPoint(pixels.y() ? pixels.y() : pixels.x(), 0);
    verticalScrollBar()->setValue(verticalScrollBar()->value() - pixels.y());
    if (pixels.x()) {
        m_scene.axis = m_scene.axis.panned(pixels.x());
        updateBars();
        viewport()->update();
    }
    hover(hitAt(event->position()).row);
    event->accept();
}

void TimelineCanvas::moveTo(std::size_t row)
{
    if (m_scene.lanes.rows() > 0)
        setCurrent(std::min(row, m_scene.lanes.rows() - 1));
}

void TimelineCanvas::move(std::ptrdiff_t rows)
{
    const std::ptrdiff_t from =
        m_scene.current ? static_cast<std::ptrdiff_t>(*m_scene.current) : (rows > 0 ? -1 : 1);
    moveTo(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, from + rows)));
}

/// Left and right fold and unfold a group, lead from a member to its group, and pan otherwise.
void TimelineCanvas::sideways(int direction)
{
    if (m_scene.current) {
        const Lane lane = m_scene.lanes.at(*m_scene.current);
        const bool group = lane.kind == Lane::Kind::Group && lane.count > 1;
        if (group && lane.open != (direction > 0)) {
            setOpen(*m_scene.current, direction > 0);
            return;
        }
        if (lane.kind == Lane::Kind::Member && direction < 0) {
            setCurrent(m_scene.lanes.rowOfGroup(lane.group));
            return;
        }
    }
    m_scene.axis = m_scene.axis.panned(-60.0 * direction);
    updateBars();
    viewport()->update();
}

void TimelineCanvas::enter()
{
    if (!m_scene.current)
        return;
    const Lane lane = m_scene.lanes.at(*m_scene.current);
    if (lane.kind == Lane::Kind::Group && lane.count > 1)
        setOpen(*m_scene.current, !lane.open);
    Q_EMIT chosen(*m_scene.current, nullptr);
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event)
{
    const auto page = static_cast<std::ptrdiff_t>(pageRows());
    if (event->key() == Qt::Key_Escape && m_scene.marked) {
        m_scene.marked.reset();
        viewport()->update();
        return;
    }
    if (markKey(event->key())) {
        event->accept();
        return;
    }
    if (event->matches(QKeySequence::Copy) && m_scene.currentMark) {
        QGuiApplication::clipboard()->setText(timeline::markText(m_scene, *m_scene.currentMark));
        return;
    }
    if (event->matches(QKeySequence::Copy) && m_scene.current) {
        Q_EMIT copyWanted(*m_scene.current);
        return;
    }
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT filterWanted();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        move(-1);
        break;
    case Qt::Key_Down:
        move(1);
        break;
    case Qt::Key_PageUp:
        move(-page);
        break;
    case Qt::Key_PageDown:
        move(page);
        break;
    case Qt::Key_Home:
        moveTo(0);
        break;
    case Qt::Key_End:
        moveTo(std::numeric_limits<std::size_t>::max());
        break;
    case Qt::Key_Left:
        sideways(-1);
        break;
    case Qt::Key_Right:
        sideways(1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        enter();
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1.25);
        break;
    case Qt::Key_Minus:
        zoom(1 / 1.25);
        break;
    case Qt::Key_0:
        fit();
        break;
    case Qt::Key_Slash:
        Q_EMIT filterWanted();
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    event->accept();
}

void TimelineCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!m_scene.current)
            return;
        const QPointF at(m_scene.plotLeft(),
                         m_scene.rowMiddle(*m_scene.current) - verticalScrollBar()->value());
        Q_EMIT menuWanted({.part = TimelineHit::Part::Label, .row = m_scene.current},
                          viewport()->mapToGlobal(at.toPoint()));
        return;
    }
    const TimelineHit hit = hitAt(event->pos());
    if (m_scene.empty() ||
        (!hit.row && hit.part != TimelineHit::Part::Header && hit.part != TimelineHit::Part::Note))
        return;
    if (m_scene.marked && !inMarked(event->pos()))
        m_scene.marked.reset();
    if (hit.row)
        setCurrent(hit.row);
    Q_EMIT menuWanted(hit, event->globalPos());
}

bool TimelineCanvas::inMarked(QPointF viewportPos) const
{
    const double at = m_scene.axis.at(viewportPos.x());
    return m_scene.marked && at >= m_scene.marked->from && at <= m_scene.marked->to;
}

void TimelineCanvas::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TimelineCanvas::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace skein
