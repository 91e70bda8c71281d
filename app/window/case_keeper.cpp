// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/case_keeper.h"

#include "app/window/document.h"
#include "parser/case/atomic_file.h"

#include <QFileInfo>
#include <QtConcurrent>

#include <chrono>
#include <system_error>
#include <utility>

namespace skein
{

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace
{

fs::path& recoveryPlace()
{
    static fs::path folder;
    return folder;
}

} // namespace

void CaseKeeper::setRecoveryFolder(fs::path folder)
{
    recoveryPlace() = std::move(folder);
}

CaseKeeper::CaseKeeper(Document& document) : QObject(&document), m_document(document)
{
    m_sync.setSingleShot(true);
    m_sync.setInterval(1s);
    connect(&m_sync, &QTimer::timeout, this, &CaseKeeper::sync);
    connect(&document, &Document::stateChanged, this, [this] {
        if (m_document.state() == Document::State::Ready)
            loaded();
    });
}

CaseKeeper::~CaseKeeper() = default;

bool CaseKeeper::isModified() const
{
    return m_document.annotated->modified() || m_document.source().recovered;
}

QString CaseKeeper::path() const
{
    const LogSource& source = m_document.source();
    return m_document.caseFile() && source.isFile() && !source.recovered ? source.path : QString();
}

CaseToSave CaseKeeper::now() const
{
    return {.base = m_document.caseFile(),
            .analysis = m_document.analysis(),
            .source = m_document.source(),
            .notebook = m_document.annotated->notebook,
            .view = m_view ? m_view() : std::string()};
}

// ----------------------------------------------------------------------------------------------- saving

void CaseKeeper::save(const QString& path, bool byReference)
{
    if (m_saving || !m_document.analysis())
        return;
    m_saving = true;
    CaseToSave wanted = now();
    wanted.byReference = byReference;
    const std::uint64_t revision = m_document.annotated->notebook.revision();
    QtConcurrent::run([wanted = std::move(wanted), path, known = m_stamp] {
        return writeCase(wanted, path, known);
    }).then(this, [this, path, revision](const Saved& result) { landed(result, path, revision); });
}

void CaseKeeper::landed(const Saved& result, const QString& path, std::uint64_t revision)
{
    m_saving = false;
    if (!result) {
        Q_EMIT failed(QString::fromStdString(result.error()));
        return;
    }
    m_stamp = result->stamp;
    Annotated& annotated = *m_document.annotated;
    const bool writtenMeanwhile = annotated.notebook.revision() != revision;
    m_document.setCase(result->file, LogSource::file(path));
    if (result->merged)
        takeIn(result->file->notebook);
    annotated.savedRevision = writtenMeanwhile ? revision : annotated.notebook.revision();
    // What was written meanwhile stands in the journal, with what is saved now: reading it is a merge.
    if (!writtenMeanwhile)
        discard();
    Q_EMIT saved(path);
    Q_EMIT changed();
}

/// More notes in the same notebook. Not to be undone: it was somebody else who wrote them.
void CaseKeeper::takeIn(const notes::Notebook& more)
{
    Annotated& annotated = *m_document.annotated;
    // The revision only ever counts up, so that nobody takes the new pages for the saved ones.
    const std::uint64_t before = annotated.notebook.revision();
    notes::Notebook both = notes::merged(annotated.notebook, more);
    while (both.revision() <= before)
        both = notes::merged(both, {});
    annotated.notebook = std::move(both);
    annotated.history.clear();
    Q_EMIT replaced();
}

// ---------------------------------------------------------------------------------------------- merging

void CaseKeeper::merge(const QString& path, std::function<void()> otherLog)
{
    if (!m_document.analysis())
        return;
    QtConcurrent::run([mine = now(), path] {
        return readOther(mine, path);
    }).then(this, [this, otherLog = std::move(otherLog)](const Other& result) { landed(result, otherLog); });
}

void CaseKeeper::landed(const Other& result, const std::function<void()>& otherLog)
{
    if (!result) {
        Q_EMIT failed(QString::fromStdString(result.error()));
        return;
    }
    const cases::CaseFile& theirs = *result->theirs;
    if (!result->sameLog) {
        if (otherLog)
            return otherLog();
        const auto& mine = m_document.caseFile();
        Q_EMIT failed(
            mine && mine->masked.empty() != theirs.masked.empty()
                ? tr("%1 is about another log than the one in view (one of them is masked), so their notes "
                     "cannot "
                     "be merged.")
                      .arg(result->name)
                : tr("%1 is about another log than the one in view, so their notes cannot be merged.")
                      .arg(result->name));
        return;
    }
    const notes::Notebook before = m_document.annotated->notebook;
    if (notes::merged(before, theirs.notebook) == before) {
        Q_EMIT merged(result->name, {.conflicts = static_cast<int>(before.conflictCount())});
        return;
    }
    takeIn(theirs.notebook);
    openJournal();
    if (m_journal)
        m_journal->append(m_document.annotated->notebook);
    m_sync.start();
    Q_EMIT merged(result->name, countsOf(before, m_document.annotated->notebook));
    Q_EMIT changed();
}

// --------------------------------------------------------------------------------------------- autosave

cases::JournalOf CaseKeeper::journalOf() const
{
    const LogSource& source = m_document.source();
    const auto& file = m_document.caseFile();
    return {.caseFile = path().toStdString(),
            .log = source.isFile() && !file ? source.path.toStdString() : std::string(),
            .logName = file ? file->log.name : source.title.toStdString(),
            .sha256 = file ? file->log.sha256 : std::string()};
}

/// The log of a case that is no file of the user's yet, beside the journal.
fs::path CaseKeeper::keptLog() const
{
    fs::path file = m_journal->file();
    return file.replace_extension(".skein");
}

void CaseKeeper::openJournal()
{
    if (m_journal || recoveryPlace().empty())
        return;
    auto made = cases::Journal::create(recoveryPlace(), journalOf());
    if (!made) {
        if (!std::exchange(m_journalFailed, true))
            Q_EMIT failed(QString::fromStdString(made.error()));
        return;
    }
    m_journal = std::move(*made);
    m_journaledView.clear();
    if (path().isEmpty())
        keepLog();
}

/// A log that is in no file, or whose file the next crash writes over: without it the notes would be about
/// nothing. A huge one in a file is only referred to.
void CaseKeeper::keepLog()
{
    if (m_document.source().isFile() && m_document.analysis()->log->text.bytes().size() > kHugeLog)
        return;
    CaseToSave wanted = now();
    wanted.notebook = {};
    m_keeping = true;
    QtConcurrent::run([wanted = std::move(wanted), to = keptLog(), journal = m_journal->file()] {
        auto file = makeCase(wanted);
        if (!file)
            return fs::path();
        file->log.byReference = false;
        if (!cases::saveCase(to, *file))
            return fs::path();
        // The document may have been closed meanwhile: then nobody else takes it away.
        std::error_code ignored;
        if (!fs::exists(journal, ignored))
            fs::remove(to, ignored);
        return to;
    }).then(this, [this](const fs::path& written) { logKept(written); });
}

void CaseKeeper::logKept(const fs::path& written)
{
    m_keeping = false;
    if (written.empty())
        return; // what was recovered stays where it is
    if (!m_journal || keptLog() != written) {
        // Saved, or given up, while it was being written.
        std::error_code ignored;
        fs::remove(written, ignored);
        return;
    }
    if (!m_taken)
        return;
    forget(*m_taken);
    m_taken.reset();
    if (LogSource source = m_document.source(); source.recovered) {
        source.path = QString::fromStdString(written.string());
        m_document.setCase(m_document.caseFile(), std::move(source));
    }
}

/// It stands in this document's own journal now.
void CaseKeeper::forget(const cases::Recoverable& taken)
{
    std::error_code ignored;
    fs::remove(fs::path(taken.journal).replace_extension(".skein"), ignored);
    cases::forget(taken);
}

void CaseKeeper::record(const notes::Change& change)
{
    Q_EMIT changed();
    const bool had = m_journal.has_value();
    openJournal();
    if (!m_journal)
        return;
    // A journal that begins now may follow notes that it does not have: those of a merge, of a journal
    // before.
    const notes::Notebook& notebook = m_document.annotated->notebook;
    const bool written = had ? m_journal->append(notebook, change) : m_journal->append(notebook);
    if (!written && !std::exchange(m_journalFailed, true))
        Q_EMIT failed(tr("Notes are not saved by themselves any more: %1 cannot be written. Save the case.")
                          .arg(QString::fromStdString(m_journal->file().string())));
    m_sync.start();
}

void CaseKeeper::sync()
{
    if (!m_journal)
        return;
    if (std::string view = m_view ? m_view() : std::string(); !view.empty() && view != m_journaledView) {
        m_journal->appendView(view);
        m_journaledView = std::move(view);
    }
    m_journal->sync();
}

void CaseKeeper::discard()
{
    m_sync.stop();
    if (!m_journal)
        return;
    std::error_code ignored;
    fs::remove(keptLog(), ignored);
    m_journal->discard();
    m_journal.reset();
}

// --------------------------------------------------------------------------------------------- recovery

void CaseKeeper::recover(cases::Recoverable lost)
{
    m_lost = std::move(lost);
    if (m_document.state() == Document::State::Ready)
        loaded();
}

void CaseKeeper::loaded()
{
    if (!path().isEmpty() && m_stamp == DiskStamp())
        m_stamp = stampOfFile(path());
    if (!m_lost)
        return;
    const auto& file = m_document.caseFile();
    if (file && !m_lost->of.sha256.empty() && file->log.sha256 != m_lost->of.sha256) {
        Q_EMIT failed(tr("%1 is about another log by now; the notes that were not saved stay in %2.")
                          .arg(m_document.source().title, QString::fromStdString(m_lost->journal.string())));
        m_lost.reset();
        return;
    }
    const cases::Recoverable lost = *std::exchange(m_lost, std::nullopt);
    takeIn(lost.notebook);
    openJournal();
    if (m_journal && m_journal->append(m_document.annotated->notebook) && m_journal->sync()) {
        if (m_keeping)
            m_taken = lost; // its log is still needed
        else
            forget(lost);
    }
    Q_EMIT changed();
}

} // namespace skein
