// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Masking names before a log is shared: what is found, what can be left, what is saved.
#include "app/window/redact_dialog.h"
#include "tests/window/open_window.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace skein;

namespace
{

constexpr const char* kLog =
    "2026/11/20 10:00:00 maria connects to db-1.internal.acme.com:5432 from 10.1.2.3\n"
    "2026/11/20 10:00:01 GET https://shop.acme.com/cart?customer=4711&mail=maria@acme.com\n"
    "2026/11/20 10:00:02 order acme-4711 of maria@acme.com, password=hunter2hunter\n"
    "fatal error: all goroutines are asleep - deadlock!\n"
    "\n"
    "goroutine 1 [chan receive]:\n"
    "main.main()\n"
    "\t/home/maria/src/shop/main.go:9 +0x1d\n"
    "exit status 2\n";

struct Dialog {
    OpenWindow w;
    std::unique_ptr<RedactDialog> dialog;
    QTreeWidget* names = nullptr;
    QPlainTextEdit* before = nullptr;
    QPlainTextEdit* after = nullptr;

    Dialog()
    {
        Document* const document = w.open(w.write(QStringLiteral("crash.log"), kLog));
        RedactionWanted wanted{.analysis = document->analysis(), .name = "crash.log"};
        notes::NoteFields fields;
        fields.text = "ask maria@acme.com\nor nobody";
        wanted.notebook.add(fields, {"Maria Maier", 1});
        dialog = std::make_unique<RedactDialog>(std::move(wanted), false, w.themes, w.settings, &w.window);
        dialog->show();
        names = dialog->findChild<QTreeWidget*>(QStringLiteral("redactNames"));
        before = dialog->findChild<QPlainTextEdit*>(QStringLiteral("redactBefore"));
        after = dialog->findChild<QPlainTextEdit*>(QStringLiteral("redactAfter"));
        REQUIRE(ready());
    }
    bool ready()
    {
        return QTest::qWaitFor([&] { return dialog->redaction() != nullptr; }, 20'000);
    }
    std::string_view log() const { return dialog->redaction()->copy.log.bytes; }
    QTreeWidgetItem* item(const QString& text) const
    {
        const auto found = names->findItems(text, Qt::MatchExactly | Qt::MatchRecursive, 0);
        REQUIRE(!found.isEmpty());
        return found.first();
    }
    void mark(const QString& text, bool masked)
    {
        item(text)->setCheckState(0, masked ? Qt::Checked : Qt::Unchecked);
        REQUIRE(ready());
    }
};

} // namespace

TEST_CASE("redaction: what would be masked is listed and shown, before and after", "[window][redact]")
{
    const Dialog d;
    for (const char* const name :
         {"db-1.internal.acme.com", "10.1.2.3", "maria", "maria@acme.com", "hunter2hunter"}) {
        INFO(name);
        CHECK_FALSE(d.log().contains(name));
        CHECK(d.before->toPlainText().contains(QLatin1String(name)));
        CHECK_FALSE(d.after->toPlainText().contains(QLatin1String(name)));
    }
    CHECK(d.log().contains("goroutine 1 [chan receive]:\nmain.main()\n"));
    // The same name has the same mask, in the log and in the note.
    const QString mask = d.item(QStringLiteral("maria@acme.com"))->text(1);
    CHECK(mask.startsWith(QStringLiteral("email-")));
    CHECK(d.item(QStringLiteral("maria@acme.com"))->text(2).toInt() >= 2);
    CHECK(d.after->toPlainText().contains(QStringLiteral("ask ") + mask));
    CHECK(d.dialog->redaction()->copy.notebook.liveNotes().front()->text.value() ==
          "ask " + mask.toStdString() + "\nor nobody");
    // Line for line.
    CHECK(d.before->blockCount() == d.after->blockCount());
    CHECK_FALSE(isBlank(d.dialog->grab().toImage()));
}

TEST_CASE("redaction: a name and a kind that are left stay as they are", "[window][redact]")
{
    Dialog d;
    d.mark(QStringLiteral("10.1.2.3"), false);
    CHECK(d.log().contains("10.1.2.3"));
    CHECK_FALSE(d.log().contains("db-1.internal.acme.com"));
    CHECK(d.item(QStringLiteral("10.1.2.3"))->checkState(0) ==
          Qt::Unchecked); // still there, to be masked again
    d.mark(QStringLiteral("10.1.2.3"), true);
    CHECK_FALSE(d.log().contains("10.1.2.3"));
    d.mark(QStringLiteral("Host names"), false);
    CHECK(d.log().contains("db-1.internal.acme.com"));
    CHECK_FALSE(d.log().contains("10.1.2.3"));
}

TEST_CASE("redaction: choosing a name shows its lines alone", "[window][redact]")
{
    Dialog d;
    const int all = d.before->blockCount();
    d.names->setCurrentItem(d.item(QStringLiteral("10.1.2.3")));
    CHECK(d.before->blockCount() < all);
    CHECK(d.before->toPlainText().contains(QStringLiteral("10.1.2.3")));
    CHECK_FALSE(d.before->toPlainText().contains(QStringLiteral("hunter2")));
}

TEST_CASE("redaction: own patterns mask, are kept for the next time, and refuse to match everything",
          "[window][redact]")
{
    Dialog d;
    auto* const patterns = d.dialog->findChild<QPlainTextEdit*>(QStringLiteral("redactPatterns"));
    auto* const save = d.dialog->findChild<QPushButton*>(QStringLiteral("redactSave"));
    patterns->setPlainText(QStringLiteral("order=acme-*"));
    CHECK_FALSE(save->isEnabled()); // what is shown is not what would be masked
    REQUIRE(QTest::qWaitFor([&] { return save->isEnabled(); }, 20'000));
    CHECK(d.log().contains("order order-1 of"));
    CHECK(d.item(QStringLiteral("acme-4711"))->text(1) == QStringLiteral("order-1"));
    CHECK(d.w.settings.value(QStringLiteral("redact/patterns")).toStringList() ==
          QStringList{QStringLiteral("order=acme-*")});
    patterns->setPlainText(QStringLiteral("**"));
    CHECK_FALSE(save->isEnabled());
    CHECK(d.dialog->findChild<QLabel*>(QStringLiteral("redactNote"))->text().contains(QStringLiteral("**")));
}
