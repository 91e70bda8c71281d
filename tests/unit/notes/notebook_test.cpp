// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/notes/random_edits.h"

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <vector>

using namespace skein;
using namespace skein::notes;

namespace
{

/// What people see of a notebook: no ids of versions, no times.
std::map<NoteId, NoteFields> seen(const Notebook& book)
{
    std::map<NoteId, NoteFields> out;
    for (const Note* note : book.liveNotes())
        out.emplace(note->id, note->fields());
    return out;
}

std::map<std::string, VerdictValue> verdicts(const Notebook& book)
{
    std::map<std::string, VerdictValue> out;
    for (const Verdict* verdict : book.verdicts())
        if (!verdict->value.value().empty())
            out.emplace(std::string(toString(verdict->kind)) + keyOf(verdict->on), verdict->value.value());
    return out;
}

const Stamp kAnn{"ann", 1'700'000'000'000};

} // namespace

TEST_CASE("any number of steps can be undone and done again", "[notes]")
{
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        CAPTURE(seed);
        test::Writer writer("ann", seed);
        Notebook book;
        History history;
        std::vector states{std::pair(seen(book), verdicts(book))};
        for (int i = 0; i < 40; ++i) {
            history.push(writer.edit(book));
            states.emplace_back(seen(book), verdicts(book));
        }
        for (std::size_t i = 40; i-- > 0;) {
            REQUIRE(history.canUndo());
            history.undo(book, writer.now());
            CHECK(seen(book) == states[i].first);
            CHECK(verdicts(book) == states[i].second);
        }
        CHECK_FALSE(history.canUndo());
        for (std::size_t i = 1; i <= 40; ++i) {
            history.redo(book, writer.now());
            CHECK(seen(book) == states[i].first);
            CHECK(verdicts(book) == states[i].second);
        }
        CHECK_FALSE(history.canRedo());
    }
}

TEST_CASE("a step after an undo forgets what was undone", "[notes]")
{
    Notebook book;
    History history;
    history.push(book.add({.text = "one"}, kAnn));
    history.undo(book, kAnn);
    CHECK(history.canRedo());
    history.push(book.add({.text = "two"}, kAnn));
    CHECK_FALSE(history.canRedo());
    CHECK(book.liveNotes().size() == 1);
}

TEST_CASE("what changes nothing is no step", "[notes]")
{
    Notebook book;
    const NoteId id = book.add({.text = "one"}, kAnn).note;
    const auto revision = book.revision();
    CHECK_FALSE(book.setText(id, "one", kAnn));
    CHECK_FALSE(book.setResolved(id, false, kAnn));
    CHECK_FALSE(book.restore(id, kAnn));
    CHECK_FALSE(book.setVerdict(VerdictKind::Name, {}, {}, kAnn));
    CHECK_FALSE(book.setText(NoteId{1, 2}, "nobody", kAnn));
    CHECK_FALSE(book.reply(NoteId{1, 2}, "nobody", kAnn));
    CHECK(book.revision() == revision);
    CHECK(book.setText(id, "two", kAnn));
    CHECK(book.revision() == revision + 1);
}

TEST_CASE("answers stay when what they answer is deleted", "[notes]")
{
    Notebook book;
    const NoteId id = book.add({.anchor = {.at = OnLines{}, .lines = {7, 9}}, .text = "why?"}, kAnn).note;
    book.reply(id, "because", {"ben", kAnn.time + 1});
    book.remove(id, kAnn);
    CHECK(book.liveNotes().size() == 1);
    REQUIRE(book.replies(id).size() == 1);
    CHECK(book.replies(id)[0]->anchor.value().lines == LineSpan{7, 9});
}

TEST_CASE("times and ids as text", "[notes]")
{
    CHECK(isoTime(0) == "1970-01-01T00:00:00.000Z");
    CHECK(isoTime(1'795'264'205'123) == "2026-11-21T12:30:05.123Z");
    for (const Millis time : {Millis{0}, Millis{1}, Millis{1'795'264'205'123}, Millis{253'402'300'799'999}})
        CHECK(timeOf(isoTime(time)) == time);
    CHECK(timeOf("2026-11-21T13:30:05.123456+01:00") == 1'795'264'205'123);
    CHECK(timeOf("2026-11-21T12:30:05Z") == 1'795'264'205'000);
    for (const char* wrong :
         {"", "2026", "2026-02-30T00:00:00Z", "2026-11-21T25:00:00Z", "2026-11-21T12:30:05",
          "2026-11-21T12:30:05.Z", "1969-01-01T00:00:00Z", "2026-11-21T12:30:05Zx"})
        CHECK_FALSE(timeOf(wrong));
    const NoteId id{0x0123456789abcdef, 0xfedcba9876543210};
    CHECK(toString(id) == "0123456789abcdeffedcba9876543210");
    CHECK(noteIdOf(toString(id)) == id);
    CHECK_FALSE(noteIdOf("00000000000000000000000000000000"));
    CHECK_FALSE(noteIdOf("0123"));
    CHECK_FALSE(noteIdOf("0123456789abcdef fedcba987654321"));
}
