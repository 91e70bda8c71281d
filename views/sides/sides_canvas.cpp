// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/sides/sides_canvas.h"

#include "views/report/note_tip.h"
#include "views/sides/missing_panel.h"
#include "views/sides/sides_text.h"
#include "views/style/text.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace skein
{

using sides::Cell;

namespace
{

constexpr double kColumnWidth = 330; // below it two columns are read with less pain than three
constexpr std::size_t kMostColumns = 4;

} // namespace

SidesCanvas::SidesCanvas(const ThemeSource& themes, QWidget* parent)
    : QAbstractScrollArea(parent), m_themes(themes), m_missing(new MissingPanel(themes, viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Both sides"));
    connect(&themes, &ThemeSource::changed, this, &SidesCanvas::restyle);
    restyle();
}

void SidesCanvas::restyle()
{
    const Theme& t = m_themes.theme();
    m_mono = t.mono;
    m_ui = t.ui;
    m_uiBold = style::bold(t.ui);
    m_small = style::scaled(t.ui, 0.92);
    m_smallBold = style::bold(m_small);
    m_rowHeight = std::round(QFontMetricsF(m_mono).height() + 4);
    m_headerHeight = std::round(QFontMetricsF(m_ui).height() + 13);
    m_indexWidth = std::round(QFontMetricsF(m_mono).horizontalAdvance(QStringLiteral("000")) + 14);
    updateBar();
    viewport()->update();
}

void SidesCanvas::setContent(AnalysisPtr analysis, std::vector<sides::Party> shown, bool hideRuntime,
                             const Missing* missing)
{
    m_analysis = std::move(analysis);
    m_shown = std::move(shown);
    m_missing->setMissing(missing);
    std::vector<sides::Column> columns;
    for (std::size_t c = 0; c < m_shown.size(); ++c)
        columns.push_back(
            thread(c) ? sides::column(log(), *thread(c), m_shown[c].stack, hideRuntime, m_shown[c].frame)
                      : sides::Column{});
    m_grid = sides::align(columns);
    m_row = 0;
    m_column = 0;
    m_hoverRow.reset();
    updateBar();
    verticalScrollBar()->setValue(0);
    placeMissing();
    viewport()->update();
}

/// The panel covers the column of the party that the log doesn't have.
void SidesCanvas::placeMissing()
{
    const auto absent =
        std::ranges::find_if(m_shown, [](const sides::Party& party) { return !party.thread && !party.stack; });
    m_missing->setVisible(absent != m_shown.end());
    if (absent == m_shown.end())
        return;
    const QRectF column = columnRect(static_cast<std::size_t>(absent - m_shown.begin()));
    m_missing->setGeometry(column.adjusted(2, m_headerHeight, -2, -2).toRect());
}

const Thread* SidesCanvas::thread(std::size_t column) const
{
    static const Thread kUnnamed{.kind = ThreadKind::Thread}; // of a stack whose thread the report does not name
    const ThreadRef ref = m_shown[column].thread;
    if (!ref && m_shown[column].stack)
        return &kUnnamed;
    return ref ? &log().snapshots[ref.snapshot].threads[ref.index] : nullptr;
}

void SidesCanvas::setCurrent(ThreadRef ref, std::optional<std::uint32_t> frame)
{
    const auto found = std::ranges::find(m_shown, ref, &sides::Party::thread);
    if (!ref || found == m_shown.end())
        return;
    m_column = static_cast<std::size_t>(found - m_shown.begin());
    if (frame && found->printed.empty()) { // a frame of the thread's own stack
        if (const auto row = m_grid.rowOf(m_column, *frame)) {
            m_row = *row;
            showRow(*row);
        }
    }
    viewport()->update();
    setAccessibleDescription(cellText(m_row, m_column));
}

std::size_t SidesCanvas::columnsThatFit() const
{
    const auto fit = static_cast<std::size_t>(viewport()->width() / kColumnWidth);
    return std::clamp<std::size_t>(fit, 2, kMostColumns);
}

QRectF SidesCanvas::columnRect(std::size_t column) const
{
    const double width = static_cast<double>(viewport()->width()) /
                         static_cast<double>(std::max<std::size_t>(1, m_shown.size()));
    const double left = std::round(width * static_cast<double>(column));
    return {left, 0, std::round(width * static_cast<double>(column + 1)) - left,
            static_cast<double>(viewport()->height())};
}

double SidesCanvas::rowTop(std::size_t row) const
{
    return m_headerHeight + 4 + static_cast<double>(row) * m_rowHeight - verticalScrollBar()->value();
}

void SidesCanvas::updateBar()
{
    const double content = static_cast<double>(m_grid.rows()) * m_rowHeight + 8;
    const double room = viewport()->height() - m_headerHeight;
    const double most = std::numeric_limits<int>::max() / 2;
    verticalScrollBar()->setRange(0, static_cast<int>(std::clamp(content - room, 0.0, most)));
    verticalScrollBar()->setPageStep(std::max(1, static_cast<int>(room)));
    verticalScrollBar()->setSingleStep(static_cast<int>(m_rowHeight));
}

void SidesCanvas::showRow(std::size_t row)
{
    // With some of what stands around it, where there is room for that.
    const double room = viewport()->height() - m_headerHeight;
    const double around = std::floor(std::clamp(room / m_rowHeight / 3, 0.0, 4.0)) * m_rowHeight;
    const double top = static_cast<double>(row) * m_rowHeight - around;
    const double bottom = 8 + static_cast<double>(row + 1) * m_rowHeight + around;
    QScrollBar* bar = verticalScrollBar();
    if (bar->value() > top)
        bar->setValue(static_cast<int>(top));
    else if (bar->value() + room < bottom)
        bar->setValue(static_cast<int>(std::ceil(bottom - room)));
}

void SidesCanvas::scrollContentsBy(int, int)
{
    viewport()->update();
}

void SidesCanvas::resizeEvent(QResizeEvent*)
{
    updateBar();
    placeMissing();
    Q_EMIT resized();
}

std::optional<SidesCanvas::Spot> SidesCanvas::spotAt(QPointF pos) const
{
    if (!m_analysis || m_shown.empty() || pos.x() < 0 || pos.x() >= viewport()->width())
        return {};
    Spot spot;
    while (spot.column + 1 < m_shown.size() && pos.x() >= columnRect(spot.column).right())
        ++spot.column;
    if (pos.y() < m_headerHeight)
        return spot;
    const double row = (pos.y() - rowTop(0)) / m_rowHeight;
    if (row < 0 || row >= static_cast<double>(m_grid.rows()))
        return {};
    spot.row = static_cast<std::size_t>(row);
    return spot;
}

QString SidesCanvas::cellText(std::size_t row, std::size_t column) const
{
    if (!m_analysis || column >= m_shown.size() || !thread(column))
        return {};
    const Thread& t = *thread(column);
    const QString who = sides::threadName(t);
    if (row >= m_grid.rows())
        return who;
    const Cell& cell = m_grid.at(row, column);
    switch (cell.kind) {
    case Cell::Kind::Frame: {
        const FrameId id = log().stack(m_shown[column].stack)[cell.frame];
        const QString frame = tr("%1 frame %2: %3, %4")
                                  .arg(who)
                                  .arg(cell.frame)
                                  .arg(sides::function(log(), id), sides::place(log(), id));
        return (QStringList{frame} + sides::checkerLines(*m_analysis, id)).join(QStringLiteral("; "));
    }
    case Cell::Kind::CreatedBy:
        return sides::createdBy(log(), t);
    case Cell::Kind::Elided:
        return sides::elided(t.framesElided);
    case Cell::Kind::Note:
        return sides::noStack(t);
    case Cell::Kind::Empty:
        break;
    }
    return who;
}

QString SidesCanvas::tooltipAt(const Spot& spot) const
{
    if (!spot.row)
        return sides::partyTooltip(log(), m_shown[spot.column]);
    const Thread* t = thread(spot.column);
    if (!t)
        return {};
    const Cell& cell = m_grid.at(*spot.row, spot.column);
    if (cell.kind == Cell::Kind::Frame)
        return sides::frameTooltip(*m_analysis, m_shown[spot.column], cell.frame);
    if (cell.kind != Cell::Kind::CreatedBy)
        return cellText(*spot.row, spot.column);
    const Frame& f = log().frame(t->createdAt);
    const QString place = QStringLiteral("%1\n%2:%3")
                              .arg(style::text(log().str(f.function)), style::text(log().str(f.file)))
                              .arg(f.line);
    return (QStringList{place} + sides::checkerLines(*m_analysis, t->createdAt)).join(u'\n');
}

bool SidesCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto spot = spotAt(help->pos());
        QString text = spot ? tooltipAt(*spot) : QString();
        if (const auto note = noteAt(help->pos()))
            text = QString::fromStdString(tipOf(m_said->list[*note]));
        QToolTip::showText(help->globalPos(), style::plainTooltip(text), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave && m_hoverRow) {
        m_hoverRow.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void SidesCanvas::chooseCell(std::size_t row, std::size_t column)
{
    const Cell& cell = m_grid.at(row, column);
    if (cell.kind == Cell::Kind::Empty)
        return;
    m_row = row;
    m_column = column;
    showRow(row);
    viewport()->update();
    const QString text = cellText(row, column);
    setAccessibleDescription(text);
    if (QAccessible::isActive()) {
        QAccessibleAnnouncementEvent event(this, text);
        QAccessible::updateAccessibility(&event);
    }
    const ThreadRef ref = m_shown[column].thread;
    if (cell.kind == Cell::Kind::Frame && !m_shown[column].printed.empty())
        Q_EMIT printedFrameChosen(sides::printedLine(log(), m_shown[column], cell.frame));
    else if (cell.kind == Cell::Kind::Frame)
        Q_EMIT frameChosen(ref, cell.frame);
    else if (cell.kind == Cell::Kind::CreatedBy)
        Q_EMIT creatorLinesChosen(ref);
    else
        Q_EMIT threadChosen(ref);
}

void SidesCanvas::mousePressEvent(QMouseEvent* event)
{
    const auto spot = spotAt(event->position());
    if (!spot || event->button() != Qt::LeftButton)
        return;
    if (const auto note = noteAt(event->position())) {
        Q_EMIT noteChosen(*note);
        return;
    }
    if (spot->row)
        chooseCell(*spot->row, spot->column);
    else if (m_shown[spot->column].thread)
        Q_EMIT threadChosen(m_shown[spot->column].thread);
}

void SidesCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const auto spot = spotAt(event->position());
    const auto row = spot ? spot->row : std::nullopt;
    if (row != m_hoverRow) {
        m_hoverRow = row;
        viewport()->update();
    }
}

void SidesCanvas::moveRow(std::ptrdiff_t by)
{
    const auto rows = static_cast<std::ptrdiff_t>(m_grid.rows());
    if (rows == 0 || m_column >= m_shown.size())
        return;
    const std::ptrdiff_t step = by < 0 ? -1 : 1;
    std::ptrdiff_t row = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(m_row) + by, 0, rows - 1);
    // Over the rows where this column has nothing; back again at the end.
    for (const std::ptrdiff_t way : {step, -step})
        for (std::ptrdiff_t r = row; r >= 0 && r < rows; r += way)
            if (m_grid.at(static_cast<std::size_t>(r), m_column).kind != Cell::Kind::Empty) {
                if (static_cast<std::size_t>(r) != m_row)
                    chooseCell(static_cast<std::size_t>(r), m_column);
                return;
            }
}

void SidesCanvas::moveColumn(int by)
{
    const auto to = static_cast<std::ptrdiff_t>(m_column) + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(m_shown.size())) {
        Q_EMIT turned(by);
        return;
    }
    const auto column = static_cast<std::size_t>(to);
    if (!thread(column))
        return;
    m_column = column;
    // The same row where there is a frame, the nearest one otherwise.
    for (std::size_t distance = 0; distance < m_grid.rows(); ++distance) {
        for (const std::size_t row : {m_row + distance, m_row - distance}) {
            if (row < m_grid.rows() && m_grid.at(row, column).kind != Cell::Kind::Empty) {
                chooseCell(row, column);
                return;
            }
        }
    }
}

void SidesCanvas::keyPressEvent(QKeyEvent* event)
{
    if (!m_analysis || m_shown.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyWanted(m_column);
        return;
    }
    const auto page = std::max<std::ptrdiff_t>(
        1, static_cast<std::ptrdiff_t>((viewport()->height() - m_headerHeight) / m_rowHeight) - 1);
    const auto all = static_cast<std::ptrdiff_t>(m_grid.rows());
    switch (event->key()) {
    case Qt::Key_Up:
        moveRow(-1);
        break;
    case Qt::Key_Down:
        moveRow(1);
        break;
    case Qt::Key_PageUp:
        moveRow(-page);
        break;
    case Qt::Key_PageDown:
        moveRow(page);
        break;
    case Qt::Key_Home:
        moveRow(-all);
        break;
    case Qt::Key_End:
        moveRow(all);
        break;
    case Qt::Key_Left:
        moveColumn(-1);
        break;
    case Qt::Key_Right:
        moveColumn(1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_row < m_grid.rows())
            chooseCell(m_row, m_column);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    event->accept();
}

void SidesCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_analysis || m_shown.empty())
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QPointF at(columnRect(m_column).left() + m_indexWidth, rowTop(m_row) + m_rowHeight);
        Q_EMIT menuWanted(m_column, m_row < m_grid.rows() ? std::optional(m_row) : std::nullopt,
                          viewport()->mapToGlobal(at.toPoint()));
        return;
    }
    if (const auto spot = spotAt(event->pos()))
        Q_EMIT menuWanted(spot->column, spot->row, event->globalPos());
}

void SidesCanvas::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SidesCanvas::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace skein
