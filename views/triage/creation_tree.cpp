// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/creation_tree.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSet>

#include <algorithm>

namespace skein
{
namespace
{

constexpr int kUnfolded = 400; ///< rows up to which everything is shown at first

template <class Act>
void forEachRow(const QAbstractItemModel& model, const QModelIndex& parent, const Act& act)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        act(index);
        forEachRow(model, index, act);
    }
}

} // namespace

CreationTree::CreationTree(ThemeSource& themes, QWidget* parent) : QTreeView(parent), m_themes(themes)
{
    setObjectName(QStringLiteral("creationTree"));
    setAccessibleName(tr("Who created the leaks"));
    setFrameShape(NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setExpandsOnDoubleClick(false);
    constexpr int kIndent = 16;
    setIndentation(kIndent);
    header()->setStretchLastSection(false);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    makeActions();
    connect(this, &QAbstractItemView::doubleClicked, this, &CreationTree::wantLeaks);
    connect(&themes, &ThemeSource::changed, this, &CreationTree::rethink);
    rethink();
}

void CreationTree::makeActions()
{
    const auto add = [this](const QString& text, auto&& act) {
        auto* const action = new QAction(text, this);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    add(tr("Choose their leaks in the list"), [this] { wantLeaks(); });
    add(tr("Copy as text"), [this] { copy(); });
    add(tr("Unfold all"), [this] { unfold({}); });
    add(tr("Fold all"), [this] { collapseAll(); });
    add(tr("Filter…"), [this] { Q_EMIT filterWanted(); });
}

void CreationTree::showItems(CreationItems& items)
{
    m_items = &items;
    setModel(&items);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (const ThreadRef thread = m_items->thread(index); thread && !m_following)
            Q_EMIT chosen(thread);
    });
    fit();
}

void CreationTree::setTriage(const TriagePtr& triage)
{
    const bool first = m_items->rowCount() == 0;
    const QSet<QString> before = folded();
    const QString current = currentIndex().data(CreationItems::PathRole).toString();
    const int scrolled = verticalScrollBar()->value();
    m_following = true;
    if (m_items->setTriage(triage)) {
        unfold(before);
        if (!first) {
            setCurrentIndex(find(current));
            verticalScrollBar()->setValue(scrolled);
        }
    }
    m_following = false;
    setColumnHidden(CreationItems::Generation, m_items->generations() < 2);
    fit();
}

QSet<QString> CreationTree::folded() const
{
    QSet<QString> paths;
    forEachRow(*m_items, {}, [&](const QModelIndex& index) {
        if (m_items->hasChildren(index) && !isExpanded(index))
            paths.insert(index.data(CreationItems::PathRole).toString());
    });
    return paths;
}

void CreationTree::unfold(const QSet<QString>& folded)
{
    int rows = 0;
    forEachRow(*m_items, {}, [&](const QModelIndex& index) {
        if (++rows <= kUnfolded && m_items->hasChildren(index) &&
            (folded.isEmpty() || !folded.contains(index.data(CreationItems::PathRole).toString())))
            expand(index);
    });
}

QModelIndex CreationTree::find(const QString& path) const
{
    QModelIndex found;
    if (!path.isEmpty())
        forEachRow(*m_items, {}, [&](const QModelIndex& index) {
            if (!found.isValid() && index.data(CreationItems::PathRole).toString() == path)
                found = index;
        });
    return found;
}

void CreationTree::setCurrentThread(ThreadRef thread)
{
    const QModelIndex index = m_items->indexOf(thread);
    const QModelIndex now = currentIndex();
    // The row that was chosen may have started it further down.
    for (QModelIndex at = index; at.isValid(); at = at.parent())
        if (at == now.siblingAtColumn(0) && m_items->thread(now) == thread)
            return;
    m_following = true;
    setCurrentIndex(index);
    if (!index.isValid())
        clearSelection();
    m_following = false;
}

void CreationTree::rethink()
{
    setFont(m_themes.theme().mono);
    header()->setFont(m_themes.theme().ui);
}

/// The `go` statements get what the numbers leave.
void CreationTree::fit()
{
    if (!m_items)
        return;
    const QFontMetrics metrics(m_themes.theme().mono);
    const QFontMetrics titles(m_themes.theme().ui);
    constexpr int kAir = 30;
    int others = 0;
    for (const int column : {CreationItems::Total, CreationItems::Here, CreationItems::Generation}) {
        const QString title = m_items->headerData(column, Qt::Horizontal).toString();
        setColumnWidth(column, std::max(titles.horizontalAdvance(title),
                                        metrics.horizontalAdvance(QStringLiteral("100,000"))) +
                                   kAir);
        others += isColumnHidden(column) ? 0 : columnWidth(column);
    }
    const int room = std::max(viewport()->width() - others, metrics.averageCharWidth() * 60);
    setColumnWidth(CreationItems::StartedBy, room * 3 / 5);
    setColumnWidth(CreationItems::State, room - room * 3 / 5);
}

void CreationTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fit();
}

void CreationTree::copy() const
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(m_items->text(currentIndex()));
}

void CreationTree::wantLeaks()
{
    if (const QList<int> rows = m_items->leaks(currentIndex()); !rows.isEmpty())
        Q_EMIT leaksWanted(rows);
}

void CreationTree::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return wantLeaks();
    QTreeView::keyPressEvent(event);
}

} // namespace skein
