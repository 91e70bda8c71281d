// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/frame_line.h"

#include "parser/scan.h"

#include <algorithm>

namespace skein::go
{

namespace
{

using namespace scan;

/// Takes ":41" off the end of `s`.
bool eatLineNumber(std::string_view& s, std::uint32_t& line)
{
    std::size_t begin = s.size();
    while (begin > 0 && isDigit(s[begin - 1]))
        --begin;
    if (begin == s.size() || begin < 2 || s[begin - 1] != ':' || s.size() - begin > 9)
        return false;
    std::string_view number_ = s.substr(begin);
    line = static_cast<std::uint32_t>(*number(number_));
    s.remove_suffix(s.size() - begin + 1);
    return true;
}

/// Takes "+0x1d", "fp=0x…", "sp=0x…" or "pc=0x…" off the end of `s`.
bool eatTail(std::string_view& s, Location& out)
{
    const std::size_t space = findLast(s, ' ');
    if (space == s.npos)
        return false;
    std::string_view word = s.substr(space + 1);
    if (literal(word, "+")) {
        if (!hex(word) || !word.empty())
            return false;
        out.offset = true;
    } else if (literal(word, "pc=")) {
        const auto pc = hex(word);
        if (!pc || !word.empty())
            return false;
        out.pc = *pc;
    } else if (literal(word, "sp=")) {
        const auto sp = hex(word);
        if (!sp || !word.empty())
            return false;
        out.sp = *sp;
    } else if (literal(word, "fp=")) {
        if (!hex(word) || !word.empty())
            return false;
    } else {
        return false;
    }
    s = s.substr(0, space);
    return true;
}

/// A path with a line number in front of somebody's remark: `\t/src/main.go:41 +0x1d   <-- here`
bool cutRemark(std::string_view& s)
{
    const std::size_t at = s.find(".go:");
    if (at == s.npos)
        return false;
    const std::size_t n = digits(s.substr(at + 4));
    if (n == 0 || at + 4 + n >= s.size() || s[at + 4 + n] != ' ')
        return false;
    s = s.substr(0, at + 4 + n);
    return true;
}

} // namespace

std::optional<Call> matchCall(std::string_view line)
{
    if (line.size() < 3 || line.back() != ')')
        return {};
    const std::size_t open = findLast(line, '(');
    if (open == line.npos || open == 0)
        return {};
    return Call{line.substr(0, open), line.substr(open + 1, line.size() - open - 2)};
}

bool matchLocation(std::string_view line, Location& out)
{
    std::string_view s = line;
    out = {};
    while (!s.empty() && isBlank(s.front()))
        s.remove_prefix(1);
    out.indented = s.size() != line.size();
    if (s.size() < 3)
        return false;
    for (int i = 0; i < 4 && eatTail(s, out); ++i) {
    }
    if (!isDigit(s.back()) && !cutRemark(s))
        return false;
    if (!eatLineNumber(s, out.line) && !(cutRemark(s) && eatLineNumber(s, out.line)))
        return false;
    out.file = s;
    // Without its tab it could be anything that ends in a number: "Listening on :8080".
    if (!out.indented && s.find_first_of("/\\.<") == s.npos)
        return false;
    return out.indented || s.find('(') == s.npos;
}

std::optional<CreatedBy> matchCreatedBy(std::string_view line)
{
    static constexpr std::string_view kIn = " in goroutine ";
    std::string_view s = line;
    if (!literal(s, "created by ") || s.empty())
        return {};
    CreatedBy c;
    s = withoutRemark(s);
    c.function = s;
    if (!isDigit(s.back()))
        return c;
    const std::size_t space = findLast(s, ' ');
    if (space == s.npos || space + 1 < kIn.size() || s.substr(space + 1 - kIn.size(), kIn.size()) != kIn)
        return c;
    std::string_view id = s.substr(space + 1);
    const auto value = number(id);
    if (!value || !id.empty())
        return c;
    c.creator = ThreadId(*value);
    c.function = s.substr(0, space + 1 - kIn.size());
    return c;
}

std::optional<std::uint32_t> matchElided(std::string_view line)
{
    std::string_view s = line;
    if (!literal(s, "...") || !s.ends_with(" frames elided..."))
        return {};
    if (s.starts_with("additional "))
        return 1;
    const auto n = number(s);
    if (!n || s != " frames elided...")
        return {};
    return scan::clamped(*n);
}

std::optional<std::uint64_t> matchAncestor(std::string_view line)
{
    std::string_view s = line;
    if (!literal(s, "[originating from goroutine "))
        return {};
    const auto id = number(s);
    return id && s == "]:" ? id : std::nullopt;
}

// 0xc000012345, {0x1, 0xc000?, ...}, _, 0x2?
std::vector<ArgWord> parseArguments(std::string_view args)
{
    std::vector<ArgWord> words;
    std::string_view s = args;
    if (s == "..." || s == "\xe2\x80\xa6") // a word processor's
        return words;
    unsigned depth = 0, position = 0;
    while (!s.empty()) {
        const char c = s.front();
        if (c == '{' || c == '}' || c == ',' || isBlank(c)) {
            if (c == '{')
                ++depth;
            else if (c == '}' && depth > 0)
                --depth;
            else if (c == ',' && depth == 0)
                ++position;
            s.remove_prefix(1);
            continue;
        }
        ArgWord word;
        word.depth = static_cast<std::uint8_t>(std::min(depth, 255u));
        word.position = static_cast<std::uint8_t>(std::min(position, 255u));
        if (const auto value = hex(s)) {
            word.value = *value;
            word.isNumber = true;
            word.stale = literal(s, "?");
        } else {
            s.remove_prefix(std::max<std::size_t>(1, std::min(s.find_first_of("{},"), s.size())));
        }
        words.push_back(word);
    }
    return words;
}

std::optional<std::uint64_t> reliableArgument(std::string_view args, unsigned index)
{
    std::string_view s = args;
    for (unsigned depth = 0; index > 0;) {
        if (s.empty())
            return {};
        if (s.front() == '{')
            ++depth;
        else if (s.front() == '}' && depth > 0)
            --depth;
        else if (s.front() == ',' && depth == 0)
            --index;
        s.remove_prefix(1);
    }
    s = trimLeft(s);
    const auto value = hex(s);
    return value && (s.empty() || s.front() == ',') ? value : std::nullopt;
}

bool isRemark(std::string_view behind)
{
    const std::string_view text = trimLeft(behind);
    if (text.empty() || text.size() == behind.size())
        return false;
    static constexpr std::string_view kMarks[] = {"//", "# ",           "<-",
                                                  "<=", "\xe2\x86\x90", "\xe2\x87\x90"}; // ← ⇐
    if (std::ranges::any_of(kMarks, [text](auto mark) { return text.starts_with(mark); }))
        return true;
    // In another script, away from the line: no program that prints these lines writes that.
    return behind.size() > text.size() + 1 && static_cast<unsigned char>(text.front()) >= 0x80;
}

std::string_view withoutRemark(std::string_view line)
{
    for (std::size_t at = line.find(' '); at != line.npos; at = line.find(' ', at + 1)) {
        if (isRemark(line.substr(at)))
            return line.substr(0, at);
        while (at + 1 < line.size() && isBlank(line[at + 1]))
            ++at;
    }
    return line;
}

std::string_view withReceiver(std::string_view function, std::string& scratch)
{
    const std::size_t open = function.find(".(");
    if (open == function.npos || open + 2 >= function.size() || function[open + 2] == '*')
        return function;
    const std::string_view type = function.substr(open + 2);
    const std::size_t close = type.find(").");
    if (close == type.npos || close == 0 || !(isAlpha(type[0]) || type[0] == '_'))
        return function;
    scratch.assign(function.substr(0, open + 2));
    scratch += '*';
    scratch += type.substr(type[0] == '_' ? 1 : 0);
    return scratch;
}

} // namespace skein::go
