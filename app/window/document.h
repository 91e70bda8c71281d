// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/case_keeper.h"
#include "app/window/history.h"
#include "app/window/loading.h"
#include "app/window/log_source.h"
#include "views/annotations.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

class QThreadPool;

namespace skein
{

/// One opened log: a tab. Loads on a worker and keeps what was selected in it while another tab is shown.
class Document : public QObject
{
    Q_OBJECT

public:
    enum class State { Loading, Ready, Failed, Cancelled };

    Document(LogSource source, QThreadPool& workers, QObject* parent = nullptr);
    ~Document() override;

    const LogSource& source() const { return m_source; }
    State state() const { return m_state; }
    /// One sentence; empty unless Failed.
    const QString& error() const { return m_error; }
    /// Null unless Ready.
    const AnalysisPtr& analysis() const { return m_analysis; }
    /// The case file that the log came in, as it was read; null where it was opened by itself.
    const std::shared_ptr<const cases::CaseFile>& caseFile() const { return m_caseFile; }
    /// 0 … 1000, or -1 where the present stage cannot tell.
    int progress() const;
    LoadProgress::Stage stage() const { return m_progress->stage; }

    /// Starts loading, also again. A load that is under way is cancelled and cannot land any more.
    void load();
    void cancel();

    /// What static checkers say of the same source, in files beside the log. The log is not read again for
    /// it, and keeps it when it is read again.
    void setBeside(std::vector<LintNote> notes);
    const std::vector<LintNote>& beside() const { return m_beside; }

    /// False for what cannot be read twice: standard input, and what was pasted once it has been read.
    bool canLoadAgain() const;

    /// Saves what people write about it.
    CaseKeeper& keeper() { return *m_keeper; }
    /// It was saved: this is its case now, in this file.
    void setCase(std::shared_ptr<const cases::CaseFile> file, LogSource source);

    SelectionHistory history;
    /// Never null. What was written stays when the log is read again.
    AnnotatedPtr annotated = std::make_shared<Annotated>();

Q_SIGNALS:
    void stateChanged();
    /// A few times a second while Loading.
    void progressed();

private:
    void start(std::function<LoadResult(std::stop_token, LoadProgress&)> work);
    void land(std::uint64_t generation, LoadResult result);
    void setState(State state);

    LogSource m_source;
    QThreadPool& m_workers;
    State m_state = State::Loading;
    QString m_error;
    AnalysisPtr m_analysis;
    std::shared_ptr<const cases::CaseFile> m_caseFile;
    CaseKeeper* m_keeper = nullptr;
    std::vector<LintNote> m_beside;
    std::shared_ptr<LoadProgress> m_progress = std::make_shared<LoadProgress>();
    std::stop_source m_stop;
    std::unique_ptr<QFutureWatcher<LoadResult>> m_watcher;
    std::uint64_t m_generation = 0;
    QTimer m_tick;
};

} // namespace skein
