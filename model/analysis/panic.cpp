// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: runtime error: index out of range [5] with length 3
// panic: boom [recovered]
//         panic: boom
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"

#include <format>

namespace skein
{
namespace
{

struct Known {
    std::string_view begins;
    Situation situation;
};

constexpr Known kKnown[] = {
    {"runtime error: invalid memory address", Situation::NilDereference},
    {"runtime error: index out of range", Situation::OutOfRange},
    {"runtime error: slice bounds out of range", Situation::OutOfRange},
    {"assignment to entry in nil map", Situation::NilMapWrite},
    {"interface conversion:", Situation::TypeAssertion},
    {"Log in goroutine after", Situation::LogAfterTest},
};

Situation situationOf(std::string_view message)
{
    for (const Known& k : kKnown)
        if (message.starts_with(k.begins))
            return k.situation;
    return Situation::OtherPanic;
}

void findPanics(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (causeOf(in.log, snapshot) != Cause::Panic)
            continue;
        const std::string_view message = messageOf(in.log, snapshot);
        Finding finding = causeFinding(in.log, s, FindingKind::Panic);
        const std::string what = words::shorten(message, 100);
        finding.title =
            finding.threads.empty()
                ? std::format("A goroutine panicked: {}", what)
                : std::format("{} panicked: {}",
                              words::sentence(words::threadName(snapshot.threads[finding.threads[0].index])),
                              what);
        if (in.log.str(snapshot.reason).find("[recovered") != std::string_view::npos)
            finding.evidence.push_back(
                {"A deferred function recovered the panic and panicked again, so the frames of the "
                 "first panic stand below those of the second.",
                 words::spanLines(snapshot.reasonLines)});
        if (finding.threads.empty())
            finding.missing =
                Missing{"the goroutine that panicked", "the log has the message but no stack of it",
                        "the lines behind the message: GOTRACEBACK must not be none"};
        finding.advice.push_back(adviceFor(situationOf(message)));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector panicDetector{"panic", "A panic ended the program", findPanics};

} // namespace skein
