// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/pictures/html_writer.h"
#include "views/pictures/picture.h"
#include "views/report/exporters.h"
#include "views/report/shown_note.h"

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace skein
{

/// The parts of the page, one function for each; what a part had to leave out it says in words.
class PageWriter
{
public:
    PageWriter(const AnalysisPtr& analysis, const ReportOptions& options, Sink& sink);

    std::string title() const;
    void top();
    void sidebar();
    /// Every finding with its pictures, steps and stacks. The error is a sentence for the user.
    std::expected<void, std::string> findings();
    void notes();
    void groups();
    void stacks();
    void log();
    /// Shapes that the parts point to by #id: badges of certainty, glyphs of operations.
    void symbols();

private:
    // page_findings.cpp
    std::expected<void, std::string> finding(std::uint32_t index);
    void verdict(const Finding& finding, const std::string& id);
    void parties(const Finding& finding);
    void cycle(const Finding& finding);
    void threads(const Finding& finding);
    void evidence(const Finding& finding);
    void advice(const Finding& finding);
    void sides(const Finding& finding);
    void badge(Certainty certainty);
    void glyph(AccessOp op, Certainty certainty);
    void threadLink(ThreadRef ref);
    void place(FrameId frame);
    void lineLinks(const std::vector<std::uint32_t>& lines);
    /// `whole`: with an id of its own that links lead to; else shortened, with a link there.
    void note(const ShownNote& note, bool whole);
    /// What people call a thread.
    void called(ThreadRef ref);
    /// Numbers of the notes on a thread, or on one frame of it, as links.
    void noteLinks(ThreadRef ref, std::optional<std::uint32_t> frame);

    // page_figures.cpp
    std::expected<void, std::string> figures(std::uint32_t index, const std::string& id);
    void figure(const Picture& picture, const std::string& id, std::string_view kind);
    void steps(const Picture& picture, const Finding& finding, const std::string& id);

    // page_stacks.cpp
    void stack(std::uint32_t snapshot, StackId id, const std::vector<std::uint32_t>& members,
               std::size_t chips);
    void frames(ThreadRef ref, const Thread* thread, StackId stack, std::optional<std::uint32_t> marked);
    void chip(ThreadRef ref);

    /// The id of a thread's element: "thread-34", "dump-2-thread-34", "thread-at-line-120".
    std::string anchor(ThreadRef ref) const;
    std::string name(ThreadRef ref) const;
    /// "0-17": equal in everything that shows one thread.
    static std::string key(ThreadRef ref);
    const Thread& thread(ThreadRef ref) const { return m_log.snapshots[ref.snapshot].threads[ref.index]; }
    bool known(ThreadRef ref) const;
    /// Line `line` of the log stands in the page.
    bool hasLine(std::uint32_t line) const;
    void chooseLines();
    void chooseThreads();

    AnalysisPtr m_analysis;
    const Log& m_log;
    const ReportOptions& m_options;
    HtmlWriter m_out;
    std::shared_ptr<const ShownNotes> m_said; ///< what people have said; never null
    std::uint32_t m_lastNote = 0;             ///< the last one with an element that links lead to
    std::size_t m_noteBytes = 0;              ///< of their texts that are in the page
    std::multimap<ThreadRef, const ShownNote*> m_notesOf;
    std::set<std::uint32_t> m_noted;       ///< lines that notes are on
    std::vector<std::uint32_t> m_findings; ///< indices of those that are shown
    std::vector<LineSpan> m_lines;         ///< of the log, that are in the page; ascending, disjoint
    std::set<std::uint32_t> m_evidence;    ///< lines that findings cite
    std::set<ThreadRef> m_involved;        ///< threads of the findings
    std::set<ThreadRef> m_chips;           ///< threads with an element of their own
    std::set<std::string> m_taken;         ///< anchors of threads that another thread has already
    std::unordered_map<std::uint64_t, std::string> m_anchors;
};

} // namespace skein
