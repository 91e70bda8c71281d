// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QSettings>
#include <QWidget>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "views/selection.h"
#include "views/style/theme.h"

namespace KSyntaxHighlighting {
class Repository;
}

namespace skein {

namespace notes {
struct Anchor;
}
class Annotations;
class OtherLogs;

/// What every view gets when it is made; outlives all views.
struct ViewContext {
    Selection& selection;
    ThemeSource& themes;                          ///< the current Theme and a signal when it changes
    KSyntaxHighlighting::Repository& syntax;      ///< knows Skein's own definitions
    QSettings& settings;
    Annotations& annotations;                     ///< what people say about the log in view
    OtherLogs* others = nullptr;                  ///< null where nothing can be compared
};

/// Base of all views: a widget that shows the selection's analysis and follows it.
/// A view connects to Selection::analysisChanged and Selection::changed in its constructor.
class View : public QWidget {
    Q_OBJECT

public:
    explicit View(ViewContext& context, QWidget* parent = nullptr);

    /// Widgets for the right end of the view's title bar (zoom buttons, counts); may be null.
    virtual QWidget* titleTools() { return nullptr; }
    /// Actions that the Go/View menus and the context menu of the view offer. Some object names have a meaning:
    /// "copy", "selectAll", "undo", "redo", "find", "findNext" and "findPrevious" are what the Edit menu does while this view has
    /// the focus (Find also starts in the log from anywhere). Such actions bring no shortcut: the window has it.
    virtual QList<QAction*> viewActions() { return {}; }
    /// Files with changes that are not saved yet; the window asks before it closes.
    virtual QStringList unsaved() const { return {}; }
    /// Saves them all. False where that failed; the view has said why.
    virtual bool save() { return true; }
    /// What "Add note" is about while this view has the focus; none: the case. By default the most special thing
    /// that is selected. Only asked where a log is in view.
    virtual std::optional<notes::Anchor> noteAnchor() const;

    ViewContext& context() const { return m_context; }
    Selection& selection() const { return m_context.selection; }
    const AnalysisPtr& analysis() const { return m_context.selection.analysis(); }
    Annotations& annotations() const { return m_context.annotations; }
    const Theme& theme() const { return m_context.themes.theme(); }

private:
    ViewContext& m_context;
};

/// Where a view's dock stands until the user moves it.
enum class DockPlace { Left, LeftBottom, Top, Middle, Bottom };

struct ViewEntry {
    std::string_view id;      ///< object name of the dock; never changes, saved layouts refer to it
    const char* title;        ///< QT_TRANSLATE_NOOP("View", …)
    DockPlace place;
    const char* shortcut;     ///< shows and focuses the view, "Ctrl+1"
    View* (*make)(ViewContext&, QWidget* parent);
};

/// Every view of the window, in the order of the View menu. The list is views/view_list.cpp.
std::span<const ViewEntry> viewList();

}  // namespace skein
