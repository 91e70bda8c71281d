// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/creation_items.h"
#include "views/style/theme.h"

#include <QTreeView>

namespace skein
{

/// Who created what leaks, as a tree. Knows neither the selection nor the list of leaks: it says what was
/// chosen.
class CreationTree final : public QTreeView
{
    Q_OBJECT

public:
    CreationTree(ThemeSource& themes, QWidget* parent);

    void showItems(CreationItems& items);
    /// Takes over another answer; what was folded, current and in sight stays.
    void setTriage(const TriagePtr& triage);
    /// Makes the row current that started this thread; none: no row is.
    void setCurrentThread(ThreadRef thread);
    /// The current row with everything below it.
    void copy() const;

Q_SIGNALS:
    /// Somebody went to a row: the first leak that was started there or below.
    void chosen(skein::ThreadRef thread);
    /// Enter or a double click: rows of TriageItems that were started there or below.
    void leaksWanted(const QList<int>& rows);
    void filterWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyboardSearch(const QString&) override {}

private:
    void makeActions();
    void rethink();
    void fit();
    void unfold(const QSet<QString>& folded);
    QSet<QString> folded() const;
    QModelIndex find(const QString& path) const;
    void wantLeaks();

    ThemeSource& m_themes;
    CreationItems* m_items = nullptr;
    bool m_following = false;
};

} // namespace skein
