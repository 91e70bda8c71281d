// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/concurrent_map.h"

#include "model/analysis/map_advice.h"
#include "model/analysis/map_candidates.h"
#include "model/analysis/map_crash.h"
#include "model/analysis/map_header.h"
#include "model/analysis/map_parameter.h"
#include "model/analysis/map_place.h"
#include "model/analysis/map_races.h"
#include "model/analysis/map_wording.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <iterator>

namespace skein
{

namespace
{

Access reporterAccess(const Log& log, const MapCrash& crash)
{
    Access a;
    a.op = crash.op;
    a.certainty = Certainty::Proved;
    if (crash.reporter == MapCrash::kNone) { // only the message is left
        a.logLines = crash.messageLines;
        return a;
    }
    const Thread& t = log.snapshots[crash.snapshot].threads[crash.reporter];
    a.thread = {crash.snapshot, crash.reporter};
    a.logLines.push_back(t.firstLine);
    if (crash.site < crash.frames.size()) {
        const FrameText& f = crash.frames[crash.site];
        a.frame = f.frame;
        a.frameIndex = crash.site;
        for (auto n = f.lines.first; n != 0 && n <= f.lines.last; ++n)
            a.logLines.push_back(n);
    }
    return a;
}

Access candidateAccess(const Log& log, const MapCrash& crash, const MapCandidate& c)
{
    const Thread& t = log.snapshots[crash.snapshot].threads[c.thread];
    Access a;
    a.thread = {crash.snapshot, c.thread};
    a.certainty = c.certainty;
    a.why = whyCandidate(c);
    a.logLines.push_back(t.firstLine);
    if (!t.stack)
        return a;
    if (mapPosition(log, t.stack).op == AccessOp::Delete)
        a.op = AccessOp::Delete;
    a.frame = log.stack(t.stack)[c.site];
    a.frameIndex = c.site;
    const auto frames = log.threadText->frames(t);
    if (c.site >= frames.size())
        return a;
    for (auto n = frames[c.site].lines.first; n != 0 && n <= frames[c.site].lines.last; ++n)
        a.logLines.push_back(n);
    return a;
}

/// Somebody wrote: the message says so, and the log doesn't show who. That there was somebody is certain.
Access absentAccess(const MapCrash& crash)
{
    Access a;
    a.op = AccessOp::Write;
    a.certainty = Certainty::Proved;
    a.logLines = crash.messageLines;
    a.why = "the message implies it; the log does not show it";
    return a;
}

Resource resourceOf(const Log& log, const MapCrash& crash, const MapRanking& ranking,
                    const std::optional<MapGuess>& guess)
{
    Resource r;
    r.kind = ResourceKind::Map;
    if (crash.map.value != 0 && !crash.map.stale) {
        r.address = crash.map.value;
    } else if (!ranking.candidates.empty()) {
        // The reporter's frames hide it; the other party's map operation shows it.
        const MapCandidate& best = ranking.candidates.front();
        if (best.certainty != Certainty::Possible && !best.map.stale)
            r.address = best.map.value;
        if (r.address == 0 && best.has(MapFeature::SameMapStale))
            r.address = best.map.value;
    }
    if (r.address == 0 && guess)
        r.address = guess->address;
    for (std::uint32_t i = 0; i < crash.site && r.name.empty(); ++i) {
        r.name = standardMapType(log.function(crash.frames[i].frame));
    }
    return r;
}

/// "… goroutine 10 in main.write (map.go:29), goroutine 7 in main.read (map.go:22)": once for each pair of
/// lines.
std::vector<Evidence> raceEvidence(const Log& log, const std::vector<RaceBefore>& races)
{
    constexpr std::size_t kMost = 3;
    std::vector<Evidence> out;
    std::vector<FrameId> told;
    for (const RaceBefore& race : races) {
        const Frame& other = log.frame(race.otherSite);
        if (out.size() == kMost ||
            std::ranges::any_of(told, [&](FrameId f) { return samePlace(log.frame(f), other); }))
            continue;
        told.push_back(race.otherSite);
        const auto side = [&](const OtherStack& s) {
            return formatted("its goroutine {} {} in {}", toString(s.thread),
                             s.op == AccessOp::Read ? "read" : "wrote", words::place(log, log.site(s.stack)));
        };
        Evidence e{
            formatted("The race detector had reported this conflict before the crash: {}, {}. It numbers "
                      "goroutines by itself.",
                      side(*race.mine), side(*race.other)),
            {race.mine->lines.first, race.other->lines.first}};
        std::ranges::sort(e.logLines);
        out.push_back(std::move(e));
    }
    return out;
}

/// What a debugger has shown of the map, once for what it has printed twice.
void addHeaders(const Log& log, const MapCrash& crash, Finding& f)
{
    const std::uint64_t map = f.resource->address;
    std::vector<Evidence> own, others;
    for (const MapHeader& header : findMapHeaders(log, log.snapshots[crash.snapshot])) {
        std::vector<Evidence>& list = header.address == map && map != 0 ? own : others;
        Evidence e{describe(header, map), header.lines};
        if (!std::ranges::contains(list, e.text, &Evidence::text))
            list.push_back(std::move(e));
    }
    // What is said of another map is left out where this one is shown.
    std::ranges::move(own.empty() ? others : own, std::back_inserter(f.evidence));
}

Finding makeFinding(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    Finding f;
    f.kind = FindingKind::ConcurrentMapAccess;
    f.snapshot = crash.snapshot;
    const auto guess = guessMap(log, crash, ranking);
    f.resource = resourceOf(log, crash, ranking, guess);
    const std::vector<RaceBefore> races = racesBefore(log, crash);
    if (f.resource->address == 0)
        f.resource->address = mapOfRaces(log, races);
    f.accesses.push_back(reporterAccess(log, crash));
    for (const MapCandidate& c : ranking.candidates)
        f.accesses.push_back(candidateAccess(log, crash, c));
    if (ranking.candidates.empty())
        f.accesses.push_back(absentAccess(crash));
    for (const Access& a : f.accesses) {
        if (a.thread)
            f.threads.push_back(a.thread);
    }
    f.certainty = f.accesses[1].certainty;
    const MapWording words{log, crash, ranking};
    f.title = words.title();
    f.evidence = words.evidence();
    if (guess && guess->address == f.resource->address)
        f.evidence.push_back({formatted("{} {}, and a map can lie there: most likely it is the map.",
                                        guess->how, hexAddress(guess->address)),
                              guess->lines});
    addHeaders(log, crash, f);
    for (Evidence& e : raceEvidence(log, races))
        f.evidence.push_back(std::move(e));
    f.advice = mapAdvice(log, crash, ranking);
    if (races.empty())
        f.missing = words.missing();
    else // it has been run already, and has kept both stacks
        std::erase_if(f.advice, [](const Advice& a) { return a.title == kConfirmByRaceDetector; });
    return f;
}

void run(const DetectorInput& input, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < input.log.snapshots.size(); ++s) {
        if (input.stop.stop_requested())
            return;
        if (!input.log.snapshots[s].format.starts_with("go-traceback"))
            continue;
        const auto crash = readMapCrash(input.log, s);
        if (!crash)
            continue;
        const MapRanking ranking = rankMapCandidates(input.log, *crash, input.stop);
        out.push_back(makeFinding(input.log, *crash, ranking));
    }
}

} // namespace

const Detector concurrentMapDetector{"concurrent-map", "Two goroutines were at the same map", run};

} // namespace skein
