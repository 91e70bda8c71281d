// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/group_filter.h"

#include "views/items/group_items.h"

#include <utility>

namespace skein {

GroupFilter::GroupFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(GroupItems::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void GroupFilter::setMatches(std::vector<bool> matches)
{
    m_matches = std::move(matches);
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
    const uint number = group.data(GroupItems::GroupRole).toUInt();
    return !m_aside.contains(number) && (m_matches.empty() || (number < m_matches.size() && m_matches[number]));
}

}  // namespace skein
