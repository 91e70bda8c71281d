// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/lint_evidence.h"
#include "views/sides/sides_canvas.h"
#include "views/sides/sides_text.h"
#include "views/style/glyphs.h"
#include "views/style/text.h"

#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace skein
{

using sides::Cell;

namespace
{

constexpr double kPad = 12;

double baseline(const QFont& font, const QRectF& rect)
{
    return rect.center().y() + QFontMetricsF(font).capHeight() / 2;
}

} // namespace

void SidesCanvas::paintEvent(QPaintEvent*)
{
    QPainter p(viewport());
    p.setRenderHint(QPainter::Antialiasing);
    const Theme& t = m_themes.theme();
    const QRectF view(viewport()->rect());
    p.fillRect(view, t.panel);
    if (!m_analysis || m_shown.empty()) {
        p.setPen(t.dim);
        p.setFont(m_ui);
        const QString text = m_analysis ? tr("Choose a finding or a goroutine to see its stack here.")
                                        : tr("No log is open. Open a crash log, drop one here, or paste it.");
        p.drawText(view.adjusted(24, 16, -24, -16), Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    const double scrolled = verticalScrollBar()->value();
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor((scrolled - 4) / m_rowHeight)));
    const auto last =
        std::min(m_grid.rows(), first + static_cast<std::size_t>(view.height() / m_rowHeight) + 2);
    for (std::size_t row = first; row < last; ++row)
        for (std::size_t column = 0; column < m_shown.size(); ++column)
            drawCell(p, row, column);
    for (std::size_t column = 0; column < m_shown.size(); ++column)
        drawHeader(p, column);
    if (hasFocus()) {
        p.setPen(QPen(t.accent, 1));
        p.setBrush(Qt::NoBrush);
        p.drawRect(view.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SidesCanvas::drawHeader(QPainter& p, std::size_t column)
{
    const Theme& t = m_themes.theme();
    const sides::Party& party = m_shown[column];
    const QRectF r(columnRect(column).left(), 0, columnRect(column).width(), m_headerHeight);
    p.fillRect(r, t.panel);
    p.setPen(QPen(t.line, 1));
    p.drawLine(QPointF(r.left(), r.bottom() - 0.5), QPointF(r.right(), r.bottom() - 0.5));
    if (column > 0)
        p.drawLine(QPointF(r.left() + 0.5, 0), QPointF(r.left() + 0.5, viewport()->height()));
    const double base = baseline(m_ui, r), middle = r.center().y() - 0.5;
    double x = r.left() + kPad, right = r.right() - kPad;
    if (party.op) {
        glyph::op(p, {std::round(x + 8), std::round(middle)}, 16, *party.op, party.certainty, t);
        x += 25;
    } else if (party.part != sides::Party::Part::Alone) {
        glyph::certainty(p, QRectF(x + 2, middle - 5, 10, 10), party.certainty, t.text);
        x += 20;
    }
    const Thread* th = thread(column);
    // The state stands at the right end, and gives way to the role where both don't fit.
    if (th) {
        const QString state = sides::stateWords(log(), *th);
        const double room = r.width() * 0.4;
        const auto fit = style::elided(state, m_small, room);
        p.setPen(t.dim);
        p.setFont(m_small);
        p.drawText(QPointF(right - fit.width, base), fit.text);
        right -= fit.width + 6;
        glyph::stateSwatch(p, QRectF(right - 13, middle - 5, 13, 10), th->state, t);
        right -= 13 + 10;
    }
    p.setPen(t.text);
    const QString name = th ? sides::threadName(*th) : QStringLiteral("?");
    x += style::drawElided(p, x, base, right - x, name, m_uiBold).width + 8;
    x = drawHeaderNotes(p, column, x, middle, right);
    p.setPen(t.dim);
    x += style::drawElided(p, x, base, right - x - 18, sides::role(log(), party), m_ui).width + 14;
    if (th && th->crashed && x < right)
        glyph::crash(p, {x, middle}, 13, t);
}

void SidesCanvas::drawCell(QPainter& p, std::size_t row, std::size_t column)
{
    const Theme& t = m_themes.theme();
    const Cell& cell = m_grid.at(row, column);
    const QRectF all = columnRect(column);
    const QRectF r(all.left(), rowTop(row), all.width(), m_rowHeight);
    const bool racing =
        cell.kind == Cell::Kind::Frame && m_shown[column].frame == cell.frame && m_shown[column].op;
    const bool current = row == m_row && column == m_column && cell.kind != Cell::Kind::Empty;
    if (current)
        p.fillRect(r, t.selection);
    else if (racing)
        p.fillRect(r, t.highlight);
    else if (row == m_hoverRow)
        p.fillRect(r, t.code);
    if (current)
        p.fillRect(QRectF(r.left(), r.top(), 3, r.height()), t.accent);
    if (cell.kind == Cell::Kind::Empty)
        return;
    const double base = baseline(m_mono, r);
    const double x = r.left() + m_indexWidth + 8, right = r.right() - kPad;
    if (cell.kind == Cell::Kind::Frame) {
        drawFrame(p, r, base, cell, column);
        drawSheets(p, rowSheets(row, column));
        return;
    }
    p.setPen(t.faint);
    double end = right;
    if (cell.kind == Cell::Kind::CreatedBy) {
        const QString place = sides::place(log(), thread(column)->createdAt);
        const double width =
            style::drawElided(p, right, base, r.width() * 0.4, place, m_mono, Qt::ElideLeft, Qt::AlignRight)
                .width;
        drawChecked(p, right - width, base, width, thread(column)->createdAt);
        end -= width + 12;
    }
    const QFont& font = cell.kind == Cell::Kind::CreatedBy ? m_mono : m_small;
    QString text =
        cell.kind == Cell::Kind::CreatedBy ? sides::createdBy(log(), *thread(column)) : cellText(row, column);
    style::drawElided(p, x, base, end - x, text, font, Qt::ElideMiddle);
}

/// A place of which a static checker says something.
void SidesCanvas::drawChecked(QPainter& p, double x, double base, double width, FrameId frame)
{
    if (!lintAt(*m_analysis, frame).empty())
        glyph::squiggle(p, {x, base}, width, m_themes.theme());
}

void SidesCanvas::drawFrame(QPainter& p, const QRectF& r, double base, const Cell& cell, std::size_t column)
{
    const Theme& t = m_themes.theme();
    const FrameId id = log().stack(m_shown[column].stack)[cell.frame];
    const Role role = log().frame(id).role;
    const sides::Party& party = m_shown[column];
    const double x = r.left() + m_indexWidth + 8, right = r.right() - kPad;
    p.setPen(t.faint);
    const QString index = QString::number(cell.frame);
    style::drawElided(p, r.left() + m_indexWidth, base, m_indexWidth - 4, index, m_mono, Qt::ElideLeft,
                      Qt::AlignRight);
    // A short tick across the divider: both sides are in this function.
    if (cell.shared) {
        p.setPen(QPen(t.faint, 1));
        const double middle = std::round(r.center().y()) + 0.5;
        for (const double dy : {-1.5, 1.5})
            p.drawLine(QPointF(r.left() - 3, middle + dy), QPointF(r.left() + 4, middle + dy));
    }
    const bool racing = party.op && party.frame == cell.frame;
    const bool quiet = role != Role::User && !racing && party.frame != cell.frame;
    p.setPen(quiet ? t.faint : t.dim);
    const QString place = sides::place(log(), id);
    const auto shown =
        style::drawElided(p, right, base, r.width() * 0.38, place, m_mono, Qt::ElideLeft, Qt::AlignRight);
    drawChecked(p, right - shown.width, base, shown.width, id);
    double end = right - shown.width - 14;
    if (racing) {
        glyph::op(p, {std::round(end - 6), std::round(r.center().y())}, std::min(14.0, m_rowHeight - 5),
                  *party.op, party.certainty, t);
        end -= 20;
    }
    p.setPen(quiet ? t.faint : t.text);
    const auto function =
        style::drawElided(p, x, base, end - x, sides::function(log(), id), m_mono, Qt::ElideMiddle);
    drawNoteWords(p, column, cell.frame, x + function.width + 12, r.center().y(),
                  end - x - function.width - 12);
}

} // namespace skein
