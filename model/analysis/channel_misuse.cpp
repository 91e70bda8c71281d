// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: send on closed channel
// panic: close of closed channel
// panic: close of nil channel
#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/object_users.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <string_view>

namespace skein
{
namespace
{

constexpr std::string_view kOperations[] = {"runtime.chansend", "runtime.closechan"};

void findChannelMisuse(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (in.stop.stop_requested())
            return;
        if (causeOf(in.log, snapshot) != Cause::ChannelMisuse)
            continue;
        const std::string_view message = messageOf(in.log, snapshot);
        const bool send = message.starts_with("send on");
        const bool nil = message.starts_with("close of nil");
        Finding finding = causeFinding(in.log, s, FindingKind::ChannelMisuse);
        const std::string who =
            finding.threads.empty()
                ? "A goroutine"
                : words::sentence(words::threadName(snapshot.threads[finding.threads[0].index]));
        finding.title = formatted("{} {}", who,
                                  send  ? "sent on a channel that was closed"
                                  : nil ? "closed a channel that is nil"
                                        : "closed a channel a second time");
        finding.resource = Resource{ResourceKind::Channel, 0, {}};
        if (!nil) {
            addObjectUsers(in.log, finding, kOperations);
            finding.missing =
                Missing{"who closed the channel",
                        "a channel does not remember who closed it, and that goroutine may have ended",
                        showsOthers(snapshot) ? "a log line where the channel is closed"
                                              : "GOTRACEBACK=all, and a log line where the channel is closed"};
        }
        finding.advice.push_back(adviceFor(send  ? Situation::SendOnClosed
                                           : nil ? Situation::CloseNil
                                                 : Situation::CloseTwice));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector channelMisuseDetector{"channel-misuse", "A closed or nil channel is used", findChannelMisuse};

} // namespace skein
