// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/graph_notes.h"

#include "views/graph/graph_scene.h"
#include "views/report/note_text.h"
#include "views/style/note_glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QPainter>

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace skein
{
namespace
{

constexpr std::size_t kSheets = 4; // on one node
constexpr double kGap = 3;

QFont small(const Theme& theme)
{
    return style::scaled(theme.ui, 0.88);
}

/// Where a line from `from` to the middle of `box` meets its edge.
QPointF edgePoint(const QRectF& box, QPointF from)
{
    const QPointF way = from - box.center();
    const double x = way.x() == 0 ? 1e9 : std::abs(box.width() / 2 / way.x());
    const double y = way.y() == 0 ? 1e9 : std::abs(box.height() / 2 / way.y());
    return box.center() + way * std::min({x, y, 1.0});
}

class Places
{
public:
    Places(const GraphScene& scene, const Analysis& analysis)
        : m_graph(analysis.waitGraphs[scene.snapshot]), m_snapshot(scene.snapshot)
    {
        for (std::size_t i = 0; i < scene.nodes.size(); ++i) {
            const auto kind = scene.nodes[i].kind;
            (kind == GraphScene::Node::Kind::Thread     ? m_threads
             : kind == GraphScene::Node::Kind::Resource ? m_resources
                                                        : m_takings)
                .emplace(scene.nodes[i].index, static_cast<int>(i));
            if (kind == GraphScene::Node::Kind::Taking)
                m_takers.emplace(m_graph.orders[m_graph.edges[scene.nodes[i].index].order].thread,
                                 static_cast<int>(i));
        }
        for (std::size_t i = 0; i < scene.edges.size(); ++i)
            m_edges.emplace(scene.edges[i].index, static_cast<int>(i));
    }

    int ofThread(ThreadRef ref) const
    {
        if (!ref || ref.snapshot != m_snapshot)
            return -1;
        const std::int64_t node = m_graph.nodeOf(ref.index);
        return node < 0 ? find(m_takers, ref.index) : find(m_threads, static_cast<std::uint32_t>(node));
    }
    int nodeOf(const notes::Target& at) const
    {
        if (at.graph == m_snapshot && at.edge && m_takings.contains(*at.edge))
            return find(m_takings, *at.edge);
        if (at.graph == m_snapshot && at.node)
            return find(m_resources, *at.node);
        return ofThread(at.thread);
    }
    int edgeOf(const notes::Target& at) const
    {
        const bool here = at.graph == m_snapshot && at.edge && !m_takings.contains(*at.edge);
        return here ? find(m_edges, *at.edge) : -1;
    }

private:
    using Map = std::unordered_map<std::uint32_t, int>;
    static int find(const Map& map, std::uint32_t key)
    {
        const auto found = map.find(key);
        return found == map.end() ? -1 : found->second;
    }

    const WaitGraph& m_graph;
    std::uint32_t m_snapshot;
    Map m_threads, m_resources, m_edges;
    Map m_takings; ///< by edge
    Map m_takers;  ///< by thread: the first lock that it takes
};

} // namespace

void addSaid(GraphScene& scene, const Analysis& analysis, std::shared_ptr<const ShownNotes> said)
{
    const notes::NoteId chosen = scene.said.chosen;
    scene.said = {.notes = std::move(said), .on = {}, .arrows = {}, .chosen = chosen};
    for (auto& node : scene.nodes) {
        node.called.clear();
        node.important = false;
    }
    if (!scene.said.notes || scene.nodes.empty() || scene.snapshot >= analysis.waitGraphs.size())
        return;
    const ShownNotes& notes = *scene.said.notes;
    const Places places(scene, analysis);
    for (std::size_t i = 0; i < notes.list.size(); ++i) {
        const ShownNote& note = notes.list[i];
        if (note.kind != ShownNote::Kind::Note)
            continue;
        const int edge = places.edgeOf(note.at), node = edge >= 0 ? -1 : places.nodeOf(note.at);
        if (edge >= 0 || node >= 0)
            scene.said.on.push_back({i, node, edge});
        const int to = note.arrowTo ? places.nodeOf(*note.arrowTo) : -1;
        if (const int from = places.nodeOf(note.at); from >= 0 && to >= 0 && from != to)
            scene.said.arrows.push_back({i, from, to});
    }
    std::ranges::sort(scene.said.on, {},
                      [](const GraphSaid::On& on) { return std::tuple(on.node, on.edge, on.note); });
    for (const auto& [thread, name] : notes.said.names)
        if (const int node = places.ofThread(thread);
            node >= 0 && !scene.nodes[static_cast<std::size_t>(node)].folded)
            scene.nodes[static_cast<std::size_t>(node)].called = style::text(name.text, 120);
    for (const ThreadRef thread : notes.said.important)
        if (const int node = places.ofThread(thread); node >= 0)
            scene.nodes[static_cast<std::size_t>(node)].important = true;
}

GraphNotes placeNotes(const GraphScene& scene, const Theme& theme)
{
    GraphNotes out;
    if (!scene.said.notes)
        return out;
    const QFont font = style::bold(small(theme));
    const auto note = [&](std::size_t i) -> const ShownNote& { return scene.said.notes->list[i]; };
    const auto& on = scene.said.on;
    for (std::size_t i = 0; i < on.size();) {
        std::size_t end = i;
        while (end < on.size() && on[end].node == on[i].node && on[end].edge == on[i].edge)
            ++end;
        if (on[i].edge >= 0) {
            const QPainterPath& path = scene.edges[static_cast<std::size_t>(on[i].edge)].path;
            QPointF at = path.isEmpty() ? QPointF() : path.pointAtPercent(0.5);
            for (std::size_t n = i; n < end && n < i + kSheets; ++n) {
                const QSizeF size = glyph::noteSize(note(on[n].note).number, font);
                out.sheets.push_back(
                    {on[n].note, QRectF(at - QPointF(size.width() / 2, size.height() / 2), size)});
                at.rx() += size.width() + kGap;
            }
        } else {
            const QRectF& box = scene.nodes[static_cast<std::size_t>(on[i].node)].box;
            double right = box.right() + 6;
            for (std::size_t n = std::min(end, i + kSheets); n-- > i;) {
                const QSizeF size = glyph::noteSize(note(on[n].note).number, font);
                right -= size.width();
                out.sheets.push_back({on[n].note, QRectF({right, box.top() - size.height() * 0.6}, size)});
                right -= kGap;
            }
            const ShownNote& first = note(on[i].note);
            const std::string more = end - i > 1 ? " (+" + std::to_string(end - i - 1) + ")" : "";
            out.strips.push_back(
                {on[i].note, QPointF(box.left() + 8, box.bottom() + 1), box.width() - 16,
                 style::text(authorOf(first) + ": " + note_text::brief(first.text, 80) + more, 400)});
        }
        i = end;
    }
    for (const auto& node : scene.nodes)
        if (!node.called.isEmpty())
            out.strips.push_back({GraphNotes::kName, QPointF(node.box.left() + 8, node.box.top()),
                                  node.box.width() * 0.6, QStringLiteral("“%1”").arg(node.called)});
    return out;
}

std::optional<std::size_t> noteAt(const GraphScene& scene, QPointF at, const Theme& theme)
{
    if (!scene.said.notes)
        return {};
    const GraphNotes notes = placeNotes(scene, theme);
    for (const auto& sheet : notes.sheets)
        if (sheet.box.adjusted(-2, -2, 2, 2).contains(at))
            return sheet.note;
    for (const auto& strip : notes.strips)
        if (strip.note != GraphNotes::kName &&
            glyph::paperStripBox(strip.at.x(), strip.at.y(), strip.room, strip.text, small(theme))
                .contains(at))
            return strip.note;
    return {};
}

void drawNotes(QPainter& painter, const GraphScene& scene, const QRectF& visible, const Theme& theme)
{
    if (!scene.said.notes)
        return;
    const QFont font = small(theme);
    for (const auto& arrow : scene.said.arrows) {
        const QRectF& from = scene.nodes[static_cast<std::size_t>(arrow.from)].box;
        const QRectF& to = scene.nodes[static_cast<std::size_t>(arrow.to)].box;
        if (!from.united(to).intersects(visible))
            continue;
        glyph::saidArrow(painter, edgePoint(from, to.center()), edgePoint(to, from.center()),
                         style::noteMark(theme, scene.said.notes->list[arrow.note].colour));
    }
    for (const auto& node : scene.nodes)
        if (node.important && node.box.intersects(visible))
            glyph::star(painter, node.box.topLeft() + QPointF(2, 2), 14, theme);
    const GraphNotes notes = placeNotes(scene, theme);
    for (const auto& strip : notes.strips)
        if (visible.adjusted(-200, -20, 200, 20).contains(strip.at))
            glyph::paperStrip(painter, strip.at.x(), strip.at.y(), strip.room, strip.text, font, theme,
                              strip.note == GraphNotes::kName ? std::string_view()
                                                              : scene.said.notes->list[strip.note].colour);
    for (const auto& sheet : notes.sheets) {
        if (!sheet.box.intersects(visible))
            continue;
        const ShownNote& note = scene.said.notes->list[sheet.note];
        glyph::note(painter, sheet.box,
                    {.number = note.number,
                     .colour = note.colour,
                     .resolved = note.resolved,
                     .chosen = scene.said.chosen && note.id == scene.said.chosen},
                    style::bold(font), theme);
    }
}

} // namespace skein
