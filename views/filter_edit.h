// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/filter.h"
#include "views/style/theme.h"

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

#include <memory>

class QCompleter;
class QLabel;
class QStandardItemModel;

namespace skein
{

/// A line for the filter language: completes while somebody types (Ctrl+Space asks for it), marks what is
/// wrong in the text and says below it what would be right. Up brings back what was asked for before.
class FilterEdit final : public QWidget
{
    Q_OBJECT

public:
    using Values = std::shared_ptr<const triage::FilterValues>;

    FilterEdit(ThemeSource& themes, QWidget* parent);
    ~FilterEdit() override;

    QLineEdit& line() { return *m_line; }
    /// What completion offers; null: only the keys of the language.
    void setValues(Values values);
    void setText(const QString& text);
    /// The last one that could be understood.
    const triage::Filter& filter() const { return m_filter; }
    /// "" where the text is understood.
    QString error() const;

Q_SIGNALS:
    /// A little after the last key.
    void filterChanged();
    /// Enter: apply it, also where it is the one of before.
    void applied();
    /// Enter, or Escape in an empty line: on to what is filtered.
    void leave();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void read();
    void mark(const triage::FilterError* error);
    void offer();
    void take(const QModelIndex& index);
    bool recall(int back);
    void remember();
    void rethink();

    ThemeSource& m_themes;
    QLineEdit* m_line;
    QLabel* m_error;
    QStandardItemModel* m_offers;
    QCompleter* m_completer;
    QTimer m_wait;
    Values m_values;
    triage::Filter m_filter;
    QString m_understood;     ///< the text of m_filter
    QStringList m_history;    ///< filters that were left with Enter, oldest first
    qsizetype m_recalled = 0; ///< how far back the line is in it; 0: not
    bool m_marking = false;
};

} // namespace skein
