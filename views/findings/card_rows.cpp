// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/findings/card_rows.h"

#include <QLabel>
#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <QVBoxLayout>
#include <algorithm>

#include "views/style/glyphs.h"
#include "views/style/text.h"

namespace skein {

namespace {

constexpr int kGlyph = 14, kGap = 6;
constexpr std::size_t kMaxLinks = 12;

}  // namespace

BadgeRow::BadgeRow(Certainty certainty, const QString& note, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_certainty(certainty), m_text(style::certaintyWord(certainty)), m_theme(theme)
{
    if (!note.isEmpty()) m_text += QStringLiteral("  (%1)").arg(note);
    setAccessibleName(m_text);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize BadgeRow::sizeHint() const { return {120, static_cast<int>(QFontMetricsF(m_theme.ui).height()) + 2}; }
QSize BadgeRow::minimumSizeHint() const { return {40, sizeHint().height()}; }

void BadgeRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double kDot = 9;
    glyph::certainty(painter, QRectF(0.5, (height() - kDot) / 2.0, kDot, kDot), m_certainty, m_theme.text);
    painter.setPen(m_theme.dim);
    const QFont small = style::scaled(m_theme.ui, 0.92);
    const double baseline = (height() + QFontMetricsF(small).ascent() - QFontMetricsF(small).descent()) / 2;
    style::drawElided(painter, kDot + kGap, baseline, width() - kDot - kGap, m_text, small);
}

PartyRow::PartyRow(Content content, const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), m_content(std::move(content)), m_theme(theme)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(QStringList{m_content.thread, m_content.function, m_content.place, m_content.word}.join(QLatin1Char(' ')));
    setToolTip(m_content.tip.toHtmlEscaped());
}

QSize PartyRow::sizeHint() const { return {200, static_cast<int>(QFontMetricsF(m_theme.mono).height() * 1.35)}; }
QSize PartyRow::minimumSizeHint() const { return {80, sizeHint().height()}; }

void PartyRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        QColor wash = m_theme.accent;
        wash.setAlpha(hasFocus() ? 46 : 26);
        painter.setPen(Qt::NoPen);
        painter.setBrush(wash);
        painter.drawRoundedRect(rect(), 3, 3);
    }
    if (m_content.op) {
        glyph::op(painter, QPointF(kGlyph / 2.0 + 2, height() / 2.0), kGlyph, *m_content.op, m_content.certainty, m_theme);
    }
    const QFont& mono = m_theme.mono;
    const QFontMetricsF metrics(mono);
    const double baseline = (height() + metrics.ascent() - metrics.descent()) / 2;
    double left = kGlyph + 2 + kGap, right = width() - 2;
    // The column of the crash mark stays free in the other rows, so that places stand below each other.
    if (m_content.crashed) glyph::crash(painter, QPointF(right - kGlyph / 2.0, height() / 2.0), kGlyph * 0.8, m_theme);
    right -= kGlyph + kGap;
    if (!m_content.word.isEmpty()) {
        painter.setPen(m_theme.dim);
        right -= style::drawElided(painter, right, baseline, right - left, m_content.word, style::scaled(m_theme.ui, 0.92),
                                   Qt::ElideRight, Qt::AlignRight).width + kGap;
    }
    painter.setPen(m_theme.text);
    left += style::drawElided(painter, left, baseline, right - left, m_content.thread, style::bold(mono)).width + kGap;
    // The place keeps up to half of what is left: a function can be guessed from its ends, a line number can't.
    painter.setPen(m_theme.dim);
    const double placeRoom = std::min(metrics.horizontalAdvance(m_content.place), (right - left) * 0.55);
    right -= style::drawElided(painter, right, baseline, placeRoom + 1, m_content.place, mono, Qt::ElideLeft, Qt::AlignRight).width + kGap;
    painter.setPen(m_theme.text);
    style::drawElided(painter, left, baseline, right - left, m_content.function, mono, Qt::ElideMiddle);
}

void PartyRow::enterEvent(QEnterEvent*) { update(); }
void PartyRow::leaveEvent(QEvent*) { update(); }

EvidenceRow::EvidenceRow(const QString& text, const std::vector<std::uint32_t>& lines, const Theme& theme, QWidget* parent)
    : QWidget(parent)
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    // Our own markup around escaped text: nothing of the log is taken for rich text.
    QString html = style::breakable(text).toHtmlEscaped();
    const QString link = QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none\">%3</a>");
    for (std::size_t i = 0; i < std::min(lines.size(), kMaxLinks); ++i) {
        html += i == 0 ? QStringLiteral("&nbsp; ") + (lines.size() == 1 ? tr("line") : tr("lines")) + QLatin1Char(' ')
                       : QStringLiteral(", ");
        html += link.arg(QString::number(lines[i]), theme.accent.name(), QString::number(lines[i]));
    }
    if (lines.size() > kMaxLinks) html += QStringLiteral(" …");
    auto* const label = new QLabel(html, this);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    label->setWordWrap(true);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.dim);
    label->setPalette(palette);
    label->setAccessibleName(text);
    layout->addWidget(label);
    connect(label, &QLabel::linkActivated, this, [this](const QString& target) { Q_EMIT lineChosen(target.toUInt()); });
}

void NoteRow::paintEvent(QPaintEvent*)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    QStylePainter painter(this);
    const int room = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this).width();
    option.text = fontMetrics().elidedText(option.text, Qt::ElideRight, room, Qt::TextShowMnemonic);
    painter.drawControl(QStyle::CE_PushButton, option);
}

}  // namespace skein
