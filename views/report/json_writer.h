// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/sink.h"

#include <concepts>
#include <cstdint>
#include <string_view>

namespace skein
{

/// Writes JSON piece by piece, without white space, so that a report of any size needs no memory of its own.
/// The caller keeps begin and end in balance. Strings may hold any bytes: what isn't UTF-8 becomes U+FFFD,
/// and every control character is escaped.
class JsonWriter
{
public:
    explicit JsonWriter(Sink& sink) : m_sink(sink) {}

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }

    /// `name` needs no escaping; the key of log text goes through textKey().
    void key(std::string_view name)
    {
        separate();
        m_sink.put('"');
        m_sink.write(name);
        m_sink.write("\":");
        m_comma = false;
    }
    void textKey(std::string_view name)
    {
        separate();
        quoted(name);
        m_sink.put(':');
        m_comma = false;
    }

    void value(std::string_view text)
    {
        separate();
        quoted(text);
        m_comma = true;
    }
    void value(const char* text) { value(std::string_view(text)); }
    void value(bool b) { literal(b ? "true" : "false"); }
    void value(std::integral auto number) { integer(static_cast<std::int64_t>(number)); }
    /// A finite number, as short as it can be read back.
    void number(double n);
    void null() { literal("null"); }
    /// "0xc000124008"; null for 0, which stands for an address that the log does not show.
    void address(std::uint64_t a);

    template <class T>
    void field(std::string_view name, const T& v)
    {
        key(name);
        value(v);
    }
    /// The text, or null where it is empty.
    void optionalField(std::string_view name, std::string_view text)
    {
        key(name);
        if (text.empty())
            null();
        else
            value(text);
    }
    void nullField(std::string_view name)
    {
        key(name);
        null();
    }

private:
    void open(char c)
    {
        separate();
        m_sink.put(c);
        m_comma = false;
    }
    void close(char c)
    {
        m_sink.put(c);
        m_comma = true;
    }
    void separate()
    {
        if (m_comma)
            m_sink.put(',');
    }
    void literal(std::string_view word)
    {
        separate();
        m_sink.write(word);
        m_comma = true;
    }
    void integer(std::int64_t number);
    void quoted(std::string_view text);
    void escaped(std::string_view& text);

    Sink& m_sink;
    bool m_comma = false; ///< the next key or value follows another one
};

} // namespace skein
