// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_arguments.h"

#include <algorithm>
#include <unordered_set>

namespace skein
{

namespace
{

using F = MapFeature;

constexpr std::uint64_t kBriefSleep = 100'000; // nanoseconds
constexpr std::uint64_t kShortSleep = 10'000'000;
constexpr std::uint64_t kLongSleep = 1'000'000'000;

/// How much a shared address says: a register that may be old, any object, the reporter's receiver.
enum class Tie : std::uint8_t { None, Stale, Object, Receiver };

/// The other party's map is a parameter of the function that both are in, and the reporter was given another:
///     main.tally(0xc000088360, …)  against  main.tally(0xc000094630, …) at the map 0xc000094630
bool handsOnAnother(const FrameText& mine, const FrameText& its, std::uint64_t map)
{
    for (const ArgWord& word : its.args) {
        if (map == 0 || !word.isNumber || word.stale || word.depth != 0 || word.value != map)
            continue;
        const auto own = argumentAt(mine, word.position);
        return own && !own->stale && own->value != map;
    }
    return false;
}

/// The first frame from `site` outwards that prints what it was called with: inlined calls don't.
const FrameText* shownCall(std::span<const FrameText> frames, std::size_t site)
{
    while (site < frames.size() && frames[site].args.empty())
        ++site;
    return site < frames.size() ? &frames[site] : nullptr;
}

/// Both are in a method with a value receiver of one type, so the map itself is handed around. The other
/// party was given its map, and the reporter none of that address:
///     meter.Labels.String(...) / main.export(0xc00009a180)  against
///     meter.Labels.With(...) / main.relabel(0xc00006a690) at the map 0xc00006a690
bool wasGivenAnother(const MapCrash& crash, std::span<const FrameText> its, std::size_t site,
                     std::uint64_t map)
{
    const GoName& name = crash.siteName;
    if (map == 0 || name.type.empty() || name.pointerReceiver || name.closure)
        return false;
    const FrameText* own = shownCall(crash.frames, crash.site);
    const FrameText* call = shownCall(its, site);
    const auto gives = [&](const FrameText& f, auto&& test) {
        return std::ranges::any_of(f.args, [&](const ArgWord& w) {
            return w.isNumber && !w.stale && w.depth == 0 && test(w.value);
        });
    };
    const auto isMap = [&](std::uint64_t v) { return v == map; };
    return own && call && gives(*call, isMap) && !gives(*own, isMap) &&
           gives(*own, [&](std::uint64_t v) { return looksLikeHeap(v, crash.narrow); });
}

} // namespace

MapArguments::MapArguments(const Log& log, const MapCrash& crash) : m_log(log), m_crash(crash)
{
    m_reporterShows =
        std::ranges::any_of(crash.pointers, [](const Pointer& p) { return !p.stale && !p.nested; });
}

bool MapArguments::compare(const Thread& thread, const MapPlaces::Place& place, MapCandidate& c)
{
    const auto frames = m_log.threadText->frames(thread);
    if (neverRan(frames))
        return false;
    compareMap(frames, place, c);
    comparePointers(frames, place, c);
    compareReceiver(frames, c);
    compareObjects(frames, c);
    readSleep(frames, c);
    return true;
}

/// Its first frame has no `+0x…`: it was created and has not run an instruction.
bool MapArguments::neverRan(Frames frames) const
{
    if (frames.empty() || frames.size() > 2)
        return false;
    if (m_log.frame(frames[0].frame).inlined || frames[0].hasOffset)
        return false;
    return std::ranges::any_of(m_crash.frames, &FrameText::hasOffset) && // a log that prints offsets at all
           (frames.size() == 1 || m_log.function(frames[1].frame) == "runtime.goexit");
}

void MapArguments::compareMap(Frames frames, const MapPlaces::Place& place, MapCandidate& c) const
{
    if (!place.traits.map.inMap)
        return;
    c.map = mapAddress(m_log, frames);
    const MapAddress& mine = m_crash.map;
    const bool both = mine.value != 0 && c.map.value != 0, sure = !mine.stale && !c.map.stale;
    const bool equal = mine.value == c.map.value;
    if (c.has(F::InMapRead)) { // what else it reads on the way says nothing about what it writes
        award(c, F::ReadsSameMap, both && equal && sure);
        return;
    }
    award(c, F::SameMap, both && equal && sure);
    award(c, F::SameMapStale, both && equal && !sure);
    award(c, F::OtherMap, both && !equal && sure);
    award(c, F::OtherMapType, mine.type != 0 && c.map.type != 0 && mine.type != c.map.type);
}

/// A server's or a pool's own frame below the program's code: everybody has those objects.
bool MapArguments::isForeign(Frames frames, std::uint32_t frame, std::uint32_t site) const
{
    return frame > site && m_log.frame(frames[frame].frame).role == Role::Runtime;
}

void MapArguments::comparePointers(Frames frames, const MapPlaces::Place& place, MapCandidate& c)
{
    Tie best = Tie::None;
    bool shows = false;
    std::unordered_set<std::uint64_t> held;
    const auto& receiver = m_crash.receiver;
    for (const Pointer& p : pointersOf(m_log, frames, m_crash.narrow)) {
        const bool foreign = isForeign(frames, p.frame, c.site);
        shows |= !p.stale && !p.nested && !foreign;
        const bool map = !p.stale && !m_crash.map.stale && p.value == m_crash.map.value;
        award(c, F::PassesMap, map && !c.has(F::RepeatsReporter)); // a reader's map is the same, of course
        const Pointer* mine = m_crash.pointer(p.value);
        if (!mine)
            continue;
        const bool stale =
            p.stale || mine->stale || foreign || isForeign(m_crash.frames, mine->frame, m_crash.site);
        const bool isReceiver = receiver && !receiver->stale && receiver->value == p.value;
        const Tie tie = stale ? Tie::Stale : isReceiver ? Tie::Receiver : Tie::Object;
        if (!stale && held.insert(p.value).second)
            ++m_holders[p.value];
        if (tie <= best)
            continue;
        best = tie;
        c.shared = p.value;
        c.sharedLine = frames[p.frame].lines.first;
        c.sharedReporterLine = m_crash.frames[mine->frame].lines.first;
    }
    award(c, F::SharesNothing, best == Tie::None && shows && m_reporterShows);
    // Equal old registers say a little, and only of a goroutine that is in the right place anyway.
    award(c, F::SharedStale, best == Tie::Stale && place.candidate.score > 1);
    if (best == Tie::Object)
        note(c, F::SharedPointer);
    if (best == Tie::Receiver)
        note(c, F::SameReceiver);
}

/// A method of the reporter's type, called on another object.
void MapArguments::compareReceiver(Frames frames, MapCandidate& c) const
{
    if (!m_crash.receiver || m_crash.receiver->stale || c.has(F::SameReceiver) || c.has(F::PassesMap) ||
        c.has(F::SameMap) || c.has(F::ReadsSameMap))
        return;
    for (std::size_t i = c.site; i < frames.size(); ++i) {
        const auto word = receiverOf(m_log, frames[i]);
        if (!word || word->stale || !parseGoName(m_log.function(frames[i].frame)).sameType(m_crash.siteName))
            continue;
        award(c, F::OtherReceiver, word->value != m_crash.receiver->value);
        return;
    }
}

/// The reporter's function, called with other objects.
void MapArguments::compareObjects(Frames frames, MapCandidate& c) const
{
    if (c.site >= frames.size() || m_crash.site >= m_crash.frames.size() || c.has(F::OtherReceiver))
        return;
    const FrameText& mine = m_crash.frames[m_crash.site];
    const FrameText& its = frames[c.site];
    award(c, F::OtherMap,
          c.has(F::SameType) && !c.map.stale && wasGivenAnother(m_crash, frames, c.site, c.map.value));
    if (m_log.frame(its.frame).function == m_log.frame(mine.frame).function)
        award(c, F::OtherMap, !c.has(F::InMapRead) && !c.map.stale && handsOnAnother(mine, its, c.map.value));
    if (c.shared != 0)
        return;
    const auto hasObjects = [&](const FrameText& f) {
        return std::ranges::any_of(f.args, [&](const ArgWord& w) {
            return w.isNumber && !w.stale && w.depth == 0 && looksLikeHeap(w.value, m_crash.narrow);
        });
    };
    const bool sameFunction = m_log.frame(its.frame).function == m_log.frame(mine.frame).function;
    award(c, F::OtherArgument, sameFunction && hasObjects(its) && hasObjects(mine));
}

/// time.Sleep(0x4e20): nanoseconds.
void MapArguments::readSleep(Frames frames, MapCandidate& c) const
{
    for (std::uint32_t i = 0; i < c.site && i < frames.size(); ++i) {
        if (m_log.function(frames[i].frame) != "time.Sleep")
            continue;
        const auto duration = argumentAt(frames[i], 0);
        if (!duration || duration->stale)
            return;
        award(c, F::BriefSleep, duration->value <= kBriefSleep);
        award(c, F::ShortSleep, duration->value > kBriefSleep && duration->value <= kShortSleep);
        award(c, F::LongSleep, duration->value >= kLongSleep);
        return;
    }
}

void MapArguments::weighShared(std::span<MapCandidate> candidates) const
{
    const double all = static_cast<double>(std::max<std::size_t>(candidates.size(), 4));
    for (MapCandidate& c : candidates) {
        const F f = c.has(F::SameReceiver) ? F::SameReceiver : F::SharedPointer;
        const auto holders = m_holders.find(c.shared);
        if (c.has(f) && holders != m_holders.end())
            c.score += weightOf(f) * (1 - 0.6 * holders->second / all);
    }
}

} // namespace skein
