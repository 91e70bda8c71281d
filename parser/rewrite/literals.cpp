// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/json_line.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

// A dump that somebody has put into a source file, a string for each line:
//
//     const dump = "goroutine 7 [chan send]:\n" +
//         "main.put(0xc000012345)\n" +
//         "\t/src/main.go:12 +0x1d\n"
namespace skein
{

namespace
{

using namespace scan;

bool isQuote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/// What is between the quotes of a line that holds one string and, around it, nothing but what joins strings:
/// `+ "main.main()\n",`; nothing where the line is another one.
std::optional<std::string_view> literalOf(std::string_view line)
{
    std::string_view s = trimRight(trimLeft(line));
    while (!s.empty() && (s.front() == '+' || s.front() == '(' || s.front() == '[' || isBlank(s.front())))
        s.remove_prefix(1);
    while (!s.empty() && std::string_view("+,;)].\\").contains(s.back()))
        s = trimRight(s.substr(0, s.size() - 1));
    if (s.size() < 2 || !isQuote(s.front()) || s.back() != s.front())
        return {};
    const char quote = s.front();
    s = s.substr(1, s.size() - 2);
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == quote)
            return {};
        i += s[i] == '\\';
    }
    return s;
}

} // namespace

bool suspectsLiterals(std::string_view sample)
{
    // Two of them, one below the other.
    bool before = false;
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const bool now = literalOf(sample.substr(at, end - at)).has_value();
        if (now && before)
            return true;
        before = now;
        at = end + 1;
    }
    return false;
}

void undoLiterals(const RewrittenText& in, RewrittenText& out)
{
    std::string plain;
    in.forEach([&](std::string_view line, LineSpan origin) {
        auto text = literalOf(line);
        if (!text)
            return out.add(line, origin);
        plain.clear();
        eatJsonString(*text, plain);
        if (plain.ends_with('\n'))
            plain.pop_back();
        out.add(plain, origin);
    });
}

} // namespace skein
