// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <QString>
#include <cstdint>
#include <vector>

#include "model/analysis/analysis.h"
#include "views/graph/graph_notes.h"
#include "views/graph/layout.h"
#include "views/style/theme.h"

class QPainter;

namespace skein {

/// The wait-for graph of one snapshot, ready to be drawn: texts measured, nodes placed. The screen and every
/// exported picture draw this with drawGraph().
struct GraphScene {
    struct Node {
        /// Taking: an order edge, drawn as the thread that takes the second lock while it holds the first.
        enum class Kind : std::uint8_t { Thread, Resource, Taking };
        Kind kind = Kind::Thread;
        std::uint32_t index = 0;      ///< into WaitGraph::threads, ::resources or ::edges
        QString title, detail, note;  ///< "G34" / "×41 goroutines"; the place; "holds up 41 goroutines"
        QString tip;                  ///< plain text
        ResourceKind resource = ResourceKind::None;
        QRectF box;
        bool folded = false, inCycle = false, rootBlocker = false;
        QString called;               ///< what people call the thread; printable
        bool important = false;       ///< people say so
    };
    struct Edge {
        std::uint32_t index = 0;         ///< into WaitGraph::edges; an order edge is drawn as two
        std::uint32_t from = 0, to = 0;  ///< indices into nodes
        QPainterPath path;
        QString tip;
        WaitGraph::Edge::Kind kind = WaitGraph::Edge::Kind::WaitsFor;
        Certainty certainty = Certainty::Proved;
        bool inCycle = false;
        std::vector<std::uint32_t> logLines;
        LineSpan stackLines;             ///< of an order edge: the stack behind this half of it, where it is printed
    };

    std::uint32_t snapshot = 0;
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    QRectF bounds;
    GraphSaid said;
    std::uint32_t hiddenNodes = 0;    ///< parts of the graph that were left out because they are many

    const Node* nodeAt(QPointF at) const;
    const Edge* edgeAt(QPointF at, double tolerance) const;
    /// Index of the node that stands for this thread or resource; -1 where it isn't drawn.
    int nodeOfThread(const WaitGraph& graph, std::uint32_t threadIndex) const;
    int nodeOfResource(std::uint32_t resource) const;
    /// The taking of a lock that these lines tell of, or the first one of the thread; -1 where there is none.
    int nodeOfTaking(const WaitGraph& graph, std::uint32_t threadIndex, LineSpan lines) const;
};

/// How much of a wait-for graph is drawn.
struct GraphExtent {
    std::uint32_t maxNodes = 150;
    /// Also waits that tell nothing beside the groups: one place that waits for one thing, and nobody known
    /// to hold it, unless a finding speaks of it.
    bool quietParts = false;
};

/// Nodes and edges with texts and sizes but without positions. Parts with a cycle come first, then those that
/// hold up most threads; what is left out is counted.
GraphScene makeGraphScene(const Analysis& analysis, std::uint32_t snapshot, const Theme& theme, GraphExtent extent);
GraphRequest layoutRequest(const GraphScene& scene, double aspect);
void place(GraphScene& scene, const GraphLayout& layout);

/// What is marked while drawing; indices into GraphScene::nodes, -1 for none.
struct GraphHighlight {
    int selected = -1;
    int hovered = -1;
};
void drawGraph(QPainter& painter, const GraphScene& scene, const GraphHighlight& highlight, const Theme& theme);

}  // namespace skein
