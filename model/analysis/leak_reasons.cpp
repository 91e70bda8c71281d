// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/leak_reasons.h"

#include "model/analysis/words.h"

#include <algorithm>
#include <format>

namespace skein
{
namespace
{

/// Reports that show only goroutines that are left over, not the whole program.
bool showsAll(const Log& log, const Snapshot& snapshot)
{
    return snapshot.format != "goleak" && snapshot.format != "leaktest" &&
           !log.str(snapshot.reason).starts_with("goroutineleak");
}

/// Parts of names of functions that turn for as long as nobody stops them.
constexpr std::string_view kLoops[] = {"loop",  "tick",    "poll",      "watch",  "refresh", "heartbeat",
                                       "flush", "janitor", "keepalive", "expire", "sweep",   "monitor"};
constexpr std::string_view kContexts[] = {"ctx", "context"};

/// The last part of a function's name holds one of `parts`, whatever the case.
bool nameHolds(std::string_view function, std::span<const std::string_view> parts)
{
    std::string name(shortFunction(function));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::any_of(parts, [&](std::string_view part) { return name.contains(part); });
}

/// "background.Run" of "background.Run.func1.1": who wrote the closure.
std::string_view outerFunction(std::string_view function)
{
    const std::size_t slash = function.rfind('/');
    const std::size_t at = function.find(".func", slash == function.npos ? 0 : slash);
    if (at == function.npos || at + 5 >= function.size() || function[at + 5] < '0' || function[at + 5] > '9')
        return function;
    return function.substr(0, at);
}

std::vector<std::uint32_t> linesOf(const Log& log, const Snapshot& snapshot,
                                   std::span<const std::uint32_t> threads)
{
    std::vector<std::uint32_t> lines;
    for (std::size_t i = 0; i < threads.size() && i < 4; ++i)
        words::addLines(lines, words::siteLines(log, snapshot.threads[threads[i]]));
    return lines;
}

} // namespace

LeakReasons::LeakReasons(const Log& log, std::uint32_t snapshot, const Waits& waits)
    : m_log(log),
      m_snapshot(log.snapshots[snapshot]),
      m_waits(waits),
      m_whole(showsAll(log, m_snapshot)),
      m_functions(log.strings.size())
{
    std::vector<bool> seen(log.stackCount());
    for (const Thread& t : m_snapshot.threads) {
        if (t.waitsOn != 0 && waits.of(t) == Wait::ChanSend)
            m_sends.push_back(t.waitsOn);
        if (t.waitsOn != 0 && waits.of(t) == Wait::ChanReceive)
            m_receives.push_back(t.waitsOn);
        if (!t.stack || seen[t.stack.value])
            continue;
        seen[t.stack.value] = true;
        for (const FrameId f : log.stack(t.stack))
            m_functions[log.frame(f).function.value] = true;
    }
    std::ranges::sort(m_sends);
    std::ranges::sort(m_receives);
}

bool LeakReasons::onSomeStack(StringId function) const
{
    return function && m_functions[function.value];
}

std::vector<Evidence> LeakReasons::of(std::span<const std::uint32_t> threads, Wait wait,
                                      FrameId createdAt) const
{
    std::vector<Evidence> out;
    if (threads.empty())
        return out;
    const Thread& first = m_snapshot.threads[threads.front()];
    channelEnds(threads, wait, out);
    if (!loop(first, wait, out) || wait == Wait::ChanSend)
        starterGone(threads, wait, createdAt, out);
    contextUnseen(first, wait, createdAt, out);
    if (wait == Wait::WaitGroup)
        waitGroup(first, out);
    return out;
}

/// Sends that nobody receives, receives that nobody sends to: by the channels' addresses where they are
/// printed.
void LeakReasons::channelEnds(std::span<const std::uint32_t> threads, Wait wait,
                              std::vector<Evidence>& out) const
{
    if (wait != Wait::ChanSend && wait != Wait::ChanReceive)
        return;
    const bool sends = wait == Wait::ChanSend;
    std::vector<std::uint64_t> channels;
    for (const std::uint32_t t : threads)
        if (m_snapshot.threads[t].waitsOn != 0)
            channels.push_back(m_snapshot.threads[t].waitsOn);
    if (channels.empty() || channels.size() < threads.size())
        return;
    const auto& others = sends ? m_receives : m_sends;
    if (std::ranges::any_of(channels, [&](std::uint64_t c) { return std::ranges::binary_search(others, c); }))
        return;
    std::ranges::sort(channels);
    channels.erase(std::ranges::unique(channels).begin(), channels.end());
    const std::string_view nobody = sends ? "nobody receives from" : "nobody sends to";
    const std::string note = m_whole ? " (a select there would not show)" : "";
    std::string text;
    if (threads.size() == 1)
        text = std::format("In the dump {} its channel {}{}.", nobody, hexAddress(channels[0]), note);
    else if (channels.size() == 1)
        text = std::format("These {} wait on one channel, {}, and {} it{}.",
                           words::count(threads.size(), "goroutine"), hexAddress(channels[0]), nobody, note);
    else
        text = std::format("They wait on {} channels, and {} any of these{}.", channels.size(), nobody, note);
    out.push_back({std::move(text), linesOf(m_log, m_snapshot, threads)});
}

/// A result channel is read by whoever started the goroutine, or by nobody any more.
void LeakReasons::starterGone(std::span<const std::uint32_t> threads, Wait wait, FrameId createdAt,
                              std::vector<Evidence>& out) const
{
    if (!createdAt || (wait != Wait::ChanSend && wait != Wait::ChanReceive))
        return;
    const StringId function = m_log.frame(createdAt).function;
    const std::string_view outer = outerFunction(m_log.str(function));
    const std::string name(shortFunction(outer));
    if (!m_whole) {
        out.push_back(
            {wait == Wait::ChanSend
                 ? std::format(
                       "Likely {}, which started them, no longer receives: the test had ended when the "
                       "report was made, and nobody in it receives.",
                       name)
                 : std::format(
                       "Likely nobody is left to send or to close the channel: the test had ended when "
                       "the report was made."),
             {}});
        return;
    }
    if (onSomeStack(function))
        return;
    // The outer function may run even where the closure that started them has returned.
    for (std::size_t s = 0; s < m_functions.size() && outer != m_log.str(function); ++s)
        if (m_functions[s] && m_log.str(StringId(static_cast<std::uint32_t>(s))) == outer)
            return;
    const LineSpan lines =
        m_log.threadText ? m_log.threadText->createdByLines(m_snapshot.threads[threads.front()]) : LineSpan{};
    out.push_back({std::format("{}, which started them, is on no stack any more: it has returned. {}", name,
                               wait == Wait::ChanSend
                                   ? "Likely it was to receive what they send."
                                   : "Possibly it left without closing the channel, and their producer "
                                     "is gone."),
                   words::spanLines(lines, 2)});
}

/// A plain send or receive knows nothing of a context that its function was given.
void LeakReasons::contextUnseen(const Thread& first, Wait wait, FrameId createdAt,
                                std::vector<Evidence>& out) const
{
    if (wait != Wait::ChanSend && wait != Wait::ChanReceive)
        return;
    std::string_view named;
    for (const FrameId f : m_log.stack(first.stack))
        if (m_log.frame(f).role != Role::Runtime && nameHolds(m_log.function(f), kContexts))
            named = m_log.function(f);
    if (named.empty() && createdAt && nameHolds(m_log.function(createdAt), kContexts))
        named = m_log.function(createdAt);
    const std::string plain =
        std::format("a plain {}, not in a select: no cancelled context or timeout can end it",
                    wait == Wait::ChanSend ? "send" : "receive");
    out.push_back({named.empty() ? std::format("It is {}.", plain)
                                 : std::format("It is {}. Possibly the context of {} is never observed here.",
                                               plain, shortFunction(outerFunction(named))),
                   words::siteLines(m_log, first)});
}

bool LeakReasons::loop(const Thread& first, Wait wait, std::vector<Evidence>& out) const
{
    if (wait != Wait::Select && wait != Wait::ChanReceive && wait != Wait::Sleep)
        return false;
    const FrameId site = m_log.site(first.stack);
    if (!site || !nameHolds(m_log.function(site), kLoops))
        return false;
    out.push_back(
        {std::format("Possibly a loop that waits for its ticker or its work and that nothing stops: the name "
                     "of {} says so.",
                     shortFunction(m_log.function(site))),
         words::siteLines(m_log, first)});
    return true;
}

/// The goroutines that a WaitGroup waits for were started where it waits.
void LeakReasons::waitGroup(const Thread& first, std::vector<Evidence>& out) const
{
    const FrameId site = m_log.site(first.stack);
    if (!site || !first.id.known())
        return;
    const StringId function = m_log.frame(site).function;
    std::vector<std::uint32_t> left;
    bool numbered = false;
    for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
        const Thread& t = m_snapshot.threads[i];
        numbered = numbered || t.creator.known();
        if (t.createdAt && m_log.frame(t.createdAt).function == function &&
            (t.creator == first.id || !t.creator.known()))
            left.push_back(i);
    }
    if (!left.empty()) {
        const Thread& one = m_snapshot.threads[left.front()];
        out.push_back(
            {std::format("Likely it waits for {}, {} by {}: the first stands in {} [{}].",
                         words::threadNames(m_snapshot, left), left.size() == 1 ? "started" : "all started",
                         shortFunction(m_log.str(function)), words::place(m_log, m_log.site(one.stack)),
                         stateText(m_log, one)),
             words::siteLines(m_log, one)});
    } else if (numbered && m_whole) {
        out.push_back(
            {std::format(
                 "None of the goroutines that {} may have started is left: possibly one ended without "
                 "Done, and the counter can't come to zero.",
                 shortFunction(m_log.str(function))),
             words::siteLines(m_log, first)});
    }
}

} // namespace skein
