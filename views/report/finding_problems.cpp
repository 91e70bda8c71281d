// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Findings as problems at a line of the source, for SARIF and GitHub's annotations.
#include "model/formatted.h"
#include "views/report/exporters.h"
#include "views/report/finding_words.h"
#include "views/report/note_text.h"
#include "views/report/problems.h"
#include "views/report/shown_note.h"
#include "views/report/text_parts.h"
#include "views/report/triage_parts.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace skein
{
namespace
{

constexpr std::size_t kParties = 12;
constexpr std::size_t kNotes = 500, kNoteBytes = 4000;

// One rule for each FindingKind, in its order.
constexpr std::array kRules = std::to_array<ProblemRule>({
    {"concurrent-map-access", "Goroutines use one map at once",
     "A map is not safe for concurrent use while anybody writes it."},
    {"data-race", "Threads use the same memory without order",
     "At least one of them writes, and nothing orders them."},
    {"use-after-free", "Memory is used after it was freed",
     "Another thread freed it, or it outlived its owner."},
    {"deadlock", "Threads wait for each other in a circle", "None of them can go on."},
    {"lock-order-inversion", "Locks are taken in both orders",
     "Two threads that do so at once wait for each other for ever."},
    {"lost-wakeup", "A thread waits for a signal that has been sent", "The signal came before the wait."},
    {"contention", "Many threads wait for one", "What it holds is needed by all of them."},
    {"goroutine-leak", "Goroutines that nobody wakes",
     "They wait where, as far as the log shows, nobody comes."},
    {"thread-leak", "Threads that nobody joins", "They were created and never joined or detached."},
    {"lock-misuse", "A lock is used in a way that it forbids",
     "Unlocked twice, copied, or by somebody else."},
    {"channel-misuse", "A channel is used in a way that it forbids",
     "Closed twice, or sent on after it was closed."},
    {"waitgroup-misuse", "A wait group is used in a way that it forbids",
     "Its counter went below zero, or it was reused."},
    {"panic", "A panic ended the program", "The log holds its goroutines."},
    {"crash", "A crash ended the program", "The log holds its threads."},
    {"test-timeout", "A test ran out of time", "The log holds what was running and what waited."},
});
static_assert(kRules.size() == static_cast<std::size_t>(FindingKind::TestTimeout) + 1);

/// Who is shown: the reporter, the first who waits, or the first who takes part.
ThreadRef subjectOf(const Finding& finding)
{
    if (!finding.accesses.empty() && finding.accesses.front().thread)
        return finding.accesses.front().thread;
    if (!finding.cycle.empty())
        return finding.cycle.front().thread;
    const auto first =
        std::ranges::find_if(finding.threads, [](ThreadRef ref) { return static_cast<bool>(ref); });
    return first == finding.threads.end() ? ThreadRef{} : *first;
}

Problem problemOf(const Log& log, const Finding& finding, SourcePaths& paths)
{
    Problem p;
    p.level = finding.certainty == Certainty::Proved   ? Level::Error
              : finding.certainty == Certainty::Likely ? Level::Warning
                                                       : Level::Note;
    p.rule = toString(finding.kind);
    p.title = formatted("{}: {}", toString(finding.certainty), finding.title);
    for (const std::string& party : words_of::parties(log, finding, kParties))
        p.text += party + '\n';
    for (const Evidence& item : finding.evidence)
        p.text += item.text + words_of::lines(item.logLines) + '\n';
    if (finding.missing)
        p.text += "Not in the log: " + finding.missing->what +
                  (finding.missing->capture.empty() ? "." : ". Next time: " + finding.missing->capture) +
                  '\n';
    for (const Advice& item : finding.advice)
        p.text += item.title + '\n';
    if (p.text.empty())
        p.text = p.title;
    else
        p.text.pop_back();
    // An access of a report stands where the report says; a thread where it can be repaired.
    if (!finding.accesses.empty() && finding.accesses.front().frame) {
        const Frame& frame = log.frame(finding.accesses.front().frame);
        const std::string file(log.str(frame.file));
        const auto relative = paths.relative(file);
        p.file = relative.value_or(file);
        p.inRepository = relative.has_value();
        p.line = frame.line;
    } else if (const ThreadRef ref = subjectOf(finding)) {
        const auto place = triage_parts::placeOf(log, log.snapshots[ref.snapshot].threads[ref.index], paths);
        p.file = place.file;
        p.inRepository = place.inRepository;
        p.line = place.line;
    }
    return cleaned(std::move(p));
}

ProblemNote problemNote(const Log& log, const ShownNote& note, SourcePaths& paths)
{
    ProblemNote out;
    out.author = authorOf(note);
    out.time = note.time;
    out.about = note.about + (note.arrow.empty() ? "" : ", arrow to " + note.arrow) +
                (note.resolved ? " (resolved)" : "");
    out.text = note_text::plain(note.text, kNoteBytes);
    out.verdict = note.verdict();
    if (!note.thread || note.verdict())
        return cleaned(std::move(out));
    const Thread& thread = log.snapshots[note.thread.snapshot].threads[note.thread.index];
    auto place = triage_parts::placeOf(log, thread, paths);
    if (note.at.frame && thread.stack && *note.at.frame < log.stack(thread.stack).size()) {
        const Frame& frame = log.frame(log.stack(thread.stack)[*note.at.frame]);
        const std::string file(log.str(frame.file));
        const auto relative = paths.relative(file);
        place.file = relative.value_or(file);
        place.inRepository = relative.has_value();
        place.line = frame.line;
    }
    out.file = place.file;
    out.inRepository = place.inRepository;
    out.line = place.line;
    return cleaned(std::move(out));
}

/// Notes go to the first finding that they are about: itself, or a thread that takes part in it.
void addSaid(const Analysis& analysis, const std::vector<const Finding*>& shown, const ShownNotes& notes,
             SourcePaths& paths, Problems& problems)
{
    std::map<ThreadRef, std::size_t> findingOf;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        for (const Access& access : shown[i]->accesses)
            findingOf.try_emplace(access.thread, i);
        for (const ThreadRef thread : shown[i]->threads)
            findingOf.try_emplace(thread, i);
    }
    std::size_t count = 0;
    for (const ShownNote& note : notes.list) {
        if (count++ == kNotes)
            break;
        auto at = shown.end();
        if (note.finding)
            at = std::ranges::find(shown, &analysis.findings[*note.finding]);
        else if (const auto found = note.thread ? findingOf.find(note.thread) : findingOf.end();
                 found != findingOf.end())
            at = shown.begin() + static_cast<std::ptrdiff_t>(found->second);
        ProblemNote made = problemNote(*analysis.log, note, paths);
        (at == shown.end() ? problems.said : problems.list[static_cast<std::size_t>(at - shown.begin())].said)
            .push_back(std::move(made));
    }
}

template <void (*write)(const Problems&, Sink&)>
void writeAs(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    std::error_code error;
    SourcePaths paths(repositoryRoot(std::filesystem::current_path(error)));
    Problems problems{.suite = "skein report", .rules = kRules};
    problems.log = analysis.log->input.path;
    const auto shown = shownFindings(analysis, options);
    const ShownNotes notes = shownNotes(analysis, options);
    for (const Finding* finding : shown) {
        Problem problem = problemOf(*analysis.log, *finding, paths);
        const auto index = static_cast<std::uint32_t>(finding - analysis.findings.data());
        // What Skein infers stays as it is; that a person rejected it stands beside it.
        const auto said = notes.said.findings.find(index);
        if (said != notes.said.findings.end() && said->second.opinion == notes::Said::Opinion::Rejected)
            problem.accepted = utf8::printable(notes.opinionOn(index));
        problems.list.push_back(std::move(problem));
    }
    addSaid(analysis, shown, notes, paths, problems);
    write(problems, sink);
}

} // namespace

extern const Exporter sarifExporter;
const Exporter sarifExporter{.id = "sarif",
                             .title = "SARIF 2.1.0 for code scanning",
                             .suffix = "sarif",
                             .between = "",
                             .write = writeAs<writeSarif>};
extern const Exporter githubExporter;
const Exporter githubExporter{.id = "github",
                              .title = "Annotations for GitHub Actions",
                              .suffix = "txt",
                              .between = "",
                              .write = writeAs<writeGithub>};

} // namespace skein
