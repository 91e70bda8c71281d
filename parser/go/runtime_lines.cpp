// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/runtime_lines.h"

#include "parser/go/frame_line.h"
#include "parser/go/header.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>

namespace skein::go
{

namespace
{

using namespace scan;

/// panic(""), without the blank at its end
constexpr std::string_view kEmptyPanic = "panic:";

struct Beginning {
    std::string_view text;
    LineKind kind;
};

// runtime/{panic,traceback,signal_unix,stack,error}.go, cmd/go
constexpr std::array kBeginnings = {
    Beginning{"panic: ", LineKind::Reason},
    Beginning{kFatalError, LineKind::Reason},
    Beginning{"fatal: morestack on ", LineKind::Reason},
    Beginning{"http: panic serving ", LineKind::Reason},
    Beginning{"http2: panic serving ", LineKind::Reason},
    Beginning{"[signal ", LineKind::SignalDetail},
    Beginning{"PC=0x", LineKind::SignalDetail},
    Beginning{"signal arrived during ", LineKind::SignalDetail},
    Beginning{"instruction bytes: ", LineKind::SignalDetail},
    Beginning{"Exception 0x", LineKind::Signal},
    Beginning{"running tests:", LineKind::TestList},
    Beginning{"runtime: ", LineKind::Diagnostic},
    Beginning{"runtime stack:", LineKind::RuntimeStack},
    Beginning{"stack: frame={", LineKind::Diagnostic},
    Beginning{"stack=[0x", LineKind::Diagnostic},
    Beginning{"traceback: ", LineKind::Diagnostic},
    Beginning{"unexpected fault address 0x", LineKind::Diagnostic},
    Beginning{"panic during ", LineKind::Diagnostic},
    Beginning{"panic on system stack", LineKind::Diagnostic},
    Beginning{"panic holding locks", LineKind::Diagnostic},
    Beginning{"preempt off reason: ", LineKind::Diagnostic},
    Beginning{"stack trace unavailable", LineKind::Diagnostic},
    Beginning{"goroutine running on other thread; stack unavailable", LineKind::Unavailable},
    Beginning{"non-Go function at pc=", LineKind::ForeignCode},
    Beginning{"created by ", LineKind::CreatedBy},
    Beginning{"exit status ", LineKind::Trailer},
    Beginning{"FAIL\t", LineKind::Trailer},
    Beginning{"*** Test killed with ", LineKind::Trailer},
    Beginning{"Aborted (core dumped)", LineKind::Trailer},
    Beginning{"signal: ", LineKind::Trailer},
};

// rax    0x0; r10    0x206; lr     0x1025eb932 (the name is padded to seven columns, signal_*.go dumpregs)
bool isRegister(std::string_view line)
{
    std::size_t n = 0;
    while (n < line.size() && n < 8 && isAlnum(line[n]))
        ++n;
    if (n < 2 || n > 6)
        return false;
    std::string_view s = line.substr(n);
    if (!s.starts_with(' '))
        return false;
    s = trimLeft(s);
    return hex(s) && s.empty() && n + 1 < 8;
}

// 0x000000c00002e6e0:  0x000000c00002e780  0x0000000000431b1a <runtime.gopanic+0x00000000000003ba>
bool isHexDump(std::string_view line)
{
    std::string_view s = line;
    return hex(s) && literal(s, ":") && trimLeft(s).starts_with("0x");
}

bool isSignalName(std::string_view line)
{
    if (!line.starts_with("SIG"))
        return false;
    std::size_t n = 3;
    while (n < line.size() && (isAlnum(line[n])))
        ++n;
    return n > 4 && n < 12 && line.substr(n).starts_with(": ");
}

constexpr std::array<std::string_view, 7> kDeadlySignals = {"SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL",
                                                            "SIGTRAP", "SIGSYS", "SIGABRT"};

/// Where the words of a handler begin behind what its logger prints; the length of the line where there are
/// none:
///     2026/11/20 09:31:00 http: panic serving 127.0.0.1:52804: boom
///     E1120 09:31:00.278532   17067 runtime.go:79] Observed a panic: "boom" (boom)
///     E1120 09:31:00.278532       1 panic.go:262] "Observed a panic" panic="boom" panicGoValue="\"boom\""
///     stacktrace=<
std::size_t handlersWords(std::string_view line)
{
    constexpr std::size_t kMostBefore = 120;
    for (const std::string_view words : {"http: panic serving ", "Observed a panic: ",
                                         "Recovered from panic: ", "\"Observed a panic\" panic=\""}) {
        const std::size_t at = line.substr(0, kMostBefore + words.size()).find(words);
        if (at != line.npos && (at == 0 || line[at - 1] == ' '))
            return at;
    }
    return line.size();
}

// runtime/map*.go, internal/runtime/maps, runtime/proc.go checkdead, sync/mutex.go, sync/rwmutex.go
// runtime/stack.go newstack, runtime/proc.go checkmcount
constexpr std::array<std::string_view, 11> kFatalMessages = {
    "concurrent map writes",
    "concurrent map read and map write",
    "concurrent map iteration and map write",
    "concurrent map clone and map write",
    "all goroutines are asleep - deadlock!",
    "no goroutines (main called runtime.Goexit) - deadlock!",
    "sync: unlock of unlocked mutex",
    "sync: Unlock of unlocked RWMutex",
    "sync: RUnlock of unlocked RWMutex",
    "stack overflow",
    "thread exhaustion",
};

} // namespace

std::string_view fatalMessage(std::string_view text)
{
    const auto found = std::ranges::find_if(kFatalMessages, [text](auto m) { return text.starts_with(m); });
    return found == kFatalMessages.end() ? std::string_view{} : *found;
}

LineKind classify(std::string_view line)
{
    const std::string_view s = trimLeft(line);
    if (s.empty())
        return LineKind::Blank;
    const bool indented = s.size() != line.size();
    switch (s.front()) {
    case 'g':
        if (!indented && matchHeader(s))
            return LineKind::Header;
        break;
    case 'c':
        if (s.starts_with("created by "))
            return LineKind::CreatedBy;
        break;
    case '.':
        return matchElided(s) ? LineKind::Elided : LineKind::Other;
    case '[':
        if (matchAncestor(s))
            return LineKind::Ancestor;
        break;
    case '-':
        return s == "-----" ? LineKind::Separator : LineKind::Other;
    case '0':
        return isHexDump(s) ? LineKind::Diagnostic : LineKind::Other;
    case 'S':
        return !indented && isSignalName(s) ? LineKind::Signal : LineKind::Other;
    default:
        break;
    }
    for (const Beginning& b : kBeginnings)
        if (s.starts_with(b.text))
            return b.kind;
    if (s == kEmptyPanic)
        return LineKind::Reason;
    if (isRegister(s))
        return LineKind::Registers;
    return handlersWords(s) < s.size() ? LineKind::Reason : LineKind::Other;
}

std::string_view signalOf(std::string_view line)
{
    std::string_view s = trimLeft(line);
    literal(s, "[signal ");
    if (!s.starts_with("SIG"))
        return {};
    std::size_t n = 0;
    while (n < s.size() && isAlnum(s[n]))
        ++n;
    return s.substr(0, n);
}

bool meansCrash(LineKind kind, std::string_view line)
{
    const std::string_view s = trimLeft(line);
    switch (kind) {
    case LineKind::Reason:
        return !s.starts_with("fatal error: all goroutines are asleep") &&
               !s.starts_with("fatal error: no goroutines");
    case LineKind::Signal:
    case LineKind::SignalDetail:
        return s.starts_with("Exception ") || std::ranges::contains(kDeadlySignals, signalOf(s));
    default:
        return false;
    }
}

std::string_view reasonText(std::string_view line)
{
    const std::string_view s = trimLeft(line);
    if (s == kEmptyPanic)
        return "panic: ";
    const std::size_t words = handlersWords(s);
    return words < s.size() ? s.substr(words) : s;
}

} // namespace skein::go
