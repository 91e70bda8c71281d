// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/triage_items.h"

#include "views/style/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr const char* kStatusWords[] = {
    QT_TRANSLATE_NOOP("Triage", "new"),       QT_TRANSLATE_NOOP("Triage", "known"),
    QT_TRANSLATE_NOOP("Triage", "fixed"),     QT_TRANSLATE_NOOP("Triage", "false positive"),
    QT_TRANSLATE_NOOP("Triage", "won't fix"),
};
constexpr const char* kChangeWords[] = {
    QT_TRANSLATE_NOOP("Triage", "new"),  QT_TRANSLATE_NOOP("Triage", "grew"),
    QT_TRANSLATE_NOOP("Triage", "same"), QT_TRANSLATE_NOOP("Triage", "shrank"),
    QT_TRANSLATE_NOOP("Triage", "gone"), QT_TRANSLATE_NOOP("Triage", "only between"),
};

QString whereabouts(std::string_view function, std::string_view file, std::uint32_t line)
{
    QString out = style::text(function);
    if (file.empty())
        return out;
    out += QLatin1Char('\n') + style::text(file);
    if (line > 0)
        out += QStringLiteral(":%1").arg(line);
    return out;
}

QString statusText(const triage::Row& row)
{
    if (row.back)
        return TriageItems::tr("new, was fixed");
    if (row.grown)
        return TriageItems::tr("%1, grown").arg(statusWord(row.status));
    return statusWord(row.status);
}

QString rate(double perMinute)
{
    const QString number = QLocale().toString(std::abs(perMinute), 'g', 3);
    return TriageItems::tr("%1 / min").arg((perMinute > 0 ? u'+' : u'−') + number);
}

} // namespace

QString statusWord(triage::Status status)
{
    return QCoreApplication::translate("Triage", kStatusWords[static_cast<int>(status)]);
}

QString changeWord(triage::Change change)
{
    return QCoreApplication::translate("Triage", kChangeWords[static_cast<int>(change)]);
}

TriageItems::TriageItems(QObject* parent) : QAbstractTableModel(parent) {}

void TriageItems::setTriage(TriagePtr data)
{
    beginResetModel();
    m_data = std::move(data);
    endResetModel();
}

namespace
{

std::string nameOf(const TriageLine& line)
{
    return toString(line.row.fingerprint);
}

/// Where each leak stands.
std::map<std::string, std::size_t> rowsByName(const std::vector<TriageLine>& lines)
{
    std::map<std::string, std::size_t> rows;
    for (std::size_t i = 0; i < lines.size(); ++i)
        rows.try_emplace(nameOf(lines[i]), i);
    return rows;
}

/// `next` in the order of `now`: what is in `next` alone comes last, what is in `now` alone lapses.
void keepOrder(std::vector<TriageLine>& now, std::vector<TriageLine>& next)
{
    const auto rows = rowsByName(next);
    std::vector<bool> taken(next.size());
    std::vector<TriageLine> kept;
    for (TriageLine& line : now) {
        const auto same = rows.find(nameOf(line));
        if (same == rows.end()) {
            kept.emplace_back(line).lapsed = true;
        } else if (!taken[same->second]) {
            taken[same->second] = true;
            kept.push_back(std::move(next[same->second]));
        }
    }
    for (std::size_t i = 0; i < next.size(); ++i)
        if (!taken[i])
            kept.push_back(std::move(next[i]));
    next = std::move(kept);
}

} // namespace

void TriageItems::update(TriagePtr data, Missing missing)
{
    if (!m_data || !data)
        return setTriage(std::move(data));
    if (missing == Missing::Stay)
        keepOrder(m_data->lines, data->lines);
    const auto wanted = rowsByName(data->lines);
    // Names are unique unless somebody wrote the baseline by hand.
    if (wanted.size() != data->lines.size() || rowsByName(m_data->lines).size() != m_data->lines.size())
        return setTriage(std::move(data));
    removeAllBut(wanted);
    reorder(wanted);
    insertMissing(data->lines);
    m_data = std::move(data);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void TriageItems::removeAllBut(const std::map<std::string, std::size_t>& wanted)
{
    auto& lines = m_data->lines;
    for (std::size_t end = lines.size(); end > 0;) {
        if (wanted.contains(nameOf(lines[end - 1]))) {
            --end;
            continue;
        }
        std::size_t begin = end - 1;
        while (begin > 0 && !wanted.contains(nameOf(lines[begin - 1])))
            --begin;
        beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                    lines.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
        end = begin;
    }
}

void TriageItems::reorder(const std::map<std::string, std::size_t>& wanted)
{
    auto& lines = m_data->lines;
    std::vector<std::pair<std::size_t, std::size_t>> order; // wanted row, row now
    for (std::size_t i = 0; i < lines.size(); ++i)
        order.emplace_back(wanted.at(nameOf(lines[i])), i);
    if (std::ranges::is_sorted(order))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::ranges::sort(order);
    std::vector<TriageLine> sorted;
    std::vector<int> newRow(lines.size());
    for (const auto& [to, from] : order) {
        newRow[from] = static_cast<int>(sorted.size());
        sorted.push_back(std::move(lines[from]));
    }
    lines = std::move(sorted);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& old : before)
        after << index(newRow[static_cast<std::size_t>(old.row())], old.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

/// Rows that have their names and nothing else yet.
void TriageItems::insertMissing(const std::vector<TriageLine>& wanted)
{
    auto& lines = m_data->lines;
    const auto there = rowsByName(lines);
    for (std::size_t begin = 0; begin < wanted.size(); ++begin) {
        std::size_t end = begin;
        while (end < wanted.size() && !there.contains(nameOf(wanted[end])))
            ++end;
        if (end == begin)
            continue;
        beginInsertRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(begin), end - begin, TriageLine{});
        for (std::size_t i = begin; i < end; ++i)
            lines[i].row.fingerprint = wanted[i].row.fingerprint;
        endInsertRows();
        begin = end;
    }
}

int TriageItems::rowOf(ThreadRef thread) const
{
    if (!m_data || !thread)
        return -1;
    const auto holds = [&](const triage::RowPart& part) {
        return part.input == m_data->shown && part.group.snapshot == thread.snapshot &&
               std::ranges::binary_search(part.group.threads, thread.index);
    };
    const auto found = std::ranges::find_if(
        m_data->lines, [&](const TriageLine& l) { return std::ranges::any_of(l.row.parts, holds); });
    return found == m_data->lines.end() ? -1 : static_cast<int>(found - m_data->lines.begin());
}

int TriageItems::rowOf(const triage::Fingerprint& fingerprint) const
{
    if (!m_data)
        return -1;
    const auto found =
        std::ranges::find(m_data->lines, fingerprint, [](const TriageLine& l) { return l.row.fingerprint; });
    return found == m_data->lines.end() ? -1 : static_cast<int>(found - m_data->lines.begin());
}

bool TriageItems::showsWaits() const
{
    return m_data &&
           std::ranges::any_of(m_data->lines, [](const TriageLine& l) { return l.row.waitedMinutes >= 0; });
}

void TriageItems::retake(const triage::Baseline& baseline)
{
    if (!m_data || m_data->lines.empty())
        return;
    for (TriageLine& line : m_data->lines)
        triage::take(line.row, baseline.find(spokenFor(line.row)));
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int TriageItems::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_data ? 0 : static_cast<int>(m_data->lines.size());
}

int TriageItems::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TriageItems::shown(const TriageLine& line, int column) const
{
    const triage::Row& row = line.row;
    switch (column) {
    case Status:
        return statusText(row);
    case Count:
        return QLocale().toString(static_cast<qulonglong>(row.count));
    case Growth:
        if (!compares() || row.parts.empty())
            return {};
        return line.perMinute && *line.perMinute != 0 ? rate(*line.perMinute) : changeWord(line.change);
    case Place: {
        QString out = style::text(shortFunction(row.function));
        if (!row.file.empty())
            out += QStringLiteral("  ") + style::text(baseName(row.file));
        if (!row.file.empty() && row.line > 0)
            out += QStringLiteral(":%1").arg(row.line);
        return out;
    }
    case State:
        return style::text(row.state);
    case Waited:
        return row.waitedMinutes < 0 ? QString()
                                     : QStringLiteral("≥ %1").arg(style::duration(row.waitedMinutes));
    case CreatedBy:
        return style::text(shortFunction(row.createdBy));
    case Owner:
        return style::text(row.owner);
    case Note:
        return style::text(QString::fromStdString(row.note).simplified().toStdString());
    case Name:
        return QString::fromStdString(toString(row.fingerprint));
    default:
        return {};
    }
}

QVariant TriageItems::sorted(const TriageLine& line, int row, int column) const
{
    switch (column) {
    case Status:
        return row; // the order of the model: what needs attention first
    case Count:
        return static_cast<qulonglong>(line.row.count);
    case Growth:
        return line.counts.empty()
                   ? 0.0
                   : static_cast<double>(line.counts.back()) - static_cast<double>(line.counts.front());
    case Waited:
        return line.row.waitedMinutes;
    default:
        return shown(line, column);
    }
}

QString TriageItems::tip(const TriageLine& line, int column) const
{
    const triage::Row& row = line.row;
    switch (column) {
    case Status:
        if (line.lapsed)
            return tr("The filter does not match it any more. It goes when the filter is applied again.");
        if (row.grown)
            return tr("The baseline knows %L1 of them.").arg(static_cast<qulonglong>(row.known));
        if (row.back)
            return tr("The baseline says that this was fixed.");
        return row.fromBaseline ? tr("The baseline says so.") : tr("The baseline does not know it.");
    case Growth: {
        QStringList counts;
        for (std::size_t d = 0; d < line.counts.size(); ++d)
            counts << QStringLiteral("%1: %L2")
                          .arg(style::text(m_data->comparison->dumps[d].name))
                          .arg(line.counts[d]);
        if (line.stuck > 0)
            counts << tr("%n of them did not move", nullptr, static_cast<int>(line.stuck));
        return counts.join(u'\n');
    }
    case Place: {
        QStringList lines{whereabouts(row.function, row.file, row.line)};
        for (const LeakReason& reason : row.reasons)
            lines << QStringLiteral("%1: %2").arg(style::certaintyWord(reason.certainty),
                                                  style::text(reason.text));
        return lines.join(u'\n');
    }
    case CreatedBy:
        return whereabouts(row.createdBy, row.createdFile, row.createdLine);
    case Note: {
        QStringList lines;
        for (const QString& text : QString::fromStdString(row.note).split(u'\n'))
            lines << style::text(text.toStdString());
        return lines.join(u'\n');
    }
    default:
        return shown(line, column);
    }
}

QVariant TriageItems::data(const QModelIndex& index, int role) const
{
    if (!m_data || !index.isValid() || index.row() >= rowCount())
        return {};
    const TriageLine& line = this->line(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(line, index.column());
    case Qt::EditRole:
        if (index.column() == Status)
            return static_cast<int>(line.row.status);
        return index.column() == Note ? QString::fromStdString(line.row.note) : shown(line, index.column());
    case Qt::ToolTipRole:
        return style::plainTooltip(tip(line, index.column()));
    case Qt::TextAlignmentRole:
        if (index.column() == Count || index.column() == Waited)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case SortRole:
        return sorted(line, index.row(), index.column());
    case CountsRole:
        return QVariant::fromValue(QList<double>(line.counts.begin(), line.counts.end()));
    case CertaintyRole:
        return line.row.certainty ? QVariant(static_cast<int>(*line.row.certainty)) : QVariant();
    case StatusRole:
        return static_cast<int>(line.row.status);
    case GrownRole:
        return line.row.grown;
    case AbsentRole:
        return line.row.count == 0;
    case LapsedRole:
        return line.lapsed;
    case Qt::AccessibleTextRole:
        if (line.lapsed && index.column() == Status)
            return QStringLiteral("%1. %2").arg(shown(line, Status), tip(line, Status));
        return index.column() == Count ? tr("%n goroutine(s)", nullptr, static_cast<int>(line.row.count))
                                       : headerData(index.column(), Qt::Horizontal).toString() + u' ' +
                                             shown(line, index.column());
    default:
        return {};
    }
}

QVariant TriageItems::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    static constexpr const char* kTitles[] = {
        QT_TR_NOOP("Status"), QT_TR_NOOP("#"),           QT_TR_NOOP("Growth"),     QT_TR_NOOP("Place"),
        QT_TR_NOOP("State"),  QT_TR_NOOP("Waited"),      QT_TR_NOOP("Created by"), QT_TR_NOOP("Owner"),
        QT_TR_NOOP("Note"),   QT_TR_NOOP("Fingerprint"),
    };
    if (role == Qt::DisplayRole)
        return tr(kTitles[section]);
    if (role == Qt::TextAlignmentRole && (section == Count || section == Waited))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

Qt::ItemFlags TriageItems::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    flags |= Qt::ItemNeverHasChildren;
    const int column = index.column();
    return column == Status || column == Owner || column == Note ? flags | Qt::ItemIsEditable : flags;
}

bool TriageItems::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    Q_EMIT editRequested(index.row(), index.column(), value);
    return true;
}

} // namespace skein
