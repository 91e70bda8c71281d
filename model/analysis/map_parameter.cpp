// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_parameter.h"

#include <algorithm>
#include <charconv>
#include <span>
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

/// The stack pointer that a frame prints, 0 where it prints none.
std::uint64_t stackPointer(const Log& log, const FrameText& f)
{
    const std::string_view line = log.text.line(f.lines.last);
    const auto at = line.rfind(" sp=0x");
    std::uint64_t value = 0;
    if (at != line.npos)
        std::from_chars(line.data() + at + 6, line.data() + line.size(), value, 16);
    return value;
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
        const std::uint64_t stack = stackPointer(log, f);
        if (!word || stack == 0 || !looksLikeHeap(word->value, crash.narrow) ||
            !couldBeMap(word->value, crash.narrow) || word->value + kStack - stack < 2 * kStack)
            return {};
        return MapGuess{word->value, {f.lines.first}, false};
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
    MapGuess guess{address, {mine.parameters.at(address), line}, true};
    std::ranges::sort(guess.lines);
    return guess;
}

} // namespace skein
