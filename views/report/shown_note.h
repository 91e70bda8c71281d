// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/said/resolve.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace skein
{

/// What a person said, as reports and views show it: where it stands is already looked up in the analysis.
struct ShownNote {
    enum class Kind : std::uint8_t { Note, Reply, Verdict };
    Kind kind = Kind::Note;
    /// Of a note: counted from 1, oldest first; the same in every view, picture and list. Of a reply that of
    /// the note it answers. 0 for a verdict.
    std::uint32_t number = 0;
    notes::NoteId id;                          ///< none for a verdict
    std::string author;                        ///< "" where nobody is known
    std::string time;                          ///< "2026-11-21 12:30", as it is shown; "" where unknown
    std::string text;                          ///< Markdown (see note_text.h), written by anybody: escape it
    std::string colour;                        ///< one of notes::kColours, or ""
    std::string about;                         ///< what it sits on: "thread 34", "lines 12–18"
    std::string arrow;                         ///< what its arrow leads to; "" where it has none
    ThreadRef thread;                          ///< where it sits on a thread, a frame or an access
    std::optional<std::uint32_t> finding = {}; ///< index into Analysis::findings
    LineSpan lines;                            ///< of the log
    notes::Anchor anchor;
    notes::Target at;                     ///< what the anchor leads to
    std::optional<notes::Target> arrowTo; ///< where the arrow ends
    std::optional<notes::Anchor> arrowAnchor;
    bool resolved = false;
    bool disputed = false; ///< copies of the case disagree about it
    bool opinion = false;  ///< a verdict that a finding is so or is not so: see ShownNotes::opinionOn()

    bool verdict() const { return kind == Kind::Verdict; }
};

/// Everything that people have said about an analysis. The notebook must outlive it.
struct ShownNotes {
    /// Verdicts, then notes, oldest first, each with its answers behind it.
    std::vector<ShownNote> list;
    notes::Said said;

    bool empty() const { return list.empty(); }
    std::size_t notes() const;
    /// The name that people gave a thread; null where they gave none.
    const notes::Said::Name* nameOf(ThreadRef thread) const;
    /// "confirmed, said by Ann", "rejected, said by Ann"; "" where nobody said either.
    std::string opinionOn(std::uint32_t finding) const;
};

struct ReportOptions;
/// What people have said according to the options' notebook. Nothing where there is none.
ShownNotes shownNotes(const Analysis& analysis, const ReportOptions& options);
/// The same, of what is resolved already.
ShownNotes shownNotes(const notes::Notebook& notebook, notes::Said said, const notes::Resolver& resolver);

/// "Ann, 2026-11-21 12:30, on G34, arrow to G35 (resolved)": who said it, when and of what.
std::string saidBy(const ShownNote& note);
/// "Ann": never empty, one line, not longer than a name is.
std::string authorOf(const ShownNote& note);

} // namespace skein
