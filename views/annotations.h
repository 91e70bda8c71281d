// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"
#include "model/said/resolve.h"
#include "views/report/shown_note.h"
#include "views/selection.h"

#include <QObject>
#include <QSettings>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace skein
{

/// A note that is being written and not said yet.
struct NoteDraft {
    enum class Kind : std::uint8_t { New, Answer, Edit };
    Kind kind = Kind::New;
    notes::Anchor on;   ///< of a new one
    notes::NoteId note; ///< that is answered or edited
    QString text, colour;
};

/// Notes and verdicts about one log with their undo: what a document (tab) owns.
struct Annotated {
    notes::Notebook notebook;
    notes::History history;
    std::uint64_t savedRevision = 0; ///< notebook.revision() when it was last read or saved
    std::vector<NoteDraft> drafts;   ///< with text in them; the notes view writes them

    bool modified() const { return notebook.revision() != savedRevision; }
    /// Takes in what a case file says: all of it at first, later what is new in it. What was written since
    /// stays.
    void take(const notes::Notebook& file);
};
using AnnotatedPtr = std::shared_ptr<Annotated>;

/// What people say about the log in view, beside Selection: views read it, draw what is there, and change
/// notes only through it. One for the window; it shows the pages of the document in view.
class Annotations final : public QObject
{
    Q_OBJECT

public:
    /// `systemAuthor`: who writes where the settings name nobody.
    explicit Annotations(QSettings& settings, QString systemAuthor = {}, QObject* parent = nullptr);
    ~Annotations() override;

    /// A log is in view.
    bool open() const { return m_annotated && m_resolver; }
    /// An empty one where nothing is open.
    const notes::Notebook& notebook() const;
    /// Made at the first use after a change. Pointers to notes in it hold until the next changed().
    const notes::Said& said() const;
    /// The same as views and exports show it; null where nobody has said anything. Made at the first use after a
    /// change. Its list may be read for ever; pointers to notes in `said` hold until the next changed().
    std::shared_ptr<const ShownNotes> shown() const;
    /// What the note sits on now; Hold::Gone for a note that is deleted or not there.
    const notes::Target& targetOf(notes::NoteId) const;
    /// Only where open().
    const notes::Resolver& resolver() const { return *m_resolver; }
    /// Null where nothing is open. Whoever changes it here tells nobody; for drafts.
    const AnnotatedPtr& pages() const { return m_annotated; }
    /// For the window: another document is in view (null: none). Says nothing, since
    /// Selection::analysisChanged follows, upon which every view is made anew.
    void show(const AnalysisPtr& analysis, AnnotatedPtr annotated);

    /// Who writes: the setting "notes/author", else the name that the system has; may be empty.
    QString author() const;
    /// Empty: as the system has it.
    void setAuthor(const QString& name);
    const QString& systemAuthor() const { return m_systemAuthor; }

    // Each is one step of undo, and nothing where it changes nothing. Texts are Markdown.

    /// None where no log is open.
    notes::NoteId add(notes::NoteFields fields);
    notes::NoteId reply(notes::NoteId to, const QString& text);
    void setText(notes::NoteId note, const QString& text);
    void setAnchor(notes::NoteId note, const notes::Anchor& anchor);
    void setArrow(notes::NoteId note, std::optional<notes::Anchor> to);
    void setColour(notes::NoteId note, std::string colour);
    void setResolved(notes::NoteId note, bool resolved);
    /// Its answers stay.
    void remove(notes::NoteId note);
    void restore(notes::NoteId note);
    /// An empty value takes the verdict back.
    void setVerdict(notes::VerdictKind kind, const notes::Anchor& on, notes::VerdictValue value);

    bool canUndo() const { return m_annotated && m_annotated->history.canUndo(); }
    bool canRedo() const { return m_annotated && m_annotated->history.canRedo(); }
    void undo();
    void redo();
    /// For the menu: "Undo add note"; "Undo" where there is nothing to undo.
    QString undoText() const;
    QString redoText() const;

    /// After a merge: not undoable, clears the history.
    void replace(notes::Notebook notebook);

    /// Any view: somebody wants to write a note on this. The notes view opens its editor there.
    void write(const notes::Anchor& on);
    /// Any view: this note was clicked. The notes view shows it, and the selection goes to what it sits on.
    void choose(notes::NoteId note);
    notes::NoteId chosen() const { return m_chosen; }

    /// An arrow is being drawn from this note; none otherwise. See addNoteActions().
    notes::NoteId arrowFrom() const { return m_arrowFrom; }
    /// None gives it up.
    void beginArrow(notes::NoteId from);
    /// Draws it from the note that was begun to here.
    void endArrow(const notes::Anchor& to);

Q_SIGNALS:
    /// Notes or verdicts are others now: redraw.
    void changed();
    /// What was done, undone or redone just now; for the journal. changed() follows.
    void recorded(const skein::notes::Change& change);
    void writeWanted(const skein::notes::Anchor& on);
    void noteChosen(skein::notes::NoteId note);
    void arrowChanged();
    void authorChanged();

private:
    notes::Stamp stamp() const;
    void record(std::optional<notes::Change> change);
    void forget();

    QSettings& m_settings;
    QString m_systemAuthor;
    AnnotatedPtr m_annotated;
    std::unique_ptr<notes::Resolver> m_resolver;
    mutable std::optional<notes::Said> m_said;
    mutable std::shared_ptr<const ShownNotes> m_shown;
    notes::NoteId m_chosen, m_arrowFrom;
};

/// "Add note", "Confirm finding": what a change did, for menus.
QString changeText(const notes::Change& change);

/// What a choice may mean to somebody who writes a note, the most special first: frame, thread, access … and
/// the whole case as the last.
std::vector<notes::Anchor> anchorsOf(const Selected& selected, const notes::Resolver& resolver);

/// Chooses what an anchor points to; nothing where it is gone altogether.
void goTo(Selection& selection, const notes::Target& target);

} // namespace skein
