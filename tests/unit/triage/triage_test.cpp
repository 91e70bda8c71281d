// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the team knows about what is found: statuses, gates, bringing a baseline up to date.
#include "model/formatted.h"
#include "model/triage/triage.h"
#include "tests/unit/triage/parsed.h"

#include <algorithm>

using namespace skein;
using namespace skein::triage;

namespace
{

/// goleak's old form (FORMATS.md), of a test of our own.
std::string goleak(std::string_view function, std::initializer_list<int> ids,
                   std::string_view state = "chan send")
{
    std::string out = "--- FAIL: TestX (0.45s)\n    x_test.go:12: found unexpected goroutines:\n        [";
    for (const int id : ids)
        out += formatted("Goroutine {0} in state {1}, with {2} on top of the stack:\n        goroutine {0} "
                         "[{1}]:\n        {2}()\n        \t/a/x.go:{0} +0x25\n"
                         "        created by acme.test/x.Start\n        \t/a/x.go:10 +0x9f\n         ",
                         id, state, function);
    return out + "]\nFAIL\n";
}

AnalysisPtr analysed(std::string_view text)
{
    return analyse(skein::test::parsed(text));
}

Triage done(const std::vector<AnalysisPtr>& inputs, const Baseline& baseline = {},
            const Options& options = {})
{
    return triage::triage(inputs, baseline, options);
}

const Row& only(const Triage& triage)
{
    REQUIRE(triage.rows.size() == 1);
    return triage.rows[0];
}

} // namespace

TEST_CASE("a leak is new, then known, grown, fixed, and back")
{
    const auto two = analysed(goleak("acme.test/x.work.func1", {7, 9}));
    const auto three = analysed(goleak("acme.test/x.work.func1", {7, 9, 11}));
    const auto none = analysed("ok  \tacme.test/x\t0.1s\n");
    Triage first = done({two});
    CHECK(only(first).status == Status::New);
    CHECK(only(first).count == 2);
    CHECK(only(first).certainty == Certainty::Proved);
    CHECK(only(first).state == "chan send");
    CHECK(only(first).createdBy == "acme.test/x.Start");
    CHECK((fails(Gate::New, first) && fails(Gate::Grown, first) && fails(Gate::Any, first) &&
           !fails(Gate::None, first)));

    Baseline baseline;
    update(baseline, first);
    REQUIRE(baseline.entries().size() == 1);
    CHECK(baseline.entries()[0].where == "x.work.func1 (x.go)");
    const Triage again = done({two}, baseline);
    CHECK(only(again).status == Status::Known);
    CHECK((!fails(Gate::New, again) && !fails(Gate::Grown, again) && fails(Gate::Any, again)));

    const Triage grown = done({three}, baseline);
    CHECK(only(grown).grown);
    CHECK((!fails(Gate::New, grown) && fails(Gate::Grown, grown)));

    const Triage gone = done({none}, baseline);
    CHECK(only(gone).count == 0);
    CHECK_FALSE(fails(Gate::Any, gone));
    update(baseline, gone);
    CHECK(baseline.entries()[0].status == Status::Fixed);

    const Triage back = done({two}, baseline);
    CHECK((only(back).back && only(back).status == Status::New));
    CHECK(fails(Gate::New, back));
}

TEST_CASE("what is no leak or stays fails nothing")
{
    const auto two = analysed(goleak("acme.test/x.work.func1", {7, 9}));
    for (const Status status : {Status::FalsePositive, Status::WontFix}) {
        Baseline baseline;
        BaselineEntry entry = entryFor(only(done({two})));
        entry.status = status;
        entry.count = 1;
        baseline.set(entry);
        const Triage t = done({two}, baseline);
        CHECK(only(t).status == status);
        CHECK_FALSE(fails(Gate::Any, t));
        Baseline after = baseline;
        update(after, t);
        CHECK(after.entries()[0].status == status);
    }
}

TEST_CASE("closures that are numbered anew take their owner along")
{
    Baseline baseline;
    BaselineEntry entry = entryFor(only(done({analysed(goleak("acme.test/x.work.func1", {7}))})));
    entry.owner = "maria";
    entry.note = "later";
    baseline.set(entry);
    const auto moved = analysed(goleak("acme.test/x.work.func2", {7}));
    const Triage t = done({moved}, baseline);
    REQUIRE(t.rows.size() == 2);
    CHECK(t.rows[0].status == Status::New); // it may as well be another leak of that function
    CHECK(t.rows[0].likeness == Likeness::Renumbered);
    CHECK(t.rows[0].resembles == entry.fingerprint);
    update(baseline, t);
    REQUIRE(baseline.entries().size() == 1);
    CHECK(baseline.entries()[0].owner == "maria");
    CHECK(baseline.entries()[0].status == Status::Known);
    CHECK(only(done({moved}, baseline)).status == Status::Known);
    // Where the first is there as well they are two.
    const Triage both = done({analysed(goleak("acme.test/x.work.func1", {7})), moved}, baseline);
    REQUIRE(both.rows.size() == 2);
    CHECK(both.rows[0].likeness == Likeness::Other);
}

TEST_CASE("counts over dumps, inputs and repeated reports")
{
    const std::string once = goleak("acme.test/x.work.func1", {7, 9});
    // The next test lists what the one before it has leaked, and one more.
    CHECK(only(done({analysed(once + goleak("acme.test/x.work.func1", {7, 9, 12}))})).count == 3);
    // The same goroutines in two files are those of one process; of another they have other creators.
    CHECK(only(done({analysed(once), analysed(once)})).count == 2);
    std::string other = once;
    for (std::size_t at = 0; (at = other.find("/a/x.go:10 ", at)) != other.npos; ++at)
        other.replace(at, 11, "/a/x.go:12 ");
    const Triage sum = done({analysed(once), analysed(other), analysed(once)});
    CHECK(only(sum).count == 4);
    CHECK(sum.processes == std::vector<std::uint32_t>{0, 1, 0});
}

TEST_CASE("a profile that says neither creator nor wait is spoken for by an entry that does")
{
    const auto profile = analysed(
        "goroutineleak profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tacme.test/x.work.func1+0x25\t/a/x.go:7\n\n");
    const Row row = only(done({profile}));
    CHECK(row.fingerprint.creator == 0);
    Baseline baseline;
    baseline.set(entryFor(only(done({analysed(goleak("acme.test/x.work.func1", {7, 9}))}))));
    const Triage t = done({profile}, baseline);
    CHECK(only(t).likeness == Likeness::Unclear);
    CHECK(only(t).status == Status::Known);
    const std::string before = baseline.text();
    update(baseline, t);
    CHECK(baseline.text() == before);
}

TEST_CASE("of a plain dump what waits counts")
{
    const auto dump = analysed(
        "SIGQUIT: quit\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/a/main.go:1 +0x1\n\n"
        "goroutine 7 [chan send, 5 minutes]:\nmain.leak()\n\t/a/leak.go:41 +0x1\ncreated by main.main in "
        "goroutine 1\n\t/a/main.go:9 +0x1\n\n"
        "goroutine 8 [runnable]:\nmain.busy()\n\t/a/leak.go:51 +0x1\ncreated by main.main in goroutine "
        "1\n\t/a/main.go:9 +0x1\n\n"
        "goroutine 9 [select]:\nnet/http.(*persistConn).writeLoop(0x1)\n\t/go/src/net/http/transport.go:2458 "
        "+0xf0\n"
        "created by net/http.(*Transport).dialConn in goroutine 8\n\t/go/src/net/http/transport.go:1800 "
        "+0x1585\n\nexit status 2\n");
    const Triage t = done({dump});
    CHECK(only(t).function == "main.leak");
    CHECK(only(t).waitedMinutes == 5);
    CHECK(t.idle == 1);
    Options idle{.ignore = {}, .only = {}, .idle = true};
    CHECK(done({dump}, {}, idle).rows.size() == 2);
    Options ignore{.ignore = {*Filter::parse("func:main.leak")}, .only = {}};
    CHECK(done({dump}, {}, ignore).rows.empty());
    CHECK(done({dump}, {}, ignore).ignored == 1);
    Options filter{.ignore = {}, .only = *Filter::parse("status:new count=1")};
    CHECK(done({dump}, {}, filter).rows.size() == 1);
    filter.only = *Filter::parse("status:known");
    CHECK(done({dump}, {}, filter).rows.empty());
}

TEST_CASE("a baseline's own filters, good and bad")
{
    const auto two = analysed(goleak("acme.test/x.work.func1", {7, 9}));
    const auto baseline = Baseline::parse("version = 1\nignore = [\"func:acme.test/x*\", \"wait>soon\"]\n");
    REQUIRE(baseline);
    const Triage t = done({two}, *baseline);
    CHECK(t.rows.empty());
    CHECK(t.ignored == 2);
    REQUIRE(t.warnings.size() == 1);
    CHECK(t.warnings[0].contains("soon"));
}

namespace
{

/// What the triage of a fixture says of the goroutines at `function`.
const Row& rowAt(const Triage& triage, std::string_view function)
{
    const auto hit =
        std::ranges::find_if(triage.rows, [&](const Row& row) { return row.function.ends_with(function); });
    REQUIRE(hit != triage.rows.end());
    return *hit;
}

bool says(const Row& row, Certainty certainty, std::string_view text)
{
    return std::ranges::any_of(row.reasons, [&](const LeakReason& reason) {
        return reason.certainty == certainty && reason.text.contains(text);
    });
}

} // namespace

TEST_CASE("whatever is listed has a reason with lines of the log")
{
    for (const char* folder : {"goleak", "leaktest", "go-pprof", "go-traceback"})
        for (const auto& file : std::filesystem::directory_iterator(skein::test::fixtures() / folder)) {
            const std::string name = file.path().filename();
            if (name.ends_with(".json") || name.starts_with("map-") || name.starts_with("panic-"))
                continue;
            CAPTURE(name);
            const Triage triage = done({analyse(skein::test::fixture(file.path()))});
            for (const Row& row : triage.rows) {
                CAPTURE(row.function, row.state);
                REQUIRE(!row.reasons.empty());
                for (const LeakReason& reason : row.reasons) {
                    CHECK(reason.text.ends_with('.'));
                    const bool guesses = reason.text.contains("ikely ") || reason.text.contains("ossibly ");
                    CHECK(guesses == (reason.certainty != Certainty::Proved));
                }
            }
        }
}

TEST_CASE("one goroutine is enough for a reason")
{
    for (const char* go : {"1.19.8", "1.24.4", "1.27.4"}) {
        CAPTURE(go);
        const auto file = skein::test::fixtures() / formatted("go-traceback/leak-reasons--go{}.log", go);
        const Triage triage = done({analyse(skein::test::fixture(file))});
        const Row& settle = rowAt(triage, "shop.Settle");
        CHECK(settle.count == 1);
        CHECK_FALSE(settle.certainty); // nothing says that it leaks
        CHECK(says(settle, Certainty::Possible, "ended without Done, and the WaitGroup can't come to zero"));
        CHECK(says(rowAt(triage, "awaitDone"), Certainty::Proved, "transaction is still open"));
        CHECK(says(rowAt(triage, "readLoop"), Certainty::Proved, "neither read to its end nor closed"));
        CHECK(says(rowAt(triage, "shop.begin"), Certainty::Proved,
                   "all connections that SetMaxOpenConns allows"));
        CHECK(says(rowAt(triage, "Quote.func1"), Certainty::Likely, "it was to receive what they send"));
    }
}

TEST_CASE("the reason of each kind of leak, whoever reports it")
{
    struct Kind {
        std::string_view function;
        std::uint64_t count;
        std::string_view says;
    };
    // tests/programs/reports/kinds
    constexpr Kind kKinds[] = {
        {"semaphore.(*Weighted).Acquire", 3, "others have taken so much of its weight"},
        {"singleflight.(*Group).Do", 3, "another call with the same key"},
        {"stuck.(*queue).take", 2, "Signal or Broadcast"},
        {"stuck.ring", 2, "A timer started it"},
        {"stuck.(*stream).receive", 3, "none observes a context or a stop signal, or nobody gives one"},
        {"stuck.multiply", 2, "a plain send, not in a select"},
        {"stuck.(*account).add", 3, "has not released it"},
        {"stuck.Poll.func1", 2, "Possibly a loop"},
        {"stuck.work", 4, "a plain receive, not in a select"},
        {"stuck.Detach.func1", 2, "The channel is nil"},
        {"stuck.Copy.func1", 1, "Nobody reads from the other end of its io.Pipe"},
        {"stuck.numbers", 1, "sequence of an iter.Pull is neither at its end"},
        {"readLoop", 2, "neither read to its end nor closed"},
        {"awaitDone", 2, "Its Rows are still open"},
    };
    for (const char* file :
         {"goleak/kinds--go1.24.4.log", "goleak/kinds--go1.27.4.log", "go-traceback/leak-kinds--go1.24.4.log",
          "go-traceback/leak-kinds--go1.27.4.log", "go-pprof/kinds-goroutine-2--go1.24.4.log"}) {
        CAPTURE(file);
        const Triage triage = done({analyse(skein::test::fixture(skein::test::fixtures() / file))});
        for (const Kind& kind : kKinds) {
            CAPTURE(kind.function);
            const Row& row = rowAt(triage, kind.function);
            CHECK(row.count == kind.count);
            CHECK(std::ranges::any_of(row.reasons,
                                      [&](const LeakReason& r) { return r.text.contains(kind.says); }));
        }
        CHECK(says(rowAt(triage, "errgroup.(*Group).Wait"), Certainty::Likely, "which it started"));
        CHECK(says(rowAt(triage, "stuck.Merge.func2"), Certainty::Possible,
                   "which stuck.Merge started like itself"));
        const Row& render = rowAt(triage, "stuck.Render.func1");
        CHECK(std::ranges::any_of(render.reasons, [](const LeakReason& r) {
            return r.text.contains("ended without Done, and the WaitGroup can't come to zero");
        }));
        // A helper that starts goroutines for others is nobody to receive from them.
        for (const LeakReason& reason : rowAt(triage, "stuck.Import.func1.1").reasons)
            CHECK_FALSE(reason.text.contains("errgroup"));
    }
    for (const char* file :
         {"go-pprof/kinds-goroutineleak--go1.27.4.log", "go-pprof/kinds-goroutineleak--go1.27.4.pb.gz"}) {
        CAPTURE(file);
        const Triage triage = done({analyse(skein::test::fixture(skein::test::fixtures() / file))});
        CHECK(triage.rows.size() == 20);
        CHECK(std::ranges::all_of(triage.rows,
                                  [](const Row& row) { return row.certainty == Certainty::Proved; }));
        CHECK(says(rowAt(triage, "semaphore.(*Weighted).Acquire"), Certainty::Proved, "others have taken"));
    }
}

TEST_CASE("what static checkers say of a leak's lines stands with it")
{
    const std::string text =
        "store/x.go:7:2: this goroutine may leak (leakcheck)\n" + goleak("acme.test/store.work.func1", {7});
    LintNote beside{
        .tool = "staticcheck", .check = "SA1", .file = "x.go", .line = 10, .message = "started in a loop"};
    beside.from = "lint.txt";
    const LogPtr log = skein::test::parsed(text);
    const Triage t = done({analyse(log, {}, std::vector{beside})});
    const auto& lint = only(t).lint;
    REQUIRE(!lint.empty());
    CHECK(lint.back().text.contains("started in a loop (SA1), in lint.txt."));
    CHECK(only(done({analyse(log)})).lint.size() + 1 == lint.size());
}

TEST_CASE("who a WaitGroup waits for")
{
    const auto report = [](std::string_view goroutines) {
        return done({analysed(
            formatted("    x_test.go:12: found unexpected goroutines:\n        [{}]\nFAIL\n", goroutines))});
    };
    const std::string waiter =
        "Goroutine 7 in state sync.WaitGroup.Wait, with sync.runtime_SemacquireWaitGroup on top "
        "of the stack:\n        sync.runtime_SemacquireWaitGroup(0xc000012345?)\n        "
        "\t/go/src/runtime/sema.go:110 +0x25\n        sync.(*WaitGroup).Wait(0xc000012345)\n"
        "        \t/go/src/sync/waitgroup.go:118 +0x25\n        acme.test/x.join()\n"
        "        \t/a/x.go:30 +0x25\n        created by acme.test/x.Start in goroutine 6\n"
        "        \t/a/x.go:10 +0x9f\n        ";
    const Triage alone = report(waiter);
    CHECK(says(rowAt(alone, "x.join"), Certainty::Likely, "likely one ended without Done"));
    const auto worker = [](std::string_view creator) {
        return formatted(
            " Goroutine 8 in state chan send, with acme.test/x.work on top of the stack:\n        "
            "acme.test/x.work()\n        \t/a/x.go:40 +0x25\n        created by {}\n        "
            "\t/a/x.go:33 +0x9f\n        ",
            creator);
    };
    const Triage own = report(waiter + worker("acme.test/x.join in goroutine 7"));
    CHECK(says(rowAt(own, "x.join"), Certainty::Likely, "waits for goroutine 8, which it started"));
    const Triage helped = report(waiter + worker("golang.org/x/sync/errgroup.(*Group).Go in goroutine 7"));
    CHECK(says(rowAt(helped, "x.join"), Certainty::Likely, "waits for goroutine 8, which it started"));
    const Triage stranger = report(waiter + worker("acme.test/x.Other in goroutine 5"));
    CHECK(says(rowAt(stranger, "x.join"), Certainty::Likely, "likely one ended without Done"));
}
