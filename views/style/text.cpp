// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/text.h"

#include <QCoreApplication>

#include <cmath>

namespace skein::style
{
namespace
{

/// A control character as a symbol of its own ("␀" … "␟"); characters that change direction as U+FFFD.
char16_t visible(char16_t c)
{
    if (c == u'\t')
        return u' ';
    if (c < 0x20)
        return static_cast<char16_t>(0x2400 + c);
    if (c == 0x7f)
        return u'\u2421';
    const bool control = c >= 0x80 && c < 0xa0;
    const bool turnsDirection = c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
                                (c >= 0x2066 && c <= 0x2069);
    const bool breaksLine = c == 0x2028 || c == 0x2029;
    return control || turnsDirection || breaksLine ? u'\ufffd' : c;
}

} // namespace

QString text(std::string_view bytes, std::size_t limit)
{
    const bool cut = bytes.size() > limit;
    if (cut)
        bytes = bytes.substr(0, limit);
    QString result = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    for (QChar& c : result)
        c = QChar(visible(c.unicode()));
    if (cut)
        result += u'…';
    return result;
}

Elided elided(const QString& text, const QFont& font, qreal width, Qt::TextElideMode mode)
{
    const QFontMetricsF metrics(font);
    const qreal whole = metrics.horizontalAdvance(text);
    if (whole <= width)
        return {text, whole, false};
    QString cut = metrics.elidedText(text, mode, width);
    const qreal cutWidth = metrics.horizontalAdvance(cut);
    if (cutWidth > width + 0.5)
        return {{}, 0, true};
    return {std::move(cut), cutWidth, true};
}

Elided drawElided(QPainter& p, qreal x, qreal y, qreal width, const QString& text, const QFont& font,
                  Qt::TextElideMode mode, Qt::Alignment align)
{
    Elided fit = elided(text, font, width, mode);
    if (fit.text.isEmpty())
        return fit;
    p.setFont(font);
    p.drawText(QPointF(align & Qt::AlignRight ? x - fit.width : x, y), fit.text);
    return fit;
}

QString plainTooltip(const QString& text)
{
    if (text.isEmpty())
        return {};
    QString html = text.toHtmlEscaped();
    html.replace(u'\n', QStringLiteral("<br>"));
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(html);
}

QFont scaled(const QFont& font, qreal factor)
{
    QFont result = font;
    if (font.pointSizeF() > 0)
        result.setPointSizeF(font.pointSizeF() * factor);
    else
        result.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
    return result;
}

QFont bold(const QFont& font)
{
    QFont result = font;
    result.setWeight(QFont::DemiBold);
    return result;
}

QString duration(double minutes)
{
    const auto whole = static_cast<long long>(std::floor(minutes));
    if (whole < 120)
        return QCoreApplication::translate("skein", "%1 min").arg(whole);
    const long long hours = whole / 60;
    if (hours < 48) {
        const QString h = QCoreApplication::translate("skein", "%1 h").arg(hours);
        return whole % 60 ? QCoreApplication::translate("skein", "%1 h %2 min").arg(hours).arg(whole % 60)
                          : h;
    }
    const QString d = QCoreApplication::translate("skein", "%1 d").arg(hours / 24);
    return hours % 24 ? QCoreApplication::translate("skein", "%1 d %2 h").arg(hours / 24).arg(hours % 24) : d;
}

QString threadName(ThreadId id, ThreadKind kind)
{
    const QString number = QString::fromStdString(toString(id));
    if (!id.known() || id == ThreadId::main())
        return number;
    return (kind == ThreadKind::Thread ? u'T' : u'G') + number;
}

QString breakable(const QString& text)
{
    constexpr qsizetype kLong = 20; // units of a word that every label has room for
    constexpr QChar kBreak(0x200B);
    QString out;
    qsizetype length = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        length = text[i].isSpace() ? 0 : length + 1;
        out += text[i];
        if (length < kLong || i + 1 == text.size())
            continue;
        const bool behind = QStringLiteral("./)_-:,]").contains(text[i]);
        const bool hump = text[i].isLower() && text[i + 1].isUpper();
        const bool endless = length >= 2 * kLong && !text[i].isHighSurrogate();
        if (!behind && !hump && !endless)
            continue;
        out += kBreak;
        length = 0;
    }
    return out;
}

QString addressEnd(std::uint64_t address)
{
    constexpr qsizetype kDigits = 4;
    return QStringLiteral("…") + QString::fromStdString(hexAddress(address)).right(kDigits);
}

QString checkerText(const LintNote& note)
{
    QString out = QStringLiteral("%1: %2").arg(text(note.tool, 100), text(note.message, 1000));
    if (!note.check.empty())
        out += QStringLiteral(" (%1)").arg(text(note.check, 100));
    return out;
}

QString certaintyWord(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Proved:
        return QCoreApplication::translate("Text", "proved");
    case Certainty::Likely:
        return QCoreApplication::translate("Text", "likely");
    case Certainty::Possible:
        return QCoreApplication::translate("Text", "possible");
    }
    return {};
}

} // namespace skein::style
