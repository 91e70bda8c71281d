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

    /// It shows TriageItems; otherwise MatrixItems.
    void showLeaks();
    /// The place gets what the other columns leave, in the matrix the dumps share it. As long as nobody has
    /// sized them, columns that can say less give way in a narrow table.
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
    void setWidths(int overflow);
    void fitLeaks();
    void fitMatrix();
    int widthOf(const QString& sample) const;

    ThemeSource& m_themes;
    int m_wide = -1; ///< the column that fit() is about
    bool m_fitting = false;
    bool m_sizedByUser = false;
};

/// A sentence in the middle of an empty place.
QLabel* emptySentence(QWidget* parent);

} // namespace skein
