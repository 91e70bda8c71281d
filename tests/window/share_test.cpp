// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the Share menu hands to other programs.
#include "tests/window/open_window.h"

#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace
{

void trigger(MainWindow& window, const QString& text)
{
    for (QAction* const action : window.findChildren<QAction*>())
        if (QString(action->text()).remove(u'&') == text)
            return action->trigger();
    FAIL("no entry " << text.toStdString());
}

QByteArray saved(MainWindow& window, const QString& entry, const QString& path)
{
    trigger(window, entry);
    auto* const dialog = window.findChild<QFileDialog*>();
    REQUIRE(dialog);
    Q_EMIT dialog->fileSelected(path);
    dialog->reject();
    QFile file(path);
    CHECK(QTest::qWaitFor([&] { return file.exists(); }, 20'000));
    REQUIRE(file.open(QIODevice::ReadOnly));
    QTest::qWait(1); // the closed dialog goes away
    return file.readAll();
}

} // namespace

TEST_CASE("findings are copied as Markdown, for a chat, and with their picture", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    QClipboard* const clipboard = QApplication::clipboard();
    clipboard->clear();
    trigger(w.window, QStringLiteral("Copy findings as Markdown"));
    CHECK(QTest::qWaitFor([&] { return clipboard->text().startsWith(QStringLiteral("### ")); }, 20'000));
    trigger(w.window, QStringLiteral("Copy a short text for a chat"));
    CHECK(
        QTest::qWaitFor([&] { return clipboard->text().startsWith(QStringLiteral("◐ likely: ")); }, 20'000));
    trigger(w.window, QStringLiteral("Copy the finding with its picture"));
    const QMimeData* const copied = clipboard->mimeData();
    REQUIRE(copied);
    CHECK(copied->hasImage());
    CHECK(copied->html().contains(QStringLiteral("likely: Goroutine 11")));
    CHECK(copied->text().contains(QStringLiteral("registry.go:17")));
}

TEST_CASE("what people have said goes along, into copies and files", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    notes::NoteFields note;
    note.text = "the cleaner holds the lock";
    w.window.annotations().add(note);
    QClipboard* const clipboard = QApplication::clipboard();
    clipboard->clear();
    trigger(w.window, QStringLiteral("Copy findings as Markdown"));
    const auto copied = [&] {
        return clipboard->text().contains(QStringLiteral("the cleaner holds the lock"));
    };
    CHECK(QTest::qWaitFor(copied, 20'000));
    const QTemporaryDir folder;
    CHECK(saved(w.window, QStringLiteral("HTML page…"), folder.filePath(QStringLiteral("a.html")))
              .contains("the cleaner holds the lock"));
    w.documents.current()->keeper().discard();
}

TEST_CASE("every way of sharing does something", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    const QMenu* share = nullptr;
    for (const QAction* const top : w.window.menuBar()->actions())
        if (top->text() == QStringLiteral("&Share"))
            share = top->menu();
    REQUIRE(share);
    QClipboard* const clipboard = QApplication::clipboard();
    const auto tries = [&](const auto& self, const QMenu& menu) -> int {
        int count = 0;
        for (QAction* const action : menu.actions()) {
            if (action->isSeparator())
                continue;
            if (action->menu()) {
                count += self(self, *action->menu());
                continue;
            }
            INFO(action->text().toStdString());
            REQUIRE(action->isEnabled());
            clipboard->clear();
            action->trigger();
            const auto happens = [&] {
                const QMimeData* const copied = clipboard->mimeData();
                return (copied && !copied->formats().isEmpty()) || w.window.findChild<QDialog*>();
            };
            CHECK(QTest::qWaitFor(happens, 20'000));
            for (QDialog* const dialog : w.window.findChildren<QDialog*>())
                dialog->reject();
            QTest::qWait(5);
            ++count;
        }
        return count;
    };
    CHECK(tries(tries, *share) > 20);
}

TEST_CASE("page and pictures are saved from the menu", "[window]")
{
    OpenWindow w;
    w.open(OpenWindow::example("map-writes-http-registry.log"));
    const QTemporaryDir folder;
    CHECK(saved(w.window, QStringLiteral("HTML page…"), folder.filePath(QStringLiteral("a.html")))
              .startsWith("<!DOCTYPE html>"));
    CHECK(saved(w.window, QStringLiteral("PDF with pictures…"), folder.filePath(QStringLiteral("a.pdf")))
              .startsWith("%PDF-"));
}
