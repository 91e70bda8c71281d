// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/notes_view.h"

#include "views/items/note_items.h"
#include "views/note_menu.h"
#include "views/notes/note_text.h"
#include "views/notes/notes_panel.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace skein
{

using namespace std::chrono_literals;

namespace
{

class NotesView final : public View
{
    Q_DECLARE_TR_FUNCTIONS(NotesView)

public:
    NotesView(ViewContext& context, QWidget* parent)
        : View(context, parent), m_filtered(m_items), m_panel(new NotesPanel(context, m_filtered, this))
    {
        setAccessibleName(tr("Notes"));
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_panel);
        connectNotes();
        connectList();
        connectActions();
        connectBanners();
        // "5 minutes ago" gets older.
        m_minute.setInterval(60s);
        connect(&m_minute, &QTimer::timeout, m_panel->list->viewport(), qOverload<>(&QWidget::update));
        m_minute.start();
        open();
    }

    /// The list goes before what it lists.
    ~NotesView() override { delete m_panel; }

    QWidget* titleTools() override { return m_panel->tools; }
    QList<QAction*> viewActions() override { return m_panel->list->actions(); }
    QSize sizeHint() const override { return {320, 320}; }

    /// What is written here and not said; the case that is not saved is the window's matter.
    QStringList unsaved() const override
    {
        QStringList texts;
        if (const AnnotatedPtr& pages = annotations().pages())
            for (const NoteDraft& draft : pages->drafts)
                texts << tr("a note that is not finished: %1").arg(firstWords(draft));
        return texts;
    }

    /// Says all that is begun: better a half note than none.
    bool save() override
    {
        if (const AnnotatedPtr& pages = annotations().pages()) {
            while (!pages->drafts.empty()) {
                const std::size_t before = pages->drafts.size();
                m_panel->editor->resume(NoteDraft(pages->drafts.front()));
                m_panel->editor->say();
                if (pages->drafts.size() >= before)
                    return false;
            }
        }
        return true;
    }

private:
    static QString firstWords(const NoteDraft& draft)
    {
        const QString text = style::text(draft.text.toStdString()).simplified();
        return text.size() <= 40 ? text : text.left(39) + u'…';
    }

    // ------------------------------------------------------------------------------------ connections

    void connectNotes()
    {
        Annotations& notes = annotations();
        connect(&selection(), &Selection::analysisChanged, this, [this] { open(); });
        connect(&selection(), &Selection::changed, this, [this] { updateActions(); });
        connect(&notes, &Annotations::changed, this, [this] { refresh(); });
        connect(&notes, &Annotations::arrowChanged, this, [this] { updateBanners(); });
        connect(&notes, &Annotations::writeWanted, this, [this](const notes::Anchor& on) {
            bringUp();
            m_panel->editor->write(on);
        });
        connect(&notes, &Annotations::noteChosen, this, [this](notes::NoteId note) {
            if (reveal(note))
                goTo();
        });
    }

    void connectList()
    {
        NoteList* const list = m_panel->list;
        connect(list, &NoteList::goTo, this, [this] { goTo(); });
        connect(list, &NoteList::linkWanted, this,
                [this](const QString& link) { askToOpen(window(), link); });
        connect(list, &NoteList::leave, m_panel->filter, [this] { m_panel->filter->line().setFocus(); });
        connect(list->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this] { updateCurrent(); });
        connect(list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
            if (m_panel->list->currentIndex().isValid())
                m_panel->menu->popup(m_panel->list->viewport()->mapToGlobal(at));
        });
        connect(m_panel->filter, &FilterEdit::filterChanged, this, [this] {
            m_filtered.setFilter(m_panel->filter->filter());
            m_panel->list->expandAll();
            showPage();
        });
        connect(m_panel->filter, &FilterEdit::leave, this, [this] { focusList(); });
        connect(m_panel->editor, &NoteEditor::said, this, [this](notes::NoteId note) {
            reveal(note);
            focusList();
        });
        connect(m_panel->editor, &NoteEditor::changed, this, [this] {
            if (!m_panel->editor->isWriting() && m_panel->editor->isAncestorOf(QApplication::focusWidget()))
                focusList();
            updateBanners();
            showPage();
        });
        connect(m_panel->editor, &NoteEditor::opened, this, [this] { keepInSight(); });
    }

    template <class Act>
    void on(QAction* action, Act act)
    {
        connect(action, &QAction::triggered, this, [this, act] { act(current()); });
    }

    void connectActions()
    {
        Annotations& notes = annotations();
        NotesPanel& p = *m_panel;
        on(p.goTo, [this](const NoteItem&) { goTo(); });
        on(p.answer, [this](const NoteItem& item) { m_panel->editor->answer(threadOf(item)); });
        on(p.edit, [this](const NoteItem& item) { m_panel->editor->edit(item.note); });
        on(p.resolve, [this, &notes](const NoteItem& item) {
            const notes::NoteId root = threadOf(item);
            if (const notes::Note* const note = notes.notebook().find(root))
                notes.setResolved(root, !note->resolved.value());
        });
        on(p.remove, [&notes](const NoteItem& item) {
            if (item.kind == NoteItem::Kind::Verdict)
                notes.setVerdict(item.verdict, item.on, {});
            else
                notes.remove(item.note);
        });
        for (QAction* const action : std::as_const(p.setColour))
            on(action, [&notes, action](const NoteItem& item) {
                notes.setColour(item.note, action->data().toString().toStdString());
            });
        on(p.arrowTo, [&notes](const NoteItem& item) { notes.beginArrow(item.note); });
        on(p.noArrow, [&notes](const NoteItem& item) { notes.setArrow(item.note, {}); });
        on(p.move, [this, &notes](const NoteItem& item) { notes.setAnchor(item.note, chosenThing()); });
        on(p.copy, [](const NoteItem& item) {
            QApplication::clipboard()->setText(QString::fromStdString(item.text));
        });
        connect(p.add, &QAction::triggered, this, [&notes, this] {
            if (notes.open())
                notes.write(chosenThing());
        });
        connect(p.openOnly, &QAction::toggled, this, [this](bool only) {
            m_filtered.setOpenOnly(only);
            showPage();
        });
        connect(p.byTime, &QAction::toggled, this, [this](bool byTime) {
            m_filtered.setOrder(byTime ? NoteFilter::Order::Time : NoteFilter::Order::Log);
        });
        connect(p.links, &QMenu::aboutToShow, this, [this] { fillLinks(); });
    }

    void connectBanners()
    {
        NotesPanel& p = *m_panel;
        connect(p.drafts, &NoteBanner::first, this, [this] {
            if (const AnnotatedPtr& pages = annotations().pages(); pages && !pages->drafts.empty())
                m_panel->editor->resume(NoteDraft(pages->drafts.back()));
        });
        connect(p.arrow, &NoteBanner::first, this, [this] { annotations().endArrow(chosenThing()); });
        connect(p.arrow, &NoteBanner::second, this, [this] { annotations().beginArrow({}); });
        connect(p.disputes, &NoteBanner::first, this, [this] { nextDispute(); });
    }

    // ---------------------------------------------------------------------------------------- showing

    /// Another document, or none.
    void open()
    {
        if (annotations().pages() != m_pages) {
            m_pages = annotations().pages();
            m_panel->editor->reset();
            m_items.clear();
        }
        refresh();
    }

    void refresh()
    {
        const Annotations& notes = annotations();
        if (notes.open())
            m_items.show(notes.notebook(), notes.said(), notes.resolver());
        else
            m_items.clear();
        auto values = std::make_shared<triage::FilterValues>();
        values->ofNotes = true;
        values->authors = m_items.authors();
        m_panel->filter->setValues(values);
        showPage();
        updateBanners();
        updateCurrent();
    }

    const NoteItem& current() const { return m_filtered.item(m_panel->list->currentIndex()); }

    /// The note that the thread of this one begins with.
    notes::NoteId threadOf(const NoteItem& item) const
    {
        const QModelIndex at = m_items.find(item.note);
        return at.parent().isValid() ? m_items.item(at.parent()).note : item.note;
    }

    /// What the selection is about, the most special thing first.
    notes::Anchor chosenThing() const
    {
        return anchorsOf(selection().current(), annotations().resolver()).front();
    }

    void showPage()
    {
        const int all = m_items.rowCount(), shown = m_filtered.rowCount();
        QString text;
        if (!annotations().open())
            text = tr("Open a log, and what people say about it stands here.");
        else if (all == 0)
            text = tr("Nobody has said anything about this log yet.\n\nChoose a goroutine, a frame, a "
                      "finding or lines of the "
                      "log and press Ctrl+N, or right-click it and choose “Add note…”. A right click also "
                      "confirms or rejects a "
                      "finding and gives a thread a name.\n\nNotes are kept with the log in one case file "
                      "that you can share.");
        else if (shown == 0)
            text = m_filtered.openOnly() && m_panel->filter->filter().matchesAll()
                       ? tr("All notes are resolved.")
                       : tr("No note matches the filter.");
        m_panel->sentence->setText(text);
        QWidget* const page = text.isEmpty() ? static_cast<QWidget*>(m_panel->list) : m_panel->sentence;
        m_panel->pages->setCurrentWidget(page);
        m_panel->setFocusProxy(page);
        setFocusProxy(page);
        m_panel->bar->setVisible(text.isEmpty() && !m_panel->editor->isWriting());
        // Somebody who writes needs the room.
        m_panel->pages->setVisible(text.isEmpty() || !m_panel->editor->isWriting());
        m_panel->top->setVisible(all > 0 && !m_panel->editor->isWriting());
        m_panel->count->setText(all == 0       ? QString()
                                : shown == all ? QString::number(all)
                                               : tr("%1 of %2").arg(shown).arg(all));
        m_panel->add->setEnabled(annotations().open());
    }

    void updateBanners()
    {
        const Annotations& notes = annotations();
        const AnnotatedPtr& pages = notes.pages();
        QString drafts;
        if (pages && !pages->drafts.empty() && !m_panel->editor->isWriting())
            drafts = pages->drafts.size() == 1
                         ? tr("Not finished: %1").arg(firstWords(pages->drafts.front()))
                         : tr("%n notes are not finished", nullptr, static_cast<int>(pages->drafts.size()));
        m_panel->drafts->say(drafts, tr("Go on"));
        QString arrow;
        if (const notes::Note* const from = notes.notebook().find(notes.arrowFrom()); from && notes.open())
            arrow = tr("Arrow from “%1”: right-click its other end in any view, or take %2")
                        .arg(skein::firstWords(*from, 24),
                             style::text(notes.resolver().resolve(chosenThing()).label, 60));
        m_panel->arrow->say(arrow, tr("Take"), tr("No arrow"));
        const int disputes = m_items.conflicts();
        m_panel->disputes->say(
            disputes > 0 ? tr("Copies of this case disagree in %n place(s)", nullptr, disputes) : QString(),
            tr("Next"));
    }

    void updateCurrent()
    {
        updateActions();
        m_panel->conflicts->show(current());
        keepInSight();
    }

    /// What opens below the list takes room from it.
    void keepInSight()
    {
        QTimer::singleShot(0, m_panel->list, [list = m_panel->list] {
            if (list->currentIndex().isValid())
                list->scrollTo(list->currentIndex());
        });
    }

    void updateActions()
    {
        const NoteItem& item = current();
        NotesPanel& p = *m_panel;
        const bool any = !item.key.empty();
        const bool note = any && item.kind == NoteItem::Kind::Note;
        p.goTo->setEnabled(any && (item.target.hold != notes::Hold::Gone || !item.target.lines.empty()));
        p.answer->setEnabled(any && item.kind != NoteItem::Kind::Verdict);
        p.edit->setEnabled(note);
        const notes::Note* const root = any ? annotations().notebook().find(threadOf(item)) : nullptr;
        p.resolve->setEnabled(root && !root->deleted());
        const bool resolved = root && root->resolved.value();
        p.resolve->setText(resolved ? tr("Re&open") : tr("Re&solve"));
        p.resolve->setIconText(resolved ? tr("Reopen") : tr("Resolve"));
        p.remove->setEnabled(any && item.kind != NoteItem::Kind::Deleted);
        const bool verdict = item.kind == NoteItem::Kind::Verdict;
        p.remove->setText(any && verdict ? tr("&Take it back") : tr("&Delete"));
        p.remove->setIconText(any && verdict ? tr("Take back") : tr("Delete"));
        for (QAction* const action : std::as_const(p.setColour)) {
            action->setEnabled(note && !item.answer);
            action->setChecked(note && action->data().toString().toStdString() == item.colour);
        }
        p.colours->menuAction()->setEnabled(note && !item.answer);
        p.links->menuAction()->setEnabled(note);
        p.arrowTo->setEnabled(note);
        p.noArrow->setEnabled(note && !item.arrow.isEmpty());
        p.move->setEnabled(note && !item.answer);
        p.copy->setEnabled(any);
        if (annotations().arrowFrom())
            updateBanners();
    }

    void fillLinks()
    {
        m_panel->links->clear();
        const QStringList links = m_panel->list->delegate().links(m_panel->list->currentIndex());
        for (const QString& link : links) {
            QString shown = style::text(link.toStdString(), 80);
            shown.replace(u'&', QStringLiteral("&&"));
            m_panel->links->addAction(shown, this, [this, link] { askToOpen(window(), link); });
        }
        if (links.isEmpty())
            m_panel->links->addAction(tr("No link in this note"))->setEnabled(false);
    }

    // ---------------------------------------------------------------------------------------- going

    /// Makes the note current, whatever the filter hides. False where there is none.
    bool reveal(notes::NoteId note)
    {
        const QModelIndex source = m_items.find(note);
        if (!source.isValid())
            return false;
        if (!m_filtered.mapFromSource(source).isValid()) {
            m_panel->openOnly->setChecked(false);
            if (!m_filtered.mapFromSource(source).isValid())
                m_panel->filter->setText({});
        }
        const QModelIndex at = m_filtered.mapFromSource(source);
        m_panel->list->setCurrentIndex(at);
        m_panel->list->scrollTo(at);
        return true;
    }

    void goTo()
    {
        const NoteItem& item = current();
        if (!item.key.empty())
            skein::goTo(selection(), item.target);
    }

    void nextDispute()
    {
        NoteList& list = *m_panel->list;
        m_panel->openOnly->setChecked(false);
        m_panel->filter->setText({});
        const QModelIndex first = m_filtered.index(0, 0);
        QModelIndex at = list.currentIndex().isValid() ? list.currentIndex() : first;
        // Once around.
        for (int left = 2 * m_items.rowCount() + 2 * static_cast<int>(m_items.conflicts()) + 100000;
             at.isValid() && left > 0; --left) {
            at = list.indexBelow(at).isValid() ? list.indexBelow(at) : first;
            if (!m_filtered.item(at).conflicts.empty())
                break;
            if (at == list.currentIndex())
                return;
        }
        list.setCurrentIndex(at);
        list.scrollTo(at);
        focusList();
    }

    void focusList()
    {
        NoteList& list = *m_panel->list;
        if (!list.currentIndex().isValid() && m_filtered.rowCount() > 0)
            list.setCurrentIndex(m_filtered.index(0, 0));
        list.setFocus(Qt::OtherFocusReason);
    }

    /// Somebody writes: the view comes before its neighbours.
    void bringUp()
    {
        for (QWidget* w = parentWidget(); w; w = w->parentWidget()) {
            if (w->inherits("QDockWidget")) {
                w->show();
                w->raise();
                return;
            }
        }
    }

    NoteItems m_items;
    NoteFilter m_filtered;
    NotesPanel* m_panel;
    AnnotatedPtr m_pages;
    QTimer m_minute;
};

} // namespace

View* makeNotesView(ViewContext& context, QWidget* parent)
{
    return new NotesView(context, parent);
}

} // namespace skein
