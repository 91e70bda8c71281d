// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/shown_note.h"
#include "views/style/theme.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace skein
{

struct GraphScene;

/// What people said about what a wait-for graph shows; indices into GraphScene's nodes and edges, -1: none.
struct GraphSaid {
    struct On {
        std::size_t note = 0; ///< index into ShownNotes::list
        int node = -1, edge = -1;
    };
    struct Arrow {
        std::size_t note = 0;
        int from = -1, to = -1; ///< nodes
    };
    std::shared_ptr<const ShownNotes> notes;
    std::vector<On> on; ///< by node, then edge
    std::vector<Arrow> arrows;
    notes::NoteId chosen;
};

/// Puts what is said onto a scene whose nodes are made; names and stars of nodes too. `said` may be null.
void addSaid(GraphScene& scene, const Analysis& analysis, std::shared_ptr<const ShownNotes> said);

/// Sheets and strips of a scene that is laid out, in its own pixels.
struct GraphNotes {
    struct Sheet {
        std::size_t note = 0;
        QRectF box;
    };
    struct Strip {
        std::size_t note = 0; ///< kName: a name
        QPointF at;           ///< left end and middle
        double room = 0;
        QString text;
    };
    static constexpr std::size_t kName = ~std::size_t{0};
    std::vector<Sheet> sheets;
    std::vector<Strip> strips;
};
GraphNotes placeNotes(const GraphScene& scene, const Theme& theme);
/// Index into ShownNotes::list of what is at a place.
std::optional<std::size_t> noteAt(const GraphScene& scene, QPointF at, const Theme& theme);
void drawNotes(QPainter& painter, const GraphScene& scene, const QRectF& visible, const Theme& theme);

} // namespace skein
