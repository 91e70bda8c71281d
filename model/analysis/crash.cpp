// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// SIGSEGV: segmentation violation        a signal without a panic: C code, or the runtime itself
// fatal error: stack overflow            and other fatal errors that no other detector explains
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

namespace skein {
namespace {

std::optional<Situation> situationOf(Cause cause)
{
    switch (cause) {
    case Cause::Signal: return Situation::BadSignal;
    case Cause::StackOverflow: return Situation::StackOverflow;
    case Cause::OutOfMemory: return Situation::OutOfMemory;
    case Cause::Throw: return Situation::OtherThrow;
    default: return {};
    }
}

std::string titleOf(const Log& log, const Snapshot& snapshot, Cause cause, const std::string& who)
{
    switch (cause) {
    case Cause::Signal:
        return formatted("The signal {} ended the program in {}", log.str(snapshot.signal), who);
    case Cause::StackOverflow:
        return formatted("The stack of {} grew past its limit", who);
    case Cause::OutOfMemory: return "The program ran out of memory";
    default:
        return formatted("A fatal error in {}: {}", who, words::shorten(messageOf(log, snapshot), 100));
    }
}

void findCrashes(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        const Cause cause = causeOf(in.log, snapshot);
        const auto situation = situationOf(cause);
        if (!situation) continue;
        Finding finding = causeFinding(in.log, s, FindingKind::Crash);
        const std::string who = finding.threads.empty()
                                    ? (snapshot.native ? "an unknown thread" : "an unknown goroutine")
                                    : words::threadName(snapshot.threads[finding.threads[0].index]);
        finding.title = titleOf(in.log, snapshot, cause, who);
        finding.advice.push_back(adviceFor(*situation));
        out.push_back(std::move(finding));
    }
}

}  // namespace

const Detector crashDetector{"crash", "A signal or a fatal error ended the program", findCrashes};

}  // namespace skein
