// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/triage_data.h"

#include <QAbstractTableModel>
#include <QList>

#include <map>
#include <string>
#include <vector>

namespace skein
{

/// "known", "won't fix" …, in the user's language.
QString statusWord(triage::Status status);
/// "grew", "gone" …
QString changeWord(triage::Change change);

/// The leaks of a TriageData, one in each row. An edit is asked for, not done: whoever hears of
/// editRequested() changes the baseline and calls retake().
class TriageItems final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Status, Count, Growth, Place, State, Waited, CreatedBy, Owner, Note, Name, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole, ///< number or text to sort by
        CountsRole,              ///< QList<double>: goroutines in each dump, oldest first
        CertaintyRole,           ///< int of Certainty; invalid where nobody says that it leaks
        StatusRole,              ///< int of triage::Status
        GrownRole,               ///< bool: more than the baseline knows
        AbsentRole,              ///< bool: no goroutine of it is in the newest log
        LapsedRole,              ///< bool: TriageLine::lapsed
    };

    explicit TriageItems(QObject* parent = nullptr);

    void setTriage(TriagePtr data);
    /// What becomes of the rows that a new answer does not have any more.
    enum class Missing { Go, Stay };
    /// Takes over another answer about the same log: a leak that is in both keeps its row, with everything
    /// that somebody chose or edits there. With Stay the order is kept as well, and rows that are missing
    /// lapse.
    void update(TriagePtr data, Missing missing);
    const TriagePtr& triage() const { return m_data; }
    const TriageLine& line(int row) const { return m_data->lines[static_cast<std::size_t>(row)]; }
    /// The row that holds the thread of the log that is shown; -1 for none.
    int rowOf(ThreadRef thread) const;
    int rowOf(const triage::Fingerprint& fingerprint) const;
    /// Several dumps: there is growth to show.
    bool compares() const { return m_data && m_data->comparison->dumps.size() > 1; }
    /// At least one log says for how long somebody waits.
    bool showsWaits() const;
    /// What the team says is read from the baseline again.
    void retake(const triage::Baseline& baseline);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void editRequested(int row, int column, const QVariant& value);

private:
    void removeAllBut(const std::map<std::string, std::size_t>& wanted);
    void reorder(const std::map<std::string, std::size_t>& wanted);
    void insertMissing(const std::vector<TriageLine>& wanted);
    QString shown(const TriageLine& line, int column) const;
    QVariant sorted(const TriageLine& line, int row, int column) const;
    QString tip(const TriageLine& line, int column) const;

    TriagePtr m_data;
};

} // namespace skein
