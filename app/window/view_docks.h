// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/view.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QTimer>

#include <vector>

namespace skein
{

class DockTitle;

/// A dock that holds one view, drawn as a panel with round corners.
class ViewDock final : public QDockWidget
{
    Q_OBJECT

public:
    ViewDock(const ViewEntry& entry, ViewContext& context, QWidget* parent);

    const ViewEntry& entry() const { return m_entry; }
    View& view() const { return *m_view; }
    DockTitle& title() const { return *m_title; }
    QString id() const { return objectName(); }
    /// Neither hidden by the user nor behind another tab.
    bool isShown() const { return m_shown; }

Q_SIGNALS:
    void shownChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const ViewEntry& m_entry;
    ThemeSource& m_themes;
    View* m_view = nullptr;
    DockTitle* m_title = nullptr;
    bool m_shown = false;
};

/// All views of viewList() in docks: their places, tabs, and the layout that is kept from one start to the
/// next.
class ViewDocks final : public QMainWindow
{
    Q_OBJECT

public:
    explicit ViewDocks(ViewContext& context, QWidget* parent = nullptr);

    const std::vector<ViewDock*>& docks() const { return m_docks; }
    /// Null where there is no such view.
    ViewDock* dock(std::string_view id) const;
    /// Makes it visible and brings it before its neighbours; `focus` also gives it the keyboard.
    void raise(ViewDock& dock, bool focus);
    /// The docks that share a place with it, itself included.
    QList<QDockWidget*> neighbours(const ViewDock& dock) const;

    /// Gives every view its final size now. Called before a log is shown in them for the first time, so that
    /// what a view scrolls to is still in sight afterwards.
    void settle();
    void resetLayout();
    void saveLayout();
    void restoreLayout();
    /// Shows this view alone, for a log in which nothing was recognised; null: the user's own layout again.
    void showOnly(ViewDock* dock);

Q_SIGNALS:
    /// The user brought this view before its neighbours.
    void raisedByUser(skein::ViewDock* dock);
    void layoutChanged();

protected:
    void childEvent(QChildEvent* event) override;

private:
    void place();
    void size();
    void refreshTitles();

    ViewContext& m_context;
    std::vector<ViewDock*> m_docks;
    QTimer m_refresh;
    QByteArray m_before; ///< the layout behind showOnly
    bool m_alone = false;
    bool m_placed = false; ///< sizes were given: the default ones, or those of the last time
};

} // namespace skein
