// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/annotations.h"
#include "views/view.h"

#include <QFrame>

#include <optional>

class QButtonGroup;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace skein
{

/// Where a note, an answer or another text is written. What is written stands in Annotated::drafts with every
/// key, so that it outlives closing the editor, another tab and another note that is begun; it goes away when
/// it is said, or when somebody says that it shall.
class NoteEditor final : public QFrame
{
    Q_OBJECT

public:
    NoteEditor(ViewContext& context, QWidget* parent);

    /// Opens it, with what was written for the same before.
    void write(const notes::Anchor& on);
    void answer(notes::NoteId to);
    void edit(notes::NoteId note);
    void resume(const NoteDraft& draft);
    bool isWriting() const { return m_draft.has_value(); }
    /// What it is about; only while writing.
    const NoteDraft& draft() const { return *m_draft; }

    /// Says it. Nothing happens while there is no text.
    void say();
    /// Closes it; what was written stays a draft.
    void close();
    /// Closes it, and the text is gone.
    void discard();
    /// Another document is in view: its drafts are others.
    void reset();

    QPlainTextEdit& text() { return *m_text; }

Q_SIGNALS:
    /// It was said as this note.
    void said(skein::notes::NoteId note);
    void opened();
    /// It was opened or closed, or a draft came or went.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void open(NoteDraft draft);
    void keep();
    void forget();
    void fillPlaces();
    void showState();
    void rethink();

    ViewContext& m_context;
    Annotations& m_notes;
    std::optional<NoteDraft> m_draft;
    std::vector<notes::Anchor> m_places;
    AnnotatedPtr m_pages; ///< that m_draft belongs to

    QLabel* m_title;
    QComboBox* m_on;
    QPlainTextEdit* m_text;
    QWidget* m_colours;
    QButtonGroup* m_colour;
    QToolButton* m_author;
    QPushButton *m_say, *m_close;
    QToolButton* m_discard;
};

/// The draft that is about the same as this one; null for none.
NoteDraft* findDraft(Annotated& pages, const NoteDraft& like);

} // namespace skein
