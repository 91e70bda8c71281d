// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/reasons.h"

#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein
{
namespace
{

struct Message {
    std::string_view begins;
    Cause cause;
};

// Messages of the runtime and of package sync, without `fatal error: ` or `panic: `. The first match counts.
constexpr Message kMessages[] = {
    {"concurrent map", Cause::MapAccess},
    {"all goroutines are asleep", Cause::Asleep},
    {"no goroutines (main called runtime.Goexit)", Cause::Asleep},
    {"deadlock: all goroutines in bubble are blocked", Cause::Asleep},
    {"deadlock: main bubble goroutine has exited", Cause::Asleep},
    {"sync: unlock of unlocked", Cause::LockMisuse},
    {"sync: Unlock of unlocked", Cause::LockMisuse},
    {"sync: RUnlock of unlocked", Cause::LockMisuse},
    {"sync: inconsistent mutex state", Cause::LockMisuse},
    {"send on closed channel", Cause::ChannelMisuse},
    {"close of closed channel", Cause::ChannelMisuse},
    {"close of nil channel", Cause::ChannelMisuse},
    {"sync: negative WaitGroup counter", Cause::WaitGroupMisuse},
    {"sync: WaitGroup ", Cause::WaitGroupMisuse},
    {"test timed out after", Cause::TestTimeout},
    {"test executed panic(nil)", Cause::Panic},
    {"stack overflow", Cause::StackOverflow},
    {"runtime: out of memory", Cause::OutOfMemory},
    {"out of memory", Cause::OutOfMemory},
};

// Signals that ask a Go program for its goroutines rather than report a fault.
constexpr std::string_view kAskingSignals[] = {"SIGQUIT", "SIGUSR1", "SIGUSR2",
                                               "SIGINT",  "SIGTERM", "SIGHUP"};

bool hasFrame(const Log& log, const Thread& thread, std::string_view function)
{
    return std::ranges::any_of(log.stack(thread.stack),
                               [&](FrameId f) { return log.function(f) == function; });
}

/// `runtime stack:` with runtime.checkdead is that of a deadlock. A goroutine that runs with the frame
/// `panic` on its stack is panicking: a handler has printed its stack, as net/http does:
///     http: panic serving 127.0.0.1:44372: runtime error: index out of range [6] with length 3
///     goroutine 33 [running]:
Cause causeOfStacks(const Log& log, const Snapshot& snapshot)
{
    for (const Thread& thread : snapshot.threads) {
        if (thread.kind == ThreadKind::System && hasFrame(log, thread, "runtime.checkdead"))
            return Cause::Asleep;
        if (thread.kind == ThreadKind::Goroutine && thread.state == ThreadState::Running &&
            hasFrame(log, thread, "panic"))
            return Cause::Panic;
    }
    return Cause::None;
}

/// `http: panic serving 127.0.0.1:44372: boom`: where the message begins; npos where net/http has not said
/// this.
std::size_t behindServing(std::string_view reason)
{
    if (!reason.starts_with("http: panic serving ") && !reason.starts_with("http2: panic serving "))
        return reason.npos;
    const std::size_t colon = reason.find(": ", reason.find("serving "));
    return colon == reason.npos ? reason.size() : colon + 2;
}

/// Kubernetes' words, fmt.Sprintf("%#v (%v)"): the message without them; empty where these aren't it.
///     Observed a panic: "close of closed channel" (close of closed channel)
///     Recovered from panic: &errors.errorString{s:"boom"} (boom)
///     "Observed a panic" panic="boom" panicGoValue="\"boom\"" stacktrace=<
std::string_view behindHandler(std::string_view reason)
{
    constexpr std::string_view kField = "\"Observed a panic\" panic=\"";
    if (reason.starts_with(kField)) {
        const std::string_view value = reason.substr(kField.size());
        return value.substr(0, std::min(value.find("\" "), value.size()));
    }
    for (const std::string_view words : {"Observed a panic: ", "Recovered from panic: "}) {
        if (!reason.starts_with(words))
            continue;
        const std::string_view value = reason.substr(words.size());
        for (const std::string_view between : {"\" (", "} ("})
            if (const std::size_t at = value.find(between); at != value.npos && value.ends_with(')'))
                return value.substr(at + between.size(), value.size() - at - between.size() - 1);
        return value;
    }
    return {};
}

/// Up to Go 1.5 `panic: runtime error: send on closed channel`
std::string_view withoutOldWords(std::string_view message)
{
    constexpr std::string_view kOld = "runtime error: ";
    const bool old =
        message.starts_with(kOld) && (message.substr(kOld.size()).starts_with("send on closed ") ||
                                      message.substr(kOld.size()).starts_with("close of "));
    return old ? message.substr(kOld.size()) : message;
}

/// What a tool reports while the program runs on; there may be hundreds of thousands of these.
bool isReport(const Snapshot& snapshot)
{
    if (!snapshot.native)
        return false;
    switch (snapshot.native->kind) {
    case ReportKind::DataRace:
    case ReportKind::UseAfterFree:
    case ReportKind::LockOrder:
    case ReportKind::ThreadLeak:
        return true;
    default:
        return false;
    }
}

} // namespace

std::string_view messageOf(const Log& log, const Snapshot& snapshot)
{
    std::string_view text = log.str(snapshot.reason);
    if (const std::size_t begin = behindServing(text); begin != text.npos)
        return text.substr(begin);
    if (const std::string_view message = behindHandler(text); !message.empty())
        return message;
    for (const std::string_view prefix : {"panic: ", "fatal error: "}) {
        // A repeated panic stands behind `[recovered]`, on the same line or the next.
        const auto again = text.rfind("[recovered]");
        const auto nested = again == std::string_view::npos ? again : text.find(prefix, again);
        if (nested != std::string_view::npos)
            return withoutOldWords(text.substr(nested + prefix.size()));
        if (text.starts_with(prefix))
            return withoutOldWords(text.substr(prefix.size()));
    }
    return text;
}

Cause causeOf(const Log& log, const Snapshot& snapshot)
{
    if (isReport(snapshot))
        return Cause::None;
    const std::string_view reason = log.str(snapshot.reason);
    const std::string_view message = messageOf(log, snapshot);
    for (const Message& m : kMessages)
        if (message.starts_with(m.begins))
            return m.cause;
    if (reason.starts_with("panic: ") || reason.starts_with("panic(") || !behindHandler(reason).empty() ||
        behindServing(reason) != reason.npos)
        return Cause::Panic;
    if (reason.starts_with("fatal error: "))
        return Cause::Throw;
    if (const std::string_view signal = log.str(snapshot.signal); !signal.empty()) {
        const bool asks = std::ranges::any_of(kAskingSignals, [&](auto s) { return signal.starts_with(s); });
        return asks ? Cause::Dump : Cause::Signal;
    }
    return causeOfStacks(log, snapshot);
}

std::vector<std::uint32_t> crashedThreads(const Log& log, const Snapshot& snapshot)
{
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i)
        if (snapshot.threads[i].crashed && snapshot.threads[i].kind != ThreadKind::System)
            all.push_back(i);
    for (std::uint32_t i = 0; all.empty() && !snapshot.reason && i < snapshot.threads.size(); ++i)
        if (snapshot.threads[i].state == ThreadState::Running && hasFrame(log, snapshot.threads[i], "panic"))
            all.push_back(i);
    return all;
}

Finding causeFinding(const Log& log, std::uint32_t index, FindingKind kind)
{
    const Snapshot& snapshot = log.snapshots[index];
    Finding finding = words::finding(kind, Certainty::Proved, index);
    const auto crashed = crashedThreads(log, snapshot);
    finding.threads = words::refs(index, crashed);
    if (snapshot.reason)
        finding.evidence.push_back(
            {formatted("The program printed: {}", words::shorten(log.str(snapshot.reason))),
             words::spanLines(snapshot.reasonLines)});
    if (!crashed.empty()) {
        const Thread& thread = snapshot.threads[crashed[0]];
        if (const FrameId site = log.site(thread.stack))
            finding.evidence.push_back({formatted("{} was in {}.", words::sentence(words::threadName(thread)),
                                                  words::place(log, site)),
                                        words::siteLines(log, thread)});
    }
    for (const Remark& remark : snapshot.remarks)
        if (remark.kind == Remark::Kind::Signal)
            finding.evidence.push_back(
                {formatted("The signal's line: {}", words::shorten(log.str(remark.text))),
                 words::spanLines(remark.lines)});
    return finding;
}

} // namespace skein
