// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_candidates.h"

#include "model/analysis/map_arguments.h"
#include "model/analysis/map_place.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace skein
{

namespace
{

using F = MapFeature;

constexpr double kWorthNaming = -0.5; ///< below it, a goroutine is no candidate
constexpr double kFarBehind = 4.5;    ///< candidates this far behind the best are not named
constexpr double kRunnerUp = 2.0;     ///< a second candidate is named from here on, however far behind it is
constexpr double kLikely =
    5.0; ///< needed for Likely, with a tie to the reporter and without a rival elsewhere
constexpr double kClear = 2.0;          ///< the lead over a rival that stands elsewhere
constexpr double kNobody = -100;        ///< below every score
constexpr std::size_t kMostRead = 2048; ///< goroutines whose arguments are read
constexpr std::size_t kMostRuledOut = 3;

bool couldRun(const MapCandidate& c)
{
    return c.has(F::Runnable) || c.has(F::RunningUnseen) || c.has(F::InRuntimeWork) || c.has(F::OwnFatal) ||
           c.has(F::InSyscall) || c.has(F::WokenUp);
}

/// What keeps a goroutine inside the runtime where it has only allocated, which a map operation does as well.
bool isRuntimeWork(std::string_view reason)
{
    // As runtime2.go spells them (waitReasonStrings); the collector begins in the allocation that is due.
    static constexpr std::string_view kReasons[] = {"GC assist",          "GC mark termination",
                                                    "wait for GC cycle",  "preempted",
                                                    "stopping the world", "flushing proc caches"};
    return std::ranges::any_of(kReasons, [&](std::string_view r) { return reason.starts_with(r); });
}

class Ranker
{
public:
    Ranker(const Log& log, const MapCrash& crash, std::stop_token stop)
        : m_log(log),
          m_crash(crash),
          m_threads(log.snapshots[crash.snapshot].threads),
          m_stop(std::move(stop)),
          m_reporter(crash.reporter == MapCrash::kNone ? nullptr : &m_threads[crash.reporter]),
          m_places(log, crash),
          m_arguments(log, crash)
    {
    }

    MapRanking run();

private:
    struct Siblings {
        double sum = 0;
        std::uint32_t count = 0;
    };

    bool consider(std::uint32_t index, MapCandidate& c);
    bool readState(const Thread& t, const StackTraits& traits, MapCandidate& c) const;
    void readCreation(const Thread& t, MapCandidate& c) const;
    void readSiblings(const Thread& t, MapCandidate& c) const;
    void readTies(MapCandidate& c) const;
    void readAlone(std::vector<MapCandidate>& candidates) const;
    std::vector<std::uint32_t> mostPromising(MapRanking& out);
    void decide(std::vector<MapCandidate>& all, MapRanking& out) const;
    void putPlacesFirst(std::vector<MapCandidate>& candidates) const;
    Certainty certainty(const MapCandidate& c, double best, double rival, double tiedRival) const;
    bool sameFrame(const MapCandidate& a, const MapCandidate& b) const;
    std::uint64_t createdKey(const Thread& t) const;
    static std::uint64_t placeKey(const Frame& f) { return (std::uint64_t{f.function.value} << 32) + f.line; }
    void findWaitingPlaces();

    const Log& m_log;
    const MapCrash& m_crash;
    const std::vector<Thread>& m_threads;
    std::stop_token m_stop;
    const Thread* m_reporter; ///< null where its stack is not in the log
    MapPlaces m_places;
    MapArguments m_arguments;
    std::unordered_map<std::uint64_t, Siblings> m_siblings; ///< by the place of their creation
    std::unordered_set<std::uint64_t> m_waitingPlaces; ///< where goroutines wait for channels, timers, input
};

/// Equal for goroutines that were started by the same statement; 0 where the log does not say.
std::uint64_t Ranker::createdKey(const Thread& t) const
{
    if (!t.createdAt)
        return 0;
    const Frame& f = m_log.frame(t.createdAt);
    return (std::uint64_t{f.function.value} << 32) + f.line + 1;
}

bool Ranker::readState(const Thread& t, const StackTraits& traits, MapCandidate& c) const
{
    const auto reason = m_log.str(t.waitReason);
    switch (t.state) {
    case ThreadState::Dead:
        return false;
    case ThreadState::Unknown:
        break;
    case ThreadState::Syscall:
        award(c, F::InSyscall);
        break;
    case ThreadState::Running:
        // A goroutine that runs has a stack in the dump only where it printed that stack itself.
        if (!traits.map.fatal && m_crash.messages < 2)
            award(c, F::Runnable);
        else
            award(c, m_places.writes() || m_crash.messagesDiffer ? F::OwnFatal : F::AlsoCaught);
        break;
    case ThreadState::Runnable:
        award(c, !traits.parked ? F::Runnable : traits.inGc ? F::InRuntimeWork : F::WokenUp);
        break;
    case ThreadState::Waiting:
        if (isRuntimeWork(reason))
            award(c, F::InRuntimeWork);
        else if (traits.lockFrame || reason.starts_with("sync.Mutex") || reason.starts_with("sync.RWMutex"))
            award(c, F::WaitsForLock);
        else if (reason == "semacquire" && (traits.site == 0 || traits.map.inMap))
            // A lock's wait shows frames of sync above the program's: this is the garbage collector's.
            award(c, F::InRuntimeWork);
        else
            award(c, F::WaitsBriefly);
        break;
    }
    award(c, F::MovedOn, traits.elsewhere && t.state != ThreadState::Waiting);
    award(c, F::WaitedMinutes, t.waitedMinutes >= 1);
    return true;
}

/// What needs no arguments. False for goroutines that cannot be the other party.
bool Ranker::consider(std::uint32_t index, MapCandidate& c)
{
    const Thread& t = m_threads[index];
    if (t.kind == ThreadKind::System || index == m_crash.reporter)
        return false;
    const auto creator = t.createdAt ? m_log.function(t.createdAt) : std::string_view{};
    c.thread = index;
    if (!t.stack) {
        if (t.state != ThreadState::Running || creator.starts_with("runtime."))
            return false;
        award(c, F::RunningUnseen);
        readCreation(t, c);
        return true;
    }
    const MapPlaces::Place& place = m_places.at(t.stack);
    if (place.traits.fresh)
        return false; // it waits for its first turn
    if (place.traits.allRuntime && (creator.starts_with("runtime.") || t.state == ThreadState::Waiting))
        return false;
    c = place.candidate;
    c.thread = index;
    if (!readState(t, place.traits, c))
        return false;
    readCreation(t, c);
    const bool waits =
        m_waitingPlaces.contains(placeKey(m_log.frame(m_log.stack(t.stack)[place.traits.site])));
    award(c, F::LineWaits, waits && t.state != ThreadState::Waiting && !place.traits.map.inMap);
    return true;
}

void Ranker::readCreation(const Thread& t, MapCandidate& c) const
{
    for (const RaceBefore& race : m_places.races())
        award(c, F::RaceCreator,
              t.createdAt && race.otherCreator &&
                  samePlace(m_log.frame(t.createdAt), m_log.frame(race.otherCreator)));
    if (!m_reporter || !t.createdAt || !m_reporter->createdAt)
        return;
    const bool siblings = createdKey(t) == createdKey(*m_reporter);
    award(c, F::SameCreator, siblings && m_places.writes());
    award(c, F::SameRole, siblings && !m_places.writes());
    const auto mine = parseGoName(m_log.function(m_reporter->createdAt)).enclosing;
    award(c, F::SameCreatorFunction, mine == parseGoName(m_log.function(t.createdAt)).enclosing);
}

/// A goroutine without a stack: those started at the same place show what it does.
void Ranker::readSiblings(const Thread& t, MapCandidate& c) const
{
    const auto it = m_siblings.find(createdKey(t));
    if (it == m_siblings.end() || it->second.count == 0)
        return;
    const double mean = it->second.sum / it->second.count;
    award(c, F::SiblingsFit, mean >= 3);
    award(c, F::SiblingsDiffer, mean <= 0.5);
}

/// A goroutine that shares no type, package, caller, address or origin with the reporter.
void Ranker::readTies(MapCandidate& c) const
{
    static constexpr F kTies[] = {
        F::SameFunction,      F::RepeatsReporter,     F::SameType,   F::TypeOnStack,  F::SamePackage,
        F::SameClosureParent, F::SharedCaller,        F::SameModule, F::SameReceiver, F::SharedPointer,
        F::SharedStale,       F::PassesMap,           F::SameMap,    F::SameMapStale, F::OwnFatal,
        F::SameCreator,       F::SameCreatorFunction, F::RaceSite,   F::RaceFunction, F::RaceCreator,
        F::RunningUnseen, // it shows nothing, which is not its fault
    };
    const bool tied = std::ranges::any_of(kTies, [&](F f) { return c.has(f); });
    award(c, F::Unrelated, m_reporter && !tied);
}

/// Where all the others wait, the one that could run stands out.
void Ranker::readAlone(std::vector<MapCandidate>& candidates) const
{
    if (std::ranges::count_if(candidates, couldRun) != 1)
        return;
    MapCandidate& only = *std::ranges::find_if(candidates, couldRun);
    award(only, F::OnlyActive, !only.has(F::Unrelated));
}

bool Ranker::sameFrame(const MapCandidate& a, const MapCandidate& b) const
{
    const StackId s = m_threads[a.thread].stack, o = m_threads[b.thread].stack;
    if (!s || !o)
        return false;
    return s == o || samePlace(m_log.frame(m_log.stack(s)[a.site]), m_log.frame(m_log.stack(o)[b.site]));
}

Certainty Ranker::certainty(const MapCandidate& c, double best, double rival, double tiedRival) const
{
    const bool reads =
        c.has(F::InMapRead) || c.has(F::AlsoCaught) || (c.has(F::RepeatsReporter) && !c.has(F::InMapWrite));
    if (c.has(F::SameMap) && !reads)
        return Certainty::Proved;
    if (c.has(F::OwnFatal) || (c.has(F::SameMapStale) && !reads))
        return Certainty::Likely;
    if (reads || c.has(F::LineWaits) || c.has(F::OtherReceiver) || c.has(F::OtherMap) || c.has(F::TakesLock))
        return Certainty::Possible;
    // A rival holds something of the reporter's, while this one shows that it holds other things.
    const bool placed = c.has(F::SameType) || c.has(F::SameFunction);
    if (!placed && c.has(F::SharesNothing) && tiedRival > c.score - kFarBehind)
        return Certainty::Possible;
    const bool clear = c.score >= best - kClear && c.score >= rival + kClear;
    if (c.has(F::RunningUnseen))
        return clear && m_reporter ? Certainty::Likely : Certainty::Possible;
    const bool identity = c.has(F::SameType) || c.has(F::SameFunction) || c.has(F::SameReceiver) ||
                          c.has(F::PassesMap) || c.has(F::SharedPointer) || c.has(F::BothPlain) ||
                          c.has(F::SameClosureParent) || c.has(F::RaceSite) ||
                          (c.has(F::OnlyActive) && !c.has(F::MovedOn));
    return identity && clear && c.score >= kLikely ? Certainty::Likely : Certainty::Possible;
}

void Ranker::decide(std::vector<MapCandidate>& all, MapRanking& out) const
{
    std::ranges::stable_sort(all, std::ranges::greater{}, &MapCandidate::score);
    if (all.empty())
        return;
    const double best = all.front().score;
    double tied = kNobody;  // the best that holds an address of the reporter's
    double rival = kNobody; // the best that stands somewhere else than the best of all
    for (const MapCandidate& c : all) {
        if (c.has(F::SharedPointer) || c.has(F::SameReceiver))
            tied = std::max(tied, c.score);
        if (&c != &all.front() && !sameFrame(c, all.front()))
            rival = std::max(rival, c.score);
    }
    for (MapCandidate& c : all) {
        const bool runnerUp = out.candidates.size() == 1 && c.score >= kRunnerUp;
        if (c.score < kWorthNaming || (c.score < best - kFarBehind && !runnerUp)) {
            if (couldRun(c) && out.ruledOut.size() < kMostRuledOut)
                out.ruledOut.push_back(c);
            continue;
        }
        const bool withBest = &c == &all.front() || sameFrame(c, all.front());
        c.certainty = certainty(c, best, withBest ? rival : best, tied);
        out.sameFrame += withBest;
        if (out.candidates.size() < MapRanking::kMost)
            out.candidates.push_back(c);
        else
            ++out.more;
    }
    putPlacesFirst(out.candidates);
}

/// Surest first; equal ones by score. Of guesses that stand at one place each says less than the one before,
/// so that another place comes between them.
void Ranker::putPlacesFirst(std::vector<MapCandidate>& candidates) const
{
    constexpr double kAgain = 3.5;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const MapCandidate& c = candidates[i];
        const auto before =
            std::count_if(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(i),
                          [&](const MapCandidate& b) { return sameFrame(b, c); });
        const bool guess = c.certainty == Certainty::Possible;
        order.emplace_back(guess ? c.score - kAgain * static_cast<double>(before) : c.score, i);
    }
    std::ranges::stable_sort(order, [&](const auto& a, const auto& b) {
        const Certainty x = candidates[a.second].certainty, y = candidates[b.second].certainty;
        return x != y ? x < y : a.first > b.first;
    });
    std::vector<MapCandidate> sorted;
    for (const auto& [score, i] : order)
        sorted.push_back(candidates[i]);
    candidates = std::move(sorted);
}

/// A line at which some goroutine waits for a channel, a timer or input is not one that uses the map:
///     goroutine 37 [runnable]:  book.(*Owner).Post … book.go:35
///     goroutine 38 [chan send]: book.(*Owner).Post … book.go:35
void Ranker::findWaitingPlaces()
{
    for (const Thread& t : m_threads) {
        if (t.state != ThreadState::Waiting || !t.stack)
            continue;
        const auto reason = m_log.str(t.waitReason);
        const bool known = reason.starts_with("chan ") || reason.starts_with("select") ||
                           reason.starts_with("sleep") || reason.starts_with("IO wait") ||
                           reason.starts_with("sync.");
        if (known)
            m_waitingPlaces.insert(placeKey(m_log.frame(m_log.stack(t.stack)[mapSite(m_log, t.stack)])));
    }
}

/// The goroutines whose arguments are worth reading, in file order.
std::vector<std::uint32_t> Ranker::mostPromising(MapRanking& out)
{
    std::vector<std::pair<double, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < m_threads.size(); ++i) {
        if ((i & 0xfff) == 0 && m_stop.stop_requested())
            return {};
        const Thread& t = m_threads[i];
        out.others += t.kind != ThreadKind::System && i != m_crash.reporter;
        MapCandidate c;
        if (!consider(i, c))
            continue;
        out.lockWaiters += c.has(F::WaitsForLock);
        order.emplace_back(c.score, i);
        if (t.stack && createdKey(t) != 0) {
            Siblings& s = m_siblings[createdKey(t)];
            s.sum += m_places.at(t.stack).candidate.score;
            ++s.count;
        }
    }
    if (order.size() > kMostRead) {
        const auto last = order.begin() + kMostRead;
        std::ranges::nth_element(order, last, [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        // Those that are left out fit no better than the last one taken; only equals are worth a mention.
        const double least = std::ranges::min_element(order.begin(), last)->first;
        out.more += static_cast<std::uint32_t>(
            std::count_if(last, order.end(), [&](const auto& o) { return o.first >= least; }));
        order.erase(last, order.end());
    }
    std::vector<std::uint32_t> threads;
    for (const auto& [score, index] : order)
        threads.push_back(index);
    std::ranges::sort(threads);
    return threads;
}

MapRanking Ranker::run()
{
    MapRanking out;
    out.reporterLocks = m_places.reporterLocks();
    findWaitingPlaces();
    std::vector<MapCandidate> all;
    for (const std::uint32_t index : mostPromising(out)) {
        MapCandidate c;
        if (m_stop.stop_requested() || !consider(index, c))
            continue;
        const Thread& t = m_threads[index];
        if (!t.stack)
            readSiblings(t, c);
        else if (!m_arguments.compare(t, m_places.at(t.stack), c))
            continue;
        readTies(c);
        all.push_back(c);
    }
    m_arguments.weighShared(all);
    readAlone(all);
    decide(all, out);
    return out;
}

} // namespace

MapRanking rankMapCandidates(const Log& log, const MapCrash& crash, std::stop_token stop)
{
    return Ranker(log, crash, std::move(stop)).run();
}

} // namespace skein
