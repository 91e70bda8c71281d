// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/toml_line.h"

#include "model/formatted.h"

#include <algorithm>
#include <charconv>

namespace skein::toml
{

namespace
{

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::size_t skipSpaces(std::string_view s, std::size_t at)
{
    while (at < s.size() && isSpace(s[at]))
        ++at;
    return at;
}

bool isBare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

void addUtf8(std::string& out, std::uint32_t c)
{
    const auto byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6);
        byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18);
        byte(0x80 | (c >> 12 & 0x3f));
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    }
}

class ValueReader
{
public:
    ValueReader(std::span<const std::string_view> lines, std::size_t column)
        : m_lines(lines), m_column(column)
    {
    }

    Value read()
    {
        const char c = peek();
        if (c == '"' || c == '\'') {
            m_out.kind = Value::Kind::Text;
            m_out.text = readText();
        } else if (c == '[') {
            readArray();
        } else if (c == '{') {
            skipNested('{', '}');
        } else {
            readPlain();
        }
        if (m_out.error.empty())
            checkRest();
        m_out.lines = m_line + 1;
        m_out.end = m_column;
        return std::move(m_out);
    }

private:
    std::string_view line() const { return m_lines[m_line]; }
    bool lineEnds() const { return m_column >= line().size(); }
    char peek() const { return lineEnds() ? '\0' : line()[m_column]; }
    bool nextLine()
    {
        if (m_line + 1 >= m_lines.size())
            return false;
        ++m_line;
        m_column = 0;
        return true;
    }
    void fail(std::string message)
    {
        if (!m_out.error.empty())
            return;
        m_out.error = std::move(message);
        m_out.errorLine = m_line;
        m_out.errorColumn = m_column;
    }
    void failAt(std::size_t line, std::size_t column, std::string message)
    {
        m_line = line;
        m_column = column;
        fail(std::move(message));
    }

    void checkRest()
    {
        const std::size_t at = skipSpaces(line(), m_column);
        if (at < line().size() && line()[at] != '#') {
            m_column = at;
            fail("There is something behind the value; a comment begins with #.");
        }
    }

    std::string readText()
    {
        const char quote = peek();
        const std::size_t openLine = m_line, openColumn = m_column;
        const std::string three(3, quote);
        const bool isLong = line().substr(m_column).starts_with(three);
        m_column += isLong ? 3 : 1;
        std::string out;
        if (isLong && skipSpaces(line(), m_column) == line().size() && nextLine()) {
            // a line end right behind the quotes is not part of the text
        }
        while (true) {
            if (lineEnds()) {
                if (!isLong || !nextLine()) {
                    failAt(openLine, openColumn, "This quote is never closed.");
                    return out;
                }
                out += '\n';
                continue;
            }
            const char c = peek();
            if (isLong ? line().substr(m_column).starts_with(three) : c == quote) {
                m_column += isLong ? 3 : 1;
                while (isLong && peek() == quote) { // """a"""" ends with a quote
                    out += quote;
                    ++m_column;
                }
                return out;
            }
            if (c == '\\' && quote == '"') {
                readEscape(out, isLong);
                if (!m_out.error.empty())
                    return out;
                continue;
            }
            if (!(c == '\r' && m_column + 1 == line().size()))
                out += c;
            ++m_column;
        }
    }

    void readEscape(std::string& out, bool isLong)
    {
        ++m_column;
        if (isLong && skipSpaces(line(), m_column) == line().size()) { // a backslash at the end joins lines
            while (nextLine()) {
                m_column = skipSpaces(line(), 0);
                if (!lineEnds())
                    return;
            }
            return;
        }
        constexpr std::string_view names = "btnfre\"\\", values = "\b\t\n\f\r\x1b\"\\";
        const char c = peek();
        if (const auto known = names.find(c); c != '\0' && known != names.npos) {
            out += values[known];
            ++m_column;
            return;
        }
        const std::size_t size = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        std::uint32_t code = 0;
        const std::string_view digits = line().substr(std::min(line().size(), m_column + 1), size);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        const bool valid = size > 0 && digits.size() == size && error == std::errc{} &&
                           end == digits.data() + size && code <= 0x10ffff &&
                           (code < 0xd800 || code > 0xdfff);
        if (!valid) {
            fail("There is no such escape; \\n, \\t, \\\", \\\\ and \\u00e4 are some.");
            return;
        }
        addUtf8(out, code);
        m_column += 1 + size;
    }

    /// To the next value of an array, over line ends and comments.
    bool skipToValue()
    {
        while (true) {
            m_column = skipSpaces(line(), m_column);
            if (!lineEnds() && peek() != '#')
                return true;
            if (!nextLine())
                return false;
        }
    }

    void readArray()
    {
        const std::size_t openLine = m_line, openColumn = m_column;
        bool textsOnly = true;
        ++m_column;
        while (true) {
            if (!skipToValue()) {
                failAt(openLine, openColumn, "This '[' is never closed.");
                return;
            }
            const char c = peek();
            if (c == ']') {
                ++m_column;
                break;
            }
            if (c == ',') {
                ++m_column;
            } else if (c == '"' || c == '\'') {
                m_out.texts.push_back(readText());
                if (!m_out.error.empty())
                    return;
            } else if (c == '[' || c == '{') {
                textsOnly = false;
                skipNested(c, c == '[' ? ']' : '}');
                if (!m_out.error.empty())
                    return;
            } else {
                textsOnly = false;
                while (!lineEnds() && peek() != ',' && peek() != ']' && peek() != '#')
                    ++m_column;
            }
        }
        m_out.kind = textsOnly ? Value::Kind::Texts : Value::Kind::Other;
    }

    /// A value that is nobody's business here; texts in it may hold brackets.
    void skipNested(char open, char close)
    {
        const std::size_t openLine = m_line, openColumn = m_column;
        std::size_t depth = 0;
        do {
            if (!skipToValue()) {
                failAt(openLine, openColumn, formatted("This '{}' is never closed.", open));
                return;
            }
            const char c = peek();
            if (c == '"' || c == '\'') {
                readText();
                if (!m_out.error.empty())
                    return;
                continue;
            }
            depth += c == open ? 1 : 0;
            depth -= c == close ? 1 : 0;
            ++m_column;
        } while (depth > 0);
    }

    void readPlain()
    {
        const std::size_t begin = m_column;
        while (!lineEnds() && peek() != '#')
            ++m_column;
        std::string_view text = line().substr(begin, m_column - begin);
        while (!text.empty() && isSpace(text.back()))
            text.remove_suffix(1);
        m_column = begin + text.size();
        if (text.empty()) {
            fail("The value is missing.");
            return;
        }
        std::string digits(text);
        std::erase(digits, '_');
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), m_out.number);
        if (error == std::errc{} && end == digits.data() + digits.size()) {
            m_out.kind = Value::Kind::Number;
            return;
        }
        m_out.number = 0;
        const char c = text.front();
        const bool other = text == "true" || text == "false" || text == "inf" || text == "nan" || c == '+' ||
                           c == '-' || (c >= '0' && c <= '9');
        if (!other)
            failAt(m_line, begin, "A text stands in quotes.");
    }

    std::span<const std::string_view> m_lines;
    std::size_t m_line = 0, m_column;
    Value m_out;
};

Line wrong(std::size_t column, std::string message)
{
    return {.kind = Kind::Wrong, .column = column, .error = std::move(message)};
}

Line readHeader(std::string_view line, std::size_t at)
{
    Line result{.kind = Kind::Header};
    const std::size_t open = at;
    result.array = line.substr(at).starts_with("[[");
    at += result.array ? 2 : 1;
    const std::string_view close = result.array ? "]]" : "]";
    const auto end = line.find(close, at);
    if (end == line.npos)
        return wrong(open, formatted("This header is never closed with {}.", close));
    std::string_view name = line.substr(at, end - at);
    while (!name.empty() && isSpace(name.front()))
        name.remove_prefix(1);
    while (!name.empty() && isSpace(name.back()))
        name.remove_suffix(1);
    if (name.empty())
        return wrong(open, "This header has no name.");
    result.key = name;
    at = skipSpaces(line, end + close.size());
    if (at < line.size() && line[at] != '#')
        return wrong(at, "There is something behind the header; a comment begins with #.");
    return result;
}

} // namespace

bool isBlank(std::string_view line)
{
    return std::ranges::all_of(line, isSpace);
}

Line readLine(std::string_view line)
{
    std::size_t at = skipSpaces(line, 0);
    if (at == line.size() || line[at] == '#')
        return {};
    if (line[at] == '[')
        return readHeader(line, at);
    Line result{.kind = Kind::Member};
    const std::size_t begin = at;
    if (line[at] == '"' || line[at] == '\'') {
        const auto end = line.find(line[at], at + 1);
        if (end == line.npos)
            return wrong(at, "This quote is never closed.");
        result.key = line.substr(at + 1, end - at - 1);
        at = end + 1;
    } else {
        while (at < line.size() && isBare(line[at]))
            ++at;
        result.key = line.substr(begin, at - begin);
    }
    const std::size_t equals = skipSpaces(line, at);
    if (equals == line.size() || line[equals] != '=' || (result.key.empty() && at == begin))
        return wrong(begin, "Neither a [[leak]] header, nor key = value, nor a # comment.");
    result.column = skipSpaces(line, equals + 1);
    return result;
}

Value readValue(std::span<const std::string_view> lines, std::size_t column)
{
    return ValueReader(lines, column).read();
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
        case '\\':
            (out += '\\') += c;
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                out += formatted("\\u{:04x}", static_cast<unsigned>(c));
            else
                out += c;
        }
    }
    return out + '"';
}

} // namespace skein::toml
