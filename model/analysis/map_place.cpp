// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_place.h"

#include <algorithm>

namespace skein
{

namespace
{

using F = MapFeature;

/// A dump in which every goroutine has a stack of its own must not cost more memory than its text.
constexpr std::size_t kMostPlaces = 1 << 16;

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

/// "/home/build/src/bank" of "/home/build/src/bank/ledger/ledger.go" in "github.com/acme/bank/ledger": the
/// name of a main package does not tell its module, its file does. Empty where it can't be told.
std::string_view rootOf(std::string_view package, std::string_view file)
{
    const auto module = moduleOf(package);
    if (module.empty() || module == package.substr(0, package.find('/')))
        return {};
    const auto inside = package.substr(module.size()); // "/ledger", or empty
    auto folder = file.substr(0, file.find_last_of("/\\"));
    if (folder.size() == file.size() || !folder.ends_with(inside))
        return {};
    folder.remove_suffix(inside.size());
    return folder;
}

bool isBelow(std::string_view file, std::string_view root)
{
    return !root.empty() && file.size() > root.size() && file.starts_with(root) &&
           (file[root.size()] == '/' || file[root.size()] == '\\');
}

} // namespace

bool samePlace(const Frame& a, const Frame& b)
{
    return a.function == b.function && a.line == b.line && a.file == b.file;
}

MapPlaces::MapPlaces(const Log& log, const MapCrash& crash)
    : m_log(log),
      m_crash(crash),
      m_snapshot(log.snapshots[crash.snapshot]),
      m_writes(crash.op == AccessOp::Write || crash.op == AccessOp::Delete)
{
    std::unordered_set<std::uint32_t> seen;
    std::vector<StackId> stacks;
    for (const Thread& t : m_snapshot.threads) {
        if (t.stack && t.kind != ThreadKind::System && seen.insert(t.stack.value).second)
            stacks.push_back(t.stack);
    }
    m_locking = lockingFunctions(log, stacks);
    if (crash.reporter == MapCrash::kNone || crash.site >= crash.frames.size())
        return;
    m_reporter = m_snapshot.threads[crash.reporter].stack;
    m_libraryMap = mapPosition(log, m_reporter).ofLibrary;
    m_site = crash.frames[crash.site].frame;
    m_root = rootOf(crash.siteName.package, log.str(log.frame(m_site).file));
    m_races = racesBefore(log, crash);
    for (const FrameText& f : crash.frames) {
        if (!isInnerFrame(log, f.frame))
            m_callers.insert(log.frame(f.frame).function.value);
    }
}

const MapPlaces::Place& MapPlaces::at(StackId stack)
{
    if (m_places.size() >= kMostPlaces)
        m_places.clear();
    const auto [it, fresh] = m_places.try_emplace(stack.value);
    Place& p = it->second;
    if (!fresh)
        return p;
    p.traits = stackTraits(m_log, m_snapshot, stack);
    if (p.traits.map.ofLibrary && !p.traits.map.fatal && !m_libraryMap) {
        p.traits.map = {};
        p.traits.elsewhere = true;
    }
    p.candidate.site = p.traits.site;
    if (m_site && !p.traits.allRuntime) {
        comparePlace(stack, p);
        compareCallers(stack, p);
        compareRaces(stack, p);
    }
    readNames(stack, p);
    return p;
}

void MapPlaces::comparePlace(StackId stack, Place& p) const
{
    const Frame& mine = m_log.frame(m_site);
    const Frame& its = m_log.frame(m_log.stack(stack)[p.traits.site]);
    const GoName& a = m_crash.siteName;
    const GoName& b = p.traits.siteName;
    MapCandidate& c = p.candidate;

    const bool sameFunction = its.function == mine.function;
    award(c, F::SameFunction, m_writes && sameFunction);
    award(c, F::SameLine, m_writes && samePlace(mine, its));
    award(c, F::RepeatsReporter,
          !m_writes && verbOf(b.name) != Verb::Writes &&
              (sameFunction ? its.line <= mine.line : isCalledBy(stack, p.traits.site, mine)));
    award(c, F::OnReadersPath,
          !m_writes && !sameFunction && m_callers.contains(its.function.value) &&
              verbOf(b.name) != Verb::Writes);

    const bool samePackage = a.package == b.package;
    award(c, F::SameType, a.sameType(b));
    award(c, F::SamePackage, samePackage);
    award(c, F::BothPlain, samePackage && a.type.empty() && b.type.empty() && !a.closure && !b.closure);
    award(c, F::SameFile, mine.file && its.file == mine.file);
    const auto ours = moduleOf(a.package), theirs = moduleOf(b.package);
    award(c, F::SameModule, !ours.empty() && ours == theirs && !samePackage);
    // One of the two is in a main package: its folder tells the module.
    const auto itsFile = m_log.str(its.file), myFile = m_log.str(mine.file);
    award(c, F::SameModule,
          (b.package == "main" && isBelow(itsFile, m_root)) ||
              (a.package == "main" && isBelow(myFile, rootOf(b.package, itsFile))));
    award(c, F::OtherModule, !ours.empty() && !theirs.empty() && ours != theirs);
    award(c, F::SameClosureParent, closureSiblings(stack));

    award(c, F::TakesLock, m_locking.contains(b.enclosing) && !m_locking.contains(a.enclosing));
    award(c, F::WritesLocked,
          !m_writes && c.has(F::TakesLock) && c.has(F::SameType) && verbOf(b.name) == Verb::Writes);
    award(c, F::InLockCode, p.traits.lockFrame);
    award(c, F::LockedName, namedAsLocked(b.name) && !namedAsLocked(a.name));
    const MapPosition& map = p.traits.map;
    const bool reads = map.opKnown && (map.op == AccessOp::Read || map.op == AccessOp::Iterate);
    award(c, F::InMapRead, map.inMap && reads);
    award(c, F::InMapWrite, map.inMap && !reads);
    award(c, F::NotInMapCode, !map.inMap && m_snapshot.runtimeFramesShown);
}

/// A function that the reporter read in has called what this stack is in.
bool MapPlaces::isCalledBy(StackId stack, std::size_t site, const Frame& reader) const
{
    constexpr std::size_t kDeep = 4;
    const auto frames = m_log.stack(stack);
    for (std::size_t i = site + 1; i < frames.size() && i <= site + kDeep; ++i)
        if (m_log.frame(frames[i]).function == reader.function)
            return true;
    return false;
}

void MapPlaces::compareCallers(StackId stack, Place& p) const
{
    constexpr std::size_t kDeep = 32;
    const auto frames = m_log.stack(stack);
    for (std::size_t i = p.traits.site + 1; i < frames.size() && i < p.traits.site + kDeep; ++i) {
        const Frame& f = m_log.frame(frames[i]);
        if (f.role == Role::Runtime)
            continue;
        const auto name = m_log.str(f.function);
        if (!p.candidate.has(F::SameType))
            award(p.candidate, F::TypeOnStack, parseGoName(name).sameType(m_crash.siteName));
        award(p.candidate, F::SharedCaller,
              m_writes && name != "main.main" && m_callers.contains(f.function.value));
    }
}

void MapPlaces::compareRaces(StackId stack, Place& p) const
{
    constexpr std::size_t kDeep = 16, kReports = 8;
    const auto frames = m_log.stack(stack);
    const auto deep = frames.subspan(p.traits.site, std::min(frames.size() - p.traits.site, kDeep));
    for (std::size_t r = 0; r < m_races.size() && r < kReports; ++r) {
        const Frame& other = m_log.frame(m_races[r].otherSite);
        for (const FrameId id : deep) {
            award(p.candidate, F::RaceSite, samePlace(m_log.frame(id), other));
            award(p.candidate, F::RaceFunction,
                  m_log.frame(id).function == other.function && !p.candidate.has(F::RaceSite));
        }
    }
}

/// Both stacks begin in closures of one function: `go func() { … }()` twice in main.main.
bool MapPlaces::closureSiblings(StackId stack) const
{
    const auto entry = [&](std::span<const FrameId> frames) {
        if (!frames.empty() && m_log.function(frames.back()) == "runtime.goexit")
            frames = frames.first(frames.size() - 1);
        return frames.empty() ? GoName{} : parseGoName(m_log.function(frames.back()));
    };
    const auto isFunc = [](const GoName& n) { return n.suffix.starts_with(".func"); };
    const GoName a = entry(m_log.stack(m_reporter)), b = entry(m_log.stack(stack));
    return isFunc(a) && isFunc(b) && a.enclosing == b.enclosing;
}

void MapPlaces::readNames(StackId stack, Place& p) const
{
    const GoName& site = p.traits.siteName;
    MapCandidate& c = p.candidate;
    if (!site.closure) {
        const Verb verb = verbOf(site.name);
        const bool near = !m_site || c.has(F::SameType) || c.has(F::SamePackage);
        award(c, near ? F::WriteName : F::WriteNameElsewhere, verb == Verb::Writes);
        award(c, F::ReadName, verb == Verb::Reads);
        award(c, F::SharedNoun,
              near && m_site && !m_crash.siteName.closure && site.name != m_crash.siteName.name &&
                  shareNoun(m_crash.siteName.name, site.name, m_writes ? Verb::Writes : Verb::Reads));
    }
    const auto frames = m_log.stack(stack);
    int callers = site.closure ? static_cast<int>(verbOf(site.name)) : 0, looked = 0;
    for (std::size_t i = p.traits.site + 1; i < frames.size() && looked < 2; ++i) {
        if (m_log.frame(frames[i]).role == Role::Runtime)
            continue;
        callers += static_cast<int>(verbOf(parseGoName(m_log.function(frames[i])).name));
        ++looked;
    }
    award(c, F::CallerWrites, callers > 0);
    award(c, F::CallerReads, callers < 0);
}

} // namespace skein
