// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/lone_fatal.h"

#include "parser/go/runtime_lines.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>

namespace skein::go
{

namespace
{

/// More of them than this is not a log of crashes.
constexpr std::size_t kMaxNoted = 256;
/// The line is often printed twice or three times by goroutines that hit the same check.
constexpr std::uint32_t kSameCrash = 5;

constexpr std::array<std::string_view, 11> kAnchors = {"fatal error: concurrent map ",
                                                       "fatal error: all goroutines are asleep",
                                                       "fatal error: sync: ",
                                                       "fatal error: stack overflow",
                                                       "fatal error: runtime: out of",
                                                       "fatal error: unexpected signal ",
                                                       "panic: send on closed channel",
                                                       "panic: close of ",
                                                       "panic: sync: ",
                                                       "panic: test timed out after ",
                                                       "http: panic serving "};

// runtime/stack.go, runtime/malloc.go, runtime/signal_unix.go: those that have nothing to do with locks and
// maps
constexpr std::array<std::string_view, 3> kFatals = {
    "stack overflow",
    "runtime: out of memory",
    "unexpected signal during runtime execution",
};

// runtime/chan.go, sync/waitgroup.go
constexpr std::array<std::string_view, 6> kPanics = {
    "send on closed channel",
    "close of closed channel",
    "close of nil channel",
    "sync: negative WaitGroup counter",
    "sync: WaitGroup is reused before previous Wait has returned",
    "sync: WaitGroup misuse: Add called concurrently with Wait",
};

// 10m0s, 1.5s: time.Duration
bool isDuration(std::string_view text)
{
    return !text.empty() && scan::isDigit(text.front()) &&
           text.find_first_not_of("0123456789.hmsnu\xc2\xb5") == text.npos;
}

// panic serving 127.0.0.1:44372: boom
bool isServing(std::string_view text)
{
    const std::size_t colon = text.find(": ");
    return colon != text.npos && colon > 0 && scan::isDigit(text[colon - 1]) &&
           !scan::contains(text.substr(0, colon), " ");
}

bool isMessage(std::string_view text)
{
    text = scan::trimRight(text);
    if (scan::literal(text, kFatalError))
        return !text.empty() && (fatalMessage(text) == text || std::ranges::contains(kFatals, text));
    if (scan::literal(text, "http: panic serving "))
        return isServing(text);
    if (!scan::literal(text, "panic: "))
        return false;
    if (scan::literal(text, "test timed out after "))
        return isDuration(text);
    return std::ranges::contains(kPanics, text);
}

} // namespace

std::span<const std::string_view> LoneFatals::anchors()
{
    return kAnchors;
}

void LoneFatals::note(const Line& line)
{
    if (m_noted.size() == kMaxNoted)
        return;
    const auto has = [&line](std::string_view anchor) { return scan::contains(line.raw, anchor); };
    if (std::ranges::none_of(kAnchors, has))
        return;
    const LinePrefix prefix = LinePrefix::candidates(line.raw, isMessage).front();
    std::string scratch;
    const auto text = prefix.strip(line.raw, scratch);
    if (!text || prefix.isLearned() || !isMessage(prefix.stripInner(*text)))
        return;
    m_noted.push_back({{line.number, line.last}, std::string(scan::trimRight(prefix.stripInner(*text)))});
}

void LoneFatals::finish(LogBuilder& out) const
{
    Snapshot open;
    const auto close = [&] {
        if (open.reason)
            out.addSnapshot(std::move(open));
        open = {};
    };
    for (const Noted& noted : m_noted) {
        if (out.isRecognised(noted.lines.first))
            continue;
        const StringId message = out.intern(noted.message);
        if (open.reason == message && open.reason && noted.lines.first - open.lines.last <= kSameCrash) {
            open.remarks.push_back({Remark::Kind::Reason, noted.lines, message});
        } else {
            close();
            open.reason = message;
            open.reasonLines = noted.lines;
            open.lines.first = noted.lines.first;
        }
        open.lines.last = noted.lines.last;
        out.recognise(noted.lines.first, noted.lines.last);
    }
    close();
}

} // namespace skein::go
