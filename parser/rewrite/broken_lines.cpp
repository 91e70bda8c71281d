// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/columns.h"
#include "parser/rewrite/quality.h"
#include "parser/rewrite/rewrites.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace skein
{

bool isCutMessage(std::string_view line)
{
    // runtime/panic.go, runtime/error.go, runtime/proc.go checkdead, runtime/map.go; go-deadlock
    static constexpr std::array<std::string_view, 9> kMessages = {
        "POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:",
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "panic: runtime error: hash of unhashable type ",
        "panic: runtime error: integer divide by zero",
        "panic: assignment to entry in nil map",
        "panic: send on closed channel",
        "fatal error: all goroutines are asleep - deadlock!",
        "fatal error: concurrent map read and map write",
        "fatal error: concurrent map iteration and map write",
    };
    return line.size() > 12 && line != "POTENTIAL DEADLOCK:" &&
           std::ranges::any_of(kMessages, [line](std::string_view message) {
               return message.size() > line.size() && message.starts_with(line);
           });
}

BrokenLines brokenLines(const Log& log)
{
    constexpr std::size_t kLook = 256 * 1024;
    if (log.snapshots.empty())
        return {};
    const std::uint64_t begin = log.text.lineOffset(log.snapshots.front().lines.first);
    const std::string_view text = log.text.bytes().substr(begin, kLook);
    BrokenLines broken{std::max(softLineBreaks(text), linesBrokenAtColumn(text)), {}};
    if (broken.count > 0 || flowedLines(text) > 0)
        broken.place = begin;
    return broken;
}

} // namespace skein
