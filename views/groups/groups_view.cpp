// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/groups/groups_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "views/items/group_filter.h"
#include "views/items/group_items.h"

namespace skein {

namespace {

class GroupsView final : public View {
    Q_DECLARE_TR_FUNCTIONS(GroupsView)

public:
    GroupsView(ViewContext& context, QWidget* parent)
        : View(context, parent), m_tree(new QTreeView(this)), m_search(new QLineEdit(this)), m_count(new QLabel(this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        auto* const searchRow = new QHBoxLayout;
        searchRow->setContentsMargins(8, 6, 8, 6);
        searchRow->addWidget(m_search);
        layout->addLayout(searchRow);
        layout->addWidget(m_tree);
        setFocusProxy(m_tree);
        m_filter.setSourceModel(&m_items);
        makeSearch();
        makeTree();
        makeActions();
        m_count->setTextFormat(Qt::PlainText);
        connect(&selection(), &Selection::analysisChanged, this, &GroupsView::reload);
        connect(&selection(), &Selection::changed, this, &GroupsView::follow);
        connect(&context.themes, &ThemeSource::changed, this, &GroupsView::rethink);
        rethink();
        reload();
    }

    QWidget* titleTools() override { return m_count; }
    QList<QAction*> viewActions() override { return m_tree->actions(); }
    QSize sizeHint() const override { return {320, 240}; }

private:
    void makeSearch()
    {
        m_search->setPlaceholderText(tr("Filter by function, file or state"));
        m_search->setAccessibleName(tr("Filter the groups"));
        m_search->setClearButtonEnabled(true);
        connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
            m_filter.setWords(words);
            updateCount();
        });
        connect(m_search, &QLineEdit::returnPressed, m_tree, qOverload<>(&QWidget::setFocus));
    }

    void makeTree()
    {
        m_tree->setModel(&m_filter);
        m_tree->setFrameShape(QFrame::NoFrame);
        m_tree->setUniformRowHeights(true);
        m_tree->setSortingEnabled(true);
        m_tree->sortByColumn(GroupItems::Count, Qt::DescendingOrder);
        m_tree->setTextElideMode(Qt::ElideMiddle);
        m_tree->setAccessibleName(tr("Groups"));
        m_tree->setAllColumnsShowFocus(true);
        m_tree->setIndentation(14);
        QHeaderView* const header = m_tree->header();
        header->setStretchLastSection(false);
        header->setSectionResizeMode(QHeaderView::Interactive);
        header->setSectionResizeMode(GroupItems::Place, QHeaderView::Stretch);
        header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        m_tree->hideColumn(GroupItems::CreatedBy);
        connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &GroupsView::choose);
        connect(m_tree, &QTreeView::clicked, this, &GroupsView::choose);
    }

    QAction* add(const QString& text, const QKeySequence& key, auto&& act)
    {
        auto* const action = new QAction(text, m_tree);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, act);
        m_tree->addAction(action);
        return action;
    }

    void makeActions()
    {
        m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
        m_copy = add(tr("Copy as text"), QKeySequence::Copy, [this] { copy(); });
        m_aside = add(tr("Set this group aside"), QKeySequence::Delete, [this] { setAside(); });
        m_showAll = add(tr("Show groups that were set aside"), {}, [this] {
            m_filter.showAll();
            updateCount();
        });
        m_showAll->setEnabled(false);
        QAction* const creators = add(tr("Show who created them"), {}, [this] {
            m_tree->setColumnHidden(GroupItems::CreatedBy, !m_tree->isColumnHidden(GroupItems::CreatedBy));
        });
        creators->setCheckable(true);
        add(tr("Filter…"), QKeySequence::Find, [this] { m_search->setFocus(); });
    }

    void rethink()
    {
        m_tree->setFont(theme().mono);
        m_tree->header()->setFont(theme().ui);
        QPalette palette = m_search->palette();
        palette.setColor(QPalette::Base, theme().panel);
        m_search->setPalette(palette);
    }

    void reload()
    {
        m_filter.showAll();
        m_items.setAnalysis(analysis());
        const auto& groups = analysis() ? analysis()->groups : std::vector<Group>();
        m_tree->setColumnHidden(GroupItems::Waited, std::ranges::all_of(groups, [](const Group& g) { return g.maxWaited < 0; }));
        fitColumns();
        updateCount();
        follow();
    }

    /// The place gets what the numbers and states leave; a narrow dock keeps it at half.
    void fitColumns()
    {
        m_tree->resizeColumnToContents(GroupItems::Count);
        const int room = m_tree->viewport()->width() - m_tree->columnWidth(GroupItems::Count);
        const bool waited = !m_tree->isColumnHidden(GroupItems::Waited);
        m_tree->setColumnWidth(GroupItems::State, std::clamp(room * (waited ? 27 : 40) / 100, 60, 200));
        if (waited) m_tree->setColumnWidth(GroupItems::Waited, std::clamp(room * 25 / 100, 60, 130));
    }

    void resizeEvent(QResizeEvent* event) override
    {
        View::resizeEvent(event);
        fitColumns();
    }

    void updateCount()
    {
        const int shown = m_filter.rowCount(), all = m_items.rowCount();
        m_count->setText(all == 0        ? QString()
                         : shown == all ? tr("%n group(s), same line", nullptr, all)
                                        : tr("%1 of %n group(s)", nullptr, all).arg(shown));
        m_showAll->setEnabled(m_filter.setAsideCount() > 0);
    }

    void follow()
    {
        const auto& group = selection().current().group;
        const QModelIndex now = m_tree->currentIndex();
        m_following = true;
        if (!group) {
            m_tree->setCurrentIndex({});
        } else if (!now.isValid() || now.data(GroupItems::GroupRole).toUInt() != *group) {
            const QModelIndex index = m_filter.mapFromSource(m_items.indexOfGroup(*group));
            m_tree->setCurrentIndex(index);
            if (index.isValid()) m_tree->scrollTo(index);
        }
        m_following = false;
        const bool any = m_tree->currentIndex().isValid();
        m_copy->setEnabled(any);
        m_aside->setEnabled(any);
    }

    void choose()
    {
        const QModelIndex index = m_tree->currentIndex();
        if (m_following || !index.isValid()) return;
        const uint group = index.data(GroupItems::GroupRole).toUInt();
        const QVariant thread = index.data(GroupItems::ThreadRole);
        if (thread.isValid()) selection().selectThread({analysis()->groups[group].snapshot, thread.toUInt()});
        else selection().selectGroup(group);
    }

    void setAside()
    {
        const QModelIndex index = m_tree->currentIndex();
        if (!index.isValid()) return;
        m_filter.setAside(index.data(GroupItems::GroupRole).toUInt());
        updateCount();
    }

    void copy()
    {
        const QModelIndex index = m_tree->currentIndex();
        QStringList cells;
        for (int column = 0; column < GroupItems::ColumnCount; ++column) {
            const QString cell = index.siblingAtColumn(column).data().toString();
            if (!cell.isEmpty()) cells << cell;
        }
        if (!cells.isEmpty()) QApplication::clipboard()->setText(cells.join(QStringLiteral("  ")));
    }

    GroupItems m_items;
    GroupFilter m_filter;
    QTreeView* m_tree;
    QLineEdit* m_search;
    QLabel* m_count;
    QAction *m_copy = nullptr, *m_aside = nullptr, *m_showAll = nullptr;
    bool m_following = false;
};

}  // namespace

View* makeGroupsView(ViewContext& context, QWidget* parent) { return new GroupsView(context, parent); }

}  // namespace skein
