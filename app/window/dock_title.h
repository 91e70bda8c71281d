// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QDockWidget>
#include <QTabBar>
#include <QToolButton>

class QHBoxLayout;
class QLabel;

namespace skein
{

/// The tabs in a dock's title bar; a class of its own for the style sheet.
class DockTabs final : public QTabBar
{
    Q_OBJECT

public:
    using QTabBar::QTabBar;
};

/// A button with a small drawn sign, for title bars.
class TitleButton final : public QToolButton
{
    Q_OBJECT

public:
    TitleButton(ThemeSource& themes, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemeSource& m_themes;
};

/// The quiet title bar of a dock: its name, or the tabs of all docks that share its place; the view's own
/// tools; a menu to float or hide it. Dragging the empty part moves the dock.
class DockTitle final : public QWidget
{
    Q_OBJECT

public:
    DockTitle(QDockWidget& dock, QWidget* tools, ThemeSource& themes);

    /// The docks that share this place, this one included, in the order of their tabs.
    void setNeighbours(const QList<QDockWidget*>& docks);
    /// Always of one height: QDockWidget asks for it.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// Where to click for `dock`: its tab or name in this title bar; empty where it is in another.
    QRect handleOf(const QDockWidget& dock) const;

Q_SIGNALS:
    void raiseRequested(QDockWidget* dock);
    void resetRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fillMenu(QMenu& menu);
    void applyTheme();

    QDockWidget& m_dock;
    ThemeSource& m_themes;
    QLabel* m_name = nullptr;
    DockTabs* m_tabs = nullptr;
    QList<QDockWidget*> m_neighbours;
};

} // namespace skein
