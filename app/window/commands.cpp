// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/commands.h"

#include "app/window/cases.h"
#include "app/window/compared_logs.h"
#include "app/window/documents.h"
#include "app/window/help.h"
#include "app/window/main_window.h"
#include "app/window/share.h"
#include "app/window/view_docks.h"
#include "views/report/exporters.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QMenuBar>

namespace skein
{
namespace
{

QString word(std::string_view s)
{
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

} // namespace

Commands::Commands(MainWindow& window) : QObject(&window), m_window(window), m_share(new Share(window))
{
    buildFile();
    buildEdit();
    buildView();
    buildGo();
    buildShare();
    buildHelp();
    connect(&window, &MainWindow::pageChanged, this, &Commands::update);
    connect(&window.selection(), &Selection::changed, this, &Commands::update);
    connect(&window.annotations(), &Annotations::changed, this, &Commands::update);
    connect(&window.documents(), &Documents::inserted, this, &Commands::update);
    connect(&window.documents(), &Documents::removed, this, &Commands::update);
    connect(&window.docks(), &ViewDocks::layoutChanged, this, &Commands::update);
    connect(&window.cases(), &Cases::changed, this, &Commands::update);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (QWidget* w = now; w; w = w->parentWidget())
            if (auto* const view = qobject_cast<View*>(w))
                m_lastView = view;
        update();
    });
    update();
}

QAction* Commands::add(QMenu* menu, const QString& text, const QKeySequence& key, std::function<void()> act,
                       Condition can)
{
    auto* const action = new QAction(text, menu);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(act));
    menu->addAction(action);
    if (can)
        m_entries.push_back({action, std::move(can)});
    return action;
}

void Commands::update()
{
    for (const Entry& entry : m_entries)
        entry.action->setEnabled(entry.can());
    nameUndo();
}

void Commands::buildFile()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&File"));
    Documents& documents = m_window.documents();
    const auto any = [&documents] { return documents.count() > 0; };
    add(menu, tr("&Open…"), QKeySequence::Open, [this] { m_window.openDialog(); });
    add(menu, tr("&Paste from clipboard"), QKeySequence::Paste, [this] { m_window.paste(); });
    m_recent = menu->addMenu(tr("Open &recent"));
    connect(&m_window.recentFiles(), &RecentFiles::changed, this, &Commands::fillRecent);
    fillRecent();
    add(
        menu, tr("Reopen closed &tab"), QKeySequence(tr("Ctrl+Shift+T")),
        [&documents] { documents.reopen(); }, [&documents] { return documents.canReopen(); });
    menu->addSeparator();
    add(
        menu, tr("Re&load"), QKeySequence::Refresh, [&documents] { documents.current()->load(); },
        [&documents] { return documents.current() && documents.current()->canLoadAgain(); });
    const auto shown = [this] { return m_window.shown() != nullptr; };
    add(menu, tr("&Save case"), QKeySequence::Save, [this] { save(); }, shown);
    add(
        menu, tr("Save case &as…"), QKeySequence::SaveAs,
        [this] { m_window.cases().saveAs(*m_window.shown()); }, shown);
    add(menu, tr("Mer&ge case…"), {}, [this] { m_window.cases().mergeDialog(); }, shown);
    add(menu, tr("Save a cop&y of the log…"), {}, [this] { saveLog(); }, shown);
    add(
        menu, tr("Save the &baseline of known leaks"), {}, [this] { saveViews(); },
        [this] { return viewsUnsaved(); });
    menu->addSeparator();
    add(
        menu, tr("Co&mpare with another dump…"), QKeySequence(tr("Ctrl+D")),
        [this] {
            if (ViewDock* const triage = m_window.docks().dock("triage"))
                m_window.docks().raise(*triage, true);
            m_window.comparedLogs().choose();
        },
        shown);
    menu->addSeparator();
    add(
        menu, tr("&Close tab"), QKeySequence(tr("Ctrl+W")),
        [&documents] { documents.requestClose(documents.current()); }, any);
    add(
        menu, tr("Clos&e all"), QKeySequence(tr("Ctrl+Shift+W")), [this] { m_window.cases().closeAll(); },
        any);
    menu->addSeparator();
    add(menu, tr("&Quit"), QKeySequence(tr("Ctrl+Q")), [this] {
        m_window.close();
    })->setMenuRole(QAction::QuitRole);
}

/// What has been changed, wherever it is kept: the case, and the baseline beside the log.
void Commands::save()
{
    Document& document = *m_window.shown();
    const bool views = viewsUnsaved();
    if (views && !saveViews())
        return;
    if (!views || document.keeper().isModified() || !document.keeper().path().isEmpty())
        m_window.cases().save(document);
}

bool Commands::viewsUnsaved() const
{
    return std::ranges::any_of(m_window.docks().docks(),
                               [](const ViewDock* dock) { return !dock->view().unsaved().isEmpty(); });
}

bool Commands::saveViews()
{
    return std::ranges::all_of(m_window.docks().docks(), [](ViewDock* dock) { return dock->view().save(); });
}

void Commands::fillRecent()
{
    m_recent->clear();
    const auto entries = m_window.recentFiles().entries();
    int number = 1;
    for (const auto& entry : entries) {
        QString name = QFileInfo(entry.path).fileName() + QStringLiteral("   ") +
                       shownPath(QFileInfo(entry.path).path());
        name.replace(u'&', QStringLiteral("&&"));
        const QString text = number < 10 ? QStringLiteral("&%1  %2").arg(number).arg(name) : name;
        m_recent->addAction(text, this,
                            [this, path = entry.path] { m_window.open({LogSource::file(path)}); });
        ++number;
    }
    m_recent->addSeparator();
    m_recent->addAction(tr("&Clear list"), this, [this] { m_window.recentFiles().clear(); });
    m_recent->menuAction()->setEnabled(!entries.isEmpty());
}

void Commands::buildView()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&View"));
    ViewDocks& docks = m_window.docks();
    const auto shown = [this] { return m_window.shown() != nullptr; };
    for (ViewDock* const dock : docks.docks()) {
        add(
            menu, dock->windowTitle(), QKeySequence(QString::fromLatin1(dock->entry().shortcut)),
            [this, dock] {
                m_window.docks().raise(*dock, true);
                Q_EMIT m_window.docks().raisedByUser(dock);
            },
            shown);
    }
    menu->addSeparator();
    menu->addMenu(buildTheme());
    add(menu, tr("&Reset layout"), {}, [&docks] { docks.resetLayout(); }, shown);
    add(menu, tr("&Full screen"), QKeySequence::FullScreen,
        [this] { m_window.setWindowState(m_window.windowState() ^ Qt::WindowFullScreen); });
    menu->addSeparator();
    add(
        menu, tr("Ne&xt tab"), QKeySequence(tr("Ctrl+Tab")), [this] { stepTab(1); },
        [this] { return m_window.documents().count() > 1; });
    add(
        menu, tr("Pre&vious tab"), QKeySequence(tr("Ctrl+Shift+Tab")), [this] { stepTab(-1); },
        [this] { return m_window.documents().count() > 1; });
}

QMenu* Commands::buildTheme()
{
    auto* const menu = new QMenu(tr("&Theme"), &m_window);
    auto* const group = new QActionGroup(menu);
    const std::pair<QString, ThemeSource::Choice> choices[] = {
        {tr("As the &system"), ThemeSource::Choice::System},
        {tr("&Light"), ThemeSource::Choice::Light},
        {tr("&Dark"), ThemeSource::Choice::Dark},
    };
    for (const auto& [text, choice] : choices) {
        QAction* const action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_window.themes().choice() == choice);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] {
            m_window.themes().choose(choice);
            m_window.settings().setValue(QStringLiteral("theme"), static_cast<int>(choice));
        });
    }
    return menu;
}

void Commands::stepTab(int by)
{
    Documents& documents = m_window.documents();
    const int count = documents.count();
    if (count > 1)
        documents.setCurrent(documents.at((documents.indexOf(documents.current()) + by + count) % count));
}

void Commands::buildShare()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&Share"));
    const auto shown = [this] { return m_window.shown() != nullptr; };
    const auto found = [this] {
        const AnalysisPtr& analysis = m_window.selection().analysis();
        return analysis && !analysis->findings.empty();
    };
    add(
        menu, tr("HTM&L page…"), QKeySequence(tr("Ctrl+E")),
        [this] { m_share->saveReport(*findExporter("html")); }, shown);
    add(menu, tr("Case &file: log and notes…"), {}, [this] { m_share->saveRedacted(true); }, shown);
    add(menu, tr("Copy with &names masked…"), {}, [this] { m_share->saveRedacted(false); }, shown);
    menu->addSeparator();
    add(
        menu, tr("&Copy findings as text"), QKeySequence(tr("Ctrl+Shift+C")),
        [this] { m_share->copy(*findExporter("text")); }, found);
    add(
        menu, tr("Copy findings as &Markdown"), {}, [this] { m_share->copy(*findExporter("markdown")); },
        found);
    add(
        menu, tr("Copy a short text for a c&hat"), {}, [this] { m_share->copy(*findExporter("chat")); },
        found);
    add(
        menu, tr("Copy the finding with its &picture"), QKeySequence(tr("Ctrl+Alt+C")),
        [this] { m_share->copyRich(); }, found);
    menu->addSeparator();
    QMenu* const reports = menu->addMenu(tr("Save &report as"));
    for (const Exporter* const exporter : exporters())
        add(
            reports, tr("%1…").arg(word(exporter->title)), {},
            [this, exporter] { m_share->saveReport(*exporter); }, shown);
    addPictures(menu->addMenu(tr("Save the &timeline alone")), ReportOptions::Pictures::Timeline);
    addPictures(menu->addMenu(tr("Save the &wait-for graph alone")), ReportOptions::Pictures::Graph);
}

void Commands::addPictures(QMenu* menu, ReportOptions::Pictures pictures)
{
    for (const char* const id : {"svg", "png", "pdf"}) {
        const Exporter& exporter = *findExporter(id);
        add(
            menu, tr("%1…").arg(word(exporter.title)), {},
            [this, &exporter, pictures] { m_share->saveReport(exporter, pictures); },
            [this] { return m_window.shown() != nullptr; });
    }
}

void Commands::saveLog()
{
    m_share->saveLog();
}

void Commands::buildHelp()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&Help"));
    add(menu, tr("&Keys"), QKeySequence::HelpContents, [this] { showKeys(m_window); });
    add(menu, tr("&What Skein reads and writes"), {}, [this] { showFormats(m_window); });
    menu->addSeparator();
    add(menu, tr("&About Skein"), {}, [this] { showAbout(m_window); })->setMenuRole(QAction::AboutRole);
}

} // namespace skein
