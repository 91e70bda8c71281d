// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/said/resolve.h"
#include "views/timeline/timeline_scene.h"

#include <optional>

namespace skein::timeline
{

/// What a note sits on that is written on the thing under the mouse; none where nothing is meant.
std::optional<notes::Anchor> anchorAt(const TimelineScene& scene, const notes::Resolver& resolver,
                                      const TimelineHit& hit);
/// The span that is marked with the mouse; none where the axis has no time and no event lies in it.
std::optional<notes::Anchor> markedAnchor(const TimelineScene& scene, const notes::Resolver& resolver);

} // namespace skein::timeline
