// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The life of a case in the window: saved, opened, merged, closed, recovered.
#include "app/window/cases.h"
#include "model/said/statuses.h"
#include "model/triage/baseline_file.h"
#include "tests/window/open_window.h"
#include "views/triage/triage_view.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTabBar>
#include <QTimer>
#include <QUrl>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace skein;

namespace
{

notes::NoteFields fields(const char* text, notes::Anchor on = notes::Resolver::onCase())
{
    notes::NoteFields out;
    out.anchor = std::move(on);
    out.text = text;
    return out;
}

struct CaseWindow : OpenWindow {
    Document* document = nullptr;

    CaseWindow()
    {
        QFile::copy(example("deadlock-abba-mutex.log"), path("crash.log"));
        document = open(path("crash.log"));
        REQUIRE(document->state() == Document::State::Ready);
    }
    ~CaseWindow()
    {
        for (int i = 0; i < documents.count(); ++i)
            documents.at(i)->keeper().discard();
        CaseKeeper::setRecoveryFolder({});
    }
    QString path(const char* name) const { return directory.filePath(QLatin1String(name)); }
    Annotations& notes() { return window.annotations(); }
    CaseKeeper& keeper() { return documents.current()->keeper(); }
    QString tab(int index = 0)
    {
        return window.findChild<QTabBar*>(QStringLiteral("documentTabs"))->tabText(index);
    }

    bool saved(const std::function<void()>& act)
    {
        bool done = false;
        const auto connection = QObject::connect(&keeper(), &CaseKeeper::saved, [&] { done = true; });
        act();
        const bool ok = QTest::qWaitFor([&] { return done; }, 20'000);
        QObject::disconnect(connection);
        QCoreApplication::processEvents();
        return ok;
    }
    bool save(const char* name)
    {
        return saved([&] { keeper().save(path(name)); });
    }
    cases::CaseFile read(const char* name)
    {
        auto file = cases::openCase(path(name).toStdString());
        REQUIRE(file);
        return *file;
    }
    /// Another person's copy of a case, with a note more.
    void writeCopy(const char* from, const char* to, const char* text)
    {
        cases::CaseFile file = read(from);
        file.notebook.add(fields(text), {"Bert", 1'000});
        REQUIRE(cases::saveCase(path(to).toStdString(), file));
    }
    void drop(const QString& file)
    {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(file)});
        window.openFrom(mime, true);
    }
    QByteArray bytes(const char* name)
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList recoveryFiles() { return QDir(path("recovery")).entryList(QDir::Files); }
    std::size_t live() { return documents.current()->annotated->notebook.liveNotes().size(); }
};

/// Presses a button of the next box that is executed.
void answer(QMessageBox::StandardButton button)
{
    QTimer::singleShot(0, qApp, [button] {
        auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        REQUIRE(box);
        box->button(button)->click();
    });
}

/// The text of the box that is open, which is closed.
QString boxText(MainWindow& window)
{
    QString text;
    const bool there = QTest::qWaitFor(
        [&] {
            for (QMessageBox* const box : window.findChildren<QMessageBox*>()) {
                if (!box->isVisible())
                    continue;
                text = box->text() + u'\n' + box->informativeText();
                box->close();
                return true;
            }
            return false;
        },
        20'000);
    CHECK(there);
    QTest::qWait(1);
    return text;
}

} // namespace

TEST_CASE("a note makes the log modified, saving makes it a case, and the case has it again",
          "[window][case]")
{
    CaseWindow w;
    CHECK_FALSE(w.window.isWindowModified());
    w.window.selection().selectFinding(0);
    w.notes().add(fields("who *holds* this?", w.notes().resolver().onFinding(0)));
    CHECK(w.window.isWindowModified());
    CHECK(w.tab().startsWith(u'•'));

    // As the menu does it: a dialog that proposes a name beside the log.
    w.window.cases().save(*w.document);
    auto* const dialog = w.window.findChild<QFileDialog*>(QStringLiteral("saveCase"));
    REQUIRE(dialog);
    CHECK(dialog->nameFilters().first().contains(QStringLiteral("*.skein")));
    CHECK(dialog->selectedFiles() == QStringList{w.path("crash.log.skein")});
    CHECK(w.saved([&] { Q_EMIT dialog->fileSelected(w.path("crash.log.skein")); }));
    dialog->reject();
    CHECK_FALSE(w.window.isWindowModified());
    CHECK(w.tab() == QStringLiteral("crash.log.skein"));
    CHECK(w.window.windowTitle().startsWith(QStringLiteral("crash.log.skein")));
    CHECK(w.window.recentFiles().entries().first().path == w.path("crash.log.skein"));
    const cases::CaseFile file = w.read("crash.log.skein");
    CHECK(file.log.name == "crash.log");
    CHECK(file.notebook.liveNotes().size() == 1);

    w.documents.requestClose(w.document);
    CHECK(w.documents.count() == 0);
    w.open(w.path("crash.log.skein"));
    CHECK(w.live() == 1);
    CHECK_FALSE(w.window.isWindowModified());
    const QByteArray before = w.bytes("crash.log.skein");
    CHECK(w.save("crash.log.skein"));
    CHECK(w.bytes("crash.log.skein") == before);
}

TEST_CASE("what was chosen, and the views in front, come back with the case", "[window][case]")
{
    CaseWindow w;
    const auto& threads = w.document->analysis()->log->snapshots[0].threads;
    w.window.selection().selectThread({0, static_cast<std::uint32_t>(threads.size() - 1)});
    const Selected chosen = w.selected();
    w.window.docks().raise(*w.window.docks().dock("log"), false);
    QTest::qWait(50);
    CHECK(w.save("a.skein"));
    w.documents.close(w.document);
    w.window.docks().raise(*w.window.docks().dock("source"), false);
    QTest::qWait(50);
    w.open(w.path("a.skein"));
    CHECK(w.selected().thread == chosen.thread);
    CHECK(w.selected().lines == chosen.lines);
    CHECK(QTest::qWaitFor([&] { return w.window.docks().dock("log")->isShown(); }));
}

TEST_CASE("saving says what went wrong, and the notes stay unsaved", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("a"));
    w.keeper().save(QStringLiteral("/proc/nowhere/a.skein"));
    CHECK(boxText(w.window).contains(QStringLiteral("/proc/nowhere/a.skein")));
    CHECK(w.keeper().isModified());
    CHECK(w.keeper().path().isEmpty());
}

TEST_CASE("the case holds the log that was read, whatever its file holds by now", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("a"));
    const std::string read(w.document->analysis()->log->text.bytes());
    w.write(QStringLiteral("crash.log"), "another crash\n");
    CHECK(w.save("a.skein"));
    CHECK(w.read("a.skein").log.bytes == read);
    // And by reference, that is an error and nothing else.
    CaseWindow v;
    v.write(QStringLiteral("crash.log"), "another crash\n");
    v.keeper().save(v.path("b.skein"), true);
    CHECK(boxText(v.window).contains(QStringLiteral("has changed")));
    CHECK_FALSE(QFile::exists(v.path("b.skein")));
}

TEST_CASE("a case by reference stands beside its log, and takes it along elsewhere", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("a"));
    CHECK(w.saved([&] { w.keeper().save(w.path("a.skein"), true); }));
    CHECK(w.read("a.skein").log.byReference);
    w.documents.close(w.document);
    w.open(w.path("a.skein"));
    CHECK(w.live() == 1);
    QDir(w.directory.path()).mkdir(QStringLiteral("there"));
    CHECK(w.save("there/a.skein"));
    CHECK_FALSE(w.read("there/a.skein").log.byReference);
}

TEST_CASE("closing a tab asks about notes that are not saved", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("a"));
    answer(QMessageBox::Cancel);
    w.documents.requestClose(w.document);
    CHECK(w.documents.count() == 1);
    CHECK(w.save("a.skein"));
    w.notes().add(fields("b"));
    answer(QMessageBox::Save);
    w.documents.requestClose(w.document);
    CHECK(QTest::qWaitFor([&] { return w.documents.count() == 0; }, 20'000));
    CHECK(w.read("a.skein").notebook.liveNotes().size() == 2);
    // What was not wanted goes, but can be had back with the tab.
    w.open(w.path("a.skein"));
    w.notes().add(fields("c"));
    answer(QMessageBox::Discard);
    w.documents.requestClose(w.documents.current());
    CHECK(w.documents.count() == 0);
    CHECK(w.read("a.skein").notebook.liveNotes().size() == 2);
    w.documents.reopen();
    REQUIRE(w.settle());
    CHECK(w.live() == 3);
    CHECK(w.window.isWindowModified());
}

TEST_CASE("closing the window saves all cases, and closes when they are written", "[window][case]")
{
    CaseWindow w;
    CHECK(w.save("a.skein"));
    w.notes().add(fields("a"));
    answer(QMessageBox::Cancel);
    CHECK_FALSE(w.window.close());
    answer(QMessageBox::Save);
    w.window.close();
    CHECK(QTest::qWaitFor([&] { return !w.window.isVisible(); }, 20'000));
    CHECK(w.read("a.skein").notebook.liveNotes().size() == 1);
}

TEST_CASE("notes of a copy are merged, from the menu and by a drop", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("mine"));
    CHECK(w.save("a.skein"));
    w.writeCopy("a.skein", "b.skein", "Bert's");
    w.keeper().merge(w.path("b.skein"));
    CHECK(QTest::qWaitFor([&] { return w.live() == 2; }, 20'000));
    CHECK(w.window.isWindowModified());
    CHECK_FALSE(w.notes().canUndo());
    CHECK(w.notes().said().notes.size() == 2); // views look at the new ones

    w.writeCopy("a.skein", "c.skein", "by a drop");
    w.drop(w.path("c.skein"));
    CHECK(QTest::qWaitFor([&] { return w.live() == 3; }, 20'000));
    CHECK(w.documents.count() == 1);
    // Again: nothing new.
    w.drop(w.path("c.skein"));
    QTest::qWait(200);
    CHECK(w.live() == 3);
}

TEST_CASE("a case of another log is refused by the menu, and opened when it is dropped", "[window][case]")
{
    CaseWindow w;
    CHECK(w.save("a.skein"));
    auto other = cases::newCase(OpenWindow::example("map-writes-http-registry.log").toStdString());
    REQUIRE(other);
    REQUIRE(cases::saveCase(w.path("other.skein").toStdString(), *other));
    w.keeper().merge(w.path("other.skein"));
    CHECK(boxText(w.window).contains(QStringLiteral("other.skein is about another log")));
    w.write(QStringLiteral("no.skein"), "hello");
    w.keeper().merge(w.path("no.skein"));
    CHECK(boxText(w.window).contains(QStringLiteral("not a case file")));
    CHECK_FALSE(w.keeper().isModified());
    w.drop(w.path("other.skein"));
    CHECK(QTest::qWaitFor([&] { return w.documents.count() == 2; }, 20'000));
    REQUIRE(w.settle());
    CHECK(w.documents.current()->source().title == QStringLiteral("other.skein"));
}

TEST_CASE("a conflict is said, and both versions stay", "[window][case]")
{
    CaseWindow w;
    const notes::NoteId id = w.notes().add(fields("first"));
    CHECK(w.save("a.skein"));
    cases::CaseFile theirs = w.read("a.skein");
    theirs.notebook.setText(id, "Bert's words", {"Bert", 4'000'000'000'000});
    REQUIRE(cases::saveCase(w.path("b.skein").toStdString(), theirs));
    w.notes().setText(id, QStringLiteral("my words"));
    w.keeper().merge(w.path("b.skein"));
    const QString text = boxText(w.window);
    CHECK(text.contains(QStringLiteral("1 changed")));
    CHECK(text.contains(QStringLiteral("1 thing was written differently")));
    CHECK(w.document->annotated->notebook.find(id)->text.versions().size() == 2);
}

TEST_CASE("what somebody else has saved meanwhile is merged, not written over", "[window][case]")
{
    CaseWindow w;
    w.notes().add(fields("mine"));
    CHECK(w.save("a.skein"));
    w.writeCopy("a.skein", "a.skein", "Bert's, in the same file");
    w.notes().add(fields("mine, later"));
    CHECK(w.save("a.skein"));
    CHECK(w.read("a.skein").notebook.liveNotes().size() == 3);
    CHECK(w.live() == 3);
    CHECK_FALSE(w.window.isWindowModified());
}

TEST_CASE("what triage says of leaks travels in the case, and is there without the baseline",
          "[window][case]")
{
    CaseWindow w;
    w.documents.close(w.document);
    QFile::copy(OpenWindow::example("leak-unread-results-channel.log"), w.path("leak.log"));
    w.open(w.path("leak.log"));
    const notes::Resolver& resolver = w.notes().resolver();
    const notes::Anchor group = resolver.onGroup(0);
    const auto* const on = std::get_if<notes::OnGroup>(&group.at);
    REQUIRE(on);
    const std::string fingerprint = on->fingerprint;
    triage::Baseline baseline;
    baseline.set(
        triage::BaselineEntry{.fingerprint = *triage::parseFingerprint(fingerprint), .owner = "maria"});
    baseline.set(triage::BaselineEntry{.fingerprint = {.place = 1}, .owner = "of another log"});
    const std::string file = w.path("skein-leaks.toml").toStdString();
    REQUIRE(triage::writeBaseline(file, baseline));
    w.documents.current()->load(); // the view reads its baseline again
    REQUIRE(w.settle());
    CHECK(w.saved([&] { w.keeper().save(w.path("no.skein")); })); // by itself it takes nothing
    CHECK(w.saved([&] { w.window.cases().save(*w.documents.current()); }));
    auto said = notes::statusesOf(w.read("no.skein").notebook);
    REQUIRE(said.size() == 1);
    CHECK(said[0].owner == "maria");

    // Elsewhere there is no such baseline: the case says it.
    REQUIRE(QDir(w.directory.path()).mkdir(QStringLiteral("there")));
    REQUIRE(QFile::rename(w.path("no.skein"), w.path("there/no.skein")));
    w.documents.close(w.documents.current());
    w.open(w.path("there/no.skein"));
    const View& triage = w.window.docks().dock("triage")->view();
    said = statusesIn(triage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].owner == "maria");
    CHECK(triage.unsaved().isEmpty());
    CHECK_FALSE(w.keeper().isModified());
    const QByteArray before = w.bytes("there/no.skein");
    CHECK(w.saved([&] { w.window.cases().save(*w.documents.current()); }));
    CHECK(notes::statusesOf(w.read("there/no.skein").notebook).size() == 1);
    CHECK_FALSE(QFile::exists(w.path("there/skein-leaks.toml")));
    CHECK(w.bytes("there/no.skein").size() == before.size());
}

TEST_CASE("what is not saved stands in a journal, until it is saved or not wanted", "[window][case]")
{
    CaseWindow w;
    CaseKeeper::setRecoveryFolder(w.path("recovery").toStdString());
    w.notes().add(fields("a"));
    // The log as it was read is kept, too: the next crash writes over its file.
    CHECK(QTest::qWaitFor([&] { return w.recoveryFiles().size() == 2; }, 20'000));
    CHECK(cases::recoverable(w.path("recovery").toStdString()).empty()); // this program has not ended
    CHECK(w.save("a.skein"));
    CHECK(w.recoveryFiles().isEmpty());
    w.notes().add(fields("b"));
    CHECK(w.recoveryFiles().size() == 1); // the case has the log
    w.keeper().discard();
    CHECK(w.recoveryFiles().isEmpty());
}

TEST_CASE("notes of a program that ended are offered, and recovered with their log", "[window][case]")
{
    CaseWindow w;
    const std::filesystem::path folder = w.path("recovery").toStdString();
    CHECK(w.save("a.skein"));
    notes::Notebook lost;
    lost.add(fields("lost"), {"Ann", 1'000});
    QString journal;
    {
        auto made = cases::Journal::create(
            folder, {.caseFile = w.path("a.skein").toStdString(), .logName = "crash.log"});
        REQUIRE(made);
        REQUIRE(made->append(lost));
        journal = QString::fromStdString(made->file().string());
    }
    CaseKeeper::setRecoveryFolder(folder);
    const auto box = [&] {
        w.window.cases().offerRecovery(folder);
        auto* const question = w.window.findChild<QMessageBox*>(QStringLiteral("recoveryQuestion"));
        REQUIRE(question);
        CHECK(question->informativeText().contains(QStringLiteral("crash.log: 1 note")));
        return question;
    };
    const auto press = [&](QMessageBox::ButtonRole role) {
        QMessageBox* const question = box();
        for (QAbstractButton* const button : question->buttons())
            if (question->buttonRole(button) == role)
                button->click();
        QTest::qWait(1);
    };
    press(QMessageBox::RejectRole); // not now: nothing happens to it
    CHECK(QFile::exists(journal));
    CHECK(w.live() == 0);
    press(QMessageBox::AcceptRole);
    CHECK(QTest::qWaitFor([&] { return w.live() == 1; }, 20'000));
    CHECK(w.documents.count() == 1); // its case was open
    CHECK(w.window.isWindowModified());
    CHECK_FALSE(QFile::exists(journal));
    CHECK(w.recoveryFiles().size() == 1); // what is recovered, and not saved yet
    CHECK(w.save("a.skein"));
    CHECK(w.recoveryFiles().isEmpty());
    CHECK(w.read("a.skein").notebook.liveNotes().size() == 1);
}

TEST_CASE("notes on a log that was never saved are recovered with the log of that time", "[window][case]")
{
    CaseWindow w;
    const std::filesystem::path folder = w.path("recovery").toStdString();
    CHECK(w.save("a.skein"));
    notes::Notebook lost;
    lost.add(fields("lost"), {"Ann", 1'000});
    {
        auto made = cases::Journal::create(folder, {.log = "/gone/crash.log", .logName = "crash.log"});
        REQUIRE(made);
        REQUIRE(made->append(lost));
        std::filesystem::path kept = made->file();
        std::filesystem::copy_file(w.path("a.skein").toStdString(), kept.replace_extension(".skein"));
    }
    w.documents.close(w.document);
    CaseKeeper::setRecoveryFolder(folder);
    // A log without its journal is nobody's.
    w.write(QStringLiteral("recovery/0123456789abcdef.skein"), "x");
    w.window.cases().offerRecovery(folder);
    CHECK(w.recoveryFiles().size() == 2);
    auto* const question = w.window.findChild<QMessageBox*>(QStringLiteral("recoveryQuestion"));
    REQUIRE(question);
    question->defaultButton()->click();
    REQUIRE(w.settle());
    REQUIRE(w.documents.count() == 1);
    CHECK(w.live() == 1);
    CHECK(w.documents.current()->source().title == QStringLiteral("crash.log"));
    CHECK(w.keeper().path().isEmpty()); // the user has no such file yet
    CHECK(w.window.isWindowModified());
    // The old pair goes when the new one is whole.
    CHECK(QTest::qWaitFor([&] { return w.recoveryFiles().size() == 2; }, 20'000));
    CHECK(w.save("found.skein"));
    CHECK(w.read("found.skein").notebook.liveNotes().size() == 1);
    CHECK(w.recoveryFiles().isEmpty());
    CHECK(std::ranges::none_of(w.window.recentFiles().entries(), [](const RecentFiles::Entry& entry) {
        return entry.path.contains(QStringLiteral("recovery"));
    }));
}
