// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/document.h"

#include "parser/case/case_file.h"

#include <QtConcurrent>

#include <chrono>

namespace skein
{

using namespace std::chrono_literals;

Document::Document(LogSource source, QThreadPool& workers, QObject* parent)
    : QObject(parent), m_source(std::move(source)), m_workers(workers)
{
    m_tick.setInterval(80ms);
    connect(&m_tick, &QTimer::timeout, this, &Document::progressed);
    m_keeper = new CaseKeeper(*this);
}

Document::~Document()
{
    m_stop.request_stop();
}

bool Document::canLoadAgain() const
{
    return m_source.isFile() || (m_source.kind == LogSource::Kind::Text && !m_source.text.isEmpty());
}

int Document::progress() const
{
    return stage() == LoadProgress::Stage::Recognising ? m_progress->permille.load() : -1;
}

void Document::load()
{
    start([source = m_source, beside = m_beside](std::stop_token stop, LoadProgress& progress) {
        return loadLog(source, stop, progress, beside);
    });
}

void Document::setBeside(std::vector<LintNote> notes)
{
    m_beside = std::move(notes);
    if (m_state == State::Ready)
        start([log = m_analysis->log, beside = m_beside](std::stop_token stop, LoadProgress& progress) {
            return analyseAgain(log, stop, progress, beside);
        });
    else if (m_state == State::Loading)
        load();
}

void Document::start(std::function<LoadResult(std::stop_token, LoadProgress&)> work)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_progress = std::make_shared<LoadProgress>();
    const auto generation = ++m_generation;
    m_tick.start();
    // Destroying the watcher of an older load neither waits for it nor lets it land.
    m_watcher = std::make_unique<QFutureWatcher<LoadResult>>();
    connect(m_watcher.get(), &QFutureWatcherBase::finished, this,
            [this, generation] { land(generation, m_watcher->result()); });
    m_watcher->setFuture(
        QtConcurrent::run(&m_workers, [work = std::move(work), stop = m_stop.get_token(),
                                       progress = m_progress] { return work(stop, *progress); }));
    setState(State::Loading);
}

void Document::cancel()
{
    if (m_state != State::Loading)
        return;
    m_stop.request_stop();
    ++m_generation;
    m_tick.stop();
    setState(m_analysis ? State::Ready : State::Cancelled);
}

void Document::land(std::uint64_t generation, LoadResult result)
{
    if (generation != m_generation)
        return; // cancelled, or loaded again since
    m_tick.stop();
    m_error.clear();
    if (result) {
        m_analysis = std::move(result->analysis);
        if (result->caseFile) {
            m_caseFile = std::move(result->caseFile);
            annotated->take(m_caseFile->notebook);
        }
        m_source.text.clear(); // the analysis keeps it now
        setState(State::Ready);
    } else {
        m_analysis.reset();
        m_error = std::move(result.error());
        setState(m_error.isEmpty() ? State::Cancelled : State::Failed);
    }
}

void Document::setCase(std::shared_ptr<const cases::CaseFile> file, LogSource source)
{
    m_caseFile = std::move(file);
    m_source = std::move(source);
    Q_EMIT stateChanged();
}

void Document::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace skein
