// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/creation_items.h"
#include "views/items/matrix_items.h"
#include "views/items/triage_items.h"
#include "views/style/theme.h"

#include <QObject>
#include <QSortFilterProxyModel>

#include <optional>
#include <set>
#include <string>

namespace skein
{

class TriagePanel;
class TriageTable;

/// What the pages of the triage view list: the leaks, the matrix, and who created them. What somebody has
/// chosen, unfolded, scrolled to or is just writing stays when another answer about the same log arrives.
class TriagePages final : public QObject
{
    Q_OBJECT

public:
    /// What was chosen among the leaks, by name.
    struct Place {
        std::set<std::string> chosen;
        std::optional<triage::Fingerprint> current;
        int column = 0;
        int scrolled = 0; ///< rows above the first one in sight
    };

    TriagePages(ThemeSource& themes, TriagePanel& panel, QObject* parent);

    TriageItems leaks;
    MatrixItems matrix;
    CreationItems creations;

    /// Null shows nothing. What is being written in a row that goes away is taken over first.
    void show(const TriagePtr& triage, TriageItems::Missing missing);
    Place place() const;
    void goTo(const Place& place);

    /// Row of `leaks` that is current; -1 for none.
    int currentLeak() const;
    /// Makes this row of `leaks` current and scrolls to it; -1: none is.
    void setCurrentLeak(int row);
    /// Chooses these rows of `leaks`, the first as the current one.
    void chooseLeaks(const QList<int>& rows);
    /// Where the current goroutine of the matrix is in the log that is shown.
    ThreadRef currentThread() const;

private:
    void showLeaks(const TriagePtr& triage, TriageItems::Missing missing);
    void showMatrix(const TriagePtr& triage);

    TriagePanel& m_panel;
    TriageTable& m_table;
    QSortFilterProxyModel m_sorted, m_sortedMatrix;
};

} // namespace skein
