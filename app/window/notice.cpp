// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace skein
{

Notice::Notice(ThemeSource& themes, QWidget* parent) : QFrame(parent), m_themes(themes)
{
    setObjectName(QStringLiteral("notice"));
    m_label = new QLabel(this);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(18, 12, 14, 6);
    layout->addWidget(m_label);
    connect(&themes, &ThemeSource::changed, this, [this] { update(); });
    hide();
}

void Notice::say(const QString& text)
{
    m_label->setText(text);
    setVisible(!text.isEmpty());
}

void Notice::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(theme.lock);
    p.setBrush(theme.note);
    p.drawRoundedRect(QRectF(rect()).adjusted(6.5, 6.5, -6.5, -0.5), 6, 6);
}

} // namespace skein
