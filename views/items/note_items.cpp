// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/items/note_items.h"

#include "views/style/said.h"
#include "views/style/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace skein
{
namespace
{

using notes::NoteId;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Notes)
};

NoteItem itemOf(const notes::Note& note, notes::Target target, const notes::Resolver& resolver)
{
    NoteItem item;
    item.kind = note.deleted() ? NoteItem::Kind::Deleted : NoteItem::Kind::Note;
    item.key = notes::toString(note.id);
    item.note = note.id;
    item.on = note.anchor.value();
    item.target = std::move(target);
    item.author = style::authorName(note.created.author);
    item.created = note.created.time;
    item.edited = note.edited();
    if (!note.deleted())
        item.text = note.text.value();
    item.colour = note.colour.value();
    item.resolved = note.resolved.value();
    if (const auto& arrow = note.arrowTo.value())
        item.arrow = style::text(resolver.resolve(*arrow).label);
    if (!note.deleted())
        item.conflicts = note.conflicts();
    return item;
}

NoteItem itemOf(const notes::Verdict& verdict, const notes::Resolver& resolver)
{
    NoteItem item;
    item.kind = NoteItem::Kind::Verdict;
    item.key = std::string(notes::toString(verdict.kind)) + ' ' + notes::keyOf(verdict.on);
    item.verdict = verdict.kind;
    item.on = verdict.on;
    item.target = resolver.resolve(verdict.on);
    const auto* const current = verdict.value.current();
    item.author = style::authorName(current->stamp.author);
    item.created = item.edited = current->stamp.time;
    const auto& party = current->value.party;
    item.text = verdictSentence(verdict, style::text(item.target.label),
                                party ? style::text(resolver.resolve(*party).label) : QString())
                    .toStdString();
    if (verdict.value.disputed()) {
        notes::Note::Conflict conflict;
        for (const auto& version : verdict.value.versions()) {
            conflict.by.push_back(version.stamp);
            conflict.texts.push_back(version.value.party ? resolver.resolve(*version.value.party).label
                                                         : version.value.text);
        }
        item.conflicts.push_back(std::move(conflict));
    }
    return item;
}

/// For each note the one that its thread begins with. Answers in a circle, which only a file written by hand
/// can have, begin with the smallest id.
class Threads
{
public:
    explicit Threads(const notes::Notebook& notebook) : m_notebook(notebook) {}

    NoteId rootOf(const notes::Note& note)
    {
        std::vector<NoteId> way;
        std::set<NoteId> seen;
        NoteId at = note.id;
        while (true) {
            if (const auto known = m_roots.find(at); known != m_roots.end()) {
                at = known->second;
                break;
            }
            if (!seen.insert(at).second) {
                at = *std::min_element(std::ranges::find(way, at), way.end());
                break;
            }
            way.push_back(at);
            const notes::Note* const now = m_notebook.find(at);
            if (!now->replyTo || !m_notebook.find(now->replyTo))
                break;
            at = now->replyTo;
        }
        for (const NoteId id : way)
            m_roots[id] = at;
        return at;
    }

private:
    const notes::Notebook& m_notebook;
    std::map<NoteId, NoteId> m_roots;
};

template <class List>
auto at(List& list, std::size_t place)
{
    return list.begin() + static_cast<std::ptrdiff_t>(place);
}

} // namespace

bool NoteItem::operator==(const NoteItem& o) const
{
    const auto sameConflict = [](const notes::Note::Conflict& a, const notes::Note::Conflict& b) {
        return a.what == b.what && a.by == b.by && a.texts == b.texts;
    };
    return kind == o.kind && key == o.key && on == o.on && target.hold == o.target.hold &&
           target.label == o.target.label && author == o.author && created == o.created &&
           edited == o.edited && text == o.text && colour == o.colour && resolved == o.resolved &&
           answer == o.answer && arrow == o.arrow && std::ranges::equal(conflicts, o.conflicts, sameConflict);
}

QString verdictSentence(const notes::Verdict& verdict, const QString& about, const QString& party)
{
    const notes::VerdictValue& value = verdict.value.value();
    const QString text = style::text(value.text);
    switch (verdict.kind) {
    case notes::VerdictKind::Finding:
        return value.text == "confirmed"  ? Words::tr("Confirmed")
               : value.text == "rejected" ? Words::tr("Rejected")
               : value.empty()            ? Words::tr("No verdict any more")
                                          : text;
    case notes::VerdictKind::OtherParty:
        return value.empty() ? Words::tr("No other party any more")
                             : Words::tr("The other party is %1").arg(party);
    case notes::VerdictKind::Name:
        return value.empty() ? Words::tr("No name any more")
                             : Words::tr("%1 is called “%2”").arg(about, text);
    case notes::VerdictKind::Important:
        return value.empty() ? Words::tr("As usual") : Words::tr("Important");
    case notes::VerdictKind::Hidden:
        return value.empty() ? Words::tr("Shown") : Words::tr("Not shown on the timeline");
    case notes::VerdictKind::Status:
        return Words::tr("Status: %1").arg(text);
    case notes::VerdictKind::Owner:
        return Words::tr("Owner: %1").arg(text);
    case notes::VerdictKind::Reason:
        return Words::tr("Reason: %1").arg(text);
    }
    return text;
}

// ----------------------------------------------------------------------------------------------- the model

struct NoteItems::Node {
    NoteItem item;
    Node* parent = nullptr;
    int row = 0;
    Nodes answers;
};

/// Puts a node below another, with its answers below it.
void NoteItems::adopt(Node& node, Node* parent)
{
    node.parent = parent;
    for (int row = 0; const auto& answer : node.answers) {
        answer->row = row++;
        answer->parent = &node;
    }
}

NoteItems::NoteItems(QObject* parent) : QAbstractItemModel(parent) {}
NoteItems::~NoteItems() = default;

void NoteItems::show(const notes::Notebook& notebook, const notes::Said& said,
                     const notes::Resolver& resolver)
{
    Nodes want;
    std::map<NoteId, Node*> roots;
    Threads threads(notebook);
    const auto rootNode = [&](NoteId id) -> Node& {
        Node*& node = roots[id];
        if (!node) {
            want.push_back(std::make_unique<Node>());
            node = want.back().get();
        }
        return *node;
    };
    for (const auto& [note, target] : said.notes) {
        const NoteId root = threads.rootOf(*note);
        Node& node = rootNode(root);
        if (root == note->id) {
            node.item = itemOf(*note, target, resolver);
            continue;
        }
        if (node.item.key.empty()) {
            const notes::Note& first = *notebook.find(root);
            node.item = itemOf(first, resolver.resolve(first.anchor.value()), resolver);
        }
        auto answer = std::make_unique<Node>();
        answer->item = itemOf(*note, target, resolver);
        answer->item.answer = true;
        node.answers.push_back(std::move(answer));
    }
    for (const notes::Verdict* const verdict : notebook.verdicts()) {
        if (!verdict->value.current() || (verdict->value.value().empty() && !verdict->value.disputed()))
            continue;
        auto node = std::make_unique<Node>();
        node->item = itemOf(*verdict, resolver);
        want.push_back(std::move(node));
    }
    if (sync({}, m_roots, want))
        return;
    beginResetModel();
    m_roots = std::move(want);
    for (int row = 0; const auto& root : m_roots) {
        adopt(*root, nullptr);
        root->row = row++;
    }
    endResetModel();
}

void NoteItems::clear()
{
    beginResetModel();
    m_roots.clear();
    endResetModel();
}

/// Makes `have` into `want` in as few steps as there are runs of rows that come or go. False where the order
/// of what stays has changed.
bool NoteItems::sync(const QModelIndex& parent, Nodes& have, Nodes& want)
{
    std::map<std::string_view, std::size_t> wanted;
    for (const auto& node : want)
        wanted.emplace(node->item.key, wanted.size());
    std::set<std::string> staying;
    std::size_t last = 0;
    for (const auto& node : have) {
        const auto hit = wanted.find(node->item.key);
        if (hit == wanted.end())
            continue;
        if (hit->second < last)
            return false;
        last = hit->second;
        staying.insert(node->item.key);
    }
    const auto stays = [&](const std::unique_ptr<Node>& node) { return staying.contains(node->item.key); };
    const auto renumber = [&] {
        for (int row = 0; const auto& node : have)
            node->row = row++;
    };
    for (auto end = have.size(); end > 0;) {
        auto begin = end;
        while (begin > 0 && !stays(have[begin - 1]))
            --begin;
        if (begin < end) {
            beginRemoveRows(parent, static_cast<int>(begin), static_cast<int>(end) - 1);
            have.erase(at(have, begin), at(have, end));
            renumber();
            endRemoveRows();
        }
        end = begin > 0 ? begin - 1 : 0;
    }
    Node* const above = parent.isValid() ? static_cast<Node*>(parent.internalPointer()) : nullptr;
    for (std::size_t i = 0; i < want.size(); ++i) {
        auto end = i;
        while (end < want.size() && !stays(want[end]))
            ++end;
        if (i < end) {
            beginInsertRows(parent, static_cast<int>(i), static_cast<int>(end) - 1);
            have.insert(at(have, i), std::make_move_iterator(at(want, i)),
                        std::make_move_iterator(at(want, end)));
            for (auto row = i; row < end; ++row)
                adopt(*have[row], above);
            renumber();
            endInsertRows();
            i = end;
            if (i == want.size())
                break;
        }
        const QModelIndex index = createIndex(static_cast<int>(i), 0, have[i].get());
        if (have[i]->item == want[i]->item) {
            have[i]->item.target = std::move(want[i]->item.target);
        } else {
            have[i]->item = std::move(want[i]->item);
            Q_EMIT dataChanged(index, index);
        }
        if (sync(index, have[i]->answers, want[i]->answers))
            continue;
        // Only a merge of files whose clocks do not fit brings answers into another order.
        Nodes none;
        sync(index, have[i]->answers, none);
        sync(index, have[i]->answers, want[i]->answers);
    }
    return true;
}

const NoteItem& NoteItems::item(const QModelIndex& index) const
{
    static const NoteItem none;
    return index.isValid() ? static_cast<const Node*>(index.constInternalPointer())->item : none;
}

QModelIndex NoteItems::find(NoteId note) const
{
    return note ? findKey(notes::toString(note)) : QModelIndex();
}

QModelIndex NoteItems::findKey(const std::string& key) const
{
    for (const auto& root : m_roots) {
        if (root->item.key == key)
            return createIndex(root->row, 0, root.get());
        for (const auto& answer : root->answers)
            if (answer->item.key == key)
                return createIndex(answer->row, 0, answer.get());
    }
    return {};
}

int NoteItems::conflicts() const
{
    int count = 0;
    for (const auto& root : m_roots) {
        count += root->item.conflicts.empty() ? 0 : 1;
        count += static_cast<int>(
            std::ranges::count_if(root->answers, [](const auto& a) { return !a->item.conflicts.empty(); }));
    }
    return count;
}

int NoteItems::total() const
{
    std::size_t count = m_roots.size();
    for (const auto& root : m_roots)
        count += root->answers.size();
    return static_cast<int>(count);
}

std::vector<std::string> NoteItems::authors() const
{
    std::set<std::string> names;
    for (const auto& root : m_roots) {
        names.insert(root->item.author.toStdString());
        for (const auto& answer : root->answers)
            names.insert(answer->item.author.toStdString());
    }
    return {names.begin(), names.end()};
}

QModelIndex NoteItems::index(int row, int column, const QModelIndex& parent) const
{
    const Nodes& list =
        parent.isValid() ? static_cast<const Node*>(parent.constInternalPointer())->answers : m_roots;
    if (column != 0 || row < 0 || static_cast<std::size_t>(row) >= list.size())
        return {};
    return createIndex(row, 0, list[static_cast<std::size_t>(row)].get());
}

QModelIndex NoteItems::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    Node* const parent = static_cast<const Node*>(index.constInternalPointer())->parent;
    return parent ? createIndex(parent->row, 0, parent) : QModelIndex();
}

int NoteItems::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    return static_cast<int>(parent.isValid()
                                ? static_cast<const Node*>(parent.constInternalPointer())->answers.size()
                                : m_roots.size());
}

int NoteItems::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant NoteItems::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const NoteItem& it = item(index);
    switch (role) {
    case Qt::DisplayRole:
        return style::text(it.text).simplified();
    case Qt::AccessibleTextRole: {
        QStringList parts{it.kind == NoteItem::Kind::Verdict ? Words::tr("Verdict said by %1").arg(it.author)
                          : it.answer                        ? Words::tr("Answer by %1").arg(it.author)
                                                             : Words::tr("Note by %1").arg(it.author)};
        if (!it.answer)
            parts << Words::tr("on %1").arg(style::text(it.target.label));
        parts << (it.kind == NoteItem::Kind::Deleted ? Words::tr("deleted")
                                                     : style::text(it.text).simplified());
        if (it.resolved)
            parts << Words::tr("resolved");
        if (!it.colour.empty())
            parts << style::noteColourWord(it.colour);
        if (!it.arrow.isEmpty())
            parts << Words::tr("arrow to %1").arg(it.arrow);
        if (!it.conflicts.empty())
            parts << Words::tr("in conflict");
        return parts.join(QStringLiteral(", "));
    }
    case KeyRole:
        return QString::fromStdString(it.key);
    case OpenRole:
        return !it.resolved;
    default:
        return {};
    }
}

// --------------------------------------------------------------------------------------------- the filter

NoteFilter::NoteFilter(NoteItems& items, QObject* parent) : QSortFilterProxyModel(parent), m_items(items)
{
    setSourceModel(&items);
    sort(0);
}

void NoteFilter::setFilter(const triage::Filter& filter)
{
    m_filter = filter;
    invalidateFilter();
}

void NoteFilter::setOpenOnly(bool openOnly)
{
    m_openOnly = openOnly;
    invalidateFilter();
}

void NoteFilter::setOrder(Order order)
{
    m_order = order;
    invalidate();
}

bool NoteFilter::matches(const NoteItem& item) const
{
    if (m_filter.matchesAll())
        return true;
    const std::string author = item.author.toStdString();
    triage::FilterSubject subject;
    subject.author = author;
    subject.colour = item.colour;
    subject.note = item.text;
    subject.about = item.target.label;
    subject.status = item.resolved ? "resolved" : "open";
    subject.kind = item.kind == NoteItem::Kind::Verdict ? "verdict" : notes::kindOf(item.on);
    return m_filter.matches(subject);
}

bool NoteFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (parent.isValid())
        return true; // answers go with their note
    const QModelIndex at = m_items.index(row, 0);
    const NoteItem& item = m_items.item(at);
    if (m_openOnly && item.resolved)
        return false;
    if (matches(item))
        return true;
    for (int i = 0; i < m_items.rowCount(at); ++i)
        if (matches(m_items.item(m_items.index(i, 0, at))))
            return true;
    return false;
}

bool NoteFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const NoteItem& a = m_items.item(left);
    const NoteItem& b = m_items.item(right);
    const auto place = [&](const NoteItem& item) {
        return m_order == Order::Log && !item.answer ? item.target.lines.first : 0;
    };
    return std::tuple(place(a), a.created, left.row()) < std::tuple(place(b), b.created, right.row());
}

} // namespace skein
