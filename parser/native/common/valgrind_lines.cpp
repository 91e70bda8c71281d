// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/valgrind_lines.h"

#include "parser/native/common/demangle.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <utility>

namespace skein::native
{

const std::vector<std::string_view>& helgrindAnchors()
{
    static const std::vector<std::string_view> all = {
        "---Thread-Announcement-",  "Possible data race during",  ": lock order \"0x",
        "Helgrind, a thread error", "unlocked a not-locked lock", "currently held by thread #",
        "unlocked an invalid lock", "is the program's root thread",
    };
    return all;
}
const std::vector<std::string_view>& drdAnchors()
{
    static const std::vector<std::string_view> all = {
        "Conflicting load by thread",
        "Conflicting store by thread",
        "was held during ",
        "Acquired at:",
        "Probably a race condition:",
        "Recursive locking not allowed",
        "Mutex not locked: mutex",
        "Destroying locked mutex",
        "Mutex not locked by calling thread",
        "recursion count ",
        "drd, a thread error detector",
    };
    return all;
}

bool eatPid(std::string_view& s, std::uint64_t* pid)
{
    std::string_view rest = s;
    while (!rest.empty() && rest.front() == '=')
        rest.remove_prefix(1);
    if (rest.size() == s.size() || s.size() - rest.size() > 3)
        return false;
    const auto number = scan::number(rest);
    if (!number)
        return false;
    if (pid)
        *pid = *number;
    const std::size_t before = rest.size();
    while (!rest.empty() && rest.front() == '=')
        rest.remove_prefix(1);
    if (rest.size() == before)
        return false;
    s = rest;
    return true;
}

bool isAside(std::string_view s)
{
    const char mark = s.starts_with("--") ? '-' : '*';
    std::string_view rest = s;
    if (!scan::literal(rest, mark == '-' ? "--" : "**"))
        return false;
    return scan::number(rest) && rest.size() > 1 && rest[0] == mark && rest[1] == mark;
}

std::uint64_t hexAny(std::string_view& s)
{
    std::uint64_t value = 0;
    if (!scan::literal(s, "0x"))
        return 0;
    std::size_t n = 0;
    for (; n < s.size() && n < 16; ++n) {
        const int digit = scan::hexValue(s[n]);
        if (digit < 0)
            break;
        value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    s.remove_prefix(n);
    return value;
}

std::uint64_t hexBehind(std::string_view s, std::string_view word)
{
    const std::size_t at = s.find(word);
    if (at == s.npos)
        return 0;
    s.remove_prefix(at + word.size());
    return hexAny(s);
}

std::uint64_t addressIn(std::string_view s)
{
    s.remove_prefix(std::min(s.find("0x"), s.size()));
    return hexAny(s);
}

ReportedOrder statedOrder(std::string_view s, LineSpan lines)
{
    return {.held = hexBehind(s, "lock order \""),
            .acquired = hexBehind(s, " before "),
            .lines = lines,
            .headerOnly = true};
}

ThreadId threadIn(std::string_view s)
{
    for (std::size_t at; (at = s.find("hread ")) != s.npos;) {
        s.remove_prefix(at + 6);
        std::string_view rest = s;
        scan::literal(rest, "#");
        if (const auto n = scan::number(rest))
            return ThreadId(*n);
    }
    return {};
}

std::vector<ReportedLock> heldLocks(std::string_view s)
{
    std::vector<ReportedLock> locks;
    for (std::size_t at; locks.size() < 64 && (at = s.find("0x")) != s.npos;) {
        s.remove_prefix(at);
        locks.push_back({.address = hexAny(s)});
    }
    return locks;
}

ReportedPlace placeOfAddress(std::string_view s)
{
    using enum ReportedPlace::Kind;
    ReportedPlace place;
    const std::uint64_t address = hexAny(s);
    const std::size_t symbol = s.find("inside data symbol \""), global = s.find("inside global var \"");
    if (const std::size_t at = std::min(symbol, global); at != s.npos) {
        place.kind = Global;
        const std::size_t begin = s.find('"', at) + 1, end = s.find('"', begin);
        place.name = s.substr(begin, end == s.npos ? s.npos : end - begin);
        if (std::string name = demangled(place.name); !name.empty()) // "_ZN4toll4carsE"
            place.name = std::move(name);
    } else if (const std::size_t block = s.find("inside a block of size "); block != s.npos) {
        place.kind = Heap;
        std::string_view rest = s.substr(block + 23);
        std::string digits; // 1,024
        for (; !rest.empty() && (scan::isAlnum(rest.front()) || rest.front() == ',') && digits.size() < 19;
             rest.remove_prefix(1))
            if (rest.front() != ',')
                digits += rest.front();
        std::string_view size = digits;
        place.size = scan::number(size).value_or(0);
        std::string_view offset = s;
        if (scan::literal(offset, " is "))
            if (const auto into = scan::number(offset); into && *into <= address)
                place.address = address - *into;
    } else if (s.find("'s stack") != s.npos) {
        place.kind = Stack;
        place.thread = threadIn(s);
    } else if (const std::size_t from = s.find(" from 0x"); from != s.npos) {
        std::string_view rest = s.substr(from + 6);
        place.address = hexAny(rest);
        place.kind = scan::contains(rest, " section of ") ? Global : Heap;
    } else if (scan::contains(s, " section of ")) {
        place.kind = Global;
    }
    return place;
}

} // namespace skein::native
