// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/group_items.h"

#include <QLocale>
#include <algorithm>

#include "views/style/text.h"

namespace skein {

namespace {

constexpr int kFetch = 500;                       // threads that unfolding shows at once
constexpr quintptr kGroupRow = ~quintptr{0};      // internal id of top rows; of threads it is the row of their group

QString place(const Log& log, FrameId id)
{
    if (!id) return GroupItems::tr("no stack");
    const Frame& frame = log.frame(id);
    QString out = style::text(shortFunction(log.str(frame.function)));
    if (frame.line > 0) out += QStringLiteral(":%1").arg(frame.line);
    return out;
}

QString fullPlace(const Log& log, FrameId id)
{
    if (!id) return {};
    const Frame& frame = log.frame(id);
    return QStringLiteral("%1\n%2:%3").arg(style::text(log.str(frame.function)), style::text(log.str(frame.file))).arg(frame.line);
}

QString states(const Log& log, const Group& group)
{
    QStringList out;
    for (const StateCount& state : group.states) {
        const std::string_view word = state.reason ? log.str(state.reason) : toString(state.state);
        out << (group.states.size() == 1 ? style::text(word) : QStringLiteral("%1 × %2").arg(state.count).arg(style::text(word)));
    }
    return out.join(QStringLiteral(", "));
}

/// A wait is a lower bound: "≥ 5 min", "≥ 2–61 min".
QString waited(std::int32_t least, std::int32_t most)
{
    if (most < 0) return {};
    if (least == most || least < 0) return GroupItems::tr("≥ %1 min").arg(most);
    return GroupItems::tr("≥ %1–%2 min").arg(least).arg(most);
}

QString creator(const Log& log, FrameId at, ThreadId by)
{
    if (!at) return {};
    const QString where = place(log, at);
    return by.known() ? GroupItems::tr("%1 in G%2").arg(where, QString::fromStdString(toString(by))) : where;
}

bool isOnlyReported(const Log& log, const Group& group)
{
    const Snapshot& snapshot = log.snapshots[group.snapshot];
    return !group.site && snapshot.native && snapshot.native->kind != ReportKind::None;
}

}  // namespace

GroupItems::GroupItems(QObject* parent) : QAbstractItemModel(parent) {}

void GroupItems::setAnalysis(AnalysisPtr analysis, std::shared_ptr<const std::vector<Group>> groups)
{
    beginResetModel();
    m_analysis = std::move(analysis);
    m_groups = std::move(groups);
    m_listed.clear();
    m_onlyReported = 0;
    for (std::uint32_t g = 0; m_analysis && g < this->groups().size(); ++g) {
        const Group& group = this->groups()[g];
        if (isOnlyReported(*m_analysis->log, group)) m_onlyReported += group.count;
        else m_listed.push_back(g);
    }
    m_fetched.assign(m_listed.size(), 0);
    endResetModel();
}

std::optional<std::uint32_t> GroupItems::groupOf(ThreadRef thread) const
{
    if (!m_analysis || !thread)
        return {};
    const auto found = std::ranges::find_if(groups(), [=](const Group& group) {
        return group.snapshot == thread.snapshot && std::ranges::binary_search(group.threads, thread.index);
    });
    if (found == groups().end())
        return {};
    return static_cast<std::uint32_t>(found - groups().begin());
}

QModelIndex GroupItems::indexOfGroup(std::uint32_t group) const
{
    const auto row = std::ranges::lower_bound(m_listed, group);
    return row != m_listed.end() && *row == group ? index(static_cast<int>(row - m_listed.begin()), 0) : QModelIndex();
}

QModelIndex GroupItems::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) : kGroupRow);
}

QModelIndex GroupItems::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == kGroupRow) return {};
    return createIndex(static_cast<int>(child.internalId()), 0, kGroupRow);
}

int GroupItems::rowCount(const QModelIndex& parent) const
{
    if (!m_analysis || parent.column() > 0) return 0;
    if (!parent.isValid()) return static_cast<int>(m_listed.size());
    return parent.internalId() == kGroupRow ? m_fetched[static_cast<std::size_t>(parent.row())] : 0;
}

int GroupItems::columnCount(const QModelIndex&) const { return ColumnCount; }

bool GroupItems::hasChildren(const QModelIndex& parent) const
{
    if (!parent.isValid()) return rowCount() > 0;
    return parent.internalId() == kGroupRow && parent.column() == 0 &&
           !groupAt(static_cast<std::size_t>(parent.row())).threads.empty();
}

bool GroupItems::canFetchMore(const QModelIndex& parent) const
{
    if (!m_analysis || !parent.isValid() || parent.internalId() != kGroupRow) return false;
    const auto row = static_cast<std::size_t>(parent.row());
    return static_cast<std::size_t>(m_fetched[row]) < groupAt(row).threads.size();
}

void GroupItems::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) return;
    const auto row = static_cast<std::size_t>(parent.row());
    const int have = m_fetched[row];
    const int all = static_cast<int>(groupAt(row).threads.size());
    const int next = std::min(all, have + kFetch);
    beginInsertRows(parent.siblingAtColumn(0), have, next - 1);
    m_fetched[row] = next;
    endInsertRows();
}

QVariant GroupItems::data(const QModelIndex& index, int role) const
{
    if (!m_analysis || !index.isValid()) return {};
    const bool isGroup = index.internalId() == kGroupRow;
    const std::uint32_t number = m_listed[static_cast<std::size_t>(isGroup ? static_cast<quintptr>(index.row()) : index.internalId())];
    const Group& group = groups()[number];
    if (role == GroupRole) return static_cast<uint>(number);
    if (role == Qt::TextAlignmentRole && index.column() == Count) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (isGroup) return groupData(group, index.column(), role);
    const std::uint32_t thread = group.threads[static_cast<std::size_t>(index.row())];
    if (role == ThreadRole) return thread;
    return threadData(m_analysis->log->snapshots[group.snapshot].threads[thread], index.column(), role);
}

QVariant GroupItems::groupData(const Group& group, int column, int role) const
{
    const Log& log = *m_analysis->log;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Count: return QLocale().toString(group.count);
        case Place: return place(log, group.site);
        case State: return states(log, group);
        case Waited: return waited(group.minWaited, group.maxWaited);
        case CreatedBy: return creator(log, group.createdAt, group.creator);
        default: return {};
        }
    case SortRole:
        if (column == Count) return group.count;
        if (column == Waited) return group.maxWaited;
        return groupData(group, column, Qt::DisplayRole);
    case Qt::ToolTipRole:
        return (column == CreatedBy ? fullPlace(log, group.createdAt)
                : column == Place   ? fullPlace(log, group.site)
                                    : groupData(group, column, Qt::DisplayRole).toString()).toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return QStringList{tr("%n thread(s)", nullptr, static_cast<int>(group.count)), place(log, group.site), states(log, group)}
            .join(QStringLiteral(", "));
    default: return {};
    }
}

QVariant GroupItems::threadData(const Thread& thread, int column, int role) const
{
    const Log& log = *m_analysis->log;
    if (role == SortRole) {
        if (column == Count) return QVariant::fromValue<qulonglong>(thread.id.known() ? thread.id.value : 0);
        if (column == Waited) return thread.waitedMinutes;
    }
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (column) {
    case Count: return (thread.kind == ThreadKind::Goroutine ? QStringLiteral("G") : QString()) + QString::fromStdString(toString(thread.id));
    case Place: return tr("line %L1").arg(thread.firstLine);
    case State: return style::text(stateText(log, thread));
    case Waited: return waited(thread.waitedMinutes, thread.waitedMinutes);
    case CreatedBy: return creator(log, thread.createdAt, thread.creator);
    default: return {};
    }
}

QVariant GroupItems::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Count) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Count: return QStringLiteral("#");
    case Place: return tr("Place");
    case State: return tr("State");
    case Waited: return tr("Waited");
    case CreatedBy: return tr("Created by");
    default: return {};
    }
}

}  // namespace skein
