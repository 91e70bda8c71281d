// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Bytes of a log as characters. A log holds any bytes whatsoever; a report holds valid UTF-8 that cannot
/// move a terminal's cursor.
namespace skein::utf8
{

struct Char {
    char32_t codePoint = 0;
    std::uint32_t bytes = 1; ///< how many bytes of the text it takes, at least 1
    bool valid = true;       ///< false: not UTF-8; stands for one U+FFFD
};

/// The character at the start of `text`, which isn't empty. Bytes that aren't UTF-8 are taken as the Unicode
/// Standard recommends (3.9, "U+FFFD substitution of maximal subparts"): "\xE2\x82" is one, "\xC0\xAF" are
/// two.
Char decode(std::string_view text);

/// Columns that it takes in a terminal: 0 (combining), 1, or 2 (East Asian wide, emoji).
unsigned columns(char32_t c);

/// True for what a terminal would obey rather than show: C0 and C1 controls, DEL, and the characters that
/// turn the direction of what follows.
bool isControl(char32_t c);

/// Valid UTF-8 without controls: U+FFFD for broken bytes, "\n", "\x1b", "\u202e" for controls.
std::string printable(std::string_view text);
/// Valid UTF-8, U+FFFD for broken bytes; controls are kept.
std::string valid(std::string_view text);

/// Columns of a printable text.
std::size_t width(std::string_view text);

enum class Cut : std::uint8_t { End, Middle, Start }; ///< where the ellipsis goes
/// At most `limit` columns (≥ 1) of a printable text, with an ellipsis where something is left out.
std::string elided(std::string_view text, std::size_t limit, Cut cut);

} // namespace skein::utf8
