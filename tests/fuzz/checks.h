// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What holds for every log whatever its bytes are. Used by the unit tests and by the fuzzer.
namespace skein::test
{

/// Parses a text; never fails.
LogPtr parseText(std::string text);

/// What is wrong with the log, one sentence each; empty when nothing is.
std::vector<std::string> violations(const Log& log);

std::string readFile(const std::filesystem::path& path);
/// The files below tests/fixtures whose name ends in `suffix`, sorted.
std::vector<std::filesystem::path> fixtures(std::string_view folder, std::string_view suffix);
/// tests/fuzz/seeds: small hand-made logs in the formats of systems on which none could be captured here,
/// sorted.
std::vector<std::filesystem::path> seeds();
/// The text of the one with that name, without its ending. Throws where there is none.
std::string seed(std::string_view name);

} // namespace skein::test
