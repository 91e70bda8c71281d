// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/baseline.h"

#include <QObject>
#include <QSettings>
#include <QString>
#include <QUndoStack>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace skein
{

/// A baseline that is being edited: what its file says, what the user changed since, and the way back.
class BaselineDocument final : public QObject
{
    Q_OBJECT

public:
    /// Empty path: not a file yet.
    explicit BaselineDocument(QString path, QObject* parent = nullptr);

    const QString& path() const { return m_path; }
    const triage::Baseline& baseline() const { return m_baseline; }
    /// One sentence where the file cannot be read; then it is not written either.
    const QString& error() const { return m_error; }
    bool exists() const { return m_exists; }
    bool isModified() const { return !m_undo.isClean(); }
    QUndoStack& undoStack() { return m_undo; }

    /// Reads the file again where nothing is to be saved.
    void refresh();
    /// Takes over an edited copy as one step that can be undone. `what` names it in the menu: "status".
    void edit(triage::Baseline next, const QString& what);
    /// Writes the file; what somebody else changed in it since it was read stays. One sentence on failure.
    QString save();
    /// What the case of a log says of leaks that the baseline does not know: shown and edited as if it stood
    /// in it, and not written to its file unless it is edited. Nothing happens while there is something to be
    /// saved.
    void adopt(std::vector<triage::BaselineEntry> fromCase);

Q_SIGNALS:
    void changed();

private:
    friend class BaselineEdit;
    void set(const triage::Baseline& baseline);
    void read();

    QString m_path, m_error;
    bool m_exists = false;
    triage::Baseline m_baseline;
    triage::Baseline m_saved; ///< as the file was when it was last read or written, with what was adopted
    std::string m_read;       ///< the text of the file then
    std::vector<triage::BaselineEntry> m_adopted;
    QUndoStack m_undo;
};

/// The changes from `before` to `after`, done to `target`: for two who edit one file.
void applyChanges(const triage::Baseline& before, const triage::Baseline& after, triage::Baseline& target);

/// The baselines of the open logs. Logs beside one file share it.
class Baselines final : public QObject
{
    Q_OBJECT

public:
    explicit Baselines(QSettings& settings, QObject* parent = nullptr);

    /// Of the log at this path; "-" or empty for one that is no file. It is what the user chose for that
    /// folder, or skein-leaks.toml beside the log, or in a folder above it up to the root of a repository, or
    /// where a new one would go: the root of the repository, else beside the log.
    BaselineDocument& of(const QString& log);
    /// Reads `baseline` for the logs of this folder from now on. What was edited before it had a file goes
    /// along.
    BaselineDocument& choose(const QString& log, const QString& baseline);
    QList<BaselineDocument*> modified() const;

private:
    QString pathFor(const QString& log) const;
    BaselineDocument& at(const QString& path);

    QSettings& m_settings;
    std::map<QString, std::unique_ptr<BaselineDocument>> m_open;
    QString m_unnamed; ///< what the user chose for logs that are no files
};

} // namespace skein
