// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/list_row.h"

#include <QEvent>
#include <QPainter>

namespace skein
{
namespace
{

constexpr int kPadding = 10;
constexpr int kGap = 2;

} // namespace

ListRow::ListRow(ThemeSource& themes, const QString& title, const QString& detail, const QString& aside,
                 QWidget* parent)
    : QAbstractButton(parent), m_themes(themes), m_detail(detail), m_aside(aside)
{
    setText(title);
    setAccessibleName(aside.isEmpty() ? title : title + QStringLiteral(", ") + aside);
    setAccessibleDescription(detail);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ListRow::sizeHint() const
{
    return {280, 2 * fontMetrics().height() + kGap + 12};
}

QSize ListRow::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

bool ListRow::event(QEvent* event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        update();
    return QAbstractButton::event(event);
}

void ListRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (isEnabled() && (underMouse() || isDown())) {
        p.setPen(Qt::NoPen);
        p.setBrush(theme.selection);
        p.drawRoundedRect(rect(), 6, 6);
    }
    if (hasFocus()) {
        p.setPen(QPen(theme.accent, 1.5));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    const int line = fontMetrics().height();
    const int top = (height() - 2 * line - kGap) / 2;
    QRect first(kPadding, top, width() - 2 * kPadding, line);
    if (!m_aside.isEmpty()) {
        p.setPen(theme.faint);
        p.drawText(first, Qt::AlignRight | Qt::AlignVCenter, m_aside);
        first.setRight(first.right() - fontMetrics().horizontalAdvance(m_aside) - 12);
    }
    p.setPen(isEnabled() ? theme.text : theme.faint);
    p.drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
               fontMetrics().elidedText(text(), Qt::ElideRight, first.width()));
    const QRect second(kPadding, top + line + kGap, width() - 2 * kPadding, line);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    p.setFont(small);
    p.setPen(isEnabled() ? theme.dim : theme.faint);
    p.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
               QFontMetrics(small, this).elidedText(m_detail, Qt::ElideMiddle, second.width()));
}

} // namespace skein
