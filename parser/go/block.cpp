// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/block.h"

#include <algorithm>

namespace skein::go
{

bool looksLikeArguments(std::string_view args)
{
    return args.find_first_not_of("0123456789abcdefx{}?, ._") == args.npos;
}

bool holdsHeader(std::string_view raw)
{
    static constexpr std::string_view kWord = "goroutine ";
    for (std::size_t at = raw.find(kWord); at != raw.npos; at = raw.find(kWord, at + 1))
        if (startsHeader(raw.substr(at)))
            return true;
    return false;
}

bool startsOtherReport(std::string_view text)
{
    return text == "==================" || text.starts_with("WARNING: DATA RACE") ||
           text.starts_with("POTENTIAL DEADLOCK:") || text.ends_with("found unexpected goroutines:");
}

bool looksLikeCall(std::string_view text)
{
    const auto call = matchCall(text);
    if (!call || !looksLikeArguments(call->args))
        return false;
    // The only function without a package.
    return call->function == "panic" || (call->function.find('.') != std::string_view::npos &&
                                         call->function.find(' ') == std::string_view::npos);
}

bool isBareFrame(std::string_view text, const Location& location)
{
    const bool path = location.file.starts_with('/') || location.file.starts_with("..") ||
                      scan::contains(location.file.substr(0, 3), ":");
    if (!location.indented && !path)
        return false;
    const std::size_t dot = location.file.rfind('.');
    return dot != location.file.npos && dot + 4 >= location.file.size() && !text.empty() &&
           text.find_first_of(" \t(){}:;,=\"'") == text.npos &&
           (scan::isAlpha(text.front()) || text.front() == '_');
}

bool isFramePair(const Line& first, const Line* next)
{
    Location location;
    if (!next || first.foreign || next->foreign || first.text.empty() || scan::isBlank(first.text.front()))
        return false;
    return matchLocation(next->text, location) &&
           (matchCall(first.text) || isBareFrame(first.text, location));
}

bool isCutFrame(const LineCursor& in)
{
    const Line& line = in.line();
    if (line.offset + line.raw.size() < in.text().size())
        return false;
    const std::size_t word = std::min(line.text.find_first_of(" ("), line.text.size());
    return line.text.starts_with('\t') || word == line.text.size() || line.text[word] == '(';
}

bool isCut(const LineCursor& in)
{
    return in.line().offset + in.line().raw.size() >= in.text().size();
}

bool isCutPiece(LineCursor& in)
{
    if (!in.prefix().joinsPartialLines() || in.peek())
        return false;
    const std::string_view text = scan::trimRight(in.text());
    std::string plain;
    const auto piece =
        in.prefix().piece(in.prefix().plain(text.substr(scan::findLast(text, '\n') + 1), plain));
    return piece && piece->goesOn;
}

bool isCutWord(LineCursor& in)
{
    return !in.peek() && !in.line().text.empty() && !in.line().text.contains(' ');
}

bool isAnnounced(const LineCursor& in)
{
    std::string_view above = in.text().substr(0, in.line().offset);
    bool inStack = false;
    for (int i = 0; i < 64 && above.ends_with('\n'); ++i) {
        above.remove_suffix(1);
        const std::size_t newline = scan::findLast(above, '\n') + 1; // 0 where there is none
        const std::string_view line = scan::trimRight(above.substr(newline));
        above = above.substr(0, newline);
        Location location;
        if (looksLikeCall(line) || (matchLocation(line, location) && (location.offset || location.indented)))
            inStack = true;
        else if (!line.empty() || i > 0)
            return classify(line) == (inStack ? LineKind::RuntimeStack : LineKind::Reason) ||
                   (!inStack && classify(line) == LineKind::SignalDetail);
    }
    return false;
}

bool goesOn(const LineCursor& in, const Line& next)
{
    if (next.text.starts_with("created by "))
        return true;
    if (!matchCall(next.text) || scan::isBlank(next.text.front()))
        return false;
    LineCursor ahead = in.ahead();
    ahead.advance();
    if (isFramePair(ahead.line(), ahead.peek()))
        return true;
    Location location;
    return looksLikeCall(ahead.line().text) && seekLocation(ahead, location);
}

bool seekLocation(LineCursor& in, Location& location)
{
    LineCursor ahead = in.ahead();
    for (unsigned skipped = 0; skipped <= kMaxOthersInFrame; ++skipped) {
        ahead.advance();
        if (ahead.atEnd())
            return false;
        const Line& line = ahead.line();
        if (line.foreign)
            continue;
        if (matchLocation(line.text, location) && location.indented) {
            // The views must be of the cursor that goes on.
            for (unsigned i = 0; i <= skipped && !in.atEnd(); ++i)
                in.advance();
            return !in.atEnd() && matchLocation(in.line().text, location);
        }
        const LineKind kind = classify(line.text);
        if ((kind != LineKind::Other && kind != LineKind::Blank) || isFramePair(line, ahead.peek()))
            return false;
    }
    return false;
}

} // namespace skein::go
