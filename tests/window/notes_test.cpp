// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Notes and verdicts in the whole window, with keys and clicks.
#include "tests/window/open_window.h"
#include "views/annotations.h"
#include "views/filter_edit.h"
#include "views/notes/note_conflicts.h"
#include "views/notes/note_editor.h"
#include "views/notes/note_list.h"
#include "views/notes/notes_panel.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

struct NotesWindow : OpenWindow {
    ViewDock* dock = window.docks().dock("notes");
    NotesPanel* panel = dock->view().findChild<NotesPanel*>();
    NoteList* list = panel->list;
    NoteEditor* editor = panel->editor;
    Annotations& notes = window.annotations();

    explicit NotesWindow(const char* log = "map-read-write-config-reload.log")
    {
        notes.setAuthor(QStringLiteral("Ann"));
        open(example(log));
        window.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&window));
    }
    const notes::Note* note(std::size_t index = 0)
    {
        const auto live = notes.notebook().liveNotes();
        return index < live.size() ? live[index] : nullptr;
    }
    std::string text(std::size_t index = 0) { return note(index) ? note(index)->text.value() : "no note"; }
    /// As the menu does it.
    void addNote() { QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier); }
    void type(const QString& text) { QTest::keyClicks(&editor->text(), text); }
    void say() { QTest::keyClick(&editor->text(), Qt::Key_Return, Qt::ControlModifier); }
    void write(const QString& text)
    {
        addNote();
        REQUIRE(editor->isVisible());
        type(text);
        say();
    }
    QAction* menuEntry(const QString& words)
    {
        for (QAction* const top : window.menuBar()->actions())
            for (QAction* const action : top->menu()->actions())
                if (action->text().remove(u'&') == words)
                    return action;
        return nullptr;
    }
    void focus(const char* view) { window.docks().raise(*window.docks().dock(view), true); }
    template <class T>
    T* on(const char* view, const char* name)
    {
        return window.docks().dock(view)->view().findChild<T*>(QLatin1String(name));
    }
};

template <class T>
T* dialog(const char* name)
{
    T* found = nullptr;
    const auto look = [&] {
        for (QWidget* const widget : QApplication::topLevelWidgets())
            if (auto* const it = qobject_cast<T*>(widget);
                it && it->objectName() == QLatin1String(name) && it->isVisible())
                found = it;
        return found != nullptr;
    };
    return QTest::qWaitFor(look, 5000) ? found : nullptr;
}

} // namespace

TEST_CASE("notes: one is written where the focus is, with keys alone", "[window][notes]")
{
    NotesWindow w;
    CHECK(w.panel->sentence->text().contains(QStringLiteral("Ctrl+N")));
    w.focus("findings");
    w.addNote();
    REQUIRE(w.editor->isVisible());
    CHECK(w.editor->text().hasFocus());
    auto* const on = w.editor->findChild<QComboBox*>(QStringLiteral("noteOn"));
    CHECK(on->currentText().startsWith(QStringLiteral("finding 1")));
    CHECK(on->count() > 3); // what else is selected
    w.type(QStringLiteral("a race **here**"));
    w.say();
    CHECK_FALSE(w.editor->isVisible());
    CHECK(w.text() == "a race **here**");
    CHECK(w.note()->created.author == "Ann");
    CHECK(notes::kindOf(w.note()->anchor.value()) == "finding");
    CHECK(w.list->hasFocus());
    CHECK(w.list->currentIndex().data().toString() == QStringLiteral("a race **here**"));

    w.focus("sides");
    w.write(QStringLiteral("on the frame"));
    CHECK(notes::kindOf(w.note(1)->anchor.value()) == "frame");
    CHECK(w.panel->count->text() == QStringLiteral("2"));
    CHECK_FALSE(isBlank(w.dock->view().grab().toImage()));
}

TEST_CASE("notes: what it is about can be chosen while it is written", "[window][notes]")
{
    NotesWindow w;
    w.focus("findings");
    w.addNote();
    auto* const on = w.editor->findChild<QComboBox*>(QStringLiteral("noteOn"));
    on->setFocus();
    w.type(QStringLiteral("all of it"));
    QTest::keyClick(on, Qt::Key_End);
    CHECK(on->currentText() == QStringLiteral("the whole case"));
    Q_EMIT on->activated(on->currentIndex());
    w.say();
    CHECK(notes::kindOf(w.note()->anchor.value()) == "case");
    CHECK(w.documents.current()->annotated->drafts.empty());
}

TEST_CASE("notes: answered, edited, coloured, resolved, deleted, with keys; undone and redone",
          "[window][notes]")
{
    NotesWindow w;
    w.write(QStringLiteral("first"));
    QTest::keyClick(w.list, Qt::Key_R);
    REQUIRE(w.editor->isVisible());
    w.type(QStringLiteral("an answer"));
    w.say();
    REQUIRE(w.note(1));
    CHECK(w.note(1)->replyTo == w.note(0)->id);
    CHECK(w.list->currentIndex().parent().isValid());

    w.notes.choose(w.note(0)->id);
    QTest::keyClick(w.list, Qt::Key_E);
    CHECK(w.editor->text().toPlainText() == QStringLiteral("first"));
    w.type(QStringLiteral(", edited"));
    w.say();
    CHECK(w.text() == "first, edited");
    QTest::keyClick(w.list, Qt::Key_2);
    CHECK(w.note()->colour.value() == "red");
    QTest::keyClick(w.list, Qt::Key_Space);
    CHECK(w.note()->resolved.value());
    CHECK(w.menuEntry(QStringLiteral("Undo resolve note")));
    QTest::keyClick(w.list, Qt::Key_Z, Qt::ControlModifier);
    CHECK_FALSE(w.note()->resolved.value());
    CHECK(w.menuEntry(QStringLiteral("Redo resolve note")));
    QTest::keyClick(w.list, Qt::Key_Delete);
    CHECK(w.text() == "an answer"); // answers stay
    CHECK(w.list->model()->rowCount() == 1);
    REQUIRE(w.menuEntry(QStringLiteral("Undo delete note")));
    w.menuEntry(QStringLiteral("Undo delete note"))->trigger();
    CHECK(w.text() == "first, edited");
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(w.list, Qt::Key_Z, Qt::ControlModifier);
    CHECK_FALSE(w.note());
    CHECK(w.panel->sentence->isVisible());
    REQUIRE(w.menuEntry(QStringLiteral("Redo add note")));
    w.menuEntry(QStringLiteral("Redo add note"))->trigger();
    CHECK(w.text() == "first");
}

TEST_CASE("notes: undo from another view is about notes, and that of a text about the text",
          "[window][notes]")
{
    NotesWindow w;
    w.write(QStringLiteral("first"));
    w.focus("log");
    REQUIRE(w.menuEntry(QStringLiteral("Undo add note")));
    QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier);
    CHECK_FALSE(w.note());
    w.addNote();
    w.type(QStringLiteral("words"));
    QTest::keyClick(&w.editor->text(), Qt::Key_Z, Qt::ControlModifier);
    CHECK(w.editor->text().toPlainText().isEmpty());
    CHECK(w.notes.canRedo());
}

TEST_CASE("notes: no text is lost: Escape, another note, another tab, a deleted note", "[window][notes]")
{
    NotesWindow w;
    w.focus("findings");
    w.addNote();
    w.type(QStringLiteral("half a thought"));
    QTest::keyClick(&w.editor->text(), Qt::Key_Escape);
    CHECK_FALSE(w.editor->isVisible());
    CHECK_FALSE(w.note());
    CHECK(w.panel->drafts->isVisible());
    CHECK(w.dock->view().unsaved().size() == 1);
    // Another one is begun meanwhile.
    w.focus("log");
    w.write(QStringLiteral("whole"));
    CHECK(w.text() == "whole");
    Document* const first = w.documents.current();
    w.open(OpenWindow::example("deadlock-abba-mutex.log"));
    CHECK_FALSE(w.panel->drafts->isVisible());
    CHECK(w.notes.notebook().empty());
    w.documents.setCurrent(first);
    w.settle();
    REQUIRE(w.panel->drafts->isVisible());
    Q_EMIT w.panel->drafts->first();
    CHECK(w.editor->text().toPlainText() == QStringLiteral("half a thought"));
    w.say();
    CHECK(w.text(1) == "half a thought");
    CHECK(w.dock->view().unsaved().isEmpty());

    const notes::NoteId id = w.note(1)->id;
    w.notes.choose(id);
    QTest::keyClick(w.list, Qt::Key_R);
    w.type(QStringLiteral("too late"));
    w.notes.remove(id);
    w.say();
    REQUIRE(w.note(1));
    CHECK(w.text(1) == "too late");

    w.addNote();
    w.type(QStringLiteral("never mind"));
    w.editor->discard();
    CHECK_FALSE(w.panel->drafts->isVisible());
    CHECK(w.documents.current()->annotated->drafts.empty());
}

TEST_CASE("notes: a closed tab that is opened again has its notes", "[window][notes]")
{
    NotesWindow w;
    w.write(QStringLiteral("kept"));
    w.documents.close(w.documents.current());
    CHECK_FALSE(w.notes.open());
    w.addNote(); // no log, nothing to write on
    CHECK_FALSE(w.editor->isVisible());
    w.documents.reopen();
    w.settle();
    CHECK(w.text() == "kept");
    w.documents.current()->load();
    w.settle();
    CHECK(w.text() == "kept");
    CHECK(w.notes.targetOf(w.note()->id).hold == notes::Hold::Exact);
}

TEST_CASE("notes: Enter and a double click go to what a note is about", "[window][notes]")
{
    NotesWindow w;
    const ThreadRef other{0, 1};
    w.notes.add({.anchor = w.notes.resolver().onThread(other), .arrowTo = {}, .text = "there", .colour = {}});
    w.focus("notes");
    w.list->setCurrentIndex(w.list->model()->index(0, 0));
    CHECK(w.selected().thread != other);
    QTest::keyClick(w.list, Qt::Key_Return);
    CHECK(w.selected().thread == other);
    w.window.selection().selectThread({0, 0});
    const QRect row = w.list->visualRect(w.list->model()->index(0, 0));
    QTest::mouseDClick(w.list->viewport(), Qt::LeftButton, {}, row.center());
    CHECK(w.selected().thread == other);
}

TEST_CASE("notes: the filter and the hidden resolved ones; a note that is chosen is shown anyway",
          "[window][notes]")
{
    NotesWindow w;
    w.write(QStringLiteral("the lock"));
    w.focus("log");
    w.write(QStringLiteral("the channel"));
    QTest::keyClick(w.list, Qt::Key_Space);
    const QAbstractItemModel& rows = *w.list->model();
    CHECK(rows.rowCount() == 2);
    QTest::keyClick(w.list, Qt::Key_O);
    REQUIRE(rows.rowCount() == 1);
    CHECK(rows.index(0, 0).data().toString() == QStringLiteral("the lock"));
    CHECK(w.panel->count->text() == QStringLiteral("1 of 2"));
    QTest::keyClick(w.list, Qt::Key_O);
    QTest::keyClick(w.list, Qt::Key_F, Qt::ControlModifier);
    CHECK(w.panel->filter->line().hasFocus());
    QTest::keyClicks(&w.panel->filter->line(), QStringLiteral("status:resolved author:ann"));
    REQUIRE(QTest::qWaitFor([&] { return rows.rowCount() == 1; }));
    CHECK(rows.index(0, 0).data().toString() == QStringLiteral("the channel"));
    w.notes.choose(w.note(0)->id);
    CHECK(rows.rowCount() == 2);
    CHECK(w.list->currentIndex().data().toString() == QStringLiteral("the lock"));
    w.panel->filter->setText(QStringLiteral("nowhere"));
    CHECK(w.panel->sentence->text() == QStringLiteral("No note matches the filter."));
}

TEST_CASE("notes: verdicts from the card of a finding, said by whom", "[window][notes]")
{
    NotesWindow w;
    const auto button = [&](const char* name) {
        auto* found = w.on<QPushButton>("findings", name);
        REQUIRE(found);
        return found;
    };
    QTest::mouseClick(button("cardReject"), Qt::LeftButton);
    QCoreApplication::processEvents();
    CHECK(w.notes.said().findings.at(0).opinion == notes::Said::Opinion::Rejected);
    CHECK(button("cardReject")->isChecked());
    CHECK(w.menuEntry(QStringLiteral("Undo reject finding")));
    const auto* const opinion = w.on<QLabel>("findings", "opinion");
    REQUIRE(opinion);
    CHECK(opinion->text().contains(QStringLiteral("Ann")));
    QTest::mouseClick(button("cardConfirm"), Qt::LeftButton);
    QCoreApplication::processEvents();
    CHECK(w.notes.said().findings.at(0).opinion == notes::Said::Opinion::Confirmed);
    QTest::mouseClick(button("cardConfirm"), Qt::LeftButton); // taken back
    QCoreApplication::processEvents();
    CHECK_FALSE(button("cardConfirm")->isChecked());

    w.window.selection().selectThread({0, 2});
    w.window.selection().selectFinding(0);
    QTest::mouseClick(button("cardParty"), Qt::LeftButton);
    auto* const menu = button("cardParty")->findChild<QMenu*>();
    REQUIRE(menu);
    REQUIRE(!menu->actions().isEmpty());
    menu->actions().first()->trigger();
    menu->close();
    QCoreApplication::processEvents();
    CHECK(w.notes.said().findings.at(0).otherParty == w.selected().thread);
}

TEST_CASE("notes: a thread is renamed, marked and hidden from a context menu; the notes view takes it back",
          "[window][notes]")
{
    NotesWindow w;
    QWidget* const tree =
        w.on<QWidget>("groups", "") ? w.window.docks().dock("groups")->view().focusProxy() : nullptr;
    REQUIRE(tree);
    w.focus("groups");
    const auto menu = [&] {
        Q_EMIT tree->customContextMenuRequested(QPoint(20, 10));
        auto* const found = tree->findChild<QMenu*>(QStringLiteral("contextMenu"));
        REQUIRE(found);
        return found;
    };
    QMenu* first = menu();
    REQUIRE(first->findChild<QAction*>(QStringLiteral("verdictHidden")));
    CHECK(first->actions().first()->text() == QStringLiteral("Copy as text"));
    first->findChild<QAction*>(QStringLiteral("verdictHidden"))->trigger();
    first->close();
    CHECK(w.notes.said().hiddenGroups.size() == 1);
    w.focus("notes");
    QTest::keyClick(w.list, Qt::Key_Home);
    REQUIRE(w.list->currentIndex().isValid());
    CHECK(w.panel->remove->text() == QStringLiteral("&Take it back"));
    QTest::keyClick(w.list, Qt::Key_Delete);
    CHECK(w.notes.said().hiddenGroups.empty());
}

TEST_CASE("notes: markup of a stranger stays text, and links ask first", "[window][notes]")
{
    NotesWindow w;
    const QString hostile = QStringLiteral("<b>bold</b> <img src=x> & [go](https://example.com/a?b=c)");
    w.notes.setAuthor(QStringLiteral("<i>Eve</i> & co"));
    w.focus("findings");
    w.write(hostile);
    CHECK(w.text() == hostile.toStdString());
    const QModelIndex at = w.list->currentIndex();
    CHECK(at.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("<i>Eve</i>")));
    CHECK(w.list->delegate().links(at) == QStringList{"https://example.com/a?b=c"});
    // Where it is drawn, a click asks.
    const QRect row = w.list->visualRect(at);
    QPoint link;
    for (int y = row.top(); y < row.bottom() && link.isNull(); y += 3)
        for (int x = row.left(); x < row.right() && link.isNull(); x += 3)
            if (!w.list->delegate().linkAt(QPointF(x, y), row, at).isEmpty())
                link = {x, y};
    REQUIRE_FALSE(link.isNull());
    QTest::mouseClick(w.list->viewport(), Qt::LeftButton, {}, link);
    auto* const question = dialog<QMessageBox>("linkQuestion");
    REQUIRE(question);
    CHECK(question->textFormat() == Qt::PlainText);
    CHECK(question->informativeText()
              .remove(QChar(0x200b))
              .contains(QStringLiteral("https://example.com/a?b=c")));
    question->reject();
    // Tooltips and labels of the card.
    for (const QWidget* const widget : w.window.docks().dock("findings")->view().findChildren<QWidget*>())
        CHECK_FALSE(widget->toolTip().contains(QStringLiteral("<b>bold")));
}

TEST_CASE("notes: copies that disagree are shown, and one is chosen", "[window][notes]")
{
    NotesWindow w;
    w.write(QStringLiteral("before"));
    notes::Notebook theirs = w.notes.notebook();
    w.notes.setText(w.note()->id, QStringLiteral("mine"));
    theirs.setText(w.note()->id, "theirs", {"Bob", 9'000'000'000'000});
    w.notes.replace(notes::merged(w.notes.notebook(), theirs));
    REQUIRE(w.panel->disputes->isVisible());
    Q_EMIT w.panel->disputes->first();
    REQUIRE(w.panel->conflicts->isVisible());
    QPushButton* keep = nullptr;
    for (QPushButton* const button : w.panel->conflicts->findChildren<QPushButton*>())
        if (button->accessibleName().startsWith(QStringLiteral("Keep what Ann")))
            keep = button;
    REQUIRE(keep);
    CHECK_FALSE(isBlank(w.panel->conflicts->grab().toImage()));
    QTest::mouseClick(keep, Qt::LeftButton);
    QCoreApplication::processEvents();
    CHECK(w.text() == "mine");
    CHECK(w.notes.notebook().conflictCount() == 0);
    CHECK_FALSE(w.panel->conflicts->isVisible());
    CHECK_FALSE(w.panel->disputes->isVisible());
}

TEST_CASE("notes: an arrow is drawn to what is selected next", "[window][notes]")
{
    NotesWindow w;
    w.window.selection().selectThread({0, 0});
    w.focus("log");
    w.write(QStringLiteral("from here"));
    QTest::keyClick(w.list, Qt::Key_A);
    REQUIRE(w.panel->arrow->isVisible());
    w.window.selection().selectThread({0, 1});
    Q_EMIT w.panel->arrow->first();
    REQUIRE(w.note()->arrowTo.value());
    CHECK(w.notes.resolver().resolve(*w.note()->arrowTo.value()).thread == ThreadRef{0, 1});
    CHECK_FALSE(w.panel->arrow->isVisible());
    QTest::keyClick(w.list, Qt::Key_A, Qt::ShiftModifier);
    CHECK_FALSE(w.note()->arrowTo.value());
}

TEST_CASE("notes: the name that stands on them is asked for in the Edit menu", "[window][notes]")
{
    NotesWindow w;
    REQUIRE(w.menuEntry(QStringLiteral("Your name on notes…")));
    w.menuEntry(QStringLiteral("Your name on notes…"))->trigger();
    auto* const question = dialog<QInputDialog>("author");
    REQUIRE(question);
    CHECK(question->textValue() == QStringLiteral("Ann"));
    question->setTextValue(QStringLiteral("Maria"));
    question->accept();
    CHECK(w.notes.author() == QStringLiteral("Maria"));
    CHECK(w.settings.value(QStringLiteral("notes/author")).toString() == QStringLiteral("Maria"));
    w.write(QStringLiteral("mine"));
    CHECK(w.note()->created.author == "Maria");
}
