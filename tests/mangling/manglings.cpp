// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/manglings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ranges>
#include <utility>
#include <vector>

namespace skein::test
{

namespace
{

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

template <class F>
std::string eachLine(const std::string& text, F&& f)
{
    std::string out;
    int number = 0;
    for (const std::string& line : linesOf(text))
        out += f(line, number++) + "\n";
    return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// "09:31:07.000042" and so on: a little later with each line.
std::string clock(int number, const char* rest)
{
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "09:31:%02d.%06d", 7 + number / 5000, number % 5000 * 180);
    return buffer.data() + std::string(rest);
}

std::string jsonString(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        case '<':
            out += "\\u003c";
            break; // as Go's encoding/json does it
        case '>':
            out += "\\u003e";
            break;
        case '&':
            out += "\\u0026";
            break;
        case '\x1b':
            out += "\\u001b";
            break;
        case '\0':
            out += "\\u0000";
            break;
        default:
            out += c;
        }
    }
    return out + '"';
}

std::string docker(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "417Z ") + l; });
}
std::string compose(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return "web-1  | " + l; });
}
std::string dockerJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"log":)" + jsonString(l + "\n") + R"(,"stream":"stderr","time":"2026-05-04T)" +
               clock(n, "417Z") + R"("})";
    });
}
std::string cri(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        const std::string stamp = "2026-05-04T" + clock(n, "417Z stderr ");
        std::string out;
        std::string rest = l;
        while (rest.size() > 70) {
            out += stamp + "P " + rest.substr(0, 70) + "\n";
            rest.erase(0, 70);
        }
        return out + stamp + "F " + rest;
    });
}
std::string journald(const std::string& t)
{
    std::string out;
    for (const std::string& l : linesOf(t))
        if (!l.empty())
            out += "May 04 09:31:07 node1 shopd[2113]: " + l + "\n";
    return out;
}
std::string syslog(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "<27>1 2026-05-04T" + clock(n, "Z node1 shopd 2113 - - ") + l;
    });
}
std::string rsyslog(const std::string& t)
{
    std::string body = t.ends_with('\n') ? t.substr(0, t.size() - 1) : t;
    body = replaced(replaced(std::move(body), "\n", "#012"), "\t", "#011");
    return "May  4 09:31:07 node1 shopd[2113]: " + body + "\n";
}
std::string githubActions(const std::string& t)
{
    return "2026-05-04T09:31:06.1234567Z ##[group]Run make\n" +
           eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "0Z ") + l; });
}
std::string gitlab(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "Z 01O ") + l; });
}
std::string terraform(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) {
        return "\x1b[0m\x1b[1mnull_resource.shop (remote-exec):\x1b[0m \x1b[0m" + l + "\x1b[0m";
    });
}
std::string klog(const std::string& t)
{
    return eachLine(
        t, [](const std::string& l, int n) { return "E0504 " + clock(n, "   2113 crash.go:41] ") + l; });
}
std::string zapString(const std::string& t)
{
    return R"({"level":"info","ts":1777887060.1,"msg":"started"})"
           "\n"
           R"({"level":"fatal","ts":1777887067.1,"caller":"shop/main.go:41","msg":"the worker died","stderr":)" +
           jsonString(t) + "}\n";
}
std::string logrusLines(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"level":"error","msg":)" + jsonString(l) + R"(,"time":"2026-05-04T)" + clock(n, "Z") +
               R"("})";
    });
}
std::string slogText(const std::string& t)
{
    std::string body = t.ends_with('\n') ? t.substr(0, t.size() - 1) : t;
    body = replaced(std::move(body), "\\", "\\\\");
    body = replaced(replaced(replaced(std::move(body), "\"", "\\\""), "\n", "\\n"), "\t", "\\t");
    return "time=2026-05-04T09:31:06.001Z level=INFO msg=started\ntime=2026-05-04T09:31:07.123Z level=ERROR "
           "msg=\"" +
           body + "\" app=shop pid=2113\n";
}
std::string goTestJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"Time":"2026-05-04T)" + clock(n, "Z") +
               R"(","Action":"output","Package":"example.org/shop","Test":"TestShop","Output":)" +
               jsonString(l + "\n") + "}";
    });
}
std::string csv(const std::string& t)
{
    return "\"timestamp\",\"line\"\n" + eachLine(t, [](const std::string& l, int n) {
               return "\"2026-05-04 " + clock(n, "") + "\",\"" + replaced(l, "\"", "\"\"") + "\"";
           });
}
std::string csvField(const std::string& t)
{
    return "\"timestamp\",\"message\",\"host\"\n\"2026-05-04 09:31:06\",\"started\",\"node1\"\n\"2026-05-04 "
           "09:31:07\",\"" +
           replaced(t, "\"", "\"\"") + "\",\"node1\"\n";
}
std::string coloured(const std::string& l, std::string_view escape)
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
template <char const* Leader>
std::string leader(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return Leader + l; });
}
constexpr char kSlashes[] = "// ", kHash[] = "# ", kSemicolon[] = "; ", kStar[] = "* ", kDash[] = "- ",
               kBar[] = "| ";
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
std::string entities(const std::string& t)
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
std::string wrappedAt(const std::string& t, std::size_t width)
{
    return eachLine(replaced(t, "\t", "        "), [width](std::string l, int) {
        std::string out;
        while (l.size() > width) {
            out += l.substr(0, width) + "\n";
            l.erase(0, width);
        }
        return out + l;
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

constexpr bool kOuter = true, kAlone = true;
using M = Mangling;
constexpr std::array kManglings = {
    M{"docker", docker, M::Nothing, kOuter},
    M{"compose", compose, M::Nothing, kOuter},
    M{"docker-json", dockerJson, M::Nothing, kOuter},
    M{"cri", cri, M::Nothing, kOuter},
    M{"journald", journald, M::BlankLines, kOuter},
    M{"syslog", syslog, M::Nothing, kOuter},
    M{"rsyslog", rsyslog},
    M{"github-actions", githubActions, M::Nothing, kOuter},
    M{"gitlab", gitlab, M::Nothing, kOuter},
    M{"terraform", terraform, M::Nothing, kOuter},
    M{"klog", klog, M::Nothing, kOuter},
    M{"zap-string", zapString},
    M{"logrus-lines", logrusLines, M::Nothing, kOuter},
    M{"slog-text", slogText},
    M{"go-test-json", goTestJson, M::Nothing, kOuter},
    M{"csv", csv, M::Nothing, kOuter},
    M{"csv-field", csvField},
    M{"ansi", ansi, M::Nothing, kOuter},
    M{"half-ansi", halfAnsi, M::Nothing, kOuter},
    M{"caret-ansi", caretAnsi, M::Nothing, kOuter},
    M{"indent", indent, M::Nothing, kOuter},
    M{"tabs-2", tabs2},
    M{"tabs-4", tabs4},
    M{"tabs-8", tabs8},
    M{"tabs-gone", tabsGone, M::Indentation},
    M{"blank-gone", blankGone, M::BlankLines},
    M{"blank-doubled", blankDoubled, M::BlankLines},
    M{"one-line", oneLine, M::LineEnds | M::BlankLines | M::Indentation},
    M{"literal", literal},
    M{"literal-tabs", literalTabs},
    M{"cat-A", catA, M::Nothing, kOuter},
    M{"quote", quote, M::Nothing, kOuter},
    M{"nested-quote", nestedQuote, M::Nothing, kOuter},
    M{"fence", fence, M::Nothing, kOuter},
    M{"slashes", leader<kSlashes>, M::Nothing, kOuter},
    M{"hash", leader<kHash>, M::Nothing, kOuter},
    M{"semicolon", leader<kSemicolon>, M::Nothing, kOuter},
    M{"star", leader<kStar>, M::Nothing, kOuter},
    M{"dash", leader<kDash>, M::Nothing, kOuter},
    M{"bar", leader<kBar>, M::Nothing, kOuter},
    M{"numbered-list", numberedList, M::Nothing, kOuter},
    M{"numbers-and-times", numbersAndTimes, M::Nothing, kOuter},
    M{"html-breaks", htmlBreaks},
    M{"html-one-line", htmlOneLine},
    M{"html-pre", htmlPre},
    M{"numeric-entities", numericEntities},
    M{"typography", typography},
    M{"markdown-escapes", markdownEscapes},
    M{"links", links},
    M{"quoted-printable", quotedPrintable},
    M{"padded", padded, M::Blanks, kOuter},
    M{"wrapped-80", wrapped80},
    M{"wrapped-61", wrapped61},
    M{"wrapped-132", wrapped132},
    M{"newest-first", newestFirst, M::Nothing, kOuter},
    M{"fragments", fragments, M::Nothing, false, kAlone},
    M{"crlf", crlf, M::Nothing, kOuter},
    M{"cr-only", crOnly, M::Nothing, false, kAlone},
    M{"nul-bytes", nulBytes, M::Nothing, kOuter},
    M{"service-around", serviceAround, M::Nothing, kOuter},
};

} // namespace

std::span<const Mangling> manglings()
{
    return kManglings;
}

} // namespace skein::test
