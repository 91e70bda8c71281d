// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/baseline.h"

#include <expected>
#include <filesystem>
#include <string>

namespace skein::triage
{

/// The name that Skein looks for, and offers.
inline constexpr const char* kBaselineName = "skein-leaks.toml";

/// Reads a baseline. A file that does not exist is an empty baseline where `mayBeMissing`. The error is one
/// sentence with the file's name, line and column.
std::expected<Baseline, std::string> readBaseline(const std::filesystem::path& file,
                                                  bool mayBeMissing = false);

/// Replaces the file as a whole (a new file is moved into its place; links are followed), so that nobody ever
/// sees half of it. The error is one sentence.
std::expected<void, std::string> writeBaseline(const std::filesystem::path& file, const Baseline&);

} // namespace skein::triage
