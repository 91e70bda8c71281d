// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_paint.h"

#include "views/style/note_glyphs.h"
#include "views/style/text.h"
#include "views/timeline/timeline_notes_paint.h"
#include "views/timeline/timeline_text.h"

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr double kPad = 12;
constexpr double kIndent = 14;

/// Baseline that centres a line of text around `middle`.
double baseline(const QFont& font, double middle)
{
    const QFontMetricsF m(font);
    return middle + (m.capHeight() / 2);
}

class TimelinePainter
{
public:
    TimelinePainter(QPainter& painter, const TimelineScene& scene, const QRectF& visible, const Theme& theme)
        : m_p(painter),
          m_scene(scene),
          m_visible(visible),
          m_theme(theme),
          m_m(scene.metrics),
          m_notes(painter, scene, visible, theme)
    {
        m_plot = QRectF(scene.plotLeft(), visible.top(), scene.width() - scene.plotLeft(), visible.height());
        std::tie(m_first, m_last) = scene.rowsIn(visible.top() + m_m.header, visible.bottom());
        m_bottom = std::min(visible.bottom(), scene.height());
    }

    void draw()
    {
        m_p.save();
        m_p.setRenderHint(QPainter::Antialiasing);
        m_p.setClipRect(m_visible);
        m_p.fillRect(m_visible, m_theme.panel);
        drawBackground();
        m_p.save();
        m_p.setClipRect(m_plot, Qt::IntersectClip);
        drawTicks();
        for (std::size_t row = m_first; row < m_last; ++row)
            drawCreation(row);
        m_notes.drawBands();
        for (std::size_t row = m_first; row < m_last; ++row)
            drawBar(row);
        drawEnd();
        for (const LinkShape& link : m_scene.links())
            drawLink(link);
        for (std::size_t row = m_first; row < m_last; ++row)
            drawMarks(row);
        m_notes.drawTold();
        m_notes.drawArrows();
        m_p.restore();
        for (std::size_t row = m_first; row < m_last; ++row)
            drawLabel(row);
        m_p.save();
        m_p.setClipRect(m_visible.adjusted(0, m_m.header, 0, 0), Qt::IntersectClip);
        m_notes.drawLanes(m_first, m_last);
        m_p.restore();
        drawHeader();
        m_notes.drawHeader();
        m_p.restore();
    }

private:
    /// A line one device pixel wide that doesn't blur.
    static double crisp(double v) { return std::floor(v) + 0.5; }

    void drawBackground()
    {
        const double left = m_scene.axis.x(m_scene.axis.atCrash()),
                     right = m_scene.axis.x(m_scene.axis.crash());
        QColor zone = m_theme.selection;
        zone.setAlphaF(m_theme.dark ? 0.42F : 0.5F);
        const double x = std::max(left, m_plot.left());
        const double top = m_visible.top() + m_m.header;
        if (right > x && m_bottom > top)
            m_p.fillRect(QRectF(x, top, std::min(right, m_plot.right()) - x, m_bottom - top), zone);
        for (std::size_t row = m_first; row < m_last; ++row) {
            const QRectF lane(0, m_scene.rowTop(row), m_scene.width(), m_m.lane);
            if (row == m_scene.current) {
                m_p.fillRect(lane, m_theme.selection);
                m_p.fillRect(QRectF(0, lane.top(), 3, lane.height()), m_theme.accent);
            } else if (row == m_scene.hovered) {
                QColor hover = m_theme.selection;
                hover.setAlphaF(0.55F);
                m_p.fillRect(lane, hover);
            }
            m_p.setPen(QPen(m_theme.line, 1, Qt::CustomDashLine));
            QPen dots(m_theme.line, 1);
            dots.setDashPattern({1, 3});
            m_p.setPen(dots);
            m_p.drawLine(QPointF(0, crisp(lane.bottom() - 1)),
                         QPointF(m_scene.width(), crisp(lane.bottom() - 1)));
        }
    }

    void drawTicks()
    {
        m_p.setPen(QPen(m_theme.line, 1));
        for (const double minutes : m_scene.axis.ticks(kTickSpacing)) {
            const double x = crisp(m_scene.axis.x(m_scene.axis.worldOfMinutes(minutes)));
            m_p.drawLine(QPointF(x, m_visible.top() + m_m.header), QPointF(x, m_bottom));
        }
    }

    void drawCreation(std::size_t row)
    {
        const LaneShape s = m_scene.shape(row);
        // Dots, because nothing is known of this time: not a bar, not a line.
        QPen past(m_theme.faint, 1.2, Qt::SolidLine, Qt::FlatCap);
        past.setDashPattern({1, 3});
        m_p.setPen(past);
        const double end = s.bar.isNull() ? m_scene.axis.x(m_scene.axis.crash()) : s.bar.left();
        const double from = std::max(s.pastFrom, m_plot.left()), to = std::min(end, m_plot.right());
        if (to > from)
            m_p.drawLine(QPointF(from, s.middle), QPointF(to, s.middle));
        if (!s.created)
            return;
        const bool near =
            row == m_scene.current || row == m_scene.hovered ||
            (s.creatorRow && (s.creatorRow == m_scene.current || s.creatorRow == m_scene.hovered));
        const QColor color = near ? m_theme.accent : m_theme.faint;
        if (s.creatorRow) {
            m_p.setBrush(Qt::NoBrush);
            m_p.setPen(QPen(color, near ? 1.6 : 1.2));
            m_p.drawPath(glyph::creationCurve(s.creator, *s.created));
        }
        m_p.setPen(Qt::NoPen);
        m_p.setBrush(color);
        m_p.drawEllipse(*s.created, 3.6, 3.6);
    }

    void drawBar(std::size_t row)
    {
        const LaneShape s = m_scene.shape(row);
        const Lane lane = m_scene.lanes.at(row);
        if (s.bar.isNull())
            return;
        // From the shortest wait of a group to its longest: fewer and fewer of its threads.
        if (s.longest < s.bar.left() - 1) {
            const QRectF reach(s.longest, s.middle - 2.5, s.bar.left() - s.longest, 5);
            glyph::stateBar(m_p, reach, {s.style.state, false}, m_plot, m_theme);
        }
        glyph::stateBar(m_p, s.bar, s.style, m_plot, m_theme);
        const QString words = timeline::barLabel(m_scene, lane);
        if (words.isEmpty())
            return;
        const double left = std::max(s.bar.left(), m_plot.left()) + 9;
        double right = std::min(s.bar.right(), m_plot.right()) - 6;
        for (const LaneShape::Mark& mark : s.accesses)
            right = std::min(right, mark.centre.x() - m_m.glyph / 2 - 6);
        const auto fit = style::elided(words, m_m.small, right - left);
        if (fit.text.isEmpty())
            return;
        const bool hatched = s.style.state == ThreadState::Waiting || s.style.state == ThreadState::Syscall;
        if (hatched) {
            m_p.setPen(Qt::NoPen);
            m_p.setBrush(m_theme.panel);
            m_p.drawRoundedRect(QRectF(left - 4, s.bar.top() + 2, fit.width + 8, s.bar.height() - 4), 2, 2);
        }
        m_p.setPen(m_theme.text);
        m_p.setFont(m_m.small);
        m_p.drawText(QPointF(left, baseline(m_m.small, s.middle)), fit.text);
    }

    void drawEnd()
    {
        const double x = std::round(m_scene.axis.x(m_scene.axis.crash()));
        const QColor color = m_scene.endsInCrash() ? m_theme.crash : m_theme.faint;
        m_p.setPen(QPen(color, m_scene.endsInCrash() ? 1.6 : 1.2));
        m_p.drawLine(QPointF(x, m_visible.top() + m_m.header), QPointF(x, m_bottom));
    }

    void drawLink(const LinkShape& link)
    {
        if (!link.path.boundingRect().adjusted(-20, -20, 20, 20).intersects(m_visible))
            return;
        if (link.kind == LinkShape::Kind::Said)
            return m_notes.drawPinned(link);
        const bool waits = link.kind == LinkShape::Kind::WaitsFor;
        const QColor color = waits ? m_theme.lock : m_theme.op(link.op);
        m_p.setBrush(Qt::NoBrush);
        m_p.setPen(glyph::pen(color, link.label.isEmpty() ? 1.4 : 2, link.certainty));
        m_p.drawPath(link.path);
        if (waits)
            glyph::arrowHead(m_p, link.tip, link.direction, 8, color, link.certainty == Certainty::Proved);
        if (link.label.isEmpty())
            return;
        auto fit = style::elided(link.label, m_m.smallBold, link.labelWidth);
        if (fit.cut) // how sure it is, rather than the beginning of a sentence
            fit = style::elided(style::certaintyWord(link.certainty), m_m.smallBold, link.labelWidth);
        if (fit.text.isEmpty())
            return;
        const double x = link.labelLeft ? link.labelAt.x() - fit.width : link.labelAt.x();
        m_p.setFont(m_m.smallBold);
        m_p.setPen(color);
        m_p.drawText(QPointF(x, baseline(m_m.smallBold, link.labelAt.y())), fit.text);
    }

    void drawMarks(std::size_t row)
    {
        const LaneShape s = m_scene.shape(row);
        const Lane lane = m_scene.lanes.at(row);
        for (const LaneShape::Mark& mark : s.holds)
            drawHold(mark);
        for (const LaneShape::Mark& mark : s.accesses)
            glyph::op(m_p, mark.centre, m_m.glyph, mark.event->op, mark.event->certainty, m_theme);
        if (lane.kind == Lane::Kind::Absent) {
            const Access& access = m_scene.finding()->accesses[lane.access];
            const double x = std::round(m_scene.axis.x(m_scene.axis.worldOfStep(0, 1)));
            glyph::op(m_p, {x, s.middle}, m_m.glyph, access.op, glyph::drawnCertainty(access), m_theme);
        }
        if (s.crashed)
            glyph::crash(m_p, {std::round(m_scene.axis.x(m_scene.axis.crash())), s.middle}, m_m.glyph * 0.82,
                         m_theme);
    }

    /// A lock that is held: an amber shackle above a body.
    void drawHold(const LaneShape::Mark& mark)
    {
        const double size = m_m.glyph;
        const QRectF body(mark.centre.x() - size * 0.36, mark.centre.y() - size * 0.1, size * 0.72,
                          size * 0.52);
        m_p.setBrush(mark.event->certainty == Certainty::Proved ? QBrush(m_theme.lock)
                                                                : QBrush(m_theme.panel));
        m_p.setPen(glyph::pen(m_theme.lock, 1.5, mark.event->certainty));
        m_p.drawRoundedRect(body, 2, 2);
        m_p.setBrush(Qt::NoBrush);
        QPainterPath shackle;
        const QRectF arc(mark.centre.x() - size * 0.22, mark.centre.y() - size * 0.44, size * 0.44,
                         size * 0.5);
        shackle.moveTo(arc.left(), body.top());
        shackle.arcTo(arc, 180, -180);
        shackle.lineTo(arc.right(), body.top());
        m_p.setPen(glyph::pen(m_theme.lock, 1.5, mark.event->certainty));
        m_p.drawPath(shackle);
        if (mark.event->lock == 0)
            return;
        const QString end = style::addressEnd(mark.event->lock);
        const QFontMetricsF metrics(m_m.monoSmall);
        m_p.setFont(m_m.monoSmall);
        m_p.setPen(m_theme.dim);
        m_p.drawText(QPointF(mark.centre.x() - metrics.horizontalAdvance(end) / 2,
                             body.bottom() + metrics.ascent() + 1),
                     end);
    }

    void drawLabel(std::size_t row)
    {
        const Lane lane = m_scene.lanes.at(row);
        const double top = m_scene.rowTop(row);
        const QString detail = timeline::laneDetail(m_scene, lane);
        const double text = QFontMetricsF(m_m.mono).height(), below = QFontMetricsF(m_m.small).height();
        const double block = detail.isEmpty() ? text : text + below;
        const double first = top + (m_m.lane - block) / 2 + QFontMetricsF(m_m.mono).ascent();
        const double second =
            first - QFontMetricsF(m_m.mono).ascent() + text + QFontMetricsF(m_m.small).ascent();
        const double right = m_m.label - 10;
        double x = kPad, nameRight = 0;
        const bool dim = lane.kind == Lane::Kind::Absent || lane.hiddenByHand;
        if (lane.kind == Lane::Kind::Group) {
            x = drawGroupCount(lane, top, first);
        } else {
            if (lane.kind == Lane::Kind::Member)
                x += kIndent;
            const QString id = timeline::laneId(m_scene, lane);
            m_p.setPen(dim ? m_theme.faint : m_theme.text);
            const double room = std::max(m_m.id, 0.0);
            const auto shown = style::drawElided(m_p, x, first, m_m.label * 0.45, id, m_m.monoBold);
            x += std::max(room, shown.width) + 9;
            nameRight = m_notes.drawName(lane, x, first, right);
        }
        if (lane.important)
            glyph::star(m_p, {kPad - 5, first - QFontMetricsF(m_m.mono).capHeight() / 2}, 10, m_theme);
        m_p.setPen(dim ? m_theme.dim : m_theme.text);
        const double function = std::max(x, nameRight);
        style::drawElided(m_p, function, first, right - function, timeline::laneFunction(m_scene, lane),
                          m_m.mono);
        m_p.setPen(m_theme.dim);
        const double notes = m_scene.said() ? m_scene.laneNotes(row).labelRight : 0;
        style::drawElided(m_p, x, second, (notes > 0 ? std::min(notes, right) : right) - x, detail,
                          m_m.small);
    }

    double drawGroupCount(const Lane& lane, double top, double base)
    {
        const std::uint32_t own = m_scene.thread(lane.thread).count;
        const std::uint32_t count = lane.count > 1 ? lane.count : own;
        if (lane.count > 1)
            glyph::foldMark(m_p, {kPad + 5, top + (base - top) - QFontMetricsF(m_m.mono).capHeight() / 2}, 9,
                            lane.open, m_theme.dim);
        const double x = kPad + kIndent;
        m_p.setPen(m_theme.text);
        const QString text = QStringLiteral("%L1 ×").arg(count);
        const auto shown = style::drawElided(m_p, x, base, m_m.label * 0.5, text, m_m.monoBold);
        return std::max(kPad + m_m.id + 9, x + shown.width + 7);
    }

    void drawHeader()
    {
        const double top = m_visible.top(), bottom = top + m_m.header;
        m_p.fillRect(QRectF(0, top, m_scene.width(), m_m.header), m_theme.panel);
        m_p.setPen(QPen(m_theme.line, 1));
        m_p.drawLine(QPointF(0, crisp(bottom - 1)), QPointF(m_scene.width(), crisp(bottom - 1)));
        const double edge = crisp(m_scene.plotLeft() - 1);
        m_p.drawLine(QPointF(edge, top), QPointF(edge, m_bottom));

        m_p.save();
        m_p.setClipRect(m_plot, Qt::IntersectClip);
        const TimeAxis& axis = m_scene.axis;
        const auto names = timeline::zoneNames(m_scene);
        const double namesHeight = m_m.header - m_m.markRow * static_cast<double>(m_scene.markRows());
        const double y = baseline(m_m.small, top + namesHeight / 2 - 1);
        const double past = axis.x(axis.past()), atCrash = axis.x(axis.atCrash()),
                     crash = axis.x(axis.crash());
        const auto endFit = style::elided(names.end, m_m.smallBold, 140);
        const double endLeft = std::min(crash - endFit.width / 2, m_plot.right() - endFit.width - 4);
        m_p.setPen(m_theme.dim);
        drawZone(names.created, axis.x(0), past, y);
        if (axis.kind() == TimeAxis::Kind::Order)
            drawZone(names.past, past, atCrash, y);
        else
            drawTickLabels(names.past, past, atCrash, y);
        drawZone(names.atCrash, atCrash, endLeft - 8, y);
        m_p.setPen(m_scene.endsInCrash() ? m_theme.crash : m_theme.dim);
        m_p.setFont(m_m.smallBold);
        m_p.drawText(QPointF(endLeft, y), endFit.text);
        for (std::size_t i = 0; i < m_scene.markRows(); ++i)
            drawMarks(i, top);
        m_p.restore();
        for (std::size_t i = 0; i < m_scene.markRows(); ++i) {
            m_p.setPen(m_theme.dim);
            style::drawElided(
                m_p, kPad,
                baseline(m_m.small, top + namesHeight + m_m.markRow * (static_cast<double>(i) + 0.5)),
                m_scene.plotLeft() - 2 * kPad, timeline::marksText(m_scene.marks()[i]), m_m.small);
        }
    }

    /// A dot for each line of the log, and steps between them: nothing is known of the time in between.
    void drawMarks(std::size_t row, double top)
    {
        const std::size_t points = m_scene.marks()[row].points.size();
        QPainterPath path(m_scene.markPoint({row, 0}, top));
        for (std::size_t i = 0; i < points; ++i) {
            const QPointF at = m_scene.markPoint({row, i}, top);
            path.lineTo(at.x(), path.currentPosition().y());
            path.lineTo(at);
        }
        m_p.setPen(QPen(m_theme.accent, 1.2, Qt::DashLine));
        m_p.setBrush(Qt::NoBrush);
        m_p.drawPath(path);
        m_p.setPen(Qt::NoPen);
        m_p.setBrush(m_theme.accent);
        for (std::size_t i = 0; i < points; ++i)
            m_p.drawEllipse(m_scene.markPoint({row, i}, top), 1.8, 1.8);
        if (!m_scene.currentMark || m_scene.currentMark->row != row)
            return;
        m_p.setPen(QPen(m_theme.text, 1.4));
        m_p.setBrush(m_theme.panel);
        m_p.drawEllipse(m_scene.markPoint(*m_scene.currentMark, top), 4, 4);
    }

    /// The name of a zone in the middle of what is seen of it.
    void drawZone(const QString& name, double left, double right, double y)
    {
        left = std::max(left, m_plot.left()) + 8;
        right = std::min(right, m_plot.right()) - 8;
        const auto fit = style::elided(name, m_m.small, right - left);
        if (fit.text.isEmpty())
            return;
        m_p.setFont(m_m.small);
        m_p.drawText(QPointF((left + right - fit.width) / 2, y), fit.text);
    }

    void drawTickLabels(const QString& name, double left, double right, double y)
    {
        m_p.setFont(m_m.small);
        const QFontMetricsF metrics(m_m.small);
        double leftmost = right;
        for (const double minutes : m_scene.axis.ticks(kTickSpacing)) {
            const QString text = style::duration(minutes);
            const double width = metrics.horizontalAdvance(text);
            const double x = m_scene.axis.x(m_scene.axis.worldOfMinutes(minutes)) - width / 2;
            if (x < m_plot.left() + 4)
                break;
            m_p.drawText(QPointF(x, y), text);
            leftmost = std::min(leftmost, x);
        }
        if (metrics.horizontalAdvance(name) + 16 < leftmost - left)
            drawZone(name, left, leftmost, y);
    }

    static constexpr double kTickSpacing = 64;

    QPainter& m_p;
    const TimelineScene& m_scene;
    const QRectF m_visible;
    const Theme& m_theme;
    const TimelineMetrics& m_m;
    TimelineNotesPainter m_notes;
    QRectF m_plot;
    std::size_t m_first = 0, m_last = 0;
    double m_bottom = 0;
};

void drawEmpty(QPainter& p, const QRectF& visible, const QString& text, const Theme& theme)
{
    p.fillRect(visible, theme.panel);
    p.setPen(theme.dim);
    p.setFont(theme.ui);
    p.drawText(visible.adjusted(24, 16, -24, -16), Qt::AlignCenter | Qt::TextWordWrap, text);
}

} // namespace

void drawTimeline(QPainter& painter, const TimelineScene& scene, const QRectF& visible, const Theme& theme)
{
    if (scene.empty())
        drawEmpty(painter, visible, timeline::emptyText(scene), theme);
    else
        TimelinePainter(painter, scene, visible, theme).draw();
}

} // namespace skein
