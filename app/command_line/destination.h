// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skein::command_line
{

/// Where the reports go: `files` holds one path per input, or nothing when all go to standard output.
struct Destination {
    std::vector<std::filesystem::path> files;
};

/// Follows `--output`: none or "-" is standard output; a directory (there already, named with a slash at its
/// end, or needed because there are several inputs) gets one report per input, named after it
/// ("crash.log.json", the second "crash.log-2.json"); anything else is the file itself. Makes the directory.
/// The error is one sentence; it refuses to overwrite an input.
std::expected<Destination, std::string> chooseDestination(const std::vector<std::string>& inputs,
                                                          const std::string& output, std::string_view suffix);

/// The names that reports of `inputs` get in a directory, all different.
std::vector<std::string> reportNames(const std::vector<std::string>& inputs, std::string_view suffix);

} // namespace skein::command_line
