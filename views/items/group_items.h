// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QAbstractItemModel>

#include "model/analysis/analysis.h"

#include <memory>
#include <optional>
#include <vector>

namespace skein {

/// Groups as top rows, their threads below them. A window onto the Analysis: nothing is copied, so that a
/// million threads cost nothing until somebody unfolds them, and then only what is fetched.
class GroupItems final : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Count, Place, State, Waited, CreatedBy, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,   ///< number or text to sort by
        GroupRole,                 ///< index into groups()
        ThreadRole,                ///< index into Snapshot::threads; invalid for a group row
    };

    explicit GroupItems(QObject* parent = nullptr);

    /// `groups` are those of another strength than the analysis' own.
    void setAnalysis(AnalysisPtr analysis, std::shared_ptr<const std::vector<Group>> groups = nullptr);
    const std::vector<Group>& groups() const { return m_groups ? *m_groups : m_analysis->groups; }
    /// Null where these are the analysis' own.
    const std::shared_ptr<const std::vector<Group>>& shared() const { return m_groups; }
    /// Index into groups(); none where it is in none of them.
    std::optional<std::uint32_t> groupOf(ThreadRef thread) const;
    const AnalysisPtr& analysis() const { return m_analysis; }
    QModelIndex indexOfGroup(std::uint32_t group) const;
    /// Threads that have no row: only a report on the past speaks of them (a race, an order of locks), and it does not
    /// say where they stood.
    std::uint64_t onlyReported() const { return m_onlyReported; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const Group& groupAt(std::size_t row) const { return groups()[m_listed[row]]; }
    QVariant groupData(const Group& group, int column, int role) const;
    QVariant threadData(const Thread& thread, int column, int role) const;

    AnalysisPtr m_analysis;
    std::shared_ptr<const std::vector<Group>> m_groups;
    std::vector<std::uint32_t> m_listed;   ///< per top row: index into groups(), ascending
    std::vector<int> m_fetched;            ///< per top row: how many of its threads are rows
    std::uint64_t m_onlyReported = 0;
};

}  // namespace skein
