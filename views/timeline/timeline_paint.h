// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"
#include "views/timeline/timeline_scene.h"

#include <QPainter>
#include <QRectF>

namespace skein
{

/// Draws what `visible` (in pixels of the scene) shows: the lanes that it touches and nothing else. The
/// header stands at the top of `visible`. The window, PNG, SVG and PDF are all drawn by this.
void drawTimeline(QPainter& painter, const TimelineScene& scene, const QRectF& visible, const Theme& theme);

} // namespace skein
