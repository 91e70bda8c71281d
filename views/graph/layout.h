// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

/// The one place that knows Graphviz. Sizes in, positions out; all lengths are points, y grows downwards.
namespace skein {

struct GraphPoint {
    double x = 0, y = 0;
};

struct GraphRequest {
    struct Node {
        double width = 0, height = 0;
    };
    struct Edge {
        std::uint32_t from = 0, to = 0;   ///< indices into nodes
        double labelWidth = 0, labelHeight = 0;   ///< room for a label; 0 for none
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

struct GraphLayout {
    struct Edge {
        std::vector<GraphPoint> bezier;   ///< 1 + 3 n control points, from tail to head; empty if it has no path
        GraphPoint label;                 ///< centre of the label
    };
    double width = 0, height = 0;
    std::vector<GraphPoint> nodes;        ///< centres, same order as the request
    std::vector<Edge> edges;              ///< same order as the request
};

/// Lays the graph out from left to right with `dot`. Graphviz keeps global state: call this from one thread only,
/// one call at a time. Up to about 400 nodes it takes well under a second; larger graphs get straight edges.
/// The error is one sentence for the user.
std::expected<GraphLayout, std::string> layoutGraph(const GraphRequest& request);

}  // namespace skein
