// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/annotations.h"
#include "views/items/note_items.h"
#include "views/style/theme.h"

#include <QFrame>

#include <functional>

class QVBoxLayout;

namespace skein
{

/// Where two copies of a case disagree about one note or verdict: all that they say, and a button for each.
class NoteConflicts final : public QFrame
{
    Q_OBJECT

public:
    NoteConflicts(ThemeSource& themes, Annotations& annotations, QWidget* parent);

    /// Hides itself where there is nothing to choose.
    void show(const NoteItem& item);

private:
    void addNote(const notes::Note& note);
    void addVerdict(const notes::Verdict& verdict, const QString& about);
    void addTitle(const QString& text);
    void addChoice(const notes::Stamp& by, const QString& value, std::function<void()> keep);
    void addButton(const QString& text, std::function<void()> act);

    ThemeSource& m_themes;
    Annotations& m_notes;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_layout = nullptr;
};

} // namespace skein
