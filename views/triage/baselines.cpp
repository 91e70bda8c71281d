// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/baselines.h"

#include "model/triage/baseline_file.h"

#include <QDir>
#include <QFileInfo>
#include <QUndoCommand>

#include <utility>

namespace skein
{
namespace
{

constexpr int kMostSteps = 200;
constexpr const char* kGroup = "triage/baselines";

/// A file name as a key of QSettings: slashes would make groups.
QString keyOf(const QString& folder)
{
    return QLatin1String(kGroup) + u'/' + QString::fromLatin1(folder.toUtf8().toHex());
}

QString folderOf(const QString& log)
{
    const QFileInfo info(log);
    return log.isEmpty() || log == u"-" || !info.isFile() ? QString() : info.absolutePath();
}

} // namespace

/// Keeps both whole: comments of an entry that was removed come back as well.
class BaselineEdit final : public QUndoCommand
{
public:
    BaselineEdit(BaselineDocument& document, triage::Baseline next, const QString& what)
        : QUndoCommand(what), m_document(document), m_before(document.baseline()), m_after(std::move(next))
    {
    }
    void undo() override { m_document.set(m_before); }
    void redo() override { m_document.set(m_after); }

private:
    BaselineDocument& m_document;
    triage::Baseline m_before, m_after;
};

BaselineDocument::BaselineDocument(QString path, QObject* parent) : QObject(parent), m_path(std::move(path))
{
    m_undo.setUndoLimit(kMostSteps);
    connect(&m_undo, &QUndoStack::cleanChanged, this, &BaselineDocument::changed);
    read();
}

void BaselineDocument::read()
{
    m_exists = !m_path.isEmpty() && QFileInfo::exists(m_path);
    if (!m_exists)
        return;
    auto read = triage::readBaseline(m_path.toStdString(), true);
    if (!read) {
        m_error = QString::fromStdString(read.error());
        return;
    }
    m_read = read->text();
    m_baseline = m_saved = std::move(*read);
}

void BaselineDocument::adopt(std::vector<triage::BaselineEntry> fromCase)
{
    if (isModified())
        return;
    m_adopted = std::move(fromCase);
    std::vector<triage::BaselineEntry> more = m_adopted;
    std::erase_if(more, [this](const triage::BaselineEntry& entry) {
        const bool saysNothing =
            entry.status == triage::Status::New && entry.owner.empty() && entry.note.empty();
        return saysNothing || m_baseline.find(entry.fingerprint);
    });
    if (more.empty())
        return;
    m_baseline.set(std::move(more));
    m_saved = m_baseline;
    m_undo.clear(); // the steps would take it away again
    Q_EMIT changed();
}

void BaselineDocument::refresh()
{
    if (isModified() || m_path.isEmpty())
        return;
    const std::string before = std::exchange(m_read, {});
    triage::Baseline baseline = std::exchange(m_baseline, {}), saved = std::exchange(m_saved, {});
    m_error.clear();
    read();
    if (m_read == before && m_error.isEmpty()) {
        m_baseline = std::move(baseline);
        m_saved = std::move(saved);
        return;
    }
    m_adopted.clear();
    m_undo.clear();
    Q_EMIT changed();
}

void BaselineDocument::set(const triage::Baseline& baseline)
{
    m_baseline = baseline;
    Q_EMIT changed();
}

void BaselineDocument::edit(triage::Baseline next, const QString& what)
{
    if (next.text() != m_baseline.text())
        m_undo.push(new BaselineEdit(*this, std::move(next), what));
}

void applyChanges(const triage::Baseline& before, const triage::Baseline& after, triage::Baseline& target)
{
    for (const triage::BaselineEntry& entry : before.entries())
        if (!after.find(entry.fingerprint))
            target.remove(entry.fingerprint);
    for (const triage::BaselineEntry& entry : after.entries()) {
        const triage::BaselineEntry* const old = before.find(entry.fingerprint);
        const bool same = old && old->status == entry.status && old->count == entry.count &&
                          old->owner == entry.owner && old->note == entry.note && old->where == entry.where;
        if (!same)
            target.set(entry);
    }
}

QString BaselineDocument::save()
{
    if (m_path.isEmpty())
        return tr("The baseline has no file yet.");
    if (!m_error.isEmpty())
        return m_error;
    const std::string path = m_path.toStdString();
    auto now = triage::readBaseline(path, true);
    if (!now)
        return QString::fromStdString(now.error());
    const bool touched = now->text() != m_read && !now->text().empty();
    const bool byChanges = touched || !m_adopted.empty();
    if (byChanges)
        applyChanges(m_saved, m_baseline, *now);
    const triage::Baseline& next = byChanges ? *now : m_baseline;
    if (const auto written = triage::writeBaseline(path, next); !written)
        return QString::fromStdString(written.error());
    m_exists = true;
    m_read = next.text();
    if (touched) {
        m_baseline = next;
        m_undo.clear(); // the steps would take back what the others did
    }
    m_saved = m_baseline;
    m_undo.setClean();
    if (touched)
        adopt(std::exchange(m_adopted, {}));
    Q_EMIT changed();
    return {};
}

Baselines::Baselines(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

QString Baselines::pathFor(const QString& log) const
{
    const QString folder = folderOf(log);
    if (folder.isEmpty())
        return m_unnamed;
    const QString chosen = m_settings.value(keyOf(folder)).toString();
    if (!chosen.isEmpty())
        return chosen;
    const QString name = QString::fromLatin1(triage::kBaselineName);
    if (QFileInfo::exists(QDir(folder).filePath(name)))
        return QDir(folder).filePath(name);
    QDir at(folder);
    constexpr int kDeepest = 40;
    for (int depth = 0; depth < kDeepest; ++depth) {
        // Where a repository ends, so does the team; in a folder that is in none, only the log's own counts.
        if (at.exists(QStringLiteral(".git"))) {
            QDir up(folder);
            while (up != at && !up.exists(name) && up.cdUp()) {
            }
            return up.filePath(name);
        }
        if (!at.cdUp())
            break;
    }
    return QDir(folder).filePath(name);
}

BaselineDocument& Baselines::at(const QString& path)
{
    auto& document = m_open[path];
    if (document)
        document->refresh();
    else
        document = std::make_unique<BaselineDocument>(path);
    return *document;
}

BaselineDocument& Baselines::of(const QString& log)
{
    return at(pathFor(log));
}

BaselineDocument& Baselines::choose(const QString& log, const QString& baseline)
{
    const QString folder = folderOf(log);
    BaselineDocument& before = of(log);
    if (folder.isEmpty())
        m_unnamed = baseline;
    else
        m_settings.setValue(keyOf(folder), baseline);
    BaselineDocument& now = at(baseline);
    if (before.path().isEmpty() && before.isModified()) {
        triage::Baseline next = now.baseline();
        applyChanges({}, before.baseline(), next);
        now.edit(std::move(next), tr("what was edited before"));
        m_open.erase(QString());
    }
    return now;
}

QList<BaselineDocument*> Baselines::modified() const
{
    QList<BaselineDocument*> documents;
    for (const auto& [path, document] : m_open)
        if (document->isModified())
            documents.append(document.get());
    return documents;
}

} // namespace skein
