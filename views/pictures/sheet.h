// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/pictures/picture.h"
#include "views/pictures/said_list.h"
#include "views/report/sink.h"

#include <vector>

namespace skein
{

/// What stands in a picture file.
struct SheetOptions {
    std::optional<PictureKind> only;       ///< both where none is given, the graph where anything waits
    std::optional<std::uint32_t> finding;  ///< index into Analysis::findings; the first where none is given
    std::optional<std::uint32_t> snapshot; ///< where there is no finding, and for one that compares several
    Theme theme = Theme::light();
    PictureExtent extent;
    std::shared_ptr<const ShownNotes> said; ///< null: nobody has said anything
    SaidExtent saidExtent;
};

/// A finding's sentence above its pictures: what an SVG, PNG or PDF file holds.
struct Sheet {
    struct Block {
        Picture picture;
        double top = 0;
    };
    QSizeF size;
    Theme theme;
    QString title, below; ///< the finding's sentence; its file and kind
    Certainty certainty = Certainty::Proved;
    bool finding = false; ///< there is a finding to be sure of
    QString nothing;      ///< why there are no blocks
    std::vector<Block> blocks;
    QString opinion; ///< "confirmed, said by Ann"; empty where nobody said so
    SaidList said;   ///< below the pictures
    double saidTop = 0;
    double edge = 20; ///< around everything

    void draw(QPainter& painter) const;
    /// Where the pictures begin.
    double headingEnd() const;
    /// One block with the heading above it, for a page of its own; drawn at the origin. Page 0 is there
    /// always.
    void drawPage(QPainter& painter, std::size_t block) const;
    QSizeF pageSize(std::size_t block) const;
    /// A page of notes from entry `first` of `said` on; returns the one behind its last.
    std::size_t drawNotesPage(QPainter& painter, std::size_t first) const;
    QSizeF notesPageSize() const;

private:
    void drawHeading(QPainter& painter, double width) const;
    void drawNothing(QPainter& painter) const;
};

/// The error is a sentence for the user.
std::expected<Sheet, std::string> makeSheet(const AnalysisPtr& analysis, const SheetOptions& options);

void writeSvg(const Sheet& sheet, Sink& sink);
void writePng(const Sheet& sheet, Sink& sink);
/// A page for each picture.
void writePdf(const Sheet& sheet, Sink& sink);

} // namespace skein
