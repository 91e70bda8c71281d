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

constexpr std::array<std::string_view, 13> kAnchors = {"fatal error: concurrent map ",
                                                       "fatal error: all goroutines are asleep",
                                                       "fatal error: sync: ",
                                                       "fatal error: stack overflow",
                                                       "fatal error: runtime: out of",
                                                       "fatal error: unexpected signal ",
                                                       "panic: send on closed channel",
                                                       "panic: close of ",
                                                       "panic: sync: ",
                                                       "panic: test timed out after ",
                                                       "http: panic serving ",
                                                       "Observed a panic: ",
                                                       "Recovered from panic: "};

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

/// Kubernetes' words; up to 1.15 without a stack that has functions or the goroutine's number:
///     Observed a panic: "invalid memory address" (runtime error: invalid memory address)
///     /go/src/k8s.io/kubernetes/pkg/util/runtime/runtime.go:72
bool isHandled(std::string_view text)
{
    return text.starts_with("Observed a panic: ") || text.starts_with("Recovered from panic: ");
}

/// `: /go/src/runtime/panic.go:491`, behind whatever stands before each line
bool endsWithPlace(std::string_view raw)
{
    std::string_view s = scan::trimRight(raw);
    const std::size_t colon = scan::findLast(s, ':');
    if (colon == s.npos || colon + 1 == s.size() || s.find_first_not_of("0123456789", colon + 1) != s.npos)
        return false;
    s = s.substr(0, colon);
    return s.ends_with(".go") || s.ends_with(".s");
}

bool isMessage(std::string_view text)
{
    text = scan::trimRight(text);
    if (scan::literal(text, kFatalError))
        return !text.empty() && (fatalMessage(text) == text || std::ranges::contains(kFatals, text));
    if (scan::literal(text, "http: panic serving "))
        return isServing(text);
    if (isHandled(text))
        return true;
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

void LoneFatals::note(const Line& line, const Line* next)
{
    if (m_noted.size() == kMaxNoted)
        return;
    const auto has = [&line](std::string_view anchor) { return scan::contains(line.raw, anchor); };
    if (std::ranges::none_of(kAnchors, has))
        return;
    const LinePrefix prefix = LinePrefix::candidates(line.raw, isMessage).front();
    std::string scratch;
    const auto text = prefix.strip(line.raw, scratch);
    if (!text || !isMessage(prefix.stripInner(*text)))
        return;
    const std::string_view message = scan::trimRight(prefix.stripInner(*text));
    // Where the stack of a goroutine follows, that is what the panic is known by.
    if (isHandled(message) ? !next || !endsWithPlace(next->raw) : prefix.isLearned())
        return;
    m_noted.push_back({{line.number, line.last}, std::string(message)});
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
