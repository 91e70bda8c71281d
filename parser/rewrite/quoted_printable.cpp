// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <string_view>

// Mails: "=3D" for "=", "=20" for a blank at a line's end, "=" where a line of more than 76 columns is
// broken.
namespace skein
{

namespace
{

using namespace scan;

bool isCode(std::string_view s)
{
    const auto digit = [](char c) { return isDigit(c) || (c >= 'A' && c <= 'F'); };
    return s.size() >= 3 && s[0] == '=' && digit(s[1]) && digit(s[2]);
}

/// More parts than this are not one line of a dump.
constexpr std::size_t kMaxLine = 64 * 1024;

} // namespace

bool suspectsQuotedPrintable(std::string_view sample)
{
    for (std::size_t at = sample.find('='); at != sample.npos; at = sample.find('=', at + 1)) {
        const std::string_view s = sample.substr(at, 3);
        if (isCode(s) || s.starts_with("=\n") || s.starts_with("=\r\n"))
            return true;
    }
    return false;
}

void undoQuotedPrintable(const RewrittenText& in, RewrittenText& out)
{
    std::string plain;
    LineSpan from;
    in.forEach([&](std::string_view line, LineSpan origin) {
        line = trimRight(line);
        from = from.empty() ? origin
                            : LineSpan{std::min(from.first, origin.first), std::max(from.last, origin.last)};
        const bool soft = line.ends_with('=') && plain.size() < kMaxLine;
        if (soft)
            line.remove_suffix(1);
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (isCode(line.substr(i, 3))) {
                plain += static_cast<char>(hexValue(line[i + 1]) << 4 | hexValue(line[i + 2]));
                i += 2;
            } else {
                plain += line[i];
            }
        }
        if (soft)
            return;
        out.add(plain, from);
        plain.clear();
        from = {};
    });
    if (!from.empty())
        out.add(plain, from);
}

// format=flowed (RFC 3676): a line that ends with a blank goes on in the next one.

namespace
{

constexpr std::size_t kLongestFlowed = 100;

bool flowsOn(std::string_view line)
{
    return line.size() > 1 && line.size() <= kLongestFlowed && line.back() == ' ' &&
           line[line.size() - 2] != ' ' && line != "-- ";
}

/// How many marks of a quotation stand in front: "> > ".
std::size_t depthOf(std::string_view line)
{
    return static_cast<std::size_t>(std::ranges::find_if(line, [](char c) { return c != '>'; }) -
                                    line.begin());
}

} // namespace

bool suspectsFlowed(std::string_view sample)
{
    return contains(sample, " \n") || contains(sample, " \r\n");
}

void undoFlowed(const RewrittenText& in, RewrittenText& out)
{
    constexpr std::size_t kMaxJoined = 16 * 1024;
    std::string joined;
    LineSpan from;
    std::size_t depth = 0;
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t here = depthOf(line);
        if (!from.empty() && here != depth) {
            out.add(joined, from);
            joined.clear();
            from = {};
        }
        depth = here;
        if (from.empty()) {
            joined = line;
            from = origin;
        } else {
            const std::string_view more = line.substr(here);
            joined += here > 0 && more.starts_with(' ') ? more.substr(1) : more;
            from = {std::min(from.first, origin.first), std::max(from.last, origin.last)};
        }
        if (flowsOn(line) && joined.size() < kMaxJoined)
            return;
        out.add(joined, from);
        joined.clear();
        from = {};
    });
    if (!from.empty())
        out.add(joined, from);
}

} // namespace skein
