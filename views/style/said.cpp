// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/said.h"

#include "views/style/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPainterPath>

namespace skein::style
{
namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Said)
};

struct Colour {
    std::string_view name;
    QRgb light, dark;
    const char* word;
};

constexpr Colour kTable[] = {
    {"yellow", 0xa67c00, 0xe6c229, QT_TRANSLATE_NOOP("Said", "yellow")},
    {"red", 0xc4314b, 0xf2778a, QT_TRANSLATE_NOOP("Said", "red")},
    {"green", 0x3d8b40, 0x7cc47f, QT_TRANSLATE_NOOP("Said", "green")},
    {"blue", 0x2f78c4, 0x78b0f0, QT_TRANSLATE_NOOP("Said", "blue")},
    {"purple", 0x7d4fc2, 0xb795ee, QT_TRANSLATE_NOOP("Said", "purple")},
    {"grey", 0x6f767d, 0x9aa1a9, QT_TRANSLATE_NOOP("Said", "grey")},
};
constexpr Colour kNone{"", 0x8a7440, 0xb9a468, QT_TRANSLATE_NOOP("Said", "no colour")};

const Colour& find(std::string_view name)
{
    for (const Colour& colour : kTable)
        if (colour.name == name)
            return colour;
    return kNone;
}

} // namespace

QColor noteMark(const Theme& theme, std::string_view colour)
{
    const Colour& entry = find(colour);
    return QColor(theme.dark ? entry.dark : entry.light);
}

QColor noteWash(const Theme& theme, std::string_view colour)
{
    const Colour& entry = find(colour);
    if (&entry == &kNone)
        return theme.note;
    const QColor mark = noteMark(theme, colour);
    const float part = theme.dark ? 0.17F : 0.12F;
    const auto mix = [part](float a, float b) { return a + (b - a) * part; };
    return QColor::fromRgbF(mix(theme.panel.redF(), mark.redF()), mix(theme.panel.greenF(), mark.greenF()),
                            mix(theme.panel.blueF(), mark.blueF()));
}

QString noteColourWord(std::string_view colour)
{
    return Words::tr(find(colour).word);
}

void saidBubble(QPainter& p, const QRectF& box, const QColor& colour, bool hollow)
{
    const qreal side = std::min(box.width(), box.height());
    const QRectF body(box.left() + side * 0.04, box.top() + side * 0.08, side * 0.92, side * 0.64);
    QPainterPath path;
    path.addRoundedRect(body, side * 0.16, side * 0.16);
    QPainterPath tip;
    tip.moveTo(body.left() + side * 0.16, body.bottom() - side * 0.1);
    tip.lineTo(body.left() + side * 0.16, body.bottom() + side * 0.26);
    tip.lineTo(body.left() + side * 0.46, body.bottom() - side * 0.02);
    tip.closeSubpath();
    path = path.united(tip);
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(hollow ? QPen(colour, std::max(1.0, side * 0.09)) : QPen(Qt::NoPen));
    p.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    p.drawPath(path);
    p.restore();
}

QString authorName(std::string_view author)
{
    const QString oneLine = QString::fromUtf8(author.data(), static_cast<qsizetype>(author.size())).simplified();
    const QString name = text(oneLine.toStdString(), 200);
    return name.isEmpty() ? Words::tr("somebody") : name;
}

QString saidBy(std::string_view author)
{
    return Words::tr("said by %1").arg(authorName(author));
}

QString shownTime(std::int64_t at, std::int64_t now)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at);
    const QDateTime today = QDateTime::fromMSecsSinceEpoch(now);
    const std::int64_t seconds = (now - at) / 1000;
    const QLocale locale;
    const QString clock = locale.toString(time.time(), QLocale::ShortFormat);
    // The clock of another machine may be ahead of this one.
    if (seconds > -120 && seconds < 60)
        return Words::tr("just now");
    if (seconds > 0 && seconds < 3600)
        return Words::tr("%n minute(s) ago", nullptr, static_cast<int>(seconds / 60));
    const qint64 days = time.date().daysTo(today.date());
    if (days == 0)
        return Words::tr("today, %1").arg(clock);
    if (days == 1)
        return Words::tr("yesterday, %1").arg(clock);
    return time.date().year() == today.date().year()
               ? locale.toString(time.date(), QStringLiteral("d MMM"))
               : locale.toString(time.date(), QStringLiteral("d MMM yyyy"));
}

QString exactTime(std::int64_t at)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at);
    return QLocale().toString(time, QStringLiteral("d MMMM yyyy, HH:mm:ss")) + u' ' +
           time.timeZoneAbbreviation();
}

} // namespace skein::style
