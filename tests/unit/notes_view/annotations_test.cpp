// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"
#include "views/annotations.h"
#include "views/note_menu.h"

#include <KSyntaxHighlighting/Repository>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <catch2/catch_test_macros.hpp>

using namespace skein;
using notes::VerdictKind;

namespace
{

AnalysisPtr example(const char* name)
{
    auto input = openInput(std::string(SKEIN_SOURCE_DIR "/examples/") + name);
    REQUIRE(input);
    auto log = parse(std::move(*input));
    REQUIRE(log);
    return analyse(*log);
}

struct Pages {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(QStringLiteral("skein.conf")), QSettings::IniFormat};
    ThemeSource themes;
    KSyntaxHighlighting::Repository syntax;
    Selection selection;
    Annotations notes{settings, QStringLiteral("ann")};
    ViewContext context{selection, themes, syntax, settings, notes};
    AnalysisPtr analysis = example("map-read-write-config-reload.log");
    AnnotatedPtr pages = std::make_shared<Annotated>();

    Pages()
    {
        notes.show(analysis, pages);
        selection.setAnalysis(analysis);
    }
    notes::Anchor thread(std::uint32_t index = 0) { return notes.resolver().onThread({0, index}); }
    notes::NoteId write(const char* text, std::uint32_t on = 0)
    {
        return notes.add({.anchor = thread(on), .arrowTo = {}, .text = text, .colour = {}});
    }
    std::string textOf(notes::NoteId id) { return notes.notebook().find(id)->text.value(); }
};

QAction* entry(QMenu& menu, const char* name)
{
    return menu.findChild<QAction*>(QLatin1String(name));
}

} // namespace

TEST_CASE("annotations: nothing is open, and nothing happens", "[notes]")
{
    QTemporaryDir directory;
    QSettings settings(directory.filePath(QStringLiteral("skein.conf")), QSettings::IniFormat);
    Annotations notes(settings);
    CHECK_FALSE(notes.open());
    CHECK_FALSE(notes.add({.anchor = {}, .arrowTo = {}, .text = "x", .colour = {}}));
    CHECK_FALSE(notes.reply({1, 2}, QStringLiteral("x")));
    notes.setVerdict(VerdictKind::Hidden, {}, {.text = "yes", .party = {}});
    notes.undo();
    notes.redo();
    notes.choose({1, 2});
    CHECK(notes.notebook().empty());
    CHECK(notes.said().notes.empty());
    CHECK(notes.targetOf({1, 2}).hold == notes::Hold::Gone);
    CHECK_FALSE(notes.canUndo());
}

TEST_CASE("annotations: each change is one step of undo, and is told", "[notes]")
{
    Pages p;
    QSignalSpy changed(&p.notes, &Annotations::changed);
    QSignalSpy recorded(&p.notes, &Annotations::recorded);
    const auto id = p.write("first");
    REQUIRE(id);
    CHECK(p.notes.undoText() == QStringLiteral("&Undo add note"));
    p.notes.setText(id, QStringLiteral("second"));
    p.notes.setText(id, QStringLiteral("second")); // says nothing new
    p.notes.setColour(id, "red");
    p.notes.setResolved(id, true);
    const auto answer = p.notes.reply(id, QStringLiteral("yes"));
    p.notes.remove(id);
    CHECK(changed.size() == 6);
    CHECK(recorded.size() == 6);
    CHECK(p.notes.undoText() == QStringLiteral("&Undo delete note"));
    CHECK(p.pages->modified());

    p.notes.undo();
    CHECK_FALSE(p.notes.notebook().find(id)->deleted());
    CHECK(p.notes.redoText() == QStringLiteral("&Redo delete note"));
    p.notes.undo();
    CHECK(p.notes.notebook().find(answer)->deleted());
    p.notes.undo();
    p.notes.undo();
    CHECK(p.notes.notebook().find(id)->colour.value().empty());
    p.notes.undo();
    CHECK(p.textOf(id) == "first");
    p.notes.undo();
    CHECK(p.notes.notebook().liveNotes().empty());
    CHECK_FALSE(p.notes.canUndo());
    CHECK(p.notes.undoText() == QStringLiteral("&Undo"));
    for (int i = 0; i < 5; ++i)
        p.notes.redo();
    CHECK(p.textOf(id) == "second");
    CHECK(p.notes.notebook().find(id)->resolved.value());
    CHECK(recorded.size() == 6 + 6 + 5);
    // Something else is done: what was undone cannot be done again.
    p.notes.setColour(id, "blue");
    CHECK_FALSE(p.notes.canRedo());
}

TEST_CASE("annotations: said() is that of the notes as they are now", "[notes]")
{
    Pages p;
    const ThreadRef first{0, 0};
    CHECK(p.notes.said().notesOnThreads.empty());
    const auto id = p.write("a race");
    REQUIRE(p.notes.said().notesOnThreads.at(first).size() == 1);
    CHECK(p.notes.targetOf(id).thread == first);
    p.notes.setVerdict(VerdictKind::Name, p.thread(), {.text = "writer", .party = {}});
    CHECK(p.notes.said().names.at(first).text == "writer");
    CHECK(p.notes.undoText() == QStringLiteral("&Undo rename thread"));
    p.notes.undo();
    CHECK(p.notes.said().names.empty());
    p.notes.setAnchor(id, p.thread(1));
    CHECK(p.notes.said().notesOnThreads.contains({0, 1}));
    CHECK_FALSE(p.notes.said().notesOnThreads.contains(first));
    p.notes.remove(id);
    CHECK(p.notes.said().notes.empty());
}

TEST_CASE("annotations: each document keeps its notes and its undo", "[notes]")
{
    Pages p;
    const auto id = p.write("here");
    p.notes.choose(id);
    const auto other = std::make_shared<Annotated>();
    p.notes.show(example("deadlock-abba-mutex.log"), other);
    CHECK(p.notes.notebook().empty());
    CHECK_FALSE(p.notes.canUndo());
    CHECK_FALSE(p.notes.chosen());
    CHECK(p.notes.said().notes.empty());
    const auto there = p.write("there");
    p.notes.show(p.analysis, p.pages);
    CHECK(p.notes.notebook().find(id));
    CHECK_FALSE(p.notes.notebook().find(there));
    CHECK(p.notes.said().notes.size() == 1);
    p.notes.undo();
    CHECK(p.notes.notebook().liveNotes().empty());
    CHECK(other->notebook.liveNotes().size() == 1);
    CHECK(other->history.canUndo());
}

TEST_CASE("annotations: a case that is read again keeps what was written since", "[notes]")
{
    notes::Notebook file;
    const auto theirs =
        file.add({.anchor = {}, .arrowTo = {}, .text = "theirs", .colour = {}}, {"bob", 1000}).note;
    Annotated pages;
    pages.take(file);
    CHECK_FALSE(pages.modified());
    CHECK(pages.notebook.find(theirs));
    pages.take(file);
    CHECK_FALSE(pages.modified());
    const auto mine =
        pages.notebook.add({.anchor = {}, .arrowTo = {}, .text = "mine", .colour = {}}, {"ann", 2000}).note;
    CHECK(pages.modified());
    pages.take(file);
    CHECK(pages.modified());
    CHECK(pages.notebook.find(mine));
    CHECK(pages.notebook.find(theirs));
}

TEST_CASE("annotations: merged pages take the place of what is shown, as something that is not saved",
          "[notes]")
{
    Pages p;
    p.write("mine");
    p.pages->savedRevision = p.pages->notebook.revision();
    notes::Notebook theirs;
    theirs.add({.anchor = p.thread(), .arrowTo = {}, .text = "theirs", .colour = {}}, {"bob", 1000});
    QSignalSpy changed(&p.notes, &Annotations::changed);
    p.notes.replace(notes::merged(p.notes.notebook(), theirs));
    CHECK(changed.size() == 1);
    CHECK(p.notes.said().notes.size() == 2);
    CHECK_FALSE(p.notes.canUndo());
    CHECK(p.pages->modified());
}

TEST_CASE("annotations: who writes is what the settings say, or the system", "[notes]")
{
    Pages p;
    CHECK(p.notes.author() == QStringLiteral("ann"));
    QSignalSpy told(&p.notes, &Annotations::authorChanged);
    p.notes.setAuthor(QStringLiteral("  Ann Other "));
    CHECK(told.size() == 1);
    const auto id = p.write("x");
    CHECK(p.notes.notebook().find(id)->created.author == "Ann Other");
    p.notes.setAuthor({});
    CHECK(p.notes.author() == QStringLiteral("ann"));
    CHECK_FALSE(p.settings.contains(QStringLiteral("notes/author")));
}

TEST_CASE("annotations: what is selected gives what a note may sit on, the case last", "[notes]")
{
    Pages p;
    CHECK(anchorsOf({}, p.notes.resolver()).size() == 1);
    p.selection.selectFinding(0);
    const auto anchors = anchorsOf(p.selection.current(), p.notes.resolver());
    std::vector<std::string_view> kinds;
    for (const notes::Anchor& anchor : anchors) {
        kinds.push_back(notes::kindOf(anchor));
        CHECK(p.notes.resolver().resolve(anchor).hold == notes::Hold::Exact);
    }
    CHECK(kinds ==
          std::vector<std::string_view>{"frame", "thread", "access", "finding", "group", "lines", "case"});
    // And back again.
    for (const notes::Anchor& anchor : anchors) {
        p.selection.clear();
        const notes::Target target = p.notes.resolver().resolve(anchor);
        goTo(p.selection, target);
        CHECK((notes::kindOf(anchor) == "case" || p.selection.current().thread));
        CHECK((!target.finding || p.selection.current().finding == target.finding));
    }
}

TEST_CASE("note menu: verdicts are given and taken back, an arrow is drawn in two steps", "[notes]")
{
    Pages p;
    const notes::Anchor finding = p.notes.resolver().onFinding(0);
    {
        QMenu menu;
        addNoteActions(menu, p.context, finding);
        REQUIRE(entry(menu, "verdictConfirm"));
        CHECK_FALSE(entry(menu, "verdictName"));
        entry(menu, "verdictReject")->trigger();
    }
    CHECK(p.notes.said().findings.at(0).opinion == notes::Said::Opinion::Rejected);
    CHECK(p.notes.said().findings.at(0).opinionBy.author == "ann");
    {
        QMenu menu;
        addNoteActions(menu, p.context, finding);
        CHECK(entry(menu, "verdictReject")->isChecked());
        entry(menu, "verdictReject")->trigger();
    }
    CHECK((!p.notes.said().findings.contains(0) || !p.notes.said().findings.at(0).opinion));

    p.selection.selectFinding(0);
    const auto id = p.notes.add({.anchor = finding, .arrowTo = {}, .text = "& <b>this</b>", .colour = {}});
    p.notes.beginArrow(id);
    {
        QMenu menu;
        addNoteActions(menu, p.context, p.thread(1));
        REQUIRE(entry(menu, "noteArrow"));
        entry(menu, "noteArrow")->trigger();
        entry(menu, "verdictPin")->trigger();
        entry(menu, "verdictHidden")->trigger();
        entry(menu, "verdictImportant")->trigger();
    }
    CHECK(p.notes.notebook().find(id)->arrowTo.value() == p.thread(1));
    CHECK_FALSE(p.notes.arrowFrom());
    CHECK(p.notes.said().findings.at(0).otherParty == ThreadRef{0, 1});
    CHECK(p.notes.said().hidden.contains({0, 1}));
    CHECK(p.notes.said().important.contains({0, 1}));
    CHECK(hiddenLanes(p.notes) == 1);
    {
        QMenu menu;
        addNoteActions(menu, p.context, p.thread(0));
        REQUIRE(entry(menu, "verdictShowAll"));
        entry(menu, "verdictShowAll")->trigger();
    }
    CHECK(hiddenLanes(p.notes) == 0);
    {
        QMenu menu;
        addNoteActions(menu, p.context, finding);
        REQUIRE(entry(menu, "noteShow"));
        CHECK(entry(menu, "noteShow")->text() == QStringLiteral("Note: && <b>this</b>"));
        QSignalSpy chosen(&p.notes, &Annotations::noteChosen);
        entry(menu, "noteShow")->trigger();
        CHECK(chosen.size() == 1);
        entry(menu, "verdictUnpin")->trigger();
    }
    CHECK_FALSE(p.notes.said().findings.contains(0));
}
