// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/quality.h"

#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace skein
{

namespace
{

constexpr std::size_t kThreadsWithArguments = 200;

/// Texts that no function or file name of a program holds.
bool looksDamaged(std::string_view name)
{
    static constexpr std::array<std::string_view, 17> kRemains = {
        "&lt;", "&gt;", "&amp;", "&#",     "=3D", "](",  "<br",      "\xe2\x80", "\x1b",
        "\\n",  "\\t",  "\\u",   "&nbsp;", "([",  ", [", "\xc2\xa0", ", \\"};
    if (name.starts_with(' ') || name.starts_with('[') || name.starts_with('"') || name.ends_with('\\') ||
        name.starts_with("//") || name.starts_with("# ") || name.starts_with("> ") ||
        name.starts_with("^I") || name.starts_with('$') || name.contains('\t') || name.contains('\0'))
        return true;
    return std::ranges::any_of(kRemains, [name](std::string_view r) { return scan::contains(name, r); });
}

/// Function names of Go hold a dot and no blanks, files end in a letter.
bool isWhole(const Log& log, const Frame& frame)
{
    const std::string_view function = log.str(frame.function), file = log.str(frame.file);
    return !looksDamaged(function) && !looksDamaged(file) && function.contains('.') &&
           function.find(' ') >= function.find('['); // type arguments hold blanks, names don't
}

/// Per frame of the log: what one printing of it counts.
std::vector<std::int64_t> worthOfFrames(const Log& log)
{
    std::vector<std::int64_t> worth;
    worth.reserve(log.frames.size());
    for (const Frame& frame : log.frames)
        worth.push_back(isWhole(log, frame) ? (frame.file ? 8 : 2) : 1);
    return worth;
}

std::int64_t argumentsOf(const Log& log, const Thread& thread)
{
    std::int64_t count = 0;
    for (const FrameText& frame : log.threadText->frames(thread))
        for (const ArgWord& word : frame.args)
            count += word.isNumber ? 1 : word.value == 0 ? -1 : 0;
    return count;
}

bool isPoor(const Thread& t)
{
    return !t.stack && !t.stackUnavailable && !t.cutOff && t.kind == ThreadKind::Goroutine;
}

/// `panic: index out of range [7] with length 0 [recovere`
bool isCutReason(std::string_view reason)
{
    return std::ranges::count(reason, '[') > std::ranges::count(reason, ']');
}

bool holdsDump(std::string_view line)
{
    static constexpr std::array<std::string_view, 9> kWords = {
        ".go:", "goroutine", ".s:", "created by", "fatal error", "panic", "+0x", "SIGQUIT", "[signal "};
    return std::ranges::any_of(kWords, [line](std::string_view w) { return scan::contains(line, w); });
}

} // namespace

std::int64_t qualityOf(const Log& log)
{
    const std::vector<std::int64_t> worth = worthOfFrames(log);
    std::vector<std::int64_t> ofStack(log.stackCount(), -1);
    std::int64_t sum = 0;
    std::size_t asked = 0;
    for (const Snapshot& snapshot : log.snapshots) {
        // What announces a dump is worth something together with the dump only.
        if (snapshot.threads.empty())
            continue;
        sum += !snapshot.reason ? -1 : isCutReason(log.str(snapshot.reason)) ? 25 : 30;
        sum += static_cast<std::int64_t>(std::min<std::size_t>(snapshot.remarks.size(), 4));
        for (const Thread& thread : snapshot.threads) {
            if (thread.stack) {
                std::int64_t& known = ofStack[thread.stack.value];
                if (known < 0) {
                    known = 4;
                    for (const FrameId frame : log.stack(thread.stack))
                        known += worth[frame.value];
                }
                sum += known;
            } else if (thread.stackUnavailable) {
                sum += 4;
            }
            if (thread.createdAt)
                sum += worth[thread.createdAt.value] / 2;
            sum += thread.state == ThreadState::Unknown ? 0 : 1;
            if (asked < kThreadsWithArguments && ++asked)
                sum += argumentsOf(log, thread);
        }
    }
    return sum;
}

std::optional<std::uint64_t> suspiciousPlace(const Log& log, std::size_t limit)
{
    for (const Snapshot& snapshot : log.snapshots)
        for (const Thread& thread : snapshot.threads)
            if (isPoor(thread))
                return thread.textOffset;
    for (const Snapshot& snapshot : log.snapshots)
        if (isCutReason(log.str(snapshot.reason)) || looksDamaged(log.str(snapshot.reason)))
            return log.text.lineOffset(snapshot.lines.first);
    const auto damaged = [&](const Frame& frame) {
        return looksDamaged(log.str(frame.function)) || looksDamaged(log.str(frame.file));
    };
    if (std::ranges::any_of(log.frames, damaged))
        return log.snapshots.empty() ? 0 : log.text.lineOffset(log.snapshots.front().lines.first);
    // Lines between those that were recognised.
    const std::string_view text = log.text.bytes();
    std::uint32_t line = 1;
    for (std::size_t i = 0; i <= log.recognised.size() && limit > 0; ++i) {
        const std::uint32_t to =
            i < log.recognised.size() ? log.recognised[i].first : log.text.lineCount() + 1;
        if (to > line) {
            const std::uint64_t begin = log.text.lineOffset(line), end = log.text.lineOffset(to);
            const std::size_t size = std::min<std::size_t>(end - begin, limit);
            if (holdsDump(text.substr(begin, size)))
                return begin;
            limit -= size;
        }
        line = i < log.recognised.size() ? log.recognised[i].last + 1 : to;
    }
    return {};
}

} // namespace skein
