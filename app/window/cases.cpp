// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/cases.h"

#include "app/window/main_window.h"
#include "app/window/recent_files.h"
#include "app/window/view_docks.h"
#include "app/window/view_state.h"
#include "model/said/statuses.h"
#include "parser/case/author.h"
#include "views/triage/triage_view.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

namespace skein
{
namespace
{

QStringList caseFilters()
{
    return {Cases::tr("Cases of Skein (*.skein)"), Cases::tr("All files (*)")};
}

QFileDialog* fileDialog(MainWindow& window, const QString& title, const QString& folder)
{
    auto* const dialog = new QFileDialog(&window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters(caseFilters());
    if (!folder.isEmpty())
        dialog->setDirectory(folder);
    return dialog;
}

/// Calls `then` when the document is saved next; not where that fails.
void whenSaved(MainWindow& window, Document& document, std::function<void()> then)
{
    if (!then)
        return;
    auto* const once = new QObject(&document);
    QObject::connect(&document.keeper(), &CaseKeeper::failed, once, &QObject::deleteLater);
    QObject::connect(&document.keeper(), &CaseKeeper::saved, once, [&window, once, then = std::move(then)] {
        once->disconnect();
        once->deleteLater();
        // Not from within what the keeper does.
        QMetaObject::invokeMethod(&window, then, Qt::QueuedConnection);
    });
}

int said(const notes::Notebook& notebook)
{
    return static_cast<int>(notebook.notes().size() + notebook.verdicts().size());
}

QString described(const cases::Recoverable& lost)
{
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(lost.modified);
    return Cases::tr("%1: %2, %3")
        .arg(QString::fromStdString(lost.of.logName),
             Cases::tr("%n note(s) and verdicts", nullptr, said(lost.notebook)),
             timeAgo(then, QDateTime::currentDateTimeUtc()));
}

std::filesystem::path keptLogOf(const cases::Recoverable& lost)
{
    return std::filesystem::path(lost.journal).replace_extension(".skein");
}

} // namespace

Cases::Cases(MainWindow& window) : QObject(&window), m_window(window)
{
    Documents& documents = window.documents();
    for (int i = 0; i < documents.count(); ++i)
        adopt(*documents.at(i));
    connect(&documents, &Documents::inserted, this,
            [this](int index) { adopt(*m_window.documents().at(index)); });
    connect(&documents, &Documents::closeWanted, this, [this](Document* document) { close(*document); });
    connect(&window.annotations(), &Annotations::recorded, this, [this](const notes::Change& change) {
        if (Document* const document = m_window.shown())
            document->keeper().record(change);
    });
}

void Cases::adopt(Document& document)
{
    CaseKeeper& keeper = document.keeper();
    keeper.disconnect(this); // a tab that is opened again
    keeper.setViewState(
        [this, shown = QPointer(&document)] { return shown ? viewOf(*shown) : std::string(); });
    connect(&keeper, &CaseKeeper::failed, &m_window, &MainWindow::warn);
    connect(&keeper, &CaseKeeper::saved, this,
            [this](const QString& path) { m_window.say(tr("Saved as %1.").arg(path)); });
    connect(&keeper, &CaseKeeper::changed, this, &Cases::changed);
    connect(&keeper, &CaseKeeper::replaced, this, [this, &document] { followReplaced(document); });
    connect(&keeper, &CaseKeeper::merged, this,
            [this, &document](const QString& name, const NoteCounts& counts) {
                tellMerged(document, name, counts);
            });
}

/// The notebook of the document is another one.
void Cases::followReplaced(Document& document)
{
    if (m_window.shown() != &document)
        return;
    Annotations& annotations = m_window.annotations();
    annotations.show(document.analysis(), document.annotated);
    Q_EMIT annotations.changed();
}

// ----------------------------------------------------------------------------------------------- saving

void Cases::save(Document& document, std::function<void()> then)
{
    if (const QString path = document.keeper().path(); !path.isEmpty())
        write(document, path, false, std::move(then));
    else
        choosePath(document, std::move(then));
}

void Cases::saveAs(Document& document, std::function<void()> then)
{
    choosePath(document, std::move(then));
}

void Cases::choosePath(Document& document, std::function<void()> then)
{
    const LogSource& source = document.source();
    const bool beside = source.isFile() && !source.recovered;
    QString name = beside ? QFileInfo(source.path).fileName() : source.title;
    if (!beside)
        name.replace(u':', u'.').replace(u'/', u'-');
    if (!name.endsWith(QStringLiteral(".skein")))
        name += QStringLiteral(".skein");
    auto* const dialog =
        fileDialog(m_window, tr("Save case"),
                   beside ? QFileInfo(source.path).absolutePath()
                          : m_window.settings().value(QStringLiteral("save/directory")).toString());
    dialog->setObjectName(QStringLiteral("saveCase"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("skein"));
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, open = QPointer(&document), then = std::move(then)](const QString& path) {
                m_window.settings().setValue(QStringLiteral("save/directory"),
                                             QFileInfo(path).absolutePath());
                if (open)
                    saveTo(*open, path, then);
            });
    dialog->open();
}

/// Where the log is huge, asks whether it goes into the case.
void Cases::saveTo(Document& document, const QString& path, std::function<void()> then)
{
    const std::uint64_t size = document.analysis()->log->text.bytes().size();
    if (size <= kHugeLog || document.caseFile() || !document.source().isFile())
        return write(document, path, false, std::move(then));
    const bool fits = size <= cases::Limits().logBytes;
    const QString folder = QFileInfo(document.source().path).absolutePath();
    QMessageBox box(QMessageBox::Question, tr("Skein"),
                    tr("The log has %1. Where is it to be kept?")
                        .arg(QLocale().formattedDataSize(static_cast<qint64>(size))),
                    QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("hugeLogQuestion"));
    box.setTextFormat(Qt::PlainText);
    auto* const beside = box.addButton(tr("&Beside the case"), QMessageBox::AcceptRole);
    const QAbstractButton* const inside =
        fits ? box.addButton(tr("&In the case"), QMessageBox::AcceptRole) : nullptr;
    if (folder != QFileInfo(path).absolutePath())
        beside->setEnabled(false); // nobody would find it
    box.exec();
    if (box.clickedButton() == beside)
        write(document, path, true, std::move(then));
    else if (inside && box.clickedButton() == inside)
        write(document, path, false, std::move(then));
}

/// What the baseline of known leaks says of those in this log goes into its case.
void Cases::takeStatuses(Document& document)
{
    Annotations& annotations = m_window.annotations();
    const ViewDock* const triage = m_window.docks().dock("triage");
    if (m_window.shown() != &document || !annotations.open() || !triage)
        return;
    const notes::Resolver& resolver = annotations.resolver();
    const notes::Stamp stamp = cases::stampOf(annotations.author().toStdString());
    bool changed = false;
    const auto put = [&](const triage::BaselineEntry& entry) {
        const notes::Target target =
            resolver.resolve({.at = notes::OnGroup{skein::triage::toString(entry.fingerprint)}, .lines = {}});
        if (target.group)
            changed |= !notes::setStatus(document.annotated->notebook, entry, target.lines, stamp).empty();
    };
    const std::vector<triage::BaselineEntry> said = statusesIn(triage->view());
    std::ranges::for_each(said, put);
    // What the case had said, and somebody has taken back in the view.
    for (triage::BaselineEntry& entry : notes::statusesOf(document.annotated->notebook)) {
        if (std::ranges::contains(said, entry.fingerprint, &triage::BaselineEntry::fingerprint))
            continue;
        put({.fingerprint = entry.fingerprint, .status = skein::triage::Status::New});
    }
    if (changed)
        followReplaced(document);
}

void Cases::write(Document& document, const QString& path, bool byReference, std::function<void()> then)
{
    takeStatuses(document);
    whenSaved(m_window, document, std::move(then));
    document.keeper().save(path, byReference);
}

// ---------------------------------------------------------------------------------------------- closing

QList<Document*> Cases::modified() const
{
    QList<Document*> out;
    for (int i = 0; i < m_window.documents().count(); ++i)
        if (Document* const document = m_window.documents().at(i); document->keeper().isModified())
            out.append(document);
    return out;
}

void Cases::saveAll(QList<Document*> documents, std::function<void()> then)
{
    if (documents.isEmpty())
        return then();
    Document* const first = documents.takeFirst();
    save(*first, [this, documents, then = std::move(then)] { saveAll(documents, then); });
}

void Cases::close(Document& document)
{
    if (std::exchange(m_asking, true))
        return;
    QMessageBox box(QMessageBox::Question, tr("Skein"),
                    tr("Save what was written about %1 before its tab closes?").arg(document.source().title),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("unsavedCaseQuestion"));
    box.setTextFormat(Qt::PlainText);
    box.setDefaultButton(QMessageBox::Save);
    const QPointer<Document> open(&document);
    const int answer = box.exec();
    m_asking = false;
    if (!open || answer == QMessageBox::Cancel)
        return;
    const auto closeIt = [this, open] {
        if (open)
            m_window.documents().close(open);
    };
    if (answer == QMessageBox::Save)
        return save(document, closeIt);
    document.keeper().discard();
    closeIt();
}

void Cases::closeAll()
{
    Documents& documents = m_window.documents();
    for (int i = documents.count(); i-- > 0;)
        if (!documents.at(i)->keeper().isModified())
            documents.close(documents.at(i));
    if (documents.count() > 0)
        close(*documents.at(documents.count() - 1));
}

// ---------------------------------------------------------------------------------------------- merging

void Cases::mergeDialog()
{
    auto* const dialog = fileDialog(m_window, tr("Merge a copy of this case"),
                                    m_window.settings().value(QStringLiteral("open/directory")).toString());
    dialog->setObjectName(QStringLiteral("mergeCase"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (Document* const document = m_window.shown())
            document->keeper().merge(path);
    });
    dialog->open();
}

void Cases::mergeOrOpen(const LogSource& source)
{
    Document* const document = m_window.shown();
    if (!document || (document->source().isFile() && document->source().path == source.path))
        return m_window.open({source});
    document->keeper().merge(source.path, [this, source] { m_window.open({source}); });
}

void Cases::tellMerged(Document& document, const QString& name, const NoteCounts& counts)
{
    m_window.documents().setCurrent(&document);
    QStringList what;
    if (counts.added > 0)
        what << tr("%n new", nullptr, counts.added);
    if (counts.changed > 0)
        what << tr("%n changed", nullptr, counts.changed);
    if (what.isEmpty())
        what << tr("nothing new");
    QString sentence = tr("Notes and verdicts of %1: %2.").arg(name, what.join(QStringLiteral(", ")));
    if (counts.conflicts == 0)
        return m_window.say(sentence);
    // The notes view shows both versions.
    if (ViewDock* const notes = m_window.docks().dock("notes"))
        m_window.docks().raise(*notes, false);
    m_window.tell(sentence,
                  tr("%n thing(s) was written differently in both copies. Both versions are kept; the "
                     "notes show them, and writing one of them again decides.",
                     nullptr, counts.conflicts));
}

// --------------------------------------------------------------------------------------------- recovery

namespace
{

/// Logs that were kept for a journal that is gone: their document was closed while the program ended.
void removeOrphans(const std::filesystem::path& folder)
{
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        std::filesystem::path journal = it->path();
        std::error_code ignored;
        if (journal.extension() == ".skein" &&
            !std::filesystem::exists(journal.replace_extension(".journal"), ignored))
            std::filesystem::remove(it->path(), ignored);
    }
}

} // namespace

void Cases::offerRecovery(const std::filesystem::path& folder)
{
    removeOrphans(folder);
    std::vector<cases::Recoverable> lost = cases::recoverable(folder);
    if (lost.empty())
        return;
    QStringList names;
    constexpr qsizetype kMostNamed = 8;
    for (const cases::Recoverable& one : lost)
        names << described(one);
    if (names.size() > kMostNamed)
        names = names.first(kMostNamed)
                << tr("and %n more", nullptr, static_cast<int>(lost.size() - kMostNamed));
    auto* const box =
        new QMessageBox(QMessageBox::Question, tr("Skein"), tr("Skein ended before these notes were saved."),
                        QMessageBox::NoButton, &m_window);
    box->setObjectName(QStringLiteral("recoveryQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    setPlainDetails(*box, names.join(u'\n'));
    QPushButton* const yes = box->addButton(tr("&Recover"), QMessageBox::AcceptRole);
    QPushButton* const later = box->addButton(tr("Not &now"), QMessageBox::RejectRole);
    QPushButton* const never = box->addButton(tr("&Delete them"), QMessageBox::DestructiveRole);
    box->setDefaultButton(yes);
    box->setEscapeButton(later);
    connect(yes, &QPushButton::clicked, this, [this, lost] { recover(lost); });
    connect(never, &QPushButton::clicked, this, [lost] {
        for (const cases::Recoverable& one : lost) {
            std::error_code ignored;
            std::filesystem::remove(keptLogOf(one), ignored);
            cases::forget(one);
        }
    });
    box->open();
}

void Cases::recover(std::vector<cases::Recoverable> lost)
{
    QStringList missing;
    for (cases::Recoverable& one : lost) {
        std::error_code ignored;
        LogSource source = LogSource::file(QString::fromStdString(keptLogOf(one).string()));
        if (std::filesystem::exists(keptLogOf(one), ignored)) {
            source.title = QString::fromStdString(one.of.logName);
            source.recovered = true;
        } else {
            source = LogSource::file(
                QString::fromStdString(one.of.caseFile.empty() ? one.of.log : one.of.caseFile));
            if (!QFileInfo(source.path).isFile()) {
                missing << tr("%1 (its notes stay in %2)")
                               .arg(source.path, QString::fromStdString(one.journal.string()));
                continue;
            }
        }
        m_window.documents().open(source)->keeper().recover(std::move(one));
    }
    if (!missing.isEmpty())
        m_window.warn(tr("These are not there any more: %1.").arg(missing.join(QStringLiteral(", "))));
}

// --------------------------------------------------------------------------------------------- the view

std::string Cases::viewOf(const Document& document) const
{
    const Annotations& annotations = m_window.annotations();
    if (m_window.shown() != &document || !annotations.open())
        return {};
    ViewState state{.selected = m_window.selection().current()};
    for (const ViewDock* const dock : m_window.docks().docks())
        if (dock->isShown())
            state.front.emplace_back(dock->entry().id);
    return viewStateText(state, annotations.resolver());
}

bool Cases::restoreView(Document& document)
{
    const auto& file = document.caseFile();
    if (!file || file->view.empty())
        return false;
    const auto state = viewStateFrom(file->view, m_window.annotations().resolver());
    if (!state || state->selected == Selected{})
        return false;
    m_window.selection().select(state->selected);
    for (const std::string& id : state->front)
        if (ViewDock* const dock = m_window.docks().dock(id); dock && !dock->isHidden() && !dock->isShown())
            m_window.docks().raise(*dock, false);
    return true;
}

} // namespace skein
