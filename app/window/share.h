// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <QObject>

#include <functional>

namespace skein
{

class MainWindow;
struct Exporter;

/// Hands on what is shown: to the clipboard or to files, written off the GUI thread.
class Share final : public QObject
{
    Q_OBJECT

public:
    explicit Share(MainWindow& window);

    void copyFindings();
    void saveReport(const Exporter& exporter);
    /// The text of the log as it was read: for what was pasted or piped.
    void saveLog();

private:
    /// Asks for a file, then calls `write` with its path on a worker. `write` returns a sentence where it
    /// failed.
    void save(const QString& title, const QString& name, std::function<QString(const QString& path)> write);

    MainWindow& m_window;
};

} // namespace skein
