// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/svg_device.h"

#include "model/notes/note.h"
#include "views/style/said.h"

#include <QFontInfo>
#include <QGuiApplication>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QScreen>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace skein
{
namespace
{

struct NamedColour {
    const char* name;
    QColor Theme::* colour;
};
// Where two roles share a value in one theme, the picture must not depend on which of them is found.
constexpr std::array kColours = std::to_array<NamedColour>({
    {"background", &Theme::background},
    {"panel", &Theme::panel},
    {"line", &Theme::line},
    {"text", &Theme::text},
    {"dim", &Theme::dim},
    {"faint", &Theme::faint},
    {"selection", &Theme::selection},
    {"accent", &Theme::accent},
    {"write", &Theme::write},
    {"read", &Theme::read},
    {"iterate", &Theme::iterate},
    {"del", &Theme::del},
    {"lock", &Theme::lock},
    {"wait", &Theme::wait},
    {"waitHatch", &Theme::waitHatch},
    {"run", &Theme::run},
    {"crash", &Theme::crash},
    {"code", &Theme::code},
    {"highlight", &Theme::highlight},
    {"note", &Theme::note},
});

/// Every colour with the name of its role; those of notes are "ink-red" and "wash-red".
std::vector<std::pair<std::string, QColor>> rolesOf(const Theme& theme)
{
    std::vector<std::pair<std::string, QColor>> out;
    for (const NamedColour& named : kColours)
        out.emplace_back(named.name, theme.*named.colour);
    for (const std::string_view name : notes::kColours) {
        out.emplace_back("ink-" + std::string(name), style::noteMark(theme, name));
        out.emplace_back("wash-" + std::string(name), style::noteWash(theme, name));
    }
    out.emplace_back("ink", style::noteMark(theme, {}));
    return out;
}

int dotsPerInch()
{
    const QScreen* const screen = QGuiApplication::primaryScreen();
    return screen ? static_cast<int>(std::lround(screen->logicalDotsPerInch())) : 96;
}

bool sameColour(const QColor& a, const QColor& b)
{
    return (a.rgb() & 0xffffff) == (b.rgb() & 0xffffff);
}

} // namespace

namespace svg
{

std::string number(double value)
{
    if (!std::isfinite(value))
        return "0";
    std::array<char, 64> buffer{};
    const double rounded = std::round(value * 100) / 100 + 0.0; // no "-0"
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded).ptr;
    return {buffer.data(), end};
}

std::string escaped(const QString& text)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (c == u'<')
            out += QLatin1String("&lt;");
        else if (c == u'>')
            out += QLatin1String("&gt;");
        else if (c == u'&')
            out += QLatin1String("&amp;");
        else if (c == u'"')
            out += QLatin1String("&quot;");
        else if (c == u'\'')
            out += QLatin1String("&#39;");
        else if (pair)
            out += c, out += text[++i];
        else if (c.isSurrogate() || c.unicode() >= 0xfffe || (c.unicode() < 0x20 && c != u'\n' && c != u'\t'))
            out += QChar(QChar::ReplacementCharacter); // XML has no such characters
        else
            out += c;
    }
    return out.toStdString();
}

std::string pathData(const QPainterPath& path)
{
    std::string out;
    const auto point = [&](qreal x, qreal y) {
        out += number(x);
        out += ' ';
        out += number(y);
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element e = path.elementAt(i);
        if (e.type == QPainterPath::CurveToElement && i + 2 < path.elementCount()) {
            const auto b = path.elementAt(i + 1), c = path.elementAt(i + 2);
            out += 'C';
            point(e.x, e.y);
            out += ' ';
            point(b.x, b.y);
            out += ' ';
            point(c.x, c.y);
            i += 2;
            continue;
        }
        out += e.type == QPainterPath::MoveToElement ? 'M' : 'L';
        point(e.x, e.y);
    }
    return out;
}

std::string themeVariables(const Theme& theme)
{
    std::string out = theme.dark ? "color-scheme:dark;" : "color-scheme:light;";
    for (const auto& [name, colour] : rolesOf(theme))
        out += "--" + name + ':' + colour.name().toStdString() + ';';
    return out;
}

std::string themeClasses(const Theme& theme)
{
    std::string out;
    for (const auto& [name, colour] : rolesOf(theme)) {
        out += ".f-" + name + "{fill:var(--" + name + ")}.s-" + name + "{stroke:var(--" + name + ")}";
    }
    return out + ".m{font-family:" + kMonoFonts + "}";
}

} // namespace svg

class SvgEngine final : public QPaintEngine
{
public:
    SvgEngine(QRectF page, const Theme& theme, SvgDevice::Colours colours, std::string prefix)
        : QPaintEngine(PaintEngineFeatures(AllFeatures & ~PatternBrush & ~LinearGradientFill &
                                           ~RadialGradientFill & ~ConicalGradientFill & ~PorterDuff &
                                           ~BlendModes & ~PerspectiveTransform)),
          m_page(page),
          m_theme(theme),
          m_byName(colours == SvgDevice::Colours::Names),
          m_prefix(std::move(prefix))
    {
    }

    bool begin(QPaintDevice*) override { return true; }
    bool end() override
    {
        setClip({});
        return true;
    }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& now) override
    {
        m_pen = now.pen();
        m_brush = now.brush();
        m_opacity = now.opacity();
        m_transform = now.transform();
        constexpr auto clip = DirtyClipEnabled | DirtyClipRegion | DirtyClipPath | DirtyTransform;
        if (now.state() & clip)
            setClip(painter()->hasClipping() ? m_transform.mapRect(painter()->clipBoundingRect()) : QRectF());
    }

    void drawPath(const QPainterPath& path) override { element(m_transform.map(path), true); }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override
    {
        QPainterPath path;
        for (int i = 0; i < count; ++i)
            i == 0 ? path.moveTo(points[i]) : path.lineTo(points[i]);
        if (mode != PolylineMode)
            path.closeSubpath();
        element(m_transform.map(path), mode != PolylineMode);
    }

    void drawLines(const QLineF* lines, int count) override
    {
        QPainterPath path;
        for (int i = 0; i < count; ++i) {
            path.moveTo(lines[i].p1());
            path.lineTo(lines[i].p2());
        }
        element(m_transform.map(path), false);
    }

    void drawRects(const QRectF* rects, int count) override
    {
        for (int i = 0; i < count; ++i) {
            const QRectF r = m_transform.mapRect(rects[i]);
            m_out += "<rect x=\"" + svg::number(r.x()) + "\" y=\"" + svg::number(r.y()) + "\" width=\"" +
                     svg::number(r.width()) + "\" height=\"" + svg::number(r.height()) + '"' + look(true) +
                     "/>";
        }
    }

    void drawEllipse(const QRectF& rect) override
    {
        const QRectF r = m_transform.mapRect(rect);
        m_out += "<ellipse cx=\"" + svg::number(r.center().x()) + "\" cy=\"" + svg::number(r.center().y()) +
                 "\" rx=\"" + svg::number(r.width() / 2) + "\" ry=\"" + svg::number(r.height() / 2) + '"' +
                 look(true) + "/>";
    }

    void drawTextItem(const QPointF& at, const QTextItem& item) override
    {
        const QString text = item.text();
        if (text.trimmed().isEmpty())
            return;
        const QPointF p = m_transform.map(at);
        const QFont font = item.font();
        const QFontInfo info(font);
        const double scale = std::sqrt(std::abs(m_transform.determinant()));
        const bool mono = font.family() == m_theme.mono.family();
        std::string classes;
        std::string out = "<text x=\"" + svg::number(p.x()) + "\" y=\"" + svg::number(p.y()) +
                          "\" font-size=\"" + svg::number(info.pixelSize() * scale) + '"';
        if (font.pixelSize() <= 0 && font.pointSizeF() > 0) // QFontInfo rounds to whole pixels
            out = "<text x=\"" + svg::number(p.x()) + "\" y=\"" + svg::number(p.y()) + "\" font-size=\"" +
                  svg::number(font.pointSizeF() * dotsPerInch() / 72 * scale) + '"';
        if (font.weight() > QFont::Medium)
            out += " font-weight=\"" + std::to_string(static_cast<int>(font.weight())) + '"';
        if (mono && !m_byName)
            out += " font-family=\"" + std::string(svg::kMonoFonts) + '"';
        if (mono && m_byName)
            classes = "m";
        out += paint("fill", m_pen.color(), classes);
        if (!classes.empty())
            out += " class=\"" + classes + '"';
        // A reader without the font that measured the text squeezes or stretches another into its place.
        if (text.size() > 1)
            out +=
                " textLength=\"" + svg::number(item.width() * scale) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        m_out += out + '>' + svg::escaped(text) + "</text>";
    }

    // The drawing functions use neither.
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}

    const std::string& out() const { return m_out; }

private:
    /// ` fill="#b04600"`, or a class; and how much of what is behind it shows through.
    std::string paint(const char* property, const QColor& colour, std::string& classes) const
    {
        std::string out;
        const auto role =
            std::ranges::find_if(m_roles, [&](const auto& r) { return sameColour(r.second, colour); });
        if (m_byName && role != m_roles.end())
            classes += (classes.empty() ? "" : " ") + std::string(1, *property) + '-' + role->first;
        else
            out = ' ' + std::string(property) + "=\"" + colour.name().toStdString() + '"';
        const double alpha = colour.alphaF() * m_opacity;
        if (alpha < 0.999)
            out += ' ' + std::string(property) + "-opacity=\"" + svg::number(alpha) + '"';
        return out;
    }

    std::string look(bool filled) const
    {
        std::string out, classes;
        if (filled && m_brush.style() != Qt::NoBrush)
            out += paint("fill", m_brush.color(), classes);
        else
            out += " fill=\"none\"";
        if (m_pen.style() != Qt::NoPen) {
            const double width = m_pen.widthF() <= 0 ? 1 : m_pen.widthF();
            out += paint("stroke", m_pen.color(), classes);
            if (width != 1)
                out += " stroke-width=\"" + svg::number(width) + '"';
            if (m_pen.style() != Qt::SolidLine) {
                std::string dashes;
                for (const qreal dash : m_pen.dashPattern())
                    dashes += (dashes.empty() ? "" : " ") + svg::number(dash * width);
                out += " stroke-dasharray=\"" + dashes + '"';
            }
            if (m_pen.capStyle() == Qt::RoundCap)
                out += " stroke-linecap=\"round\"";
            else if (m_pen.capStyle() == Qt::SquareCap && m_pen.style() == Qt::SolidLine)
                out += " stroke-linecap=\"square\"";
        }
        if (!classes.empty())
            out += " class=\"" + classes + '"';
        return out;
    }

    void element(const QPainterPath& path, bool filled)
    {
        if (path.elementCount() < 2)
            return;
        m_out += "<path d=\"" + svg::pathData(path) + '"';
        if (filled && path.fillRule() == Qt::OddEvenFill && m_brush.style() != Qt::NoBrush)
            m_out += " fill-rule=\"evenodd\"";
        m_out += look(filled) + "/>";
    }

    void setClip(QRectF clip)
    {
        if (clip.contains(m_page))
            clip = {};
        if (clip == m_clip)
            return;
        if (!m_clip.isNull())
            m_out += "</g>";
        m_clip = clip;
        if (clip.isNull())
            return;
        const std::string id = m_prefix + "c" + std::to_string(++m_clips);
        m_out += "<clipPath id=\"" + id + "\"><rect x=\"" + svg::number(clip.x()) + "\" y=\"" +
                 svg::number(clip.y()) + "\" width=\"" + svg::number(clip.width()) + "\" height=\"" +
                 svg::number(clip.height()) + "\"/></clipPath><g clip-path=\"url(#" + id + ")\">";
    }

    QRectF m_page;
    const Theme m_theme;
    const std::vector<std::pair<std::string, QColor>> m_roles = rolesOf(m_theme);
    bool m_byName;
    std::string m_prefix, m_out;
    QPen m_pen;
    QBrush m_brush;
    QTransform m_transform;
    QRectF m_clip;
    double m_opacity = 1;
    int m_clips = 0;
};

SvgDevice::SvgDevice(QSizeF size, const Theme& theme, Colours colours, std::string prefix)
    : m_size(size),
      m_engine(std::make_unique<SvgEngine>(QRectF(QPointF(), size), theme, colours, std::move(prefix)))
{
}

SvgDevice::~SvgDevice() = default;

std::string SvgDevice::elements() const
{
    return m_engine->out();
}

QPaintEngine* SvgDevice::paintEngine() const
{
    return m_engine.get();
}

int SvgDevice::metric(PaintDeviceMetric metric) const
{
    switch (metric) {
    case PdmWidth:
        return static_cast<int>(std::ceil(m_size.width()));
    case PdmHeight:
        return static_cast<int>(std::ceil(m_size.height()));
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return dotsPerInch();
    case PdmWidthMM:
        return static_cast<int>(m_size.width() * 25.4 / dotsPerInch());
    case PdmHeightMM:
        return static_cast<int>(m_size.height() * 25.4 / dotsPerInch());
    case PdmNumColors:
        return std::numeric_limits<int>::max();
    case PdmDepth:
        return 32;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    default:
        return QPaintDevice::metric(metric);
    }
}

} // namespace skein
