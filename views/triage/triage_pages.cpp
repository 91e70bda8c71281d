// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_pages.h"

#include "views/triage/creation_tree.h"
#include "views/triage/triage_delegate.h"
#include "views/triage/triage_panel.h"
#include "views/triage/triage_table.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace skein
{

TriagePages::TriagePages(ThemeSource& themes, TriagePanel& panel, QObject* parent)
    : QObject(parent), m_panel(panel), m_table(*panel.table)
{
    // A row must not run away from under the cursor while it is edited: rows move when somebody sorts, or
    // when there is another answer.
    m_sorted.setDynamicSortFilter(false);
    m_sorted.setSourceModel(&leaks);
    m_sorted.setSortRole(TriageItems::SortRole);
    m_sorted.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_table.setModel(&m_sorted);
    m_table.sortByColumn(TriageItems::Status, Qt::AscendingOrder);
    m_table.showLeaks();

    m_sortedMatrix.setSourceModel(&matrix);
    m_sortedMatrix.setSortRole(MatrixItems::SortRole);
    panel.matrix->setModel(&m_sortedMatrix);
    panel.matrix->setItemDelegate(new MatrixDelegate(themes, panel.matrix));
    panel.matrix->sortByColumn(MatrixItems::Verdict, Qt::AscendingOrder);

    panel.creations->showItems(creations);
}

void TriagePages::show(const TriagePtr& triage, TriageItems::Missing missing)
{
    showLeaks(triage, missing);
    showMatrix(triage);
    m_panel.creations->setTriage(triage);
}

void TriagePages::showLeaks(const TriagePtr& triage, TriageItems::Missing missing)
{
    const int leak = currentLeak();
    if (leak >= 0 && m_table.isEditing()) {
        const auto same = [&](const TriageLine& line) {
            return line.row.fingerprint == leaks.line(leak).row.fingerprint;
        };
        const bool stays =
            missing == TriageItems::Missing::Stay || (triage && std::ranges::any_of(triage->lines, same));
        if (!stays)
            m_table.commitEditor();
    }
    QScrollBar* const bar = m_table.verticalScrollBar();
    const QPersistentModelIndex top = bar->value() > 0 ? m_table.indexAt({0, 0}) : QModelIndex();
    leaks.update(triage, missing);
    if (missing == TriageItems::Missing::Go)
        m_sorted.sort(m_sorted.sortColumn(), m_sorted.sortOrder());
    m_table.setColumnHidden(TriageItems::Growth, !leaks.compares());
    m_table.setColumnHidden(TriageItems::Waited, !leaks.showsWaits());
    m_table.fit();
    if (top.isValid())
        m_table.scrollTo(top, QAbstractItemView::PositionAtTop);
}

/// The columns are those of the dumps, so that everything begins anew; the goroutine in view stays.
void TriagePages::showMatrix(const TriagePtr& triage)
{
    const ThreadRef current = currentThread();
    const int column = m_panel.matrix->currentIndex().column();
    const int scrolled = m_panel.matrix->verticalScrollBar()->value();
    matrix.setTriage(triage);
    m_panel.matrix->fit();
    if (!current)
        return;
    for (int row = 0; row < matrix.rowCount(); ++row)
        if (matrix.thread(row) == current) {
            const QModelIndex index = matrix.index(row, std::min(column, matrix.columnCount() - 1));
            m_panel.matrix->setCurrentIndex(m_sortedMatrix.mapFromSource(index));
            m_panel.matrix->verticalScrollBar()->setValue(scrolled);
            return;
        }
}

TriagePages::Place TriagePages::place() const
{
    Place place{.column = std::max(0, m_table.currentIndex().column()),
                .scrolled = m_table.verticalScrollBar()->value()};
    if (const int row = currentLeak(); row >= 0)
        place.current = leaks.line(row).row.fingerprint;
    if (leaks.triage())
        for (const int row : m_table.chosenRows())
            place.chosen.insert(toString(leaks.line(row).row.fingerprint));
    return place;
}

void TriagePages::goTo(const Place& place)
{
    QList<int> rows;
    for (int row = 0; row < leaks.rowCount(); ++row)
        if (place.chosen.contains(toString(leaks.line(row).row.fingerprint)))
            rows.append(row);
    if (place.current)
        if (const int row = leaks.rowOf(*place.current); row >= 0)
            m_table.setCurrentIndex(m_sorted.mapFromSource(leaks.index(row, place.column)));
    QItemSelection selection;
    for (const int row : rows) {
        const QModelIndex index = m_sorted.mapFromSource(leaks.index(row, 0));
        selection.select(index, index);
    }
    m_table.selectionModel()->select(selection,
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table.verticalScrollBar()->setValue(place.scrolled);
}

int TriagePages::currentLeak() const
{
    return m_sorted.mapToSource(m_table.currentIndex()).row();
}

void TriagePages::setCurrentLeak(int row)
{
    const int column = std::max(0, m_table.currentIndex().column());
    const QModelIndex index = m_sorted.mapFromSource(leaks.index(row, column));
    m_table.setCurrentIndex(index);
    if (index.isValid())
        m_table.scrollTo(index);
    else
        m_table.clearSelection();
}

void TriagePages::chooseLeaks(const QList<int>& rows)
{
    Place place{.column = TriageItems::Status};
    for (const int row : rows)
        place.chosen.insert(toString(leaks.line(row).row.fingerprint));
    if (!rows.isEmpty())
        place.current = leaks.line(rows.front()).row.fingerprint;
    place.scrolled = m_table.verticalScrollBar()->value();
    goTo(place);
    m_table.scrollTo(m_table.currentIndex());
}

ThreadRef TriagePages::currentThread() const
{
    const int row = m_sortedMatrix.mapToSource(m_panel.matrix->currentIndex()).row();
    return row < 0 ? ThreadRef{} : matrix.thread(row);
}

} // namespace skein
