// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/race_lines.h"

#include "parser/go/frame_line.h"
#include "parser/scan.h"

namespace skein::go
{

using namespace scan;

namespace
{

constexpr std::string_view kBanner = "==================";

/// "goroutine 7:", "main goroutine:"; nothing may follow.
std::optional<ThreadId> eatWho(std::string_view& s)
{
    if (literal(s, "main goroutine"))
        return ThreadId::main();
    std::string_view rest = s;
    if (!literal(rest, "goroutine "))
        return {};
    const auto id = number(rest);
    if (!id || *id >= ThreadId::kMain)
        return {};
    s = rest;
    return ThreadId(*id);
}

std::optional<AccessOp> eatOperation(std::string_view& s)
{
    static constexpr std::pair<std::string_view, AccessOp> kWords[] = {
        {"read ", AccessOp::Read},
        {"write ", AccessOp::Write},
        {"Read ", AccessOp::Read},
        {"Write ", AccessOp::Write},
        {"atomic read ", AccessOp::AtomicRead},
        {"atomic write ", AccessOp::AtomicWrite},
        {"Atomic read ", AccessOp::AtomicRead},
        {"Atomic write ", AccessOp::AtomicWrite},
    };
    for (const auto& [word, op] : kWords)
        if (literal(s, word))
            return op;
    return {};
}

} // namespace

std::optional<RaceAccess> matchRaceAccess(std::string_view line)
{
    std::string_view s = withoutRemark(trimLeft(line));
    s = trimRight(s);
    RaceAccess access;
    access.previous = literal(s, "Previous ");
    const auto op = eatOperation(s);
    if (!op)
        return {};
    // Up to Go 1.5 without an address: Read by goroutine 6:
    if (literal(s, "at ")) {
        // 0x..., 0xXXXX, 0x00c0000...: people have left it out, or its end
        const std::string_view word = s.substr(0, s.find(' '));
        const bool cut = word.find_first_of(".X\xe2") != word.npos;
        if (const auto address = cut ? std::nullopt : hex(s)) {
            access.address = *address;
        } else {
            const std::size_t digits = word.find_first_not_of("0123456789abcdef", 2);
            if (!word.starts_with("0x") || digits == word.npos ||
                word.find_first_not_of(".xX\xe2\x80\xa6", digits) != word.npos)
                return {};
            s.remove_prefix(word.size());
        }
        s = trimLeft(s);
    }
    if (!literal(s, "by "))
        return {};
    const auto who = eatWho(s);
    if (!who || (!s.empty() && s != ":"))
        return {};
    access.op = *op;
    access.who = *who;
    return access;
}

std::optional<RaceCreation> matchRaceCreation(std::string_view line)
{
    std::string_view s = trimRight(withoutRemark(trimLeft(line)));
    if (!literal(s, "Goroutine "))
        return {};
    const auto id = number(s);
    const bool finished = s.starts_with(" (finished) ");
    // People leave the state out, or put dots for it.
    constexpr std::size_t kMost = 40;
    if (!id || *id >= ThreadId::kMain || s.size() > kMost || !s.starts_with(' ') ||
        !s.ends_with(" created at:"))
        return {};
    return RaceCreation{ThreadId(*id), finished};
}

std::optional<RaceMemory> matchRaceMemory(std::string_view line)
{
    std::string_view s = trimLeft(line);
    RaceMemory memory;
    const bool heap = literal(s, "Heap block");
    if (!heap) {
        if (!literal(s, "Global var "))
            return {};
        const std::size_t end = s.find(" of size ");
        if (end == s.npos)
            return {};
        memory.name = s.substr(0, end);
        s.remove_prefix(end);
    }
    if (!literal(s, " of size "))
        return {};
    const auto size = number(s);
    if (!size || !literal(s, " at "))
        return {};
    const auto address = hex(s);
    if (!address)
        return {};
    memory.size = *size;
    memory.address = *address;
    if (heap) {
        const auto who = literal(s, " allocated by ") ? eatWho(s) : std::nullopt;
        if (!who)
            return {};
        memory.who = *who;
        return memory;
    }
    const std::size_t colon = findLast(s, ':');
    if (!literal(s, " declared at ") || colon == s.npos)
        return memory;
    std::string_view place = s;
    const std::size_t at = findLast(place, ':');
    if (at == place.npos)
        return memory;
    std::string_view digits = place.substr(at + 1);
    memory.file = place.substr(0, at);
    memory.line = static_cast<std::uint32_t>(number(digits).value_or(0));
    return memory;
}

std::optional<RaceFrame> matchRaceFrame(const Line& first, const Line* second)
{
    if (first.foreign || !second || second->foreign)
        return {};
    std::string_view name = trimLeft(first.text);
    Location location;
    if (!name.ends_with(')') || !matchLocation(second->text, location))
        return {};
    if (name.ends_with("()"))
        name.remove_suffix(2);
    else if (const auto call = matchCall(name))
        name = call->function;
    if (name.empty())
        return {};
    return RaceFrame{name, location.file, location.line};
}

std::string_view bareRaceFrame(std::string_view line)
{
    std::string_view s = trimRight(line);
    if (!s.starts_with("  ") || !s.ends_with("()"))
        return {};
    s = trimLeft(s.substr(0, s.size() - 2));
    return !s.contains(' ') && s.contains('.') ? s : std::string_view{};
}

bool isFailedStack(std::string_view line)
{
    return trimLeft(line) == "[failed to restore the stack]";
}

bool isRaceBanner(std::string_view line)
{
    return trimRight(withoutRemark(line)).ends_with(kBanner);
}

bool startsRace(std::string_view line)
{
    return line.starts_with("WARNING: DATA RACE");
}

bool startsRaceAccess(std::string_view line)
{
    // The first one of the two may have been cut off.
    if (!line.starts_with("Read ") && !line.starts_with("Write ") && !line.starts_with("Previous "))
        return false;
    return matchRaceAccess(line).has_value();
}

bool isRaceTrailer(std::string_view line)
{
    std::string_view s = trimLeft(line);
    return literal(s, "Found ") && number(s) && s.starts_with(" data race(s)");
}

} // namespace skein::go
