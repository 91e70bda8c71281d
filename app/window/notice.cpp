// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

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
    layout->addWidget(m_label, 1);
    m_action = new QPushButton(this);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    layout->addWidget(m_action, 0, Qt::AlignTop);
    connect(m_action, &QPushButton::clicked, this, &Notice::actionWanted);
    connect(&themes, &ThemeSource::changed, this, [this] { update(); });
    hide();
}

void Notice::say(const QString& text, const QString& action)
{
    m_label->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
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
