// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/exporters.h"

#include <algorithm>
#include <array>

namespace skein
{

extern const Exporter textExporter;                  // text_report.cpp
extern const Exporter jsonExporter;                  // json_report.cpp
extern const Exporter markdownExporter;              // markdown_report.cpp
extern const Exporter chatExporter;                  // chat_report.cpp
extern const Exporter sarifExporter, githubExporter; // finding_problems.cpp

namespace
{

// What has pictures in it: written by views/pictures.
constexpr Exporter htmlExporter{
    .id = "html", .title = "HTML page with pictures", .suffix = "html", .between = "\n", .write = nullptr};
constexpr Exporter svgExporter{
    .id = "svg", .title = "SVG picture", .suffix = "svg", .between = "\n", .write = nullptr};
constexpr Exporter pngExporter{
    .id = "png", .title = "PNG picture", .suffix = "png", .between = "", .write = nullptr};
constexpr Exporter pdfExporter{
    .id = "pdf", .title = "PDF with pictures", .suffix = "pdf", .between = "", .write = nullptr};

} // namespace

std::span<const Exporter* const> exporters()
{
    static constexpr std::array list{&textExporter,  &jsonExporter,  &htmlExporter, &markdownExporter,
                                     &chatExporter,  &svgExporter,   &pngExporter,  &pdfExporter,
                                     &sarifExporter, &githubExporter};
    return list;
}

const Exporter* findExporter(std::string_view id)
{
    const auto found = std::ranges::find(exporters(), id, &Exporter::id);
    return found == exporters().end() ? nullptr : *found;
}

} // namespace skein
