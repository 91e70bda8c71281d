// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/group_filter.h"

#include <algorithm>

#include "views/items/group_items.h"

namespace skein {

GroupFilter::GroupFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(GroupItems::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void GroupFilter::setWords(const QString& words)
{
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void GroupFilter::setAside(uint group)
{
    m_aside.insert(group);
    invalidateFilter();
}

void GroupFilter::showAll()
{
    m_aside.clear();
    invalidateFilter();
}

bool GroupFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (parent.isValid()) return true;   // a group's threads go with their group
    const QModelIndex group = sourceModel()->index(row, 0, parent);
    if (m_aside.contains(group.data(GroupItems::GroupRole).toUInt())) return false;
    if (m_words.isEmpty()) return true;
    const QString text = group.data(GroupItems::FilterRole).toString();
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace skein
