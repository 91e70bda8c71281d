// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

/// GitHub Flavored Markdown, https://github.github.com/gfm: text of a log that stays text.
namespace skein::markdown
{

/// Text that stands for itself: every character that could begin something (a tag, a link, a column) is
/// escaped, and what GitHub would make a mention or a reference of is broken by a space without width.
std::string escaped(std::string_view text);

/// `main.(*Pool).submit`: within more backticks than it has itself. In a table a | ends the column even in
/// code.
std::string code(std::string_view text);

/// A label of a Mermaid diagram, between double quotes: only what can't end it or begin anything.
std::string mermaid(std::string_view text);

} // namespace skein::markdown
