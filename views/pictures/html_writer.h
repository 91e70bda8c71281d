// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/sink.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace skein
{

/// Writes HTML elements; whatever is given as text or as an attribute's value stays text. Tags and
/// attributes' names come from the program, never from a log.
class HtmlWriter
{
public:
    /// An attribute; one with an empty name is left out.
    using Attribute = std::pair<std::string_view, std::string_view>;
    using Attributes = std::initializer_list<Attribute>;

    /// An element that is open while this lives.
    class [[nodiscard]] Element
    {
    public:
        Element(HtmlWriter& writer, std::string_view tag) : m_writer(writer), m_tag(tag) {}
        ~Element() { m_writer.close(m_tag); }
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;

    private:
        HtmlWriter& m_writer;
        std::string_view m_tag;
    };

    explicit HtmlWriter(Sink& sink) : m_sink(sink) {}

    Element in(std::string_view tag, Attributes attributes = {})
    {
        open(tag, attributes);
        return {*this, tag};
    }
    /// An element that holds nothing but text.
    void leaf(std::string_view tag, Attributes attributes, std::string_view text)
    {
        open(tag, attributes);
        this->text(text);
        close(tag);
    }
    void leaf(std::string_view tag, std::string_view text) { leaf(tag, {}, text); }
    /// Bytes of a log: broken UTF-8 becomes U+FFFD, controls and what turns the direction of text visible.
    void text(std::string_view text);
    /// The same for a line of a log, in which tabs stay tabs.
    void logText(std::string_view line);
    /// What the program has made itself: drawings, style sheets.
    void raw(std::string_view markup) { m_sink.write(markup); }
    void newLine() { m_sink.put('\n'); }

private:
    void open(std::string_view tag, Attributes attributes);
    void close(std::string_view tag);
    void escaped(std::string_view printable);

    Sink& m_sink;
};

/// A note's Markdown as elements: paragraphs, lists, code, emphasis. A link is its text and its address, and
/// leads nowhere. What is left out behind `limit` bytes is said.
void writeNoteText(HtmlWriter& out, std::string_view markdown, std::size_t limit);

} // namespace skein
