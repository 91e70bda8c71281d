// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/said/resolve.h"
#include "model/said/statuses.h"
#include "parser/parse.h"
#include "tests/unit/triage/parsed.h"

#include <catch2/catch_test_macros.hpp>

using namespace skein;
using namespace skein::notes;

namespace
{

const Stamp kAnn{"ann", 1'700'000'000'000};

std::vector<AnalysisPtr> analyses()
{
    std::vector<AnalysisPtr> out;
    for (const char* folder : {"go-traceback", "go-race", "tsan", "gdb", "goleak", "go-pprof", "helgrind"}) {
        const auto at = test::fixtures() / folder;
        if (!std::filesystem::exists(at))
            continue;
        std::vector<std::filesystem::path> files;
        for (const auto& file : std::filesystem::directory_iterator(at))
            if (file.path().extension() == ".log")
                files.push_back(file.path());
        std::ranges::sort(files);
        for (std::size_t i = 0; i < files.size(); i += std::max<std::size_t>(1, files.size() / 6))
            out.push_back(analyse(test::fixture(files[i])));
    }
    REQUIRE(out.size() > 20);
    return out;
}

} // namespace

TEST_CASE("what was anchored is found again, whatever it is", "[notes]")
{
    for (const AnalysisPtr& analysis : analyses()) {
        CAPTURE(analysis->log->input.path);
        const Resolver resolver(analysis);
        const Log& log = *analysis->log;
        for (std::uint32_t s = 0; s < log.snapshots.size(); ++s) {
            for (std::uint32_t t = 0; t < log.snapshots[s].threads.size(); ++t) {
                const Target thread = resolver.resolve(resolver.onThread({s, t}));
                CHECK(thread.hold == Hold::Exact);
                CHECK(log.snapshots[thread.thread.snapshot].threads[thread.thread.index].id ==
                      log.snapshots[s].threads[t].id);
                const auto depth = log.stack(log.snapshots[s].threads[t].stack).size();
                for (std::uint32_t f = 0; f < depth; ++f) {
                    const Target frame = resolver.resolve(resolver.onFrame({s, t}, f));
                    CHECK(frame.frame == f);
                    INFO(resolver.onFrame({s, t}, f).lines.first << " " << resolver.onFrame({s, t}, f).lines.last << " of " << log.snapshots[s].threads[t].firstLine << " " << log.snapshots[s].threads[t].lastLine << " got " << frame.thread.index << " for " << t);
                    CHECK(frame.hold == Hold::Exact);
                }
            }
        }
        for (std::uint32_t f = 0; f < analysis->findings.size(); ++f) {
            const Target finding = resolver.resolve(resolver.onFinding(f));
            CHECK(finding.hold == Hold::Exact);
            REQUIRE(finding.finding);
            CHECK(analysis->findings[*finding.finding].kind == analysis->findings[f].kind);
            for (std::uint32_t a = 0; a < analysis->findings[f].accesses.size(); ++a)
                CHECK(resolver.resolve(resolver.onAccess(f, a)).access);
        }
        for (std::uint32_t g = 0; g < analysis->groups.size(); ++g) {
            const Target group = resolver.resolve(resolver.onGroup(g));
            CHECK(group.hold == Hold::Exact);
            CHECK(group.group == g);
        }
        for (std::uint32_t g = 0; g < analysis->waitGraphs.size(); ++g) {
            for (std::uint32_t r = 0; r < analysis->waitGraphs[g].resources.size(); ++r)
                CHECK(resolver.resolve(resolver.onResource(g, r)).hold == Hold::Exact);
            for (std::uint32_t e = 0; e < analysis->waitGraphs[g].edges.size(); ++e) {
                const Target edge = resolver.resolve(resolver.onEdge(g, e));
                CHECK(edge.hold == Hold::Exact);
                CHECK(edge.edge);
            }
        }
    }
}

TEST_CASE("an anchor that a newer Skein reads otherwise holds on to its lines", "[notes]")
{
    const LogPtr log =
        test::parsed("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n"
                     "main.main()\n\t/src/main.go:9 +0x1d\n");
    const AnalysisPtr analysis = analyse(log);
    const Resolver resolver(analysis);
    SECTION("a finding of another kind at the same lines")
    {
        REQUIRE_FALSE(analysis->findings.empty());
        Anchor anchor = resolver.onFinding(0);
        std::get<OnFinding>(anchor.at).kind = "something-newer";
        const Target target = resolver.resolve(anchor);
        CHECK(target.hold == Hold::Near);
        CHECK(target.finding == 0);
    }
    SECTION("a frame that has moved, and one that is gone")
    {
        Anchor anchor = resolver.onFrame({0, 0}, 0);
        std::get<OnFrame>(anchor.at).index = 3;
        CHECK(resolver.resolve(anchor).frame == 0);
        std::get<OnFrame>(anchor.at).function = "main.other";
        CHECK(resolver.resolve(anchor).hold == Hold::Near);
        CHECK(resolver.resolve(anchor).thread == ThreadRef{0, 0});
    }
    SECTION("another thread at these lines")
    {
        const Target target = resolver.resolve({.at = OnThread{ThreadId(99)}, .lines = {3, 5}});
        CHECK(target.hold == Hold::Near);
        CHECK(target.thread == ThreadRef{0, 0});
    }
    SECTION("nothing at these lines")
    {
        const Target target = resolver.resolve({.at = OnThread{ThreadId(1)}, .lines = {900, 901}});
        CHECK(target.hold == Hold::Gone);
        CHECK(target.lines.empty());
    }
    SECTION("an anchor that this Skein does not know")
    {
        const Target target = resolver.resolve({.at = OnUnknown{"moon"}, .lines = {3, 900}});
        CHECK(target.hold == Hold::Near);
        CHECK(target.lines == LineSpan{3, log->text.lineCount()});
    }
    SECTION("nonsense from a file")
    {
        for (const LineSpan lines : {LineSpan{0, 0}, LineSpan{5, 2}, LineSpan{4294967295u, 4294967295u}}) {
            for (const Anchor::At& at :
                 {Anchor::At(OnLines{}), Anchor::At(OnThread{}), Anchor::At(OnGroup{"x"}),
                  Anchor::At(OnFrame{}), Anchor::At(OnFinding{}), Anchor::At(OnAccess{}),
                  Anchor::At(OnResource{}), Anchor::At(OnEdge{}), Anchor::At(OnTime{})}) {
                const Target target = resolver.resolve({.at = at, .lines = lines});
                CHECK(target.lines.last <= log->text.lineCount());
            }
        }
    }
}

TEST_CASE("verdicts and notes by what they are about", "[notes]")
{
    const AnalysisPtr analysis =
        analyse(test::parsed("fatal error: all goroutines are asleep - deadlock!\n\n"
                             "goroutine 1 [chan receive]:\nmain.main()\n\t/src/main.go:9 +0x1d\n"));
    const Resolver resolver(analysis);
    Notebook book;
    book.setVerdict(VerdictKind::Finding, resolver.onFinding(0), {.text = "rejected"}, kAnn);
    book.setVerdict(VerdictKind::OtherParty, resolver.onFinding(0), {.party = resolver.onThread({0, 0})},
                    kAnn);
    book.setVerdict(VerdictKind::Name, resolver.onThread({0, 0}), {.text = "the reader"}, kAnn);
    book.setVerdict(VerdictKind::Important, resolver.onThread({0, 0}), {.text = "yes"}, kAnn);
    book.setVerdict(VerdictKind::Hidden, resolver.onThread({0, 0}), {.text = "yes"}, kAnn);
    book.setVerdict(VerdictKind::Hidden, resolver.onThread({0, 0}), {}, kAnn);
    const NoteId id = book.add({.anchor = resolver.onFrame({0, 0}, 0), .text = "here"}, kAnn).note;
    book.reply(id, "yes", kAnn);
    const Said what = said(book, resolver);
    CHECK(what.findings.at(0).opinion == Said::Opinion::Rejected);
    CHECK(what.findings.at(0).otherParty == ThreadRef{0, 0});
    CHECK(what.names.at({0, 0}).text == "the reader");
    CHECK(what.important.contains({0, 0}));
    CHECK(what.hidden.empty());
    CHECK(what.notes.size() == 2);
    CHECK(what.notesOnThreads.at({0, 0}).size() == 1);
}

TEST_CASE("statuses of leaks stand in the notebook", "[notes]")
{
    Notebook book;
    triage::BaselineEntry entry{.fingerprint = *triage::parseFingerprint("4be1c09a7f32-1f0c-77aa-send"),
                                .status = triage::Status::WontFix,
                                .count = 3,
                                .owner = "maria",
                                .note = "by design"};
    const auto changes = setStatus(book, entry, {3, 9}, kAnn);
    CHECK(changes.size() == 3);
    CHECK(setStatus(book, entry, {3, 9}, kAnn).empty());
    const auto entries = statusesOf(book);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].status == triage::Status::WontFix);
    CHECK(entries[0].count == 3);
    CHECK(entries[0].owner == "maria");
    CHECK(entries[0].note == "by design");
    for (auto change = changes.rbegin(); change != changes.rend(); ++change)
        book.apply(change->inverse(), kAnn);
    CHECK(statusesOf(book).empty());
}
