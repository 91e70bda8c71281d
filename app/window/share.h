// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace skein
{

class MainWindow;
class RedactDialog;
struct Redaction;

/// What the user looks at, with a copy of what people have said about it: reports are written on workers.
struct ShownReport {
    AnalysisPtr analysis;
    std::shared_ptr<const notes::Notebook> notebook; ///< what options.notebook points to
    ReportOptions options;
    QString name; ///< of the log
};
/// Nothing where no log is shown.
std::optional<ShownReport> shownReport(MainWindow& window);

/// Hands on what is shown: to the clipboard or to files, written off the GUI thread.
class Share final : public QObject
{
    Q_OBJECT

public:
    explicit Share(MainWindow& window);

    /// The report as plain text.
    void copy(const Exporter& exporter);
    /// The chosen finding as formatted text, as text and as a picture: the program that pastes it chooses.
    void copyRich();
    void saveReport(const Exporter& exporter,
                    ReportOptions::Pictures pictures = ReportOptions::Pictures::Both);
    /// The text of the log as it was read: for what was pasted or piped.
    void saveLog();
    /// A copy of log and notes for others: shows first what names people, machines and secrets in it, and
    /// masks it. `asItIs`: without masks is offered, too.
    void saveRedacted(bool asItIs);

private:
    struct File {
        QString title; ///< of the dialog
        QString name;
        QStringList filters = {};
        /// Called with the path on a worker; returns a sentence where it failed.
        std::function<QString(const QString& path)> write;
        /// Called when it is written; none: says so in the status bar.
        std::function<void(const QString& path)> done = {};
    };
    /// Asks for a file and writes it.
    void save(File file);
    void saveMasked(RedactDialog& dialog, std::shared_ptr<const Redaction> copy);
    void saveUnmasked();

    MainWindow& m_window;
};

} // namespace skein
