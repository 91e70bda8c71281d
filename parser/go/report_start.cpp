// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/report_start.h"

#include "parser/scan.h"

#include <optional>
#include <vector>

namespace skein::go
{

namespace
{

/// `[9:31 AM] Ann Lee: --- contention:`: where what begins stands behind words; 0 where it doesn't.
std::size_t behindWords(std::string_view text, bool (*begins)(std::string_view))
{
    constexpr std::size_t kMostWords = 200;
    for (std::size_t at = text.find(": "); at < kMostWords && at != text.npos; at = text.find(": ", at + 1))
        if (begins(text.substr(at + 2)))
            return at + 2;
    return 0;
}

/// In a JSON string the beginning may be one of several lines. Words of whoever shows it go away.
bool seek(LineCursor& in, std::uint32_t line, bool (*begins)(std::string_view))
{
    for (; !in.atEnd() && in.line().number == line; in.advance()) {
        if (in.line().foreign)
            continue;
        if (begins(in.line().text))
            return true;
        if (const std::size_t words = behindWords(in.line().text, begins); words > 0) {
            in.trimCurrent(words);
            return true;
        }
    }
    return false;
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
    const auto consider = [&](const LinePrefix& prefix) {
        LineCursor ahead(in.text(), here, prefix);
        if (!seek(ahead, here.line, begins))
            return;
        if (const int score = judge(ahead); score > best) {
            best = score;
            chosen = prefix;
        }
    };
    const std::vector<LinePrefix> candidates = LinePrefix::candidates(in.line().raw, begins);
    for (const LinePrefix& prefix : candidates)
        consider(prefix);
    if (const Line* next = in.peek(); next && candidates.front().isLearned())
        consider(candidates.front().sharedWith(next->raw));
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
