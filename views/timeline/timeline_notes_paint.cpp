// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_notes_paint.h"

#include "views/style/note_glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>

namespace skein
{

void TimelineNotesPainter::sheet(const NoteMark& mark)
{
    const ShownNote& note = m_scene.note(mark.note);
    glyph::note(m_p, mark.box,
                {.number = note.number,
                 .colour = note.colour,
                 .resolved = note.resolved,
                 .chosen = m_scene.chosenNote && note.id == m_scene.chosenNote},
                m_m.smallBold, m_theme);
}

/// Spans of time that notes are on, and the one that is marked with the mouse.
void TimelineNotesPainter::drawBands()
{
    const double bottom = std::min(m_visible.bottom(), m_scene.height());
    const auto fill = [&](QRectF area, QColor colour, const QPen& edge) {
        area.setBottom(std::min(area.bottom(), bottom));
        colour.setAlphaF(0.55F);
        m_p.fillRect(area, colour);
        m_p.setPen(edge);
        m_p.drawLine(area.topLeft(), area.bottomLeft());
        m_p.drawLine(area.topRight(), area.bottomRight());
    };
    if (m_scene.said())
        for (const NoteBand& band : m_scene.noteBands(m_visible.top()))
            if (!band.area.isNull() && band.area.intersects(m_visible))
                fill(band.area, style::noteWash(m_theme, m_scene.note(band.mark.note).colour),
                     glyph::saidPen(style::noteMark(m_theme, m_scene.note(band.mark.note).colour), 1));
    if (m_scene.marked) {
        const auto& marked = *m_scene.marked;
        const double left = m_scene.axis.x(marked.from), right = m_scene.axis.x(marked.to);
        const double top = marked.row ? m_scene.rowTop(*marked.row) : m_visible.top() + m_m.header;
        const double height = marked.row ? m_m.lane : bottom - top;
        fill(QRectF(left, top, right - left, height), m_theme.note, QPen(m_theme.accent, 1));
    }
}

/// Rings around what a player has told, a heavier one around what it tells now.
void TimelineNotesPainter::drawTold()
{
    const auto ring = [&](std::uint32_t event, double width) {
        const auto box = m_scene.eventBox(event);
        if (!box || !box->adjusted(-6, -6, 6, 6).intersects(m_visible))
            return;
        m_p.setBrush(Qt::NoBrush);
        m_p.setPen(QPen(m_theme.accent, width));
        m_p.drawRoundedRect(box->adjusted(-width, -width, width, width), 4, 4);
    };
    for (const std::uint32_t event : m_scene.told)
        ring(event, 1);
    if (m_scene.telling)
        ring(*m_scene.telling, 3);
}

void TimelineNotesPainter::drawArrows()
{
    if (!m_scene.said())
        return;
    for (const NoteArrow& arrow : m_scene.noteArrows(m_visible.top(), m_visible.bottom())) {
        glyph::saidArrow(m_p, arrow.from, arrow.to,
                         style::noteMark(m_theme, m_scene.note(arrow.note).colour));
    }
}

void TimelineNotesPainter::drawPinned(const LinkShape& link)
{
    m_p.setBrush(Qt::NoBrush);
    m_p.setPen(glyph::saidPen(m_theme.text, 1.8));
    m_p.drawPath(link.path);
    glyph::arrowHead(m_p, link.tip, link.direction, 8, m_theme.text);
    const QRectF box = glyph::paperStripBox(0, link.labelAt.y(), link.labelWidth, link.label, m_m.small);
    glyph::paperStrip(m_p, link.labelAt.x() - box.width(), link.labelAt.y(), link.labelWidth, link.label,
                      m_m.small, m_theme);
}

void TimelineNotesPainter::drawLanes(std::size_t first, std::size_t last)
{
    if (!m_scene.said())
        return;
    for (std::size_t row = first; row < last; ++row) {
        const LaneNotes notes = m_scene.laneNotes(row);
        if (!notes.strip.isEmpty())
            glyph::paperStrip(m_p, notes.stripAt.x(), notes.stripAt.y(), notes.stripRoom, notes.strip,
                              m_m.small, m_theme, m_scene.note(notes.stripNote).colour);
        for (const NoteMark& mark : notes.marks)
            sheet(mark);
        if (notes.more > 0) {
            m_p.setPen(m_theme.dim);
            m_p.setFont(m_m.small);
            m_p.drawText(notes.moreAt, Qt::AlignCenter, QStringLiteral("+%1").arg(notes.more));
        }
    }
    for (const NoteMark& mark : m_scene.linkNotes())
        sheet(mark);
    for (const NoteBand& band : m_scene.noteBands(m_visible.top()))
        if (band.oneLane)
            sheet(band.mark);
}

void TimelineNotesPainter::drawHeader()
{
    if (!m_scene.said())
        return;
    for (const NoteMark& mark : m_scene.headerNotes(m_visible.top()))
        sheet(mark);
    for (const NoteBand& band : m_scene.noteBands(m_visible.top()))
        if (!band.oneLane)
            sheet(band.mark);
}

double TimelineNotesPainter::drawName(const Lane& lane, double x, double base, double right)
{
    const QString name = timeline::shortName(m_scene, lane);
    if (name.isEmpty())
        return 0;
    const double middle = base - QFontMetricsF(m_m.mono).capHeight() / 2;
    const QRectF box = glyph::paperStrip(m_p, x, middle, (right - x) * 0.7, QStringLiteral("“%1”").arg(name),
                                         m_m.small, m_theme);
    return box.isNull() ? 0 : box.right() + 6;
}

} // namespace skein
