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

constexpr std::array<std::string_view, 16> kAnchors = {"fatal error: concurrent map ",
                                                       "fatal error: all goroutines are asleep",
                                                       "fatal error: sync: ",
                                                       "fatal error: stack overflow",
                                                       "fatal error: runtime: out of",
                                                       "fatal error: unexpected signal ",
                                                       "concurrent map ",
                                                       "all goroutines are asleep - deadlock!",
                                                       "runtime stack:",
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

// panic serving 127.0.0.1:44372: boom; people put 127.0.0.1:XXXXX or 10.0.0.7:... for the address
bool isServing(std::string_view text)
{
    const std::size_t colon = text.find(": ");
    const std::string_view address = text.substr(0, std::min(colon, text.size()));
    return colon != text.npos && !address.contains(' ') && address.contains(':') &&
           (scan::isDigit(address.back()) || address.ends_with("...") || address.ends_with('X'));
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

/// The line above, or the one above that where it is empty.
struct Above {
    std::string_view text;
    std::uint32_t number = 0;
};
Above above(const LineCursor& in)
{
    if (in.line().segment > 0)
        return {};
    std::string_view before = in.text().substr(0, in.line().offset);
    for (std::uint32_t number = in.line().number; before.ends_with('\n') && in.line().number - number < 2;) {
        before.remove_suffix(1);
        --number;
        const std::size_t newline = scan::findLast(before, '\n') + 1; // 0 where there is none
        if (const std::string_view line = scan::trimRight(before.substr(newline)); !line.empty())
            return {line, number};
        before = before.substr(0, newline);
    }
    return {};
}

/// Words that tools put before the message, and nothing else.
std::string_view withoutToolsWords(std::string_view text)
{
    for (const std::string_view words : {"##[error]", "Error: ", "error: "})
        if (scan::literal(text, words))
            return text;
    return text;
}

/// The program's own output came between the runtime's words and its message:
///     fatal error: I1121 09:31:00.663726    3519 handlers.go:161] PUT /orders/7: (175.1ms) 200
///     concurrent map writes
bool endsBrokenFatal(std::string_view text, std::string_view before)
{
    const std::size_t at = before.find(kFatalError);
    return !text.empty() && fatalMessage(text) == text && at != before.npos &&
           fatalMessage(before.substr(at + kFatalError.size())).empty();
}

} // namespace

std::span<const std::string_view> LoneFatals::anchors()
{
    return kAnchors;
}

void LoneFatals::note(LineCursor& in)
{
    const Line& line = in.line();
    if (m_noted.size() == kMaxNoted)
        return;
    const auto has = [&line](std::string_view anchor) { return scan::contains(line.raw, anchor); };
    if (std::ranges::none_of(kAnchors, has))
        return;
    const Above before = above(in);
    if (const std::string_view text = scan::trimRight(scan::trimLeft(line.raw));
        endsBrokenFatal(text, before.text)) {
        m_noted.push_back({{before.number, line.last}, std::string(kFatalError) + std::string(text)});
        return;
    }
    // Of other fatal errors the stack of the runtime says that they are Go's: the goroutines may be cut off.
    if (const std::size_t at = before.text.find(kFatalError);
        at != before.text.npos && scan::trimRight(line.raw).ends_with("runtime stack:")) {
        m_noted.push_back({{before.number, before.number}, std::string(before.text.substr(at))});
        return;
    }
    if (const std::string_view text = withoutToolsWords(line.raw);
        text.size() < line.raw.size() && isMessage(text)) {
        m_noted.push_back({{line.number, line.last}, std::string(scan::trimRight(text))});
        return;
    }
    const LinePrefix prefix = LinePrefix::candidates(line.raw, isMessage).front();
    std::string scratch;
    const auto text = prefix.strip(line.raw, scratch);
    if (!text || !isMessage(prefix.stripInner(*text)))
        return;
    const std::string_view message = scan::trimRight(prefix.stripInner(*text));
    const Line* next = in.peek();
    if (prefix.isLearned() && !(isHandled(message) && next && endsWithPlace(next->raw)))
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
