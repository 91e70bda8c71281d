// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QPaintDevice>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <memory>
#include <string>

namespace skein
{

class SvgEngine;

/// Writes what a QPainter draws as SVG: text as text, and, for a page, colours by their names in the theme,
/// so that one picture is right on a light and on a dark page. Knows what Skein's drawing functions use:
/// pens, plain brushes, paths, text, rectangular clips. One unit is one pixel of the screen.
class SvgDevice final : public QPaintDevice
{
public:
    enum class Colours {
        Values, ///< fill="#b04600": for a file that stands alone
        Names,  ///< class="f-write": for a page that has themeClasses() in its style sheet
    };
    /// `prefix` begins the ids that the picture defines; different for each picture of one page.
    SvgDevice(QSizeF size, const Theme& theme, Colours colours, std::string prefix);
    ~SvgDevice() override;

    /// The elements drawn so far, without the <svg> around them. Call it when the painter has ended.
    std::string elements() const;

    QPaintEngine* paintEngine() const override;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSizeF m_size;
    std::unique_ptr<SvgEngine> m_engine;
};

namespace svg
{

/// Text and attribute values: valid in XML whatever the log holds.
std::string escaped(const QString& text);
/// "12.5": at most two digits behind the point.
std::string number(double value);
/// "M0 0L10 10": a path's d attribute.
std::string pathData(const QPainterPath& path);

/// CSS that gives the theme's colours their names: "--write:#b04600;…".
std::string themeVariables(const Theme& theme);
/// CSS for the classes that Colours::Names writes.
std::string themeClasses(const Theme& theme);

/// What texts fall back to where the reader's machine lacks the font that measured them.
inline constexpr const char* kUiFonts = "Inter, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
inline constexpr const char* kMonoFonts =
    "'JetBrains Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

} // namespace svg
} // namespace skein
