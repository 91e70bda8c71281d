// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/layout.h"

#include <graphviz/gvc.h>

#include <memory>

namespace skein {

namespace {

constexpr double kPointsPerInch = 72;
constexpr std::size_t kManyNodes = 400;

/// Graphviz takes non-const strings and copies them.
char* text(const char* s) { return const_cast<char*>(s); }

struct FreeContext {
    void operator()(GVC_t* context) const { gvFreeContext(context); }
};

/// The loaded layout plugins; made on first use, on the layout thread, since loading them costs some 20 ms.
GVC_t* context()
{
    static const std::unique_ptr<GVC_t, FreeContext> instance(gvContext());
    return instance.get();
}

struct CloseGraph {
    void operator()(Agraph_t* graph) const
    {
        gvFreeLayout(context(), graph);
        agclose(graph);
    }
};
using GraphHandle = std::unique_ptr<Agraph_t, CloseGraph>;

void set(void* object, const char* name, const std::string& value)
{
    agsafeset(object, text(name), text(value.c_str()), text(""));
}

std::string inches(double points) { return std::to_string(points / kPointsPerInch); }

GraphHandle build(const GraphRequest& request, std::vector<Agnode_t*>& nodes, std::vector<Agedge_t*>& edges)
{
    GraphHandle graph(agopen(text("wait"), Agdirected, nullptr));
    set(graph.get(), "rankdir", "LR");  // hundreds of waiters stack better downwards than sideways
    set(graph.get(), "nodesep", "0.22");
    set(graph.get(), "ranksep", "0.75");
    set(graph.get(), "nslimit", "4");
    set(graph.get(), "mclimit", "0.5");
    set(graph.get(), "splines", request.nodes.size() > kManyNodes ? "line" : "true");
    agattr(graph.get(), AGNODE, text("shape"), text("box"));
    agattr(graph.get(), AGNODE, text("fixedsize"), text("true"));
    agattr(graph.get(), AGNODE, text("label"), text(""));

    for (const auto& node : request.nodes) {
        Agnode_t* const made = agnode(graph.get(), nullptr, 1);
        set(made, "width", inches(node.width));
        set(made, "height", inches(node.height));
        nodes.push_back(made);
    }
    for (const auto& edge : request.edges) {
        edges.push_back(agedge(graph.get(), nodes[edge.from], nodes[edge.to], nullptr, 1));
    }
    return graph;
}

/// Graphviz may store an edge against its direction; the points are returned from tail to head either way.
GraphLayout::Edge readEdge(Agedge_t* edge, double height)
{
    GraphLayout::Edge out;
    const splines* const path = ED_spl(edge);
    if (path == nullptr || path->size == 0) return out;
    const bezier& curve = path->list[0];
    const auto point = [&](pointf p) { return GraphPoint{p.x, height - p.y}; };
    for (std::size_t i = 0; i < static_cast<std::size_t>(curve.size); ++i) out.bezier.push_back(point(curve.list[i]));
    if (!out.bezier.empty() && curve.eflag != 0) {
        // The curve stops short of the arrowhead; we draw our own head at the node's border.
        out.bezier.back() = point(curve.ep);
    }
    if (!out.bezier.empty()) out.label = out.bezier[out.bezier.size() / 2];
    return out;
}

}  // namespace

std::expected<GraphLayout, std::string> layoutGraph(const GraphRequest& request)
{
    GraphLayout out;
    if (request.nodes.empty()) return out;
    if (context() == nullptr) return std::unexpected("Graphviz could not be started; reinstall its libraries.");

    std::vector<Agnode_t*> nodes;
    std::vector<Agedge_t*> edges;
    const GraphHandle graph = build(request, nodes, edges);
    if (gvLayout(context(), graph.get(), "dot") != 0) {
        return std::unexpected("Graphviz could not lay out this graph; reinstall its dot plugin.");
    }

    const boxf box = GD_bb(graph.get());
    out.width = box.UR.x;
    out.height = box.UR.y;
    for (Agnode_t* node : nodes) out.nodes.push_back({ND_coord(node).x, out.height - ND_coord(node).y});
    for (Agedge_t* edge : edges) out.edges.push_back(readEdge(edge, out.height));
    return out;
}

}  // namespace skein
