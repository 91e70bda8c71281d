// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/block.h"
#include "parser/go/frame_line.h"
#include "parser/go/header.h"
#include "parser/go/runtime_lines.h"
#include "parser/rewrite/columns.h"
#include "parser/rewrite/quality.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Lines that were broken: at the edge of a terminal, by a mail program, or because a program that isn't
// buffered writes each piece of a line on its own and the collector takes each for a line.
namespace skein
{

namespace
{

using namespace scan;

/// A line of a dump in more pieces than this isn't put together.
constexpr std::size_t kMaxPieces = 64;
constexpr std::size_t kMaxJoined = 16 * 1024;
constexpr std::size_t kNarrowest = 30;

bool isPlace(std::string_view line)
{
    go::Location location;
    return go::matchLocation(line, location) &&
           (contains(location.file, ".go") || contains(location.file, ".s") ||
            location.file.ends_with(".c") || location.offset);
}

/// `#\t0x4d2ca8\tsync.(*Mutex).Lock+0x28\t\t/usr/local/go/src/sync/mutex.go:46`: a frame as pprof prints it
bool isSymbol(std::string_view line)
{
    return line.size() > 3 && line[0] == '#' && isBlank(line[1]) &&
           trimLeft(line.substr(1)).starts_with("0x");
}
bool isWholeSymbol(std::string_view line)
{
    const std::size_t colon = findLast(line, ':');
    return isSymbol(line) && colon != line.npos && colon + 1 < line.size() &&
           digits(line.substr(colon + 1)) == line.size() - colon - 1;
}

/// The line can only be the beginning of one.
bool begins(std::string_view line)
{
    if (line.starts_with("created by ") || go::startsHeader(line) || line.starts_with("fatal error: ") ||
        line.starts_with("panic: ") || line.starts_with("goroutine ") || isStamp(line))
        return true;
    const bool indented = !line.empty() && isBlank(line.front());
    const std::string_view rest = trimLeft(line);
    const bool path = rest.starts_with('/') || rest.starts_with("../") ||
                      (rest.size() > 2 && rest[1] == ':' && isAlpha(rest[0]));
    return indented && path;
}

/// The line is one of a dump, from its beginning to its end.
bool isComplete(std::string_view line)
{
    if (isPlace(line) || go::looksLikeCall(line) || isWholeSymbol(line))
        return true;
    const go::LineKind kind = go::classify(line);
    return kind == go::LineKind::Header || kind == go::LineKind::Blank || kind == go::LineKind::Elided ||
           kind == go::LineKind::Unavailable || kind == go::LineKind::Trailer;
}

/// `more` can only be the rest of a line.
bool isRest(std::string_view more)
{
    static constexpr std::array<std::string_view, 7> kTails = {
        "+0x", "fp=0x", "sp=0x", "pc=0x", "in goroutine ", "minutes]:", "minutes, "};
    const std::string_view s = trimLeft(more);
    return std::ranges::any_of(kTails, [s](std::string_view t) { return s.starts_with(t); });
}

/// `main.f(0x1, 0xc0`: within the arguments of a call.
bool isOpenCall(std::string_view line)
{
    const std::size_t open = findLast(line, '(');
    if (open == line.npos || open == 0 || isBlank(line.front()) || line.ends_with(')'))
        return false;
    const std::string_view function = line.substr(0, open);
    return go::looksLikeArguments(line.substr(open + 1)) && function.contains('.') && !function.contains(' ');
}

/// `er).Put(0x1)`: no call begins like that.
bool isTailOfCall(std::string_view line)
{
    int depth = 0;
    for (const char c : line) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0)
            return true;
    }
    return false;
}

/// The beginning of a path below a call, of which the rest must follow.
bool isOpenPlace(std::string_view line)
{
    return !line.empty() && isBlank(line.front()) && begins(line) && !isPlace(line) &&
           !contains(line, ".go:");
}

/// What may follow in a place: "6 +0x1d", "4 fp=0xc0", "5c".
bool isTailOfPlace(std::string_view more)
{
    return more.size() < 120 && more.find_first_not_of("0123456789abcdefx +=ps") == more.npos &&
           !more.contains("  "); // eax    0x63
}

/// A line, and what is asked of it for every width that is tried.
struct Piece {
    std::string_view text;
    LineSpan origin;
    std::size_t width = 0;
    bool begins = false, isPlace = false, isComplete = false;
};

std::vector<Piece> piecesOf(const RewrittenText& text)
{
    std::vector<Piece> pieces;
    pieces.reserve(text.lineCount());
    text.forEach([&](std::string_view line, LineSpan origin) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        pieces.push_back({line, origin, columnsOf(line), begins(line), isPlace(line), isComplete(line)});
    });
    return pieces;
}

/// `more` belongs to `line` by the grammar alone, whatever the width of the page. `whole()` is both together.
template <class Whole>
bool mustFollow(std::string_view line, bool isPlaceAlready, const Piece& more, Whole&& whole,
                std::string_view after)
{
    if (go::startsHeader(line) && !line.ends_with("]:") && !line.ends_with("}:"))
        return true;
    if (line.starts_with("[signal ") && !line.contains(']'))
        return more.text.size() < 120 && more.text.contains(']');
    // "panic: runtime error: invalid memory address or nil pointer d", "ereference"
    if (isCutMessage(line) && (isCutMessage(whole()) || whole().size() < 200))
        return true;
    if (line.starts_with("panic: ") || line.starts_with("fatal error: "))
        return more.text.size() < 80 && more.text.contains(']') &&
               std::ranges::count(line, '[') > std::ranges::count(line, ']');
    if (isSymbol(line))
        return !more.text.starts_with('#') && !contains(more.text, " @ ") &&
               (!isWholeSymbol(line) || (!more.text.empty() && digits(more.text) == more.text.size()));
    // `3132061010 158 @ 0x4d2ca9 0x4d2cad 0x4d2`, `e14`
    if (contains(line, " @ 0x") && isDigit(line.front()))
        return more.text.find_first_not_of("0123456789abcdefx ") == more.text.npos;
    if (isOpenCall(line))
        return go::looksLikeCall(whole()) || isOpenCall(whole());
    if (!isPlaceAlready && isOpenPlace(line))
        return isPlace(whole()) || (isOpenPlace(whole()) && !more.text.contains('('));
    if (isPlaceAlready)
        return (isRest(more.text) || isTailOfPlace(more.text)) && isPlace(whole());
    if (line.starts_with("created by"))
        return !more.isPlace && (isPlace(after) || isOpenPlace(after) || line.size() < 12);
    if (line.contains(' ') || !line.contains('.'))
        return false;
    // "example.com/api.Handler.log", ".func1(0x1)": no function stands without a place or arguments behind
    // it.
    const bool cutName = line.find_first_of("\t()[]{}=,\"") == line.npos && more.text.contains('(');
    return (cutName || isTailOfCall(more.text)) && (go::looksLikeCall(whole()) || isOpenCall(whole()));
}

/// The columns at which lines seem to have been broken: many are as wide as that and nearly none is wider.
std::vector<std::size_t> widths(const std::vector<Piece>& lines)
{
    std::map<std::size_t, std::size_t> count;
    for (const Piece& line : lines)
        if (line.width >= kNarrowest && line.width < 2000)
            ++count[line.width];
    std::vector<std::size_t> found;
    std::size_t wider = 0, seen = 0;
    for (auto it = count.rbegin(); it != count.rend() && found.size() < 3; ++it) {
        if (it->second >= 2 && it->second > wider && wider * 20 <= lines.size())
            found.push_back(it->first);
        wider += it->second;
        if (++seen > 20)
            break;
    }
    return found;
}

/// What stands between the pieces of a line that was broken at a blank which is lost.
std::string_view glue(std::string_view line, std::string_view more)
{
    if (isRest(more) || line.ends_with(',') || line.ends_with(" in") || line.ends_with(" by") ||
        line.ends_with(" goroutine") || line.ends_with("error:"))
        return more.starts_with(' ') ? "" : " ";
    return "";
}

/// Puts lines together again that are `width` columns wide, and those that are open for another reason. How
/// many lines are then whole frames.
std::size_t join(const std::vector<Piece>& lines, std::size_t width, RewrittenText& out)
{
    std::size_t complete = 0;
    std::string joined, both;
    for (std::size_t i = 0; i < lines.size();) {
        std::string_view line = lines[i].text;
        bool place = lines[i].isPlace, whole = lines[i].isComplete;
        LineSpan from = lines[i].origin;
        std::size_t next = i + 1;
        for (; next < lines.size() && next - i < kMaxPieces && line.size() < kMaxJoined; ++next) {
            const Piece& more = lines[next];
            if (more.begins || trimRight(more.text).empty())
                break;
            both.clear();
            const auto together = [&]() -> const std::string& {
                if (both.empty())
                    both.append(line).append(glue(line, more.text)).append(more.text);
                return both;
            };
            const std::size_t columns = lines[next - 1].width;
            const bool full = width != 0 && (columns == width || columns + 1 == width);
            const std::string_view after =
                next + 1 < lines.size() ? lines[next + 1].text : std::string_view{};
            if (!mustFollow(line, place, more, together, after)) {
                if (!full || (whole && (more.isComplete || go::looksLikeCall(line))))
                    break;
                // A line that is complete goes on only if it is complete then, too.
                if (whole && columns != width && !isPlace(together()))
                    break;
            }
            together();
            std::swap(joined, both);
            line = joined;
            place = isPlace(line);
            whole = isComplete(line);
            from = {std::min(from.first, more.origin.first), std::max(from.last, more.origin.last)};
        }
        out.add(line, from);
        complete += whole && !trimLeft(line).empty();
        i = next;
    }
    return complete;
}

/// The beginning of a line of a dump that is still to be completed by its other pieces.
bool isFragment(std::string_view line)
{
    if (line.empty() || isComplete(line))
        return false;
    if (line == "panic" || line.starts_with("created by") || (line.starts_with('\t') && begins(line)))
        return true;
    return std::ranges::all_of(line,
                               [](char c) {
                                   return isAlnum(c) || c == '.' || c == '/' || c == '_' || c == '*' ||
                                          c == '(' || c == ')' || c == '-' || c == '[' || c == ']' ||
                                          c == '{' || c == '%' || c == ':';
                               }) &&
           line.contains('.');
}

/// `#1  0x46c22e in main.f () at /src/main.go:12`
bool endsInLine(std::string_view text)
{
    const std::size_t colon = findLast(text, ':');
    return colon != text.npos && colon + 1 < text.size() &&
           digits(text.substr(colon + 1)) == text.size() - colon - 1;
}

/// `more` is the next piece of a line of which `line` is the beginning: no line begins like that.
bool isNextPiece(std::string_view line, std::string_view more)
{
    constexpr std::size_t kLongestState = 200;
    const std::string_view text = trimLeft(line);
    if (text.empty()) // gccgo's "\t", ":0"
        return !line.empty() && more.starts_with(':');
    // "goroutine ", "7", " [select", "]:"
    std::string_view rest = text;
    if (literal(rest, "goroutine")) {
        literal(rest, " ");
        if (rest.empty())
            return digits(trimLeft(more)) > 0 || more.starts_with("profile: total ");
        if (number(rest) && rest.empty())
            return more.starts_with(" [") || more.starts_with(" gp=") || more.starts_with(" lock ");
        if (rest.starts_with(" [") || rest.starts_with(" gp="))
            return !rest.ends_with(':') && rest.size() < kLongestState;
    }
    if (more.starts_with(':')) // "\t/src/main.go", ":12"; "\tpanic", ": boom"
        return more.size() > 1 || !text.ends_with(':');
    if (more.starts_with('(') &&
        more.ends_with(')')) // "main.f", "(0x1)"; "at 0x4C0F35F: clone ", "(clone.S:76)"
        return (!text.ends_with(')') || text.ends_with("operator()") || more.starts_with("(0x")) &&
               !endsInLine(text);
    go::Location location;
    return isRest(more) && go::matchLocation(line, location) && location.indented;
}

/// A tab, however it is written.
bool beginsWithTab(std::string_view line)
{
    return line.starts_with('\t') || line.starts_with("^I") || line.starts_with("\\t");
}

/// `[shopd] ()` below `[shopd] main.main`: behind what both lines have before them stands what begins no
/// line.
bool holdsPrefixedPiece(std::string_view sample)
{
    constexpr std::size_t kMostLines = 300;
    std::string_view above;
    for (std::size_t at = 0, n = 0; at < sample.size() && n < kMostLines; ++n) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view line = sample.substr(at, end - at);
        at = end + 1;
        const auto same = [](char a, char b) { return a == b || (isDigit(a) && isDigit(b)); };
        const auto front =
            static_cast<std::size_t>(std::ranges::mismatch(line, above, same).in1 - line.begin());
        above = line;
        const std::string_view rest = line.substr(front);
        const std::string_view text = trimRight(rest);
        if (front > 0 && isBlank(line[front - 1]) &&
            ((text.starts_with('(') && text.ends_with(')')) || text.starts_with("+0x") ||
             text.starts_with("]:") ||
             (text.starts_with(':') && text.size() > 1 && digits(text.substr(1)) == text.size() - 1)))
            return true;
    }
    return false;
}

} // namespace

bool suspectsWrapping(std::string_view sample)
{
    return contains(sample, "goroutine ") || contains(sample, ".go") || contains(sample, "+0x");
}

void undoWrapping(const RewrittenText& in, RewrittenText& out)
{
    const std::vector<Piece> lines = piecesOf(in);
    std::size_t best = join(lines, 0, out);
    for (const std::size_t width : widths(lines)) {
        RewrittenText joined;
        if (const std::size_t count = join(lines, width, joined); count >= best) {
            best = count;
            out = std::move(joined);
        }
    }
}

bool suspectsFragments(std::string_view sample)
{
    // A header or a call in pieces.
    return contains(sample, "goroutine \n") || contains(sample, "goroutine\n") || contains(sample, "\n(") ||
           contains(sample, "\n [") || contains(sample, "\n +0x") || contains(sample, "\n+0x") ||
           contains(sample, "\n]:") || contains(sample, "\n:") || holdsPrefixedPiece(sample);
}

void joinFragments(const RewrittenText& in, RewrittenText& out)
{
    // Each piece stands behind what a collector has put before it.
    RewrittenText bare;
    if (suspectsPrefix(in.bytes()))
        removePrefix(in, bare);
    const auto lines = (bare.lineCount() > 0 ? bare : in).lines();
    for (std::size_t i = 0; i < lines.size();) {
        std::string joined(lines[i].text);
        if (joined.ends_with('\r'))
            joined.pop_back();
        LineSpan from = lines[i].origin;
        std::size_t next = i + 1;
        const bool open = isFragment(joined);
        for (; next < lines.size() && next - i < kMaxPieces && joined.size() < kMaxJoined; ++next) {
            std::string_view more = lines[next].text;
            more.remove_suffix(more.ends_with('\r') ? 1 : 0);
            if (more.empty())
                break;
            if (!isNextPiece(joined, more)) {
                if (!open || begins(more) || beginsWithTab(more) ||
                    (more.starts_with('/') && joined.starts_with("created by ")))
                    break;
                if (isComplete(joined) && !(isPlace(joined) && (isRest(more) || isTailOfPlace(more))))
                    break;
            }
            // The blank at the end of "goroutine " may be lost.
            if (joined.ends_with("goroutine") && !more.starts_with(' '))
                joined += ' ';
            joined += more;
            from = {std::min(from.first, lines[next].origin.first),
                    std::max(from.last, lines[next].origin.last)};
        }
        out.add(joined, from);
        i = next;
    }
}

} // namespace skein
