// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/note_conflicts.h"

#include "views/style/said.h"
#include "views/style/text.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace skein
{
namespace
{

constexpr int kHighest = 220;
constexpr std::size_t kMostShown = 600; ///< bytes of one version; all of it is in the note when it is kept

} // namespace

NoteConflicts::NoteConflicts(ThemeSource& themes, Annotations& annotations, QWidget* parent)
    : QFrame(parent), m_themes(themes), m_notes(annotations)
{
    setObjectName(QStringLiteral("noteConflicts"));
    setAccessibleName(tr("What copies of this case disagree about"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const scroll = new QScrollArea(this);
    scroll->setFrameShape(NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(scroll);
    setMaximumHeight(kHighest);
    hide();
}

void NoteConflicts::show(const NoteItem& item)
{
    auto* const scroll = findChild<QScrollArea*>();
    const bool hadFocus = isAncestorOf(focusWidget()) && focusWidget() && focusWidget()->hasFocus();
    if (item.conflicts.empty()) {
        hide();
        return;
    }
    m_body = new QWidget;
    m_body->setAutoFillBackground(true);
    QPalette palette = m_body->palette();
    palette.setColor(QPalette::Window, m_themes.theme().background);
    m_body->setPalette(palette);
    m_layout = new QVBoxLayout(m_body);
    m_layout->setContentsMargins(10, 8, 10, 8);
    m_layout->setSpacing(4);
    if (item.kind == NoteItem::Kind::Verdict) {
        if (const notes::Verdict* const verdict = m_notes.notebook().findVerdict(item.verdict, item.on))
            addVerdict(*verdict, style::text(item.target.label));
    } else if (const notes::Note* const note = m_notes.notebook().find(item.note)) {
        addNote(*note);
    }
    m_layout->addStretch(1);
    // Out of the window first: what follows the focus must not meet it while it is being taken apart.
    delete scroll->takeWidget();
    scroll->setWidget(m_body);
    setMinimumHeight(std::min(kHighest, m_body->sizeHint().height() + 4));
    QFrame::show();
    if (hadFocus)
        if (auto* const first = m_body->findChild<QPushButton*>())
            first->setFocus(Qt::OtherFocusReason);
}

void NoteConflicts::addNote(const notes::Note& note)
{
    const notes::NoteId id = note.id;
    const notes::Resolver& resolver = m_notes.resolver();
    const auto label = [&](const notes::Anchor& anchor) {
        return style::text(resolver.resolve(anchor).label);
    };
    if (note.text.disputed()) {
        addTitle(tr("The text was changed twice. Which one stays?"));
        std::string all;
        for (const auto& version : note.text.versions()) {
            addChoice(
                version.stamp, style::text(version.value, kMostShown),
                [this, id, text = version.value] { m_notes.setText(id, QString::fromStdString(text)); });
            all += (all.empty() ? "" : "\n\n") + version.value;
        }
        addButton(tr("Keep all, one below the other"),
                  [this, id, all] { m_notes.setText(id, QString::fromStdString(all)); });
    }
    if (note.anchor.disputed()) {
        addTitle(tr("What does it sit on?"));
        for (const auto& version : note.anchor.versions())
            addChoice(version.stamp, label(version.value),
                      [this, id, on = version.value] { m_notes.setAnchor(id, on); });
    }
    if (note.arrowTo.disputed()) {
        addTitle(tr("Where does its arrow point?"));
        for (const auto& version : note.arrowTo.versions())
            addChoice(version.stamp, version.value ? label(*version.value) : tr("no arrow"),
                      [this, id, to = version.value] { m_notes.setArrow(id, to); });
    }
    if (note.colour.disputed()) {
        addTitle(tr("Which colour has it?"));
        for (const auto& version : note.colour.versions())
            addChoice(version.stamp, style::noteColourWord(version.value),
                      [this, id, colour = version.value] { m_notes.setColour(id, colour); });
    }
    if (note.resolved.disputed()) {
        addTitle(tr("Is it resolved?"));
        for (const auto& version : note.resolved.versions())
            addChoice(version.stamp, version.value ? tr("resolved") : tr("open"),
                      [this, id, is = version.value] { m_notes.setResolved(id, is); });
    }
    const auto conflicts = note.conflicts();
    const auto deleted = std::ranges::find(conflicts, notes::Note::Conflict::What::DeletedButChanged,
                                           &notes::Note::Conflict::what);
    if (deleted != conflicts.end()) {
        addTitle(tr("One deleted it, another changed it."));
        addButton(tr("Keep it"), [this, id] { m_notes.restore(id); });
        addButton(tr("Delete it"), [this, id] { m_notes.remove(id); });
    }
}

void NoteConflicts::addVerdict(const notes::Verdict& verdict, const QString& about)
{
    addTitle(tr("What was said about %1?").arg(about));
    for (const auto& version : verdict.value.versions()) {
        notes::Verdict alone{.kind = verdict.kind, .on = verdict.on};
        alone.value.set({version});
        const QString party = version.value.party
                                  ? style::text(m_notes.resolver().resolve(*version.value.party).label)
                                  : QString();
        addChoice(version.stamp, verdictSentence(alone, about, party),
                  [this, kind = verdict.kind, on = verdict.on, value = version.value] {
                      m_notes.setVerdict(kind, on, value);
                  });
    }
}

void NoteConflicts::addTitle(const QString& text)
{
    auto* const label = new QLabel(text, m_body);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(style::bold(m_themes.theme().ui));
    m_layout->addWidget(label);
}

void NoteConflicts::addChoice(const notes::Stamp& by, const QString& value, std::function<void()> keep)
{
    auto* const row = new QHBoxLayout;
    const QString who = tr("%1, %2").arg(style::authorName(by.author),
                                         style::shownTime(by.time, QDateTime::currentMSecsSinceEpoch()));
    auto* const words = new QVBoxLayout;
    words->setSpacing(1);
    auto* const author = new QLabel(style::breakable(who), m_body);
    author->setFont(style::scaled(m_themes.theme().ui, 0.92));
    QPalette dim = author->palette();
    dim.setColor(QPalette::WindowText, m_themes.theme().dim);
    author->setPalette(dim);
    author->setToolTip(style::plainTooltip(style::exactTime(by.time)));
    auto* const said = new QLabel(style::breakable(value), m_body);
    for (QLabel* const label : {author, said}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    auto* const button = new QPushButton(tr("Keep"), m_body);
    button->setAccessibleName(tr("Keep what %1 said: %2").arg(who, value));
    // What it is about goes away with the click, and the button with it.
    connect(button, &QPushButton::clicked, this, [keep = std::move(keep)] { keep(); }, Qt::QueuedConnection);
    row->addWidget(button, 0, Qt::AlignTop);
    m_layout->addLayout(row);
}

void NoteConflicts::addButton(const QString& text, std::function<void()> act)
{
    auto* const button = new QPushButton(text, m_body);
    connect(button, &QPushButton::clicked, this, [act = std::move(act)] { act(); }, Qt::QueuedConnection);
    m_layout->addWidget(button, 0, Qt::AlignRight);
}

} // namespace skein
