// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The lines of a TOML file (https://toml.io/en/v1.0.0), as far as a baseline needs them.
namespace skein::toml
{

enum class Kind : std::uint8_t { Nothing, Header, Member, Wrong };

struct Line {
    Kind kind = Kind::Nothing;
    std::string key;        ///< of a member, or the name of a table
    bool array = false;     ///< [[name]]
    std::size_t column = 0; ///< 0-based: where the value begins, or what is wrong
    std::string error;      ///< one sentence, of Wrong
};

struct Value {
    enum class Kind : std::uint8_t { Other, Text, Texts, Number };
    Kind kind = Kind::Other;
    std::string text;
    std::vector<std::string> texts;
    std::uint64_t number = 0;
    std::size_t lines = 1;                      ///< that it takes, the first included
    std::size_t end = 0;                        ///< 0-based column behind it in its last line
    std::string error;                          ///< one sentence; empty where it could be read
    std::size_t errorLine = 0, errorColumn = 0; ///< 0-based, from its first line
};

/// A line that begins a header or a member, or holds neither.
Line readLine(std::string_view line);
/// The value that begins at `column` of the first line, and may go on over the following ones.
Value readValue(std::span<const std::string_view> lines, std::size_t column);
/// `text` as a basic string, in one line: "say \"no\"\n".
std::string quoted(std::string_view text);
bool isBlank(std::string_view line);

} // namespace skein::toml
