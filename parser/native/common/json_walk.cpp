// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/json_walk.h"

#include "parser/json_line.h"
#include "parser/scan.h"

#include <algorithm>

namespace skein::native
{

bool JsonPath::is(std::initializer_list<std::string_view> wanted) const
{
    return depth == wanted.size() && depth <= kDeepest &&
           std::equal(wanted.begin(), wanted.end(), keys.begin());
}

namespace
{

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Walk
{
public:
    Walk(std::string_view text, std::size_t from, JsonSink& sink) : m_text(text), m_pos(from), m_sink(sink) {}

    std::size_t run()
    {
        do {
            skipSpace();
            if (m_pos >= m_text.size() || !step())
                break;
        } while (!m_levels.empty());
        // What was cut off is closed here.
        while (!m_levels.empty())
            leave(std::min(m_pos, m_text.size() - 1));
        return m_pos;
    }

private:
    void skipSpace()
    {
        while (m_pos < m_text.size() && isSpace(m_text[m_pos]))
            ++m_pos;
    }

    /// One token; false where the text is no JSON.
    bool step()
    {
        const char c = m_text[m_pos];
        if (!m_levels.empty() && (c == '}' || c == ']')) {
            if ((c == '}') != (m_levels.back() == '{'))
                return false;
            leave(m_pos++);
            return true;
        }
        if (!m_levels.empty() && c == ',') {
            ++m_pos;
            m_hasKey = false;
            return true;
        }
        if (!m_levels.empty() && m_levels.back() == '{' && !m_hasKey)
            return key();
        if (c == '{' || c == '[') {
            m_sink.open(m_path, m_pos++);
            m_levels += c;
            push("");
            m_hasKey = false;
            return true;
        }
        const std::size_t begin = m_pos;
        if (c == '"' ? !string() : !word())
            return false;
        m_sink.value(m_path, m_text.substr(begin, m_pos - begin));
        return !m_levels.empty();
    }

    bool key()
    {
        const std::size_t begin = m_pos;
        if (m_text[m_pos] != '"' || !string())
            return false;
        const std::string_view name = m_text.substr(begin + 1, m_pos - begin - 2);
        skipSpace();
        if (m_pos >= m_text.size() || m_text[m_pos] != ':')
            return false;
        ++m_pos;
        if (m_path.depth <= JsonPath::kDeepest)
            m_path.keys[m_path.depth - 1] = name;
        m_hasKey = true;
        return true;
    }

    bool string()
    {
        for (++m_pos; m_pos < m_text.size(); ++m_pos) {
            if (m_text[m_pos] == '\\')
                ++m_pos;
            else if (m_text[m_pos] == '"') {
                ++m_pos;
                return true;
            }
        }
        m_pos = m_text.size();
        return false;
    }

    bool word()
    {
        const std::size_t begin = m_pos;
        while (m_pos < m_text.size() && (scan::isAlnum(m_text[m_pos]) || m_text[m_pos] == '-' ||
                                         m_text[m_pos] == '+' || m_text[m_pos] == '.'))
            ++m_pos;
        return m_pos > begin;
    }

    void push(std::string_view name)
    {
        if (m_path.depth < JsonPath::kDeepest)
            m_path.keys[m_path.depth] = name;
        ++m_path.depth;
    }

    void leave(std::size_t offset)
    {
        m_levels.pop_back();
        --m_path.depth;
        m_sink.close(m_path, offset);
        m_hasKey = true; // until the next comma
    }

    std::string_view m_text;
    std::size_t m_pos;
    JsonSink& m_sink;
    JsonPath m_path;
    std::string m_levels; ///< '{' or '[' for each container that is open
    bool m_hasKey = false;
};

} // namespace

std::size_t walkJson(std::string_view text, std::size_t from, JsonSink& sink)
{
    if (from >= text.size())
        return from;
    return Walk(text, from, sink).run();
}

std::string jsonText(std::string_view raw)
{
    if (raw == "null")
        return {};
    if (!raw.starts_with('"'))
        return std::string(raw);
    std::string text;
    unescapeJsonValue("{\"v\":" + std::string(raw) + "}", "\"v\"", text);
    return text;
}

std::uint64_t jsonNumber(std::string_view raw)
{
    if (raw.starts_with('"'))
        raw = raw.substr(1, raw.size() - 2);
    if (const auto hex = scan::hex(raw))
        return *hex;
    return scan::number(raw).value_or(0);
}

} // namespace skein::native
