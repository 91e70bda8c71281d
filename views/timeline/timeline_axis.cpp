// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace skein
{

TimeAxis::TimeAxis(Kind kind, double longestMinutes) : m_kind(kind), m_longest(std::max(1.0, longestMinutes))
{
}

double TimeAxis::worldOfMinutes(double minutes) const
{
    const double t = std::log1p(std::clamp(minutes, 0.0, m_longest)) / std::log1p(m_longest);
    return atCrash() - t * (atCrash() - past()) * 0.94; // the longest wait doesn't touch the zone of creation
}

double TimeAxis::minutesAt(double world) const
{
    const double t = std::clamp((atCrash() - world) / ((atCrash() - past()) * 0.94), 0.0, 1.0);
    return std::expm1(t * std::log1p(m_longest));
}

double TimeAxis::worldOfCreation(double rank, double ranks) const
{
    constexpr double margin = 0.02;
    return margin + (past() - 2 * margin) * (rank + 0.5) / std::max(1.0, ranks);
}

double TimeAxis::worldOfStep(double step, double steps) const
{
    // The first half of the zone is left to the words in the bars.
    const double begin = atCrash() + (crash() - atCrash()) * 0.4;
    const double end = crash() - (crash() - atCrash()) * 0.3;
    return begin + (end - begin) * (steps <= 1 ? 0.25 : step / (steps - 1));
}

std::vector<double> TimeAxis::ticks(double spacing) const
{
    static constexpr std::array<double, 17> kSteps{1,   2,   5,    10,   20,   30,    60,    120,         240,
                                                   480, 720, 1440, 2880, 7200, 20160, 43200, 365 * 1440.0};
    std::vector<double> result;
    if (m_kind != Kind::Clock)
        return result;
    double next = x(atCrash());
    for (const double minutes : kSteps) {
        if (minutes > m_longest)
            break;
        const double here = x(worldOfMinutes(minutes));
        if (here > next - spacing)
            continue;
        result.push_back(minutes);
        next = here;
    }
    return result;
}

TimeAxis TimeAxis::placed(double left, double width) const
{
    TimeAxis result = *this;
    result.m_left = left;
    result.m_width = std::max(1.0, width);
    return result;
}

TimeAxis TimeAxis::zoomed(double anchorX, double factor) const
{
    TimeAxis result = *this;
    const double anchor = at(anchorX);
    result.m_zoom = std::clamp(m_zoom * factor, 1.0, kMaxZoom);
    result.m_offset = anchor - (anchorX - m_left) / (m_width * result.m_zoom);
    result.clamp();
    return result;
}

TimeAxis TimeAxis::panned(double pixels) const
{
    TimeAxis result = *this;
    result.m_offset -= pixels / (m_width * m_zoom);
    result.clamp();
    return result;
}

TimeAxis TimeAxis::fitted() const
{
    TimeAxis result = *this;
    result.m_zoom = 1;
    result.m_offset = 0;
    return result;
}

void TimeAxis::clamp()
{
    m_offset = std::clamp(m_offset, 0.0, 1 - 1 / m_zoom);
}

} // namespace skein
