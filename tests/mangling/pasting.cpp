// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/mangle.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ranges>

namespace skein::test::mangle
{

static std::string coloured(const std::string& l, std::string_view escape)
{
    const std::string e(escape);
    if (l.starts_with("goroutine "))
        return e + "[1;33m" + l + e + "[0m";
    if (l.starts_with("\t"))
        return e + "[2m" + l + e + "[22m";
    return l.empty() ? l : e + "[31m" + l + e + "[0m";
}
std::string ansi(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return coloured(l, "\x1b"); });
}
std::string halfAnsi(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return coloured(l, ""); });
}
std::string caretAnsi(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return coloured(l, "^["); });
}
std::string indent(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return l.empty() ? l : "    " + l; });
}
std::string tabs2(const std::string& t)
{
    return replaced(t, "\t", "  ");
}
std::string tabs4(const std::string& t)
{
    return replaced(t, "\t", "    ");
}
std::string tabs8(const std::string& t)
{
    return replaced(t, "\t", "        ");
}
std::string tabsGone(const std::string& t)
{
    return replaced(t, "\t", "");
}
std::string blankGone(const std::string& t)
{
    std::string out;
    for (const std::string& l : linesOf(t))
        if (!l.empty())
            out += l + "\n";
    return out;
}
std::string blankDoubled(const std::string& t)
{
    return replaced(t, "\n", "\n\n");
}
std::string stamps(const std::string& t)
{
    std::string out;
    for (const std::string& l : linesOf(t))
        out += "2026-11-20 09:31:00.118\t\n" + (l.empty() ? "" : l + "\n");
    return out;
}
std::string oneLine(const std::string& t)
{
    std::string out;
    for (const std::string& l : linesOf(t)) {
        const std::size_t at = std::min(l.find_first_not_of(" \t"), l.size());
        if (at < l.size())
            out += (out.empty() ? "" : " ") + l.substr(at);
    }
    return out + "\n";
}
std::string literal(const std::string& t)
{
    const std::string body = t.ends_with('\n') ? t.substr(0, t.size() - 1) : t;
    return replaced(replaced(body, "\n", "\\n"), "\t", "\\t") + "\n";
}
std::string literalTabs(const std::string& t)
{
    return replaced(t, "\t", "\\t");
}
std::string catA(const std::string& t)
{
    return replaced(replaced(t, "\t", "^I"), "\n", "$\n");
}
std::string quote(const std::string& t)
{
    return "It died again:\n\n" + eachLine(t, [](const std::string& l, int) { return "> " + l; }) +
           "\nAny idea?\n";
}
std::string nestedQuote(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return l.empty() ? std::string(">>") : "> > " + l; });
}
std::string fence(const std::string& t)
{
    return "See:\n```\n" + t + "```\nthanks\n";
}
std::string numberedList(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return std::to_string(n + 1) + ". " + l; });
}
std::string numbersAndTimes(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        std::array<char, 16> number{};
        std::snprintf(number.data(), number.size(), "%6d  ", n + 96);
        return number.data() + ("2026-05-04 " + clock(n, "  ")) + l;
    });
}
static std::string entities(const std::string& t)
{
    return replaced(replaced(replaced(replaced(t, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;");
}
std::string htmlBreaks(const std::string& t)
{
    return replaced(replaced(entities(t), "\t", "&nbsp;&nbsp;&nbsp;&nbsp;"), "\n", "<br>\n");
}
std::string htmlOneLine(const std::string& t)
{
    return "<div class=\"log\"><pre>" + replaced(replaced(entities(t), "\t", "&#9;"), "\n", "<br/>") +
           "</pre></div>\n";
}
std::string htmlPre(const std::string& t)
{
    return "<pre><code>" + entities(t) + "</code></pre>\n";
}
std::string numericEntities(const std::string& t)
{
    std::string out;
    for (const char c : t) {
        if (std::string_view("()*<>&{}[]/\"").contains(c))
            out += "&#" + std::to_string(static_cast<int>(c)) + ";";
        else
            out += c;
    }
    return out;
}
std::string typography(const std::string& t)
{
    std::string out = replaced(replaced(t, "...", "\xe2\x80\xa6"), "\t", "\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0");
    for (bool left = true; out.contains('"'); left = !left)
        out.replace(out.find('"'), 1, left ? "\xe2\x80\x9c" : "\xe2\x80\x9d");
    return out;
}
std::string markdownEscapes(const std::string& t)
{
    std::string out;
    for (const char c : t) {
        if (std::string_view("*_<>[]").contains(c))
            out += '\\';
        out += c;
    }
    return out;
}
std::string links(const std::string& t)
{
    std::string out;
    for (std::size_t i = 0; i < t.size();) {
        const std::size_t end = std::min(t.find_first_not_of("0123456789abcdefx", i), t.size());
        if (t.compare(i, 4, "0xc0") == 0 && end - i > 8) {
            const std::string word = t.substr(i, end - i);
            out += "[" + word + "](tel:" + word + ")";
            i = end;
        } else {
            out += t[i++];
        }
    }
    return out;
}
std::string quotedPrintable(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) {
        std::string out;
        std::size_t column = 0;
        for (std::size_t i = 0; i < l.size(); ++i) {
            std::string c(1, l[i]);
            if (l[i] == '=' || static_cast<unsigned char>(l[i]) >= 0x80) {
                std::array<char, 8> code{};
                std::snprintf(code.data(), code.size(), "=%02X", static_cast<unsigned char>(l[i]));
                c = code.data();
            }
            if (column + c.size() > 75) {
                out += "=\n";
                column = 0;
            }
            out += c;
            column += c.size();
        }
        return out;
    });
}
std::string padded(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) {
        return l + std::string(l.size() < 240 ? 240 - l.size() : 0, ' ');
    });
}
/// Terminals break between characters, whatever they are made of.
static std::string wrappedAt(const std::string& t, std::size_t width)
{
    return eachLine(replaced(t, "\t", "        "), [width](const std::string& l, int) {
        std::string out;
        std::size_t column = 0;
        for (const char c : l) {
            const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
            if (begins && column == width) {
                out += '\n';
                column = 0;
            }
            column += begins;
            out += c;
        }
        return out;
    });
}
std::string wrapped80(const std::string& t)
{
    return wrappedAt(t, 80);
}
std::string wrapped61(const std::string& t)
{
    return wrappedAt(t, 61);
}
std::string wrapped132(const std::string& t)
{
    return wrappedAt(t, 132);
}
std::string newestFirst(const std::string& t)
{
    std::string out;
    const auto lines = linesOf(t);
    for (const std::string& l : std::views::reverse(lines))
        out += l + "\n";
    return out;
}
/// A program that isn't buffered: each piece of a line is a line of the collector.
std::string fragments(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) {
        const auto piece = [](std::string_view s) { return "[shopd] " + std::string(s); };
        std::string out;
        std::size_t from = 0;
        const auto cut = [&](std::size_t at) {
            if (at > from && at < l.size()) {
                out += piece(l.substr(from, at - from)) + "\n";
                from = at;
            }
        };
        if (l.starts_with("goroutine ")) {
            cut(10);
            cut(l.find(" ["));
            cut(std::min(l.find(']'), l.size()));
        } else if (l.starts_with('\t')) {
            cut(l.rfind(':'));
            cut(std::min(l.find(" +0x"), l.size()));
        } else if (l.ends_with(')')) {
            cut(l.rfind('('));
        }
        return out + piece(l.substr(from));
    });
}
std::string crlf(const std::string& t)
{
    return replaced(t, "\n", "\r\n");
}
std::string crOnly(const std::string& t)
{
    return replaced(t, "\n", "\r");
}
std::string nulBytes(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return n % 3 == 0 ? std::string(5, '\0') + l : l; });
}
std::string serviceAround(const std::string& t)
{
    std::string out;
    for (int n = 0; n < 40; ++n)
        out += "2026-05-04T" + clock(n, "Z level=info app=shop msg=\"request done\" status=200 took=12ms\n");
    out += t;
    for (int n = 40; n < 60; ++n)
        out += "2026-05-04T" + clock(n, "Z level=info app=shop msg=\"request done\" status=200 took=9ms\n");
    return out;
}

static std::string atReason(const std::string& t, std::string_view before, std::string_view within,
                            std::string_view behind)
{
    constexpr std::string_view kFatal = "fatal error: ";
    const std::size_t at = t.find(kFatal);
    if (at == t.npos || (at > 0 && t[at - 1] != '\n'))
        return t;
    const std::size_t end = std::min(t.find('\n', at), t.size());
    const std::string_view whole = t;
    std::string out(whole.substr(0, at));
    out += before;
    out += kFatal;
    out += within;
    out += whole.substr(at + kFatal.size(), end - at - kFatal.size());
    out += behind;
    return out + std::string(whole.substr(end));
}
std::string outputBeforeReason(const std::string& t)
{
    return atReason(t, "17 of 42 tables copied, ", "", "");
}
std::string outputInReason(const std::string& t)
{
    return atReason(t, "", "served 17 requests in 3 ms\n", "");
}
std::string outputBehindReason(const std::string& t)
{
    return atReason(t, "", "", "served 17 requests in 3 ms\n");
}
/// Other output, without anything by which to tell it, between the lines of the dump.
std::string interleaved(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        const std::string other = n % 7 == 3    ? "GET /v1/items/" + std::to_string(n) + " 200 12ms\n"
                                  : n % 17 == 6 ? "worker " + std::to_string(n) + ": done, 12 left\n"
                                                : "";
        return other + l;
    });
}
/// Parts of one dump in blocks of their own, with words between.
std::string snippets(const std::string& t)
{
    std::string out = "It dies like this:\n\n```\n";
    int blank = 0;
    for (const std::string& l : linesOf(t)) {
        out += l + "\n";
        if (l.empty() && ++blank % 4 == 2)
            out += "```\nand further down\n\n```\n";
    }
    return out + "```\nAny idea?\n";
}

std::string chat(const std::string& t)
{
    return "[9:31 AM] Ann Lee: " + t + "\n[9:33 AM] Bo: seen that before\n";
}
std::string tightQuote(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return ">>" + l; });
}
std::string byteOrderMark(const std::string& t)
{
    return "\xef\xbb\xbf" + crlf(t);
}
std::string utf16(const std::string& t, bool big, bool mark)
{
    std::string out;
    const auto put = [&out, big](unsigned unit) {
        const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit);
        out += big ? high : low;
        out += big ? low : high;
    };
    if (mark)
        put(0xfeff);
    for (std::size_t i = 0; i < t.size();) {
        const auto byte = [&](std::size_t k) {
            return i + k < t.size() ? static_cast<unsigned>(static_cast<unsigned char>(t[i + k])) : 0u;
        };
        const unsigned lead = byte(0);
        if (lead < 0x80) {
            put(lead);
            i += 1;
        } else if (lead < 0xe0) {
            put((lead & 0x1f) << 6 | (byte(1) & 0x3f));
            i += 2;
        } else if (lead < 0xf0) {
            put((lead & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f));
            i += 3;
        } else {
            const unsigned c =
                ((lead & 7) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f)) -
                0x10000;
            put(0xd800 + (c >> 10 & 0x3ff));
            put(0xdc00 + (c & 0x3ff));
            i += 4;
        }
    }
    return out;
}

} // namespace skein::test::mangle
