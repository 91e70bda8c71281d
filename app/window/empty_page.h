// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/examples.h"
#include "app/window/recent_files.h"
#include "views/style/theme.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace skein
{

class DropArea;
class ListRow;

/// What the window shows while no log is open: how to open one.
class EmptyPage final : public QScrollArea
{
    Q_OBJECT

public:
    EmptyPage(RecentFiles& recent, QList<Example> examples, ThemeSource& themes, QWidget* parent = nullptr);

    /// Something that can be opened is held over the window.
    void setDragging(bool dragging);

Q_SIGNALS:
    void openRequested();
    void pasteRequested();
    void fileChosen(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeColumns();
    void applyTheme();
    void arrangeExamples();
    void refresh();
    void showRecent(const QList<bool>& there);

    RecentFiles& m_recent;
    QList<Example> m_examples;
    ThemeSource& m_themes;
    DropArea* m_drop = nullptr;
    QWidget* m_recentColumn = nullptr;
    QVBoxLayout* m_recentRows = nullptr;
    QToolButton* m_clear = nullptr;
    QToolButton* m_all = nullptr;
    QGridLayout* m_exampleGrid = nullptr;
    QList<ListRow*> m_exampleRows;
    bool m_showAll = false;
    QList<QLabel*> m_headings;
};

} // namespace skein
