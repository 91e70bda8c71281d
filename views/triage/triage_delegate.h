// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QStringList>
#include <QStyledItemDelegate>

namespace skein
{

/// Draws the rows of triage (status with its sign, sparkline, certainty), and edits them in place.
class TriageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    TriageDelegate(ThemeSource& themes, QObject* parent);

    /// Names that the editor of an owner completes.
    void setOwners(const QStringList& owners) { m_owners = owners; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

protected:
    bool eventFilter(QObject* editor, QEvent* event) override;

private:
    void paintStatus(QPainter& p, const QRectF& box, const QModelIndex& index) const;
    void paintGrowth(QPainter& p, const QRectF& box, const QList<double>& counts) const;

    ThemeSource& m_themes;
    QStringList m_owners;
};

/// The same for the matrix: the state of each goroutine as a swatch.
class MatrixDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    MatrixDelegate(ThemeSource& themes, QObject* parent) : QStyledItemDelegate(parent), m_themes(themes) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    ThemeSource& m_themes;
};

} // namespace skein
