// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/sheet.h"

#include "views/pictures/svg_device.h"
#include "views/report/exporters.h"
#include "views/style/glyphs.h"
#include "views/style/note_glyphs.h"
#include "views/style/text.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr double kGap = 18;          // between two pictures
constexpr double kSaidWidth = 560;   // at least, of what people say
constexpr double kPaper = 1120;      // height of a page of notes
constexpr double kMaxPixels = 12000; // of the longer side of a PNG

QString tr(const char* text)
{
    return QCoreApplication::translate("Picture", text);
}

QFont titleFont(const Theme& theme)
{
    return style::bold(style::scaled(theme.ui, 1.2));
}

double headingHeight(const Theme& theme)
{
    return std::round(QFontMetricsF(titleFont(theme)).height() + QFontMetricsF(theme.ui).height() + 16);
}

QString nameOf(const Log& log)
{
    return log.input.path == "-" ? tr("standard input") : style::text(baseName(log.input.path), 200);
}

} // namespace

std::expected<Sheet, std::string> makeSheet(const AnalysisPtr& analysis, const SheetOptions& options)
{
    Sheet sheet;
    sheet.theme = options.theme;
    const Log& log = *analysis->log;
    std::optional<std::uint32_t> index = options.finding;
    for (std::uint32_t i = 0; !index && i < analysis->findings.size(); ++i)
        if (!options.snapshot || analysis->findings[i].snapshot == options.snapshot)
            index = i;
    if (index && *index >= analysis->findings.size())
        return std::unexpected("There is no finding " + std::to_string(*index + 1) + "; the log has " +
                               std::to_string(analysis->findings.size()) + ".");
    std::uint32_t snapshot = options.snapshot.value_or(0);
    sheet.title = tr("No finding");
    sheet.below = nameOf(log);
    std::vector kinds{PictureKind::Timeline, PictureKind::Graph};
    if (index) {
        const Finding& finding = analysis->findings[*index];
        sheet.finding = true;
        sheet.certainty = finding.certainty;
        sheet.title = style::text(finding.title, 1000);
        sheet.below += QStringLiteral(" · ") + style::text(toString(finding.kind));
        if (options.said)
            sheet.opinion = style::text(options.said->opinionOn(*index), 500);
        if (finding.snapshot || !options.snapshot)
            snapshot = snapshotOf(finding);
        if (graphFirst(finding))
            std::ranges::reverse(kinds);
    }
    if (log.snapshots.size() > 1)
        sheet.below +=
            QStringLiteral(" · ") + tr("dump %1 of %2").arg(snapshot + 1).arg(log.snapshots.size());
    if (options.only)
        kinds = {*options.only};

    const double top = sheet.headingEnd();
    // A narrow picture doesn't cut the sentence above it.
    constexpr double kWord = 110, kWidest = 1080;
    const double title = QFontMetricsF(titleFont(sheet.theme)).horizontalAdvance(sheet.title) + kWord;
    double y = top, width = std::clamp(title, 480.0, kWidest);
    for (const PictureKind kind : kinds) {
        auto picture =
            makePicture(kind, analysis, snapshot, index, sheet.theme, options.extent, options.said);
        if (!picture)
            return std::unexpected(picture.error());
        if (!*picture)
            continue;
        if (y > top)
            y += kGap;
        sheet.blocks.push_back({std::move(**picture), y});
        const Picture& made = sheet.blocks.back().picture;
        y += made.size.height();
        if (!made.left.isEmpty())
            y += QFontMetricsF(sheet.theme.ui).height() + 6;
        width = std::max(width, made.size.width());
    }
    if (sheet.blocks.empty()) {
        sheet.nothing = log.snapshots.empty() ? tr("Nothing to draw: no dump was recognised in this log.")
                        : options.only == PictureKind::Graph
                            ? tr("No wait-for graph: no thread waits for something that the log names.")
                            : tr("Nothing to draw: this dump names no threads.");
        y += QFontMetricsF(sheet.theme.ui).height();
    }
    if (options.said && !options.said->empty()) {
        width = std::max(width, kSaidWidth);
        sheet.said = SaidList(*options.said, width, sheet.theme, options.saidExtent);
        y += kGap;
        sheet.saidTop = y;
        y += sheet.said.height();
    }
    sheet.size = QSizeF(std::ceil(width + 2 * sheet.edge), std::ceil(y + sheet.edge));
    return sheet;
}

void Sheet::drawHeading(QPainter& painter, double width) const
{
    const QFont big = titleFont(theme);
    const QFontMetricsF metrics(big);
    double x = edge;
    double base = edge + metrics.ascent();
    if (finding) {
        const double side = metrics.capHeight() + 2;
        glyph::certainty(painter, QRectF(x, base - side + 1, side, side), certainty, theme.text);
        x += side + 7;
        painter.setPen(theme.dim);
        x += style::drawElided(painter, x, base, 100, style::certaintyWord(certainty), theme.ui).width + 10;
    }
    painter.setPen(theme.text);
    style::drawElided(painter, x, base, width - edge - x, title, big);
    base += metrics.descent() + QFontMetricsF(theme.ui).ascent() + 4;
    painter.setPen(theme.dim);
    style::drawElided(painter, edge, base, width - 2 * edge, below, theme.ui);
    if (!opinion.isEmpty())
        glyph::paperStrip(painter, edge, base + QFontMetricsF(theme.ui).height() + 2, width - 2 * edge,
                          opinion, theme.ui, theme);
}

double Sheet::headingEnd() const
{
    return edge + headingHeight(theme) + (opinion.isEmpty() ? 0 : QFontMetricsF(theme.ui).height() + 6);
}

namespace
{

void drawBlock(QPainter& painter, const Sheet& sheet, const Picture& picture, double top)
{
    painter.save();
    painter.translate(sheet.edge, top);
    picture.draw(painter, sheet.theme);
    painter.restore();
    painter.setPen(QPen(sheet.theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(QPointF(sheet.edge, top), picture.size).adjusted(-0.5, -0.5, 0.5, 0.5));
    if (picture.left.isEmpty())
        return;
    painter.setPen(sheet.theme.dim);
    style::drawElided(painter, sheet.edge,
                      top + picture.size.height() + QFontMetricsF(sheet.theme.ui).ascent() + 6,
                      picture.size.width(), picture.left, sheet.theme.ui);
}

} // namespace

void Sheet::draw(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), size), theme.background);
    drawHeading(painter, size.width());
    for (const Block& block : blocks)
        drawBlock(painter, *this, block.picture, block.top);
    if (blocks.empty())
        drawNothing(painter);
    painter.save();
    painter.translate(edge, saidTop);
    if (!said.empty())
        said.draw(painter);
    painter.restore();
}

QSizeF Sheet::notesPageSize() const
{
    return {size.width(), kPaper};
}

std::size_t Sheet::drawNotesPage(QPainter& painter, std::size_t first) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), notesPageSize()), theme.background);
    drawHeading(painter, size.width());
    const double top = headingEnd();
    const std::size_t last = first + said.fitting(first, kPaper - top - edge);
    painter.translate(edge, top);
    said.draw(painter, first, last);
    return last;
}

void Sheet::drawNothing(QPainter& painter) const
{
    painter.setPen(theme.dim);
    style::drawElided(painter, edge, headingEnd() + QFontMetricsF(theme.ui).ascent(), size.width() - 2 * edge,
                      nothing, theme.ui);
}

QSizeF Sheet::pageSize(std::size_t block) const
{
    if (blocks.empty())
        return {size.width(), headingEnd() + QFontMetricsF(theme.ui).height() + edge};
    const Picture& picture = blocks[block].picture;
    const double note = picture.left.isEmpty() ? 0 : QFontMetricsF(theme.ui).height() + 6;
    return {size.width(), picture.size.height() + note + edge + headingEnd()};
}

void Sheet::drawPage(QPainter& painter, std::size_t block) const
{
    const QSizeF page = pageSize(block);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), page), theme.background);
    drawHeading(painter, page.width());
    if (blocks.empty())
        return drawNothing(painter);
    drawBlock(painter, *this, blocks[block].picture, headingEnd());
}

namespace
{

std::string idOf(const Spot& spot)
{
    if (spot.note > 0)
        return "note-" + std::to_string(spot.note);
    return spot.thread ? "t" + std::to_string(spot.thread.snapshot) + "-" + std::to_string(spot.thread.index)
                       : std::string();
}

/// Invisible shapes above the picture that say what they stand for: viewers show the title as a tooltip.
void writeSpots(const Sheet& sheet, const Sheet::Block& block, Sink& sink)
{
    sink.write("<g transform=\"translate(" + svg::number(sheet.edge) + ' ' + svg::number(block.top) +
               ")\" fill=\"none\" pointer-events=\"all\">");
    for (const Spot& spot : block.picture.spots) {
        sink.write("<g");
        if (const std::string id = idOf(spot); !id.empty())
            sink.write(" class=\"" + id + '"');
        sink.write("><title>" + svg::escaped(spot.title) + "</title><path d=\"" + svg::pathData(spot.area) +
                   '"');
        if (spot.line)
            sink.write(" stroke=\"#000\" stroke-opacity=\"0\" stroke-width=\"8\"");
        sink.write("/></g>");
    }
    sink.write("</g>");
}

} // namespace

void writeSvg(const Sheet& sheet, Sink& sink)
{
    SvgDevice device(sheet.size, sheet.theme, SvgDevice::Colours::Values, "");
    {
        QPainter painter(&device);
        sheet.draw(painter);
    }
    const std::string w = svg::number(sheet.size.width()), h = svg::number(sheet.size.height());
    sink.write(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w +
        "\" height=\"" + h + "\" viewBox=\"0 0 " + w + ' ' + h + "\" font-family=\"" + svg::kUiFonts +
        "\" role=\"img\"><title>" + svg::escaped(sheet.title) + "</title><desc>" +
        svg::escaped(
            (sheet.finding ? style::certaintyWord(sheet.certainty) + QStringLiteral(". ") : QString()) +
            sheet.below + (sheet.opinion.isEmpty() ? QString() : QStringLiteral(". ") + sheet.opinion)) +
        "</desc>");
    sink.write(device.elements());
    for (const Sheet::Block& block : sheet.blocks)
        writeSpots(sheet, block, sink);
    sink.write("</svg>\n");
}

void writePng(const Sheet& sheet, Sink& sink)
{
    const double longer = std::max(sheet.size.width(), sheet.size.height());
    const double scale = std::min(2.0, kMaxPixels / longer);
    QImage image((sheet.size * scale).toSize(), QImage::Format_RGB32);
    image.fill(sheet.theme.background);
    {
        QPainter painter(&image);
        painter.scale(scale, scale);
        sheet.draw(painter);
    }
    image.setText(QStringLiteral("Title"), sheet.title);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    sink.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void writePdf(const Sheet& sheet, Sink& sink)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(sheet.title);
        writer.setCreator(QStringLiteral("Skein"));
        constexpr int kPixelsPerInch = 96;
        writer.setResolution(kPixelsPerInch);
        writer.setPageMargins(QMarginsF());
        const auto setPage = [&](QSizeF size) {
            const QSizeF inches = size / kPixelsPerInch;
            writer.setPageSize(QPageSize(inches, QPageSize::Inch, {}, QPageSize::ExactMatch));
        };
        setPage(sheet.pageSize(0));
        QPainter painter(&writer);
        for (std::size_t i = 0; i < std::max<std::size_t>(1, sheet.blocks.size()); ++i) {
            if (i > 0) {
                setPage(sheet.pageSize(i));
                writer.newPage();
            }
            painter.save();
            sheet.drawPage(painter, i);
            painter.restore();
        }
        for (std::size_t note = 0; note < sheet.said.size();) {
            setPage(sheet.notesPageSize());
            writer.newPage();
            painter.save();
            note = sheet.drawNotesPage(painter, note);
            painter.restore();
        }
    }
    sink.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace skein
