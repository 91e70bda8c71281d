// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/baseline.h"
#include "views/filter_edit.h"
#include "views/triage/baselines.h"
#include "views/triage/creation_tree.h"
#include "views/triage/triage_table.h"

#include <QList>
#include <QWidget>

#include <utility>

class QAction;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace skein
{

/// The widgets and actions of the triage view, where they stand and which keys they have. What they do is the
/// view's.
class TriagePanel final : public QWidget
{
    Q_OBJECT

public:
    TriagePanel(ThemeSource& themes, QWidget* parent);
    /// The button that names the baseline; null: none.
    void showFile(const BaselineDocument* baseline);

    FilterEdit* filter;
    /// Each page that lists something.
    QList<QAbstractScrollArea*> lists() const { return {table, matrix, creations}; }
    TriageTable* table;
    TriageTable* matrix;
    CreationTree* creations;
    QLabel* sentence; ///< instead of a table that would be empty
    QStackedWidget* pages;
    QLabel* detail;
    QWidget* tools; ///< for the title bar
    QLabel* count = nullptr;
    QToolButton *file = nullptr, *stopButton = nullptr;

    QList<std::pair<triage::Status, QAction*>> setStatus;
    QList<QAction*> onRow; ///< need a chosen row
    QAction *toggleKnown = nullptr, *owner = nullptr, *note = nullptr;
    QAction *undo = nullptr, *redo = nullptr, *idle = nullptr;
    QAction *compare = nullptr, *stopComparing = nullptr;
    QAction *save = nullptr, *choose = nullptr, *accept = nullptr;
    QAction *showLeaks = nullptr, *showMatrix = nullptr, *showCreations = nullptr;

private:
    QAction* add(const QString& text, const char* key = "", const char* name = nullptr);
    void separate();
    void makeActions();
    QToolButton* button(QAction* action, QWidget* parent);
    void makeTools();
    void makeLayout();
};

} // namespace skein
