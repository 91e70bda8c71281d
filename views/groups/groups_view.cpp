// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/groups/groups_view.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "views/filter_edit.h"
#include "views/groups/groups_job.h"
#include "views/items/group_filter.h"
#include "views/items/group_items.h"
#include "views/note_menu.h"

namespace skein {

namespace {

class GroupsView final : public View {
    Q_DECLARE_TR_FUNCTIONS(GroupsView)

public:
    GroupsView(ViewContext& context, QWidget* parent)
        : View(context, parent), m_tree(new QTreeView(this)), m_search(new FilterEdit(context.themes, this)), m_tools(new QWidget(this)), m_count(new QLabel(m_tools)), m_by(new QToolButton(m_tools)), m_reported(new QLabel(this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        auto* const searchRow = new QHBoxLayout;
        searchRow->setContentsMargins(8, 6, 8, 6);
        searchRow->addWidget(m_search);
        layout->addLayout(searchRow);
        layout->addWidget(m_tree);
        m_reported->setTextFormat(Qt::PlainText);
        m_reported->setWordWrap(true);
        m_reported->setContentsMargins(10, 6, 10, 8);
        m_reported->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(m_reported);
        setFocusProxy(m_tree);
        m_filter.setSourceModel(&m_items);
        makeSearch();
        makeTree();
        makeActions();
        makeTools();
        connect(&selection(), &Selection::analysisChanged, this, &GroupsView::reload);
        connect(&selection(), &Selection::changed, this, &GroupsView::follow);
        connect(&context.themes, &ThemeSource::changed, this, &GroupsView::rethink);
        rethink();
        reload();
    }

    QWidget* titleTools() override { return m_tools; }
    QList<QAction*> viewActions() override { return m_tree->actions(); }
    QSize sizeHint() const override { return {320, 240}; }

    /// The group, or the thread of it that is chosen.
    std::optional<notes::Anchor> noteAnchor() const override
    {
        const QModelIndex index = m_tree->currentIndex();
        const Selected& now = selection().current();
        if (!index.isValid()) return View::noteAnchor();
        if (index.data(GroupItems::ThreadRole).isValid() && now.thread) return annotations().resolver().onThread(now.thread);
        return now.group ? annotations().resolver().onGroup(*now.group) : View::noteAnchor();
    }

private:
    void makeSearch()
    {
        m_search->line().setPlaceholderText(tr("Filter, for example state:chan* wait>5m"));
        m_search->line().setAccessibleName(tr("Filter the groups"));
        connect(m_search, &FilterEdit::filterChanged, this, &GroupsView::ask);
        connect(m_search, &FilterEdit::leave, m_tree, qOverload<>(&QWidget::setFocus));
        connect(&m_job, &GroupsJob::answered, this, &GroupsView::land);
    }

    void makeTools()
    {
        auto* const row = new QHBoxLayout(m_tools);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(2);
        m_count->setTextFormat(Qt::PlainText);
        row->addWidget(m_count);
        row->addWidget(m_by);
        m_by->setAutoRaise(true);
        m_by->setPopupMode(QToolButton::InstantPopup);
        m_by->setToolTip(tr("What the threads of a group have in common"));
        auto* const menu = new QMenu(m_by);
        auto* const choice = new QActionGroup(menu);
        for (const triage::Strength strength : triage::strengths()) {
            QAction* const action = menu->addAction(strengthTitle(strength));
            action->setCheckable(true);
            action->setChecked(strength == m_strength);
            choice->addAction(action);
            connect(action, &QAction::triggered, this, [this, strength] {
                m_strength = strength;
                m_groups.reset();
                m_filter.showAll();
                ask();
            });
        }
        m_by->setMenu(menu);
    }

    static QString strengthTitle(triage::Strength strength)
    {
        const std::string_view title = triage::title(strength);
        return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
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
        offerNotes(*m_tree, *this);
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
        add(tr("Filter…"), QKeySequence::Find, [this] { m_search->line().setFocus(Qt::ShortcutFocusReason); });
    }

    void rethink()
    {
        m_tree->setFont(theme().mono);
        m_tree->header()->setFont(theme().ui);
    }

    void reload()
    {
        m_job.stop();
        m_groups.reset();
        m_values.reset();
        m_filter.showAll();
        show({});
        // The analysis has these groups; what differs from them comes later.
        if (m_strength != triage::Strength::Place || !m_search->filter().matchesAll()) ask();
        else if (analysis()) QMetaObject::invokeMethod(this, [this] { ask(); }, Qt::QueuedConnection);
    }

    void ask()
    {
        if (analysis()) m_job.ask({.analysis = analysis(), .strength = m_strength, .filter = m_search->filter(), .groups = m_groups, .values = m_values});
    }

    void land(const GroupsAnswer& answer)
    {
        if (!answer.values) return;   // stopped
        m_values = answer.values;
        m_search->setValues(m_values);
        show(answer);
    }

    void show(const GroupsAnswer& answer)
    {
        m_groups = answer.groups;
        m_following = true;
        if (m_items.analysis() != analysis() || m_items.shared() != m_groups) {
            m_filter.setMatches({});
            m_items.setAnalysis(analysis(), m_groups);
        }
        m_filter.setMatches(answer.matches);
        m_following = false;
        m_by->setText(strengthTitle(m_strength));
        const std::vector<Group> none;
        const auto& groups = analysis() ? m_items.groups() : none;
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
                         : shown == all ? tr("%n group(s)", nullptr, all)
                                        : tr("%1 of %n group(s)", nullptr, all).arg(shown));
        m_showAll->setEnabled(m_filter.setAsideCount() > 0);
        const auto reported = static_cast<int>(std::min<std::uint64_t>(m_items.onlyReported(), 1'000'000'000));
        m_reported->setVisible(reported > 0);
        m_reported->setText(tr("%Ln thread(s) that only reports speak of are not listed: a report does not say where they stand.", nullptr, reported));
    }

    void follow()
    {
        if (m_following) return;
        const auto group = m_groups ? m_items.groupOf(selection().current().thread) : selection().current().group;
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
        if (thread.isValid()) selection().selectThread({m_items.groups()[group].snapshot, thread.toUInt()});
        else if (!m_groups) selection().selectGroup(group);
        else if (!m_items.groups()[group].threads.empty()) selection().selectThread({m_items.groups()[group].snapshot, m_items.groups()[group].threads.front()});
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
    FilterEdit* m_search;
    QWidget* m_tools;
    QLabel* m_count;
    QToolButton* m_by;
    QLabel* m_reported;   // who is not listed, and why
    GroupsJob m_job;
    triage::Strength m_strength = triage::Strength::Place;
    GroupsPtr m_groups;   ///< null: those of the analysis
    FilterEdit::Values m_values;
    QAction *m_copy = nullptr, *m_aside = nullptr, *m_showAll = nullptr;
    bool m_following = false;
};

}  // namespace

View* makeGroupsView(ViewContext& context, QWidget* parent) { return new GroupsView(context, parent); }

}  // namespace skein
