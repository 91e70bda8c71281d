// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/compared_logs.h"

#include <QFileDialog>

#include <algorithm>

namespace skein
{

ComparedLogs::ComparedLogs(Documents& documents, QWidget& window)
    : OtherLogs(&window), m_documents(documents), m_window(window)
{
    m_workers.setMaxThreadCount(2);
    connect(&documents, &Documents::currentChanged, this, &OtherLogs::changed);
    connect(&documents, &Documents::removed, this, [this] {
        std::erase_if(m_of, [this](const auto& entry) { return m_documents.indexOf(entry.first) < 0; });
    });
}

ComparedLogs::~ComparedLogs() = default;

const std::vector<ComparedLogs::Other>* ComparedLogs::others() const
{
    const auto found = m_of.find(m_documents.current());
    return found == m_of.end() ? nullptr : &found->second;
}

std::vector<AnalysisPtr> ComparedLogs::logs() const
{
    std::vector<AnalysisPtr> logs;
    if (const auto* const all = others())
        for (const Other& other : *all)
            if (const AnalysisPtr analysis = other.document ? other.document->analysis() : other.analysis)
                logs.push_back(analysis);
    return logs;
}

int ComparedLogs::pending() const
{
    const auto* const all = others();
    return all ? static_cast<int>(std::ranges::count_if(*all,
                                                        [](const Other& other) {
                                                            return other.document &&
                                                                   other.document->state() ==
                                                                       Document::State::Loading;
                                                        }))
               : 0;
}

bool ComparedLogs::accepts(const QMimeData& mime) const
{
    return m_documents.current() && hasSources(mime);
}

void ComparedLogs::add(const QMimeData& mime)
{
    add(sourcesOf(mime, true));
}

void ComparedLogs::add(const QList<LogSource>& sources)
{
    const Document* const current = m_documents.current();
    if (!current)
        return;
    std::vector<Other>& others = m_of[current];
    for (const LogSource& source : sources) {
        if (source.isFile() && source.path == current->source().path)
            Q_EMIT failed(tr("That is this log itself."));
        else
            read(source, others);
    }
    Q_EMIT changed();
}

void ComparedLogs::read(const LogSource& source, std::vector<Other>& others)
{
    for (int i = 0; source.isFile() && i < m_documents.count(); ++i) {
        const Document* const open = m_documents.at(i);
        if (!open->analysis() || open->source().path != source.path)
            continue;
        if (std::ranges::none_of(others, [&](const Other& o) { return o.analysis == open->analysis(); }))
            others.push_back({.document = nullptr, .analysis = open->analysis()});
        return;
    }
    const bool known = source.isFile() && std::ranges::any_of(others, [&](const Other& other) {
                           return other.document && other.document->source().path == source.path;
                       });
    if (known)
        return;
    auto document = std::make_unique<Document>(source, m_workers);
    Document* const reading = document.get();
    others.push_back({.document = std::move(document), .analysis = nullptr});
    reading->load();
    connect(reading, &Document::stateChanged, this, [this, reading] { landed(reading); });
}

/// What static checkers say is nothing to compare with: opened, it goes to the log in view.
void ComparedLogs::openInstead(Document* document)
{
    for (auto& [log, others] : m_of) {
        const auto found =
            std::ranges::find(others, document, [](const Other& o) { return o.document.get(); });
        if (found == others.end())
            continue;
        found->document.release()->deleteLater(); // it is just telling us
        others.erase(found);
        break;
    }
    m_documents.open(document->source());
}

void ComparedLogs::landed(Document* document)
{
    const bool ready = document->state() == Document::State::Ready;
    if (ready && document->analysis()->log->snapshots.empty() && !document->analysis()->log->lint.empty())
        openInstead(document);
    else if (document->state() == Document::State::Failed)
        Q_EMIT failed(tr("%1 cannot be compared: %2").arg(document->source().title, document->error()));
    else if (ready && document->analysis()->log->snapshots.empty())
        Q_EMIT failed(tr("Skein recognised no dump in %1.").arg(document->source().title));
    Q_EMIT changed();
}

void ComparedLogs::choose()
{
    auto* const dialog = new QFileDialog(&m_window, tr("Compare with other dumps of the same program"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    if (const Document* const current = m_documents.current(); current && current->source().isFile())
        dialog->setDirectory(QFileInfo(current->source().path).absolutePath());
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        QList<LogSource> sources;
        for (const QString& path : paths)
            sources.append(LogSource::file(path));
        add(sources);
    });
    dialog->open();
}

void ComparedLogs::clear()
{
    m_of.erase(m_documents.current());
    Q_EMIT changed();
}

} // namespace skein
