// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QAbstractButton>
#include <QPainter>

namespace skein
{

/// The × of a tab.
class TabCloseButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit TabCloseButton(ThemeSource& themes, QWidget* parent = nullptr)
        : QAbstractButton(parent), m_themes(themes)
    {
        setFocusPolicy(Qt::NoFocus);
        setFixedSize(18, 18);
        setAttribute(Qt::WA_Hover);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = m_themes.theme();
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        if (underMouse()) {
            p.setPen(Qt::NoPen);
            p.setBrush(theme.line);
            p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
        }
        p.setPen(QPen(underMouse() ? theme.text : theme.faint, 1.4, Qt::SolidLine, Qt::RoundCap));
        p.drawLine(QPointF(6, 6), QPointF(12, 12));
        p.drawLine(QPointF(12, 6), QPointF(6, 12));
    }

private:
    ThemeSource& m_themes;
};

} // namespace skein
