// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_table.h"

#include "views/items/matrix_items.h"
#include "views/items/triage_items.h"
#include "views/report/markdown.h"

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

void TriageTable::setWidths(int overflow)
{
    using Items = TriageItems;
    constexpr int kSign = 16, kSparkline = 66;
    // What stands there for most, and what has to be seen of it; those that give way first come first.
    const struct {
        int column, width, least;
    } columns[] = {
        {Items::Note, widthOf(QStringLiteral("gone with the next rel")),
         widthOf(QStringLiteral("gone with"))},
        {Items::CreatedBy, widthOf(QStringLiteral("store.(*Cache).Start")),
         widthOf(QStringLiteral("(*Cache).Start"))},
        {Items::Waited, widthOf(QStringLiteral("≥ 12 h 59 min")), widthOf(QStringLiteral("≥ 100 min"))},
        {Items::State, widthOf(QStringLiteral("sync.Mutex.Lock")), widthOf(QStringLiteral("chan receive"))},
        {Items::Status, widthOf(QStringLiteral("known, grown")) + kSign,
         widthOf(QStringLiteral("known, gr")) + kSign},
        {Items::Count, widthOf(QStringLiteral("100,000")), widthOf(QStringLiteral("100"))},
        {Items::Growth, widthOf(QStringLiteral("+0.0525 / min")) + kSparkline, 0},
        {Items::Owner, widthOf(QStringLiteral("somebody")), 0},
        {Items::Name, widthOf(QStringLiteral("4be1c09a7f32-1f0c-77aa-receive")), 0},
    };
    for (const auto& [column, width, least] : columns) {
        const bool yields = overflow > 0 && least > 0 && !isColumnHidden(column);
        const int given = yields ? std::min(overflow, width - least) : 0;
        overflow -= given;
        setColumnWidth(column, width - given);
    }
}

void TriageTable::showLeaks()
{
    m_wide = TriageItems::Place;
    hideColumn(TriageItems::Name);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int, int before, int now) {
        m_sizedByUser = m_sizedByUser || (!m_fitting && before > 0 && now > 0);
    });
    fit();
}

void TriageTable::fit()
{
    m_fitting = true;
    if (m_wide < 0)
        fitMatrix();
    else
        fitLeaks();
    m_fitting = false;
}

void TriageTable::fitLeaks()
{
    const int least = widthOf(QStringLiteral("(*Cache).refresh  cache.go:41"));
    const auto others = [this] {
        int width = 0;
        for (int column = 0; column < model()->columnCount(); ++column)
            width += column == m_wide || isColumnHidden(column) ? 0 : columnWidth(column);
        return width;
    };
    if (!m_sizedByUser) {
        setWidths(0);
        setWidths(others() + least - viewport()->width());
        // On a wide screen the note is read in full.
        if (const int spare = viewport()->width() - others() - 3 * least; spare > 0)
            setColumnWidth(TriageItems::Note, columnWidth(TriageItems::Note) + spare / 2);
    }
    setColumnWidth(m_wide, std::max(least, viewport()->width() - others()));
}

void TriageTable::fitMatrix()
{
    const int dumps = model() ? model()->columnCount() - MatrixItems::FirstDump : 0;
    if (dumps <= 0)
        return;
    setColumnWidth(MatrixItems::Goroutine, widthOf(QStringLiteral("Goroutine 1")));
    setColumnWidth(MatrixItems::Verdict, widthOf(QStringLiteral("only between")) + 16);
    const int room =
        viewport()->width() - columnWidth(MatrixItems::Goroutine) - columnWidth(MatrixItems::Verdict);
    const int least = widthOf(QStringLiteral("chan receive ≥ 12 min store.(*Cache)"));
    for (int dump = 0; dump < dumps; ++dump)
        setColumnWidth(MatrixItems::FirstDump + dump, std::max(least, room / dumps));
}

void TriageTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fit();
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
            cell = QString::fromStdString(markdown::escaped(cell.toStdString()));
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
