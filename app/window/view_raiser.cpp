// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/view_raiser.h"

namespace skein
{
namespace
{

bool isAboutWaiting(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Deadlock:
    case FindingKind::LockOrderInversion:
    case FindingKind::LostWakeup:
    case FindingKind::Contention:
    case FindingKind::GoroutineLeak:
    case FindingKind::ThreadLeak:
    case FindingKind::WaitGroupMisuse:
        return true;
    default:
        return false;
    }
}

} // namespace

ViewRaiser::ViewRaiser(Selection& selection, ViewDocks& docks, QObject* parent)
    : QObject(parent), m_selection(selection), m_docks(docks)
{
    connect(&selection, &Selection::analysisChanged, this, [this] { m_topic = Topic::None; });
    connect(&selection, &Selection::changed, this, &ViewRaiser::follow);
    connect(&docks, &ViewDocks::raisedByUser, this, [this](ViewDock* dock) {
        const auto id = dock->entry().id;
        if (m_topic != Topic::None && (id == "graph" || id == "timeline"))
            m_wanted[static_cast<std::size_t>(m_topic)] = id;
    });
}

ViewRaiser::Topic ViewRaiser::topicOf(const Selected& selected) const
{
    const AnalysisPtr& analysis = m_selection.analysis();
    if (!analysis || !selected.finding)
        return Topic::None;
    const auto& graphs = analysis->waitGraphs;
    const bool hasGraph = selected.snapshot < graphs.size() && !graphs[selected.snapshot].empty();
    return hasGraph && isAboutWaiting(analysis->findings[*selected.finding].kind) ? Topic::Waiting
                                                                                  : Topic::Conflict;
}

void ViewRaiser::follow(const Selected& now, const Selected& before)
{
    if (m_topic != Topic::None && now.finding == before.finding)
        return;
    const Topic topic = topicOf(now);
    if (topic == Topic::None || topic == m_topic)
        return;
    m_topic = topic;
    ViewDock* const dock = m_docks.dock(m_wanted[static_cast<std::size_t>(topic)]);
    if (dock && !dock->isHidden() && !dock->isFloating() && m_docks.neighbours(*dock).size() > 1)
        m_docks.raise(*dock, false);
}

} // namespace skein
