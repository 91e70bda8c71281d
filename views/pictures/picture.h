// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/analysis/order.h"
#include "views/report/shown_note.h"
#include "views/style/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skein
{

/// Something in a picture that can be pointed at.
struct Spot {
    QPainterPath area;                       ///< what is pointed at; of a link or edge a line, to be widened
    bool line = false;                       ///< `area` is a line
    bool whole = false;                      ///< a thread's whole lane or node, not something on it
    QString title;                           ///< plain text: what a tooltip says
    ThreadRef thread;                        ///< whom it shows, where it shows one
    std::uint32_t others = 0;                ///< threads of the same node or lane beside that one
    std::uint32_t logLine = 0;               ///< where the log says it; 0 where it is nowhere
    std::optional<std::uint32_t> event = {}; ///< index into Timeline::events
    std::uint32_t note = 0;                  ///< number of the note whose sheet it is; 0: none
};

/// A timeline or a graph outside of the window: what is drawn, what can be pointed at, and what was left out.
/// Drawn by the same functions as on the screen.
struct Picture {
    QSizeF size;
    QString name; ///< "Timeline", for screen readers
    QString left; ///< a sentence about what was left out; empty where nothing was
    std::vector<Spot> spots;
    std::shared_ptr<const Timeline> timeline;          ///< what Spot::event counts; null for a graph
    std::function<void(QPainter&, const Theme&)> draw; ///< with its top left corner at the origin
};

enum class PictureKind { Timeline, Graph };

/// How much a picture shows.
struct PictureExtent {
    double width = 1080;    ///< of a timeline, in pixels
    std::size_t lanes = 60; ///< of a timeline; the others are counted
    bool clock = false;     ///< minutes before the dump instead of order, where the log knows any
};

/// `said`: what people say of it, null for nothing. None where there is nothing to draw; the error is a
/// sentence for the user.
std::expected<std::optional<Picture>, std::string>
makePicture(PictureKind kind, const AnalysisPtr& analysis, std::uint32_t snapshot,
            std::optional<std::uint32_t> finding, const Theme& theme, PictureExtent extent = {},
            const std::shared_ptr<const ShownNotes>& said = {});

/// Which snapshot a finding is shown in: its own, or the first where it compares several.
std::uint32_t snapshotOf(const Finding& finding);

/// Something is known to wait for something in a finding of this kind: the graph says more than the timeline.
bool graphFirst(const Finding& finding);

} // namespace skein
