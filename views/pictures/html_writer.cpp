// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/html_writer.h"

#include "views/report/note_text.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

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

namespace
{

void writeSpans(HtmlWriter& out, const note_text::Block& block)
{
    for (const note_text::Span& span : block.spans) {
        if (span.address) {
            out.text(" (");
            out.leaf("span", {{"class", "address"}}, span.text);
            out.text(")");
            continue;
        }
        std::vector<std::string_view> tags;
        if (span.bold || block.kind == note_text::Block::Kind::Heading)
            tags.push_back("strong");
        if (span.italic)
            tags.push_back("em");
        if (span.struck)
            tags.push_back("del");
        if (span.code)
            tags.push_back("code");
        for (const auto tag : tags)
            out.raw('<' + std::string(tag) + '>');
        out.text(span.text);
        for (const auto tag : tags | std::views::reverse)
            out.raw("</" + std::string(tag) + '>');
    }
}

} // namespace

void writeNoteText(HtmlWriter& out, std::string_view markdown, std::size_t limit)
{
    using Kind = note_text::Block::Kind;
    const note_text::Parsed parsed = note_text::parse(markdown, limit);
    const auto isItem = [](const note_text::Block& b) {
        return b.kind == Kind::Item || b.kind == Kind::Numbered;
    };
    for (std::size_t i = 0; i < parsed.blocks.size();) {
        const note_text::Block& block = parsed.blocks[i];
        if (isItem(block)) {
            // Deeper items are set off by a class: lists in lists take care that nobody's input gets.
            const auto list =
                out.in(block.kind == Kind::Item ? "ul" : "ol",
                       {{block.kind == Kind::Item ? "" : "start", std::to_string(block.number)}});
            for (; i < parsed.blocks.size() && parsed.blocks[i].kind == block.kind; ++i) {
                const note_text::Block& item = parsed.blocks[i];
                const std::string depth = "deep-" + std::to_string(item.depth);
                const auto entry = out.in("li", {{item.depth > 0 ? "class" : "", depth}});
                writeSpans(out, item);
            }
            continue;
        }
        if (block.kind == Kind::Code) {
            const auto pre = out.in("pre");
            for (std::string_view rest = block.spans.front().text; !rest.empty();) {
                const std::size_t end = std::min(rest.find('\n'), rest.size());
                out.logText(rest.substr(0, end));
                out.newLine();
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            ++i;
            continue;
        }
        // Lines that follow each other stay lines of one paragraph.
        const auto paragraph = out.in("p", {{block.kind == Kind::Quote ? "class" : "", "quoted"}});
        for (bool first = true; i < parsed.blocks.size(); ++i, first = false) {
            const note_text::Block& line = parsed.blocks[i];
            if (!first && (line.kind != block.kind || line.apart))
                break;
            if (!first)
                out.raw("<br>");
            writeSpans(out, line);
        }
    }
    if (parsed.leftOut > 0)
        out.leaf("p", {{"class", "left"}}, "… " + note_text::leftOutWords(parsed.leftOut));
}

} // namespace skein
