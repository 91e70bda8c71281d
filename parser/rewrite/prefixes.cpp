// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// A prefix that must go before another rewrite can do its work: the parts of a wrapped line each have one.
namespace skein
{

namespace
{

using namespace scan;

constexpr std::size_t kMaxAnchors = 12;
constexpr std::size_t kMaxLook = 300;

bool isAnchor(std::string_view s)
{
    if (s.starts_with("goroutine"))
        return s.size() == 9 || (s[9] == ' ' && (s.size() == 10 || isDigit(s[10])));
    return s.starts_with("fatal error: ") || s.starts_with("panic: ") || s.starts_with("created by ");
}

std::size_t anchorIn(std::string_view line)
{
    std::size_t at = line.npos;
    for (const std::string_view word : {"goroutine", "fatal error: ", "panic: ", "created by "}) {
        const std::size_t here = line.find(word);
        if (here != line.npos && isAnchor(line.substr(here)))
            at = std::min(at, here);
    }
    return at;
}

bool isPlain(const LinePrefix& prefix)
{
    return !prefix.empty() && !prefix.hasJson();
}

/// How many of the lines from `begin` on have that prefix.
std::size_t fits(const std::vector<std::string_view>& lines, std::size_t begin, const LinePrefix& prefix)
{
    std::string scratch;
    std::size_t count = 0;
    for (std::size_t i = begin; i < std::min(lines.size(), begin + kMaxLook); ++i)
        count += prefix.strip(lines[i], scratch).has_value();
    return count;
}

/// The prefix that most lines behind some beginning of a dump have.
LinePrefix commonPrefix(const std::vector<std::string_view>& lines)
{
    LinePrefix best;
    std::size_t most = 2, anchors = 0;
    for (std::size_t i = 0; i < lines.size() && anchors < kMaxAnchors; ++i) {
        if (const std::size_t at = anchorIn(lines[i]);
            at == lines[i].npos || at == 0 || lines[i][at - 1] == '\t')
            continue;
        ++anchors;
        const std::size_t begin = i > kMaxLook / 2 ? i - kMaxLook / 2 : 0;
        for (const LinePrefix& prefix : LinePrefix::candidates(lines[i], isAnchor)) {
            const std::size_t count = isPlain(prefix) ? fits(lines, begin, prefix) : 0;
            if (count <= most)
                continue;
            most = count;
            best = prefix;
        }
    }
    return best;
}

} // namespace

bool suspectsPrefix(std::string_view sample)
{
    for (const std::string_view word : {"goroutine", "fatal error: ", "panic: "})
        for (std::size_t at = sample.find(word); at != sample.npos; at = sample.find(word, at + 1))
            if (at > 0 && sample[at - 1] != '\n' && isAnchor(sample.substr(at, 16)))
                return true;
    return false;
}

void removePrefix(const RewrittenText& in, RewrittenText& out)
{
    std::vector<std::string_view> lines;
    in.forEach([&](std::string_view line, LineSpan) { lines.push_back(line); });
    const LinePrefix prefix = commonPrefix(lines);
    std::string scratch;
    in.forEach([&](std::string_view line, LineSpan origin) {
        out.add(prefix.empty() ? line : prefix.strip(line, scratch).value_or(line), origin);
    });
}

} // namespace skein
