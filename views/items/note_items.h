// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/said/resolve.h"
#include "model/triage/filter.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace skein
{

/// A note, an answer, or a verdict, as a list shows it.
struct NoteItem {
    enum class Kind : std::uint8_t { Note, Deleted, Verdict }; ///< Deleted: only its answers are left
    Kind kind = Kind::Note;
    std::string key; ///< names it in its list, also after a change
    notes::NoteId note;
    notes::VerdictKind verdict{};         ///< of a verdict
    notes::Anchor on;                     ///< what it sits on
    notes::Target target;                 ///< what that is in the analysis now
    QString author;                       ///< for people; "somebody" where there is none
    std::int64_t created = 0, edited = 0; ///< milliseconds since 1970
    std::string text;                     ///< Markdown as it was written; of a verdict a sentence
    std::string colour;
    bool resolved = false;
    bool answer = false;
    QString arrow; ///< what its arrow points to; "" without one
    std::vector<notes::Note::Conflict> conflicts;

    bool operator==(const NoteItem& other) const;
};

/// What people said about a log as threads: a note (or a verdict) and below it the answers to it, oldest
/// first.
class NoteItems final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole, ///< NoteItem::key
        OpenRole,               ///< bool: not resolved
    };

    explicit NoteItems(QObject* parent = nullptr);
    ~NoteItems() override;

    /// What is there now. What was there before keeps its row, with everything that somebody chose there.
    void show(const notes::Notebook& notebook, const notes::Said& said, const notes::Resolver& resolver);
    void clear();

    const NoteItem& item(const QModelIndex& index) const;
    /// The row of a note; invalid where there is none.
    QModelIndex find(notes::NoteId note) const;
    QModelIndex findKey(const std::string& key) const;
    int conflicts() const;
    /// Rows with all answers.
    int total() const;
    /// Everybody who said something, by name.
    std::vector<std::string> authors() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;
    Nodes& listBelow(const QModelIndex& parent);
    static void adopt(Node& node, Node* parent);
    bool sync(const QModelIndex& parent, Nodes& have, Nodes& want);

    Nodes m_roots;
};

/// Keeps the threads in which something matches, with all their answers, in the order of the log or of time.
class NoteFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Order { Log, Time };
    explicit NoteFilter(NoteItems& items, QObject* parent = nullptr);

    void setFilter(const triage::Filter& filter);
    /// Resolved threads are left out.
    void setOpenOnly(bool openOnly);
    bool openOnly() const { return m_openOnly; }
    void setOrder(Order order);
    Order order() const { return m_order; }
    const NoteItem& item(const QModelIndex& index) const { return m_items.item(mapToSource(index)); }
    const NoteItems& items() const { return m_items; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    bool matches(const NoteItem& item) const;

    NoteItems& m_items;
    triage::Filter m_filter;
    bool m_openOnly = false;
    Order m_order = Order::Log;
};

/// "Confirmed", "goroutine 34 is called “writer”": a verdict as a sentence, without who said it.
QString verdictSentence(const notes::Verdict& verdict, const QString& about, const QString& party);

} // namespace skein
