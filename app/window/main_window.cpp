// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/main_window.h"

#include "app/window/cases.h"
#include "app/window/checker_files.h"
#include "app/window/commands.h"
#include "app/window/compared_logs.h"
#include "app/window/document_tabs.h"
#include "app/window/drop_overlay.h"
#include "app/window/empty_page.h"
#include "app/window/load_page.h"
#include "app/window/notice.h"
#include "app/window/status_text.h"
#include "app/window/view_docks.h"
#include "app/window/view_raiser.h"
#include "parser/case/author.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace skein
{

using namespace std::chrono_literals;

MainWindow::MainWindow(WindowServices services)
    : m_services(services),
      m_recent(services.settings),
      m_annotations(services.settings, QString::fromStdString(cases::systemAuthor())),
      m_compared(new ComparedLogs(services.documents, *this)),
      m_checkers(new CheckerFiles(services.documents, this)),
      m_context{m_selection, services.themes, services.syntax, services.settings, m_annotations, m_compared}
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    setMinimumSize(760, 480);
    buildPages();
    buildStatusBar();
    m_cases = new Cases(*this);
    m_commands = new Commands(*this);
    new ViewRaiser(m_selection, *m_docks, this);

    m_patience.setSingleShot(true);
    m_patience.setInterval(150ms);
    connect(&m_patience, &QTimer::timeout, this, &MainWindow::showPage);
    connect(&documents(), &Documents::currentChanged, this, &MainWindow::follow);
    connect(&documents(), &Documents::stateChanged, this, [this](Document* document) {
        if (m_checkers->claims(document))
            return;
        if (document->state() == Document::State::Ready && document->source().isFile() &&
            !document->source().recovered)
            m_recent.add(document->source().path);
        if (document == documents().current())
            follow();
    });
    connect(m_cases, &Cases::changed, this, &MainWindow::describe);
    connect(m_compared, &ComparedLogs::failed, this, &MainWindow::say);
    connect(&m_selection, &Selection::changed, this, [this](const Selected& now) {
        if (m_shown && !m_travelling)
            m_shown->history.visit(now);
    });
    restoreGeometry();
    if (documents().current())
        follow();
    else
        showPage();
}

MainWindow::~MainWindow()
{
    documents().disconnect(this);
    // What listens to the focus, and the views, go before what they show.
    delete m_commands;
    delete takeCentralWidget();
}

void MainWindow::buildPages()
{
    auto* const central = new QWidget(this);
    auto* const tabs = new DocumentTabs(documents(), themes(), central);
    m_notice = new Notice(themes(), central);
    m_pages = new QStackedWidget(central);
    m_empty = new EmptyPage(m_recent, examplesIn(m_services.examples), themes(), m_pages);
    m_load = new LoadPage(themes(), m_pages);
    m_docks = new ViewDocks(m_context, m_pages);
    m_docks->restoreLayout();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_load);
    m_pages->addWidget(m_docks);
    auto* const layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabs);
    layout->addWidget(m_notice);
    layout->addWidget(m_pages, 1);
    setCentralWidget(central);
    m_overlay = new DropOverlay(themes(), central);
    const auto showTabs = [this, tabs] { tabs->setVisible(documents().count() > 0); };
    connect(&documents(), &Documents::inserted, tabs, showTabs);
    connect(&documents(), &Documents::removed, tabs, showTabs);
    showTabs();

    connect(m_empty, &EmptyPage::openRequested, this, &MainWindow::openDialog);
    connect(m_empty, &EmptyPage::pasteRequested, this, &MainWindow::paste);
    connect(m_empty, &EmptyPage::fileChosen, this,
            [this](const QString& path) { open({LogSource::file(path)}); });
    connect(m_notice, &Notice::actionWanted, this, [this] {
        if (m_shown)
            CheckerFiles::remove(*m_shown);
    });
    connect(m_load, &LoadPage::openRequested, this, &MainWindow::openDialog);
    connect(m_load, &LoadPage::cancelRequested, this, [this] {
        if (Document* const document = documents().current())
            document->cancel();
    });
    connect(m_load, &LoadPage::againRequested, this, [this] {
        if (Document* const document = documents().current())
            document->load();
    });
}

void MainWindow::buildStatusBar()
{
    m_counts = new QLabel(this);
    m_input = new QLabel(this);
    for (QLabel* const label : {m_counts, m_input}) {
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(10, 2, 10, 2);
    }
    // The window may be narrower than the sentence.
    m_counts->setMinimumWidth(1);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_counts, 1);
    statusBar()->addPermanentWidget(m_input);
}

void MainWindow::restoreGeometry()
{
    const QByteArray saved = settings().value(QStringLiteral("layout/window")).toByteArray();
    if (!saved.isEmpty() && QMainWindow::restoreGeometry(saved))
        return;
    const QSize room = screen() ? screen()->availableSize() : QSize(1440, 900);
    resize(QSize(1440, 900).boundedTo(room * 0.95));
}

bool MainWindow::isIdle() const
{
    for (int i = 0; i < documents().count(); ++i)
        if (documents().at(i)->state() == Document::State::Loading)
            return false;
    return !m_patience.isActive();
}

// --------------------------------------------------------------------------------------------- opening

void MainWindow::open(const QList<LogSource>& sources)
{
    Document* first = nullptr;
    for (const LogSource& source : sources) {
        Document* const document = documents().open(source);
        if (!first)
            first = document;
    }
    if (first)
        documents().setCurrent(first);
}

bool MainWindow::openFrom(const QMimeData& mime, bool drop)
{
    QList<LogSource> sources = sourcesOf(mime, drop);
    const bool any = !sources.isEmpty();
    // A case of the log in view is about what is in view already.
    const auto isCase = [](const LogSource& source) {
        return source.isFile() && source.path.endsWith(QStringLiteral(".skein"), Qt::CaseInsensitive);
    };
    for (const LogSource& source : std::as_const(sources))
        if (drop && m_shown && isCase(source))
            m_cases->mergeOrOpen(source);
    if (drop && m_shown)
        sources.removeIf(isCase);
    open(sources);
    if (!any)
        say(drop ? tr("That is neither a file nor text.")
                 : tr("The clipboard holds neither text nor a file."));
    return any;
}

void MainWindow::paste()
{
    if (const QMimeData* const mime = QApplication::clipboard()->mimeData())
        openFrom(*mime, false);
}

void MainWindow::openDialog()
{
    auto* const dialog = new QFileDialog(this, tr("Open logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("All files (*)"), tr("Cases of Skein (*.skein)"),
                            tr("Logs (*.log *.txt *.out *.err *.dump *.trace)"),
                            tr("Compressed logs (*.gz *.xz *.zst *.bz2)")});
    const QString last = settings().value(QStringLiteral("open/directory")).toString();
    if (!last.isEmpty())
        dialog->setDirectory(last);
    connect(dialog, &QFileDialog::filesSelected, this, [this, dialog](const QStringList& paths) {
        settings().setValue(QStringLiteral("open/directory"), dialog->directory().absolutePath());
        QList<LogSource> sources;
        for (const QString& path : paths)
            sources.append(LogSource::file(path));
        open(sources);
    });
    dialog->open();
}

void MainWindow::say(const QString& sentence)
{
    statusBar()->showMessage(sentence, 6000);
}

void setPlainDetails(QMessageBox& box, const QString& details)
{
    box.setInformativeText(details);
    if (auto* const label = box.findChild<QLabel*>(QStringLiteral("qt_msgbox_informativelabel")))
        label->setTextFormat(Qt::PlainText);
}

namespace
{

void openBox(MainWindow& window, QMessageBox::Icon icon, const QString& sentence, const QString& details)
{
    auto* const box = new QMessageBox(icon, MainWindow::tr("Skein"), sentence, QMessageBox::Ok, &window);
    box->setTextFormat(Qt::PlainText);
    setPlainDetails(*box, details);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace

void MainWindow::tell(const QString& sentence, const QString& details)
{
    openBox(*this, QMessageBox::Information, sentence, details);
}

void MainWindow::warn(const QString& sentence)
{
    openBox(*this, QMessageBox::Warning, sentence, {});
}

// ----------------------------------------------------------------------------------------------- pages

/// The current log is another one, or its state is: what was shown stays until there is something to show
/// instead.
void MainWindow::follow()
{
    const Document* const current = documents().current();
    if (m_checkers->claims(current))
        return;
    if (current && current->state() == Document::State::Loading) {
        if (!m_patience.isActive() && m_pages->currentWidget() != m_load)
            m_patience.start();
        if (m_pages->currentWidget() == m_load)
            showPage();
        return;
    }
    m_patience.stop();
    showPage();
}

void MainWindow::showPage()
{
    Document* const current = documents().current();
    if (m_checkers->claims(current))
        return;
    disconnect(m_progress);
    if (!current) {
        showNothing();
        m_pages->setCurrentWidget(m_empty);
    } else if (current->state() == Document::State::Ready) {
        m_pages->setCurrentWidget(m_docks);
        centralWidget()->layout()->activate();
        m_pages->layout()->activate();
        m_docks->settle();
        showViews(*current);
    } else {
        showNothing();
        m_load->show(*current);
        m_progress =
            connect(current, &Document::progressed, m_load, [this, current] { m_load->show(*current); });
        m_pages->setCurrentWidget(m_load);
    }
    describe();
    Q_EMIT pageChanged();
}

void MainWindow::showNothing()
{
    m_shown = nullptr;
    m_shownAnalysis.reset();
    m_annotations.show(nullptr, nullptr);
    m_selection.setAnalysis(nullptr);
    m_notice->say({});
}

void MainWindow::showViews(Document& document)
{
    if (m_shown == &document && m_shownAnalysis == document.analysis())
        return;
    m_shown = &document;
    m_shownAnalysis = document.analysis();
    m_annotations.show(m_shownAnalysis, document.annotated);
    m_travelling = true;
    m_selection.setAnalysis(m_shownAnalysis, document.history.current());
    m_travelling = false;
    const bool nothing = m_shownAnalysis->log->snapshots.empty();
    m_docks->showOnly(nothing ? m_docks->dock("log") : nullptr);
    // A log that is new here begins as its case was left, or with its strongest finding.
    if (m_selection.current() == Selected{} && !m_cases->restoreView(document) &&
        !m_shownAnalysis->findings.empty())
        m_selection.selectFinding(0);
    explain();
}

/// The sentence above the views.
void MainWindow::explain()
{
    if (const QString checkers = CheckerFiles::sentence(*m_shown); !checkers.isEmpty())
        return m_notice->say(checkers, tr("Remove"));
    m_notice->say(
        m_shownAnalysis->log->snapshots.empty()
            ? tr("Skein recognised nothing in this log. It reads crash dumps, race reports and stacks of Go "
                 "and "
                 "C++ programs (see Help, What Skein reads and writes). The whole log is below, as it is.")
            : QString());
}

void MainWindow::describe()
{
    const Document* const current = documents().current();
    // "[*]" is where Qt puts the mark; in the name of a file it is two of them.
    const QString title =
        current ? QString(current->source().title).replace(QStringLiteral("[*]"), QStringLiteral("[*][*]"))
                : QString();
    setWindowTitle(current ? tr("%1[*] — Skein").arg(title) : tr("Skein"));
    setWindowModified(current && m_cases->modified().contains(current));
    setWindowFilePath(current ? current->source().path : QString());
    const bool ready = m_shown && m_shownAnalysis;
    m_counts->setText(ready ? statusText(*m_shownAnalysis) : QString());
    m_counts->setToolTip(ready ? tr("Every line of the log is either recognised or kept and shown as it is.")
                               : QString());
    m_input->setText(ready ? inputText(m_shownAnalysis->log->input) : QString());
}

// ----------------------------------------------------------------------------------------------- events

/// Asks about what views have not saved.
bool MainWindow::mayClose()
{
    QList<View*> views;
    QStringList files;
    for (const ViewDock* const dock : m_docks->docks()) {
        if (const QStringList unsaved = dock->view().unsaved(); !unsaved.isEmpty()) {
            views.append(&dock->view());
            files += unsaved;
        }
    }
    const QList<Document*> documents = m_cases->modified();
    for (const Document* const document : documents)
        files.append(tr("%1: notes and verdicts").arg(document->source().title));
    if (files.isEmpty())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Skein"), tr("Save what you changed before the window closes?"),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setObjectName(QStringLiteral("unsavedQuestion"));
    box.setTextFormat(Qt::PlainText);
    setPlainDetails(box, files.join(u'\n'));
    box.setDefaultButton(QMessageBox::Save);
    const int answer = box.exec();
    if (answer == QMessageBox::Discard)
        for (Document* const document : documents)
            document->keeper().discard();
    if (answer != QMessageBox::Save)
        return answer == QMessageBox::Discard;
    if (!std::ranges::all_of(views, &View::save))
        return false;
    // They are written on workers; the window closes when that is done. Views may have added to them just now.
    const QList<Document*> unsaved = m_cases->modified();
    if (!unsaved.isEmpty())
        m_cases->saveAll(unsaved, [this] { close(); });
    return unsaved.isEmpty();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    settings().setValue(QStringLiteral("layout/window"), saveGeometry());
    m_docks->saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    // Text that is dragged out of one of our own views stays what it is.
    if (event->source() || !hasSources(*event->mimeData()))
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    setDragging(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    setDragging(false);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    setDragging(false);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    openFrom(*event->mimeData(), true);
    activateWindow();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    coverPages();
}

void MainWindow::setDragging(bool dragging)
{
    const bool empty = m_pages->currentWidget() == m_empty;
    m_empty->setDragging(dragging && empty);
    coverPages();
    m_overlay->setVisible(dragging && !empty);
    m_overlay->raise();
}

void MainWindow::coverPages()
{
    m_overlay->setGeometry(centralWidget()->rect());
}

} // namespace skein
