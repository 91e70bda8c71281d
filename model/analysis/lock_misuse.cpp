// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// fatal error: sync: unlock of unlocked mutex
// fatal error: sync: RUnlock of unlocked RWMutex
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

constexpr std::string_view kOperations[] = {"sync.(*Mutex).", "internal/sync.(*Mutex).", "sync.(*RWMutex)."};

void findLockMisuse(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (causeOf(in.log, snapshot) != Cause::LockMisuse)
            continue;
        const std::string_view message = messageOf(in.log, snapshot);
        const bool readWrite = message.find("RWMutex") != std::string_view::npos;
        Finding finding = causeFinding(in.log, s, FindingKind::LockMisuse);
        const std::string who =
            finding.threads.empty()
                ? "A goroutine"
                : words::sentence(words::threadName(snapshot.threads[finding.threads[0].index]));
        const std::string_view what =
            message.starts_with("sync: RUnlock")        ? "read-unlocked an RWMutex that nobody reads"
            : message.starts_with("sync: inconsistent") ? "met a mutex whose state is broken"
            : readWrite                                 ? "unlocked an RWMutex that is not locked"
                                                        : "unlocked a mutex that is not locked";
        finding.title = formatted("{} {}", who, what);
        finding.resource = Resource{readWrite ? ResourceKind::RwMutex : ResourceKind::Mutex, 0, {}};
        addObjectUsers(in.log, finding, kOperations);
        finding.missing =
            Missing{"which Unlock was the first one",
                    "a Go mutex does not remember who unlocked it; the dump shows only the call that failed",
                    showsOthers(snapshot) ? "go test -race, and a log line at each Unlock"
                                          : "go test -race, and GOTRACEBACK=all to see the other goroutines"};
        finding.advice.push_back(adviceFor(Situation::UnlockTwice));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector lockMisuseDetector{"lock-misuse", "A lock is released that is not held", findLockMisuse};

} // namespace skein
