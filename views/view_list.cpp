// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/findings/findings_view.h"
#include "views/graph/graph_view.h"
#include "views/groups/groups_view.h"
#include "views/log/log_view.h"
#include "views/notes/notes_view.h"
#include "views/sides/sides_view.h"
#include "views/source/source_view.h"
#include "views/timeline/timeline_view.h"
#include "views/triage/triage_view.h"
#include "views/view.h"

namespace skein
{
namespace
{

// Adding a view: a folder, a line here. The View menu, the dock, its shortcut and the saved layout follow
// from it.
constexpr ViewEntry kViews[] = {
    {"findings", QT_TRANSLATE_NOOP("View", "Findings"), DockPlace::Left, "Ctrl+1", makeFindingsView},
    {"groups", QT_TRANSLATE_NOOP("View", "Groups"), DockPlace::LeftBottom, "Ctrl+2", makeGroupsView},
    {"notes", QT_TRANSLATE_NOOP("View", "Notes"), DockPlace::LeftBottom, "Ctrl+9", makeNotesView},
    {"timeline", QT_TRANSLATE_NOOP("View", "Timeline"), DockPlace::Top, "Ctrl+3", makeTimelineView},
    {"graph", QT_TRANSLATE_NOOP("View", "Wait-for graph"), DockPlace::Top, "Ctrl+4", makeGraphView},
    {"triage", QT_TRANSLATE_NOOP("View", "Triage"), DockPlace::Top, "Ctrl+8", makeTriageView},
    {"sides", QT_TRANSLATE_NOOP("View", "Both sides"), DockPlace::Middle, "Ctrl+5", makeSidesView},
    {"log", QT_TRANSLATE_NOOP("View", "Log"), DockPlace::Bottom, "Ctrl+6", makeLogView},
    {"source", QT_TRANSLATE_NOOP("View", "Source"), DockPlace::Bottom, "Ctrl+7", makeSourceView},
};

} // namespace

std::span<const ViewEntry> viewList()
{
    return kViews;
}

} // namespace skein
