// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/note_editor.h"

#include "views/note_menu.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace skein
{
namespace
{

QIcon swatch(const Theme& theme, std::string_view colour, qreal ratio)
{
    constexpr int kSide = 14;
    QPixmap picture(QSize(kSide, kSide) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    const QColor mark = style::noteMark(theme, colour);
    p.setPen(QPen(colour.empty() ? theme.dim : mark, 1.4));
    p.setBrush(colour.empty() ? QBrush(Qt::NoBrush) : QBrush(mark));
    p.drawEllipse(QRectF(2, 2, kSide - 4, kSide - 4));
    return QIcon(picture);
}

} // namespace

NoteDraft* findDraft(Annotated& pages, const NoteDraft& like)
{
    const auto same = [&](const NoteDraft& draft) {
        if (draft.kind != like.kind)
            return false;
        return like.kind == NoteDraft::Kind::New ? notes::keyOf(draft.on) == notes::keyOf(like.on)
                                                 : draft.note == like.note;
    };
    const auto hit = std::ranges::find_if(pages.drafts, same);
    return hit == pages.drafts.end() ? nullptr : &*hit;
}

NoteEditor::NoteEditor(ViewContext& context, QWidget* parent)
    : QFrame(parent),
      m_context(context),
      m_notes(context.annotations),
      m_title(new QLabel(this)),
      m_on(new QComboBox(this)),
      m_text(new QPlainTextEdit(this)),
      m_colours(new QWidget(this)),
      m_colour(new QButtonGroup(this)),
      m_author(new QToolButton(this)),
      m_say(new QPushButton(tr("&Save"), this)),
      m_close(new QPushButton(tr("Later"), this)),
      m_discard(new QToolButton(this))
{
    setObjectName(QStringLiteral("noteEditor"));
    setAccessibleName(tr("Write a note"));
    setAutoFillBackground(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(6);

    auto* const head = new QHBoxLayout;
    m_title->setTextFormat(Qt::PlainText);
    m_title->setBuddy(m_on);
    head->addWidget(m_title);
    m_on->setObjectName(QStringLiteral("noteOn"));
    m_on->setAccessibleName(tr("What the note is about"));
    m_on->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_on->setMinimumContentsLength(8);
    head->addWidget(m_on, 1);
    layout->addLayout(head);

    m_text->setObjectName(QStringLiteral("noteText"));
    m_text->setAccessibleName(tr("Text of the note, Markdown"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(56);
    m_text->setPlaceholderText(
        tr("What do you know about it? Markdown: **bold**, `code`, - lists, > quotes"));
    m_text->installEventFilter(this);
    layout->addWidget(m_text, 1);

    auto* const colours = new QHBoxLayout(m_colours);
    colours->setContentsMargins(0, 0, 0, 0);
    colours->setSpacing(0);
    const auto addColour = [&](std::string_view colour) {
        auto* const button = new QToolButton(m_colours);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setObjectName(QStringLiteral("colour_") + QString::fromLatin1(colour));
        button->setToolTip(style::noteColourWord(colour));
        button->setAccessibleName(tr("Colour: %1").arg(style::noteColourWord(colour)));
        m_colour->addButton(button, static_cast<int>(m_colour->buttons().size()));
        colours->addWidget(button);
    };
    addColour("");
    for (const std::string_view colour : notes::kColours)
        addColour(colour);
    auto* const row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_colours);
    row->addStretch(1);
    m_author->setAutoRaise(true);
    m_author->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_author->setToolTip(tr("The name that stands on what you write: change it"));
    row->addWidget(m_author);
    layout->addLayout(row);

    auto* const end = new QHBoxLayout;
    end->setSpacing(6);
    m_discard->setText(tr("Discard"));
    m_discard->setAutoRaise(true);
    m_discard->setToolTip(tr("Throw this text away"));
    end->addWidget(m_discard);
    end->addStretch(1);
    m_close->setToolTip(tr("Keep it as a draft (Esc)"));
    end->addWidget(m_close);
    m_say->setObjectName(QStringLiteral("noteSay"));
    m_say->setToolTip(tr("Ctrl+Enter"));
    m_say->setDefault(true);
    end->addWidget(m_say);
    layout->addLayout(end);
    setTabOrder({m_text, m_say, m_close, m_discard, m_author});

    connect(m_text, &QPlainTextEdit::textChanged, this, &NoteEditor::keep);
    connect(m_on, &QComboBox::activated, this, [this](int place) {
        if (!m_draft || m_draft->kind != NoteDraft::Kind::New)
            return;
        forget();
        m_draft->on = m_places[static_cast<std::size_t>(place)];
        keep();
    });
    connect(m_colour, &QButtonGroup::idClicked, this, [this](int id) {
        if (!m_draft)
            return;
        m_draft->colour =
            id == 0 ? QString() : QString::fromLatin1(notes::kColours[static_cast<std::size_t>(id - 1)]);
        keep();
        m_text->setFocus(Qt::OtherFocusReason);
    });
    connect(m_say, &QPushButton::clicked, this, &NoteEditor::say);
    connect(m_close, &QPushButton::clicked, this, &NoteEditor::close);
    connect(m_discard, &QToolButton::clicked, this, &NoteEditor::discard);
    connect(m_author, &QToolButton::clicked, this, [this] { askAuthor(window(), m_notes); });
    connect(&m_notes, &Annotations::authorChanged, this, &NoteEditor::showState);
    connect(&context.themes, &ThemeSource::changed, this, &NoteEditor::rethink);
    rethink();
    hide();
}

void NoteEditor::rethink()
{
    const Theme& theme = m_context.themes.theme();
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    m_text->setFont(theme.ui);
    for (QAbstractButton* const button : m_colour->buttons())
        button->setIcon(swatch(theme, button->objectName().mid(7).toStdString(), devicePixelRatioF()));
}

// --------------------------------------------------------------------------------------------- opening

void NoteEditor::write(const notes::Anchor& on)
{
    open({.kind = NoteDraft::Kind::New, .on = on, .note = {}, .text = {}, .colour = {}});
}

void NoteEditor::answer(notes::NoteId to)
{
    open({.kind = NoteDraft::Kind::Answer, .on = {}, .note = to, .text = {}, .colour = {}});
}

void NoteEditor::edit(notes::NoteId id)
{
    const notes::Note* const note = m_notes.notebook().find(id);
    if (!note || note->deleted())
        return;
    open({.kind = NoteDraft::Kind::Edit,
          .on = note->anchor.value(),
          .note = id,
          .text = QString::fromStdString(note->text.value()),
          .colour = QString::fromStdString(note->colour.value())});
}

void NoteEditor::resume(const NoteDraft& draft)
{
    open(draft);
}

void NoteEditor::open(NoteDraft draft)
{
    m_pages = m_notes.pages();
    if (!m_pages)
        return;
    if (const NoteDraft* const before = findDraft(*m_pages, draft))
        draft = *before;
    m_draft = std::move(draft);
    const QSignalBlocker quiet(m_text);
    m_text->setPlainText(m_draft->text);
    m_text->moveCursor(QTextCursor::End);
    fillPlaces();
    showState();
    show();
    m_text->setFocus(Qt::OtherFocusReason);
    Q_EMIT changed();
    Q_EMIT opened();
}

void NoteEditor::reset()
{
    m_draft.reset();
    m_pages.reset();
    hide();
    Q_EMIT changed();
}

/// What the note may be about: what was asked for, and what else is selected.
void NoteEditor::fillPlaces()
{
    m_on->clear();
    m_places.clear();
    if (m_draft->kind != NoteDraft::Kind::New)
        return;
    const notes::Resolver& resolver = m_notes.resolver();
    const auto add = [&](const notes::Anchor& anchor) {
        const std::string key = notes::keyOf(anchor);
        if (std::ranges::contains(m_places, key, &notes::keyOf))
            return;
        m_places.push_back(anchor);
        const QString label = style::text(resolver.resolve(anchor).label, 160);
        m_on->addItem(label);
        m_on->setItemData(m_on->count() - 1, style::plainTooltip(label), Qt::ToolTipRole);
    };
    add(m_draft->on);
    for (const notes::Anchor& anchor : anchorsOf(m_context.selection.current(), resolver))
        add(anchor);
}

void NoteEditor::showState()
{
    QString author = style::text(m_notes.author().toStdString(), 40);
    author.replace(u'&', QStringLiteral("&&"));
    m_author->setText(author.isEmpty() ? tr("no name yet") : tr("as %1").arg(author));
    m_author->setAccessibleName(tr("Your name on notes: %1").arg(m_notes.author()));
    if (!m_draft)
        return;
    const notes::Note* const note = m_notes.notebook().find(m_draft->note);
    const bool fresh = m_draft->kind == NoteDraft::Kind::New;
    QString whose = note ? style::authorName(note->created.author) : QString();
    whose.replace(u'&', QStringLiteral("&&"));
    m_title->setText(fresh                                      ? tr("&Note on")
                     : m_draft->kind == NoteDraft::Kind::Answer ? tr("Answer to %1").arg(whose)
                                                                : tr("Edit the note of %1").arg(whose));
    m_on->setVisible(fresh);
    m_colours->setVisible(m_draft->kind != NoteDraft::Kind::Answer);
    for (QAbstractButton* const button : m_colour->buttons())
        button->setChecked(button->objectName().mid(7) == m_draft->colour);
    m_say->setEnabled(!m_text->toPlainText().trimmed().isEmpty());
}

// --------------------------------------------------------------------------------------------- keeping

/// With every key: the text is a draft of the document. An edit that changes nothing is none.
void NoteEditor::keep()
{
    if (!m_draft || !m_pages)
        return;
    m_draft->text = m_text->toPlainText();
    showState();
    NoteDraft* const before = findDraft(*m_pages, *m_draft);
    const notes::Note* const note =
        m_draft->kind == NoteDraft::Kind::Edit ? m_pages->notebook.find(m_draft->note) : nullptr;
    const bool same = note && note->text.value() == m_draft->text.toStdString() &&
                      note->colour.value() == m_draft->colour.toStdString();
    if (m_draft->text.trimmed().isEmpty() || same)
        forget();
    else if (before)
        *before = *m_draft;
    else
        m_pages->drafts.push_back(*m_draft);
    Q_EMIT changed();
}

void NoteEditor::forget()
{
    if (!m_pages || !m_draft)
        return;
    if (const NoteDraft* const before = findDraft(*m_pages, *m_draft))
        m_pages->drafts.erase(m_pages->drafts.begin() + (before - m_pages->drafts.data()));
}

void NoteEditor::say()
{
    const QString text = m_text->toPlainText().trimmed();
    if (!m_draft || text.isEmpty() || m_pages != m_notes.pages())
        return;
    const NoteDraft draft = *m_draft;
    forget();
    m_draft.reset();
    const notes::Note* const about = m_notes.notebook().find(draft.note);
    notes::NoteId id = draft.note;
    if (draft.kind == NoteDraft::Kind::Answer && about) {
        id = m_notes.reply(draft.note, text);
    } else if (draft.kind == NoteDraft::Kind::Edit && about && !about->deleted()) {
        m_notes.setText(id, text);
        m_notes.setColour(id, draft.colour.toStdString());
    } else {
        // Also what answers or edits a note that somebody has deleted meanwhile: no text gets lost.
        id = m_notes.add({.anchor = about ? about->anchor.value() : draft.on,
                          .arrowTo = {},
                          .text = text.toStdString(),
                          .colour = draft.colour.toStdString()});
    }
    hide();
    Q_EMIT changed();
    Q_EMIT said(id);
}

void NoteEditor::close()
{
    m_draft.reset();
    hide();
    Q_EMIT changed();
}

void NoteEditor::discard()
{
    forget();
    close();
}

void NoteEditor::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

bool NoteEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QFrame::eventFilter(watched, event);
    auto* const key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool says = enter && key->modifiers().testFlag(Qt::ControlModifier);
    if (!says && key->key() != Qt::Key_Escape)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (says)
        say();
    else
        close();
    return true;
}

} // namespace skein
