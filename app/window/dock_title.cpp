// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/dock_title.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace skein
{
namespace
{

constexpr int kHeight = 30;

} // namespace

TitleButton::TitleButton(ThemeSource& themes, QWidget* parent) : QToolButton(parent), m_themes(themes)
{
    setFixedSize(22, 22);
    setAutoRaise(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
}

void TitleButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown() || hasFocus()) {
        p.setPen(hasFocus() ? QPen(theme.accent) : Qt::NoPen);
        p.setBrush(theme.selection);
        p.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4);
    }
    p.setPen(Qt::NoPen);
    p.setBrush(underMouse() ? theme.text : theme.faint);
    for (const int x : {6, 11, 16})
        p.drawEllipse(QPointF(x, 11), 1.4, 1.4);
}

DockTitle::DockTitle(QDockWidget& dock, QWidget* tools, ThemeSource& themes)
    : QWidget(&dock), m_dock(dock), m_themes(themes)
{
    setFixedHeight(kHeight);
    m_name = new QLabel(dock.windowTitle(), this);
    m_name->setTextFormat(Qt::PlainText);
    m_tabs = new DockTabs(this);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_tabs->setAccessibleName(tr("Views in this place"));
    m_tabs->hide();
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this](int index) {
        if (index >= 0 && index < m_neighbours.size())
            Q_EMIT raiseRequested(m_neighbours[index]);
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        // By keyboard. A click has been told already.
        if (index >= 0 && index < m_neighbours.size() && m_neighbours[index] != &m_dock)
            Q_EMIT raiseRequested(m_neighbours[index]);
    });
    connect(&dock, &QDockWidget::windowTitleChanged, m_name, &QLabel::setText);

    auto* const more = new TitleButton(themes, this);
    more->setAccessibleName(tr("%1: more", "title of a view").arg(dock.windowTitle()));
    more->setToolTip(tr("Float or hide this view"));
    connect(more, &QToolButton::clicked, this, [this, more] {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu);
        menu->popup(more->mapToGlobal(QPoint(0, more->height())));
    });

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 5, 1);
    layout->setSpacing(6);
    layout->addWidget(m_tabs, 0, Qt::AlignBottom);
    layout->addSpacing(0);
    layout->addWidget(m_name);
    layout->addStretch(1);
    if (tools)
        layout->addWidget(tools);
    layout->addWidget(more);
    m_name->setContentsMargins(11, 0, 0, 0);
    connect(&themes, &ThemeSource::changed, this, &DockTitle::applyTheme);
    applyTheme();
}

void DockTitle::setNeighbours(const QList<QDockWidget*>& docks)
{
    const QSignalBlocker quiet(m_tabs);
    if (docks != m_neighbours) {
        while (m_tabs->count() > 0)
            m_tabs->removeTab(0);
        for (const QDockWidget* const dock : docks)
            m_tabs->addTab(dock->windowTitle());
        m_neighbours = docks;
    }
    m_tabs->setCurrentIndex(static_cast<int>(docks.indexOf(&m_dock)));
    m_tabs->setVisible(docks.size() > 1);
    m_name->setVisible(docks.size() <= 1);
}

QSize DockTitle::sizeHint() const
{
    return {QWidget::sizeHint().width(), kHeight};
}

QSize DockTitle::minimumSizeHint() const
{
    return {QWidget::minimumSizeHint().width(), kHeight};
}

QRect DockTitle::handleOf(const QDockWidget& dock) const
{
    if (m_tabs->isHidden())
        return &dock == &m_dock ? m_name->geometry() : QRect();
    const auto index = std::ranges::find(m_neighbours, &dock) - m_neighbours.begin();
    return m_tabs->tabRect(static_cast<int>(index)).translated(m_tabs->pos());
}

void DockTitle::fillMenu(QMenu& menu)
{
    menu.addAction(m_dock.isFloating() ? tr("Put back into the window") : tr("Float"), &m_dock,
                   [this] { m_dock.setFloating(!m_dock.isFloating()); });
    menu.addAction(tr("Hide"), &m_dock, &QDockWidget::close);
    menu.addSeparator();
    menu.addAction(tr("Reset layout"), this, &DockTitle::resetRequested);
}

void DockTitle::applyTheme()
{
    QFont strong = m_themes.theme().ui;
    strong.setWeight(QFont::DemiBold);
    m_name->setFont(strong);
    update();
}

void DockTitle::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.setPen(m_themes.theme().line);
    p.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace skein
