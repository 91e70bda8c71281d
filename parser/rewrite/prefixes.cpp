// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A prefix that must go before another rewrite can do its work: the parts of a wrapped line each have one.
namespace skein
{

namespace
{

using namespace scan;

constexpr std::size_t kMaxAnchors = 12;
constexpr std::size_t kMaxLook = 300;
constexpr std::size_t kMaxFront = 1000; ///< of a line, in which a prefix may stand

bool isAnchor(std::string_view s)
{
    if (s.starts_with(kMessage)) // what stands before it stands before a record's other fields, too
        return true;
    if (s.starts_with("goroutine"))
        return s.size() == 9 || (s[9] == ' ' && (s.size() == 10 || isDigit(s[10])));
    return s.starts_with("created by ") || beginOfDump(s) == 0;
}

std::size_t anchorIn(std::string_view line)
{
    std::size_t at = beginOfDump(line).value_or(line.npos);
    for (const std::string_view word :
         {std::string_view("goroutine"), std::string_view("created by "), kMessage}) {
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

/// How many of the lines from `begin` on have that prefix, and how long it is in all of them together.
std::pair<std::size_t, std::size_t> fits(const std::vector<std::string_view>& lines, std::size_t begin,
                                         const LinePrefix& prefix)
{
    std::string scratch;
    std::size_t count = 0, length = 0;
    for (std::size_t i = begin; i < std::min(lines.size(), begin + kMaxLook); ++i) {
        const auto text = prefix.strip(lines[i], scratch);
        count += text.has_value();
        length += text ? lines[i].size() - std::min(text->size(), lines[i].size()) : 0;
    }
    return {count, length};
}

/// The prefix that most lines behind some beginning of a dump have; of several the longest.
LinePrefix commonPrefix(const std::vector<std::string_view>& lines)
{
    LinePrefix best;
    std::pair<std::size_t, std::size_t> most{2, 0};
    std::size_t anchors = 0;
    for (std::size_t i = 0; i < lines.size() && anchors < kMaxAnchors; ++i) {
        if (const std::size_t at = anchorIn(lines[i].substr(0, kMaxFront));
            at == lines[i].npos || at == 0 ||
            (lines[i][at - 1] == '\t' && trimLeft(lines[i]).size() == lines[i].size() - at))
            continue;
        ++anchors;
        const std::size_t begin = i > kMaxLook / 2 ? i - kMaxLook / 2 : 0;
        std::vector<LinePrefix> candidates = LinePrefix::candidates(lines[i], isAnchor);
        if (i + 1 < lines.size()) {
            candidates.push_back(candidates.front().sharedWith(lines[i + 1]));
            const LinePrefix shared = candidates.back();
            candidates.push_back(shared.withoutColumn());
            if (LinePrefix tight = shared.withoutColumn(0); tight != shared)
                candidates.push_back(std::move(tight));
        }
        for (const LinePrefix& prefix : candidates) {
            const auto count = isPlain(prefix) ? fits(lines, begin, prefix) : std::pair(0uz, 0uz);
            if (count.first <= 2 || count <= most)
                continue;
            most = count;
            best = prefix;
        }
    }
    return best;
}

/// What CRI has put before a line, wherever in its front: "2026-11-20T09:31:00.000000118Z stderr P ".
struct Cri {
    std::size_t end = 0; ///< 0: it isn't there
    bool partial = false;
};
Cri criIn(std::string_view line)
{
    const std::string_view front = line.substr(0, 200);
    for (const std::string_view stream : {"Z stderr ", "Z stdout ", "0 stderr ", "0 stdout "}) {
        const std::size_t at = front.find(stream);
        if (at == front.npos || at + stream.size() >= line.size())
            continue;
        const char tag = line[at + stream.size()];
        const std::size_t end = at + stream.size() + 1;
        if ((tag == 'P' || tag == 'F') && (end == line.size() || line[end] == ' '))
            return {std::min(end + 1, line.size()), tag == 'P'};
    }
    return {};
}

constexpr std::size_t kMaxPartial = 1024 * 1024;

/// How long the parts are after which lines were split: most that go on are as long as that. 0 where nothing
/// tells.
std::size_t lengthOfParts(const RewrittenText& in)
{
    std::size_t longest = 0, count = 0, all = 0;
    in.forEach([&](std::string_view line, LineSpan) {
        const Cri cri = criIn(line);
        if (!cri.partial)
            return;
        const std::size_t size = line.size() - cri.end;
        count = size > longest ? 1 : count + (size == longest);
        longest = std::max(longest, size);
        ++all;
    });
    return count * 2 > all ? longest : 0;
}

} // namespace

bool suspectsPartialLines(std::string_view sample)
{
    return contains(sample, " stderr P ") || contains(sample, " stdout P ");
}

void joinPartialLines(const RewrittenText& in, RewrittenText& out)
{
    const std::size_t length = lengthOfParts(in);
    std::string joined;
    LineSpan from;
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const Cri cri = criIn(line);
        if (cri.end == 0) {
            out.add(line, origin);
            return;
        }
        joined += line.substr(cri.end);
        if (cri.partial && line.size() - cri.end + 1 == length) // a blank at a line's end was cut
            joined += ' ';
        from = from.empty() ? origin
                            : LineSpan{std::min(from.first, origin.first), std::max(from.last, origin.last)};
        if (cri.partial && joined.size() < kMaxPartial)
            return;
        out.add(joined, from);
        joined.clear();
        from = {};
    });
    if (!from.empty())
        out.add(joined, from);
}

bool suspectsPrefix(std::string_view sample)
{
    // What goes on in the next line has to be joined first, apart from goroutines, which readers do.
    if (suspectsPartialLines(sample) && !contains(sample, "goroutine "))
        return false;
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::size_t anchor = anchorIn(sample.substr(at, std::min(end - at, kMaxFront)));
        if (anchor != sample.npos && anchor > 0)
            return true;
        at = end + 1;
    }
    return false;
}

void removePrefix(const RewrittenText& in, RewrittenText& out)
{
    std::vector<std::string_view> lines;
    in.forEach([&](std::string_view line, LineSpan) { lines.push_back(line); });
    const LinePrefix prefix = commonPrefix(lines);
    std::string scratch;
    // What another container writes is in the way of what follows, unless it tells something itself.
    const auto isAnothers = [&](std::string_view line) {
        return !prefix.empty() && prefix.isAnothers(line) && !prefix.strip(line, scratch);
    };
    const bool dropped = std::ranges::none_of(lines, [&](std::string_view line) {
        return isAnothers(line) && anchorIn(line.substr(0, kMaxFront)) != line.npos;
    });
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (!dropped || !isAnothers(line))
            out.add(prefix.empty() ? line : prefix.strip(line, scratch).value_or(line), origin);
    });
}

} // namespace skein
