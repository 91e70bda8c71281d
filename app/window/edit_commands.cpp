// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/commands.h"
#include "app/window/main_window.h"
#include "app/window/view_docks.h"
#include "views/note_menu.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>

// Commands that act on the view with the focus: the Edit menu.
namespace skein
{
namespace
{

constexpr const char* kCommand = "skeinCommand";

/// It undoes and copies what is written in it, not what the view shows.
bool writesText(const QWidget* widget)
{
    const auto* const text = qobject_cast<const QPlainTextEdit*>(widget);
    return qobject_cast<const QLineEdit*>(widget) || (text && !text->isReadOnly());
}

/// As if the key had been pressed there: for what a widget does itself, without an action.
void press(QWidget* widget, const QKeySequence& sequence)
{
    if (!widget || sequence.isEmpty())
        return;
    const QKeyCombination key = sequence[0];
    QKeyEvent down(QEvent::KeyPress, key.key(), key.keyboardModifiers());
    QApplication::sendEvent(widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key.key(), key.keyboardModifiers());
    QApplication::sendEvent(widget, &up);
}

} // namespace

void Commands::buildEdit()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&Edit"));
    adoptShortcuts();
    m_undo = addEdit(menu, tr("&Undo"), QKeySequence::Undo, "undo");
    m_redo = addEdit(menu, tr("&Redo"), QKeySequence::Redo, "redo");
    menu->addSeparator();
    addEdit(menu, tr("&Copy"), QKeySequence::Copy, "copy");
    addEdit(menu, tr("Select &all"), QKeySequence::SelectAll, "selectAll");
    menu->addSeparator();
    add(
        menu, tr("Add n&ote…"), QKeySequence(tr("Ctrl+N")), [this] { addNote(); },
        [this] { return m_window.annotations().open(); });
    add(menu, tr("&Your name on notes…"), {}, [this] { askAuthor(&m_window, m_window.annotations()); });
    menu->addSeparator();
    add(
        menu, tr("&Find…"), QKeySequence::Find, [this] { find(); },
        [this] { return m_window.shown() && m_window.docks().dock("log"); });
    addEdit(menu, tr("Find &next"), QKeySequence(tr("F3")), "findNext");
    addEdit(menu, tr("Find &previous"), QKeySequence(tr("Shift+F3")), "findPrevious");
}

/// Two actions with one shortcut are ambiguous to Qt and neither is done. The menu's has it, and knows the
/// view's.
void Commands::adoptShortcuts()
{
    const std::pair<QKeySequence::StandardKey, const char*> keys[] = {
        {QKeySequence::Save, "save"},           {QKeySequence::Undo, "undo"},
        {QKeySequence::Redo, "redo"},           {QKeySequence::Copy, "copy"},
        {QKeySequence::SelectAll, "selectAll"}, {QKeySequence::Find, "find"},
        {QKeySequence::FindNext, "findNext"},   {QKeySequence::FindPrevious, "findPrevious"},
    };
    for (const ViewDock* const dock : m_window.docks().docks()) {
        for (QAction* const action : dock->view().findChildren<QAction*>()) {
            for (const auto& [key, name] : keys) {
                if (action->shortcut() != QKeySequence(key) && action->objectName() != QLatin1String(name))
                    continue;
                action->setProperty(kCommand, QByteArray(name));
                action->setShortcuts(QList<QKeySequence>());
                connect(action, &QAction::changed, this, &Commands::update);
            }
        }
    }
}

QAction* Commands::addEdit(QMenu* menu, const QString& text, const QKeySequence& key, const char* name)
{
    const auto act = [this, name, key] {
        if (writesText(QApplication::focusWidget()))
            return press(QApplication::focusWidget(), key);
        if (notesStep(name))
            return *name == 'u' ? m_window.annotations().undo() : m_window.annotations().redo();
        if (QAction* const action = viewAction(name))
            return action->trigger();
        press(QApplication::focusWidget(), key);
    };
    return add(menu, text, key, act, [this, name] {
        if (!m_window.shown())
            return false;
        if (notesStep(name))
            return true;
        const QAction* const action = viewAction(name);
        return action ? action->isEnabled() : focusedView() != nullptr;
    });
}

/// Undo and redo are about notes and verdicts, unless the view with the focus has something of its own to
/// undo.
bool Commands::notesStep(const char* name) const
{
    const Annotations& notes = m_window.annotations();
    const bool can = QLatin1String(name) == QLatin1String("undo")   ? notes.canUndo()
                     : QLatin1String(name) == QLatin1String("redo") ? notes.canRedo()
                                                                    : false;
    const QAction* const own = viewAction(name);
    return can && !(own && own->isEnabled());
}

void Commands::nameUndo()
{
    const bool writes = writesText(QApplication::focusWidget());
    const Annotations& notes = m_window.annotations();
    m_undo->setText(!writes && notesStep("undo") ? notes.undoText() : tr("&Undo"));
    m_redo->setText(!writes && notesStep("redo") ? notes.redoText() : tr("&Redo"));
}

/// About what the view with the focus has chosen.
void Commands::addNote()
{
    Annotations& notes = m_window.annotations();
    const View* const view = focusedView();
    const auto on =
        view ? view->noteAnchor() : anchorsOf(m_window.selection().current(), notes.resolver()).front();
    notes.write(on.value_or(notes::Resolver::onCase()));
}

View* Commands::focusedView() const
{
    return m_lastView && m_lastView->isVisible() ? m_lastView.data() : nullptr;
}

/// The focused view's; what only the log can do is done by the log.
QAction* Commands::viewAction(const char* name) const
{
    const auto in = [name](const View* view) -> QAction* {
        if (!view)
            return nullptr;
        for (QAction* const action : view->findChildren<QAction*>())
            if (action->property(kCommand).toByteArray() == name)
                return action;
        return nullptr;
    };
    if (QAction* const action = in(focusedView()))
        return action;
    const ViewDock* const log = m_window.docks().dock("log");
    return log && QLatin1String(name).startsWith(QLatin1String("find")) ? in(&log->view()) : nullptr;
}

/// In the view with the focus if it can, otherwise in the log.
void Commands::find()
{
    ViewDock* const log = m_window.docks().dock("log");
    QAction* const action = viewAction("find");
    const View* const view = focusedView();
    if (action && view && view->findChildren<QAction*>().contains(action) && view != &log->view())
        return action->trigger();
    m_window.docks().raise(*log, true);
    if (action)
        action->trigger();
}

} // namespace skein
