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

/// Where the line of a dump begins behind such words, 0 where the line is none of that kind.
std::size_t introductionIn(std::string_view line, std::string_view next)
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
        from = at + 1; // GET /panic: 200 OK
        // "Here is what goroutine 7 doing now" is a line of its own.
        std::string_view rest = line.substr(at);
        if (literal(rest, "goroutine ") && number(rest) && !rest.starts_with(" [") &&
            !rest.starts_with(" gp="))
            continue;
        if (at > 1 && opensBlock(line.substr(0, at)))
            return at;
        const std::size_t prefix = sharedPrefix(line.substr(0, at), next);
        const std::string_view words = line.substr(0, at - prefix);
        if (words.size() > 1 && opensBlock(words))
            return words.size();
        // A text that was quoted is somebody else's matter.
        if (words.size() > 1 && isBlank(words.back()))
            return contains(words, "\"") ? 0 : words.size();
    }
    return 0;
}

/// The lines behind it are those of a dump, without these words.
bool goesOn(const std::vector<RewrittenText::Line>& lines, std::size_t at, std::string_view words)
{
    constexpr std::size_t kLinesAhead = 4;
    const auto dump = beginOfDump(lines[at].text.substr(words.size()));
    const bool prefixed = dump && *dump > 0;
    for (std::size_t i = at + 1; i < std::min(lines.size(), at + 1 + kLinesAhead); ++i) {
        const std::string_view text = lines[i].text;
        if (text.starts_with(words))
            return false;
        const auto begin = beginOfDump(trimLeft(text)); // a panic's value is indented
        if ((begin && (prefixed || *begin == 0)) || text.starts_with("PC=0x") ||
            text.starts_with("[signal ") || text.starts_with("#0 ") || contains(text, " @ 0x") ||
            (isDigit(text.empty() ? ' ' : text.front()) && text.ends_with(" @")) ||
            text.starts_with("happened before") || text.starts_with("current goroutine "))
            return true;
    }
    return false;
}

} // namespace

std::size_t sharedPrefix(std::string_view words, std::string_view next)
{
    for (std::size_t from = 0; from < words.size(); ++from) {
        std::size_t i = from, j = 0;
        while (i < words.size() && j < next.size()) {
            if (isDigit(words[i]) && isDigit(next[j])) {
                i += digits(words.substr(i));
                j += digits(next.substr(j));
            } else if (words[i] == next[j]) {
                ++i, ++j;
            } else {
                break;
            }
        }
        // The blank at the end of an empty line may have been cut.
        if (i == words.size() || (j > 0 && j == next.size() && trimLeft(words.substr(i)).empty()))
            return words.size() - from;
    }
    return 0;
}

bool suspectsIntroduction(std::string_view sample)
{
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view below = sample.substr(std::min(end + 1, sample.size()), kMostBefore);
        if (introductionIn(sample.substr(at, end - at), below.substr(0, below.find('\n'))) != 0)
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
        const std::size_t begin = introductionIn(text, i + 1 < lines.size() ? lines[i + 1].text : "");
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
