// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/triage_data.h"

#include <QAbstractItemModel>
#include <QList>

#include <cstdint>
#include <vector>

namespace skein
{

/// Who created what leaks in the log that is shown: one row for each `go` statement, below the one that
/// created its goroutine. Where the log has several dumps, each is a top row.
class CreationItems final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { StartedBy, Total, Here, Generation, State, ColumnCount };
    enum Role {
        GoneRole = Qt::UserRole, ///< bool: whoever ran this statement is not in the dump any more
        PathRole,                ///< QString: the same for the same row after setTriage()
    };

    explicit CreationItems(QObject* parent = nullptr);

    /// False where the tree is the same as before: then nothing was reset.
    bool setTriage(TriagePtr data);
    /// The most generations that one leak came through; 0 for none.
    std::uint32_t generations() const { return m_generations; }
    /// Of the leaks that were started here or below.
    ThreadRef thread(const QModelIndex& index) const;
    /// Rows of TriageItems: the leaks that were started here or below.
    QList<int> leaks(const QModelIndex& index) const;
    /// The row that started this thread directly; invalid for none.
    QModelIndex indexOf(ThreadRef thread) const;
    /// The row with everything below it, as `skein triage` prints it.
    QString text(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    static constexpr std::uint32_t kNone = triage::CreationNode::kNone;
    /// A row. Rows stand in the order of the tree, so that what is below one follows it up to `end`.
    struct Item {
        std::uint32_t tree = 0;
        std::uint32_t node = kNone; ///< kNone: the dump itself
        std::uint32_t parent = kNone;
        std::uint32_t depth = 0;
        std::uint32_t end = 0;
        int row = 0; ///< within its parent
        std::vector<std::uint32_t> children;
    };

    void build();
    void addTree(std::uint32_t tree, std::uint32_t top);
    std::uint32_t add(const Item& item);
    const triage::CreationNode& node(const Item& item) const;
    const Item& item(const QModelIndex& index) const { return m_items[index.internalId()]; }
    const Log& log() const { return *m_data->inputs[m_data->shown]->log; }
    QString place(const Item& item) const;
    QString state(const Item& item) const;
    QString shown(const Item& item, int column) const;
    QString tip(const Item& item) const;
    QString path(const Item& item) const;

    TriagePtr m_data;
    std::vector<Item> m_items;
    std::vector<std::uint32_t> m_top;
    std::vector<std::vector<std::uint32_t>> m_itemOf; ///< per tree and node
    std::uint32_t m_generations = 0;
};

} // namespace skein
