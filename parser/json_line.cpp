// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/json_line.h"

#include "parser/scan.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace skein
{

namespace
{

void appendUtf8(std::uint32_t c, std::string& out)
{
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

bool fourHex(std::string_view s, std::uint32_t& value)
{
    if (s.size() < 4)
        return false;
    value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const int digit = scan::hexValue(s[i]);
        if (digit < 0)
            return false;
        value = value << 4 | static_cast<std::uint32_t>(digit);
    }
    return true;
}

/// s stands behind "\u".
void eatUnicode(std::string_view& s, std::string& out)
{
    std::uint32_t c = 0;
    if (!fourHex(s, c)) {
        out += "\\u";
        return;
    }
    s.remove_prefix(4);
    std::uint32_t low = 0;
    if (c >= 0xd800 && c < 0xdc00 && s.starts_with("\\u") && fourHex(s.substr(2), low) && low >= 0xdc00 &&
        low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        s.remove_prefix(6);
    } else if (c >= 0xd800 && c < 0xe000) {
        c = 0xfffd;
    }
    appendUtf8(c, out);
}

} // namespace

void eatJsonString(std::string_view& s, std::string& out)
{
    while (!s.empty()) {
        const std::size_t special = std::min(s.find_first_of("\"\\"), s.size());
        out.append(s.substr(0, special));
        s.remove_prefix(special);
        if (s.empty())
            return;
        if (s.front() == '"') {
            s.remove_prefix(1);
            return;
        }
        s.remove_prefix(1);
        if (s.empty())
            return;
        const char c = s.front();
        s.remove_prefix(1);
        switch (c) {
        case 'n':
            out += '\n';
            break;
        case 't':
            out += '\t';
            break;
        case 'r':
            out += '\r';
            break;
        case 'b':
            out += '\b';
            break;
        case 'f':
            out += '\f';
            break;
        case 'u':
            eatUnicode(s, out);
            break;
        default:
            out += c;
        }
    }
}

std::vector<JsonString> jsonStrings(std::string_view line)
{
    std::vector<JsonString> found;
    std::string_view s = line;
    std::string key;
    while (true) {
        const std::size_t quote = s.find('"');
        if (quote == s.npos)
            return found;
        std::string_view at = s.substr(quote);
        s.remove_prefix(quote + 1);
        std::string text;
        eatJsonString(s, text);
        const std::string_view after = scan::trimLeft(s);
        if (after.starts_with(':') || after.starts_with("=>")) {
            key.assign(at.substr(0, at.size() - s.size()));
            s = after.substr(after.front() == ':' ? 1 : 2);
        } else if (!key.empty()) {
            found.push_back({key, std::move(text)});
        }
    }
}

bool unescapeJsonValue(std::string_view line, std::string_view key, std::string& out)
{
    if (!line.starts_with('{'))
        return false;
    for (std::size_t at = line.find(key); at != line.npos; at = line.find(key, at + 1)) {
        std::string_view s = scan::trimLeft(line.substr(at + key.size()));
        if (!scan::literal(s, ":"))
            continue;
        s = scan::trimLeft(s);
        if (!scan::literal(s, "\""))
            continue;
        out.clear();
        eatJsonString(s, out);
        return true;
    }
    return false;
}

} // namespace skein
