// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/notes/notebook.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <random>

namespace skein::notes
{

namespace
{

void tidy(std::vector<VersionId>& ids)
{
    std::ranges::sort(ids);
    const auto again = std::ranges::unique(ids);
    ids.erase(again.begin(), again.end());
}

std::vector<VersionId> both(const std::vector<VersionId>& a, const std::vector<VersionId>& b)
{
    std::vector<VersionId> out;
    out.reserve(a.size() + b.size());
    std::ranges::set_union(a, b, std::back_inserter(out));
    return out;
}

Note merge(const Note& a, const Note& b)
{
    Note out = a;
    // Never differ, unless somebody wrote the file by hand.
    out.created = std::max(a.created, b.created);
    out.replyTo = std::max(a.replyTo, b.replyTo);
    out.anchor.merge(b.anchor, a.replaced, b.replaced);
    out.arrowTo.merge(b.arrowTo, a.replaced, b.replaced);
    out.text.merge(b.text, a.replaced, b.replaced);
    out.colour.merge(b.colour, a.replaced, b.replaced);
    out.resolved.merge(b.resolved, a.replaced, b.replaced);
    out.deletedTexts.merge(b.deletedTexts, a.replaced, b.replaced);
    out.replaced = both(a.replaced, b.replaced);
    out.extra = merged(a.extra, b.extra);
    return out;
}

Verdict merge(const Verdict& a, const Verdict& b)
{
    Verdict out = a;
    out.on = std::max(a.on, b.on); // the same thing; unknown members may differ
    out.value.merge(b.value, a.replaced, b.replaced);
    out.replaced = both(a.replaced, b.replaced);
    out.extra = merged(a.extra, b.extra);
    return out;
}

template <class Map>
void mergeInto(Map& into, const Map& from)
{
    for (const auto& [key, item] : from) {
        const auto [at, added] = into.try_emplace(key, item);
        if (!added)
            at->second = merge(at->second, item);
    }
}

} // namespace

std::string_view toString(Change::What what)
{
    constexpr std::array<std::string_view, 11> words{"add",    "reply",   "edit",    "move",
                                                     "arrow",  "colour",  "resolve", "reopen",
                                                     "delete", "restore", "verdict"};
    return words[static_cast<std::size_t>(what)];
}

Change Change::inverse() const
{
    Change out = *this;
    std::swap(out.before, out.after);
    std::swap(out.valueBefore, out.valueAfter);
    return out;
}

std::uint64_t Notebook::random()
{
    if (m_random)
        return m_random();
    std::random_device device;
    return (std::uint64_t{device()} << 32) ^ device();
}

NoteId Notebook::freshId()
{
    NoteId id;
    do {
        const std::uint64_t high = random();
        id = {high, random()};
    } while (!id || m_notes.contains(id));
    return id;
}

template <class T>
Version<T> Notebook::version(T value, const Stamp& stamp)
{
    return {.id = random(), .stamp = stamp, .value = std::move(value), .extra = {}};
}

std::vector<const Note*> Notebook::notes() const
{
    std::vector<const Note*> out;
    out.reserve(m_notes.size());
    for (const auto& [id, note] : m_notes)
        out.push_back(&note);
    std::ranges::sort(out, {}, [](const Note* n) { return std::pair(n->created.time, n->id); });
    return out;
}

std::vector<const Note*> Notebook::liveNotes() const
{
    auto out = notes();
    std::erase_if(out, [](const Note* n) { return n->deleted(); });
    return out;
}

const Note* Notebook::find(NoteId id) const
{
    const auto hit = m_notes.find(id);
    return hit == m_notes.end() ? nullptr : &hit->second;
}

std::vector<const Note*> Notebook::replies(NoteId id) const
{
    auto out = liveNotes();
    std::erase_if(out, [&](const Note* n) { return n->replyTo != id; });
    return out;
}

void Notebook::write(Note& note, const NoteFields& before, const NoteFields& after, const Stamp& stamp)
{
    const auto set = [&](auto& field, const auto& from, const auto& to) {
        if (from != to)
            field.write(version(to, stamp), note.replaced);
    };
    const bool deleted = before.deleted == after.deleted ? note.deleted() : after.deleted;
    set(note.anchor, before.anchor, after.anchor);
    set(note.arrowTo, before.arrowTo, after.arrowTo);
    set(note.text, before.text, after.text);
    set(note.colour, before.colour, after.colour);
    set(note.resolved, before.resolved, after.resolved);
    // A deletion names the texts that it saw, so a new text needs a new one, or settles that there is none.
    if (before.deleted != after.deleted ||
        (before.text != after.text && !note.deletedTexts.value().empty())) {
        std::vector<VersionId> texts;
        if (deleted)
            for (const auto& text : note.text.versions())
                texts.push_back(text.id);
        std::ranges::sort(texts);
        note.deletedTexts.write(version(std::move(texts), stamp), note.replaced);
    }
    tidy(note.replaced);
    ++m_revision;
}

Change Notebook::add(NoteFields fields, const Stamp& stamp)
{
    fields.deleted = false;
    Note note{.id = freshId(), .created = stamp};
    note.anchor.write(version(fields.anchor, stamp), note.replaced);
    note.text.write(version(fields.text, stamp), note.replaced);
    write(note, {.anchor = fields.anchor, .text = fields.text}, fields, stamp);
    Change change{.what = Change::What::Add, .note = note.id, .before = fields, .after = std::move(fields)};
    change.before.deleted = true;
    m_notes.emplace(note.id, std::move(note));
    return change;
}

std::optional<Change> Notebook::reply(NoteId to, std::string text, const Stamp& stamp)
{
    const Note* answered = find(to);
    if (!answered)
        return std::nullopt;
    Change change = add({.anchor = answered->anchor.value(), .text = std::move(text)}, stamp);
    change.what = Change::What::Reply;
    m_notes.at(change.note).replyTo = to;
    return change;
}

std::optional<Change> Notebook::change(NoteId id, Change::What what,
                                       const std::function<void(NoteFields&)>& edit, const Stamp& stamp)
{
    const auto hit = m_notes.find(id);
    if (hit == m_notes.end())
        return std::nullopt;
    Note& note = hit->second;
    Change change{.what = what, .note = id, .before = note.fields(), .after = note.fields()};
    edit(change.after);
    if (change.before == change.after)
        return std::nullopt;
    write(note, change.before, change.after, stamp);
    return change;
}

/// Choosing the version that is shown already ends a conflict too.
template <class T>
std::optional<Change> Notebook::set(NoteId id, Change::What what, Versioned<T> Note::* field,
                                    T NoteFields::* member, T value, const Stamp& stamp)
{
    const auto hit = m_notes.find(id);
    if (hit != m_notes.end() && (hit->second.*field).disputed() && (hit->second.*field).value() == value) {
        Note& note = hit->second;
        const Change change{.what = what, .note = id, .before = note.fields(), .after = note.fields()};
        (note.*field).write(version(std::move(value), stamp), note.replaced);
        tidy(note.replaced);
        ++m_revision;
        return change;
    }
    return change(id, what, [&](NoteFields& f) { f.*member = std::move(value); }, stamp);
}

std::optional<Change> Notebook::setText(NoteId id, std::string text, const Stamp& stamp)
{
    return set(id, Change::What::EditText, &Note::text, &NoteFields::text, std::move(text), stamp);
}

std::optional<Change> Notebook::setAnchor(NoteId id, Anchor anchor, const Stamp& stamp)
{
    return set(id, Change::What::Move, &Note::anchor, &NoteFields::anchor, std::move(anchor), stamp);
}

std::optional<Change> Notebook::setArrow(NoteId id, std::optional<Anchor> to, const Stamp& stamp)
{
    return set(id, Change::What::Arrow, &Note::arrowTo, &NoteFields::arrowTo, std::move(to), stamp);
}

std::optional<Change> Notebook::setColour(NoteId id, std::string colour, const Stamp& stamp)
{
    return set(id, Change::What::Colour, &Note::colour, &NoteFields::colour, std::move(colour), stamp);
}

std::optional<Change> Notebook::setResolved(NoteId id, bool resolved, const Stamp& stamp)
{
    const auto what = resolved ? Change::What::Resolve : Change::What::Reopen;
    return set(id, what, &Note::resolved, &NoteFields::resolved, resolved, stamp);
}

std::optional<Change> Notebook::remove(NoteId id, const Stamp& stamp)
{
    return change(id, Change::What::Delete, [](NoteFields& f) { f.deleted = true; }, stamp);
}

std::optional<Change> Notebook::restore(NoteId id, const Stamp& stamp)
{
    const auto hit = m_notes.find(id);
    // One deleted it, another changed its text: it is there, and stays.
    if (hit != m_notes.end() && !hit->second.deleted() && !hit->second.deletedTexts.value().empty()) {
        Note& note = hit->second;
        note.deletedTexts.write(version(std::vector<VersionId>(), stamp), note.replaced);
        tidy(note.replaced);
        ++m_revision;
        return Change{
            .what = Change::What::Restore, .note = id, .before = note.fields(), .after = note.fields()};
    }
    return change(id, Change::What::Restore, [](NoteFields& f) { f.deleted = false; }, stamp);
}

std::optional<Change> Notebook::setVerdict(VerdictKind kind, const Anchor& on, VerdictValue value,
                                           const Stamp& stamp)
{
    Change change{.what = Change::What::Verdict, .kind = kind, .on = on, .valueBefore = verdict(kind, on)};
    const Verdict* found = findVerdict(kind, on);
    const bool disputed = found && found->value.disputed();
    if (change.valueBefore == value && !disputed)
        return std::nullopt;
    Verdict& verdict =
        m_verdicts.try_emplace({kind, keyOf(on)}, Verdict{.kind = kind, .on = on}).first->second;
    change.valueAfter = value;
    verdict.value.write(version(std::move(value), stamp), verdict.replaced);
    tidy(verdict.replaced);
    ++m_revision;
    return change;
}

std::vector<const Verdict*> Notebook::verdicts() const
{
    std::vector<const Verdict*> out;
    out.reserve(m_verdicts.size());
    for (const auto& [key, verdict] : m_verdicts)
        out.push_back(&verdict);
    return out;
}

const Verdict* Notebook::findVerdict(VerdictKind kind, const Anchor& on) const
{
    const auto hit = m_verdicts.find({kind, keyOf(on)});
    return hit == m_verdicts.end() ? nullptr : &hit->second;
}

const VerdictValue& Notebook::verdict(VerdictKind kind, const Anchor& on) const
{
    static const VerdictValue none;
    const Verdict* found = findVerdict(kind, on);
    return found ? found->value.value() : none;
}

void Notebook::apply(const Change& change, const Stamp& stamp)
{
    if (change.what == Change::What::Verdict) {
        setVerdict(change.kind, change.on, change.valueAfter, stamp);
        return;
    }
    if (const auto hit = m_notes.find(change.note); hit != m_notes.end())
        write(hit->second, change.before, change.after, stamp);
}

std::size_t Notebook::conflictCount() const
{
    const auto notes =
        std::ranges::count_if(m_notes, [](const auto& n) { return !n.second.conflicts().empty(); });
    const auto verdicts =
        std::ranges::count_if(m_verdicts, [](const auto& v) { return v.second.value.disputed(); });
    return static_cast<std::size_t>(notes + verdicts);
}

void Notebook::put(Note note)
{
    tidy(note.replaced);
    m_notes.insert_or_assign(note.id, std::move(note));
    ++m_revision;
}

void Notebook::put(Verdict verdict)
{
    tidy(verdict.replaced);
    m_verdicts.insert_or_assign({verdict.kind, keyOf(verdict.on)}, std::move(verdict));
    ++m_revision;
}

void Notebook::dropDeletedTexts()
{
    for (auto& [id, note] : m_notes)
        if (note.deleted())
            note.text.forEach([](Version<std::string>& version) { version.value.clear(); });
}

Extra merged(const Extra& a, const Extra& b)
{
    Extra out = a;
    for (const auto& [key, value] : b) {
        std::string& here = out[key];
        here = std::max(here, value);
    }
    return out;
}

Notebook merged(const Notebook& a, const Notebook& b)
{
    Notebook out = a;
    mergeInto(out.m_notes, b.m_notes);
    mergeInto(out.m_verdicts, b.m_verdicts);
    out.extraVerdicts.insert(b.extraVerdicts.begin(), b.extraVerdicts.end());
    out.extra = merged(a.extra, b.extra);
    ++out.m_revision;
    return out;
}

} // namespace skein::notes
