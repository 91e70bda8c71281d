// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

#include <vector>

namespace skein {

/// Sorts groups, keeps those that the filter matches, and hides those that the user set aside.
class GroupFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit GroupFilter(QObject* parent = nullptr);

    /// Whether the filter matches each group; empty: it matches all.
    void setMatches(std::vector<bool> matches);
    void setAside(uint group);
    void showAll();
    int setAsideCount() const { return static_cast<int>(m_aside.size()); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::vector<bool> m_matches;
    QSet<uint> m_aside;
};

}  // namespace skein
