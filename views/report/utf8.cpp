// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace skein::utf8
{

namespace
{

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// What the first byte demands of the second, table 3-7 of the Unicode Standard.
struct Lead {
    std::uint32_t length; ///< 0: it cannot start a character
    unsigned char low, high;
};

constexpr Lead leadOf(unsigned char b)
{
    if (b < 0x80)
        return {1, 0, 0};
    if (b < 0xC2)
        return {0, 0, 0};
    if (b < 0xE0)
        return {2, 0x80, 0xBF};
    if (b < 0xF0)
        return {3, b == 0xE0 ? static_cast<unsigned char>(0xA0) : static_cast<unsigned char>(0x80),
                b == 0xED ? static_cast<unsigned char>(0x9F) : static_cast<unsigned char>(0xBF)};
    if (b < 0xF5)
        return {4, b == 0xF0 ? static_cast<unsigned char>(0x90) : static_cast<unsigned char>(0x80),
                b == 0xF4 ? static_cast<unsigned char>(0x8F) : static_cast<unsigned char>(0xBF)};
    return {0, 0, 0};
}

struct Range {
    char32_t first, last;
};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t c)
{
    const auto* at = std::ranges::lower_bound(ranges, c, {}, &Range::last);
    return at != ranges.end() && c >= at->first;
}

// The blocks that matter for aligning columns, not the whole of UAX 11: a miss costs a crooked column.
constexpr std::array kWide{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};
constexpr std::array kCombining{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},   Range{0x064B, 0x065F},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200D},   Range{0x20D0, 0x20FF},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xE0100, 0xE01EF},
};

void appendEscape(std::string& out, char32_t c)
{
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    const int width = c < 0x80 ? 2 : 4;
    out += c < 0x80 ? "\\x" : "\\u";
    for (int shift = 4 * (width - 1); shift >= 0; shift -= 4)
        out += digits[(c >> shift) & 0xF];
}

} // namespace

Char decode(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80)
        return {first, 1, true};
    const Lead lead = leadOf(first);
    if (lead.length == 0)
        return {0xFFFD, 1, false};
    char32_t c = first & (0x7Fu >> lead.length);
    for (std::uint32_t i = 1; i < lead.length; ++i) {
        const auto b = i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
        const bool fits = i == 1 ? b >= lead.low && b <= lead.high : (b & 0xC0) == 0x80;
        if (!fits)
            return {0xFFFD, i, false};
        c = (c << 6) | (b & 0x3Fu);
    }
    return {c, lead.length, true};
}

unsigned columns(char32_t c)
{
    if (c < 0x300)
        return 1;
    if (contains(kCombining, c))
        return 0;
    return contains(kWide, c) ? 2 : 1;
}

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Char c = decode(text);
        if (!c.valid)
            out += kReplacement;
        else if (isControl(c.codePoint))
            appendEscape(out, c.codePoint);
        else
            out += text.substr(0, c.bytes);
        text.remove_prefix(c.bytes);
    }
    return out;
}

std::string valid(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Char c = decode(text);
        out += c.valid ? text.substr(0, c.bytes) : kReplacement;
        text.remove_prefix(c.bytes);
    }
    return out;
}

std::size_t width(std::string_view text)
{
    std::size_t sum = 0;
    while (!text.empty()) {
        const Char c = decode(text);
        sum += columns(c.codePoint);
        text.remove_prefix(c.bytes);
    }
    return sum;
}

std::string elided(std::string_view text, std::size_t limit, Cut cut)
{
    if (text.size() <= limit || width(text) <= limit)
        return std::string(text);
    // Of a text of megabytes only its ends matter: a character has four bytes at most.
    const std::size_t enough = 4 * limit + 64;
    if (text.size() > 4 * enough) {
        std::string ends = valid(text.substr(0, enough));
        if (cut == Cut::End)
            ends += "………";
        else
            ends += valid(text.substr(text.size() - enough));
        return elided(ends, limit, cut);
    }
    struct Piece {
        std::string_view bytes;
        std::size_t columns;
    };
    std::vector<Piece> pieces;
    for (std::string_view rest = text; !rest.empty();) {
        const Char c = decode(rest);
        pieces.push_back({rest.substr(0, c.bytes), columns(c.codePoint)});
        rest.remove_prefix(c.bytes);
    }
    const std::size_t room = limit - 1; // one column is the ellipsis
    const std::size_t headRoom = cut == Cut::End ? room : cut == Cut::Start ? 0 : room / 2;
    std::size_t head = 0, tail = pieces.size(), used = 0;
    while (head < tail && used + pieces[head].columns <= headRoom)
        used += pieces[head++].columns;
    if (cut != Cut::End)
        while (tail > head && used + pieces[tail - 1].columns <= room)
            used += pieces[--tail].columns;
    std::string out;
    for (std::size_t i = 0; i < head; ++i)
        out += pieces[i].bytes;
    out += "…";
    for (std::size_t i = cut == Cut::End ? pieces.size() : tail; i < pieces.size(); ++i)
        out += pieces[i].bytes;
    return out;
}

} // namespace skein::utf8
