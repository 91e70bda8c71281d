// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <QObject>

#include <functional>

namespace skein
{

class MainWindow;

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

private:
    ReportOptions options() const;
    /// Asks for a file, then calls `write` with its path on a worker. `write` returns a sentence where it
    /// failed.
    void save(const QString& title, const QString& name, std::function<QString(const QString& path)> write);

    MainWindow& m_window;
};

} // namespace skein
