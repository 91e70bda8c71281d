// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skein
{

/// One string value of a JSON object that stands on one line, at whatever depth, with the key that it belongs
/// to.
struct JsonString {
    std::string key;  ///< with its quotes, as it stands in the line
    std::string text; ///< unescaped
};

/// The string values of `line` in order; as many as can be read where the line is cut or isn't quite JSON.
/// Also of a hash as Ruby prints it, which Fluent Bit writes to standard output: `{"log"=>"main.main()"}`.
std::vector<JsonString> jsonStrings(std::string_view line);

/// Reads a string whose opening quote is eaten already, and its closing quote if there is one; appends to
/// `out`.
void eatJsonString(std::string_view& s, std::string& out);

/// Unescapes the string value of `key` (with quotes) into `out`. False where the line has none. A value that
/// is cut at the end of the line is taken as it is.
bool unescapeJsonValue(std::string_view line, std::string_view key, std::string& out);

} // namespace skein
