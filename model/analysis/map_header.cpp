// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_header.h"

#include "model/formatted.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace skein
{

namespace
{

constexpr std::size_t kNear = std::size_t{4} << 20; // bytes before and behind a dump that are looked at
constexpr std::size_t kLongest = 2048;              // of one printed header
constexpr std::uint32_t kLinesBefore = 40, kLinesBehind = 20; // within which all of a header stands
constexpr std::string_view kClassicKey = "oldbuckets", kSwissKey = "dirLen"; // fields of each kind alone
constexpr std::size_t kMost = 4;
constexpr int kMostTries = 256; // of places that look like one

// runtime/map.go, up to Go 1.23
constexpr std::uint64_t kIterator = 1, kOldIterator = 2, kHashWriting = 4, kSameSizeGrow = 8;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The number behind `name:` or `name =`; a pointer's value where it stands in `unsafe.Pointer(0x…)`. Views
/// end at the closing brace, so that no field of another object is taken.
std::optional<std::uint64_t> field(std::string_view text, std::string_view name)
{
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        if (at > 0 && isNameCharacter(text[at - 1]))
            continue;
        std::string_view s = text.substr(at + name.size());
        s.remove_prefix(std::min(s.find_first_not_of(' '), s.size()));
        if (s.empty() || (s.front() != ':' && s.front() != '='))
            continue;
        s.remove_prefix(1);
        const std::string_view value = s.substr(0, s.find_first_of(",\n}"));
        if (value.contains("nil"))
            return 0;
        const std::size_t hex = value.find("0x");
        const std::size_t digit = hex != value.npos ? hex + 2 : value.find_first_of("0123456789");
        if (digit == value.npos)
            return value.contains("true") ? 1 : 0;
        std::uint64_t number = 0;
        const auto end = value.data() + value.size();
        if (std::from_chars(value.data() + digit, end, number, hex != value.npos ? 16 : 10).ec != std::errc())
            return {};
        return number;
    }
    return {};
}

/// The text between the braces around `at`.
std::string_view bracesAround(std::string_view text, std::size_t at, std::size_t& begin)
{
    const std::size_t from = at > kLongest ? at - kLongest : 0;
    const std::size_t open = text.substr(from, at - from).rfind('{');
    const std::size_t close = text.substr(at, kLongest).find('}');
    if (open == text.npos || close == text.npos)
        return {};
    begin = from + open;
    return text.substr(begin, at + close + 1 - begin);
}

std::optional<MapHeader> readClassic(std::string_view s)
{
    const auto count = field(s, "count"), flags = field(s, "flags"), b = field(s, "B"),
               old = field(s, "oldbuckets"), evacuated = field(s, "nevacuate");
    if (!count || !flags || !b || !old || *flags > 15 || *b > 60)
        return {};
    MapHeader h;
    h.count = *count;
    h.flags = *flags;
    h.b = *b;
    h.oldBuckets = *old;
    h.evacuated = evacuated.value_or(0);
    return h;
}

std::optional<MapHeader> readSwiss(std::string_view s)
{
    const auto used = field(s, "used"), length = field(s, "dirLen"), depth = field(s, "globalDepth"),
               writing = field(s, "writing");
    if (!used || !length || !writing)
        return {};
    MapHeader h;
    h.swiss = true;
    h.count = *used;
    h.tables = *length;
    h.depth = depth.value_or(0);
    h.writing = *writing;
    return h;
}

/// The address that a debugger has shown for the header that begins at `at`: the nearest before it, within a
/// few lines.
///     h = (*runtime.hmap)(0xc00006a480)                                            Delve's args
///     (dlv) print *(*"internal/runtime/maps.Map")(0xc000062690)
///     #1  0x00000000004162d6 in runtime.mapassign_faststr (t=0x54b640, h=0xc000090480, …
std::uint64_t addressBefore(std::string_view text, std::size_t at)
{
    // A type is quoted in expressions, and what a log went through may have spelled the quotes in its way.
    constexpr std::string_view kTypes[] = {"runtime.hmap", "runtime/maps.Map"};
    constexpr std::string_view kSigns[] = {" h=0x", " m=0x", "\nh = 0x", "\nm = 0x"};
    constexpr std::size_t kQuotes = 12;
    const std::size_t from = at > kLongest ? at - kLongest : 0;
    const std::string_view before = text.substr(from, at - from);
    std::size_t digits = 0;
    for (const std::string_view type : kTypes) {
        for (std::size_t found = before.rfind(type); found != before.npos;
             found = found == 0 ? before.npos : before.rfind(type, found - 1)) {
            const std::string_view behind = before.substr(found + type.size(), kQuotes);
            const std::size_t open = behind.find(")(0x");
            if (open == behind.npos)
                continue;
            digits = std::max(digits, found + type.size() + open + 4);
            break;
        }
    }
    for (const std::string_view sign : kSigns) {
        const std::size_t found = before.rfind(sign);
        if (found != before.npos)
            digits = std::max(digits, found + sign.size());
    }
    std::uint64_t address = 0;
    if (digits != 0)
        std::from_chars(before.data() + digits, before.data() + before.size(), address, 16);
    return address;
}

std::string describeFlags(std::uint64_t flags)
{
    std::string out;
    const auto add = [&](std::uint64_t bit, std::string_view text) {
        if (flags & bit)
            out += formatted("{}{}", out.empty() ? "" : ", ", text);
    };
    add(kHashWriting, "a goroutine is writing it (hashWriting)");
    add(kIterator, "a loop may be walking its buckets (iterator)");
    add(kOldIterator, "a loop may be walking its old buckets (oldIterator)");
    add(kSameSizeGrow, "it grows to the same size, to get rid of overflow buckets (sameSizeGrow)");
    return out.empty() ? std::string("nobody is writing it, or two writers have cleared each other's mark")
                       : out;
}

} // namespace

namespace
{

/// The header around `key` in the line `at`, which is read as it was printed, whatever stands around it.
std::optional<MapHeader> headerAt(const Log& log, std::uint32_t at, std::string_view key)
{
    const auto printed = log.threadText->printed({{at, at}, key, kLinesBefore, kLinesBehind});
    std::string text;
    std::vector<std::pair<std::size_t, LineSpan>> starts;
    std::size_t where = 0;
    for (std::size_t i = 0; i < printed.lines.size(); ++i) {
        starts.emplace_back(text.size(), printed.lines[i].lines);
        if (i == printed.index)
            where = text.size() + printed.lines[i].text.find(key);
        (text += printed.lines[i].text) += '\n';
    }
    if (starts.empty())
        return {};
    std::size_t begin = 0;
    const std::string_view inside = bracesAround(text, where, begin);
    auto header = key == kSwissKey ? readSwiss(inside) : readClassic(inside);
    if (!header)
        return {};
    header->address = addressBefore(text, begin);
    for (const auto& [start, lines] : starts)
        for (std::uint32_t n = lines.first; n <= lines.last && header->lines.size() < 20; ++n)
            if (start < begin + inside.size() && text.find('\n', start) > begin)
                header->lines.push_back(n);
    std::ranges::sort(header->lines);
    const auto twice = std::ranges::unique(header->lines);
    header->lines.erase(twice.begin(), twice.end());
    return header;
}

} // namespace

std::vector<MapHeader> findMapHeaders(const Log& log, const Snapshot& snapshot)
{
    std::vector<MapHeader> out;
    const std::string_view text = log.text.bytes();
    const std::uint64_t first = log.text.lineOffset(snapshot.lines.first);
    const std::uint64_t last = log.text.lineOffset(snapshot.lines.last + 1);
    const auto search = [&](std::uint64_t from, std::uint64_t to) {
        const std::string_view part = text.substr(from, to - from);
        int left = kMostTries;
        for (const std::string_view key : {kClassicKey, kSwissKey})
            for (std::size_t at = part.find(key); at != part.npos && out.size() < kMost && left-- > 0;
                 at = part.find(key, at + kLongest / 8))
                if (auto header = headerAt(log, log.text.lineAt(from + at), key))
                    out.push_back(std::move(*header));
    };
    search(first > kNear ? first - kNear : 0, first);
    // A debugger's session in one line of the log
    if (snapshot.lines.last <= snapshot.lines.first + 1)
        search(first, std::min<std::uint64_t>(last, first + kNear));
    search(last, std::min<std::uint64_t>(text.size(), last + kNear));
    std::ranges::sort(out, {}, [](const MapHeader& h) { return h.lines.front(); });
    return out;
}

std::string describe(const MapHeader& h, std::uint64_t map)
{
    std::string out = "The log shows ";
    if (h.address == 0)
        out += "a map's header";
    else if (h.address == map)
        out += formatted("the header of this map, {}", hexAddress(map));
    else
        out += formatted("the header of {} map, {}", map != 0 ? "another" : "the", hexAddress(h.address));
    out += formatted(": {} entries", h.count);
    if (h.swiss) {
        constexpr std::uint64_t kGroup = 8; // a small map is one group of slots
        if (h.tables == 0)
            out += formatted(", in one group of eight slots, load factor {:.2f}.",
                             static_cast<double>(h.count) / static_cast<double>(kGroup));
        else
            out += formatted(
                ", in {} (global depth {}); each grows or splits by itself above a load of 7/8.",
                h.tables == 1 ? std::string("one table") : formatted("up to {} tables", h.tables), h.depth);
        return out + (h.writing
                          ? " A goroutine is writing it (writing is set)."
                          : " writing is not set: nobody is writing it, or two writers have cleared each "
                            "other's mark.");
    }
    const std::uint64_t buckets = std::uint64_t{1} << h.b;
    out += formatted(" in {} buckets, load factor {:.2f} (it grows above 6.5). Flags {}: {}.", buckets,
                     static_cast<double>(h.count) / static_cast<double>(buckets), h.flags,
                     describeFlags(h.flags));
    if (h.oldBuckets == 0)
        return out + " It is not growing.";
    const std::uint64_t old = h.flags & kSameSizeGrow || h.b == 0 ? buckets : buckets / 2;
    return out +
           formatted(" It is growing: {} of {} old buckets are moved.", std::min(h.evacuated, old), old);
}

} // namespace skein
