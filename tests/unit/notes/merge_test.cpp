// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/notes/random_edits.h"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <vector>

using namespace skein;
using namespace skein::notes;

namespace
{

constexpr Millis kNoon = 1'700'000'000'000;

struct Copies {
    Notebook ann, ben;
    NoteId note;
};

/// Both have one note of the text "start".
Copies copies()
{
    Copies out;
    out.note =
        out.ann.add({.anchor = {.at = OnLines{}, .lines = {3, 4}}, .text = "start"}, {"ann", kNoon}).note;
    out.ben = out.ann;
    return out;
}

} // namespace

TEST_CASE("merging random copies is commutative, associative and idempotent", "[notes]")
{
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        test::Writer ann("ann", seed), ben("ben", seed + 1000), cat("cat", seed + 2000);
        Notebook start;
        for (int i = 0; i < 6; ++i)
            ann.edit(start);
        Notebook a = start, b = start, c = start;
        for (int i = 0; i < 25; ++i) {
            ann.edit(a);
            ben.edit(b);
            cat.edit(c);
            if (i % 9 == 4) // they exchange copies now and then
                b = merged(b, a);
        }
        const Notebook ab = merged(a, b);
        CHECK(ab == merged(b, a));
        CHECK(merged(ab, c) == merged(a, merged(b, c)));
        CHECK(merged(a, a) == a);
        CHECK(merged(ab, a) == ab);
        CHECK(merged(b, ab) == ab);
        CHECK(merged(start, a) == a);
        std::set<NoteId> ids;
        for (const Notebook* copy : {&a, &b})
            for (const Note* note : copy->notes())
                ids.insert(note->id);
        CHECK(ab.notes().size() == ids.size());
        // A note that is alive on one side is gone only where the other deleted that very text.
        for (const Note* note : a.liveNotes())
            if (!b.find(note->id))
                CHECK_FALSE(ab.find(note->id)->deleted());
    }
}

TEST_CASE("two texts that were written apart both survive, marked", "[notes]")
{
    auto [ann, ben, note] = copies();
    ann.setText(note, "it is the cache", {"ann", kNoon + 10});
    ben.setText(note, "it is the pool", {"ben", kNoon + 20});
    Notebook both = merged(ann, ben);
    const Note* merge = both.find(note);
    CHECK(merge->text.value() == "it is the pool");
    REQUIRE(merge->conflicts().size() == 1);
    CHECK(merge->conflicts()[0].texts == std::vector<std::string>{"it is the cache", "it is the pool"});
    CHECK(merge->conflicts()[0].by[0].author == "ann");
    CHECK(both.conflictCount() == 1);

    SECTION("writing again settles it, also where the former text is chosen")
    {
        CHECK(both.setText(note, "it is the pool", {"ann", kNoon + 30}));
        CHECK(both.conflictCount() == 0);
        CHECK(merged(both, ann) == both); // an old copy does not bring it back
        CHECK(merged(ben, both) == both);
    }
    SECTION("a later edit of one who saw the former counts whatever the clocks say")
    {
        ben = merged(ann, ben);
        ben.setText(note, "both", {"ben", kNoon - 5000});
        CHECK(merged(ann, ben).find(note)->text.value() == "both");
        CHECK(merged(ann, ben).conflictCount() == 0);
    }
}

TEST_CASE("different fields that were written apart are no conflict", "[notes]")
{
    auto [ann, ben, note] = copies();
    ann.setText(note, "text", {"ann", kNoon + 10});
    ben.setColour(note, "red", {"ben", kNoon + 10});
    ben.setResolved(note, true, {"ben", kNoon + 11});
    const Notebook both = merged(ann, ben);
    CHECK(both.find(note)->fields().text == "text");
    CHECK(both.find(note)->fields().colour == "red");
    CHECK(both.find(note)->fields().resolved);
    CHECK(both.conflictCount() == 0);
}

TEST_CASE("the same text written twice is no conflict", "[notes]")
{
    auto [ann, ben, note] = copies();
    ann.setText(note, "typo", {"ann", kNoon + 10});
    ben.setText(note, "typo", {"ben", kNoon + 10});
    CHECK(merged(ann, ben).conflictCount() == 0);
}

TEST_CASE("a note that one deleted and the other changed stays", "[notes]")
{
    auto [ann, ben, note] = copies();
    ann.remove(note, {"ann", kNoon + 90});
    ben.setText(note, "important", {"ben", kNoon + 20});
    Notebook both = merged(ann, ben);
    CHECK_FALSE(both.find(note)->deleted());
    REQUIRE(both.find(note)->conflicts().size() == 1);
    CHECK(both.find(note)->conflicts()[0].what == Note::Conflict::What::DeletedButChanged);
    SECTION("and can be kept")
    {
        CHECK(both.restore(note, {"ann", kNoon + 100}));
        CHECK(both.conflictCount() == 0);
        CHECK_FALSE(merged(both, ann).find(note)->deleted());
    }
    SECTION("or deleted for good")
    {
        CHECK(both.remove(note, {"ann", kNoon + 100}));
        CHECK(merged(both, ben).find(note)->deleted());
    }
}

TEST_CASE("a note that both deleted is deleted, and its text does not travel", "[notes]")
{
    auto [ann, ben, note] = copies();
    ben.setText(note, "secret", {"ben", kNoon + 5});
    ann.remove(note, {"ann", kNoon + 10});
    ben.remove(note, {"ben", kNoon + 20});
    Notebook both = merged(ann, ben);
    CHECK(both.find(note)->deleted());
    both.dropDeletedTexts();
    CHECK(both.find(note)->text.value().empty());
    CHECK(both.find(note)->deleted());
}

TEST_CASE("verdicts merge like notes", "[notes]")
{
    Notebook ann, ben;
    const Anchor finding{.at = OnFinding{.kind = "deadlock", .address = 7}, .lines = {1, 9}};
    ann.setVerdict(VerdictKind::Finding, finding, {.text = "confirmed"}, {"ann", kNoon});
    ben.setVerdict(VerdictKind::Finding, finding, {.text = "rejected"}, {"ben", kNoon + 1});
    const Notebook both = merged(ann, ben);
    CHECK(both == merged(ben, ann));
    REQUIRE(both.verdicts().size() == 1);
    CHECK(both.verdicts()[0]->value.disputed());
    CHECK(both.verdict(VerdictKind::Finding, finding).text == "rejected");
    CHECK(both.conflictCount() == 1);
}

TEST_CASE("copies that were changed by hand still merge the same in any order", "[notes]")
{
    auto [ann, ben, note] = copies();
    Note forged = *ben.find(note);
    forged.text.forEach([](auto& version) { version.value = "forged"; }); // the same version, another text
    forged.extra["x"] = "2";
    ben.put(forged);
    Note other = *ann.find(note);
    other.extra["x"] = "1";
    ann.put(other);
    CHECK(merged(ann, ben) == merged(ben, ann));
    CHECK(merged(ann, ben).find(note)->extra.at("x") == "2");
}
