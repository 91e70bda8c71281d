// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/note_glyphs.h"

#include "views/style/glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace skein::glyph
{
namespace
{

constexpr qreal kTip = 4;    // of a bubble, below it on the left
constexpr qreal kAir = 5;    // beside the text of a strip
constexpr qreal kLeast = 34; // a strip that is shorter says nothing

QPainterPath bubble(const QRectF& box)
{
    constexpr qreal round = 3;
    const qreal l = box.left(), t = box.top(), r = box.right(), b = box.bottom() - kTip + 1;
    QPainterPath path(QPointF(l + round, t));
    path.lineTo(r - round, t);
    path.quadTo(r, t, r, t + round);
    path.lineTo(r, b - round);
    path.quadTo(r, b, r - round, b);
    path.lineTo(l + round + kTip + 1, b);
    path.lineTo(l + round, b + kTip);
    path.lineTo(l + round, b);
    path.quadTo(l, b, l, b - round);
    path.lineTo(l, t + round);
    path.quadTo(l, t, l + round, t);
    path.closeSubpath();
    return path;
}

} // namespace

QSizeF noteSize(std::uint32_t number, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const qreal height = std::round(metrics.height() * 0.9);
    return {std::max(height, std::round(metrics.horizontalAdvance(QString::number(number)) + 8)),
            height + kTip - 1};
}

void note(QPainter& p, const QRectF& box, const Sheet& sheet, const QFont& font, const Theme& theme)
{
    const QColor mark = style::noteMark(theme, sheet.colour);
    p.setPen(QPen(sheet.chosen ? theme.accent : mark, sheet.chosen ? 2 : 1.2));
    p.setBrush(sheet.resolved ? theme.panel : style::noteWash(theme, sheet.colour));
    p.drawPath(bubble(box));
    const QFontMetricsF metrics(font);
    const QString number = QString::number(sheet.number);
    p.setFont(font);
    p.setPen(sheet.resolved ? theme.dim : theme.text);
    p.drawText(QPointF(box.center().x() - metrics.horizontalAdvance(number) / 2,
                       box.center().y() - (kTip - 1) / 2 + metrics.capHeight() / 2),
               number);
}

QRectF paperStripBox(qreal x, qreal middle, qreal room, const QString& text, const QFont& font)
{
    if (room < kLeast || text.isEmpty())
        return {};
    const qreal height = std::round(QFontMetricsF(font).height() * 0.94);
    const qreal width = std::min(room, style::elided(text, font, room - 2 * kAir).width + 2 * kAir);
    return {x, middle - height / 2, width, height};
}

QRectF paperStrip(QPainter& p, qreal x, qreal middle, qreal room, const QString& text, const QFont& font,
                  const Theme& theme, std::string_view colour)
{
    const QRectF box = paperStripBox(x, middle, room, text, font);
    if (box.isNull())
        return box;
    p.setPen(Qt::NoPen);
    p.setBrush(style::noteWash(theme, colour));
    p.drawRect(box);
    p.setBrush(style::noteMark(theme, colour));
    p.drawRect(QRectF(box.left(), box.top(), 2, box.height()));
    p.setPen(theme.text);
    style::drawElided(p, box.left() + kAir, box.center().y() + QFontMetricsF(font).capHeight() / 2,
                      room - 2 * kAir, text, font);
    return box;
}

QPen saidPen(const QColor& colour, qreal width)
{
    QPen pen(colour, width, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({7, 2.5, 1.5, 2.5});
    return pen;
}

QPainterPath saidCurve(QPointF from, QPointF to)
{
    QPainterPath path(from);
    const QPointF along = to - from;
    const qreal length = std::hypot(along.x(), along.y());
    // Bulges to the right, away from straight lines between the same things.
    QPointF side = length < 1 ? QPointF() : QPointF(along.y(), -along.x()) / length;
    if (side.x() < 0)
        side = -side;
    path.quadTo((from + to) / 2 + side * std::min(44.0, 24 + length * 0.12), to);
    return path;
}

void saidArrow(QPainter& p, QPointF from, QPointF to, const QColor& colour)
{
    const QPainterPath path = saidCurve(from, to);
    const qreal length = path.length();
    if (length < 4)
        return;
    p.setBrush(Qt::NoBrush);
    p.setPen(saidPen(colour, 1.8));
    p.drawPath(path);
    const QPointF before = path.pointAtPercent(std::max(0.0, 1 - 8 / length));
    const QPointF way = to - before;
    const qreal size = std::hypot(way.x(), way.y());
    if (size > 0)
        arrowHead(p, to, way / size, 9, colour);
}

void star(QPainter& p, QPointF centre, qreal size, const Theme& theme)
{
    QPainterPath path;
    for (int i = 0; i < 10; ++i) {
        const qreal radius = size / 2 * (i % 2 ? 0.42 : 1);
        const qreal angle = std::numbers::pi * (i / 5.0 - 0.5);
        const QPointF at = centre + QPointF(std::cos(angle), std::sin(angle)) * radius;
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    path.closeSubpath();
    p.setPen(QPen(style::noteMark(theme, {}), 1.2));
    p.setBrush(theme.note);
    p.drawPath(path);
}

} // namespace skein::glyph
