// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"
#include "views/items/note_items.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <catch2/catch_test_macros.hpp>

#include <random>

using namespace skein;
using notes::NoteId;
using notes::Stamp;
using notes::VerdictKind;

namespace
{

struct Model {
    AnalysisPtr analysis = [] {
        auto input = openInput(SKEIN_SOURCE_DIR "/examples/map-read-write-config-reload.log");
        REQUIRE(input);
        auto log = parse(std::move(*input));
        REQUIRE(log);
        return analyse(*log);
    }();
    notes::Resolver resolver{analysis};
    notes::Notebook notebook;
    NoteItems items;
    NoteFilter shown{items};
    QAbstractItemModelTester tester{&items, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester filterTester{&shown, QAbstractItemModelTester::FailureReportingMode::Fatal};
    std::int64_t clock = 1'000'000;

    Stamp by(const char* who = "ann") { return {who, clock += 1000}; }
    NoteId add(const char* text, notes::Anchor on = {}, const char* colour = "")
    {
        return notebook.add({.anchor = std::move(on), .arrowTo = {}, .text = text, .colour = colour}, by())
            .note;
    }
    void refresh() { items.show(notebook, notes::said(notebook, resolver), resolver); }
    void filter(const char* text)
    {
        const auto filter = triage::Filter::parse(text);
        REQUIRE(filter);
        shown.setFilter(*filter);
    }
    QStringList texts(bool answers = false)
    {
        QStringList out;
        for (int row = 0; row < shown.rowCount(); ++row) {
            const QModelIndex at = shown.index(row, 0);
            out << at.data().toString();
            for (int below = 0; answers && below < shown.rowCount(at); ++below)
                out << u'>' + shown.index(below, 0, at).data().toString();
        }
        return out;
    }
};

} // namespace

TEST_CASE("note items: threads of answers, in the order of the log or of time", "[notes]")
{
    Model m;
    m.refresh();
    CHECK(m.items.rowCount() == 0);
    const NoteId late = m.add("on the second thread", m.resolver.onThread({0, 1}));
    const NoteId early = m.add("on the first thread", m.resolver.onThread({0, 0}));
    m.add("on the case");
    const NoteId answer = m.notebook.reply(late, "why?", m.by("bob"))->note;
    m.notebook.reply(answer, "because", m.by());
    m.refresh();
    CHECK(m.texts(true) ==
          QStringList{"on the case", "on the first thread", "on the second thread", ">why?", ">because"});
    m.shown.setOrder(NoteFilter::Order::Time);
    CHECK(m.texts() == QStringList{"on the second thread", "on the first thread", "on the case"});
    const NoteItem& item = m.items.item(m.items.find(answer));
    CHECK(item.answer);
    CHECK(item.author == QStringLiteral("bob"));
    CHECK(m.items.item(m.items.find(early)).target.thread == ThreadRef{0, 0});
    CHECK(m.items.find(late)
              .data(Qt::AccessibleTextRole)
              .toString()
              .startsWith(QStringLiteral("Note by ann, on ")));
    CHECK(m.items.authors() == std::vector<std::string>{"ann", "bob"});
}

TEST_CASE("note items: what stays keeps its row, and what changes says so", "[notes]")
{
    Model m;
    const NoteId first = m.add("first", m.resolver.onThread({0, 0}));
    const NoteId second = m.add("second", m.resolver.onThread({0, 1}));
    m.notebook.reply(second, "answer", m.by());
    m.refresh();
    const QPersistentModelIndex kept(m.items.find(second));
    const QPersistentModelIndex below(m.items.index(0, 0, kept));
    QSignalSpy reset(&m.items, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&m.items, &QAbstractItemModel::dataChanged);
    m.notebook.remove(first, m.by());
    m.notebook.setText(second, "second, again", m.by());
    m.add("third");
    m.refresh();
    CHECK(reset.isEmpty());
    CHECK(changed.size() == 1);
    REQUIRE(kept.isValid());
    CHECK(kept.data().toString() == QStringLiteral("second, again"));
    CHECK(below.data().toString() == QStringLiteral("answer"));
    CHECK(below.parent() == kept);
    m.refresh();
    CHECK(changed.size() == 1);
}

TEST_CASE("note items: a deleted note with answers stays as a place for them", "[notes]")
{
    Model m;
    const NoteId note = m.add("gone soon", m.resolver.onThread({0, 0}));
    m.notebook.reply(note, "still here", m.by("bob"));
    m.notebook.remove(note, m.by());
    m.refresh();
    CHECK(m.texts(true) == QStringList{"", ">still here"});
    CHECK(m.items.item(m.items.index(0, 0)).kind == NoteItem::Kind::Deleted);
    CHECK_FALSE(
        m.items.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("gone soon")));
}

TEST_CASE("note items: verdicts stand among the notes, those taken back do not", "[notes]")
{
    Model m;
    m.notebook.setVerdict(VerdictKind::Finding, m.resolver.onFinding(0), {.text = "rejected", .party = {}},
                          m.by("bob"));
    m.notebook.setVerdict(VerdictKind::Name, m.resolver.onThread({0, 0}), {.text = "writer", .party = {}},
                          m.by());
    m.notebook.setVerdict(VerdictKind::Hidden, m.resolver.onThread({0, 1}), {.text = "yes", .party = {}},
                          m.by());
    m.refresh();
    CHECK(m.items.rowCount() == 3);
    CHECK(m.texts().contains(QStringLiteral("Rejected")));
    CHECK(m.texts().contains(QStringLiteral("goroutine 1 is called “writer”")) ==
          (m.resolver.threadLabel({0, 0}) == "goroutine 1"));
    m.filter("kind:verdict author:bob");
    CHECK(m.texts() == QStringList{"Rejected"});
    m.filter("");
    m.notebook.setVerdict(VerdictKind::Hidden, m.resolver.onThread({0, 1}), {}, m.by());
    m.refresh();
    CHECK(m.items.rowCount() == 2);
}

TEST_CASE("note items: the filter asks for author, text, colour, status and kind; an answer keeps its thread",
          "[notes]")
{
    Model m;
    const NoteId red = m.add("the lock", m.resolver.onThread({0, 0}), "red");
    const NoteId done = m.add("a question", m.resolver.onFinding(0));
    m.notebook.reply(red, "agreed", m.by("bob"));
    m.notebook.setResolved(done, true, m.by());
    m.refresh();
    const auto shows = [&](const char* filter) {
        m.filter(filter);
        return m.texts();
    };
    CHECK(shows("colour:red") == QStringList{"the lock"});
    CHECK(shows("author:bob") == QStringList{"the lock"});
    CHECK(shows("status:resolved") == QStringList{"a question"});
    CHECK(shows("status:open") == QStringList{"the lock"});
    CHECK(shows("kind:finding") == QStringList{"a question"});
    CHECK(shows("note:~LOCK") == QStringList{"the lock"});
    CHECK(shows("question") == QStringList{"a question"});
    CHECK(shows("not question") == QStringList{"the lock"});
    CHECK(shows("nothing").isEmpty());
    CHECK(shows("").size() == 2);
    m.shown.setOpenOnly(true);
    CHECK(m.texts() == QStringList{"the lock"});
}

TEST_CASE("note items: what two copies wrote is a conflict of the row", "[notes]")
{
    Model m;
    const NoteId note = m.add("before");
    notes::Notebook other = m.notebook;
    m.notebook.setText(note, "mine", m.by("ann"));
    other.setText(note, "theirs", m.by("bob"));
    m.notebook = notes::merged(m.notebook, other);
    m.refresh();
    CHECK(m.items.conflicts() == 1);
    const NoteItem& item = m.items.item(m.items.find(note));
    REQUIRE(item.conflicts.size() == 1);
    CHECK(item.conflicts[0].texts == std::vector<std::string>{"mine", "theirs"});
    m.notebook.setText(note, "theirs", m.by());
    m.refresh();
    CHECK(m.items.conflicts() == 0);
}

TEST_CASE("note items: answers in a circle are shown, once each", "[notes]")
{
    Model m;
    std::vector<notes::Note> ring(3);
    for (std::size_t i = 0; i < ring.size(); ++i) {
        ring[i].id = {1, i + 1};
        ring[i].created = m.by();
        ring[i].replyTo = {1, (i + 1) % ring.size() + 1};
        std::vector<notes::VersionId> gone;
        ring[i].text.write({.id = i + 10, .stamp = ring[i].created, .value = "ring", .extra = {}}, gone);
        m.notebook.put(ring[i]);
    }
    m.refresh();
    REQUIRE(m.items.rowCount() == 1);
    CHECK(m.items.rowCount(m.items.index(0, 0)) == 2);
}

TEST_CASE("note items: any changes in any order keep the model whole", "[notes]")
{
    Model m;
    std::mt19937 random(17);
    std::vector<NoteId> ids;
    const auto pick = [&] { return ids[random() % ids.size()]; };
    for (int round = 0; round < 300; ++round) {
        switch (ids.empty() ? 0 : random() % 7) {
        case 0:
            ids.push_back(m.add("note", m.resolver.onThread({0, static_cast<std::uint32_t>(random() % 2)})));
            break;
        case 1:
            if (const auto change = m.notebook.reply(pick(), "answer", m.by()))
                ids.push_back(change->note);
            break;
        case 2:
            m.notebook.remove(pick(), m.by());
            break;
        case 3:
            m.notebook.restore(pick(), m.by());
            break;
        case 4:
            m.notebook.setText(pick(), std::to_string(random()), m.by());
            break;
        case 5:
            m.notebook.setResolved(pick(), random() % 2 == 0, m.by());
            break;
        case 6:
            m.notebook.setAnchor(pick(), m.resolver.onThread({0, static_cast<std::uint32_t>(random() % 2)}),
                                 m.by());
            break;
        }
        m.refresh();
        m.shown.setOpenOnly(random() % 2 == 0);
        std::size_t live = 0;
        for (const notes::Note* const note : m.notebook.liveNotes()) {
            ++live;
            const QModelIndex at = m.items.find(note->id);
            REQUIRE(at.isValid());
            CHECK(m.items.item(at).text == note->text.value());
        }
        std::size_t rows = 0;
        for (int row = 0; row < m.items.rowCount(); ++row) {
            const QModelIndex at = m.items.index(row, 0);
            rows += m.items.item(at).kind == NoteItem::Kind::Deleted ? 0U : 1U;
            rows += static_cast<std::size_t>(m.items.rowCount(at));
        }
        CHECK(rows == live);
    }
}
