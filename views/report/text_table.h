// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/text_writer.h"

#include <string>
#include <string_view>
#include <vector>

namespace skein::text
{

/// A row of a finding's table:  W  G35  streams.New  streams.go:65  ● ✱ crashed
struct Row {
    std::string_view mark{}; ///< the operation's letter
    Style markStyle = Style::Plain;
    std::string_view badge{}; ///< ●, ◐ or ○
    std::string who{}, function{}, place{}, note{};
    Style noteStyle = Style::Faint;
    std::vector<std::string> below{}; ///< sentences under the row, below its function
};

/// Writes rows with aligned columns, each at most as wide as the writer; long names get an ellipsis.
void writeRows(TextWriter&, const std::vector<Row>&, std::size_t indent);

} // namespace skein::text
