// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/panic_value.h"

#include "parser/go/block.h"
#include "parser/go/header.h"
#include "parser/go/runtime_lines.h"
#include "parser/scan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace skein::go
{

namespace
{

/// Behind the value of a panic comes the goroutine that panicked, as far to the left as the panic.
bool headerFollows(const LineCursor& in, LinePlace from, const LinePrefix& prefix)
{
    static constexpr int kMaxLines = 400;
    LineCursor ahead(in.text(), from, prefix);
    for (int i = 0; i < kMaxLines && !ahead.atEnd(); ++i, ahead.advance())
        if (!ahead.line().foreign && startsHeader(ahead.line().text))
            return true;
    return false;
}

} // namespace

bool isInPanicValue(const LineCursor& in, const LinePrefix& prefix)
{
    static constexpr int kMaxLines = 200, kMaxOthers = 8;
    const auto [outer, indent] = prefix.withoutIndent();
    if (indent.empty())
        return false;
    int others = 0;
    // Whether a line above the header begins the value, or is none of it; nothing where it doesn't say.
    const auto begins = [&](std::string_view line) -> std::optional<bool> {
        const std::string_view text = scan::trimRight(line), rest = scan::trimLeft(text);
        if (rest.empty() || text.size() - rest.size() >= indent.size() || text.starts_with(indent))
            return {};
        if (scan::contains(rest, "panic: "))
            return (indent.ends_with('\t') && rest.starts_with("panic: ")) ||
                   headerFollows(in, in.place(), outer);
        // A line of somebody else's may have got in between.
        if (classify(rest) != LineKind::Other || looksLikeCall(rest) || ++others > kMaxOthers)
            return false;
        return {};
    };
    std::string scratch;
    if (prefix.hasJson()) {
        // All of it may stand in the string of one line.
        std::string_view above = outer.strip(in.line().raw, scratch).value_or("");
        std::size_t header = 0;
        while (header < above.size() && !startsHeader(scan::trimLeft(above.substr(header))))
            header = std::min(above.find('\n', header), above.size() - 1) + 1;
        above = above.substr(0, header);
        for (int i = 0; i < kMaxLines && !above.empty(); ++i) {
            above.remove_suffix(1);
            const std::size_t begin = scan::findLast(above, '\n') + 1;
            if (const auto said = begins(above.substr(begin)))
                return *said;
            above = above.substr(0, begin);
        }
    }
    std::size_t end = in.line().offset;
    for (int i = 0; i < kMaxLines && end > 0; ++i) {
        const std::size_t begin =
            scan::findLast(in.text().substr(0, end - 1), '\n') + 1; // 0 where there is none
        const auto line = outer.strip(in.text().substr(begin, end - 1 - begin), scratch);
        end = begin;
        if (const auto said = line ? begins(*line) : std::nullopt) // else somebody else's
            return *said;
    }
    return false;
}

} // namespace skein::go
