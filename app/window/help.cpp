// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/help.h"

#include "app/window/icon.h"
#include "app/window/main_window.h"
#include "views/report/exporters.h"
#include "views/version.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace skein
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("Help", text);
}

QString word(std::string_view s)
{
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

QLabel* label(const QString& text, const QFont& font, QWidget* parent)
{
    auto* const made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setFont(font);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return made;
}

/// A dialog around `content`, with a Close button.
void showDialog(MainWindow& window, const QString& title, QWidget* content, QSize size)
{
    auto* const dialog = new QDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* const area = new QScrollArea(dialog);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(content);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* const layout = new QVBoxLayout(dialog);
    layout->addWidget(area);
    layout->addWidget(buttons);
    dialog->resize(size);
    dialog->open();
}

QFont strong(const MainWindow& window)
{
    QFont font = window.themes().theme().ui;
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

void showKeys(MainWindow& window)
{
    auto* const content = new QWidget;
    auto* const grid = new QGridLayout(content);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(24);
    int row = 0;
    const QFont ui = window.themes().theme().ui;
    for (const QAction* const top : window.menuBar()->actions()) {
        bool first = true;
        if (!top->menu())
            continue;
        for (const QAction* const action : top->menu()->actions()) {
            if (action->shortcut().isEmpty())
                continue;
            if (first)
                grid->addWidget(label(top->text().remove(u'&'), strong(window), content), row++, 0, 1, 2);
            first = false;
            grid->addWidget(label(action->shortcut().toString(QKeySequence::NativeText),
                                  window.themes().theme().mono, content),
                            row, 0);
            grid->addWidget(label(action->text().remove(u'&').remove(u'…'), ui, content), row++, 1);
        }
    }
    grid->setRowStretch(row, 1);
    showDialog(window, tr("Keys"), content, {460, 640});
}

void showFormats(MainWindow& window)
{
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    const QFont ui = window.themes().theme().ui;
    const auto part = [&](const QString& heading, const QString& text) {
        column->addWidget(label(heading, strong(window), content));
        column->addWidget(label(text, ui, content));
        column->addSpacing(8);
    };
    part(tr("Reads"),
         tr("Go: tracebacks of Go 1.5 to 1.27 (panics, fatal errors such as concurrent map writes, signals, "
            "SIGQUIT "
            "dumps, test timeouts), race reports, goleak, leaktest, go-deadlock, profiles of pprof, Delve "
            "and gccgo.\n"
            "C and C++: gdb, lldb, eu-stack, coredumpctl, glog, absl, backward-cpp, boost and std "
            "stacktraces, "
            "ThreadSanitizer, AddressSanitizer, Helgrind, DRD, Android tombstones, Apple crash reports, "
            "minidump-stackwalk and WinDbg."));
    part(tr("Through"),
         tr("gzip, xz, zstd and bzip2; UTF-8 with broken bytes, UTF-16; the prefixes of docker, Kubernetes, "
            "journald and others. Lines that are not recognised are kept and shown as they are."));
    QStringList forms;
    for (const Exporter* const exporter : exporters())
        forms << QStringLiteral("%1:  skein report --format %2 FILE")
                     .arg(word(exporter->title), word(exporter->id));
    part(tr("Writes"), forms.join(u'\n'));
    column->addStretch();
    showDialog(window, tr("What Skein reads and writes"), content, {560, 380});
}

void showAbout(MainWindow& window)
{
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    auto* const picture = new QLabel(content);
    picture->setPixmap(appPixmap(64, window.devicePixelRatio()));
    column->addWidget(picture);
    column->addWidget(label(tr("Skein %1").arg(word(kVersion)), strong(window), content));
    column->addWidget(label(
        tr("Opens a concurrency crash log and shows who did what to whom. Nothing leaves this computer."),
        window.themes().theme().ui, content));
    column->addWidget(label(tr("Apache License 2.0. Drawn with Qt %1; uses KSyntaxHighlighting and Graphviz.")
                                .arg(QString::fromLatin1(qVersion())),
                            window.themes().theme().ui, content));
    column->addStretch();
    showDialog(window, tr("About Skein"), content, {420, 300});
}

} // namespace skein
