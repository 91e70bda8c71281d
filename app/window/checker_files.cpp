// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/checker_files.h"

#include "model/analysis/lint_evidence.h"

#include <QFileInfo>

#include <algorithm>

namespace skein
{
namespace
{

/// What LintNote::from says.
std::string nameOf(const LogSource& source)
{
    return (source.isFile() ? source.path : source.title).toStdString();
}

} // namespace

CheckerFiles::CheckerFiles(Documents& documents, QObject* parent) : QObject(parent), m_documents(documents)
{
    const auto seen = [this](Document* now) {
        std::erase(m_recent, now);
        if (now)
            m_recent.insert(m_recent.begin(), now);
    };
    for (int i = documents.count(); i-- > 0;)
        seen(documents.at(i));
    connect(&documents, &Documents::currentChanged, this, seen);
    connect(&documents, &Documents::stateChanged, this, &CheckerFiles::consider);
    connect(&documents, &Documents::removed, this, [this] {
        const auto gone = [this](const Document* document) { return m_documents.indexOf(document) < 0; };
        std::erase_if(m_recent, gone);
        std::erase_if(m_waiting, gone);
    });
    for (int i = 0; i < documents.count(); ++i)
        consider(documents.at(i));
}

bool CheckerFiles::isCheckerFile(const Document& document) const
{
    return document.state() == Document::State::Ready && document.analysis()->log->snapshots.empty() &&
           !document.analysis()->log->lint.empty();
}

/// The log that was in view last. None where the file was added there already: somebody wants to see it.
Document* CheckerFiles::logFor(const Document& file) const
{
    const auto log = std::ranges::find_if(m_recent, [](const Document* document) {
        return document->analysis() && !document->analysis()->log->snapshots.empty();
    });
    if (log == m_recent.end() ||
        std::ranges::contains((*log)->beside(), nameOf(file.source()), &LintNote::from))
        return nullptr;
    return *log;
}

bool CheckerFiles::claims(const Document* document) const
{
    return std::ranges::contains(m_waiting, document) && isCheckerFile(*document) && logFor(*document);
}

void CheckerFiles::consider(Document* document)
{
    if (isCheckerFile(*document) && m_documents.count() > 1 && !std::ranges::contains(m_waiting, document))
        m_waiting.push_back(document);
    // Not from within what the document itself says.
    if (!m_waiting.empty())
        QMetaObject::invokeMethod(this, &CheckerFiles::settle, Qt::QueuedConnection);
}

void CheckerFiles::settle()
{
    for (Document* const file : std::vector(m_waiting))
        if (Document* const log = isCheckerFile(*file) ? logFor(*file) : nullptr)
            add(*file, *log);
    // Those that met no log stay what they are, once every log is read that was opened with them.
    for (int i = 0; i < m_documents.count(); ++i)
        if (m_documents.at(i)->state() == Document::State::Loading)
            return;
    m_waiting.clear();
}

void CheckerFiles::add(Document& file, Document& log)
{
    std::vector<LintNote> notes = log.beside();
    for (LintNote note : file.analysis()->log->lint) {
        note.lines = {};
        note.from = nameOf(file.source());
        notes.push_back(std::move(note));
    }
    log.setBeside(std::move(notes));
    m_documents.setCurrent(&log);
    m_documents.close(&file);
}

QString CheckerFiles::sentence(const Document& log)
{
    if (!log.analysis() || log.analysis()->beside.empty())
        return {};
    const std::vector<LintNote>& notes = log.analysis()->beside;
    QStringList names;
    for (const LintNote& note : notes)
        if (const QString name = QFileInfo(QString::fromStdString(note.from)).fileName();
            !names.contains(name))
            names << name;
    const QString what = tr("%n finding(s) of static checkers in %1", nullptr, static_cast<int>(notes.size()))
                             .arg(names.join(QStringLiteral(", ")));
    const auto met = static_cast<int>(lintInStacks(*log.analysis()));
    return met > 0 ? tr("%1; %n of them at a line of these stacks: shown with findings, stacks and source.",
                        nullptr, met)
                         .arg(what)
                   : tr("%1; none of them is at a line of these stacks.").arg(what);
}

void CheckerFiles::remove(Document& log)
{
    log.setBeside({});
}

} // namespace skein
