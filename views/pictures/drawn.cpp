// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/drawn.h"

#include "views/pictures/page.h"
#include "views/pictures/sheet.h"

#include <algorithm>
#include <array>

namespace skein
{
namespace
{

struct Drawn {
    std::string_view id;
    void (*write)(const Sheet&, Sink&);
};
constexpr std::array kDrawn = std::to_array<Drawn>({{"svg", writeSvg}, {"png", writePng}, {"pdf", writePdf}});

} // namespace

std::expected<void, std::string> writeReport(const Exporter& exporter, const AnalysisPtr& analysis,
                                             const ReportOptions& options, Sink& sink)
{
    if (exporter.write) {
        exporter.write(*analysis, options, sink);
        return {};
    }
    if (exporter.id == "html")
        return writePage(analysis, options, sink);
    SheetOptions wanted;
    if (options.pictures != ReportOptions::Pictures::Both)
        wanted.only =
            options.pictures == ReportOptions::Pictures::Graph ? PictureKind::Graph : PictureKind::Timeline;
    wanted.finding = options.finding;
    if (ShownNotes said = shownNotes(*analysis, options); !said.empty())
        wanted.said = std::make_shared<const ShownNotes>(std::move(said));
    if (exporter.id == "pdf") // which has as many pages as it takes
        wanted.saidExtent = {.notes = 1000, .bytes = 8000, .lines = 45};
    wanted.theme = options.dark ? Theme::darkTheme() : Theme::light();
    const auto sheet = makeSheet(analysis, wanted);
    if (!sheet)
        return std::unexpected(sheet.error());
    std::ranges::find(kDrawn, exporter.id, &Drawn::id)->write(*sheet, sink);
    return {};
}

} // namespace skein
