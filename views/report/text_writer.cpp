// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/text_writer.h"

namespace skein::text
{

namespace
{

/// Indices of the 256-colour palette near the window's colours; they read on dark and on light terminals.
constexpr std::string_view ansi(Style style)
{
    switch (style) {
    case Style::Plain:
        return "";
    case Style::Strong:
        return "\x1b[1m";
    case Style::Faint:
        return "\x1b[2m";
    case Style::Sure:
        return "\x1b[1;38;5;166m";
    case Style::Unsure:
        return "\x1b[38;5;166m";
    case Style::Write:
        return "\x1b[1;38;5;166m";
    case Style::Read:
        return "\x1b[1;38;5;32m";
    case Style::Iterate:
        return "\x1b[1;38;5;36m";
    case Style::Delete:
        return "\x1b[1;38;5;133m";
    case Style::Crash:
        return "\x1b[1;38;5;162m";
    }
    return "";
}

} // namespace

void TextWriter::raw(std::string_view printable, Style style)
{
    if (!printable.empty())
        setStyle(style);
    m_sink.write(printable);
    m_column += utf8::width(printable);
}

void TextWriter::setStyle(Style style)
{
    if (!m_colour || style == m_style)
        return;
    if (m_style != Style::Plain)
        m_sink.write("\x1b[0m");
    m_sink.write(ansi(style));
    m_style = style;
}

void TextWriter::write(std::string_view text, Style style)
{
    raw(utf8::printable(text), style);
}

void TextWriter::tab(std::size_t column, std::size_t least)
{
    std::size_t spaces = column > m_column ? column - m_column : 0;
    if (spaces < least)
        spaces = least;
    raw(std::string(spaces, ' '), Style::Plain);
}

void TextWriter::endLine()
{
    setStyle(Style::Plain);
    m_sink.put('\n');
    m_column = 0;
}

void TextWriter::word(std::string_view printable, std::size_t indent, Style style)
{
    if (m_atWord && m_column + 1 + utf8::width(printable) > m_columns) {
        endLine();
        tab(indent);
        m_atWord = false;
    }
    if (m_atWord)
        raw(" ", style);
    raw(printable, style);
    m_atWord = true;
}

void TextWriter::wrap(std::string_view text, std::size_t indent, Style style, std::string_view last)
{
    constexpr std::size_t kUnbroken = 30;
    std::string all = utf8::printable(text);
    const std::string end = utf8::printable(last);
    const bool apart = !end.empty() && utf8::width(end) <= kUnbroken;
    if (!end.empty() && !apart)
        all += ' ' + end;
    m_atWord = false;
    tab(indent);
    for (std::string_view rest = all; !rest.empty();) {
        const std::size_t space = rest.find(' ');
        if (space != 0)
            word(rest.substr(0, space), indent, style);
        rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
    if (apart)
        word(end, indent, style);
    endLine();
}

std::string lineList(const std::vector<std::uint32_t>& lines)
{
    constexpr int kRuns = 6;
    std::string out;
    int runs = 0;
    for (std::size_t i = 0; i < lines.size();) {
        std::size_t last = i;
        while (last + 1 < lines.size() && lines[last + 1] == lines[last] + 1)
            ++last;
        if (runs++ == kRuns)
            return out + " …";
        if (!out.empty())
            out += ", ";
        out += std::to_string(lines[i]);
        if (last > i)
            out += (last == i + 1 ? ", " : "–") + std::to_string(lines[last]);
        i = last + 1;
    }
    return out;
}

std::string grouped(std::uint64_t count)
{
    std::string out = std::to_string(count);
    for (std::size_t at = out.size(); count > 9999 && at > 3;) {
        at -= 3;
        out.insert(at, 1, ',');
    }
    return out;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many)
{
    std::string out = grouped(count);
    out += ' ';
    out += count == 1 ? one : many;
    return out;
}

std::string threadName(const Thread& thread)
{
    if (!thread.id.known())
        return "without id";
    if (thread.id == ThreadId::main())
        return "main";
    return (thread.kind == ThreadKind::Thread ? "T" : "G") + toString(thread.id);
}

std::string threadNames(const std::vector<const Thread*>& threads, std::size_t most)
{
    std::string out;
    for (std::size_t i = 0; i < threads.size() && i < most; ++i)
        out += (i > 0 ? " " : "") + threadName(*threads[i]);
    if (threads.size() > most)
        out += " +" + grouped(threads.size() - most);
    return out;
}

std::string place(const Log& log, FrameId id)
{
    if (!id || !log.frame(id).file)
        return {};
    std::string out = utf8::printable(baseName(log.str(log.frame(id).file)));
    if (log.frame(id).line > 0)
        out += ':' + std::to_string(log.frame(id).line);
    return out;
}

std::string functionName(const Log& log, FrameId id, std::size_t columns)
{
    if (!id)
        return {};
    return utf8::elided(utf8::printable(shortFunction(log.function(id))), columns, utf8::Cut::Middle);
}

} // namespace skein::text
