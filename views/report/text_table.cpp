// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/text_table.h"

#include <algorithm>

namespace skein::text
{

namespace
{

constexpr std::size_t kMaxWho = 40, kMaxPlace = 32, kGap = 2;

/// Where the columns of one table start, and how wide the ones are that get an ellipsis.
struct Columns {
    Columns(const std::vector<Row>& table, std::size_t indent, std::size_t width);

    std::size_t who, function, place, behind;
    std::size_t functionWidth;
};

Columns::Columns(const std::vector<Row>& table, std::size_t indent, std::size_t width)
{
    std::size_t whoWidth = 0, widestFunction = 0, placeWidth = 0, noteWidth = 0;
    for (const Row& row : table) {
        whoWidth = std::max(whoWidth, std::min(utf8::width(row.who), kMaxWho));
        widestFunction = std::max(widestFunction, utf8::width(row.function));
        placeWidth = std::max(placeWidth, std::min(utf8::width(row.place), kMaxPlace));
        noteWidth = std::max(noteWidth, utf8::width(row.badge) + 1 + utf8::width(row.note));
    }
    const bool marked = std::ranges::any_of(table, [](const Row& row) { return !row.mark.empty(); });
    who = indent + (marked ? 1 + kGap : 0);
    function = who + whoWidth + kGap;
    const std::size_t others = function + kGap + placeWidth + kGap + noteWidth;
    const std::size_t room = width > others ? width - others : 0;
    functionWidth = std::clamp<std::size_t>(widestFunction, 1, std::max<std::size_t>(room, 24));
    place = function + functionWidth + kGap;
    behind = place + (placeWidth > 0 ? placeWidth + kGap : 0);
}

void writeRow(TextWriter& out, const Row& row, const Columns& columns, std::size_t indent)
{
    out.tab(indent);
    out.write(row.mark, row.markStyle);
    out.tab(columns.who);
    out.write(utf8::elided(row.who, kMaxWho, utf8::Cut::End), Style::Strong);
    out.tab(columns.function);
    out.write(utf8::elided(row.function, columns.functionWidth, utf8::Cut::Middle));
    if (!row.place.empty()) {
        out.tab(columns.place);
        out.write(utf8::elided(row.place, kMaxPlace, utf8::Cut::Start));
    }
    if (!row.badge.empty() || !row.note.empty())
        out.tab(columns.behind);
    out.write(row.badge, Style::Unsure);
    if (!row.badge.empty() && !row.note.empty())
        out.write(" ");
    out.write(utf8::elided(row.note, out.room(), utf8::Cut::End), row.noteStyle);
    out.endLine();
    for (const std::string& sentence : row.below)
        out.wrap(sentence, columns.function, Style::Faint);
}

} // namespace

void writeRows(TextWriter& out, const std::vector<Row>& table, std::size_t indent)
{
    const Columns columns(table, indent, out.columns());
    for (const Row& row : table)
        writeRow(out, row, columns, indent);
}

} // namespace skein::text
