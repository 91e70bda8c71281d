// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/appearance.h"

#include <QPainter>
#include <QWidget>

namespace skein
{

/// Lies over the views while something is dragged across the window, and says what letting go will do.
class DropOverlay final : public QWidget
{
    Q_OBJECT

public:
    DropOverlay(ThemeSource& themes, QWidget* parent) : QWidget(parent), m_themes(themes)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = m_themes.theme();
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        QColor veil = theme.background;
        veil.setAlphaF(0.82F);
        p.fillRect(rect(), veil);
        QPen pen(theme.accent, 2.5);
        pen.setDashPattern({4, 2.4});
        p.setPen(pen);
        p.drawRoundedRect(QRectF(rect()).adjusted(12, 12, -12, -12), 12, 12);
        QFont large = theme.ui;
        large.setPointSizeF(large.pointSizeF() * 1.7);
        large.setWeight(QFont::DemiBold);
        p.setFont(large);
        p.setPen(theme.text);
        p.drawText(rect(), Qt::AlignCenter, tr("Let go to open it in a new tab"));
    }

private:
    ThemeSource& m_themes;
};

} // namespace skein
