// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/json_writer.h"

#include "views/report/utf8.h"

#include <array>
#include <charconv>

namespace skein
{

namespace
{

/// Bytes that stand for themselves inside a JSON string: printable ASCII but " and \.
constexpr auto kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x7F; ++c)
        plain[c] = c != '"' && c != '\\';
    return plain;
}();

} // namespace

void JsonWriter::quoted(std::string_view text)
{
    m_sink.put('"');
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && kPlain[static_cast<unsigned char>(text[plain])])
            ++plain;
        m_sink.write(text.substr(0, plain));
        text.remove_prefix(plain);
        if (!text.empty())
            escaped(text);
    }
    m_sink.put('"');
}

/// Writes the one character that `text` starts with, and takes it off.
void JsonWriter::escaped(std::string_view& text)
{
    const utf8::Char c = utf8::decode(text);
    const std::string_view bytes = text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
    if (!c.valid) {
        m_sink.write("\xEF\xBF\xBD");
    } else if (c.codePoint == '"' || c.codePoint == '\\') {
        m_sink.put('\\');
        m_sink.write(bytes);
    } else if (c.codePoint == '\n') {
        m_sink.write("\\n");
    } else if (c.codePoint == '\t') {
        m_sink.write("\\t");
    } else if (utf8::isControl(c.codePoint)) {
        constexpr std::string_view digits = "0123456789abcdef";
        m_sink.write("\\u");
        for (int shift = 12; shift >= 0; shift -= 4)
            m_sink.put(digits[(c.codePoint >> shift) & 0xF]);
    } else {
        m_sink.write(bytes);
    }
}

void JsonWriter::integer(std::int64_t number)
{
    separate();
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    m_sink.write({digits.data(), static_cast<std::size_t>(end - digits.data())});
    m_comma = true;
}

void JsonWriter::address(std::uint64_t a)
{
    if (a == 0) {
        null();
        return;
    }
    separate();
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), a, 16).ptr;
    m_sink.write("\"0x");
    m_sink.write({digits.data(), static_cast<std::size_t>(end - digits.data())});
    m_sink.put('"');
    m_comma = true;
}

void JsonWriter::number(double n)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
    literal(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

} // namespace skein
