// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/filter_edit.h"
#include "views/notes/note_conflicts.h"
#include "views/notes/note_editor.h"
#include "views/notes/note_list.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

namespace skein
{

/// A line above the list that says something and offers what to do about it.
class NoteBanner final : public QFrame
{
    Q_OBJECT

public:
    NoteBanner(ThemeSource& themes, const char* name, QWidget* parent);
    /// Empty: it hides.
    void say(const QString& sentence, const QString& first, const QString& second = {});

Q_SIGNALS:
    void first();
    void second();

private:
    void rethink();
    ThemeSource& m_themes;
    QLabel* m_sentence;
    QToolButton *m_first, *m_second;
};

/// The widgets and actions of the notes view, where they stand and which keys they have. What they do is the
/// view's.
class NotesPanel final : public QWidget
{
    Q_OBJECT

public:
    NotesPanel(ViewContext& context, NoteFilter& notes, QWidget* parent);

    QWidget* top; ///< the line with the filter
    FilterEdit* filter;
    NoteList* list;
    QLabel* sentence; ///< instead of a list that would be empty
    QStackedWidget* pages;
    NoteBanner *drafts, *arrow, *disputes;
    NoteConflicts* conflicts;
    NoteEditor* editor;
    QWidget* bar;   ///< what can be done with the chosen note
    QWidget* tools; ///< for the title bar
    QLabel* count = nullptr;

    QAction *add = nullptr, *answer = nullptr, *edit = nullptr, *resolve = nullptr, *remove = nullptr;
    QAction *goTo = nullptr, *arrowTo = nullptr, *noArrow = nullptr, *move = nullptr, *copy = nullptr;
    QAction *openOnly = nullptr, *byTime = nullptr;
    QMenu *menu = nullptr, *colours = nullptr, *links = nullptr; ///< `menu` has all for the chosen note
    QList<QAction*> setColour;                                   ///< none first, then notes::kColours

private:
    QAction* make(const QString& text, const char* key, const char* name, bool always = false);
    void makeActions();
    void makeTools();
    void makeLayout();
    QToolButton* button(QAction* action, QWidget* parent);
};

} // namespace skein
