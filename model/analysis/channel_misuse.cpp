// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: send on closed channel
// panic: close of closed channel
// panic: close of nil channel
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <format>

namespace skein {
namespace {

// Threads of which the arguments are read in search of the channel; beyond that the first ones have to do.
constexpr std::size_t kMostRead = 4096;

/// Machine words that the panicking goroutine's own code was called with, and the channel where the runtime
/// shows it.
struct Held {
    std::uint64_t channel = 0;
    std::vector<std::uint64_t> words;  ///< sorted
};

Held heldBy(const Log& log, const Thread& thread)
{
    Held held;
    const std::size_t site = log.siteIndex(thread.stack).value_or(0);
    const std::vector<FrameText> frames = log.threadText->frames(thread);
    for (std::size_t i = 0; i < frames.size() && i <= site + 1; ++i) {
        const std::string_view function = log.function(frames[i].frame);
        const bool onChannel = function == "runtime.chansend" || function == "runtime.closechan";
        for (const ArgWord& arg : frames[i].args) {
            if (!arg.isNumber || arg.stale || arg.value < 0x10000) continue;
            if (onChannel && arg.position == 0) held.channel = arg.value;
            if (i >= site) held.words.push_back(arg.value);
        }
    }
    std::ranges::sort(held.words);
    return held;
}

/// Others that wait for the channel or were called with one of the words.
std::vector<std::uint32_t> othersWith(const Log& log, const Snapshot& snapshot, std::uint32_t crashed,
                                      const Held& held)
{
    std::vector<std::uint32_t> found;
    std::size_t read = 0;
    for (std::uint32_t i = 0; i < snapshot.threads.size() && read < kMostRead; ++i) {
        const Thread& thread = snapshot.threads[i];
        if (i == crashed || thread.kind == ThreadKind::System || !thread.stack) continue;
        ++read;
        bool has = held.channel != 0 && thread.waitsOn == held.channel;
        for (const FrameText& frame : log.threadText->frames(thread)) {
            if (has) break;
            if (log.frame(frame.frame).role == Role::Runtime) continue;
            has = std::ranges::any_of(frame.args, [&](const ArgWord& arg) {
                return arg.isNumber && !arg.stale && std::ranges::binary_search(held.words, arg.value);
            });
        }
        if (has) found.push_back(i);
    }
    return found;
}

void addOthers(const Log& log, Finding& finding, const Held& held)
{
    const Snapshot& snapshot = log.snapshots[*finding.snapshot];
    const auto others = othersWith(log, snapshot, finding.threads[0].index, held);
    if (others.empty()) return;
    Evidence evidence{std::format("{} {} called with a pointer that the panicking goroutine has too.",
                                  words::sentence(words::threadNames(snapshot, others)),
                                  others.size() == 1 ? "was" : "were"),
                      {}};
    for (const std::uint32_t t : others) {
        if (evidence.logLines.size() >= 16) break;
        words::addLines(evidence.logLines, words::siteLines(log, snapshot.threads[t]));
    }
    finding.evidence.push_back(std::move(evidence));
    for (const std::uint32_t t : others) finding.threads.push_back({*finding.snapshot, t});
}

void findChannelMisuse(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (in.stop.stop_requested()) return;
        if (causeOf(in.log, snapshot) != Cause::ChannelMisuse) continue;
        const std::string_view message = messageOf(in.log, snapshot);
        const bool send = message.starts_with("send on");
        const bool nil = message.starts_with("close of nil");
        Finding finding = causeFinding(in.log, s, FindingKind::ChannelMisuse);
        const std::string who =
            finding.threads.empty()
                ? "A goroutine"
                : words::sentence(words::threadName(snapshot.threads[finding.threads[0].index]));
        finding.title = std::format("{} {}", who,
                                    send  ? "sent on a channel that was closed"
                                    : nil ? "closed a channel that is nil"
                                          : "closed a channel a second time");
        finding.resource = Resource{ResourceKind::Channel, 0, {}};
        if (!finding.threads.empty() && !nil) {
            const Held held = heldBy(in.log, snapshot.threads[finding.threads[0].index]);
            finding.resource->address = held.channel;
            addOthers(in.log, finding, held);
        }
        if (!nil)
            finding.missing =
                Missing{"who closed the channel",
                        "a channel does not remember who closed it, and that goroutine may have ended",
                        "GOTRACEBACK=all, and a log line where the channel is closed"};
        finding.advice.push_back(adviceFor(send  ? Situation::SendOnClosed
                                           : nil ? Situation::CloseNil
                                                 : Situation::CloseTwice));
        out.push_back(std::move(finding));
    }
}

}  // namespace

const Detector channelMisuseDetector{"channel-misuse", "A closed or nil channel is used", findChannelMisuse};

}  // namespace skein
