// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_candidates.h"

#include "model/analysis/stack_traits.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace skein
{

namespace
{

using F = MapFeature;

/// The model. Positive speaks for a goroutine, negative against it; the unit is about one doubling of the
/// odds.
constexpr std::array kWeights = std::to_array<MapFeatureWeight>({
    {F::OwnFatal, 12, "it ran into the check itself: its own stack is printed although it was running"},
    {F::RunningUnseen, 4, "map code is not preempted, so the other party often still runs on its thread"},
    {F::Runnable, 2, "the other party is preempted as soon as it leaves the map code"},
    {F::InRuntimeWork, 2,
     "it waits inside the runtime, as for the garbage collector: that can begin in a map operation"},
    {F::InSyscall, -1.5, "no map operation makes a system call"},
    {F::WaitsBriefly, -2.5, "it waits for something else; it was there before at best"},
    {F::WaitsForLock, -5, "it waits for a lock, so it is not past it"},
    {F::WaitedMinutes, -6, "it has waited for minutes"},
    {F::WokenUp, -1, "it has just been woken from a wait and has not run since"},
    {F::ShortSleep, 1, "it sleeps for a moment only, so it ran just before"},
    {F::LongSleep, -2, "it sleeps for a second or more"},

    {F::SameMap, 40, "its map operation holds the same address"},
    {F::SameMapStale, 20, "its map operation shows the same address, from a register that may be old"},
    {F::OtherMap, -8, "its map operation holds another address"},
    {F::OtherMapType, -6, "its map is of another type"},
    {F::InMapWrite, 3, "it is inside the runtime's code for a map write"},
    {F::InMapRead, -3, "it only reads its map at this moment"},
    {F::NotInMapCode, -1.5, "the runtime's frames are shown, and none is of a map"},
    {F::SameLine, 1.5, "same line as the reporter, which is a write"},
    {F::SameFunction, 2, "same function as the reporter, which is a write"},
    {F::RepeatsReporter, -3, "same function as the reporter, which only reads there"},
    {F::SameType, 3, "a method of the same type as the reporter's"},
    {F::TypeOnStack, 1.5, "called from a method of the reporter's type"},
    {F::SamePackage, 1, "same package as the reporter's function"},
    {F::BothPlain, 1, "a plain function of the package like the reporter's: a package-level map"},
    {F::SameFile, 0.7, "same source file"},
    {F::SameClosureParent, 2, "a closure of the same function: it can share the same variable"},
    {F::SharedCaller, 0.5, "the same function calls both"},
    {F::SameModule, 0.7, "same module as the reporter's function"},
    {F::OtherModule, -1, "code of another module"},
    {F::MovedOn, -1.5, "it is in other code now"},
    {F::Unrelated, -2, "nothing ties it to the reporter"},

    {F::SameReceiver, 4, "it holds the reporter's receiver"},
    {F::SharedPointer, 3, "it holds an address that the reporter holds too"},
    {F::SharedStale, 0.7, "it shows an address of the reporter's, from a register that may be old"},
    {F::PassesMap, 6, "the map's address is one of its arguments"},
    {F::SharesNothing, -0.7, "none of its arguments is one of the reporter's"},
    {F::OtherReceiver, -7, "its receiver is another object of that type"},
    {F::OtherArgument, -3, "same function, but with other objects as arguments"},

    {F::WriteName, 1.5, "its name sounds like a write"},
    {F::WriteNameElsewhere, 0.7, "its name sounds like a write, though not of this type or package"},
    {F::ReadName, -1.5, "its name sounds like a read"},
    {F::CallerWrites, 0.6, "its caller's name sounds like a write"},
    {F::CallerReads, -0.6, "its caller's name sounds like a read"},
    {F::LockedName, -2, "its name says that its caller holds the lock"},

    {F::TakesLock, -3.5, "its function takes a lock, as other stacks show, and the reporter's does not"},
    {F::InLockCode, -1, "it is just taking or releasing a lock"},

    {F::SameCreator, 0.5, "started at the same place as the reporter, which writes"},
    {F::SameRole, -1, "started at the same place as the reporter, which only reads"},
    {F::SameCreatorFunction, 0.8, "started by the same function as the reporter"},
    {F::SiblingsFit, 1.5, "goroutines started at the same place stand where the map is used"},
    {F::SiblingsDiffer, -1.5, "goroutines started at the same place do something else"},
});

constexpr bool tableInOrder()
{
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        if (static_cast<std::size_t>(kWeights[i].feature) != i)
            return false;
    }
    return kWeights.size() == static_cast<std::size_t>(F::kCount);
}
static_assert(tableInOrder());

constexpr double kWorthNaming = -0.5; ///< below it, a goroutine is no candidate
constexpr double kFarBehind = 4.5;    ///< candidates this far behind the best are not named
constexpr double kRunnerUp = 2.0;     ///< a second candidate is named from here on, however far behind it is
constexpr double kLikely = 6.0;       ///< needed for Likely, with identity and without a rival elsewhere
constexpr double kClear = 2.0;        ///< the lead over a rival that stands elsewhere
constexpr std::size_t kMostRead = 2048; ///< goroutines whose arguments are read

double weight(F f)
{
    return kWeights[static_cast<std::size_t>(f)].weight;
}

void set(MapCandidate& c, F f, bool on = true, double factor = 1)
{
    if (!on || c.has(f))
        return;
    c.features.set(static_cast<std::size_t>(f));
    c.score += factor * weight(f);
}

/// "github.com/acme/bank" of "github.com/acme/bank/ledger"; "" for main, whose module the name does not tell.
std::string_view moduleOf(std::string_view package)
{
    if (package == "main")
        return {};
    const std::string_view host = package.substr(0, package.find('/'));
    int parts = host == "github.com" || host == "gitlab.com" || host == "bitbucket.org" ? 3 : 2;
    std::size_t end = 0;
    while (parts-- > 0 && end != package.npos)
        end = package.find('/', end + 1);
    return package.substr(0, end);
}

/// Equal for frames that name the same place in the source, whatever their program counters are.
bool samePlace(const Frame& a, const Frame& b)
{
    return a.function == b.function && a.line == b.line && a.file == b.file;
}

class Ranker
{
public:
    Ranker(const Log& log, const MapCrash& crash, std::stop_token stop)
        : m_log(log),
          m_crash(crash),
          m_snapshot(log.snapshots[crash.snapshot]),
          m_stop(std::move(stop)),
          m_writes(crash.op == AccessOp::Write || crash.op == AccessOp::Delete)
    {
        if (crash.reporter == MapCrash::kNone)
            return;
        m_reporter = &m_snapshot.threads[crash.reporter];
        m_siteFrame = crash.site < crash.frames.size() ? crash.frames[crash.site].frame : FrameId{};
    }

    MapRanking run();

private:
    struct Known {
        StackTraits traits;
        MapCandidate place; ///< the features that follow from the stack alone
    };
    struct Siblings {
        double sum = 0;
        std::uint32_t count = 0;
    };

    void readStacks();
    const Known& known(StackId stack);
    void scorePlace(StackId stack, Known& k) const;
    void scoreNames(StackId stack, Known& k) const;
    bool closureSiblings(StackId stack) const;
    void scoreSleep(std::span<const FrameText> frames, MapCandidate& c) const;
    void scoreTies(MapCandidate& c) const;
    bool scoreState(const Thread& t, const StackTraits& traits, MapCandidate& c) const;
    bool consider(std::uint32_t index, MapCandidate& c);
    void scoreCreation(const Thread& t, MapCandidate& c) const;
    void scoreUnseen(const Thread& t, MapCandidate& c) const;
    bool scoreArguments(MapCandidate& c);
    void scoreMap(const Thread& t, std::span<const FrameText> frames, MapCandidate& c);
    void scorePointers(const Thread& t, std::span<const FrameText> frames, MapCandidate& c);
    void scoreReceiver(std::span<const FrameText> frames, MapCandidate& c);
    bool neverRan(std::span<const FrameText> frames) const;
    void weighPointers(std::vector<MapCandidate>& candidates);
    void decide(std::vector<MapCandidate>& all, MapRanking& out);
    Certainty certainty(const MapCandidate& c, double best, double rival) const;
    bool atSameFrame(const MapCandidate& a, const MapCandidate& b) const;
    const Thread& thread(const MapCandidate& c) const { return m_snapshot.threads[c.thread]; }
    std::uint64_t createdKey(const Thread& t) const;

    const Log& m_log;
    const MapCrash& m_crash;
    const Snapshot& m_snapshot;
    std::stop_token m_stop;
    bool m_writes;
    bool m_reporterShows = false; ///< at least one trustworthy address in its own calls
    const Thread* m_reporter = nullptr;
    FrameId m_siteFrame;
    std::unordered_map<std::uint32_t, Known> m_stacks;
    std::unordered_set<std::string_view> m_locking;
    std::unordered_set<std::uint32_t> m_reporterFunctions;  ///< StringId of the reporter's user frames
    std::unordered_map<std::uint64_t, Siblings> m_siblings; ///< by the place of their creation
    std::unordered_map<std::uint64_t, std::uint32_t>
        m_holders; ///< address of the reporter → goroutines that hold it
};

std::uint64_t Ranker::createdKey(const Thread& t) const
{
    if (!t.createdAt)
        return 0;
    const Frame& f = m_log.frame(t.createdAt);
    return (std::uint64_t{f.function.value} << 32) + f.line + 1;
}

void Ranker::readStacks()
{
    std::unordered_set<std::uint32_t> seen;
    std::vector<StackId> stacks;
    for (const Thread& t : m_snapshot.threads) {
        if (t.stack && t.kind != ThreadKind::System && seen.insert(t.stack.value).second)
            stacks.push_back(t.stack);
    }
    m_locking = lockingFunctions(m_log, stacks);
    for (const FrameText& f : m_crash.frames) {
        if (m_log.frame(f.frame).role == Role::Runtime)
            continue;
        m_reporterFunctions.insert(m_log.frame(f.frame).function.value);
    }
    m_reporterShows =
        std::ranges::any_of(m_crash.pointers, [](const Pointer& p) { return !p.stale && !p.nested; });
}

const Ranker::Known& Ranker::known(StackId stack)
{
    const auto [it, fresh] = m_stacks.try_emplace(stack.value);
    Known& k = it->second;
    if (!fresh)
        return k;
    k.traits = stackTraits(m_log, m_snapshot, stack);
    k.place.site = k.traits.site;
    if (m_siteFrame && !k.traits.allRuntime)
        scorePlace(stack, k);
    scoreNames(stack, k);
    return k;
}

void Ranker::scorePlace(StackId stack, Known& k) const
{
    const Frame& mine = m_log.frame(m_siteFrame);
    const Frame& its = m_log.frame(m_log.stack(stack)[k.traits.site]);
    const GoName& a = m_crash.siteName;
    const GoName& b = k.traits.siteName;
    MapCandidate& c = k.place;

    const bool sameFunction = its.function == mine.function;
    if (m_writes) {
        set(c, F::SameFunction, sameFunction);
        set(c, F::SameLine, samePlace(mine, its));
    } else {
        set(c, F::RepeatsReporter, sameFunction && verbOf(b.name) != Verb::Writes);
    }
    const bool samePackage = a.package == b.package;
    set(c, F::SameType, a.sameType(b));
    set(c, F::SamePackage, samePackage);
    set(c, F::BothPlain, samePackage && a.type.empty() && b.type.empty() && !a.closure && !b.closure);
    set(c, F::SameFile, its.file == mine.file && mine.file);
    const auto ours = moduleOf(a.package), theirs = moduleOf(b.package);
    set(c, F::SameModule, !ours.empty() && ours == theirs && !samePackage);
    set(c, F::OtherModule, !ours.empty() && !theirs.empty() && ours != theirs);
    set(c, F::SameClosureParent, closureSiblings(stack));

    const auto frames = m_log.stack(stack);
    for (std::size_t i = k.traits.site + 1; i < frames.size() && i < k.traits.site + 32; ++i) {
        const Frame& f = m_log.frame(frames[i]);
        if (f.role == Role::Runtime)
            continue;
        const auto name = m_log.str(f.function);
        if (!a.type.empty() && !c.has(F::SameType))
            set(c, F::TypeOnStack, parseGoName(name).sameType(a));
        set(c, F::SharedCaller,
            m_writes && name != "main.main" && m_reporterFunctions.contains(f.function.value));
    }
    const bool locks = m_locking.contains(b.enclosing) && !m_locking.contains(a.enclosing);
    set(c, F::TakesLock, locks);
    set(c, F::InLockCode, k.traits.lockFrame);
    set(c, F::LockedName, namedAsLocked(b.name) && !namedAsLocked(a.name));
    if (k.traits.map.inMap) {
        const bool reads = k.traits.map.opKnown &&
                           (k.traits.map.op == AccessOp::Read || k.traits.map.op == AccessOp::Iterate);
        set(c, reads ? F::InMapRead : F::InMapWrite);
    } else {
        set(c, F::NotInMapCode, m_snapshot.runtimeFramesShown);
    }
}

/// Both stacks begin in closures of one function: `go func() { … }()` twice in main.main.
bool Ranker::closureSiblings(StackId stack) const
{
    const auto entry = [&](std::span<const FrameId> frames) {
        if (!frames.empty() && m_log.function(frames.back()) == "runtime.goexit")
            frames = frames.first(frames.size() - 1);
        return frames.empty() ? GoName{} : parseGoName(m_log.function(frames.back()));
    };
    const GoName a = entry(m_log.stack(m_reporter->stack)), b = entry(m_log.stack(stack));
    return a.closure && b.closure && a.enclosing == b.enclosing;
}

void Ranker::scoreNames(StackId stack, Known& k) const
{
    const GoName& site = k.traits.siteName;
    if (!site.closure) {
        const Verb verb = verbOf(site.name);
        const bool near = !m_siteFrame || k.place.has(F::SameType) || k.place.has(F::SamePackage);
        set(k.place, near ? F::WriteName : F::WriteNameElsewhere, verb == Verb::Writes);
        set(k.place, F::ReadName, verb == Verb::Reads);
    }
    const auto frames = m_log.stack(stack);
    int callers = site.closure ? static_cast<int>(verbOf(site.name)) : 0, looked = 0;
    for (std::size_t i = k.traits.site + 1; i < frames.size() && looked < 2; ++i) {
        if (m_log.frame(frames[i]).role == Role::Runtime)
            continue;
        callers += static_cast<int>(verbOf(parseGoName(m_log.function(frames[i])).name));
        ++looked;
    }
    set(k.place, F::CallerWrites, callers > 0);
    set(k.place, F::CallerReads, callers < 0);
}

bool Ranker::scoreState(const Thread& t, const StackTraits& traits, MapCandidate& c) const
{
    const auto reason = m_log.str(t.waitReason);
    switch (t.state) {
    case ThreadState::Dead:
        return false;
    case ThreadState::Unknown:
        break;
    case ThreadState::Syscall:
        set(c, F::InSyscall);
        break;
    case ThreadState::Running:
        if (traits.map.fatal || m_crash.messageLines.size() > 1)
            set(c, F::OwnFatal);
        else
            set(c, F::Runnable);
        break;
    case ThreadState::Runnable:
        set(c, !traits.parked ? F::Runnable : traits.inGc ? F::InRuntimeWork : F::WokenUp);
        break;
    case ThreadState::Waiting:
        if (reason.starts_with("GC assist") || reason == "preempted" || reason == "stopping the world") {
            set(c, F::InRuntimeWork);
        } else if (traits.lockFrame || reason.starts_with("sync.Mutex") ||
                   reason.starts_with("sync.RWMutex")) {
            set(c, F::WaitsForLock);
        } else if (reason == "semacquire" && traits.site == 0) {
            set(c, F::InRuntimeWork); // a lock's wait shows frames of sync; this is the runtime's own, as for
                                      // a GC
        } else {
            set(c, F::WaitsBriefly);
        }
        break;
    }
    set(c, F::MovedOn, traits.elsewhere && t.state != ThreadState::Waiting);
    set(c, F::WaitedMinutes, t.waitedMinutes >= 1);
    return true;
}

/// The part that needs no arguments. False for goroutines that cannot be the other party.
bool Ranker::consider(std::uint32_t index, MapCandidate& c)
{
    const Thread& t = m_snapshot.threads[index];
    if (t.kind == ThreadKind::System || index == m_crash.reporter)
        return false;
    c.thread = index;
    const auto creator = t.createdAt ? m_log.function(t.createdAt) : std::string_view{};
    if (!t.stack) {
        if (t.state != ThreadState::Running || creator.starts_with("runtime."))
            return false;
        set(c, F::RunningUnseen);
        scoreCreation(t, c);
        return true;
    }
    const Known& k = known(t.stack);
    c = k.place;
    c.thread = index;
    if (k.traits.fresh)
        return false; // it waits for its first turn
    if (k.traits.allRuntime && (creator.starts_with("runtime.") || t.state == ThreadState::Waiting))
        return false;
    if (!scoreState(t, k.traits, c))
        return false;
    scoreCreation(t, c);
    return true;
}

void Ranker::scoreCreation(const Thread& t, MapCandidate& c) const
{
    if (!m_reporter || !t.createdAt || !m_reporter->createdAt)
        return;
    const bool siblings = createdKey(t) == createdKey(*m_reporter);
    set(c, F::SameCreator, siblings && m_writes);
    set(c, F::SameRole, siblings && !m_writes);
    const auto mine = parseGoName(m_log.function(m_reporter->createdAt)).enclosing;
    set(c, F::SameCreatorFunction, mine == parseGoName(m_log.function(t.createdAt)).enclosing);
}

/// A goroutine without a stack: those started at the same place show what it does.
void Ranker::scoreUnseen(const Thread& t, MapCandidate& c) const
{
    const auto it = m_siblings.find(createdKey(t));
    if (it == m_siblings.end() || it->second.count == 0 || createdKey(t) == 0)
        return;
    const double mean = it->second.sum / it->second.count;
    set(c, F::SiblingsFit, mean >= 3);
    set(c, F::SiblingsDiffer, mean <= 0.5);
}

/// Its first frame has no `+0x…`: it was created and has not run an instruction.
bool Ranker::neverRan(std::span<const FrameText> frames) const
{
    if (frames.empty() || frames.size() > 2)
        return false;
    const auto hasOffset = [&](const FrameText& f) {
        return m_log.text.line(f.lines.last).find(" +0x") != std::string_view::npos;
    };
    if (m_log.frame(frames[0].frame).inlined || hasOffset(frames[0]))
        return false;
    return std::ranges::any_of(m_crash.frames, hasOffset) && // a log that prints offsets at all
           (frames.size() == 1 || m_log.function(frames[1].frame) == "runtime.goexit");
}

void Ranker::scoreMap(const Thread& t, std::span<const FrameText> frames, MapCandidate& c)
{
    const Known& k = known(t.stack);
    if (k.traits.map.inMap)
        c.map = mapAddress(m_log, frames);
    const MapAddress& mine = m_crash.map;
    if (mine.value != 0 && c.map.value != 0) {
        const bool sure = !mine.stale && !c.map.stale;
        if (mine.value == c.map.value)
            set(c, sure ? F::SameMap : F::SameMapStale);
        else
            set(c, F::OtherMap,
                sure && !c.has(F::InMapRead)); // what it reads on the way says nothing about what it writes
    }
    set(c, F::OtherMapType,
        !c.has(F::InMapRead) && mine.type != 0 && c.map.type != 0 && mine.type != c.map.type);
}

void Ranker::scorePointers(const Thread& t, std::span<const FrameText> frames, MapCandidate& c)
{
    int best = 0;
    bool shows = false;
    std::unordered_set<std::uint64_t> held;
    for (const Pointer& p : pointersOf(m_log, frames, m_crash.narrow)) {
        const bool foreign = p.frame > c.site && m_log.frame(frames[p.frame].frame).role == Role::Runtime;
        shows |= !p.stale && !p.nested && !foreign;
        if (!m_crash.map.stale && p.value == m_crash.map.value && !p.stale)
            set(c, F::PassesMap);
        const Pointer* mine = m_crash.pointer(p.value);
        if (!mine)
            continue;
        // A server's or a pool's own frames below the program's code: everybody has them.
        const bool below = foreign || (mine->frame > m_crash.site &&
                                       m_log.frame(m_crash.frames[mine->frame].frame).role == Role::Runtime);
        const bool stale = p.stale || mine->stale || below;
        const bool receiver =
            m_crash.receiver && !m_crash.receiver->stale && m_crash.receiver->value == p.value;
        const int quality = stale ? 1 : receiver ? 3 : 2;
        if (!stale && held.insert(p.value).second)
            ++m_holders[p.value];
        if (quality <= best)
            continue;
        best = quality;
        c.shared = p.value;
        c.sharedLine = frames[p.frame].lines.first;
        c.sharedReporterLine = m_crash.frames[mine->frame].lines.first;
    }
    set(c, F::SharesNothing, best == 0 && shows && m_reporterShows);
    // Their weight depends on how many others hold the same address: weighPointers adds it.
    if (best == 3)
        c.features.set(static_cast<std::size_t>(F::SameReceiver));
    if (best == 2)
        c.features.set(static_cast<std::size_t>(F::SharedPointer));
    // Equal old registers say a little, and only of a goroutine that is in the right place anyway.
    if (best == 1)
        set(c, F::SharedStale, known(t.stack).place.score > 1);
}

void Ranker::scoreReceiver(std::span<const FrameText> frames, MapCandidate& c)
{
    if (c.has(F::SameReceiver) || c.has(F::PassesMap) || c.has(F::SameMap))
        return;
    if (m_crash.receiver && !m_crash.receiver->stale) {
        for (std::size_t i = c.site; i < frames.size(); ++i) {
            const auto word = receiverOf(m_log, frames[i]);
            if (!word || word->stale ||
                !parseGoName(m_log.function(frames[i].frame)).sameType(m_crash.siteName))
                continue;
            set(c, F::OtherReceiver, word->value != m_crash.receiver->value);
            return;
        }
    }
    const bool sameFunction = c.site < frames.size() && m_siteFrame &&
                              m_log.frame(frames[c.site].frame).function == m_log.frame(m_siteFrame).function;
    if (!sameFunction || c.shared != 0)
        return;
    const auto objects = [&](const FrameText& f) {
        return std::ranges::any_of(f.args, [&](const ArgWord& w) {
            return w.isNumber && !w.stale && w.depth == 0 && looksLikeHeap(w.value, m_crash.narrow);
        });
    };
    set(c, F::OtherArgument, objects(frames[c.site]) && objects(m_crash.frames[m_crash.site]));
}

/// time.Sleep(0x4e20): nanoseconds.
void Ranker::scoreSleep(std::span<const FrameText> frames, MapCandidate& c) const
{
    for (std::uint32_t i = 0; i < c.site && i < frames.size(); ++i) {
        if (m_log.function(frames[i].frame) != "time.Sleep")
            continue;
        const auto duration = argumentAt(frames[i], 0);
        if (!duration || duration->stale)
            return;
        set(c, F::ShortSleep, duration->value <= 10'000'000);
        set(c, F::LongSleep, duration->value >= 1'000'000'000);
        return;
    }
}

/// A goroutine that shares no type, package, caller, address or origin with the reporter.
void Ranker::scoreTies(MapCandidate& c) const
{
    if (c.has(F::RunningUnseen))
        return; // it shows nothing, which is not its fault
    for (const F f : {F::SameFunction, F::RepeatsReporter, F::SameType, F::TypeOnStack, F::SamePackage,
                      F::SameClosureParent, F::SharedCaller, F::SameModule, F::SameReceiver, F::SharedPointer,
                      F::SharedStale, F::PassesMap, F::SameMap, F::SameMapStale, F::OwnFatal, F::SameCreator,
                      F::SameCreatorFunction}) {
        if (c.has(f))
            return;
    }
    set(c, F::Unrelated, m_reporter != nullptr);
}

/// False for goroutines that cannot be the other party after all.
bool Ranker::scoreArguments(MapCandidate& c)
{
    const Thread& t = thread(c);
    if (!t.stack)
        return true;
    const auto frames = m_log.threadText->frames(t);
    if (neverRan(frames))
        return false;
    scoreMap(t, frames, c);
    scorePointers(t, frames, c);
    scoreReceiver(frames, c);
    scoreSleep(frames, c);
    return true;
}

/// An address that everybody holds (a context, a server) tells little about any of them.
void Ranker::weighPointers(std::vector<MapCandidate>& candidates)
{
    const double all = static_cast<double>(std::max<std::size_t>(candidates.size(), 4));
    for (MapCandidate& c : candidates) {
        const F f = c.has(F::SameReceiver) ? F::SameReceiver : F::SharedPointer;
        if (!c.has(f))
            continue;
        c.score += weight(f) * (1 - 0.6 * m_holders[c.shared] / all);
    }
}

bool Ranker::atSameFrame(const MapCandidate& a, const MapCandidate& b) const
{
    const StackId s = thread(a).stack, o = thread(b).stack;
    if (!s || !o)
        return false;
    return s == o || samePlace(m_log.frame(m_log.stack(s)[a.site]), m_log.frame(m_log.stack(o)[b.site]));
}

Certainty Ranker::certainty(const MapCandidate& c, double best, double rival) const
{
    const bool reads = c.has(F::InMapRead) || (c.has(F::RepeatsReporter) && !c.has(F::InMapWrite));
    if (c.has(F::SameMap) && !reads)
        return Certainty::Proved;
    if (c.has(F::OwnFatal) || (c.has(F::SameMapStale) && !reads))
        return Certainty::Likely;
    if (reads || c.has(F::OtherReceiver) || c.has(F::OtherMap) || c.has(F::TakesLock))
        return Certainty::Possible;
    const bool clear = c.score >= best - kClear && c.score >= rival + kClear;
    if (c.has(F::RunningUnseen))
        return clear ? Certainty::Likely : Certainty::Possible;
    const bool identity = c.has(F::SameType) || c.has(F::SameFunction) || c.has(F::SameReceiver) ||
                          c.has(F::PassesMap) || c.has(F::SharedPointer) || c.has(F::BothPlain) ||
                          c.has(F::SameClosureParent);
    return identity && clear && c.score >= kLikely ? Certainty::Likely : Certainty::Possible;
}

void Ranker::decide(std::vector<MapCandidate>& all, MapRanking& out)
{
    std::ranges::stable_sort(all, std::ranges::greater{}, &MapCandidate::score);
    if (all.empty())
        return;
    const double best = all.front().score;
    double rival = -100; // the best that stands somewhere else than the best of all
    for (const MapCandidate& c : all) {
        if (&c != &all.front() && !atSameFrame(c, all.front())) {
            rival = c.score;
            break;
        }
    }
    for (MapCandidate& c : all) {
        const bool runnerUp = out.candidates.size() == 1 && c.score >= kRunnerUp;
        if (c.score < kWorthNaming || (c.score < best - kFarBehind && !runnerUp)) {
            const bool couldRun = c.has(F::Runnable) || c.has(F::RunningUnseen);
            if (couldRun && out.ruledOut.size() < 3)
                out.ruledOut.push_back(c);
            continue;
        }
        const bool withBest = &c == &all.front() || atSameFrame(c, all.front());
        c.certainty = certainty(c, best, withBest ? rival : best);
        if (out.candidates.size() < MapRanking::kMost)
            out.candidates.push_back(c);
        else
            ++out.more;
        out.sameFrame += withBest;
    }
    // Surest first; equal ones by score.
    std::ranges::stable_sort(out.candidates, {}, &MapCandidate::certainty);
}

MapRanking Ranker::run()
{
    MapRanking out;
    readStacks();
    out.reporterLocks = m_locking.contains(m_crash.siteName.enclosing);
    std::vector<MapCandidate> seen;
    std::vector<std::pair<double, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        if ((i & 0xfff) == 0 && m_stop.stop_requested())
            return {};
        const Thread& t = m_snapshot.threads[i];
        if (t.kind != ThreadKind::System && i != m_crash.reporter)
            ++out.others;
        MapCandidate c;
        if (!consider(i, c))
            continue;
        out.lockWaiters += c.has(F::WaitsForLock);
        if (t.stack && createdKey(t) != 0) {
            Siblings& s = m_siblings[createdKey(t)];
            s.sum += known(t.stack).place.score;
            ++s.count;
        }
        order.emplace_back(c.score, i);
    }
    if (order.size() > kMostRead) {
        const auto last = order.begin() + kMostRead;
        std::ranges::nth_element(order, last, [](auto& a, auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        for (auto it = last; it != order.end(); ++it)
            out.more += it->first >= kWorthNaming && it->first >= order.front().first;
        order.erase(last, order.end());
    }
    std::ranges::sort(order, {}, &std::pair<double, std::uint32_t>::second);
    for (const auto& [score, index] : order) {
        MapCandidate c;
        consider(index, c);
        if (!thread(c).stack)
            scoreUnseen(thread(c), c);
        if (!scoreArguments(c))
            continue;
        scoreTies(c);
        seen.push_back(std::move(c));
    }
    weighPointers(seen);
    decide(seen, out);
    return out;
}

} // namespace

std::span<const MapFeatureWeight> mapFeatureWeights()
{
    return kWeights;
}

MapRanking rankMapCandidates(const Log& log, const MapCrash& crash, std::stop_token stop)
{
    return Ranker(log, crash, std::move(stop)).run();
}

} // namespace skein
