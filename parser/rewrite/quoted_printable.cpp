// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/columns.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Mails: "=3D" for "=", "=20" for a blank at a line's end, "=" where a line of more than 76 columns is
// broken.
namespace skein
{

namespace
{

using namespace scan;

/// `=3D`, `=C2`; what stands for a control character that no log holds is text: `time=1795258363`
bool isCode(std::string_view s)
{
    const auto digit = [](char c) { return isDigit(c) || (c >= 'A' && c <= 'F'); };
    return s.size() >= 3 && s[0] == '=' && digit(s[1]) && digit(s[2]) &&
           (s[1] > '1' || std::string_view("09 0A 0D 1B").contains(s.substr(1, 2)));
}

/// A mail would have encoded what stands before the last `=` of a rule, "==========", and that of a journal's
/// field without a value.
bool endsSoftly(std::string_view line)
{
    return line.ends_with('=') && !line.ends_with("==") && !line.ends_with(kMessage);
}

/// More parts than this are not one line of a dump.
constexpr std::size_t kMaxLine = 64 * 1024;

/// How long the mark of a quotation or a list is that was put before both parts of a line afterwards: "> ",
/// "| ".
std::size_t sharedMark(std::string_view line, std::string_view next)
{
    constexpr std::size_t kLongest = 6;
    std::size_t shared = 0;
    bool marked = false;
    for (std::size_t i = 0; i < std::min({line.size(), next.size(), kLongest}) && line[i] == next[i]; ++i) {
        const bool mark = std::string_view(">|*-#;/").contains(line[i]);
        if (!mark && line[i] != ' ')
            break;
        marked |= mark;
        if (marked && (line[i] == ' ' || line[i] == '>'))
            shared = i + 1;
    }
    return shared;
}

/// `created by main.run in goroutine = 7`: what ends in `=` goes on behind a blank, since the lines became
/// one. Every other `=` is a code.
bool isInOneLine(std::string_view text)
{
    std::size_t soft = 0, apart = 0;
    for (std::size_t at = text.find('='); at != text.npos; at = text.find('=', at + 1)) {
        const std::string_view s = text.substr(at);
        if (isCode(s) || trimRight(s) == "=")
            continue;
        if (!s.starts_with("= ") || (at > 0 && text[at - 1] == '='))
            return false;
        ++soft;
        apart += at > 0 && text[at - 1] == ' ';
    }
    return soft > 0 && apart * 2 <= soft;
}

} // namespace

bool suspectsQuotedPrintable(std::string_view sample)
{
    // A journal's record holds what looks like codes: `_PID=2113`. Its message may hold some once it stands
    // alone.
    if (suspectsJournal(sample))
        return false;
    for (std::size_t at = sample.find('='); at != sample.npos; at = sample.find('=', at + 1)) {
        const std::string_view s = sample.substr(at, 3);
        if (isCode(s) || s.starts_with("=\n") || s.starts_with("=\r\n"))
            return true;
    }
    return isInOneLine(sample);
}

std::size_t softLineBreaks(std::string_view text)
{
    constexpr std::size_t kLongest = 76; // RFC 2045, 6.7
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = trimRight(text.substr(at, end - at));
        at = end + 1;
        if (line.size() > kLongest)
            return 0;
        for (std::size_t i = line.find('='); i != line.npos; i = line.find('=', i + 1)) {
            const std::string_view code = line.substr(i);
            if (code.size() > 1 && !isCode(code))
                return 0;
            count += code.size() == 1 || code.starts_with("=3D");
        }
    }
    return count;
}

void undoQuotedPrintable(const RewrittenText& in, RewrittenText& out)
{
    std::string plain;
    LineSpan from;
    std::string_view begin; // the first part of the line
    const bool oneLine = isInOneLine(in.bytes());
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (from.empty())
            begin = line;
        else
            line.remove_prefix(sharedMark(begin, line));
        if (const std::string_view trimmed = trimRight(line); trimmed.ends_with('=') || line.ends_with('\r'))
            line = trimmed;
        from = from.empty() ? origin
                            : LineSpan{std::min(from.first, origin.first), std::max(from.last, origin.last)};
        const bool soft = endsSoftly(line) && plain.size() < kMaxLine;
        if (soft)
            line.remove_suffix(1);
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (isCode(line.substr(i, 3))) {
                plain += static_cast<char>(hexValue(line[i + 1]) << 4 | hexValue(line[i + 2]));
                i += 2;
            } else if (oneLine && line.substr(i).starts_with("= ")) {
                ++i;
                // A blank at the front of the rest is lost.
                if (plain.ends_with("goroutine") || plain.ends_with(','))
                    plain += ' ';
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

/// `09:31:07.000540417Z         `: an indented line that was broken behind what stands before every line.
bool endsInIndent(std::string_view line, std::string_view before, std::string_view next)
{
    if (!line.ends_with("  ") || line.size() > kLongestFlowed)
        return false;
    const std::string_view front = trimRight(line);
    return front.size() > 2 && beginsLike(before, front) && !beginsLike(next, front);
}

bool flowsOn(std::string_view line)
{
    // `#5  ` of a debugger, before a function with a long name
    const bool isNumber = line.size() < 10 && line.contains('#');
    return line.size() > 1 && line.size() <= kLongestFlowed && line.back() == ' ' &&
           (line[line.size() - 2] != ' ' || isNumber) && line != "-- ";
}

/// How many marks of a quotation stand in front, "> > ", and how long they are with the blanks behind them.
struct Marks {
    std::size_t depth = 0, length = 0;
};
Marks marksOf(std::string_view line)
{
    Marks marks;
    while (marks.length < line.size() && line[marks.length] == '>') {
        ++marks.depth;
        marks.length += line.substr(marks.length + 1).starts_with(' ') ? 2u : 1u;
    }
    return marks;
}

/// `web-1    | `: an empty line behind what stands before every line, or before those of one container.
bool isOnlyFront(std::string_view line, std::string_view before, std::string_view next)
{
    if (next.size() > line.size() && beginsLike(next, line))
        return true;
    const std::size_t mark = line.size() - 2;
    return before.size() > line.size() && beginsLike(before, line) && !isAlnum(line[mark]) &&
           next.substr(std::min(mark, next.size())).starts_with(line.substr(mark));
}

/// How many lists of template arguments are open at the end of `line`.
std::size_t unclosed(std::string_view line)
{
    std::size_t open = 0;
    for (const char c : line)
        open = c == '<' ? open + 1 : c == '>' && open > 0 ? open - 1 : open;
    return open;
}

} // namespace

bool suspectsFlowed(std::string_view sample)
{
    return contains(sample, " \n") || contains(sample, " \r\n");
}

namespace
{

/// The lines of a text that end in a blank, and how many of them the next word would have made longer than
/// the longest of them.
struct Flow {
    std::size_t lines = 0, wide = 0, width = 66;

    /// Several lines of `text` were broken so, and it shows no other width.
    bool isSure(std::string_view text) const
    {
        return lines > 2 && wide * 10 >= lines * 9 && linesBrokenAtColumn(text) == 0;
    }
};
Flow flowOf(std::string_view text)
{
    constexpr std::size_t kShortest = 30;
    Flow flow;
    // A line that goes on, and what would stand in it with the next word.
    std::vector<std::size_t> withNext;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.size() < kShortest || at >= text.size() || !flowsOn(line))
            continue;
        std::string_view next = text.substr(at, kLongestFlowed);
        // `2026-05-04T09:31:07.000042417Z stderr F `: an empty line behind what stands before every line
        constexpr std::size_t kStamp = 8;
        if (beginsLike(next, line.substr(0, kStamp)))
            continue;
        next.remove_prefix(std::min(next.size(), marksOf(line).depth > 0 ? marksOf(next).length : 0));
        flow.width = std::max(flow.width, line.size());
        withNext.push_back(line.size() + std::min(next.find_first_of(" \n"), next.size()));
    }
    flow.lines = withNext.size();
    flow.wide = static_cast<std::size_t>(
        std::ranges::count_if(withNext, [&](std::size_t size) { return size >= flow.width; }));
    return flow;
}

} // namespace

std::size_t flowedLines(std::string_view text)
{
    const Flow flow = flowOf(text);
    return flow.wide == flow.lines ? flow.lines : 0;
}

bool isFlowed(std::string_view text)
{
    return flowOf(text).isSure(text);
}

void undoFlowed(const RewrittenText& in, RewrittenText& out)
{
    constexpr std::size_t kMaxJoined = 16 * 1024;
    std::string joined;
    LineSpan from;
    Marks marks;
    std::string_view begin, previous; // of lines that were put together
    const auto lines = in.lines();
    // Several blanks at the end are a line's own, or fill it up, unless it was broken within them.
    const Flow flow = flowOf(in.bytes());
    const bool sure = flow.isSure(in.bytes());
    const auto breaksInBlanks = [&flow, sure](std::string_view line, std::string_view next) {
        next.remove_prefix(marksOf(line).depth > 0 ? marksOf(next).length : 0);
        const std::size_t word = std::min(next.find(' '), next.size());
        return sure && line.ends_with("  ") && line.size() <= flow.width &&
               line.size() + word >= flow.width && !trimRight(next).empty();
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const LineSpan origin = lines[i].origin;
        std::string_view line = lines[i].text;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        Marks here = marksOf(line);
        // `std::tuple<main()::<lambda()> `, `> >::_M_invoke<0>`: no quotation begins there
        if (!from.empty() && here.depth > marks.depth && unclosed(joined) > 0)
            here = marks;
        if (!from.empty() && here.depth != marks.depth) {
            out.add(joined, from);
            joined.clear();
            from = {};
        }
        marks = here;
        if (from.empty()) {
            joined = line;
            from = origin;
            previous = std::exchange(begin, line);
        } else {
            joined += line.substr(std::min(here.length, line.size()));
            from = {std::min(from.first, origin.first), std::max(from.last, origin.last)};
        }
        const std::string_view before = i > 0 ? lines[i - 1].text : std::string_view();
        const std::string_view next = i + 1 < lines.size() ? lines[i + 1].text : std::string_view();
        if (joined.size() < kMaxJoined && ((flowsOn(line) && !isOnlyFront(line, before, next)) ||
                                           breaksInBlanks(line, next) || endsInIndent(line, previous, next)))
            continue;
        out.add(joined, from);
        joined.clear();
        from = {};
    }
    if (!from.empty())
        out.add(joined, from);
}

} // namespace skein
