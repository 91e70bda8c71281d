// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The Markdown of notes: a small safe part of it. Emphasis, code, lists, quotes, headings; a link is its
/// text with the address behind it, and leads nowhere. Everything else, HTML above all, is text. Written by
/// anybody: linear in the text, whatever stands in it.
namespace skein::note_text
{

struct Span {
    std::string text; ///< any bytes: escape it
    bool bold = false, italic = false, struck = false, code = false;
    bool address = false; ///< where a link would lead to
    bool operator==(const Span&) const = default;
};

/// One line, or one block of code.
struct Block {
    enum class Kind : std::uint8_t { Text, Heading, Item, Numbered, Quote, Code };
    Kind kind = Kind::Text;
    unsigned depth = 0;  ///< of a list's item: 0 … 3
    unsigned number = 0; ///< of a numbered item, as it is written
    bool apart = false;  ///< an empty line stands before it
    std::vector<Span> spans;
    bool operator==(const Block&) const = default;
};

struct Parsed {
    std::vector<Block> blocks;
    std::size_t leftOut = 0; ///< bytes of the text behind `limit`
};
Parsed parse(std::string_view markdown, std::size_t limit = std::string_view::npos);

/// For whatever shows plain text: lines without the marks, "• " before items, addresses in parentheses. What
/// is left out behind `limit` bytes is said in the last line. Not yet printable.
std::string plain(std::string_view markdown, std::size_t limit = std::string_view::npos);
/// The same as one printable line of at most `columns`.
std::string brief(std::string_view markdown, std::size_t columns);
/// GitHub Flavored Markdown that holds nothing but what parse() knows; mentions nobody, refers to nothing.
std::vector<std::string> markdownLines(std::string_view markdown, std::size_t limit = std::string_view::npos);

/// "1,234 further characters are not shown"; "" for 0.
std::string leftOutWords(std::size_t bytes);

} // namespace skein::note_text
