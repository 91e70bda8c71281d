// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/drop_area.h"

#include "app/window/appearance.h"
#include "app/window/icon.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace skein
{

DropArea::DropArea(ThemeSource& themes, QWidget* parent) : QWidget(parent), m_themes(themes)
{
    auto* const picture = new QLabel(this);
    picture->setPixmap(appPixmap(56, devicePixelRatio()));
    m_title = new QLabel(this);
    m_detail = new QLabel(
        tr("Go panics, fatal errors, goroutine dumps, race and leak reports; gdb, lldb, sanitizers, valgrind;\n"
           "anywhere in a log of any size. "
           "Plain, .gz, .xz, .zst or .bz2. Nothing leaves this computer."),
        this);
    m_detail->setAlignment(Qt::AlignCenter);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);

    auto* const open = new QPushButton(tr("&Open…"), this);
    open->setProperty("primary", true);
    open->setObjectName(QStringLiteral("emptyOpen"));
    auto* const paste = new QPushButton(tr("&Paste from clipboard"), this);
    paste->setObjectName(QStringLiteral("emptyPaste"));
    connect(open, &QPushButton::clicked, this, &DropArea::openRequested);
    connect(paste, &QPushButton::clicked, this, &DropArea::pasteRequested);

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(10);
    buttons->addStretch();
    buttons->addWidget(open);
    buttons->addWidget(paste);
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 26, 24, 26);
    layout->setSpacing(8);
    layout->addWidget(picture, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_detail);
    layout->addSpacing(10);
    layout->addLayout(buttons);

    connect(&themes, &ThemeSource::changed, this, &DropArea::applyTheme);
    applyTheme();
    setDragging(false);
}

void DropArea::setDragging(bool dragging)
{
    m_dragging = dragging;
    m_title->setText(dragging ? tr("Let go to open it") : tr("Drop a crash log here"));
    update();
}

void DropArea::applyTheme()
{
    const Theme& theme = m_themes.theme();
    QFont large = theme.ui;
    large.setPointSizeF(large.pointSizeF() * 1.7);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    QPalette quiet = theme.palette();
    quiet.setColor(QPalette::WindowText, theme.dim);
    m_detail->setPalette(quiet);
    update();
}

void DropArea::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_dragging ? theme.accent : mixed(theme.faint, theme.background, 0.55), m_dragging ? 2.5 : 1.5);
    pen.setDashPattern(m_dragging ? QList<qreal>{4, 2.4} : QList<qreal>{5, 4});
    p.setPen(pen);
    p.setBrush(m_dragging ? theme.selection : theme.panel);
    p.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 12, 12);
}

} // namespace skein
