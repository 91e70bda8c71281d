// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/html_writer.h"

#include "views/report/utf8.h"

namespace skein
{

void HtmlWriter::open(std::string_view tag, Attributes attributes)
{
    m_sink.put('<');
    m_sink.write(tag);
    for (const auto& [name, value] : attributes) {
        if (name.empty())
            continue;
        m_sink.put(' ');
        m_sink.write(name);
        m_sink.write("=\"");
        escaped(utf8::printable(value));
        m_sink.put('"');
    }
    m_sink.put('>');
}

void HtmlWriter::close(std::string_view tag)
{
    m_sink.write("</");
    m_sink.write(tag);
    m_sink.put('>');
}

void HtmlWriter::text(std::string_view text)
{
    escaped(utf8::printable(text));
}

void HtmlWriter::logText(std::string_view line)
{
    while (true) {
        const auto tab = line.find('\t');
        text(line.substr(0, tab));
        if (tab == line.npos)
            return;
        m_sink.put('\t');
        line.remove_prefix(tab + 1);
    }
}

void HtmlWriter::escaped(std::string_view printable)
{
    for (const char c : printable) {
        switch (c) {
        case '<':
            m_sink.write("&lt;");
            break;
        case '>':
            m_sink.write("&gt;");
            break;
        case '&':
            m_sink.write("&amp;");
            break;
        case '"':
            m_sink.write("&quot;");
            break;
        case '\'':
            m_sink.write("&#39;");
            break;
        default:
            m_sink.put(c);
        }
    }
}

} // namespace skein
