// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/report_lines.h"
#include "parser/scan.h"

#include <algorithm>

// What stands behind a frame in the same line of the log:
//
//     #1  0x0000a1 in main (argc=1) at f.c:9 x = 2 guard = {_M_device = 0x7f04}
//     #1  0x00007f04 - 1 f - /lib/libc.so.6 ./nptl/f.c:49:12
//     #1 f /src/f.cpp:1 (races+0x4cf9) a line of the program
namespace skein
{

namespace
{

using namespace scan;

/// Where the first line of a frame of gdb ends: `#1  0x0000a1 in main (argc=1) at f.c:9 x = 2`
std::size_t endOfFrame(std::string_view text)
{
    for (std::size_t at = text.find(") at "); at != text.npos; at = text.find(") at ", at + 1)) {
        const std::size_t end = std::min(text.find(' ', at + 5), text.size());
        const std::size_t colon = findLast(text.substr(0, end), ':');
        if (colon != text.npos && colon > at && colon + 1 + digits(text.substr(colon + 1)) == end)
            return end;
    }
    const std::size_t from = text.find(") from ");
    return from == text.npos ? text.size() : std::min(text.find(' ', from + 7), text.size());
}

/// `x = 2 guard = {_M_device = 0x7f04}`: where the second variable begins.
std::size_t nextLocal(std::string_view text)
{
    int depth = 0;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && quote != 0) {
            ++i;
        } else if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"') {
            quote = c;
        } else if (c == '{' || c == '(') {
            ++depth;
        } else if (c == '}' || c == ')') {
            --depth;
        } else if (c == ' ' && depth <= 0 && i > 0) {
            std::size_t end = i + 1;
            while (end < text.size() && (isAlnum(text[end]) || text[end] == '_'))
                ++end;
            if (end > i + 1 && !isDigit(text[i + 1]) && text.substr(end).starts_with(" = "))
                return i;
        }
    }
    return text.size();
}

} // namespace

void addFrame(ReportLine line, FrameTail tail, std::vector<ReportLine>& out)
{
    const std::string_view text = line.text;
    const auto add = [&](std::string_view part, std::string_view indent) {
        part = trimRight(trimLeft(part));
        if (!part.empty())
            out.push_back({part, indent, false});
    };
    if (tail == FrameTail::Locals) {
        const std::size_t end = endOfFrame(text);
        line.text = text.substr(0, end);
        out.push_back(line);
        for (std::string_view rest = trimLeft(text.substr(end)); !rest.empty();) {
            const std::size_t next = nextLocal(rest);
            add(rest.substr(0, next), "        ");
            rest.remove_prefix(next);
            rest = trimLeft(rest);
        }
        return;
    }
    // #1 f /src/f.cpp:1 (races+0x4cf9) (BuildId: 4fac) a line of the program
    if (tail == FrameTail::Module) {
        const std::size_t module = text.find("+0x");
        std::size_t end = module == text.npos ? module : text.find(')', module);
        if (end != text.npos && text.substr(end).starts_with(") (BuildId: "))
            end = text.find(')', end + 1);
        line.text = text.substr(0, end == text.npos ? end : end + 1);
        out.push_back(line);
        add(text.substr(line.text.size()), "");
        return;
    }
    // #1  0x00007f04 - 1 f - /lib/libc.so.6 ./nptl/f.c:49:12
    const std::size_t blank = findLast(text, ' ');
    const std::string_view last = text.substr(blank == text.npos ? 0 : blank + 1);
    const std::size_t colon = last.find(':');
    if (tail == FrameTail::Source && colon != last.npos && colon > 0 && !last.contains("::") &&
        last.substr(colon).find_first_not_of(":0123456789") == last.npos && contains(text, " - ")) {
        line.text = trimRight(text.substr(0, blank));
        out.push_back(line);
        add(last, "    ");
        return;
    }
    out.push_back(line);
}

} // namespace skein
