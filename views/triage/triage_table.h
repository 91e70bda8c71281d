// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QTableView>

class QLabel;
class QSortFilterProxyModel;

namespace skein
{

/// A quiet table of rows that can be chosen by the dozen; Enter and F2 edit the cell with the frame.
class TriageTable final : public QTableView
{
    Q_OBJECT

public:
    TriageTable(ThemeSource& themes, QWidget* parent);

    /// Widths for TriageItems, and for MatrixItems.
    void showLeaks();
    void showMatrix();
    /// The place gets what the other columns leave.
    void fit();

    /// The rows that are chosen, or the current one; of the model behind the proxy.
    QList<int> chosenRows() const;
    void editCell(int column);
    bool isEditing() const { return state() == EditingState; }
    /// Takes over what is being written.
    void commitEditor();
    void copyRows() const;
    void copyMarkdown() const;

Q_SIGNALS:
    /// Enter in a cell that cannot be edited, or a double click.
    void opened();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    /// Letters are shortcuts here, not a search.
    void keyboardSearch(const QString&) override {}

private:
    void rethink();
    /// Titles and cells of the rows that are chosen, in the order in which they stand.
    QList<QStringList> chosenCells() const;
    int widthOf(const QString& sample) const;

    ThemeSource& m_themes;
    int m_wide = -1; ///< the column that fit() is about
};

/// A sentence in the middle of an empty place.
QLabel* emptySentence(QWidget* parent);

} // namespace skein
