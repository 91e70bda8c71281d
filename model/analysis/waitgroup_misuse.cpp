// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: sync: negative WaitGroup counter
// panic: sync: WaitGroup misuse: Add called concurrently with Wait
// panic: sync: WaitGroup is reused before previous Wait has returned
#include "model/analysis/advice.h"
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

constexpr std::string_view kOperations[] = {"sync.(*WaitGroup)."};

void findWaitGroupMisuse(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (causeOf(in.log, snapshot) != Cause::WaitGroupMisuse)
            continue;
        const bool negative = messageOf(in.log, snapshot).starts_with("sync: negative");
        Finding finding = causeFinding(in.log, s, FindingKind::WaitGroupMisuse);
        const std::string who =
            finding.threads.empty()
                ? "A goroutine"
                : words::sentence(words::threadName(snapshot.threads[finding.threads[0].index]));
        finding.title = negative ? formatted("{} called Done more often than Add was called", who)
                        : messageOf(in.log, snapshot).starts_with("sync: WaitGroup misuse")
                            ? formatted("{} called Add while another goroutine was in Wait", who)
                            : formatted("{} reused a WaitGroup before an earlier Wait had returned", who);
        finding.resource = Resource{ResourceKind::WaitGroup, 0, {}};
        addObjectUsers(in.log, finding, kOperations);
        if (negative)
            finding.missing =
                Missing{"which Done was one too many",
                        "the counter does not remember who changed it; any earlier Done may be the wrong one",
                        "go test -race, and a log line or breakpoint at each Done"};
        finding.advice.push_back(
            adviceFor(negative ? Situation::WaitGroupNegative : Situation::WaitGroupReused));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector waitGroupMisuseDetector{"waitgroup-misuse", "Add, Done and Wait don't match",
                                       findWaitGroupMisuse};

} // namespace skein
