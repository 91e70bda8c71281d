// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/layout.h"

#include <graphviz/gvc.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

#include "views/graph/layout_components.h"

namespace skein {

namespace {

constexpr double kPointsPerInch = 72;
constexpr std::size_t kManyNodes = 400;
constexpr double kPartGap = 28;   // between connected parts

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
    return out;
}

/// A connected part of the request, and where its nodes and edges stand in the whole.
struct Part {
    GraphRequest request;
    std::vector<std::uint32_t> nodes, edges;
};

std::vector<Part> split(const GraphRequest& request)
{
    Components components(request.nodes.size());
    for (const auto& edge : request.edges) components.join(edge.from, edge.to);
    std::vector<Part> parts;
    std::vector<std::uint32_t> partOf(request.nodes.size()), placeIn(request.nodes.size());
    for (auto& members : components.members()) {
        Part& part = parts.emplace_back();
        for (const std::uint32_t node : members) {
            partOf[node] = static_cast<std::uint32_t>(parts.size() - 1);
            placeIn[node] = static_cast<std::uint32_t>(part.request.nodes.size());
            part.request.nodes.push_back(request.nodes[node]);
        }
        part.nodes = std::move(members);
    }
    for (std::uint32_t i = 0; i < request.edges.size(); ++i) {
        const auto& edge = request.edges[i];
        parts[partOf[edge.from]].request.edges.push_back({placeIn[edge.from], placeIn[edge.to]});
        parts[partOf[edge.from]].edges.push_back(i);
    }
    return parts;
}

std::expected<GraphLayout, std::string> layoutPart(const GraphRequest& request)
{
    GraphLayout out;
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

/// Puts a part's layout into the whole at `at`.
void take(GraphLayout& whole, const Part& part, const GraphLayout& layout, GraphPoint at)
{
    const auto moved = [&](GraphPoint p) { return GraphPoint{p.x + at.x, p.y + at.y}; };
    for (std::size_t i = 0; i < part.nodes.size(); ++i) whole.nodes[part.nodes[i]] = moved(layout.nodes[i]);
    for (std::size_t i = 0; i < part.edges.size(); ++i) {
        auto& bezier = whole.edges[part.edges[i]].bezier;
        for (const GraphPoint p : layout.edges[i].bezier) bezier.push_back(moved(p));
    }
    whole.width = std::max(whole.width, at.x + layout.width);
    whole.height = std::max(whole.height, at.y + layout.height);
}

/// Width at which rows of these parts come near the wanted aspect. A wider part has a row to itself.
double rowWidth(const std::vector<GraphLayout>& layouts, double aspect)
{
    double area = 0;
    for (const GraphLayout& layout : layouts) area += (layout.width + kPartGap) * (layout.height + kPartGap);
    return std::sqrt(area * aspect);
}

}  // namespace

std::expected<GraphLayout, std::string> layoutGraph(const GraphRequest& request)
{
    if (request.nodes.empty()) return GraphLayout{};
    static std::mutex one;   // the window lays out on a thread of its own, an export on another
    const std::lock_guard lock(one);
    if (context() == nullptr) return std::unexpected("Graphviz could not be started; reinstall its libraries.");

    const std::vector<Part> parts = split(request);
    std::vector<GraphLayout> layouts;
    for (const Part& part : parts) {
        auto layout = layoutPart(part.request);
        if (!layout) return layout;
        layouts.push_back(std::move(*layout));
    }

    GraphLayout whole;
    whole.nodes.resize(request.nodes.size());
    whole.edges.resize(request.edges.size());
    const double width = rowWidth(layouts, request.aspect);
    GraphPoint at;
    double rowHeight = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (at.x > 0 && at.x + layouts[i].width > width) at = {0, at.y + rowHeight + kPartGap}, rowHeight = 0;
        take(whole, parts[i], layouts[i], at);
        at.x += layouts[i].width + kPartGap;
        rowHeight = std::max(rowHeight, layouts[i].height);
    }
    return whole;
}

}  // namespace skein
