// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QString>

#include <string_view>

/// Helpers for text that comes from a log and has to fit somewhere.
namespace skein::style
{

/// A log's bytes as text: broken UTF-8 becomes U+FFFD, control characters and those that turn the direction
/// of what follows become visible symbols. `limit` cuts very long text, in bytes; the cut is marked with an
/// ellipsis.
QString text(std::string_view bytes, std::size_t limit = 4096);

/// A text cut to a width, and the width that it really takes.
struct Elided {
    QString text;
    qreal width = 0;
    bool cut = false;
};
/// Empty where not even the ellipsis fits.
Elided elided(const QString& text, const QFont& font, qreal width, Qt::TextElideMode mode = Qt::ElideRight);

/// Draws a cut text with its left (or right) end at `x` and its baseline at `y`; returns what was drawn.
Elided drawElided(QPainter& p, qreal x, qreal y, qreal width, const QString& text, const QFont& font,
                  Qt::TextElideMode mode = Qt::ElideRight, Qt::Alignment align = Qt::AlignLeft);

/// The same text, with places at which a long name may be broken: a label is as wide as its longest word.
QString breakable(const QString& text);

/// Plain text for QToolTip and the like, which would otherwise guess whether it is HTML.
QString plainTooltip(const QString& text);

/// The same font, smaller or bolder.
QFont scaled(const QFont& font, qreal factor);
QFont bold(const QFont& font);

/// "5 min", "2 h 5 min", "3 d 4 h" for minutes.
QString duration(double minutes);

/// "G34", "T5", "main"; "" where the log gives no id.
QString threadName(ThreadId id, ThreadKind kind);

/// "…8b98": the end of an address, enough to tell the locks of one report apart.
QString addressEnd(std::uint64_t address);

/// What a static checker says: "staticcheck: should call wg.Add(1) before … (SA2000)"
QString checkerText(const LintNote& note);

/// "proved", "likely", "possible"
QString certaintyWord(Certainty certainty);

} // namespace skein::style
