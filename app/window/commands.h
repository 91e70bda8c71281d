// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"
#include "views/view.h"

#include <QAction>
#include <QMenu>
#include <QObject>
#include <QPointer>

#include <functional>

namespace skein
{

class MainWindow;
class Share;
class ViewDock;

/// The menus of the window. Every action knows when it can act and is greyed otherwise.
class Commands final : public QObject
{
    Q_OBJECT

public:
    explicit Commands(MainWindow& window);

private:
    using Condition = std::function<bool()>;
    QAction* add(QMenu* menu, const QString& text, const QKeySequence& key, std::function<void()> act,
                 Condition can = {});

    void buildFile();
    void buildEdit();
    void buildView();
    void buildGo();
    void buildShare();
    void addPictures(QMenu* menu, ReportOptions::Pictures pictures);
    void buildHelp();
    QMenu* buildTheme();
    void fillRecent();
    void save();
    bool viewsUnsaved() const;
    bool saveViews();
    void update();

    // Edit works on the view that has the focus.
    View* focusedView() const;
    QAction* viewAction(const char* name) const;
    QAction* addEdit(QMenu* menu, const QString& text, const QKeySequence& key, const char* name);
    bool notesStep(const char* name) const;
    void nameUndo();
    void addNote();
    void adoptShortcuts();
    void find();

    void stepFinding(int by);
    void stepThread(int by);
    void goToLine();
    void travel(bool forward);
    void stepTab(int by);
    void saveLog();

    MainWindow& m_window;
    Share* m_share = nullptr;
    QMenu* m_recent = nullptr;
    QAction *m_undo = nullptr, *m_redo = nullptr;
    QPointer<View> m_lastView;
    struct Entry {
        QAction* action;
        Condition can;
    };
    std::vector<Entry> m_entries;
};

} // namespace skein
