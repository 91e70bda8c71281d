// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/items/note_items.h"
#include "views/style/theme.h"

#include <QCache>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QTreeView>

namespace skein
{

/// Draws notes as cards: who, when, what it sits on, the text, its arrow, where copies disagree.
class NoteDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    NoteDelegate(ThemeSource& themes, NoteFilter& notes, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    /// The target of the link at this place; "" for none.
    QString linkAt(QPointF at, const QRectF& box, const QModelIndex& index) const;
    /// All links of a note that may be opened, in their order.
    QStringList links(const QModelIndex& index) const;
    /// Everything looks different now.
    void forget() { m_documents.clear(); }
    void forget(const std::string& key) { m_documents.remove(QByteArray::fromStdString(key)); }

private:
    struct Place {
        QRectF head, about, text, foot;
        qreal height = 0;
    };
    QTextDocument& document(const NoteItem& item, qreal width) const;
    Place place(const NoteItem& item, const QRectF& box) const;
    QString footOf(const NoteItem& item) const;
    QString aboutOf(const NoteItem& item) const;

    ThemeSource& m_themes;
    NoteFilter& m_notes;
    mutable QCache<QByteArray, QTextDocument> m_documents;
};

/// The notes as threads. Says what is wanted; knows neither the selection nor how notes change.
class NoteList final : public QTreeView
{
    Q_OBJECT

public:
    NoteList(ThemeSource& themes, NoteFilter& notes, QWidget* parent);

    NoteDelegate& delegate() { return *m_delegate; }
    /// How wide a card is at this depth.
    int cardWidth(const QModelIndex& index) const;

Q_SIGNALS:
    /// Enter or a double click.
    void goTo();
    void linkWanted(const QString& link);
    /// Up in the first row.
    void leave();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}
    void keyboardSearch(const QString&) override {}

private:
    QString linkAt(QPoint at) const;
    void rethink();
    void chooseScrolling();

    ThemeSource& m_themes;
    NoteDelegate* m_delegate;
    QString m_pressed; ///< the link under the button
};

} // namespace skein
