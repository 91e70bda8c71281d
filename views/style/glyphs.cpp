// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/glyphs.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace skein::glyph
{
namespace
{

constexpr bool isAtomic(AccessOp access)
{
    return access == AccessOp::AtomicRead || access == AccessOp::AtomicWrite;
}

/// The outline of a glyph in a box of side 1 around the origin.
QPainterPath outline(AccessOp access)
{
    QPainterPath path;
    switch (access) {
    case AccessOp::Write:
    case AccessOp::AtomicWrite:
        path.addRoundedRect(QRectF(-0.5, -0.5, 1, 1), 0.12, 0.12);
        break;
    case AccessOp::Read:
    case AccessOp::AtomicRead:
    case AccessOp::Iterate:
        path.addEllipse(QPointF(), 0.5, 0.5);
        break;
    case AccessOp::Delete:
    case AccessOp::Free: {
        constexpr qreal arm = 0.31, end = 0.56; // thick arms: a letter has to stand in the middle
        path.addPolygon(QPolygonF({{-arm, -end},
                                   {arm, -end},
                                   {arm, -arm},
                                   {end, -arm},
                                   {end, arm},
                                   {arm, arm},
                                   {arm, end},
                                   {-arm, end},
                                   {-arm, arm},
                                   {-end, arm},
                                   {-end, -arm},
                                   {-arm, -arm}}));
        path.closeSubpath();
        break;
    }
    }
    return path;
}

void letter(QPainter& p, QPointF centre, qreal size, AccessOp access, const QColor& color, const Theme& theme)
{
    QFont font = theme.ui;
    font.setBold(true);
    font.setPixelSize(std::max(6, static_cast<int>(std::lround(size * 0.66))));
    p.setFont(font);
    p.setPen(color);
    // The capital's own height centres it; a line's ascent and descent would not.
    const QFontMetricsF metrics(font);
    const QString text = opLetter(access);
    const qreal width = metrics.horizontalAdvance(text);
    p.drawText(QPointF(centre.x() - width / 2, centre.y() + metrics.capHeight() / 2), text);
    if (isAtomic(access)) {
        p.setPen(QPen(color, std::max(1.0, size / 14)));
        const qreal y = centre.y() + size * 0.34;
        p.drawLine(QPointF(centre.x() - size * 0.22, y), QPointF(centre.x() + size * 0.22, y));
    }
}

/// Diagonals from bottom left to top right, ending at the rectangle's edges.
void hatch(QPainter& p, const QRectF& rect, const QColor& color)
{
    constexpr qreal step = 7;
    QList<QLineF> lines;
    // Lines lie at x + y = const of the page, so that bars next to each other match.
    const qreal first = std::ceil((rect.left() + rect.top()) / step) * step;
    for (qreal sum = first; sum < rect.right() + rect.bottom(); sum += step) {
        const qreal x1 = std::max(rect.left(), sum - rect.bottom());
        const qreal x2 = std::min(rect.right(), sum - rect.top());
        if (x2 > x1)
            lines.append(QLineF(x1, sum - x1, x2, sum - x2));
    }
    p.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::FlatCap));
    p.drawLines(lines);
}

/// A bar whose left end is torn, so that nobody reads it as a beginning.
QPainterPath barShape(const QRectF& r, bool torn)
{
    QPainterPath path;
    constexpr qreal radius = 3;
    if (!torn || r.width() < 12) {
        path.addRoundedRect(r, radius, radius);
        return path;
    }
    constexpr int teeth = 3;
    const qreal tooth = r.height() / (2 * teeth);
    path.moveTo(r.left() + tooth, r.top());
    path.lineTo(r.right() - radius, r.top());
    path.quadTo(r.right(), r.top(), r.right(), r.top() + radius);
    path.lineTo(r.right(), r.bottom() - radius);
    path.quadTo(r.right(), r.bottom(), r.right() - radius, r.bottom());
    path.lineTo(r.left() + tooth, r.bottom());
    for (int i = 2 * teeth - 1; i > 0; --i)
        path.lineTo(r.left() + (i % 2 ? 0 : tooth), r.top() + i * tooth);
    path.closeSubpath();
    return path;
}

} // namespace

QPen pen(const QColor& color, qreal width, Certainty certainty)
{
    QPen result(color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    // Dashes are counted in pen widths; these lengths are in pixels at any width.
    if (certainty == Certainty::Likely)
        result.setDashPattern({4.0 / width, 2.4 / width});
    if (certainty == Certainty::Possible)
        result.setDashPattern({1.4 / width, 2.2 / width});
    return result;
}

QString opLetter(AccessOp access)
{
    switch (access) {
    case AccessOp::Read:
    case AccessOp::AtomicRead:
        return QStringLiteral("R");
    case AccessOp::Write:
    case AccessOp::AtomicWrite:
        return QStringLiteral("W");
    case AccessOp::Iterate:
        return QStringLiteral("I");
    case AccessOp::Delete:
        return QStringLiteral("D");
    case AccessOp::Free:
        return QStringLiteral("F");
    }
    return {};
}

void op(QPainter& p, QPointF centre, qreal size, AccessOp access, Certainty sure, const Theme& theme)
{
    const QColor& color = theme.op(access);
    const bool proved = sure == Certainty::Proved;
    const bool ring = access == AccessOp::Iterate;
    const qreal width = std::max(1.2, size / 10);
    // The outline lies inside the box, so that filled and outlined glyphs are of one size.
    const auto shape = [&](qreal side) {
        return QTransform::fromTranslate(centre.x(), centre.y()).scale(side, side).map(outline(access));
    };
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    if (proved && !ring) {
        p.fillPath(shape(size), color);
    } else {
        p.fillPath(shape(size), theme.panel); // what lies behind must not cross the letter
        p.setBrush(Qt::NoBrush);
        p.setPen(pen(color, width, sure));
        p.drawPath(shape(size - width));
        if (ring && proved)
            p.fillPath(shape(size - 3.6 * width), color);
        if (ring && !proved) {
            p.setPen(QPen(color, width * 0.6));
            p.drawPath(shape(size - 3.9 * width));
        }
    }
    letter(p, centre, ring ? size * 0.86 : size, access, proved ? theme.panel : color, theme);
    p.restore();
}

void certainty(QPainter& p, const QRectF& box, Certainty sure, const QColor& color)
{
    const qreal width = std::max(1.2, box.width() / 7);
    const QRectF circle = box.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(color, width));
    p.setBrush(sure == Certainty::Proved ? QBrush(color) : Qt::NoBrush);
    p.drawEllipse(circle);
    if (sure == Certainty::Likely) {
        p.setPen(Qt::NoPen);
        p.setBrush(color);
        p.drawPie(circle, 90 * 16, 180 * 16);
    }
    p.restore();
}

void crash(QPainter& p, QPointF centre, qreal size, const Theme& theme)
{
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(theme.crash, size / 6, Qt::SolidLine, Qt::RoundCap));
    for (int arm = 0; arm < 3; ++arm) {
        const qreal angle = std::numbers::pi / 2 + arm * std::numbers::pi / 3;
        const QPointF end(std::cos(angle) * size / 2, std::sin(angle) * size / 2);
        p.drawLine(centre - end, centre + end);
    }
    p.restore();
}

void stateBar(QPainter& p, const QRectF& rect, Bar bar, const QRectF& visible, const Theme& theme)
{
    // A bar that reaches far out of the picture is cut there; its end would not be seen anyway.
    constexpr qreal margin = 20;
    QRectF r = rect;
    const bool leftCut = r.left() < visible.left() - margin;
    if (leftCut)
        r.setLeft(visible.left() - margin);
    if (r.right() > visible.right() + margin)
        r.setRight(visible.right() + margin);
    if (r.width() <= 0)
        return;

    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const QPainterPath shape = barShape(r, bar.lowerBound && !leftCut);
    QColor fill = theme.run;
    switch (bar.state) {
    case ThreadState::Running:
        fill.setAlphaF(0.42F);
        p.fillPath(shape, fill);
        break;
    case ThreadState::Runnable:
        p.setPen(QPen(theme.run, 1.2));
        p.setBrush(theme.panel);
        p.drawPath(barShape(r.adjusted(0.6, 0.6, -0.6, -0.6), bar.lowerBound && !leftCut));
        break;
    case ThreadState::Waiting:
    case ThreadState::Syscall:
        p.fillPath(shape, theme.wait);
        hatch(p, r.adjusted(bar.lowerBound ? 4 : 1, 1, -1, -1), theme.waitHatch);
        break;
    case ThreadState::Unknown:
    case ThreadState::Dead:
        p.setPen(QPen(theme.faint, 1, Qt::DashLine));
        p.setBrush(theme.panel);
        p.drawPath(barShape(r.adjusted(0.5, 0.5, -0.5, -0.5), false));
        break;
    }
    p.restore();
}

void stateSwatch(QPainter& p, const QRectF& rect, ThreadState state, const Theme& theme)
{
    stateBar(p, rect, {state, false}, rect, theme);
}

QPainterPath creationCurve(QPointF from, QPointF to)
{
    const qreal half = std::max(12.0, std::abs(to.x() - from.x()) / 2);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(half, 0), to - QPointF(half, 0), to);
    return path;
}

QPainterPath linkCurve(QPointF from, QPointF to, qreal bulge)
{
    // A cubic reaches three quarters of the way to its control points.
    const qreal reach = bulge * 4 / 3;
    QPainterPath path(from);
    path.cubicTo(QPointF(from.x() + reach, from.y() + (to.y() - from.y()) * 0.1),
                 QPointF(to.x() + reach, to.y() - (to.y() - from.y()) * 0.1), to);
    return path;
}

void arrowHead(QPainter& p, QPointF tip, QPointF direction, qreal size, const QColor& color, bool filled)
{
    const QPointF across(-direction.y(), direction.x());
    const QPointF base = tip - direction * size;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(filled ? QPen(Qt::NoPen) : QPen(color, 1.2));
    p.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
    p.drawPolygon(QPolygonF({tip, base + across * (size * 0.5), base - across * (size * 0.5)}));
    p.restore();
}

void foldMark(QPainter& p, QPointF centre, qreal size, bool open, const QColor& color)
{
    const qreal h = size / 2;
    const QPolygonF closed({{-h * 0.6, -h}, {h * 0.8, 0}, {-h * 0.6, h}});
    const QPolygonF opened({{-h, -h * 0.6}, {h, -h * 0.6}, {0, h * 0.8}});
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    p.drawPolygon((open ? opened : closed).translated(centre));
    p.restore();
}

void squiggle(QPainter& p, QPointF from, qreal width, const Theme& theme)
{
    constexpr qreal kStep = 2.5, kHeight = 1.5, kBelow = 3;
    QPolygonF line;
    for (qreal x = 0; x <= width; x += kStep)
        line << QPointF(from.x() + x, from.y() + kBelow + (line.size() % 2 ? kHeight : 0));
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(theme.accent, 1.1));
    p.setBrush(Qt::NoBrush);
    p.drawPolyline(line);
    p.restore();
}

} // namespace skein::glyph
