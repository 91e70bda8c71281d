// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_crash.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>

namespace skein
{

namespace
{

/// The message, where the output of other goroutines stands inside the reason: the next lines are looked at
/// too.
const MapFatal* printedMessage(const Log& log, const Snapshot& s)
{
    const std::string_view reason = log.str(s.reason);
    if (reason.starts_with("panic:")) // another program's message, that this one repeats; the runtime's is no panic
        return nullptr;
    if (const MapFatal* f = mapFatalInText(reason))
        return f;
    if (s.reasonLines.empty() || !reason.starts_with("fatal error:"))
        return nullptr;
    std::string text(reason);
    const auto [lines, index] = log.threadText->printed({s.reasonLines, reason, 0, 3});
    for (const PrintedLine& line : std::span(lines).subspan(std::min(index + 1, lines.size()))) {
        if (line.text.contains("goroutine "))
            break;
        (text += ' ') += line.text.substr(0, 512);
    }
    return mapFatalInText(text);
}

/// From a stack whose fatal line is lost:
///     runtime.throw(0x540e13e, 0x26)
///     runtime.mapiternext(0xc00343f720)
const MapFatal* shownByStack(const Log& log, const Thread& t)
{
    const MapPosition at = mapPosition(log, t.stack);
    if (!at.fatal)
        return nullptr;
    for (const FrameText& f : log.threadText->frames(t)) {
        const auto name = log.function(f.frame);
        if (name != "runtime.throw" && name != "runtime.fatal")
            continue;
        for (const ArgWord& w : f.args) { // {data, length}, or two words up to Go 1.16
            if (!w.isNumber || w.stale)
                continue;
            if (const MapFatal* fatal = mapFatalOfLength(w.value); fatal && at.inMap)
                return fatal;
        }
    }
    return at.opKnown ? mapFatalOf(at.op) : nullptr;
}

/// The crashed goroutine, or the first that shows to have run into the check, or the first that runs.
std::uint32_t findReporter(const Log& log, const Snapshot& s)
{
    std::uint32_t running = MapCrash::kNone;
    std::uint32_t fatal = MapCrash::kNone;
    for (std::uint32_t i = 0; i < s.threads.size(); ++i) {
        const Thread& t = s.threads[i];
        if (t.kind == ThreadKind::System || !t.stack)
            continue;
        if (t.crashed)
            return i;
        if (fatal == MapCrash::kNone && i < 64 && mapPosition(log, t.stack).fatal)
            fatal = i;
        // A goroutine that runs has a stack in the dump only where it printed that stack itself.
        if (running == MapCrash::kNone && t.state == ThreadState::Running)
            running = i;
    }
    return fatal != MapCrash::kNone ? fatal : running;
}

/// The fatal line stands once per goroutine that ran into the check.
void readMessages(const Log& log, const Snapshot& s, MapCrash& crash)
{
    constexpr std::size_t kMost = 64;
    if (!s.reasonLines.empty())
        crash.messageLines.push_back(s.reasonLines.first);
    for (const Remark& r : s.remarks) {
        if (r.kind != Remark::Kind::Reason || r.lines.empty() || crash.messageLines.size() >= kMost)
            continue;
        const MapFatal* again = mapFatalInText(log.str(r.text));
        if (!again)
            continue;
        crash.messagesDiffer |= again != crash.fatal;
        crash.messageLines.push_back(r.lines.first);
    }
    // A log in one line holds them all in one.
    crash.messages = crash.messageLines.size();
    std::ranges::sort(crash.messageLines);
    const auto twice = std::ranges::unique(crash.messageLines);
    crash.messageLines.erase(twice.begin(), twice.end());
}

/// How good a pointer is for comparing: lower is better.
int rank(const Pointer& p)
{
    return (p.stale ? 4 : 0) + (p.nested ? 2 : 0) + (p.receiver ? 0 : 1);
}

void readReporter(const Log& log, const Thread& t, MapCrash& crash)
{
    crash.frames = log.threadText->frames(t);
    crash.narrow = isNarrow(crash.frames);
    crash.site = mapSite(log, t.stack);
    crash.map = mapAddress(log, crash.frames);
    const MapPosition at = mapPosition(log, t.stack);
    if (at.opKnown && at.op == AccessOp::Delete && crash.op == AccessOp::Write)
        crash.op = AccessOp::Delete;
    if (crash.site < crash.frames.size())
        crash.siteName = parseGoName(log.function(crash.frames[crash.site].frame));
    for (std::size_t i = crash.site; i < crash.frames.size() && !crash.receiver; ++i) {
        const FrameText& f = crash.frames[i];
        const auto word = receiverOf(log, f);
        if (word && parseGoName(log.function(f.frame)).sameType(crash.siteName))
            crash.receiver = word;
    }
    crash.pointers = pointersOf(log, crash.frames, crash.narrow);
    for (std::uint32_t i = 0; i < crash.pointers.size(); ++i) {
        const auto [it, fresh] = crash.pointerIndex.try_emplace(crash.pointers[i].value, i);
        if (!fresh && rank(crash.pointers[i]) < rank(crash.pointers[it->second]))
            it->second = i;
    }
}

/// The data word of an interface argument: {type, data}.
std::optional<ArgWord> interfaceData(const FrameText& f, std::uint8_t position)
{
    int word = 0;
    for (const ArgWord& w : f.args) {
        if (w.position == position && w.depth == 1 && ++word == 2)
            return w.isNumber ? std::optional(w) : std::nullopt;
    }
    return {};
}

/// A map that is itself the value handed to fmt: an interface's data is then the map's address.
///     internal/fmtsort.Sort(…) / fmt.(*pp).printValue(…) / fmt.(*pp).printArg(0xc00007c820, {0x4f5b40,
///     0xc000070900}, 0x76)
/// With a struct or a pointer around the map there are more frames in between.
std::optional<ArgWord> givenToStandardLibrary(const Log& log, std::span<const FrameText> frames,
                                              std::size_t i)
{
    const auto name = [&](std::size_t back) {
        return i >= back ? log.function(frames[i - back].frame) : std::string_view{};
    };
    if (name(0) == "fmt.(*pp).printArg" && name(1) == "fmt.(*pp).printValue" &&
        name(2) == "internal/fmtsort.Sort") {
        return interfaceData(frames[i], 1);
    }
    return {};
}

/// An interface of exactly the type of the map that an encoder walks over holds that map:
///     encoding/json.mapEncoder.encode({…}, 0xc000128040, {0x522fe0?, 0xc000070480?, 0x15?}, …)    the type
///     0x522fe0 encoding/json.(*Encoder).Encode(0xc000143218, {0x522fe0, 0xc000070480})
/// Nothing where the encoder is in a map within another one, or the interfaces differ.
MapAddress givenToEncoder(const Log& log, std::span<const FrameText> frames)
{
    constexpr std::string_view kWalkers[] = {"encoding/json.mapEncoder.encode",
                                             "encoding/json/v2.makeMapArshaler"};
    const FrameText* walker = nullptr;
    MapAddress map;
    for (const FrameText& f : frames) {
        if (!isInnerFrame(log, f.frame))
            break;
        if (std::ranges::any_of(kWalkers, [&](auto w) { return log.function(f.frame).starts_with(w); })) {
            if (walker)
                return {};
            walker = &f;
        }
        for (std::size_t i = 0; walker && &f != walker && i + 1 < f.args.size(); ++i) {
            const auto alike = [&](std::size_t k) {
                return k < f.args.size() && f.args[k].position == f.args[i].position &&
                       f.args[k].depth == f.args[i].depth;
            };
            const ArgWord &type = f.args[i], &data = f.args[i + 1];
            const bool pair = type.depth > 0 && alike(i + 1) && !alike(i + 2) && !(i > 0 && alike(i - 1));
            if (!pair || !type.isNumber || !data.isNumber || type.stale || data.stale ||
                std::min(type.value, data.value) < 0x1000)
                continue;
            if (std::ranges::none_of(walker->args, [&](const ArgWord& w) {
                    return w.isNumber && w.depth > 0 && w.value == type.value;
                }))
                continue;
            if (map.value != 0 && map.value != data.value)
                return {};
            map = {.value = data.value, .type = type.value, .line = f.lines.first};
        }
    }
    return map;
}

bool startsWithAny(std::string_view function, std::initializer_list<std::string_view> beginnings)
{
    return std::ranges::any_of(beginnings, [&](auto b) { return function.starts_with(b); });
}

/// The inside of a map operation: the runtime, generated hash functions, memeqbody.
bool isRuntimes(std::string_view function)
{
    return startsWithAny(function, {"runtime.", "internal/runtime/", "internal/abi.", "type:.", "type.."}) ||
           function.find('.') == function.npos;
}

/// Packages whose functions work on the maps that they are given.
bool worksOnMaps(std::string_view function)
{
    return startsWithAny(function, {"reflect.", "maps.", "slices.", "iter.", "internal/fmtsort.",
                                    "internal/reflectlite."}) ||
           function.find("[...]") != function.npos;
}

} // namespace

bool isInnerFrame(const Log& log, FrameId frame)
{
    const Frame& f = log.frame(frame);
    if (f.role == Role::Runtime)
        return true;
    const std::string_view function = log.str(f.function), file = log.str(f.file);
    if (function.starts_with("type:.") || function.starts_with("type.."))
        return true;
    return function.find("[...]") != function.npos &&
           (file.ends_with("/src/maps/iter.go") || file.ends_with("/src/slices/iter.go") ||
            file == "maps/iter.go" || file == "slices/iter.go");
}

std::uint32_t mapSite(const Log& log, StackId stack)
{
    const auto frames = log.stack(stack);
    const auto site = std::ranges::find_if_not(frames, [&](FrameId f) { return isInnerFrame(log, f); });
    return site == frames.end() ? 0 : static_cast<std::uint32_t>(site - frames.begin());
}

MapPosition mapPosition(const Log& log, StackId stack)
{
    MapPosition at;
    bool direct = false; // the frame before is the map operation itself
    for (const FrameId id : log.stack(stack)) {
        const auto name = log.function(id);
        if (!isInnerFrame(log, id))
            break;
        if (direct && !isRuntimes(name)) {
            at.ofLibrary = !worksOnMaps(name) && standardMapType(name).empty();
            direct = false;
        }
        if (isFatalFunction(name)) {
            at.fatal = true;
            at.inMap |= name.starts_with("internal/runtime/maps.");
        } else if (const auto f = mapFunction(name)) {
            at.inMap = direct = true;
            at.ofLibrary = false;
            if (f->sameForAllOps)
                continue;
            // The outermost of them is what was asked for: growing, hashing are its parts.
            at.opKnown = true;
            at.op = f->op;
        }
    }
    return at;
}

MapAddress mapAddress(const Log& log, std::span<const FrameText> frames)
{
    MapAddress best;
    const auto take = [&](const std::optional<ArgWord>& map, const FrameText& f) {
        if (!map || map->value < 0x1000 || (best.value != 0 && (!best.stale || map->stale)))
            return;
        best.value = map->value;
        best.stale = map->stale;
        best.line = f.lines.first;
        best.besideType = false;
    };
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const FrameText& f = frames[i];
        const auto name = log.function(f.frame);
        if (!isInnerFrame(log, f.frame))
            break;
        if (const auto given = givenToStandardLibrary(log, frames, i))
            take(given, f);
        if (!standardMapType(name).empty()) // a map by value: net/url.Values.Encode(0xc00006a9f0)
            take(argumentAt(f, 0), f);
        const auto function = mapFunction(name);
        if (!function)
            continue;
        const auto word = [&](std::int8_t position) {
            return position < 0 ? std::nullopt : argumentAt(f, static_cast<std::uint8_t>(position));
        };
        const auto type = word(function->typeArgument);
        if (type && !type->stale && best.type == 0)
            best.type = type->value;
        const auto map = function->inInterface
                             ? interfaceData(f, static_cast<std::uint8_t>(function->mapArgument))
                             : word(function->mapArgument);
        take(map, f);
        // Types lie in the program's image, aligned to 32 bytes.
        best.besideType |= type && map && best.value == map->value && type->value % 32 == 0 &&
                           type->value >= 0x10000 && type->value < (std::uint64_t{1} << 32);
    }
    if (best.value == 0 || best.stale)
        if (const MapAddress given = givenToEncoder(log, frames); given.value != 0)
            return given;
    return best;
}

std::optional<MapCrash> readMapCrash(const Log& log, std::uint32_t snapshot)
{
    const Snapshot& s = log.snapshots[snapshot];
    MapCrash crash;
    crash.snapshot = snapshot;
    crash.fatal = printedMessage(log, s);
    crash.messagePrinted = crash.fatal != nullptr;
    const bool otherReason = s.reason && !log.str(s.reason).starts_with("fatal error:");
    if (!crash.fatal && (otherReason || s.signal))
        return {};
    crash.reporter = findReporter(log, s);
    if (!crash.fatal && crash.reporter != MapCrash::kNone)
        crash.fatal = shownByStack(log, s.threads[crash.reporter]);
    if (!crash.fatal)
        return {};
    crash.op = crash.fatal->reporter;
    readMessages(log, s, crash);
    if (crash.reporter != MapCrash::kNone)
        readReporter(log, s.threads[crash.reporter], crash);
    return crash;
}

} // namespace skein
