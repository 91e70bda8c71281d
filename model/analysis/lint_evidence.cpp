// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/lint_evidence.h"

#include "model/analysis/analysis.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <map>
#include <set>

namespace skein
{
namespace
{

constexpr std::size_t kMostStacks = 32; ///< of one finding that are compared
constexpr std::size_t kMostNotes = 4;   ///< of one finding that are told

class Lint
{
public:
    Lint(const Log& log, std::span<const LintNote> notes) : m_log(log), m_notes(notes)
    {
        for (std::size_t i = 0; i < notes.size(); ++i)
            m_byLine.emplace(notes[i].line, i);
    }

    void addTo(Finding& finding) const
    {
        std::set<std::size_t> told;
        const auto frame = [&](FrameId id) { look(id, told, finding); };
        const auto stack = [&](StackId id) {
            for (const FrameId f : m_log.stack(id))
                if (m_log.frame(f).role == Role::User)
                    frame(f);
        };
        std::size_t stacks = 0;
        for (const Access& access : finding.accesses) {
            frame(access.frame);
            if (++stacks <= kMostStacks)
                stack(access.stack);
        }
        for (const ThreadRef ref : finding.threads) {
            if (++stacks > kMostStacks)
                break;
            const Snapshot& snapshot = m_log.snapshots[ref.snapshot];
            stack(snapshot.threads[ref.index].stack);
            frame(snapshot.threads[ref.index].createdAt);
        }
        if (finding.snapshot)
            for (const OtherStack& other : m_log.snapshots[*finding.snapshot].otherStacks) {
                if (++stacks > kMostStacks)
                    break;
                stack(other.stack);
            }
    }

private:
    void look(FrameId id, std::set<std::size_t>& told, Finding& finding) const
    {
        if (!id)
            return;
        const Frame& frame = m_log.frame(id);
        const auto [begin, end] = m_byLine.equal_range(frame.line);
        for (auto it = begin; it != end && told.size() < kMostNotes && frame.line != 0; ++it) {
            const LintNote& note = m_notes[it->second];
            if (!mayBeOneFile(note.file, m_log.str(frame.file)) || !told.insert(it->second).second)
                continue;
            finding.evidence.push_back(lintEvidence(m_log, id, note));
        }
    }

    const Log& m_log;
    std::span<const LintNote> m_notes;
    std::multimap<std::uint32_t, std::size_t> m_byLine;
};

} // namespace

bool mayBeOneFile(std::string_view file, std::string_view frame)
{
    while (file.starts_with("./") || file.starts_with(".\\"))
        file.remove_prefix(2);
    const auto plain = [](char c) { return c == '\\' ? '/' : c; };
    const std::size_t n = std::min(file.size(), frame.size());
    if (n == 0 ||
        !std::ranges::equal(file.substr(file.size() - n), frame.substr(frame.size() - n), {}, plain, plain))
        return false;
    const std::string_view longer = file.size() > n ? file : frame;
    return longer.size() == n || plain(longer[longer.size() - n - 1]) == '/';
}

Evidence lintEvidence(const Log& log, FrameId frame, const LintNote& note)
{
    std::string text =
        formatted("{} says of {}: {}", note.tool, words::place(log, frame), words::shorten(note.message));
    if (!note.check.empty())
        text += formatted(" ({})", note.check);
    if (!note.from.empty())
        text += formatted(", in {}", words::shorten(note.from, 80));
    return {text + '.', words::spanLines(note.lines, 2)};
}

std::vector<const LintNote*> lintAt(const Analysis& analysis, FrameId frame)
{
    std::vector<const LintNote*> found;
    if (!frame)
        return found;
    const Frame& at = analysis.log->frame(frame);
    for (const std::vector<LintNote>* const notes : {&analysis.log->lint, &analysis.beside})
        for (const LintNote& note : *notes)
            if (at.line != 0 && note.line == at.line && mayBeOneFile(note.file, analysis.log->str(at.file)))
                found.push_back(&note);
    return found;
}

std::vector<Evidence> lintOf(const Analysis& analysis, const Thread& thread)
{
    constexpr std::size_t kMostFrames = 32, kMostNotes = 4;
    std::vector<Evidence> said;
    const Log& log = *analysis.log;
    if (log.lint.empty() && analysis.beside.empty())
        return said;
    const auto look = [&](FrameId frame) {
        for (const LintNote* note : lintAt(analysis, frame))
            if (said.size() < kMostNotes)
                said.push_back(lintEvidence(log, frame, *note));
    };
    const auto stack = log.stack(thread.stack);
    for (const FrameId frame : stack.first(std::min(stack.size(), kMostFrames)))
        if (log.frame(frame).role == Role::User)
            look(frame);
    look(thread.createdAt);
    return said;
}

std::size_t lintInStacks(const Analysis& analysis)
{
    const Log& log = *analysis.log;
    std::set<std::uint32_t> wanted;
    for (const LintNote& note : analysis.beside)
        wanted.insert(note.line);
    std::multimap<std::uint32_t, std::string_view> files; // by line
    for (const Frame& frame : log.frames)
        if (frame.line != 0 && wanted.contains(frame.line))
            files.emplace(frame.line, log.str(frame.file));
    return static_cast<std::size_t>(std::ranges::count_if(analysis.beside, [&](const LintNote& note) {
        const auto [begin, end] = files.equal_range(note.line);
        return std::any_of(begin, end, [&](const auto& at) { return mayBeOneFile(note.file, at.second); });
    }));
}

void addLintEvidence(const Log& log, std::span<const LintNote> notes, std::vector<Finding>& findings)
{
    if (notes.empty())
        return;
    const Lint lint(log, notes);
    for (Finding& finding : findings)
        lint.addTo(finding);
}

} // namespace skein
