// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/commands.h"
#include "app/window/document.h"
#include "app/window/main_window.h"
#include "app/window/view_docks.h"

#include <QInputDialog>
#include <QMenuBar>

// Commands that move the selection: the Go menu.
namespace skein
{

void Commands::buildGo()
{
    QMenu* const menu = m_window.menuBar()->addMenu(tr("&Go"));
    const auto findings = [this] {
        const AnalysisPtr& analysis = m_window.selection().analysis();
        return analysis && !analysis->findings.empty();
    };
    const auto threads = [this] {
        const AnalysisPtr& analysis = m_window.selection().analysis();
        return analysis && !analysis->log->snapshots.empty();
    };
    add(
        menu, tr("&Back"), QKeySequence(tr("Alt+Left")), [this] { travel(false); },
        [this] { return m_window.shown() && m_window.shown()->history.canGoBack(); });
    add(
        menu, tr("&Forward"), QKeySequence(tr("Alt+Right")), [this] { travel(true); },
        [this] { return m_window.shown() && m_window.shown()->history.canGoForward(); });
    menu->addSeparator();
    add(menu, tr("&Next finding"), QKeySequence(tr("F4")), [this] { stepFinding(1); }, findings);
    add(menu, tr("&Previous finding"), QKeySequence(tr("Shift+F4")), [this] { stepFinding(-1); }, findings);
    add(menu, tr("Next &thread"), QKeySequence(tr("Alt+Down")), [this] { stepThread(1); }, threads);
    add(menu, tr("Previous t&hread"), QKeySequence(tr("Alt+Up")), [this] { stepThread(-1); }, threads);
    menu->addSeparator();
    add(
        menu, tr("Go to &line…"), QKeySequence(tr("Ctrl+G")), [this] { goToLine(); },
        [this] { return m_window.shown() != nullptr; });
}

void Commands::travel(bool forward)
{
    Document* const document = m_window.shown();
    if (!document)
        return;
    const Selected target = forward ? document->history.forward() : document->history.back();
    m_window.selection().select(target);
    update();
}

/// Around the end, so that one key is enough.
void Commands::stepFinding(int by)
{
    Selection& selection = m_window.selection();
    if (!selection.analysis())
        return;
    const auto count = static_cast<int>(selection.analysis()->findings.size());
    if (count == 0)
        return;
    const auto& now = selection.current().finding;
    const int next = now ? static_cast<int>(*now) + by : by > 0 ? 0 : count - 1;
    selection.selectFinding(static_cast<std::uint32_t>((next + count) % count));
}

/// In the order of the log, on to the next dump at the end of one.
void Commands::stepThread(int by)
{
    Selection& selection = m_window.selection();
    if (!selection.analysis())
        return;
    const auto& snapshots = selection.analysis()->log->snapshots;
    if (snapshots.empty())
        return;
    ThreadRef now = selection.current().thread;
    auto snapshot = static_cast<std::int64_t>(now ? now.snapshot : selection.current().snapshot);
    std::int64_t index = now ? static_cast<std::int64_t>(now.index) + by : 0;
    for (std::size_t tries = 0; tries <= snapshots.size(); ++tries) {
        const auto size =
            static_cast<std::int64_t>(snapshots[static_cast<std::size_t>(snapshot)].threads.size());
        if (index >= 0 && index < size)
            return selection.selectThread(
                {static_cast<std::uint32_t>(snapshot), static_cast<std::uint32_t>(index)});
        const auto dumps = static_cast<std::int64_t>(snapshots.size());
        snapshot = (snapshot + (by > 0 ? 1 : -1) + dumps) % dumps;
        index =
            by > 0
                ? 0
                : static_cast<std::int64_t>(snapshots[static_cast<std::size_t>(snapshot)].threads.size()) - 1;
    }
}

void Commands::goToLine()
{
    const AnalysisPtr& analysis = m_window.selection().analysis();
    if (!analysis)
        return;
    const auto lines = static_cast<int>(analysis->log->text.lineCount());
    auto* const dialog = new QInputDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to line"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setLabelText(tr("Line, 1 to %L1:").arg(lines));
    dialog->setIntRange(1, std::max(1, lines));
    dialog->setIntValue(static_cast<int>(std::max(1U, m_window.selection().current().lines.first)));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int line) {
        const auto number = static_cast<std::uint32_t>(line);
        m_window.selection().selectLines({number, number});
        if (ViewDock* const log = m_window.docks().dock("log"))
            m_window.docks().raise(*log, true);
    });
    dialog->open();
}

} // namespace skein
