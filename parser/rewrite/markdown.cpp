// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

// What issue trackers and chats make of a log: links, escaped punctuation, quotes, list and comment leaders.
namespace skein
{

namespace
{

using namespace scan;

constexpr std::size_t kMaxLink = 2000;
constexpr int kMaxLeaders = 6;

/// `[0xc000012345](tel:0xc000012345)`: the length of the link, and its text.
std::size_t linkAt(std::string_view s, std::string_view& text)
{
    const std::size_t close = s.substr(0, kMaxLink).find("](");
    if (close == s.npos || s.substr(1, close - 1).contains('['))
        return 0;
    const std::string_view target = s.substr(close + 2, kMaxLink);
    const std::size_t end = target.find(')');
    if (end == target.npos)
        return 0;
    const std::string_view url = target.substr(0, end);
    if (!contains(url, "://") && !url.starts_with("tel:") && !url.starts_with("mailto:"))
        return 0;
    text = s.substr(1, close - 1);
    return close + 2 + end + 1;
}

/// `<http://github.com/a/b|github.com/a/b>`, `<http://github.com/a/b>`
std::size_t angleLinkAt(std::string_view s, std::string_view& text)
{
    if (!s.starts_with("<http://") && !s.starts_with("<https://"))
        return 0;
    const std::size_t end = s.substr(0, kMaxLink).find('>');
    if (end == s.npos)
        return 0;
    text = s.substr(1, end - 1);
    const std::size_t bar = text.find('|');
    text.remove_prefix(bar != text.npos ? bar + 1 : text.find("//") + 2);
    return end + 1;
}

bool isEscapable(char c)
{
    return std::string_view("_*[]()<>#.{}-+!|`~").contains(c);
}

std::string withoutMarkup(std::string_view line)
{
    std::string plain;
    for (std::size_t i = 0; i < line.size();) {
        std::string_view text;
        std::size_t n = 0;
        if (line[i] == '[')
            n = linkAt(line.substr(i), text);
        else if (line[i] == '<')
            n = angleLinkAt(line.substr(i), text);
        else if (line[i] == '\\' && i + 1 < line.size() && isEscapable(line[i + 1]))
            n = 2, text = line.substr(i + 1, 1);
        if (n == 0)
            plain += line[i++];
        plain += text;
        i += n;
    }
    return plain;
}

/// One leader at the front: "> ", "// ", "* ", "12. ", " 12\t"; its length or 0.
std::size_t leaderAt(std::string_view s)
{
    static constexpr std::array<std::string_view, 13> kMarks = {
        ">", "//", "/*", "--", "#", ";", "|", "*", "-", "+", "\xe2\x80\xa2", "%", "REM"};
    const std::size_t blanks = s.size() - trimLeft(s).size();
    std::string_view rest = s.substr(blanks);
    if (const std::size_t n = digits(rest); n > 0 && n < 8) {
        rest.remove_prefix(n);
        if (rest.starts_with(": ") || rest.starts_with(". ") || rest.starts_with(") ") ||
            rest.starts_with("| "))
            return blanks + n + 2;
        if (rest.starts_with(" |"))
            return blanks + n + (rest.starts_with(" | ") ? 3 : 2);
        if (rest.starts_with('\t') || rest.starts_with(':') || (blanks > 0 && rest.starts_with(' ')))
            return blanks + n + 1;
        if (rest.empty() || rest == "." || rest == ")")
            return s.size();
        return 0;
    }
    for (const std::string_view mark : kMarks) {
        if (!rest.starts_with(mark))
            continue;
        const std::string_view behind = rest.substr(mark.size());
        if (behind.empty())
            return s.size();
        if (isBlank(behind.front()))
            return blanks + mark.size() + 1;
        if (mark == ">")
            return blanks + 1;
    }
    return 0;
}

std::string_view withoutLeaders(std::string_view line)
{
    for (int i = 0; i < kMaxLeaders; ++i) {
        const std::size_t n = leaderAt(line);
        if (n == 0)
            break;
        line.remove_prefix(n);
    }
    // The other side of a table cell, of inline code or of a comment.
    const std::string_view text = trimRight(line);
    if (text.ends_with('|') || text.ends_with('\\'))
        line = trimRight(text.substr(0, text.size() - 1));
    else if (text.ends_with("*/"))
        line = trimRight(text.substr(0, text.size() - 2));
    else if (text.size() > 1 && text.starts_with('`') && text.ends_with('`'))
        line = text.substr(1, text.size() - 2);
    return line;
}

} // namespace

bool suspectsMarkdown(std::string_view sample)
{
    return contains(sample, "](") || contains(sample, "\\_") || contains(sample, "\\*") ||
           contains(sample, "\\[") || contains(sample, "\\(") || contains(sample, "<http");
}

void undoMarkdown(const RewrittenText& in, RewrittenText& out)
{
    in.forEach([&](std::string_view line, LineSpan origin) { out.add(withoutMarkup(line), origin); });
}

bool suspectsLeaders(std::string_view sample)
{
    std::size_t lines = 0, led = 0;
    for (std::size_t at = 0; at < sample.size() && lines < 2000;) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view line = trimRight(sample.substr(at, end - at));
        lines += line.empty() ? 0u : 1u;
        led += line.empty() || withoutLeaders(line).size() == line.size() ? 0u : 1u;
        at = end + 1;
    }
    return led > 1 && led * 4 > lines;
}

void removeLeaders(const RewrittenText& in, RewrittenText& out)
{
    in.forEach([&](std::string_view line, LineSpan origin) { out.add(withoutLeaders(line), origin); });
}

} // namespace skein
