// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include <QApplication>
#include <QMenuBar>

#include "app/window/commands.h"
#include "app/window/main_window.h"
#include "app/window/view_docks.h"

// Commands that act on the view with the focus: the Edit menu.
namespace skein {

void Commands::buildEdit()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&Edit"));
    addEdit(menu, tr("&Copy"), QKeySequence::Copy, "copy", "copy()");
    addEdit(menu, tr("Select &all"), QKeySequence::SelectAll, "selectAll", "selectAll()");
    menu->addSeparator();
    add(menu, tr("&Find in the log…"), QKeySequence::Find, [this] { find(); },
        [this] { return m_window.shown() && m_window.docks().dock("log"); });
    addEdit(menu, tr("Find &next"), QKeySequence(tr("F3")), "findNext", nullptr);
    addEdit(menu, tr("Find &previous"), QKeySequence(tr("Shift+F3")), "findPrevious", nullptr);
}

/// `slot` is what a text field calls the same thing.
void Commands::addEdit(QMenu* menu, const QString& text, const QKeySequence& key, const char* name, const char* slot)
{
    const auto field = [slot]() -> QWidget* {
        QWidget* const focus = QApplication::focusWidget();
        return slot && focus && focus->metaObject()->indexOfSlot(slot) >= 0 ? focus : nullptr;
    };
    const auto act = [this, name, slot, field] {
        if (QAction* const action = viewAction(name)) return action->trigger();
        if (QWidget* const widget = field()) QMetaObject::invokeMethod(widget, QByteArray(slot).chopped(2).constData());
    };
    add(menu, text, key, act, [this, name, field] {
        QAction* const action = viewAction(name);
        return m_window.shown() && ((action && action->isEnabled()) || field());
    });
}

View* Commands::focusedView() const
{
    return m_lastView && m_lastView->isVisible() ? m_lastView.data() : nullptr;
}

/// The focused view's; what only the log can do is done by the log.
QAction* Commands::viewAction(const char* name) const
{
    const auto in = [name](View* view) -> QAction* {
        if (!view) return nullptr;
        const QList<QAction*> actions = view->viewActions();
        for (QAction* const action : actions)
            if (action->objectName() == QLatin1String(name)) return action;
        return nullptr;
    };
    if (QAction* const action = in(focusedView())) return action;
    const ViewDock* const log = m_window.docks().dock("log");
    return log && QLatin1String(name).startsWith(QLatin1String("find")) ? in(&log->view()) : nullptr;
}

void Commands::find()
{
    ViewDock* const log = m_window.docks().dock("log");
    View* const view = focusedView();
    const bool elsewhere = !view || view == &log->view() || !viewAction("find") ||
                           !view->viewActions().contains(viewAction("find"));
    if (elsewhere) m_window.docks().raise(*log, true);
    if (QAction* const action = viewAction("find")) action->trigger();
}

}  // namespace skein
