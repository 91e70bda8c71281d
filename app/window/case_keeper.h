// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/case_work.h"
#include "parser/case/journal.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace skein
{

class Document;

/// Keeps what people write about one document: in its case when they save it, until then in a journal that
/// survives the program. Files are read and written on workers.
class CaseKeeper final : public QObject
{
    Q_OBJECT

public:
    explicit CaseKeeper(Document& document);
    ~CaseKeeper() override;

    /// Where journals go; empty: none is written. For all documents, before any is opened.
    static void setRecoveryFolder(std::filesystem::path folder);

    /// There is something to be saved.
    bool isModified() const;
    /// The case's own file; empty where there is none yet.
    QString path() const;
    bool isSaving() const { return m_saving; }
    /// As it is now, for a worker.
    CaseToSave now() const;
    /// What the window looks like, asked for when the case is saved.
    void setViewState(std::function<std::string()> view) { m_view = std::move(view); }

    /// Writes the case, which has this path from then on. Emits saved() or failed().
    void save(const QString& path, bool byReference = false);
    /// Another copy of the case, or another case of the log: merged() follows, or failed(). `otherLog` is
    /// called instead where it is about another log; none: that is a failure.
    void merge(const QString& path, std::function<void()> otherLog = {});
    /// A note or verdict was written.
    void record(const notes::Change& change);
    /// What a program that ended had not saved; taken in when the log is read. The journal goes away once its
    /// content stands in a new one.
    void recover(cases::Recoverable lost);
    /// The user does not want what is not saved.
    void discard();

Q_SIGNALS:
    /// Saved or not, its path.
    void changed();
    void saved(const QString& path);
    void failed(const QString& sentence);
    void merged(const QString& name, skein::NoteCounts counts);
    /// The notebook was replaced: whoever shows it looks again.
    void replaced();

private:
    using Saved = std::expected<SavedCase, std::string>;
    using Other = std::expected<MergedCase, std::string>;

    void landed(const Saved& result, const QString& path, std::uint64_t revision);
    void landed(const Other& result, const std::function<void()>& otherLog);
    void loaded();
    void takeIn(const notes::Notebook& more);
    void openJournal();
    void keepLog();
    void logKept(const std::filesystem::path& written);
    static void forget(const cases::Recoverable& taken);
    void sync();
    std::filesystem::path keptLog() const;
    cases::JournalOf journalOf() const;

    Document& m_document;
    std::function<std::string()> m_view;
    DiskStamp m_stamp;
    std::optional<cases::Journal> m_journal;
    std::optional<cases::Recoverable> m_lost;  ///< to be taken in
    std::optional<cases::Recoverable> m_taken; ///< to be forgotten once the log is kept
    bool m_keeping = false;                    ///< the log is being kept
    std::string m_journaledView;
    bool m_journalFailed = false;
    bool m_saving = false;
    QTimer m_sync;
};

} // namespace skein
