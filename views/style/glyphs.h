// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "views/style/theme.h"

#include <QPainter>
#include <QPainterPath>

/// The shapes of the visual language: one meaning, one shape, everywhere. Lines and fills only (no pixmaps,
/// no pattern brushes, no clipping), so that the screen, PNG, SVG and PDF get the same picture.
///
/// Certainty is the line: filled = proved, dashed = likely, dotted = possible.
namespace skein::glyph
{

/// A pen whose dashes say how sure a claim is.
QPen pen(const QColor& color, qreal width, Certainty certainty);

/// write = square W, read = circle R, iterate = ring I, delete = cross D, free = cross F. Atomic accesses
/// carry a bar below the letter. Filled only when proved. `size` is the side of the glyph's box.
void op(QPainter& p, QPointF centre, qreal size, AccessOp access, Certainty certainty, const Theme& theme);
/// How sure an access is drawn. Of a party that is not in the log nobody knows where it was, however sure it is
/// that there was one: never filled.
constexpr Certainty drawnCertainty(const Access& access)
{
    return access.thread ? access.certainty : Certainty::Possible;
}
/// The letter inside: "W".
QString opLetter(AccessOp access);

/// Full, half, empty circle.
void certainty(QPainter& p, const QRectF& box, Certainty certainty, const QColor& color);

/// The ✱ of a thread that crashed.
void crash(QPainter& p, QPointF centre, qreal size, const Theme& theme);

/// What a bar says. A lower bound has a torn left end: it began no later than there.
struct Bar {
    ThreadState state = ThreadState::Unknown;
    bool lowerBound = false;
};
/// Waiting and in a system call: hatched grey. Running: filled green. Runnable: outlined green. Unknown,
/// dead: outlined grey. `visible` limits how much of a long bar is drawn.
void stateBar(QPainter& p, const QRectF& rect, Bar bar, const QRectF& visible, const Theme& theme);
/// Small square of the same look, for lists.
void stateSwatch(QPainter& p, const QRectF& rect, ThreadState state, const Theme& theme);

/// From the creator to the created: leaves and arrives horizontally.
QPainterPath creationCurve(QPointF from, QPointF to);
/// Between the two sides of a conflict: an arc that bulges to the right by `bulge`.
QPainterPath linkCurve(QPointF from, QPointF to, qreal bulge);
/// An arrow head whose tip is at `tip`; `direction` is a unit vector. Filled where the claim is proved, like every
/// shape.
void arrowHead(QPainter& p, QPointF tip, QPointF direction, qreal size, const QColor& color,
               bool filled = true);
/// The triangle of something that folds: points right when closed, down when open.
void foldMark(QPainter& p, QPointF centre, qreal size, bool open, const QColor& color);

/// Under a text of which a static checker says something, as editors draw it: from the left end of its
/// baseline on.
void squiggle(QPainter& p, QPointF from, qreal width, const Theme& theme);

} // namespace skein::glyph
