// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <string_view>
#include <utility>

// Log viewers show the newest line first, and copy and export it like that.
namespace skein
{

bool isStamp(std::string_view line)
{
    constexpr std::size_t kLeast = 8, kMost = 36;
    std::string_view s = scan::trimRight(scan::trimLeft(line));
    // The tab behind it and the line's end may be written out.
    s.remove_suffix(s.ends_with('$') ? 1 : 0);
    s.remove_suffix(s.ends_with("\\t") || s.ends_with("^I") ? 2 : 0);
    return s.size() >= kLeast && s.size() <= kMost && scan::isDigit(s.front()) &&
           std::ranges::count(s, ':') >= 2 && s.find_first_not_of("0123456789:-+/.,TZ ") == s.npos;
}

namespace
{

/// gccgo prints no arguments: `\t/src/main.go:27`, `main.crawl`
bool endsInBareFrame(std::string_view above)
{
    const std::size_t begin = scan::findLast(above, '\n');
    if (begin == above.npos)
        return false;
    const std::string_view name = scan::trimLeft(above.substr(begin + 1));
    std::string_view place = scan::trimRight(above.substr(0, begin));
    place = place.substr(scan::findLast(place, '\n') + 1);
    return name.find_first_of(" (:") == name.npos && scan::contains(name, ".") &&
           scan::contains(place, ".go:");
}

struct Announcement {
    std::string_view text, first;
};
constexpr std::array kAnnouncements = {
    Announcement{"POTENTIAL DEADLOCK:", "happened before"},
    Announcement{"POTENTIAL DEADLOCK:", "Previous place where the lock was grabbed"},
    Announcement{"POTENTIAL DEADLOCK: Recursive", "oroutine "},
    Announcement{" profile: total ", " @"},
    Announcement{" received at time=", "PC: @"},
    Announcement{"terminate called after ", "what():  "},
};

} // namespace

bool suspectsStamps(std::string_view sample)
{
    std::size_t lines = 0, stamps = 0;
    for (std::size_t at = 0; at < sample.size() && lines < 2000; ++lines) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        stamps += isStamp(sample.substr(at, end - at));
        at = end + 1;
    }
    return lines > 5 && stamps * 3 > lines;
}

void removeStamps(const RewrittenText& in, RewrittenText& out)
{
    bool before = false; // its line is empty where another one follows
    in.forEach([&](std::string_view line, LineSpan origin) {
        const bool now = isStamp(line);
        if (!now || before)
            out.add(now ? std::string_view{} : line, origin);
        before = now;
    });
}

bool suspectsReversal(std::string_view sample)
{
    // A header stands below its stack: the line before it is a call, and none follows it.
    for (std::size_t at = sample.find("oroutine "); at != sample.npos;
         at = sample.find("oroutine ", at + 1)) {
        const std::string_view before = sample.substr(0, at);
        const std::size_t begin = scan::findLast(before, '\n');
        if (begin == before.npos || begin == 0)
            continue;
        const std::string_view above = scan::trimRight(before.substr(0, begin));
        if (above.ends_with(')') || above.ends_with("...") || above.ends_with("unavailable") ||
            above.ends_with(")\"") || endsInBareFrame(above))
            return true;
    }
    // What announces a report stands below its first line.
    for (const auto& [announcement, first] : kAnnouncements) {
        for (std::size_t at = sample.find(announcement); at != sample.npos;
             at = sample.find(announcement, at + 1)) {
            const std::size_t begin = scan::findLast(sample.substr(0, at), '\n');
            if (begin == sample.npos || begin == 0)
                continue;
            const std::string_view above = sample.substr(0, begin);
            if (scan::contains(above.substr(scan::findLast(above, '\n') + 1), first))
                return true;
        }
    }
    // A native stack counts upwards.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kNumbers = {
        {{"#1 ", "#0 "}, {"frame #1: ", "frame #0: "}, {" 1# ", " 0# "}}};
    for (const auto& [one, zero] : kNumbers) {
        for (std::size_t at = sample.find(one); at != sample.npos; at = sample.find(one, at + 1)) {
            const std::size_t end = std::min(sample.find('\n', at), sample.size());
            const std::string_view below = sample.substr(end, 1000);
            if (scan::contains(below.substr(0, below.find('\n', 1)), zero))
                return true;
        }
    }
    // pprof prints the frames of a record behind its addresses: `1 @ 0x47a1c2`, `#\t0x47a1c1\tmain.f+0x1…`
    for (std::size_t at = sample.find(" @ 0x"); at != sample.npos; at = sample.find(" @ 0x", at)) {
        const std::size_t begin = scan::findLast(sample.substr(0, at), '\n');
        at = std::min(sample.find('\n', at), sample.size()); // once for each line
        if (begin == sample.npos || begin == 0)
            continue;
        const std::string_view above = sample.substr(0, begin);
        if (above.substr(scan::findLast(above, '\n') + 1).starts_with('#'))
            return true;
    }
    // "created by" stands below its place.
    for (std::size_t at = sample.find("created by "); at != sample.npos;
         at = sample.find("created by ", at + 1)) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view below = sample.substr(end, 1000);
        const std::size_t next = below.find('\n', 1);
        if (next != below.npos && !scan::contains(below.substr(0, next), "created by") &&
            scan::contains(below.substr(0, next), ".go:"))
            return false;
        return true;
    }
    return false;
}

void undoReversal(const RewrittenText& in, RewrittenText& out)
{
    for (const RewrittenText::Line& line : std::views::reverse(in.lines()))
        out.add(line.text, line.origin);
}

bool suspectsDoubleSpacing(std::string_view sample)
{
    std::size_t lines = 0, blank = 0;
    for (std::size_t at = 0; at < sample.size() && lines < 2000; ++lines) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        blank += scan::trimRight(sample.substr(at, end - at)).empty();
        at = end + 1;
    }
    return lines > 5 && blank * 20 > lines * 9;
}

void undoDoubleSpacing(const RewrittenText& in, RewrittenText& out)
{
    // Behind an empty line, too, stands another one.
    bool owed = false;
    in.forEach([&](std::string_view line, LineSpan origin) {
        const bool dropped = owed && scan::trimRight(line).empty();
        if (!dropped)
            out.add(line, origin);
        owed = !dropped;
    });
}

} // namespace skein
