// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/view_docks.h"

#include "app/window/dock_title.h"

#include <QChildEvent>
#include <QCoreApplication>
#include <QLayout>
#include <QPainter>
#include <QProxyStyle>
#include <QTabBar>
#include <QVBoxLayout>

namespace skein
{
namespace
{

// One more whenever the default places change so much that a saved layout would be in the way.
constexpr int kLayoutVersion = 2;
constexpr int kMargin = 6;

/// QMainWindow shows tabs of its own for docks that share a place. DockTitle shows them instead, so these
/// take no room.
class NoTabs final : public QProxyStyle
{
public:
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override
    {
        return type == CT_TabBarTab ? QSize(0, 0) : QProxyStyle::sizeFromContents(type, option, size, widget);
    }
};

QStyle* noTabs()
{
    static NoTabs* const style = new NoTabs;
    if (!style->parent())
        style->setParent(qApp);
    return style;
}

} // namespace

ViewDock::ViewDock(const ViewEntry& entry, ViewContext& context, QWidget* parent)
    : QDockWidget(parent), m_entry(entry), m_themes(context.themes)
{
    setObjectName(QString::fromUtf8(entry.id.data(), static_cast<qsizetype>(entry.id.size())));
    setWindowTitle(QCoreApplication::translate("View", entry.title));
    m_view = entry.make(context, this);
    if (m_view->accessibleName().isEmpty())
        m_view->setAccessibleName(windowTitle());
    m_title = new DockTitle(*this, m_view->titleTools(), context.themes);
    setTitleBarWidget(m_title);
    setWidget(m_view);
    setContentsMargins(1, 1, 1, 4);
    connect(this, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        m_shown = visible;
        Q_EMIT shownChanged();
    });
    connect(&context.themes, &ThemeSource::changed, this, [this] { update(); });
}

void ViewDock::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.fillRect(rect(), theme.background);
    p.setPen(theme.line);
    p.setBrush(theme.panel);
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

ViewDocks::ViewDocks(ViewContext& context, QWidget* parent) : QMainWindow(parent), m_context(context)
{
    setWindowFlags(Qt::Widget);
    setObjectName(QStringLiteral("viewDocks"));
    setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | AnimatedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &ViewDocks::refreshTitles);
    for (const ViewEntry& entry : viewList()) {
        auto* const dock = new ViewDock(entry, context, this);
        m_docks.push_back(dock);
        const auto refresh = [this] { m_refresh.start(); };
        connect(dock, &QDockWidget::topLevelChanged, this, refresh);
        connect(dock, &QDockWidget::dockLocationChanged, this, refresh);
        connect(dock, &ViewDock::shownChanged, this, refresh);
        connect(&dock->title(), &DockTitle::resetRequested, this, &ViewDocks::resetLayout);
        connect(&dock->title(), &DockTitle::raiseRequested, this, [this](QDockWidget* other) {
            auto* const chosen = qobject_cast<ViewDock*>(other);
            if (!chosen)
                return;
            raise(*chosen, true);
            Q_EMIT raisedByUser(chosen);
        });
    }
    place();
}

void ViewDocks::childEvent(QChildEvent* event)
{
    if (event->type() == QEvent::ChildPolished) {
        if (auto* const tabs = qobject_cast<QTabBar*>(event->child())) {
            tabs->setStyle(noTabs());
            tabs->setFocusPolicy(Qt::NoFocus);
        }
    }
    QMainWindow::childEvent(event);
}

ViewDock* ViewDocks::dock(std::string_view id) const
{
    const auto found = std::ranges::find(m_docks, id, [](const ViewDock* d) { return d->entry().id; });
    return found == m_docks.end() ? nullptr : *found;
}

void ViewDocks::raise(ViewDock& dock, bool focus)
{
    if (m_alone && dock.isHidden())
        showOnly(nullptr);
    dock.show();
    dock.raise();
    if (dock.isFloating())
        dock.activateWindow();
    if (focus)
        dock.view().setFocus(Qt::ShortcutFocusReason);
}

QList<QDockWidget*> ViewDocks::neighbours(const ViewDock& dock) const
{
    const QList<QDockWidget*> others = tabifiedDockWidgets(const_cast<ViewDock*>(&dock));
    QList<QDockWidget*> all;
    for (ViewDock* const each : m_docks)
        if (each == &dock || (others.contains(each) && !each->isHidden() && !each->isFloating()))
            all.append(each);
    return all;
}

/// Every dock where viewList() wants it.
void ViewDocks::place()
{
    ViewDock* first[5] = {};
    for (ViewDock* const dock : m_docks) {
        const DockPlace where = dock->entry().place;
        ViewDock*& leader = first[static_cast<int>(where)];
        const bool left = where == DockPlace::Left || where == DockPlace::LeftBottom;
        if (leader)
            tabifyDockWidget(leader, dock);
        else
            addDockWidget(left ? Qt::LeftDockWidgetArea : Qt::RightDockWidgetArea, dock, Qt::Vertical);
        if (!leader)
            leader = dock;
        dock->setFloating(false);
        dock->show();
    }
    for (ViewDock* const leader : first)
        if (leader)
            leader->raise();
    m_refresh.start();
}

/// The proportions of the drawing: a narrow column at the left, three rows at the right.
void ViewDocks::size()
{
    QList<QDockWidget*> docks;
    QList<int> heights;
    const auto add = [&](DockPlace where, int height) {
        for (ViewDock* const dock : m_docks) {
            if (dock->entry().place != where)
                continue;
            docks.append(dock);
            heights.append(height);
            return;
        }
    };
    add(DockPlace::Left, 56);
    add(DockPlace::LeftBottom, 44);
    resizeDocks(docks, heights, Qt::Vertical);
    QList<QDockWidget*> columns = docks.mid(0, 1);
    docks.clear();
    heights.clear();
    add(DockPlace::Top, 40);
    add(DockPlace::Middle, 28);
    add(DockPlace::Bottom, 32);
    resizeDocks(docks, heights, Qt::Vertical);
    if (columns.isEmpty() || docks.isEmpty())
        return;
    columns.append(docks.first());
    const int left = std::clamp(width() * 22 / 100, 290, 460);
    resizeDocks(columns, {left, std::max(100, width() - left - 3 * kMargin)}, Qt::Horizontal);
}

void ViewDocks::settle()
{
    layout()->activate();
    if (m_placed)
        return;
    m_placed = true;
    size();
    layout()->activate();
}

void ViewDocks::resetLayout()
{
    m_alone = false;
    m_before.clear();
    for (ViewDock* const dock : m_docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    place();
    QTimer::singleShot(0, this, &ViewDocks::size);
    Q_EMIT layoutChanged();
}

void ViewDocks::saveLayout()
{
    m_context.settings.setValue(QStringLiteral("layout/views"),
                                m_alone ? m_before : saveState(kLayoutVersion));
}

void ViewDocks::restoreLayout()
{
    const QByteArray saved = m_context.settings.value(QStringLiteral("layout/views")).toByteArray();
    if (!saved.isEmpty() && restoreState(saved, kLayoutVersion))
        m_placed = true;
    m_refresh.start();
}

void ViewDocks::showOnly(ViewDock* only)
{
    if (m_alone == (only != nullptr))
        return;
    m_alone = only != nullptr;
    if (only) {
        m_before = saveState(kLayoutVersion);
        for (ViewDock* const dock : m_docks)
            dock->setVisible(dock == only);
        only->raise();
    } else {
        restoreState(m_before, kLayoutVersion);
        m_before.clear();
    }
    m_refresh.start();
}

void ViewDocks::refreshTitles()
{
    for (ViewDock* const dock : m_docks) {
        const bool apart = dock->isHidden() || dock->isFloating();
        dock->title().setNeighbours(apart ? QList<QDockWidget*>{dock} : neighbours(*dock));
    }
    Q_EMIT layoutChanged();
}

} // namespace skein
