// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/report_start.h"

#include "parser/scan.h"

#include <optional>

namespace skein::go
{

namespace
{

/// In a JSON string the beginning may be one of several lines.
bool seek(LineCursor& in, std::uint32_t line, bool (*begins)(std::string_view))
{
    while (!in.atEnd() && in.line().number == line && (in.line().foreign || !begins(in.line().text)))
        in.advance();
    return !in.atEnd() && in.line().number == line;
}

} // namespace

bool locateStart(LineCursor& in, bool (*begins)(std::string_view), int (*judge)(LineCursor&))
{
    if (!in.line().foreign && begins(in.line().text)) {
        LineCursor ahead = in.ahead();
        if (judge(ahead) > 0)
            return true;
    }
    // With another prefix all lines of a JSON string would come again.
    if (in.line().segment > 0)
        return false;
    const LinePlace here = in.place();
    int best = 0;
    std::optional<LinePrefix> chosen;
    for (const LinePrefix& prefix : LinePrefix::candidates(in.line().raw, begins)) {
        LineCursor ahead(in.text(), here, prefix);
        if (!seek(ahead, here.line, begins))
            continue;
        if (const int score = judge(ahead); score > best) {
            best = score;
            chosen = prefix;
        }
    }
    if (!chosen)
        return false;
    in.setPrefix(*chosen);
    return seek(in, here.line, begins);
}

std::string_view lineBefore(const LineCursor& in)
{
    const std::string_view text = in.text();
    const std::size_t begin = in.line().offset;
    if (begin == 0 || in.line().segment > 0)
        return {};
    const std::size_t newline = scan::findLast(text.substr(0, begin - 1), '\n');
    const std::size_t from = newline == text.npos ? 0 : newline + 1;
    return scan::trimRight(text.substr(from, begin - 1 - from));
}

} // namespace skein::go
