// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The pictures of a finding, and its events one after another.
#include "model/analysis/steps.h"
#include "views/pictures/page_writer.h"
#include "views/pictures/svg_device.h"
#include "views/report/text_writer.h"
#include "views/style/glyphs.h"
#include "views/style/text.h"

#include <algorithm>

namespace skein
{
namespace
{

constexpr std::size_t kDrawn = 8;         // findings with pictures
constexpr std::size_t kFirstLanes = 40;   // of the first finding
constexpr std::size_t kFurtherLanes = 16; // of the others

} // namespace

std::expected<void, std::string> PageWriter::figures(std::uint32_t index, const std::string& id)
{
    const Finding& finding = m_analysis->findings[index];
    const auto place = static_cast<std::size_t>(std::ranges::find(m_findings, index) - m_findings.begin());
    if (place >= kDrawn) {
        m_out.leaf("p", {{"class", "left"}},
                   "The page has pictures of the first " + std::to_string(kDrawn) +
                       " findings; open the log in Skein for this one's.");
        return {};
    }
    const std::uint32_t snapshot = snapshotOf(finding);
    const Theme theme = Theme::light();
    PictureExtent extent;
    extent.lanes = place == 0 ? kFirstLanes : kFurtherLanes;
    auto timeline = makePicture(PictureKind::Timeline, m_analysis, snapshot, index, theme, extent, m_said);
    auto graph = makePicture(PictureKind::Graph, m_analysis, snapshot, index, theme, {}, m_said);
    if (!timeline)
        return std::unexpected(timeline.error());
    if (!graph)
        return std::unexpected(graph.error());
    // The graph is that of the whole dump: once is enough for findings that are not about waiting.
    const bool first = std::ranges::find_if(m_findings, [&](std::uint32_t i) {
                           return snapshotOf(m_analysis->findings[i]) == snapshot;
                       }) == m_findings.begin() + static_cast<std::ptrdiff_t>(place);
    const bool withGraph = *graph && (first || graphFirst(finding));
    if (withGraph && graphFirst(finding))
        figure(**graph, id, "graph");
    if (*timeline) {
        figure(**timeline, id, "timeline");
        steps(**timeline, finding, id);
    }
    if (withGraph && !graphFirst(finding))
        figure(**graph, id, "graph");
    return {};
}

void PageWriter::figure(const Picture& picture, const std::string& id, std::string_view kind)
{
    const std::string own = id + '-' + std::string(kind);
    const std::string name = picture.name.toStdString();
    const auto figure =
        m_out.in("figure", {{"class", "picture"}, {"id", own}, {"aria-labelledby", own + "-name"}});
    {
        const auto caption = m_out.in("figcaption");
        m_out.leaf("h3", {{"id", own + "-name"}}, name);
        if (!picture.left.isEmpty())
            m_out.leaf("span", {{"class", "dim"}}, picture.left.toStdString());
        m_out.leaf("span", {{"class", "tools"}}, "");
    }
    SvgDevice device(picture.size, Theme::light(), SvgDevice::Colours::Names, own);
    {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        picture.draw(painter, Theme::light());
    }
    const auto view =
        m_out.in("div", {{"class", "view"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", name}});
    const std::string w = svg::number(picture.size.width()), h = svg::number(picture.size.height());
    m_out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
              "\" viewBox=\"0 0 " + w + ' ' + h + "\"><g aria-hidden=\"true\">");
    m_out.raw(device.elements());
    m_out.raw("</g>");
    for (const Spot& spot : picture.spots) {
        const bool chip = known(spot.thread) && m_chips.contains(spot.thread);
        const bool line = spot.logLine > 0 && hasLine(spot.logLine);
        const bool note = spot.note > 0 && spot.note <= m_lastNote;
        const std::string target = note   ? "#note-" + std::to_string(spot.note)
                                   : chip ? '#' + anchor(spot.thread)
                                   : line ? "#line-" + std::to_string(spot.logLine)
                                          : std::string();
        std::string open =
            target.empty() ? "<g" : "<a href=\"" + svg::escaped(QString::fromStdString(target)) + '"';
        open += spot.line ? " class=\"spot wire\"" : " class=\"spot\"";
        // With the keyboard one would never get through all that stands on the lanes.
        if (!target.empty() && !spot.whole)
            open += " tabindex=\"-1\"";
        if (known(spot.thread) && spot.note == 0)
            open += " data-t=\"" + key(spot.thread) + '"';
        if (spot.event)
            open += " data-ev=\"" + std::to_string(*spot.event) + '"';
        m_out.raw(open + "><title>" + svg::escaped(spot.title) + "</title><path d=\"" +
                  svg::pathData(spot.area) + "\"/>" + (target.empty() ? "</g>" : "</a>"));
    }
    m_out.raw("</svg>");
}

void PageWriter::steps(const Picture& picture, const Finding& finding, const std::string& id)
{
    const Steps steps = buildSteps(m_log, *picture.timeline, &finding);
    if (steps.list.size() < 2)
        return;
    const std::string own = id + "-steps";
    const auto section =
        m_out.in("section", {{"class", "steps"}, {"id", own}, {"data-picture", id + "-timeline"}});
    m_out.leaf("h3", "Step by step");
    m_out.leaf(
        "p", {{"class", "dim"}},
        "One order that contradicts nothing that is known. Where no order is known between steps, they may "
        "have happened in any.");
    const auto list = m_out.in("ol");
    for (std::size_t i = 0; i < steps.list.size(); ++i) {
        const Step& step = steps.list[i];
        const ThreadRef ref{picture.timeline->snapshot, step.thread};
        const auto entry = m_out.in("li", {{"id", own + '-' + std::to_string(i + 1)},
                                           {known(ref) ? "data-t" : "", key(ref)},
                                           {"data-ev", std::to_string(step.event)}});
        badge(step.certainty);
        m_out.text(" ");
        m_out.leaf("span", {{"class", "step"}}, step.text);
        m_out.leaf("span", {{"class", step.unordered.empty() ? "order" : "order open"}}, ' ' + step.order);
        lineLinks(step.logLines);
    }
    if (steps.leftOut > 0)
        m_out.leaf("p", {{"class", "left"}},
                   text::counted(steps.leftOut, "further event is", "further events are") +
                       " not told here.");
}

/// The shapes of the visual language, drawn by the same functions as in the window.
void PageWriter::symbols()
{
    const Theme theme = Theme::light();
    constexpr double kSide = 18;
    m_out.raw("<svg class=\"symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\">");
    const auto symbol = [&](const std::string& id, auto&& draw) {
        SvgDevice device({kSide, kSide}, theme, SvgDevice::Colours::Names, id);
        {
            QPainter painter(&device);
            draw(painter);
        }
        m_out.raw("<symbol id=\"" + id + "\" viewBox=\"0 0 18 18\">" + device.elements() + "</symbol>");
    };
    for (const Certainty sure : {Certainty::Proved, Certainty::Likely, Certainty::Possible}) {
        const std::string word(toString(sure));
        symbol("sure-" + word,
               [&](QPainter& p) { glyph::certainty(p, QRectF(2, 2, 14, 14), sure, theme.text); });
        for (int op = 0; op <= static_cast<int>(AccessOp::Free); ++op)
            symbol("op-" + std::string(toString(static_cast<AccessOp>(op))) + '-' + word, [&](QPainter& p) {
                glyph::op(p, {kSide / 2, kSide / 2}, kSide - 2, static_cast<AccessOp>(op), sure, theme);
            });
    }
    m_out.raw("</svg>");
}

} // namespace skein
