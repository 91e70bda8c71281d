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
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    double aspect = 2;                    ///< wanted width / height of the whole
};

struct GraphLayout {
    struct Edge {
        std::vector<GraphPoint> bezier;   ///< 1 + 3 n control points, from tail to head; empty if it has no path
    };
    double width = 0, height = 0;
    std::vector<GraphPoint> nodes;        ///< centres, same order as the request
    std::vector<Edge> edges;              ///< same order as the request
};

/// Lays each connected part out from left to right with `dot`, and packs the parts in rows, in the order of their
/// first nodes. Graphviz keeps global state: calls wait for each other. Up to about 400
/// nodes in a part it takes well under a second; larger parts get straight edges.
/// The error is one sentence for the user.
std::expected<GraphLayout, std::string> layoutGraph(const GraphRequest& request);

}  // namespace skein
