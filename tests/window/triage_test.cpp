// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/compared_logs.h"
#include "model/formatted.h"
#include "model/triage/baseline_file.h"
#include "tests/window/open_window.h"
#include "views/filter_edit.h"
#include "views/items/triage_items.h"
#include "views/triage/baselines.h"
#include "views/triage/creation_tree.h"
#include "views/triage/triage_table.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QStackedWidget>
#include <QTimer>
#include <QUrl>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

/// Goroutines that send, from number 10, and two that wait for a lock.
QByteArray dump(int senders, int minutes)
{
    std::string text = "goroutine 1 [running]:\nmain.main()\n\t/src/main.go:9 +0x1d\n\n";
    const auto add = [&](int id, const char* wait, const char* function, int line) {
        text += formatted("goroutine {} [{}, {} minutes]:\nmain.{}(0xc000020000)\n\t/src/main.go:{} "
                          "+0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:7 +0x1d\n\n",
                          id, wait, minutes, function, line);
    };
    add(7, "sync.Mutex.Lock", "locked", 30);
    add(8, "chan receive", "reader", 40);
    for (int i = 0; i < senders; ++i)
        add(10 + i, "chan send", "worker", 12);
    return QByteArray::fromStdString(text);
}

struct TriageWindow : OpenWindow {
    ViewDock* dock = nullptr;
    TriageTable* table = nullptr;
    FilterEdit* filter = nullptr;

    explicit TriageWindow(int senders = 4)
    {
        open(write(QStringLiteral("crash.log"), dump(senders, 5)));
        dock = window.docks().dock("triage");
        REQUIRE(dock);
        window.docks().raise(*dock, true);
        table = dock->view().findChild<TriageTable*>(QStringLiteral("triageTable"));
        filter = dock->view().findChild<FilterEdit*>();
        REQUIRE(rows(3));
    }
    bool rows(int count)
    {
        return QTest::qWaitFor([&] { return table->model()->rowCount() == count; }, 20000);
    }
    QString cell(int row, int column) { return table->model()->index(row, column).data().toString(); }
    int rowOf(const char* place)
    {
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (cell(row, 3).startsWith(QLatin1String(place)))
                return row;
        return -1;
    }
    void choose(const char* place, int column = 0)
    {
        table->setFocus();
        table->setCurrentIndex(table->model()->index(rowOf(place), column));
    }
    QString baseline()
    {
        QFile file(directory.filePath(QLatin1String(triage::kBaselineName)));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    QAction* action(const char* name) { return dock->view().findChild<QAction*>(QLatin1String(name)); }
};

} // namespace

TEST_CASE("triage: keys set a status on many, undo takes it back, saving writes the file beside the log",
          "[window][triage]")
{
    TriageWindow w;
    CHECK(w.cell(0, 0) == QStringLiteral("new"));
    w.choose("main.worker");
    CHECK(w.selected().thread);
    w.table->selectAll();
    QTest::keyClick(w.table, Qt::Key_K);
    for (int row = 0; row < 3; ++row)
        CHECK(w.cell(row, 0) == QStringLiteral("known"));
    CHECK(w.dock->view().unsaved().size() == 1);
    w.action("undo")->trigger();
    for (int row = 0; row < 3; ++row)
        CHECK(w.cell(row, 0) == QStringLiteral("new"));
    CHECK(w.dock->view().unsaved().isEmpty());
    w.action("redo")->trigger();
    CHECK(w.cell(1, 0) == QStringLiteral("known"));

    w.choose("main.locked");
    QTest::keyClick(w.table, Qt::Key_W);
    CHECK(w.cell(w.rowOf("main.locked"), 0) == QStringLiteral("won't fix"));
    QTest::keyClick(w.table, Qt::Key_Delete);
    CHECK(w.cell(w.rowOf("main.locked"), 0) == QStringLiteral("new"));
    CHECK(w.baseline().isEmpty());
    w.action("save")->trigger();
    CHECK(w.baseline().contains(QStringLiteral("main.worker")));
    CHECK_FALSE(w.baseline().contains(QStringLiteral("main.locked")));
    CHECK(w.dock->view().unsaved().isEmpty());
}

TEST_CASE("triage: owner and note are edited in place, Enter keeps them", "[window][triage]")
{
    TriageWindow w;
    w.choose("main.worker");
    QTest::keyClick(w.table, Qt::Key_O);
    auto* const owner = w.table->viewport()->findChild<QLineEdit*>();
    REQUIRE(owner);
    QTest::keyClicks(owner, QStringLiteral("maria"));
    QTest::keyClick(owner, Qt::Key_Return);
    QCoreApplication::processEvents();
    CHECK(w.cell(w.rowOf("main.worker"), 7) == QStringLiteral("maria"));
    // Somebody owns it, and still nobody has accepted it.
    CHECK(w.cell(w.rowOf("main.worker"), 0) == QStringLiteral("new"));

    w.choose("main.worker", 8);
    QTest::keyClick(w.table, Qt::Key_Return);
    auto* const note = w.table->viewport()->findChild<QPlainTextEdit*>();
    REQUIRE(note);
    QTest::keyClicks(note, QStringLiteral("first"));
    QTest::keyClick(note, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(note, QStringLiteral("second"));
    QTest::keyClick(note, Qt::Key_Return);
    QCoreApplication::processEvents();
    CHECK(w.cell(w.rowOf("main.worker"), 8) == QStringLiteral("first second"));
    CHECK(w.dock->view().save());
    const auto saved =
        triage::readBaseline(w.directory.filePath(QLatin1String(triage::kBaselineName)).toStdString());
    REQUIRE(saved);
    REQUIRE(saved->entries().size() == 1);
    CHECK(saved->entries()[0].owner == "maria");
    CHECK(saved->entries()[0].note == "first\nsecond");
}

TEST_CASE("triage: the filter finds, completes, and points at what is wrong", "[window][triage]")
{
    TriageWindow w;
    w.filter->setText(QStringLiteral("state:chan*"));
    REQUIRE(w.rows(2));
    w.filter->setText(QStringLiteral("wait>>5m"));
    CHECK(w.filter->error().contains(QStringLiteral("Column")));
    CHECK(w.table->model()->rowCount() == 2); // the last one that was understood
    w.filter->setText(QStringLiteral("func:nowhere"));
    REQUIRE(w.rows(0));
    auto* const pages = w.dock->view().findChild<QStackedWidget*>();
    CHECK_FALSE(pages->currentWidget() == w.table); // a sentence instead
    w.filter->line().setFocus();
    QTest::keyClick(&w.filter->line(), Qt::Key_Escape);
    REQUIRE(w.rows(3));
    CHECK(w.filter->error().isEmpty());
}

TEST_CASE("triage: a dump that is dropped is compared, and clearing ends it", "[window][triage]")
{
    TriageWindow w;
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(w.write(QStringLiteral("before.log"), dump(2, 3)))});
    View& view = w.dock->view();
    const QPoint middle = view.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&view, &enter);
    CHECK(enter.isAccepted());
    QDropEvent drop(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&view, &drop);
    CHECK(drop.isAccepted());
    REQUIRE(QTest::qWaitFor([&] { return !w.table->isColumnHidden(2); }, 20000));
    CHECK(w.documents.count() == 1); // no tab of its own
    const int row = w.rowOf("main.worker");
    REQUIRE(row >= 0);
    CHECK(w.cell(row, 2) == QStringLiteral("grew"));
    auto* const matrix = view.findChild<TriageTable*>(QStringLiteral("triageMatrix"));
    CHECK(matrix->model()->rowCount() == 6);
    CHECK_FALSE(isBlank(view.grab().toImage()));
    w.window.comparedLogs().clear();
    REQUIRE(QTest::qWaitFor([&] { return w.table->isColumnHidden(2); }, 20000));
}

namespace
{

/// Compares the log with one of two senders.
void compare(TriageWindow& w)
{
    w.window.comparedLogs().add(QList{LogSource::file(w.write(QStringLiteral("before.log"), dump(2, 3)))});
    REQUIRE(QTest::qWaitFor([&] { return !w.table->isColumnHidden(2); }, 20000));
    QCoreApplication::processEvents();
}

QPlainTextEdit* writeNote(TriageWindow& w, const QString& text)
{
    w.choose("main.worker");
    QTest::keyClick(w.table, Qt::Key_N);
    auto* const note = w.table->viewport()->findChild<QPlainTextEdit*>();
    REQUIRE(note);
    QTest::keyClicks(note, text);
    return note;
}

} // namespace

TEST_CASE("triage: what is being written stays when a comparison ends", "[window][triage]")
{
    TriageWindow w;
    w.table->sortByColumn(3, Qt::DescendingOrder);
    const QPointer<QPlainTextEdit> note = writeNote(w, QStringLiteral("half a"));
    compare(w);
    REQUIRE(note);
    CHECK(note->isVisible());
    QTest::keyClicks(note, QStringLiteral(" note"));
    QTest::keyClick(note, Qt::Key_Return);
    QCoreApplication::processEvents();
    CHECK(w.cell(w.rowOf("main.worker"), 8) == QStringLiteral("half a note"));
}

TEST_CASE("triage: what is being written stays, or is kept, when the log is read again", "[window][triage]")
{
    TriageWindow w;
    w.table->selectAll();
    writeNote(w, QStringLiteral("half a"));
    w.write(QStringLiteral("crash.log"), dump(6, 9)); // it has grown meanwhile
    w.documents.current()->load();
    REQUIRE(w.settle());
    REQUIRE(QTest::qWaitFor([&] { return w.cell(w.rowOf("main.worker"), 1) == u'6'; }, 20000));
    const auto* const note = w.table->viewport()->findChild<QPlainTextEdit*>();
    const QString kept = w.cell(w.rowOf("main.worker"), 8);
    CHECK((note ? note->toPlainText() : kept) == QStringLiteral("half a"));
    CHECK(w.table->currentIndex().row() == w.rowOf("main.worker"));
}

TEST_CASE("triage: a row that an edit took out of the filter stays until that is applied again",
          "[window][triage]")
{
    TriageWindow w;
    w.filter->setText(QStringLiteral("status:new state:chan*"));
    REQUIRE(w.rows(2));
    w.choose("main.worker");
    const int row = w.table->currentIndex().row();
    QTest::keyClick(w.table, Qt::Key_K);
    constexpr int kLapsed = TriageItems::LapsedRole;
    const auto lapsed = [&] { return w.table->model()->index(row, 0).data(kLapsed).toBool(); };
    REQUIRE(QTest::qWaitFor(lapsed, 20000));
    CHECK(w.table->model()->rowCount() == 2);
    CHECK(w.rowOf("main.worker") == row);
    CHECK(w.table->currentIndex().row() == row);
    w.action("undo")->trigger();
    REQUIRE(QTest::qWaitFor([&] { return !lapsed(); }, 20000));
    w.action("redo")->trigger();
    REQUIRE(QTest::qWaitFor(lapsed, 20000));
    QTest::keyClick(&w.filter->line(), Qt::Key_Return);
    REQUIRE(w.rows(1));
    CHECK(w.rowOf("main.worker") < 0);
}

TEST_CASE("triage: another tab and back again, and the same leaks are chosen", "[window][triage]")
{
    TriageWindow w;
    Document* const first = w.documents.current();
    w.choose("main.locked");
    w.table->selectionModel()->select(w.table->model()->index(w.rowOf("main.worker"), 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    CHECK(w.table->chosenRows().size() == 2);
    w.open(w.write(QStringLiteral("other.log"), dump(9, 1)));
    REQUIRE(QTest::qWaitFor([&] { return w.cell(w.rowOf("main.worker"), 1) == u'9'; }, 20000));
    w.documents.setCurrent(first);
    REQUIRE(QTest::qWaitFor([&] { return w.cell(w.rowOf("main.worker"), 1) == u'4'; }, 20000));
    CHECK(w.table->chosenRows().size() == 2);
    CHECK(w.table->currentIndex().row() == w.rowOf("main.locked"));
}

TEST_CASE("triage: who created the leaks, and from there to the leaks", "[window][triage]")
{
    TriageWindow w;
    w.action("showCreations")->trigger();
    auto* const tree = w.dock->view().findChild<CreationTree*>();
    REQUIRE(tree);
    REQUIRE(tree->isVisible());
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Home);
    REQUIRE(tree->currentIndex().isValid());
    CHECK(tree->currentIndex().siblingAtColumn(0).data().toString() ==
          QStringLiteral("main.main  main.go:7"));
    CHECK(w.selected().thread);
    w.action("copy")->trigger();
    CHECK(QApplication::clipboard()->text() == QStringLiteral("     6  main.main  main.go:7\n"));
    CHECK_FALSE(isBlank(w.dock->view().grab().toImage()));
    QTest::keyClick(tree, Qt::Key_Return);
    CHECK(w.table->isVisible());
    CHECK(w.table->chosenRows().size() == 3);
}

TEST_CASE("triage: rows are copied as text and as Markdown", "[window][triage]")
{
    TriageWindow w;
    w.choose("main.worker");
    w.action("copy")->trigger();
    CHECK(QApplication::clipboard()->text().startsWith(QStringLiteral("new\t4\tmain.worker")));
    w.action("copyMarkdown")->trigger();
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    REQUIRE(lines.size() == 4); // with the end of the last
    CHECK(lines[0].startsWith(QStringLiteral("| Status | \\#&#8203; | ")));
    CHECK(lines[1].startsWith(QStringLiteral("| --- |")));
    CHECK(lines[2].startsWith(QStringLiteral("| new | 4 | main\\.worker")));
    CHECK(lines[0].count(u'|') == lines[2].count(u'|'));
}

TEST_CASE("triage: what is offered is taken by keyboard, and the next word is offered", "[window][triage]")
{
    TriageWindow w;
    QLineEdit& line = w.filter->line();
    line.setFocus();
    QTest::keyClicks(&line, QStringLiteral("status:new sta"));
    QAbstractItemView* const popup = w.filter->findChild<QCompleter*>()->popup();
    REQUIRE(QTest::qWaitFor([&] { return popup->isVisible(); }));
    CHECK(popup->model()->index(0, 0).data().toString() == QStringLiteral("state:"));
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    CHECK(line.text() == QStringLiteral("status:new state:"));
    CHECK(line.hasFocus());
    // The states that occur in this log.
    REQUIRE(QTest::qWaitFor([&] { return popup->isVisible(); }));
    CHECK(popup->model()->index(0, 0).data().toString().contains(QStringLiteral("chan send")));
    QTest::keyClick(popup, Qt::Key_Escape);
    CHECK_FALSE(popup->isVisible());
    CHECK(line.text() == QStringLiteral("status:new state:"));
}

TEST_CASE("triage: Up brings back what the filter was before", "[window][triage]")
{
    TriageWindow w;
    QLineEdit& line = w.filter->line();
    for (const char* const text : {"state:chan*", "wait>2m"}) {
        w.filter->setText(QLatin1String(text));
        QTest::keyClick(&line, Qt::Key_Return);
    }
    w.filter->setText({});
    line.setFocus();
    QTest::keyClick(&line, Qt::Key_Up);
    CHECK(line.text() == QStringLiteral("wait>2m"));
    QTest::keyClick(&line, Qt::Key_Up);
    CHECK(line.text() == QStringLiteral("state:chan*"));
    QTest::keyClick(&line, Qt::Key_Down);
    CHECK(line.text() == QStringLiteral("wait>2m"));
}

TEST_CASE("triage: a layout that was saved before there was this view does not hide it", "[window][triage]")
{
    OpenWindow w;
    w.open(OpenWindow::example("deadlock-abba-mutex.log"));
    ViewDocks& docks = w.window.docks();
    docks.dock("triage")->hide();
    const QString key = QStringLiteral("layout/views");
    const auto hiddenIn = [&](const QByteArray& layout) {
        w.settings.setValue(key, layout);
        MainWindow again({w.documents, w.themes, w.syntax, w.settings, OpenWindow::examples()});
        again.show();
        return again.docks().dock("triage")->isHidden();
    };
    docks.saveLayout();
    CHECK(hiddenIn(w.settings.value(key).toByteArray())); // what the user wants today
    CHECK_FALSE(hiddenIn(docks.saveState(1)));            // the layout of the first version
}

TEST_CASE("triage: the window asks before it closes with changes that are not saved", "[window][triage]")
{
    TriageWindow w;
    w.choose("main.worker");
    QTest::keyClick(w.table, Qt::Key_K);
    const auto answer = [](QMessageBox::StandardButton button) {
        QTimer::singleShot(0, qApp, [button] {
            auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            REQUIRE(box);
            box->button(button)->click();
        });
    };
    answer(QMessageBox::Cancel);
    CHECK_FALSE(w.window.close());
    answer(QMessageBox::Save);
    CHECK(w.window.close());
    CHECK(w.baseline().contains(QStringLiteral("main.worker")));
}

TEST_CASE("a baseline that somebody else changed meanwhile keeps both changes", "[triage]")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("known.toml"));
    const auto entry = [](std::uint64_t place, const char* where) {
        return triage::BaselineEntry{.fingerprint = {.place = place}, .where = where};
    };
    triage::Baseline first;
    first.set(entry(1, "a"));
    REQUIRE(triage::writeBaseline(path.toStdString(), first));
    BaselineDocument document(path);
    triage::Baseline mine = document.baseline();
    mine.set(entry(2, "b"));
    document.edit(mine, QStringLiteral("status"));
    CHECK(document.isModified());

    triage::Baseline theirs = first;
    theirs.set(entry(3, "c"));
    REQUIRE(triage::writeBaseline(path.toStdString(), theirs));
    CHECK(document.save().isEmpty());
    const auto both = triage::readBaseline(path.toStdString());
    REQUIRE(both);
    CHECK(both->entries().size() == 3);
    CHECK_FALSE(document.isModified());
}

TEST_CASE("triage of 20,000 goroutines is there 300 ms after the log", "[.bench][triage]")
{
    OpenWindow w;
    std::string text;
    for (int i = 0; i < 20000; ++i) {
        const int place = i * 7919 % 300;
        text += formatted("goroutine {} [{}, {} minutes]:\nmain.f{}(0xc000020000)\n\t/src/main.go:{} +0x1d\n"
                          "main.g{}()\n\t/src/main.go:{} +0x1d\ncreated by main.start in goroutine 1\n"
                          "\t/src/main.go:7 +0x1d\n\n",
                          10 + i, i % 3 ? "chan send" : "select", i % 60, place, place + 10, place % 17,
                          place + 900);
    }
    ViewDock* const dock = w.window.docks().dock("triage");
    auto* const table = dock->view().findChild<TriageTable*>(QStringLiteral("triageTable"));
    w.window.docks().raise(*dock, true);
    w.window.open({LogSource::file(w.write(QStringLiteral("big.log"), QByteArray::fromStdString(text)))});
    Document* const document = w.documents.current();
    REQUIRE(QTest::qWaitFor([&] { return document->state() == Document::State::Ready; }, 60000));
    QElapsedTimer clock;
    clock.start();
    REQUIRE(QTest::qWaitFor([&] { return table->model()->rowCount() > 0; }, 60000));
    w.window.grab();
    WARN("usable after " << clock.elapsed() << " ms, " << table->model()->rowCount() << " rows");
    CHECK(clock.elapsed() < 300);
}
