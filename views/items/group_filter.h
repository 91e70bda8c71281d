// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

namespace skein {

/// Sorts groups, keeps those that hold every word of the filter, and hides those that the user set aside.
class GroupFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit GroupFilter(QObject* parent = nullptr);

    /// Words separated by blanks; each must occur in the function, file, state or creator. Case is ignored.
    void setWords(const QString& words);
    void setAside(uint group);
    void showAll();
    int setAsideCount() const { return static_cast<int>(m_aside.size()); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    QSet<uint> m_aside;
};

}  // namespace skein
