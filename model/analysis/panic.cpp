// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// panic: runtime error: index out of range [5] with length 3
// panic: boom [recovered]
//         panic: boom
#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {
namespace {

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
        if (message.starts_with(k.begins)) return k.situation;
    return Situation::OtherPanic;
}

/// Another goroutine started this one, and the log doesn't show it:
///     created by main.serve in goroutine 1
bool startedByNobodyInTheLog(const Snapshot& snapshot, std::uint32_t thread)
{
    const ThreadId creator = snapshot.threads[thread].creator;
    return creator.known() && std::ranges::none_of(snapshot.threads, [&](const Thread& t) { return t.id == creator; });
}

/// What stands in front of a stack that a handler has printed.
struct Handled {
    std::string message;
    std::uint32_t line = 0;
};

/// `http: panic serving 127.0.0.1:44372: boom`, `recovered from panic: boom`: the text behind the word, and
/// behind an address. Only the two lines before the stack are looked at.
Handled handledPanic(const Log& log, const Snapshot& snapshot)
{
    if (snapshot.threads.empty()) return {};
    const Thread& first = snapshot.threads.front();
    const std::string header = first.id.known() ? formatted("goroutine {} ", toString(first.id)) : "";
    const auto printed = log.threadText->printed({{first.firstLine, first.lastLine}, header, 2, 0});
    for (std::size_t i = printed.index; i-- > 0;) {
        const std::string_view line = printed.lines[i].text;
        if (line.starts_with("runtime error: ")) return {std::string(line), printed.lines[i].lines.first};
        const auto word = line.find("panic");
        const auto colon = word == std::string_view::npos ? word : line.find(": ", word);
        if (colon != std::string_view::npos)
            return {std::string(line.substr(colon + 2)), printed.lines[i].lines.first};
    }
    return {};
}

void findPanics(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        const Snapshot& snapshot = in.log.snapshots[s];
        if (causeOf(in.log, snapshot) != Cause::Panic) continue;
        const Handled handled = snapshot.reason ? Handled{} : handledPanic(in.log, snapshot);
        const std::string_view message = snapshot.reason ? messageOf(in.log, snapshot) : handled.message;
        Finding finding = causeFinding(in.log, s, FindingKind::Panic);
        const std::string who =
            finding.threads.empty()
                ? "A goroutine"
                : words::sentence(words::threadName(snapshot.threads[finding.threads[0].index]));
        finding.title = message.empty() ? formatted("{} panicked", who)
                                        : formatted("{} panicked: {}", who, words::shorten(message, 100));
        if (!snapshot.reason)
            finding.evidence.insert(
                finding.evidence.begin(),
                {"A deferred function printed this stack during a panic; the program may have gone on.",
                 handled.line != 0 ? std::vector{handled.line} : std::vector<std::uint32_t>{}});
        if (in.log.str(snapshot.reason).find("[recovered") != std::string_view::npos)
            finding.evidence.push_back(
                {"A deferred function recovered the panic and panicked again, so the frames of the "
                 "first panic stand below those of the second.",
                 words::spanLines(snapshot.reasonLines)});
        if (finding.threads.empty())
            finding.missing =
                Missing{"the goroutine that panicked", "the log has the message but no stack of it",
                        "the lines behind the message: GOTRACEBACK must not be none"};
        else if (startedByNobodyInTheLog(snapshot, finding.threads[0].index))
            finding.missing = missingOf(in.log, s, Wanted::Starter, "who started it, and what the others did");
        finding.advice.push_back(adviceFor(situationOf(message)));
        out.push_back(std::move(finding));
    }
}

}  // namespace

const Detector panicDetector{"panic", "A panic ended the program", findPanics};

}  // namespace skein
