// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/triage_data.h"

#include <QAbstractTableModel>

namespace skein
{

/// Goroutines × dumps: how each one stood in each dump. A window onto the comparison.
class MatrixItems final : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Behind these, one column for each dump, oldest first.
    enum Column { Goroutine, Verdict, FirstDump };
    enum Role {
        SortRole = Qt::UserRole, ///< number or text to sort by
        StateRole,               ///< int of ThreadState; invalid where the dump does not show it
        StuckRole,               ///< int of Certainty; invalid where it is not stuck
    };

    explicit MatrixItems(QObject* parent = nullptr);

    void setTriage(TriagePtr data);
    /// Where the goroutine of this row is in the log that is shown; none where it does not show it.
    ThreadRef thread(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const triage::ComparedThread& compared(int row) const;
    QString name(int row) const;
    /// Null where the dump does not show it.
    const Thread* record(int row, int dump) const;
    QString verdict(const triage::ComparedThread& thread) const;
    QString cell(int row, int dump) const;
    QString tip(int row, int dump) const;

    TriagePtr m_data;
};

} // namespace skein
