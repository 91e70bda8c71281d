// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"
#include "views/timeline/timeline_scene.h"

#include <QPainter>
#include <QRectF>

namespace skein
{

/// What people said, drawn onto a timeline, and the events of a player: a part of drawTimeline().
class TimelineNotesPainter
{
public:
    TimelineNotesPainter(QPainter& painter, const TimelineScene& scene, const QRectF& visible,
                         const Theme& theme)
        : m_p(painter), m_scene(scene), m_visible(visible), m_theme(theme), m_m(scene.metrics)
    {
    }

    void drawBands();
    void drawTold();
    void drawArrows();
    void drawPinned(const LinkShape& link);
    void drawLanes(std::size_t first, std::size_t last);
    void drawHeader();
    /// The name that people gave a thread, on paper; returns where it ends.
    double drawName(const Lane& lane, double x, double base, double right);

private:
    void sheet(const NoteMark& mark);

    QPainter& m_p;
    const TimelineScene& m_scene;
    const QRectF m_visible;
    const Theme& m_theme;
    const TimelineMetrics& m_m;
};

} // namespace skein
