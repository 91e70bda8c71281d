// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <string_view>

/// What people said, drawn: bubbles, strips in the colours of notes (said.h), and lines of dashes and dots.
/// Nothing that Skein inferred looks so, and no certainty is drawn so. Lines and fills only, as in glyphs.h.
namespace skein::glyph
{

/// Size of the bubble that note() draws: as wide as its number takes.
QSizeF noteSize(std::uint32_t number, const QFont& font);
struct Sheet {
    std::uint32_t number = 0;
    std::string_view colour = {};
    bool resolved = false;
    bool chosen = false;
};
/// A bubble with the note's number in it; hollow where the note is resolved.
void note(QPainter& p, const QRectF& box, const Sheet& sheet, const QFont& font, const Theme& theme);

/// A strip with one line of text in the colour of a note, cut to `room` pixels, its left end at `x`; drawn
/// around `middle`. Nothing where less than a few letters fit. Returns the strip.
QRectF paperStrip(QPainter& p, qreal x, qreal middle, qreal room, const QString& text, const QFont& font,
                  const Theme& theme, std::string_view colour = {});
/// The strip that paperStrip() draws.
QRectF paperStripBox(qreal x, qreal middle, qreal room, const QString& text, const QFont& font);

/// Dash, dot, dash: a line that a person drew.
QPen saidPen(const QColor& colour, qreal width);
/// Its curve from one thing to another, with the arrow's head at `to`.
void saidArrow(QPainter& p, QPointF from, QPointF to, const QColor& colour);
QPainterPath saidCurve(QPointF from, QPointF to);

/// The star of what people marked as important.
void star(QPainter& p, QPointF centre, qreal size, const Theme& theme);

} // namespace skein::glyph
