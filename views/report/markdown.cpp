// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/markdown.h"

#include "model/formatted.h"
#include "views/report/utf8.h"

#include <algorithm>

namespace skein::markdown
{

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : utf8::printable(text)) {
        if (std::string_view("\\`*_{}[]()#+-.!|~>$:").contains(c))
            out += '\\';
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '@')
            out += "&#64;&#8203;"; // nobody is told that a log mentions them
        else if (c == '#')
            out += "#&#8203;"; // GitHub makes references of the rendered text, where the backslash is gone
        else
            out += c;
    }
    return out;
}

std::string code(std::string_view text)
{
    const std::string printable = utf8::printable(text);
    std::size_t run = 0, longest = 0;
    for (const char c : printable) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    std::string inside;
    for (const char c : printable)
        (c == '|' ? inside += '\\' : inside) += c;
    if (inside.empty())
        return "";
    const bool padded = inside.front() == '`' || inside.back() == '`';
    return formatted("{}{}{}{}{}", fence, padded ? " " : "", inside, padded ? " " : "", fence);
}

std::string mermaid(std::string_view text)
{
    std::string out;
    for (const char c : utf8::printable(text)) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            static_cast<unsigned char>(c) >= 0x80;
        if (letter || std::string_view(" .,()*/_-:×").contains(c))
            out += c;
        else
            out += formatted("#{};", static_cast<int>(c)); // Mermaid's own entities
    }
    return out;
}

} // namespace skein::markdown
