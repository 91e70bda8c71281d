// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_parameter.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace skein
{

namespace
{

/// How many frames of each party are looked at: a map is not handed through more.
constexpr std::size_t kDeep = 24;

/// What the calls of one goroutine's own code were given.
struct Given {
    std::unordered_map<std::uint64_t, std::uint32_t> parameters; ///< value → line; without receivers
    std::unordered_set<std::uint64_t> receivers;                 ///< also from old registers
};

void addParameters(const Log& log, const FrameText& f, bool narrow, Given& given)
{
    const auto receiver = receiverOf(log, f);
    const GoName name = parseGoName(log.function(f.frame));
    const bool valueReceiver = !name.type.empty() && !name.pointerReceiver && !name.closure;
    for (const ArgWord& word : f.args) {
        // A struct that is a receiver by value shows its fields: main.board.score({{0x0, 0x0}, 0xc00008e660},
        // …)
        const bool own =
            word.isNumber && !word.stale && (word.depth == 0 || (valueReceiver && word.position == 0));
        if (own && !(receiver && word.position == 0) && looksLikeHeap(word.value, narrow) &&
            couldBeMap(word.value, narrow))
            given.parameters.try_emplace(word.value, f.lines.first);
    }
}

Given givenTo(const Log& log, std::span<const FrameText> frames, bool narrow)
{
    Given given;
    for (std::size_t i = 0; i < frames.size() && i < kDeep; ++i) {
        if (const auto receiver = receiverOf(log, frames[i]))
            given.receivers.insert(receiver->value);
        if (log.frame(frames[i].frame).role != Role::Runtime)
            addParameters(log, frames[i], narrow, given);
    }
    return given;
}

/// A range loop's own frames, from Go 1.24 on, with the runtime's frames shown:
///     internal/runtime/maps.(*Iter).Next(0x38e1e6680000?)
///     runtime.mapIterNext(…)
///     main.(*Store).Sweep(…)
/// Its iterator lies on the stack of the goroutine. Another value there is what the register held before; the
/// map is what Next had just in hand.
std::optional<MapGuess> iteratorRegister(const Log& log, const MapCrash& crash)
{
    constexpr std::uint64_t kStack = 1 << 16;
    for (std::uint32_t i = 0; i + 1 < crash.site && i < crash.frames.size(); ++i) {
        const FrameText& f = crash.frames[i];
        if (log.function(f.frame) != "internal/runtime/maps.(*Iter).Next")
            continue;
        if (i + 2 != crash.site ||
            !log.function(crash.frames[i + 1].frame).starts_with("runtime.mapIterNext"))
            return {};
        const auto word = argumentAt(f, 0);
        const std::uint64_t stack = f.stackPointer;
        if (!word || stack == 0 || !looksLikeHeap(word->value, crash.narrow) ||
            !couldBeMap(word->value, crash.narrow) || word->value + kStack - stack < 2 * kStack)
            return {};
        return MapGuess{word->value, {f.lines.first}, "The loop's iterator shows, from an old register,"};
    }
    return {};
}

/// A method with a value receiver that is printed as one bare word is a map type's (a struct stands in
/// braces), or a channel's or function's:
///     flow.Bag.Get(0xc000074570, {0xc0000fc190, 0x4})
std::optional<ArgWord> receiverByValue(const Log& log, const FrameText& f, bool narrow)
{
    const GoName name = parseGoName(log.function(f.frame));
    if (name.type.empty() || name.pointerReceiver || name.closure)
        return {};
    const auto word = argumentAt(f, 0);
    return word && looksLikeHeap(word->value, narrow) && couldBeMap(word->value, narrow) ? word
                                                                                         : std::nullopt;
}

/// The map as the receiver of the reporter's method, or, from a register that may be old, of the other
/// party's method of the same type.
std::optional<MapGuess> guessReceiver(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    const FrameText& mine = crash.frames[crash.site];
    if (const auto own = receiverByValue(log, mine, crash.narrow); own && !own->stale)
        return MapGuess{own->value, {mine.lines.first}, "The reporter's method was called on the value"};
    for (const MapCandidate& c : ranking.candidates) {
        if (c.certainty == Certainty::Possible || !c.has(MapFeature::SameType))
            continue;
        const auto frames = log.threadText->frames(log.snapshots[crash.snapshot].threads[c.thread]);
        if (c.site >= frames.size())
            continue;
        if (const auto its = receiverByValue(log, frames[c.site], crash.narrow))
            return MapGuess{
                its->value, {frames[c.site].lines.first}, "The other party's method was called on the value"};
    }
    return {};
}

/// What a map operation shows: the reporter's own, or that of another party. An old register is right where a
/// map can lie at it, and a type in the program's image stands beside it:
///     runtime.mapaccess2_fast64(0x516480?, 0xc0000966c0?, 0x246?)
std::optional<MapGuess> guessOperation(const MapCrash& crash, const MapRanking& ranking)
{
    const auto fits = [&](const MapAddress& map) {
        return looksLikeHeap(map.value, crash.narrow) && couldBeMap(map.value, crash.narrow);
    };
    if (fits(crash.map) && crash.map.besideType)
        return MapGuess{
            crash.map.value, {crash.map.line}, "The reporter's map operation shows, from an old register,"};
    for (const MapCandidate& c : ranking.candidates) {
        const bool otherType = c.map.type != 0 && crash.map.type != 0 && c.map.type != crash.map.type;
        const bool ofSame =
            !otherType && (c.has(MapFeature::SameReceiver) || c.has(MapFeature::SharedPointer));
        if (!fits(c.map) || c.has(MapFeature::OtherMap) || c.has(MapFeature::OtherReceiver))
            continue;
        const bool likely = c.certainty != Certainty::Possible && c.has(MapFeature::InMapWrite);
        if (likely || (ofSame && !c.map.stale && &c == &ranking.candidates.front()))
            return MapGuess{c.map.value,
                            {c.map.line},
                            c.map.stale ? "The other party's map operation shows, from an old register,"
                                        : "The map operation of another goroutine shows"};
    }
    return {};
}

using Words = std::unordered_map<std::uint64_t, std::uint32_t>; // value → line

/// The words of the frames from `site` outwards at which a map can lie, of the receivers by value alone: also those of
/// old registers.
Words insideReceivers(const Log& log, std::span<const FrameText> frames, std::size_t site, std::string_view type,
                      bool narrow)
{
    constexpr std::size_t kFrames = 3;
    Words words;
    for (std::size_t i = site; i < frames.size() && i < site + kFrames; ++i) {
        const GoName name = parseGoName(log.function(frames[i].frame));
        if (name.pointerReceiver || log.frame(frames[i].frame).role == Role::Runtime)
            continue;
        // Of a caller that is no method of the type, whatever structs it was given.
        const bool method = name.type == type;
        for (const ArgWord& w : frames[i].args)
            if (w.isNumber && w.depth > 0 && (!method || w.position == 0) && looksLikeHeap(w.value, narrow) &&
                couldBeMap(w.value, narrow))
                words.try_emplace(w.value, frames[i].lines.first);
    }
    return words;
}

/// From old registers: the only address at which a map can lie in structs that both parties were given by value,
/// where the reporter's is the receiver,
///     catalog.Catalog.Price({{0x4fedc6?, 0x4fee13?}, 0xc00008e360?}, …) against main.feed({{…}, 0xc00008e360?})
/// or in the parameters of a likely other party where both functions are plain ones.
std::optional<MapGuess> guessOldRegister(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    const bool byValue = !crash.siteName.type.empty() && !crash.siteName.pointerReceiver && !crash.siteName.closure;
    const Words mine = byValue ? insideReceivers(log, crash.frames, crash.site, crash.siteName.type, crash.narrow)
                               : Words{};
    for (const MapCandidate& c : ranking.candidates) {
        const auto frames = log.threadText->frames(log.snapshots[crash.snapshot].threads[c.thread]);
        if (c.site >= frames.size())
            continue;
        Words both;
        if (!mine.empty())
            for (const auto& [address, line] :
                 insideReceivers(log, frames, c.site, crash.siteName.type, crash.narrow))
                if (mine.contains(address))
                    both.try_emplace(address, line);
        if (both.size() == 1) {
            MapGuess guess{both.begin()->first,
                           {mine.at(both.begin()->first), both.begin()->second},
                           "Both show, from registers that may be old,"};
            std::ranges::sort(guess.lines);
            return guess;
        }
        if (c.certainty == Certainty::Possible || !c.has(MapFeature::BothPlain))
            continue;
        Words own;
        for (const ArgWord& w : frames[c.site].args)
            if (w.isNumber && w.depth == 0 && looksLikeHeap(w.value, crash.narrow) &&
                couldBeMap(w.value, crash.narrow))
                own.try_emplace(w.value, frames[c.site].lines.first);
        if (own.size() == 1)
            return MapGuess{own.begin()->first,
                            {own.begin()->second},
                            "The other party was called with, from a register that may be old,"};
    }
    return {};
}

/// The frame that shows what the site was given: itself, or, of an inlined method of a map type, its caller:
///     meter.Labels.String(...)
///     main.export(0xc00009a180)
std::uint32_t shownCall(const Log& log, const MapCrash& crash)
{
    std::uint32_t i = crash.site;
    const bool value =
        !crash.siteName.type.empty() && !crash.siteName.pointerReceiver && !crash.siteName.closure;
    while (value && crash.frames[i].args.empty() && i + 1 < crash.frames.size() &&
           log.frame(crash.frames[i + 1].frame).role != Role::Runtime)
        ++i;
    return i;
}

/// The address that the reporter's function was given and another party hands on too.
std::optional<MapGuess> guessParameter(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    // The function that uses the map was given it; what only its callers were given is something else.
    Given mine;
    addParameters(log, crash.frames[shownCall(log, crash)], crash.narrow, mine);
    if (mine.parameters.empty())
        return {};
    std::unordered_set<std::uint64_t> objects = givenTo(log, crash.frames, crash.narrow).receivers;
    std::unordered_map<std::uint64_t, std::uint32_t> both;
    for (const MapCandidate& c : ranking.candidates) {
        const Thread& t = log.snapshots[crash.snapshot].threads[c.thread];
        const Given its = t.stack ? givenTo(log, log.threadText->frames(t), crash.narrow) : Given{};
        objects.insert(its.receivers.begin(), its.receivers.end());
        for (const auto& [address, line] : its.parameters)
            if (mine.parameters.contains(address))
                both.try_emplace(address, line);
    }
    std::erase_if(both, [&](const auto& entry) { return objects.contains(entry.first); });
    if (both.size() != 1)
        return {};
    const auto& [address, line] = *both.begin();
    MapGuess guess{address, {mine.parameters.at(address), line}, "Both hand on"};
    std::ranges::sort(guess.lines);
    return guess;
}

} // namespace

bool couldBeMap(std::uint64_t address, bool narrow)
{
    constexpr std::uint64_t kSpan = 8192, kSize = 48, kNarrowSize = 32;
    return address != 0 && address % kSpan % (narrow ? kNarrowSize : kSize) == 0;
}

std::optional<MapGuess> guessMap(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    if (crash.reporter == MapCrash::kNone || crash.site >= crash.frames.size())
        return {};
    if (const auto old = iteratorRegister(log, crash))
        return old;
    if (const auto receiver = guessReceiver(log, crash, ranking))
        return receiver;
    if (const auto handedOn = guessParameter(log, crash, ranking))
        return handedOn;
    if (const auto shown = guessOperation(crash, ranking))
        return shown;
    return guessOldRegister(log, crash, ranking);
}

} // namespace skein
