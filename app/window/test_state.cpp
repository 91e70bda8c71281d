// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/test_state.h"

#include "app/window/compared_logs.h"
#include "app/window/dock_title.h"
#include "app/window/main_window.h"
#include "app/window/view_docks.h"

#include <QAbstractButton>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSaveFile>
#include <QTabBar>
#include <QTableView>

#include <algorithm>

namespace skein
{
namespace
{

QJsonArray rectangle(const QWidget& widget, const QRect& rect)
{
    const QPoint corner = widget.mapToGlobal(rect.topLeft());
    return {corner.x(), corner.y(), rect.width(), rect.height()};
}

/// The tab of a dock that lies behind another is in the title bar of that one.
QJsonArray handle(const ViewDocks& docks, const ViewDock& dock)
{
    for (const ViewDock* const front : docks.docks()) {
        if (!front->isShown())
            continue;
        const QRect rect = front->title().handleOf(dock);
        if (!rect.isEmpty())
            return rectangle(front->title(), rect);
    }
    return {};
}

QString plain(QString text)
{
    return text.remove(u'&');
}

template <class Index>
QJsonValue orNull(const std::optional<Index>& index)
{
    return index ? QJsonValue(static_cast<qint64>(*index)) : QJsonValue();
}

QJsonObject selected(const Selected& now)
{
    return {{QStringLiteral("finding"), orNull(now.finding)},
            {QStringLiteral("snapshot"), static_cast<qint64>(now.snapshot)},
            {QStringLiteral("thread"),
             now.thread ? QJsonValue(static_cast<qint64>(now.thread.index)) : QJsonValue()},
            {QStringLiteral("frame"), orNull(now.frame)},
            {QStringLiteral("group"), orNull(now.group)},
            {QStringLiteral("line"), static_cast<qint64>(now.lines.first)}};
}

QJsonObject tab(Document& document, const QTabBar* tabs, int index)
{
    static const char* const kStates[] = {"loading", "ready", "failed", "cancelled"};
    return {{QStringLiteral("title"), document.source().title},
            {QStringLiteral("state"), QLatin1String(kStates[static_cast<int>(document.state())])},
            {QStringLiteral("findings"),
             document.analysis() ? static_cast<qint64>(document.analysis()->findings.size()) : -1},
            {QStringLiteral("notes"), static_cast<qint64>(document.annotated->notebook.liveNotes().size())},
            {QStringLiteral("modified"), document.keeper().isModified()},
            {QStringLiteral("case"), document.keeper().path()},
            {QStringLiteral("rect"), tabs ? rectangle(*tabs, tabs->tabRect(index)) : QJsonArray()}};
}

/// Where the menus are, and the entries of the one that is open.
QJsonObject menus(const MainWindow& window)
{
    QJsonObject out;
    const auto add = [&](const QWidget& bar) {
        for (QAction* const action : bar.actions()) {
            const auto* const menu = qobject_cast<const QMenu*>(&bar);
            const QRect rect = menu ? menu->actionGeometry(action) : window.menuBar()->actionGeometry(action);
            if (!action->text().isEmpty())
                out[plain(action->text())] = rectangle(bar, rect);
        }
    };
    add(*window.menuBar());
    if (const QWidget* const open = QApplication::activePopupWidget(); qobject_cast<const QMenu*>(open))
        add(*open);
    return out;
}

/// The dialog that waits for an answer: its sentence, and where its buttons are.
QJsonObject openDialog()
{
    const QWidget* const dialog = QApplication::activeModalWidget();
    if (!dialog)
        return {};
    QJsonObject buttons;
    for (const auto* const button : dialog->findChildren<QAbstractButton*>())
        if (button->isVisible() && button->isEnabled() && !button->text().isEmpty())
            buttons[plain(button->text())] = rectangle(*button, button->rect());
    const auto* const box = qobject_cast<const QMessageBox*>(dialog);
    return {{QStringLiteral("name"), dialog->objectName()},
            {QStringLiteral("title"), dialog->windowTitle()},
            {QStringLiteral("text"), box ? box->text() + u'\n' + box->informativeText() : QString()},
            {QStringLiteral("rect"), rectangle(*dialog, dialog->rect())},
            {QStringLiteral("buttons"), buttons}};
}

/// The first rows of a table as they are read, and where they are.
QJsonArray rowsOf(const MainWindow& window, const char* name)
{
    QJsonArray rows;
    const auto* const table = window.findChild<QTableView*>(QLatin1String(name));
    if (!table || !table->model() || !table->isVisible())
        return rows;
    constexpr int kMost = 20;
    for (int row = 0; row < std::min(kMost, table->model()->rowCount()); ++row) {
        QJsonArray cells;
        for (int column = 0; column < table->model()->columnCount(); ++column)
            cells.append(table->model()->index(row, column).data().toString());
        const QRect rect = table->visualRect(table->model()->index(row, 0));
        rows.append(QJsonObject{{QStringLiteral("cells"), cells},
                                {QStringLiteral("rect"), rectangle(*table->viewport(), rect)}});
    }
    return rows;
}

} // namespace

QJsonObject testState(MainWindow& window)
{
    QJsonArray tabs;
    const auto* const bar = window.findChild<QTabBar*>(QStringLiteral("documentTabs"));
    for (int i = 0; i < window.documents().count(); ++i)
        tabs.append(tab(*window.documents().at(i), bar, i));
    QJsonObject views;
    for (const ViewDock* const dock : window.docks().docks()) {
        views[dock->id()] = QJsonObject{
            {QStringLiteral("shown"), dock->isShown() && dock->isVisible()},
            {QStringLiteral("focus"), dock->isAncestorOf(QApplication::focusWidget())},
            {QStringLiteral("handle"), handle(window.docks(), *dock)},
            {QStringLiteral("rect"), rectangle(dock->view(), dock->view().rect())},
        };
    }
    QJsonObject buttons;
    for (const char* const name : {"emptyOpen", "emptyPaste", "cancelLoad"}) {
        const auto* const button = window.findChild<QAbstractButton*>(QLatin1String(name));
        if (button && button->isVisible())
            buttons[QLatin1String(name)] = rectangle(*button, button->rect());
    }
    return {{QStringLiteral("idle"), window.isIdle()},
            {QStringLiteral("active"), window.isActiveWindow()},
            {QStringLiteral("window"), rectangle(window, window.rect())},
            {QStringLiteral("tabs"), tabs},
            {QStringLiteral("current"), window.documents().indexOf(window.documents().current())},
            {QStringLiteral("compared"), static_cast<qint64>(window.comparedLogs().logs().size())},
            {QStringLiteral("leaks"), rowsOf(window, "triageTable")},
            {QStringLiteral("unsaved"), !window.docks().dock("triage")->view().unsaved().isEmpty()},
            {QStringLiteral("selection"), selected(window.selection().current())},
            {QStringLiteral("views"), views},
            {QStringLiteral("dialog"), openDialog()},
            {QStringLiteral("focus"),
             QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString()},
            {QStringLiteral("menus"), menus(window)},
            {QStringLiteral("buttons"), buttons}};
}

TestState::TestState(MainWindow& window, const QString& path)
    : QObject(&window), m_window(window), m_path(path)
{
    connect(&m_tick, &QTimer::timeout, this, &TestState::write);
    m_tick.start(100);
}

void TestState::write()
{
    const QByteArray json = QJsonDocument(testState(m_window)).toJson(QJsonDocument::Compact);
    if (json == m_written)
        return;
    QSaveFile file(m_path);
    if (file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit())
        m_written = json;
}

} // namespace skein
