// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <vector>

namespace skein
{

/// Where moments stand on the timeline. Three zones lie side by side: creation, the past, and the crash. The
/// past is what the two kinds of axis differ in: order knows nothing of it, clock measures it in minutes
/// before the crash. A value between 0 and 1 ("world") is a place on the whole axis; x is a pixel of the
/// picture.
class TimeAxis
{
public:
    enum class Kind { Order, Clock };
    static constexpr double kMaxZoom = 64;

    TimeAxis() = default;
    /// `longestMinutes` is the far end of the clock; ignored for order.
    explicit TimeAxis(Kind kind, double longestMinutes = 0);

    Kind kind() const { return m_kind; }
    double zoom() const { return m_zoom; }
    double left() const { return m_left; }
    double width() const { return m_width; }

    /// Zones as places on the axis: creation is 0 … past(), the past is … atCrash(), the crash zone …
    /// crash().
    double past() const { return m_kind == Kind::Order ? 0.27 : 0.13; }
    double atCrash() const { return m_kind == Kind::Order ? 0.54 : 0.6; }
    double crash() const { return 0.94; }

    /// x and at are inverse of each other.
    double x(double world) const { return m_left + (world - m_offset) * m_width * m_zoom; }
    double at(double x) const { return m_offset + (x - m_left) / (m_width * m_zoom); }

    /// Minutes before the crash, on a scale that gives the last minutes more room. Inverse of each other for
    /// 0 … the longest wait. Only meaningful on a clock.
    double worldOfMinutes(double minutes) const;
    double minutesAt(double world) const;
    /// The middle of creation rank `rank` of `ranks`, and of step `step` of `steps` at the crash.
    double worldOfCreation(double rank, double ranks) const;
    double worldOfStep(double step, double steps) const;

    /// Values that the clock's scale is labelled with, at least `spacing` pixels apart; ascending minutes.
    std::vector<double> ticks(double spacing) const;

    /// The same axis in a picture whose plot starts at `left`.
    TimeAxis placed(double left, double width) const;
    /// Zoomed by `factor`; what stands at `anchorX` stays there as far as the ends allow.
    TimeAxis zoomed(double anchorX, double factor) const;
    TimeAxis panned(double pixels) const;
    /// Pixels of the axis left of the picture, and how many there can be.
    double scroll() const { return m_offset * m_width * m_zoom; }
    double scrollRange() const { return (m_zoom - 1) * m_width; }
    TimeAxis fitted() const;

private:
    void clamp();

    Kind m_kind = Kind::Order;
    double m_longest = 1;
    double m_left = 0, m_width = 1;
    double m_zoom = 1, m_offset = 0;
};

} // namespace skein
