// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/annotations.h"

#include <QDateTime>

#include <algorithm>
#include <limits>
#include <utility>

namespace skein
{

using notes::Change;

void Annotated::take(const notes::Notebook& file)
{
    const bool saved = !modified();
    notebook = notes::merged(notebook, file);
    if (saved && notebook == file)
        savedRevision = notebook.revision();
}

Annotations::Annotations(QSettings& settings, QString systemAuthor, QObject* parent)
    : QObject(parent), m_settings(settings), m_systemAuthor(std::move(systemAuthor))
{
}

Annotations::~Annotations() = default;

const notes::Notebook& Annotations::notebook() const
{
    static const notes::Notebook none;
    return m_annotated ? m_annotated->notebook : none;
}

const notes::Said& Annotations::said() const
{
    if (!m_said)
        m_said.emplace(open() ? notes::said(notebook(), *m_resolver) : notes::Said());
    return *m_said;
}

std::shared_ptr<const ShownNotes> Annotations::shown() const
{
    if (!m_shown && open()) {
        ShownNotes made = shownNotes(notebook(), said(), *m_resolver);
        if (!made.empty())
            m_shown = std::make_shared<const ShownNotes>(std::move(made));
    }
    return m_shown;
}

const notes::Target& Annotations::targetOf(notes::NoteId id) const
{
    static const notes::Target gone;
    const auto& all = said().notes;
    const auto hit = std::ranges::find(all, id, [](const auto& entry) { return entry.first->id; });
    return hit == all.end() ? gone : hit->second;
}

void Annotations::show(const AnalysisPtr& analysis, AnnotatedPtr annotated)
{
    const bool another = annotated != m_annotated;
    m_said.reset();
    m_shown.reset();
    m_resolver = analysis ? std::make_unique<notes::Resolver>(analysis) : nullptr;
    m_annotated = std::move(annotated);
    if (another)
        forget();
}

/// What was about the notes of before.
void Annotations::forget()
{
    m_chosen = {};
    beginArrow({});
}

// ---------------------------------------------------------------------------------------------- author

QString Annotations::author() const
{
    const QString set = m_settings.value(QStringLiteral("notes/author")).toString().trimmed();
    return set.isEmpty() ? m_systemAuthor : set;
}

void Annotations::setAuthor(const QString& name)
{
    const QString before = author();
    if (name.trimmed().isEmpty())
        m_settings.remove(QStringLiteral("notes/author"));
    else
        m_settings.setValue(QStringLiteral("notes/author"), name.trimmed());
    if (author() != before)
        Q_EMIT authorChanged();
}

notes::Stamp Annotations::stamp() const
{
    return {author().toStdString(), QDateTime::currentMSecsSinceEpoch()};
}

// -------------------------------------------------------------------------------------------- changing

void Annotations::record(std::optional<Change> change)
{
    if (!change)
        return;
    m_annotated->history.push(*change);
    m_said.reset();
    m_shown.reset();
    Q_EMIT recorded(*change);
    Q_EMIT changed();
}

notes::NoteId Annotations::add(notes::NoteFields fields)
{
    if (!m_annotated)
        return {};
    const Change change = m_annotated->notebook.add(std::move(fields), stamp());
    record(change);
    return change.note;
}

notes::NoteId Annotations::reply(notes::NoteId to, const QString& text)
{
    if (!m_annotated)
        return {};
    const auto change = m_annotated->notebook.reply(to, text.toStdString(), stamp());
    record(change);
    return change ? change->note : notes::NoteId();
}

void Annotations::setText(notes::NoteId note, const QString& text)
{
    if (m_annotated)
        record(m_annotated->notebook.setText(note, text.toStdString(), stamp()));
}

void Annotations::setAnchor(notes::NoteId note, const notes::Anchor& anchor)
{
    if (m_annotated)
        record(m_annotated->notebook.setAnchor(note, anchor, stamp()));
}

void Annotations::setArrow(notes::NoteId note, std::optional<notes::Anchor> to)
{
    if (m_annotated)
        record(m_annotated->notebook.setArrow(note, std::move(to), stamp()));
}

void Annotations::setColour(notes::NoteId note, std::string colour)
{
    if (m_annotated)
        record(m_annotated->notebook.setColour(note, std::move(colour), stamp()));
}

void Annotations::setResolved(notes::NoteId note, bool resolved)
{
    if (m_annotated)
        record(m_annotated->notebook.setResolved(note, resolved, stamp()));
}

void Annotations::remove(notes::NoteId note)
{
    if (m_annotated)
        record(m_annotated->notebook.remove(note, stamp()));
}

void Annotations::restore(notes::NoteId note)
{
    if (m_annotated)
        record(m_annotated->notebook.restore(note, stamp()));
}

void Annotations::setVerdict(notes::VerdictKind kind, const notes::Anchor& on, notes::VerdictValue value)
{
    if (m_annotated)
        record(m_annotated->notebook.setVerdict(kind, on, std::move(value), stamp()));
}

void Annotations::undo()
{
    if (!canUndo())
        return;
    const Change change = m_annotated->history.undoable().inverse();
    m_annotated->history.undo(m_annotated->notebook, stamp());
    m_said.reset();
    m_shown.reset();
    Q_EMIT recorded(change);
    Q_EMIT changed();
}

void Annotations::redo()
{
    if (!canRedo())
        return;
    const Change change = m_annotated->history.redoable();
    m_annotated->history.redo(m_annotated->notebook, stamp());
    m_said.reset();
    m_shown.reset();
    Q_EMIT recorded(change);
    Q_EMIT changed();
}

QString Annotations::undoText() const
{
    return canUndo() ? tr("&Undo %1").arg(changeText(m_annotated->history.undoable()).toLower())
                     : tr("&Undo");
}

QString Annotations::redoText() const
{
    return canRedo() ? tr("&Redo %1").arg(changeText(m_annotated->history.redoable()).toLower())
                     : tr("&Redo");
}

void Annotations::replace(notes::Notebook notebook)
{
    if (!m_annotated)
        return;
    // Revisions of another notebook may be those of this one by chance.
    m_annotated->savedRevision = std::numeric_limits<std::uint64_t>::max();
    m_annotated->notebook = std::move(notebook);
    m_annotated->history.clear();
    m_said.reset();
    m_shown.reset();
    Q_EMIT changed();
}

// ---------------------------------------------------------------------------------------------- wishes

void Annotations::write(const notes::Anchor& on)
{
    if (open())
        Q_EMIT writeWanted(on);
}

void Annotations::choose(notes::NoteId note)
{
    m_chosen = note;
    Q_EMIT noteChosen(note);
}

void Annotations::beginArrow(notes::NoteId from)
{
    if (std::exchange(m_arrowFrom, from) != from)
        Q_EMIT arrowChanged();
}

void Annotations::endArrow(const notes::Anchor& to)
{
    const notes::NoteId from = m_arrowFrom;
    beginArrow({});
    if (from)
        setArrow(from, to);
}

// ----------------------------------------------------------------------------------------------- words

QString changeText(const Change& change)
{
    const auto tr = [](const char* text) { return Annotations::tr(text); };
    const auto verdict = [&] {
        const std::string& text = change.valueAfter.text;
        const bool back = change.valueAfter.empty();
        switch (change.kind) {
        case notes::VerdictKind::Finding:
            return text == "confirmed"  ? tr("Confirm finding")
                   : text == "rejected" ? tr("Reject finding")
                                        : tr("Take back verdict");
        case notes::VerdictKind::OtherParty:
            return back ? tr("Unpin other party") : tr("Pin other party");
        case notes::VerdictKind::Name:
            return back ? tr("Take back name") : tr("Rename thread");
        case notes::VerdictKind::Important:
            return back ? tr("Mark as usual") : tr("Mark as important");
        case notes::VerdictKind::Hidden:
            return back ? tr("Show lane") : tr("Hide lane");
        case notes::VerdictKind::Status:
            return tr("Change status");
        case notes::VerdictKind::Owner:
            return tr("Change owner");
        case notes::VerdictKind::Reason:
            return tr("Change reason");
        }
        return tr("Change verdict");
    };
    switch (change.what) {
    case Change::What::Add:
        return tr("Add note");
    case Change::What::Reply:
        return tr("Reply");
    case Change::What::EditText:
        return tr("Edit note");
    case Change::What::Move:
        return tr("Move note");
    case Change::What::Arrow:
        return change.after.arrowTo ? tr("Draw arrow") : tr("Remove arrow");
    case Change::What::Colour:
        return tr("Change colour");
    case Change::What::Resolve:
        return tr("Resolve note");
    case Change::What::Reopen:
        return tr("Reopen note");
    case Change::What::Delete:
        return tr("Delete note");
    case Change::What::Restore:
        return tr("Restore note");
    case Change::What::Verdict:
        return verdict();
    }
    return {};
}

// --------------------------------------------------------------------------------------------- anchors

std::vector<notes::Anchor> anchorsOf(const Selected& selected, const notes::Resolver& resolver)
{
    std::vector<notes::Anchor> out;
    const Analysis& analysis = *resolver.analysis();
    if (selected.thread && selected.frame)
        out.push_back(resolver.onFrame(selected.thread, *selected.frame));
    if (selected.thread)
        out.push_back(resolver.onThread(selected.thread));
    if (selected.finding) {
        const auto& accesses = analysis.findings[*selected.finding].accesses;
        const auto mine = std::ranges::find(accesses, selected.thread, &Access::thread);
        if (selected.thread && mine != accesses.end())
            out.push_back(
                resolver.onAccess(*selected.finding, static_cast<std::uint32_t>(mine - accesses.begin())));
        out.push_back(resolver.onFinding(*selected.finding));
    }
    if (selected.resource)
        for (std::uint32_t g = 0; g < analysis.waitGraphs.size(); ++g)
            if (analysis.waitGraphs[g].snapshot == selected.snapshot &&
                *selected.resource < analysis.waitGraphs[g].resources.size())
                out.push_back(resolver.onResource(g, *selected.resource));
    if (selected.group)
        out.push_back(resolver.onGroup(*selected.group));
    if (!selected.lines.empty())
        out.push_back(notes::Resolver::onLines(selected.lines));
    out.push_back(notes::Resolver::onCase());
    return out;
}

void goTo(Selection& selection, const notes::Target& target)
{
    if (target.edge || (target.node && !target.thread)) {
        if (target.node && target.snapshot)
            selection.selectResource(*target.snapshot, *target.node);
        if (target.thread)
            selection.selectThread(target.thread);
        return;
    }
    if (target.finding && !target.access)
        return selection.selectFinding(*target.finding);
    if (target.access && target.finding) {
        selection.selectFinding(*target.finding);
        if (target.thread)
            selection.selectThread(target.thread);
        return;
    }
    if (target.thread && target.frame)
        return selection.selectFrame(target.thread, *target.frame);
    if (target.thread)
        return selection.selectThread(target.thread);
    if (target.group)
        return selection.selectGroup(*target.group);
    if (!target.lines.empty())
        selection.selectLines(target.lines);
}

} // namespace skein
