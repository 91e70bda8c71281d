// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/note.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::notes
{

/// One step that can be undone: which fields of which note or verdict went from what to what.
struct Change {
    enum class What : std::uint8_t {
        Add,
        Reply,
        EditText,
        Move,
        Arrow,
        Colour,
        Resolve,
        Reopen,
        Delete,
        Restore,
        Verdict,
    };
    What what = What::EditText;
    NoteId note;              ///< none for a verdict
    NoteFields before, after; ///< of a note
    VerdictKind kind{};       ///< of a verdict
    Anchor on;                ///< of a verdict
    VerdictValue valueBefore, valueAfter;

    /// Undoes this; its own inverse is this again.
    Change inverse() const;
};
std::string_view toString(Change::What);

/// All notes and verdicts of one case. A value: copy it, compare it, merge it (merged()). Not thread-safe.
/// Every operation is O(log n) and gives the Change that undoes it, or nothing where it changes nothing.
class Notebook
{
public:
    using Random = std::function<std::uint64_t()>;

    /// By creation time, then id; deleted ones included (see Note::deleted()).
    std::vector<const Note*> notes() const;
    /// The same, of those that are not deleted. What views and exports show.
    std::vector<const Note*> liveNotes() const;
    /// Null where there is none.
    const Note* find(NoteId) const;
    /// The answers to a note, oldest first, deleted ones left out.
    std::vector<const Note*> replies(NoteId) const;

    Change add(NoteFields fields, const Stamp&);
    /// On the anchor of the note that it answers, which must be there.
    std::optional<Change> reply(NoteId to, std::string text, const Stamp&);
    std::optional<Change> setText(NoteId, std::string text, const Stamp&);
    std::optional<Change> setAnchor(NoteId, Anchor, const Stamp&);
    std::optional<Change> setArrow(NoteId, std::optional<Anchor> to, const Stamp&);
    std::optional<Change> setColour(NoteId, std::string colour, const Stamp&);
    std::optional<Change> setResolved(NoteId, bool, const Stamp&);
    /// Its answers stay. The text is kept until the case is saved, so that it can be restored.
    std::optional<Change> remove(NoteId, const Stamp&);
    std::optional<Change> restore(NoteId, const Stamp&);

    /// An empty value takes the verdict back.
    std::optional<Change> setVerdict(VerdictKind, const Anchor& on, VerdictValue, const Stamp&);
    /// By kind, then keyOf(on); those taken back included.
    std::vector<const Verdict*> verdicts() const;
    /// Null where nobody has said anything.
    const Verdict* findVerdict(VerdictKind, const Anchor& on) const;
    /// The value, empty where nobody has said anything. Null never.
    const VerdictValue& verdict(VerdictKind, const Anchor& on) const;

    /// Writes `after` of those fields in which it differs from `before`: redo, and with inverse() undo.
    /// A note that is not there (the case was replaced) is left alone.
    void apply(const Change&, const Stamp&);

    bool empty() const { return m_notes.empty() && m_verdicts.empty() && extraVerdicts.empty(); }
    /// Notes and verdicts that somebody has to decide about.
    std::size_t conflictCount() const;
    /// Counts up with each operation: whether something is to be saved.
    std::uint64_t revision() const { return m_revision; }

    /// For files, journals and merged(): puts in a whole note or verdict, in place of one of the same id or
    /// key.
    void put(Note);
    void put(Verdict);
    /// Texts of deleted notes are emptied, so that they do not travel in a file. Nothing else changes.
    void dropDeletedTexts();
    /// Tests give their own numbers; otherwise they come from std::random_device.
    void setRandom(Random random) { m_random = std::move(random); }

    /// Verdicts of kinds that this Skein does not know, and members of the file, as JSON.
    std::set<std::string> extraVerdicts;
    Extra extra;

    /// Equal content; revision and source of random numbers don't count.
    bool operator==(const Notebook& other) const
    {
        return m_notes == other.m_notes && m_verdicts == other.m_verdicts &&
               extraVerdicts == other.extraVerdicts && extra == other.extra;
    }

private:
    friend Notebook merged(const Notebook&, const Notebook&);
    using VerdictKey = std::pair<VerdictKind, std::string>;

    std::uint64_t random();
    NoteId freshId();
    template <class T>
    Version<T> version(T value, const Stamp&);
    std::optional<Change> change(NoteId, Change::What, const std::function<void(NoteFields&)>& edit,
                                 const Stamp&);
    template <class T>
    std::optional<Change> set(NoteId, Change::What, Versioned<T> Note::* field, T NoteFields::* member,
                              T value, const Stamp&);
    void write(Note&, const NoteFields& before, const NoteFields& after, const Stamp&);

    std::map<NoteId, Note> m_notes;
    std::map<VerdictKey, Verdict> m_verdicts;
    std::uint64_t m_revision = 0;
    Random m_random;
};

/// Two copies of one case as one, without losing a note: commutative, associative and idempotent. Where both
/// wrote the same field without seeing the other's writing, both versions stay and the later one is shown
/// first: see Note::conflicts() and Versioned::disputed(). A note that one deleted and the other changed
/// stays, as a conflict.
Notebook merged(const Notebook&, const Notebook&);
/// Members that nobody here knows: of two values of one the larger text, since nobody says when they were
/// written.
Extra merged(const Extra&, const Extra&);

/// Undo and redo of one person's steps.
class History
{
public:
    void push(Change);
    bool canUndo() const { return m_at > 0; }
    bool canRedo() const { return m_at < m_changes.size(); }
    /// For the menu; only where canUndo() or canRedo().
    const Change& undoable() const { return m_changes[m_at - 1]; }
    const Change& redoable() const { return m_changes[m_at]; }
    void undo(Notebook&, const Stamp&);
    void redo(Notebook&, const Stamp&);
    void clear();

private:
    std::vector<Change> m_changes;
    std::size_t m_at = 0; ///< how many of them are done
};

} // namespace skein::notes
