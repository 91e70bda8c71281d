// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/creation_items.h"

#include "views/style/text.h"

#include <QLocale>

#include <algorithm>

namespace skein
{
namespace
{

// A chain may be as long as the log; trees draw and unfold row by row, within one another.
constexpr std::uint32_t kDeepest = 40;

bool same(const triage::CreationTree& a, const triage::CreationTree& b)
{
    const auto key = [](const triage::CreationNode& n) {
        return std::tuple(n.createdAt, n.parent, n.count, n.creatorGone);
    };
    return a.snapshot == b.snapshot && std::ranges::equal(a.nodes, b.nodes, {}, key, key) &&
           a.nodeOf == b.nodeOf;
}

Qt::Alignment alignment(int column)
{
    if (column == CreationItems::Generation)
        return Qt::AlignCenter; // it stands beside words
    const bool number = column == CreationItems::Total || column == CreationItems::Here;
    return (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

} // namespace

CreationItems::CreationItems(QObject* parent) : QAbstractItemModel(parent) {}

bool CreationItems::setTriage(TriagePtr data)
{
    if (m_data && data && m_data->inputs[m_data->shown]->log == data->inputs[data->shown]->log &&
        std::ranges::equal(m_data->creations, data->creations, same)) {
        m_data = std::move(data);
        return false;
    }
    beginResetModel();
    m_data = std::move(data);
    build();
    endResetModel();
    return true;
}

void CreationItems::build()
{
    m_items.clear();
    m_top.clear();
    m_itemOf.clear();
    m_generations = 0;
    if (!m_data)
        return;
    const auto& trees = m_data->creations;
    for (std::uint32_t tree = 0; tree < trees.size(); ++tree) {
        m_itemOf.emplace_back(trees[tree].nodes.size(), kNone);
        addTree(tree, trees.size() > 1 ? add({.tree = tree}) : kNone);
    }
    // What is below a row ends where the last of its rows does.
    for (std::uint32_t i = static_cast<std::uint32_t>(m_items.size()); i-- > 0;) {
        m_items[i].end = std::max(m_items[i].end, i + 1);
        if (const std::uint32_t above = m_items[i].parent; above != kNone)
            m_items[above].end = std::max(m_items[above].end, m_items[i].end);
    }
}

std::uint32_t CreationItems::add(const Item& item)
{
    const auto at = static_cast<std::uint32_t>(m_items.size());
    auto& siblings = item.parent == kNone ? m_top : m_items[item.parent].children;
    siblings.push_back(at);
    const int row = static_cast<int>(siblings.size()) - 1;
    m_items.push_back(item);
    m_items.back().row = row;
    if (item.node != kNone)
        m_itemOf[item.tree][item.node] = at;
    return at;
}

void CreationItems::addTree(std::uint32_t tree, std::uint32_t top)
{
    const auto& nodes = m_data->creations[tree].nodes;
    const std::uint32_t first = top == kNone ? 0 : 1;
    if (nodes[0].count > 0)
        add({.tree = tree, .node = 0, .parent = top, .depth = first});
    std::vector<std::pair<std::uint32_t, std::uint32_t>> next; // node and the row above it
    const auto push = [&](const triage::CreationNode& node, std::uint32_t above) {
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
            next.emplace_back(*child, above);
    };
    push(nodes[0], top);
    while (!next.empty()) {
        const auto [node, above] = next.back();
        next.pop_back();
        const std::uint32_t depth = above == kNone ? 0 : m_items[above].depth + 1;
        const std::uint32_t at = add({.tree = tree, .node = node, .parent = above, .depth = depth});
        m_generations = std::max(m_generations, nodes[node].generation);
        push(nodes[node], depth < kDeepest ? at : above);
    }
}

const triage::CreationNode& CreationItems::node(const Item& item) const
{
    return m_data->creations[item.tree].nodes[item.node == kNone ? 0 : item.node];
}

ThreadRef CreationItems::thread(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    for (auto i = static_cast<std::uint32_t>(index.internalId()); i < item(index).end; ++i)
        if (m_items[i].node != kNone && !node(m_items[i]).threads.empty())
            return {m_data->creations[m_items[i].tree].snapshot, node(m_items[i]).threads.front()};
    return {};
}

QList<int> CreationItems::leaks(const QModelIndex& index) const
{
    QList<int> rows;
    if (!index.isValid())
        return rows;
    const auto begin = static_cast<std::uint32_t>(index.internalId());
    const Item& wanted = item(index);
    const triage::CreationTree& tree = m_data->creations[wanted.tree];
    const auto below = [&](std::uint32_t thread) {
        const std::uint32_t at = tree.nodeOf[thread];
        if (at == kNone)
            return false;
        const std::uint32_t row = m_itemOf[wanted.tree][at];
        return row != kNone && row >= begin && row < wanted.end;
    };
    for (std::size_t row = 0; row < m_data->lines.size(); ++row)
        if (std::ranges::any_of(m_data->lines[row].row.parts, [&](const triage::RowPart& part) {
                return part.input == m_data->shown && part.group.snapshot == tree.snapshot &&
                       std::ranges::any_of(part.group.threads, below);
            }))
            rows.append(static_cast<int>(row));
    return rows;
}

QModelIndex CreationItems::indexOf(ThreadRef thread) const
{
    if (!m_data || !thread)
        return {};
    for (std::size_t tree = 0; tree < m_itemOf.size(); ++tree) {
        const triage::CreationTree& creations = m_data->creations[tree];
        if (creations.snapshot != thread.snapshot || thread.index >= creations.nodeOf.size())
            continue;
        const std::uint32_t at = creations.nodeOf[thread.index];
        const std::uint32_t row = at == kNone ? kNone : m_itemOf[tree][at];
        return row == kNone ? QModelIndex() : createIndex(m_items[row].row, 0, quintptr{row});
    }
    return {};
}

QModelIndex CreationItems::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto& rows = parent.isValid() ? item(parent).children : m_top;
    return createIndex(row, column, quintptr{rows[static_cast<std::size_t>(row)]});
}

QModelIndex CreationItems::parent(const QModelIndex& child) const
{
    if (!child.isValid() || item(child).parent == kNone)
        return {};
    const std::uint32_t above = item(child).parent;
    return createIndex(m_items[above].row, 0, quintptr{above});
}

int CreationItems::rowCount(const QModelIndex& parent) const
{
    if (!m_data || parent.column() > 0)
        return 0;
    return static_cast<int>(parent.isValid() ? item(parent).children.size() : m_top.size());
}

int CreationItems::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString CreationItems::place(const Item& item) const
{
    if (item.node == kNone)
        return tr("Dump at line %L1").arg(log().snapshots[m_data->creations[item.tree].snapshot].lines.first);
    if (item.node == 0)
        return tr("Nobody that the log names");
    const Frame& frame = log().frame(node(item).createdAt);
    QString out = style::text(shortFunction(log().str(frame.function)));
    if (const auto file = log().str(frame.file); !file.empty())
        out += QStringLiteral("  ") + style::text(baseName(file));
    if (frame.line > 0)
        out += QStringLiteral(":%1").arg(frame.line);
    return out;
}

/// What those that were started right here wait for, and where.
QString CreationItems::state(const Item& item) const
{
    if (item.node == kNone || node(item).threads.empty())
        return {};
    const Snapshot& snapshot = log().snapshots[m_data->creations[item.tree].snapshot];
    const Thread& first = snapshot.threads[node(item).threads.front()];
    QString out = style::text(stateText(log(), first));
    if (const FrameId site = log().site(first.stack))
        out += tr(" in %1").arg(style::text(shortFunction(log().function(site))));
    return out;
}

QString CreationItems::shown(const Item& item, int column) const
{
    const triage::CreationNode& at = node(item);
    switch (column) {
    case StartedBy:
        return place(item);
    case Total:
        return QLocale().toString(static_cast<qulonglong>(item.node == 0 ? at.count : at.total));
    case Here:
        return item.node == kNone || at.count == 0 ? QString()
                                                   : QLocale().toString(static_cast<qulonglong>(at.count));
    case Generation:
        return item.node == kNone || item.node == 0 ? QString() : QLocale().toString(at.generation);
    case State:
        return state(item);
    default:
        return {};
    }
}

QString CreationItems::tip(const Item& item) const
{
    if (item.node == kNone || item.node == 0)
        return place(item);
    const Frame& frame = log().frame(node(item).createdAt);
    QStringList lines{style::text(log().str(frame.function))};
    if (const auto file = log().str(frame.file); !file.empty())
        lines << QStringLiteral("%1:%2").arg(style::text(file)).arg(frame.line);
    if (node(item).creatorGone)
        lines << tr("The goroutine that ran this statement is not in the dump any more.");
    return lines.join(u'\n');
}

QString CreationItems::path(const Item& item) const
{
    QStringList places;
    for (const Item* at = &item;; at = &m_items[at->parent]) {
        places.prepend(place(*at));
        if (at->parent == kNone)
            return places.join(u'\n');
    }
}

QVariant CreationItems::data(const QModelIndex& index, int role) const
{
    if (!m_data || !index.isValid())
        return {};
    const Item& at = item(index);
    switch (role) {
    case Qt::DisplayRole:
        return shown(at, index.column());
    case Qt::ToolTipRole:
        return style::plainTooltip(index.column() == StartedBy ? tip(at) : shown(at, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignment(index.column()));
    case Qt::AccessibleTextRole:
        if (index.column() != StartedBy)
            return headerData(index.column(), Qt::Horizontal).toString() + u' ' + shown(at, index.column());
        return tr("%1, %2 in all").arg(place(at), shown(at, Total));
    case GoneRole:
        return at.node != kNone && node(at).creatorGone;
    case PathRole:
        return path(at);
    default:
        return {};
    }
}

QVariant CreationItems::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    static constexpr const char* kTitles[] = {QT_TR_NOOP("Started by"), QT_TR_NOOP("All"),
                                              QT_TR_NOOP("Right here"), QT_TR_NOOP("Generation"),
                                              QT_TR_NOOP("State")};
    static constexpr const char* kTips[] = {
        QT_TR_NOOP("The go statement, below the one that started its goroutine"),
        QT_TR_NOOP("Leaked goroutines that were started here or further down"),
        QT_TR_NOOP("Leaked goroutines that this statement started itself"),
        QT_TR_NOOP("How many go statements led to it, as far as the log knows"),
        QT_TR_NOOP("What those that were started right here wait for, and where")};
    if (role == Qt::DisplayRole)
        return tr(kTitles[section]);
    if (role == Qt::ToolTipRole)
        return tr(kTips[section]);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(section));
    return {};
}

QString CreationItems::text(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    constexpr int kNumber = 6, kIndent = 2;
    QStringList lines;
    const std::uint32_t depth = item(index).depth;
    for (auto i = static_cast<std::uint32_t>(index.internalId()); i < item(index).end; ++i) {
        const Item& at = m_items[i];
        QString line = shown(at, Total).rightJustified(kNumber) + QStringLiteral("  ") +
                       QString(static_cast<int>(at.depth - depth) * kIndent, u' ') + place(at);
        if (at.node != kNone && !at.children.empty() && node(at).count > 0)
            line += tr(", %1 right here").arg(shown(at, Here));
        if (at.node != kNone && node(at).creatorGone)
            line += tr(", whose goroutine is gone");
        lines << line;
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace skein
