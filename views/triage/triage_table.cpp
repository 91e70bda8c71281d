// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_table.h"

#include "views/items/triage_items.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace skein
{
namespace
{

/// Text of a log, so that a forge shows it as it is.
QString markdown(const QString& text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("\\`*_{}[]<>()#+-!|~&").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

} // namespace

TriageTable::TriageTable(ThemeSource& themes, QWidget* parent) : QTableView(parent), m_themes(themes)
{
    setFrameShape(NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    setTextElideMode(Qt::ElideMiddle);
    setSortingEnabled(true);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab goes on to the next view
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* const header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](QPoint at) {
        QMenu menu;
        for (int column = 0; column < model()->columnCount(); ++column) {
            QAction* const action = menu.addAction(
                model()->headerData(column, Qt::Horizontal).toString().replace(u'&', QStringLiteral("&&")));
            action->setCheckable(true);
            action->setChecked(!isColumnHidden(column));
            connect(action, &QAction::toggled, this,
                    [this, column](bool shown) { setColumnHidden(column, !shown); });
        }
        menu.exec(header->mapToGlobal(at));
    });
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        if (!index.flags().testFlag(Qt::ItemIsEditable))
            Q_EMIT opened();
    });
    connect(&themes, &ThemeSource::changed, this, &TriageTable::rethink);
    rethink();
}

void TriageTable::rethink()
{
    setFont(m_themes.theme().mono);
    horizontalHeader()->setFont(m_themes.theme().ui);
    constexpr int kAir = 9;
    verticalHeader()->setDefaultSectionSize(QFontMetrics(m_themes.theme().mono).height() + kAir);
}

int TriageTable::widthOf(const QString& sample) const
{
    constexpr int kAir = 14;
    return QFontMetrics(m_themes.theme().mono).horizontalAdvance(sample) + kAir;
}

void TriageTable::showLeaks()
{
    using Items = TriageItems;
    constexpr int kSign = 16, kSparkline = 66;
    setColumnWidth(Items::Status, widthOf(QStringLiteral("known, grown")) + kSign);
    setColumnWidth(Items::Count, widthOf(QStringLiteral("100,000")));
    setColumnWidth(Items::Growth, widthOf(QStringLiteral("+12.5 / min")) + kSparkline);
    setColumnWidth(Items::State, widthOf(QStringLiteral("sync.Mutex.Lock")));
    setColumnWidth(Items::Waited, widthOf(QStringLiteral("≥ 12 h 59 min")));
    setColumnWidth(Items::CreatedBy, widthOf(QStringLiteral("store.(*Cache).Start")));
    setColumnWidth(Items::Owner, widthOf(QStringLiteral("somebody")));
    setColumnWidth(Items::Note, widthOf(QStringLiteral("gone with the next rel")));
    setColumnWidth(Items::Name, widthOf(QStringLiteral("4be1c09a7f32-1f0c-77aa-receive")));
    hideColumn(Items::Name);
    m_wide = Items::Place;
    fit();
}

void TriageTable::fit()
{
    if (m_wide < 0)
        return;
    int others = 0;
    for (int column = 0; column < model()->columnCount(); ++column)
        others += column == m_wide || isColumnHidden(column) ? 0 : columnWidth(column);
    const int least = widthOf(QStringLiteral("store.(*Cache).refresh  cache.go:41"));
    setColumnWidth(m_wide, std::max(least, viewport()->width() - others));
}

void TriageTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fit();
}

void TriageTable::showMatrix()
{
    setColumnWidth(0, widthOf(QStringLiteral("Goroutine 1")));
    setColumnWidth(1, widthOf(QStringLiteral("only between")) + 16);
    horizontalHeader()->setDefaultSectionSize(
        widthOf(QStringLiteral("chan receive ≥ 12 min store.(*Cache)")));
}

QList<int> TriageTable::chosenRows() const
{
    const auto* const proxy = qobject_cast<const QSortFilterProxyModel*>(model());
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows.append(proxy ? proxy->mapToSource(index).row() : index.row());
    if (rows.isEmpty() && currentIndex().isValid())
        rows.append(proxy ? proxy->mapToSource(currentIndex()).row() : currentIndex().row());
    std::ranges::sort(rows);
    return rows;
}

void TriageTable::editCell(int column)
{
    const QModelIndex cell = currentIndex().siblingAtColumn(column);
    if (!cell.isValid())
        return;
    setColumnHidden(column, false);
    selectionModel()->setCurrentIndex(cell, QItemSelectionModel::NoUpdate);
    scrollTo(cell);
    edit(cell);
}

void TriageTable::commitEditor()
{
    QWidget* const editor = isEditing() ? indexWidget(currentIndex()) : nullptr;
    if (!editor)
        return;
    commitData(editor);
    closeEditor(editor, QAbstractItemDelegate::NoHint);
}

QList<QStringList> TriageTable::chosenCells() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QList<int> columns;
    for (int i = 0; i < model()->columnCount(); ++i)
        if (const int column = horizontalHeader()->logicalIndex(i); !isColumnHidden(column))
            columns << column;
    QList<QStringList> lines{{}};
    for (const int column : columns)
        lines.front() << model()->headerData(column, Qt::Horizontal).toString();
    for (const QModelIndex& row : rows) {
        lines.append(QStringList());
        for (const int column : columns)
            lines.back() << row.siblingAtColumn(column).data().toString();
    }
    return lines;
}

void TriageTable::copyRows() const
{
    QStringList lines;
    for (const QStringList& cells : chosenCells().mid(1))
        lines << cells.join(u'\t');
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void TriageTable::copyMarkdown() const
{
    QStringList lines;
    for (QStringList cells : chosenCells()) {
        for (QString& cell : cells)
            cell = markdown(cell);
        lines << QStringLiteral("| %1 |").arg(cells.join(QStringLiteral(" | ")));
        if (lines.size() == 1)
            lines << u'|' + QStringLiteral(" --- |").repeated(cells.size());
    }
    if (lines.size() > 2)
        QApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void TriageTable::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlags(Qt::NoModifier) && currentIndex().isValid() &&
        state() != EditingState) {
        if (currentIndex().flags().testFlag(Qt::ItemIsEditable))
            edit(currentIndex());
        else
            Q_EMIT opened();
        return;
    }
    QTableView::keyPressEvent(event);
}

QLabel* emptySentence(QWidget* parent)
{
    auto* const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(24);
    label->setFocusPolicy(Qt::StrongFocus); // keys work and a click counts where nothing is listed
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace skein
