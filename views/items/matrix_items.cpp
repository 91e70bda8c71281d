// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/matrix_items.h"

#include "views/items/triage_items.h"
#include "views/style/text.h"

namespace skein
{
namespace
{

QString place(const Log& log, const Thread& thread)
{
    const FrameId site = log.site(thread.stack);
    if (!site)
        return {};
    const Frame& frame = log.frame(site);
    QString out = style::text(shortFunction(log.str(frame.function)));
    if (frame.line > 0)
        out += QStringLiteral(":%1").arg(frame.line);
    return out;
}

} // namespace

MatrixItems::MatrixItems(QObject* parent) : QAbstractTableModel(parent) {}

void MatrixItems::setTriage(TriagePtr data)
{
    beginResetModel();
    m_data = std::move(data);
    endResetModel();
}

const triage::ComparedThread& MatrixItems::compared(int row) const
{
    return m_data->comparison->threads[m_data->threads[static_cast<std::size_t>(row)]];
}

QString MatrixItems::name(int row) const
{
    for (std::size_t d = 0; d < m_data->comparison->dumps.size(); ++d)
        if (const Thread* const shown = record(row, static_cast<int>(d)))
            return style::threadName(shown->id, shown->kind);
    return {};
}

const Thread* MatrixItems::record(int row, int dump) const
{
    const triage::Comparison& all = *m_data->comparison;
    const auto d = static_cast<std::size_t>(dump);
    const std::uint32_t cell = all.cell(m_data->threads[static_cast<std::size_t>(row)], d);
    if (cell == triage::ComparedGroup::kNone)
        return nullptr;
    return &all.dumps[d].log->snapshots[all.dumps[d].snapshot].threads[cell];
}

ThreadRef MatrixItems::thread(int row) const
{
    const triage::Comparison& all = *m_data->comparison;
    for (std::size_t d = all.dumps.size(); d-- > 0;) {
        const std::uint32_t cell = all.cell(m_data->threads[static_cast<std::size_t>(row)], d);
        if (cell != triage::ComparedGroup::kNone && all.dumps[d].log == m_data->inputs[m_data->shown]->log)
            return {all.dumps[d].snapshot, cell};
    }
    return {};
}

int MatrixItems::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_data ? 0 : static_cast<int>(m_data->threads.size());
}

int MatrixItems::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_data ? 0 : FirstDump + static_cast<int>(m_data->comparison->dumps.size());
}

QString MatrixItems::verdict(const triage::ComparedThread& thread) const
{
    if (thread.stuck)
        return tr("stuck");
    if (thread.change == triage::Change::Stayed)
        return thread.samePlace ? tr("same place") : tr("moved");
    return changeWord(thread.change);
}

/// The place where it is another than in the dump before.
QString MatrixItems::cell(int row, int dump) const
{
    const Thread* const now = record(row, dump);
    if (!now)
        return {};
    const Log& log = *m_data->comparison->dumps[static_cast<std::size_t>(dump)].log;
    QString out = style::text(stateText(log, *now));
    if (now->waitedMinutes >= 0)
        out += QStringLiteral(" ≥ %1").arg(style::duration(now->waitedMinutes));
    const QString where = place(log, *now);
    const Thread* const before = dump > 0 ? record(row, dump - 1) : nullptr;
    const bool same =
        before && place(*m_data->comparison->dumps[static_cast<std::size_t>(dump) - 1].log, *before) == where;
    if (!same && !where.isEmpty())
        out += QStringLiteral("  ") + where;
    return out;
}

QString MatrixItems::tip(int row, int dump) const
{
    const Thread* const now = record(row, dump);
    if (!now)
        return tr("Not in this dump.");
    const Log& log = *m_data->comparison->dumps[static_cast<std::size_t>(dump)].log;
    return cell(row, dump) + u'\n' + place(log, *now);
}

QVariant MatrixItems::data(const QModelIndex& index, int role) const
{
    if (!m_data || !index.isValid() || index.row() >= rowCount())
        return {};
    const triage::ComparedThread& thread = compared(index.row());
    const int dump = index.column() - FirstDump;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Goroutine)
            return name(index.row());
        return index.column() == Verdict ? verdict(thread) : cell(index.row(), dump);
    case Qt::ToolTipRole:
        if (index.column() == Verdict && thread.stuck)
            return style::plainTooltip(tr("It stands where it stood and waits longer: stuck, %1.")
                                           .arg(style::certaintyWord(*thread.stuck)));
        return dump < 0 ? QVariant() : style::plainTooltip(tip(index.row(), dump));
    case SortRole:
        if (index.column() == Goroutine)
            return static_cast<qulonglong>(thread.id.value);
        if (index.column() == Verdict) // the surest first
            return thread.stuck ? static_cast<int>(*thread.stuck) : 10 + static_cast<int>(thread.change);
        return cell(index.row(), dump);
    case StateRole:
        if (dump < 0)
            return {};
        if (const Thread* const now = record(index.row(), dump))
            return static_cast<int>(now->state);
        return {};
    case StuckRole:
        return thread.stuck ? QVariant(static_cast<int>(*thread.stuck)) : QVariant();
    default:
        return {};
    }
}

QVariant MatrixItems::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_data || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (section == Goroutine)
        return tr("Goroutine");
    if (section == Verdict)
        return tr("Verdict");
    const std::string& name = m_data->comparison->dumps[static_cast<std::size_t>(section - FirstDump)].name;
    if (role == Qt::ToolTipRole)
        return style::plainTooltip(style::text(name));
    return style::text(baseName(name));
}

} // namespace skein
