// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/fingerprint.h"

#include "model/formatted.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace skein::triage
{

namespace
{

/// So many frames, innermost first, make a place: whoever calls that from further out is the same leak.
constexpr std::size_t kMostFrames = 6;

// FNV-1a with a finalizer: the same on every machine and for ever, because it stands in files.
constexpr std::uint64_t kBasis = 0xcbf29ce484222325;

constexpr std::uint64_t mixed(std::uint64_t hash, std::string_view text)
{
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3;
    }
    return hash;
}

constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t number)
{
    for (int i = 0; i < 8; ++i) {
        hash ^= (number >> (8 * i)) & 0xff;
        hash *= 0x100000001b3;
    }
    return hash;
}

constexpr std::uint64_t finished(std::uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccd;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53;
    hash ^= hash >> 33;
    return hash;
}

/// The lowest bits, never 0, which stands for what is not known.
constexpr std::uint64_t bits(std::uint64_t hash, int count)
{
    const std::uint64_t value = finished(hash) & ((std::uint64_t{1} << count) - 1);
    return value == 0 ? 1 : value;
}

struct WaitWord {
    Wait wait;
    std::string_view word;
};
constexpr std::array kWords = std::to_array<WaitWord>({
    {Wait::None, "run"},
    {Wait::Mutex, "mutex"},
    {Wait::ReadLock, "rlock"},
    {Wait::WriteLock, "wlock"},
    {Wait::WaitGroup, "waitgroup"},
    {Wait::Condition, "cond"},
    {Wait::Semaphore, "semaphore"},
    {Wait::ChanSend, "send"},
    {Wait::ChanReceive, "receive"},
    {Wait::Select, "select"},
    {Wait::NilSend, "nilsend"},
    {Wait::NilReceive, "nilreceive"},
    {Wait::NoCases, "nocases"},
    {Wait::Sleep, "sleep"},
    {Wait::Io, "io"},
    {Wait::Idle, "idle"},
    {Wait::Other, "any"},
});

/// Whether the function of the standard library that was called says more than the wait itself. While a
/// goroutine runs it is chance, and a lock is a lock.
bool saysEntry(Wait wait)
{
    return isChannel(wait) || isForever(wait) || wait == Wait::Io || wait == Wait::Other;
}

/// Frames that GOTRACEBACK and the kind of profile show or hide: runtime.chansend1, internal/poll.….
bool isHidden(std::string_view function)
{
    return function.starts_with("runtime.") || function.starts_with("runtime/") ||
           function.starts_with("internal/") || !function.contains('.');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool allDigits(std::string_view s)
{
    return !s.empty() && std::ranges::all_of(s, isDigit);
}

/// "func12" of `prefix` "func": the number; nothing for anything else.
std::optional<std::string_view> numbered(std::string_view part, std::string_view prefix)
{
    if (!part.starts_with(prefix) || !allDigits(part.substr(prefix.size())))
        return std::nullopt;
    return part.substr(prefix.size());
}

/// Type arguments, however deep, and whatever a hostile name has open at its end.
std::string withoutBrackets(std::string_view s)
{
    std::string out;
    int depth = 0;
    for (const char c : s) {
        if (c == '[')
            ++depth;
        else if (c == ']' && depth > 0)
            --depth;
        else if (depth == 0)
            out += c;
    }
    return out;
}

/// "acme/vendor/golang.org/x/sync/v2/errgroup" gives "golang.org/x/sync/errgroup".
std::string plainPackage(std::string_view path)
{
    if (const auto vendor = path.rfind("/vendor/"); vendor != path.npos)
        path.remove_prefix(vendor + 8);
    else if (path.starts_with("vendor/"))
        path.remove_prefix(7);
    std::string out;
    while (!path.empty()) {
        const auto slash = path.find('/');
        std::string_view part = path.substr(0, slash);
        path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
        const bool version = !out.empty() && part.size() > 1 && part[0] == 'v' && allDigits(part.substr(1));
        if (version)
            continue;
        // gopkg.in/yaml.v3: the linker writes a dot in the last part as %2e.
        for (const std::string_view dot : {"%2ev", ".v"}) {
            const auto at = part.rfind(dot);
            if (at != part.npos && at > 0 && allDigits(part.substr(at + dot.size())))
                part = part.substr(0, at);
        }
        if (!out.empty())
            out += '/';
        out += part;
    }
    return out;
}

} // namespace

std::string_view waitWord(Wait wait)
{
    if (wait == Wait::Syscall)
        wait = Wait::Io; // a goroutine that reads is in the one or the other
    const auto hit = std::ranges::find(kWords, wait, &WaitWord::wait);
    return hit == kWords.end() ? "any" : hit->word;
}

std::optional<Wait> waitNamed(std::string_view word)
{
    const auto hit = std::ranges::find(kWords, word, &WaitWord::word);
    return hit == kWords.end() ? std::nullopt : std::optional(hit->wait);
}

std::string toString(const Fingerprint& f)
{
    return formatted("{:012x}-{:04x}-{:04x}-{}", f.place, f.closures, f.creator, waitWord(f.wait));
}

std::optional<Fingerprint> parseFingerprint(std::string_view text)
{
    const auto hex = [&](std::size_t at, std::size_t size) -> std::optional<std::uint64_t> {
        std::uint64_t value = 0;
        const char *from = text.data() + at, *to = from + size;
        if (std::any_of(from, to, [](char c) { return !isDigit(c) && (c < 'a' || c > 'f'); }))
            return std::nullopt;
        const auto [end, error] = std::from_chars(from, to, value, 16);
        return error == std::errc{} && end == to ? std::optional(value) : std::nullopt;
    };
    if (text.size() < 24 || text[12] != '-' || text[17] != '-' || text[22] != '-')
        return std::nullopt;
    const auto place = hex(0, 12), closures = hex(13, 4), creator = hex(18, 4);
    const auto wait = waitNamed(text.substr(23));
    if (!place || !closures || !creator || !wait)
        return std::nullopt;
    return Fingerprint{.place = *place,
                       .closures = static_cast<std::uint16_t>(*closures),
                       .creator = static_cast<std::uint16_t>(*creator),
                       .wait = *wait};
}

Likeness likeness(const Fingerprint& a, const Fingerprint& b)
{
    if (a == b)
        return Likeness::Same;
    // A profile doesn't tell that the channel is nil.
    const auto plain = [](Wait w) {
        return w == Wait::NilSend ? Wait::ChanSend : w == Wait::NilReceive ? Wait::ChanReceive : w;
    };
    const bool sameWait = plain(a.wait) == plain(b.wait) || a.wait == Wait::Other || b.wait == Wait::Other;
    const bool sameCreator = a.creator == b.creator || a.creator == 0 || b.creator == 0;
    if (a.place != b.place || a.place == 0 || !sameWait || !sameCreator)
        return Likeness::Other;
    return a.closures == b.closures ? Likeness::Unclear : Likeness::Renumbered;
}

NormalName normalName(std::string_view function)
{
    NormalName result;
    const std::string whole = withoutBrackets(function);
    std::string_view f = whole;
    bool oldWrapper = false;
    if (const auto old = f.find("·dwrap·"); old != f.npos) { // Go 1.17: main.main·dwrap·1
        f = f.substr(0, old);
        oldWrapper = true;
    }
    // The package ends at the first dot behind the last slash of its path.
    const auto slash = f.substr(0, f.find('(')).rfind('/');
    const auto dot = f.find('.', slash == f.npos ? 0 : slash);
    if (dot == f.npos) {
        result.name = f;
        return result;
    }
    const std::string package = plainPackage(f.substr(0, dot));
    result.name = package;
    f.remove_prefix(dot + 1);
    while (true) {
        const auto end = f.find('.');
        std::string_view part = f.substr(0, end);
        std::string_view number;
        if (const auto dash = part.find('-'); dash != part.npos) { // Run-fm, Each-range1
            const std::string_view suffix = part.substr(dash + 1);
            if (const auto range = numbered(suffix, "range"))
                number = *range;
            part = part.substr(0, dash);
        }
        if (numbered(part, "gowrap") || numbered(part, "deferwrap")) {
            result.wrapper = true;
        } else {
            // A closure of a function that was inlined into the wrapper: Lookup.gowrap1.resolve.1 is
            // resolve.func1.
            if (result.wrapper && !allDigits(part) && !numbered(part, "func")) {
                result.name = package;
                result.closures.clear();
            }
            result.wrapper = false;
            std::string_view closure;
            if (const auto func = numbered(part, "func"))
                closure = *func;
            else if (allDigits(part))
                closure = part;
            if (!closure.empty())
                (result.closures += result.closures.empty() ? "" : ".") += closure;
            else if (part ==
                     "glob") // closures of package variables: main.glob..func1, since Go 1.21 main.init.func1
                result.name += ".init";
            else if (!part.empty())
                (result.name += '.') += part;
        }
        if (!number.empty())
            (result.closures += result.closures.empty() ? "r" : ".r") += number;
        if (end == f.npos)
            break;
        f.remove_prefix(end + 1);
    }
    result.wrapper = result.wrapper || oldWrapper;
    if (!result.closures.empty())
        result.name += ".func";
    return result;
}

Fingerprints::Fingerprints(const Log& log) : m_log(log), m_waits(log), m_names(log.strings.size())
{
    std::vector<bool> done(log.strings.size());
    for (const Frame& frame : log.frames) {
        if (!frame.function || done[frame.function.value])
            continue;
        done[frame.function.value] = true;
        const std::string_view function = log.str(frame.function);
        const NormalName normal = normalName(function);
        Name& name = m_names[frame.function.value];
        name.hash = mixed(kBasis, normal.name);
        name.closures = normal.closures.empty() ? 0 : mixed(kBasis, normal.closures);
        name.wrapper = normal.wrapper;
        name.hidden = isHidden(function);
    }
    m_places.resize(log.stackCount());
    for (const Snapshot& snapshot : log.snapshots) {
        for (const Thread& thread : snapshot.threads) {
            if (thread.stack && !m_places[thread.stack.value].known)
                m_places[thread.stack.value] = placeOf(thread.stack, thread.createdAt);
        }
    }
}

const Fingerprints::Name& Fingerprints::nameOf(FrameId frame) const
{
    static const Name none;
    const StringId function = m_log.frame(frame).function;
    return function ? m_names[function.value] : none;
}

/// Up to Go 1.21 `go f(x)` makes main.main.func1 call f; later versions name it gowrap1 and mostly hide it.
/// It stands in the line of the `go` statement.
bool Fingerprints::startsGoroutine(FrameId outermost, FrameId createdAt) const
{
    if (!createdAt || nameOf(outermost).closures == 0)
        return false;
    const Frame &frame = m_log.frame(outermost), &creator = m_log.frame(createdAt);
    return frame.line == creator.line && frame.file == creator.file &&
           m_log.str(frame.function).starts_with(m_log.str(creator.function));
}

Fingerprints::Place Fingerprints::placeOf(StackId stack, FrameId createdAt) const
{
    Place result{.createdAt = createdAt, .known = true};
    const auto frames = m_log.stack(stack);
    if (frames.empty()) {
        result.known = false;
        return result;
    }
    const auto role = [&](std::size_t i) { return m_log.frame(frames[i]).role; };
    const std::size_t site = m_log.siteIndex(stack).value_or(0);
    std::uint64_t place = kBasis, closures = kBasis;
    bool anyClosure = false;
    std::uint64_t last = 0;
    std::size_t used = 0;
    const auto add = [&](std::size_t i) {
        const Name& name = nameOf(frames[i]);
        if (name.wrapper || (name.hash == last && name.closures == 0) || used == kMostFrames)
            return;
        last = name.hash;
        ++used;
        place = mixed(place, name.hash);
        if (name.closures == 0)
            return;
        anyClosure = true;
        closures = mixed(closures, name.closures);
    };
    if (role(site) == Role::Runtime) {
        // Nothing but the standard library: the function that the goroutine was started with.
        std::size_t entry = frames.size() - 1;
        while (entry > 0 && (nameOf(frames[entry]).hidden || nameOf(frames[entry]).wrapper ||
                             startsGoroutine(frames[entry], createdAt)))
            --entry;
        add(entry);
        anyClosure = false; // their numbers are another release's business
    } else {
        if (site > 0 && !nameOf(frames[site - 1]).hidden)
            result.entry = nameOf(frames[site - 1]).hash;
        std::size_t end = frames.size();
        while (end > site && role(end - 1) == Role::Runtime)
            --end;
        if (end > site + 1 && startsGoroutine(frames[end - 1], createdAt))
            --end;
        for (std::size_t i = site; i < end; ++i) {
            const bool inside = role(i) == Role::Library && i + 1 < end && role(i + 1) == Role::Library;
            if (role(i) != Role::Runtime && !inside)
                add(i);
        }
    }
    result.place = place;
    result.closures = anyClosure ? closures : 0;
    return result;
}

Fingerprint Fingerprints::of(const Thread& thread) const
{
    Fingerprint result{.wait = wait(thread)};
    Place place;
    if (thread.stack) {
        place = m_places[thread.stack.value];
        if (!place.known || place.createdAt != thread.createdAt)
            place = placeOf(thread.stack, thread.createdAt);
    }
    if (place.known)
        result.place = bits(saysEntry(result.wait) ? mixed(place.place, place.entry) : place.place, 48);
    std::uint64_t closures = place.closures;
    if (thread.createdAt) {
        const Name& creator = nameOf(thread.createdAt);
        result.creator = static_cast<std::uint16_t>(bits(creator.hash, 16));
        if (creator.closures != 0)
            closures = mixed(closures == 0 ? kBasis : closures, creator.closures);
        if (result.place == 0) // a goroutine without a stack: who made it is all that is known
            result.place = bits(mixed(creator.hash, "created"), 48);
    }
    result.closures = closures == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(bits(closures, 16));
    return result;
}

} // namespace skein::triage
