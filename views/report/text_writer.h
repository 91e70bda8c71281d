// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "views/report/sink.h"
#include "views/report/utf8.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skein::text
{

/// What a piece of text means; a terminal shows it as a colour, everything else as it is.
enum class Style : std::uint8_t { Plain, Strong, Faint, Sure, Unsure, Write, Read, Iterate, Delete, Crash };

/// Lines of text with aligned columns. Whatever is written passes through utf8::printable(), so that nothing
/// in a log can reach the terminal as a command.
class TextWriter
{
public:
    TextWriter(Sink& sink, bool colour, unsigned columns) : m_sink(sink), m_colour(colour), m_columns(columns)
    {
    }

    void write(std::string_view text, Style style = Style::Plain);
    /// Spaces up to `column` (0-based), at least `least` of them.
    void tab(std::size_t column, std::size_t least = 0);
    void endLine();
    /// The rest of this line, and as many more as it takes, each starting at `indent`; ends the line. `last`
    /// stands at the end and isn't broken where it is short.
    void wrap(std::string_view text, std::size_t indent, Style style = Style::Plain,
              std::string_view last = {});

    std::size_t column() const { return m_column; }
    std::size_t columns() const { return m_columns; }
    /// Columns left on this line, at least 8.
    std::size_t room() const { return m_columns >= m_column + 8 ? m_columns - m_column : 8; }

private:
    void raw(std::string_view printable, Style style);
    void setStyle(Style style);
    void word(std::string_view printable, std::size_t indent, Style style);

    Sink& m_sink;
    bool m_colour;
    std::size_t m_columns;
    std::size_t m_column = 0;
    Style m_style = Style::Plain; ///< that the terminal is in
    bool m_atWord = false;        ///< wrap() has written a word on this line
};

/// "12–15, 18, 90 …": runs folded, at most six of them.
std::string lineList(const std::vector<std::uint32_t>& lines);
/// "1 goroutine", "12,345 goroutines"; a number of four digits is written as the findings write it, "1234".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
/// "12,345"
std::string grouped(std::uint64_t count);
/// "G35" for a goroutine, "T3" for a thread, "main"; "one without id" where the log gives none.
std::string threadName(const Thread&);
/// "G8 G128 G278 +12": the first `most` of them, and how many more.
std::string threadNames(const std::vector<const Thread*>&, std::size_t most);
/// "streams.go:65", "" where the log has no file.
std::string place(const Log&, FrameId);
/// The function without its import path, printable, in at most `columns` columns.
std::string functionName(const Log&, FrameId, std::size_t columns);

} // namespace skein::text
