// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/said_list.h"

#include "views/report/note_text.h"
#include "views/report/text_writer.h"
#include "views/style/note_glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr double kPad = 8;     // inside the paper
constexpr double kGap = 6;     // between two of them
constexpr double kNumber = 40; // left of the words

QString tr(const char* text)
{
    return QCoreApplication::translate("Picture", text);
}

/// One printable line, broken where it is longer than `width`; false where not all of it found room.
bool wrap(const QString& line, const QFont& font, double width, qsizetype most, QStringList& out)
{
    if (line.isEmpty()) {
        out.append(QString());
        return true;
    }
    QTextLayout layout(line, font);
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    qsizetype end = 0;
    layout.beginLayout();
    while (out.size() < most) {
        QTextLine row = layout.createLine();
        if (!row.isValid())
            break;
        row.setLineWidth(width);
        out.append(line.mid(row.textStart(), row.textLength()));
        end = row.textStart() + row.textLength();
    }
    layout.endLayout();
    return end >= line.size();
}

} // namespace

SaidList::SaidList(const ShownNotes& said, double width, const Theme& theme, SaidExtent extent)
    : m_theme(theme), m_width(width)
{
    const QFontMetricsF metrics(theme.ui);
    for (const ShownNote& note : said.list) {
        if (m_entries.size() == extent.notes)
            break;
        Entry entry{
            .kind = note.kind, .number = note.number, .colour = note.colour, .resolved = note.resolved};
        entry.head = tr("said by %1").arg(style::text(saidBy(note), 1000));
        const double indent = entry.kind == ShownNote::Kind::Reply ? kNumber : 0;
        const double room = width - kNumber - indent - 2 * kPad;
        const auto most = static_cast<qsizetype>(extent.lines);
        for (const QString& line :
             QString::fromStdString(note_text::plain(note.text, extent.bytes)).split(u'\n')) {
            const bool all = entry.lines.size() < most && wrap(style::text(line.toStdString(), extent.bytes),
                                                               theme.ui, room, most, entry.lines);
            if (!all) {
                entry.lines.append(tr("… The rest of it is not shown here."));
                break;
            }
        }
        entry.height = metrics.height() * static_cast<double>(1 + entry.lines.size()) + 2 * kPad;
        m_entries.push_back(std::move(entry));
    }
    if (said.list.size() > m_entries.size()) {
        Entry rest{.kind = ShownNote::Kind::Verdict};
        rest.head = style::text(
            text::counted(said.list.size() - m_entries.size(), "further note is", "further notes are") +
            " not shown here.");
        rest.height = metrics.height() + 2 * kPad;
        m_entries.push_back(std::move(rest));
    }
}

double SaidList::headHeight() const
{
    return QFontMetricsF(m_theme.ui).height() + 8;
}

double SaidList::height() const
{
    if (empty())
        return 0;
    double sum = headHeight();
    for (const Entry& entry : m_entries)
        sum += entry.height + kGap;
    return std::ceil(sum);
}

std::size_t SaidList::fitting(std::size_t first, double height) const
{
    double sum = headHeight();
    std::size_t last = first;
    for (; last < m_entries.size(); ++last) {
        sum += m_entries[last].height + kGap;
        if (sum > height && last > first)
            break;
    }
    return last - first;
}

void SaidList::draw(QPainter& painter, std::size_t first, std::size_t last) const
{
    const QFontMetricsF metrics(m_theme.ui);
    const QFont bold = style::bold(m_theme.ui);
    painter.setFont(bold);
    painter.setPen(m_theme.text);
    painter.drawText(QPointF(0, metrics.ascent()), tr("What people say"));
    double y = headHeight();
    for (std::size_t i = first; i < last; ++i) {
        const Entry& entry = m_entries[i];
        const double indent = entry.kind == ShownNote::Kind::Reply ? kNumber : 0;
        painter.setPen(QPen(style::noteMark(m_theme, entry.colour), 1));
        painter.setBrush(entry.resolved ? m_theme.panel : style::noteWash(m_theme, entry.colour));
        painter.drawRect(QRectF(indent, y, m_width - indent, entry.height));
        const double base = y + kPad + metrics.ascent();
        if (entry.kind == ShownNote::Kind::Note) {
            const QSizeF size = glyph::noteSize(entry.number, bold);
            glyph::note(painter, QRectF({indent + kPad, base - metrics.ascent()}, size),
                        {.number = entry.number, .colour = entry.colour, .resolved = entry.resolved}, bold,
                        m_theme);
        }
        const double x = indent + kPad + kNumber - 8;
        painter.setPen(m_theme.dim);
        style::drawElided(painter, x, base, m_width - x - kPad, entry.head, m_theme.ui);
        painter.setPen(m_theme.text);
        painter.setFont(m_theme.ui);
        double line = base;
        for (const QString& words : entry.lines) {
            line += metrics.height();
            painter.drawText(QPointF(x, line), words);
        }
        y += entry.height + kGap;
    }
}

} // namespace skein
