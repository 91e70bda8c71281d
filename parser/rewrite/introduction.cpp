// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string_view>
#include <vector>

// Words before the first line of what was pasted, in that line:
//
//     [9:31 AM] Ann Lee: panic: assignment to entry in nil map
//
//     goroutine 1 [running]:
namespace skein
{

namespace
{

using namespace scan;

constexpr std::size_t kMostBefore = 200;

/// `created by main.main in goroutine 1`, `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0]`
bool isWholeLine(std::string_view line)
{
    return trimLeft(line).starts_with("created by ") || line.starts_with("[signal ");
}

/// What opens a block of text in a tracker, a chat or a report of tests: `{noformat}`, "```", `<![CDATA[`.
bool opensBlock(std::string_view words)
{
    return words.ends_with("```") || words.ends_with("<![CDATA[") || words.ends_with("{noformat}") ||
           (words.ends_with('}') && contains(words, "{code")) || words.ends_with('>');
}

/// Where the dump begins behind such words, 0 where the line is none of that kind.
std::size_t introductionIn(std::string_view line)
{
    if (isWholeLine(line))
        return 0;
    const std::string_view front = line.substr(0, kMostBefore);
    std::size_t from = 0;
    for (auto begin = beginOfDump(front); begin; begin = beginOfDump(front.substr(from))) {
        const std::size_t at = from + *begin;
        // panic: upstream died: fatal error: concurrent map writes, also behind what isn't printable
        if (trimRight(line.substr(0, at)).empty() && !line.substr(at).starts_with("goroutine "))
            return 0;
        const std::string_view words = line.substr(0, at);
        from = at + 1; // GET /panic: 200 OK
        // "Here is what goroutine 7 doing now" is a line of its own.
        std::string_view rest = line.substr(at);
        if (literal(rest, "goroutine ") && number(rest) && !rest.starts_with(" [") &&
            !rest.starts_with(" gp="))
            continue;
        if (at > 1 && opensBlock(words))
            return at;
        // A text that was quoted is somebody else's matter.
        if (at > 1 && isBlank(words.back()))
            return contains(words, "\"") ? 0 : at;
    }
    return 0;
}

/// The lines behind it are those of a dump, without these words.
bool goesOn(const std::vector<RewrittenText::Line>& lines, std::size_t at, std::string_view words)
{
    constexpr std::size_t kLinesAhead = 4;
    for (std::size_t i = at + 1; i < std::min(lines.size(), at + 1 + kLinesAhead); ++i) {
        const std::string_view text = lines[i].text;
        if (text.starts_with(words))
            return false;
        const auto begin = beginOfDump(trimLeft(text)); // a panic's value is indented
        if ((begin && *begin == 0) || text.starts_with("PC=0x") || text.starts_with("[signal ") ||
            text.starts_with("#0 ") || contains(text, " @ 0x") ||
            (isDigit(text.empty() ? ' ' : text.front()) && text.ends_with(" @")) ||
            text.starts_with("happened before") || text.starts_with("current goroutine "))
            return true;
    }
    return false;
}

} // namespace

bool suspectsIntroduction(std::string_view sample)
{
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        if (introductionIn(sample.substr(at, end - at)) != 0)
            return true;
        at = end + 1;
    }
    return false;
}

void separateIntroduction(const RewrittenText& in, RewrittenText& out)
{
    const auto lines = in.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto [text, origin] = lines[i];
        const std::size_t begin = introductionIn(text);
        const std::string_view words = text.substr(0, begin);
        if (begin != 0 && (opensBlock(words) || goesOn(lines, i, words))) {
            out.add(words, origin);
            out.add(text.substr(begin), origin);
        } else {
            out.add(text, origin);
        }
    }
}

} // namespace skein
