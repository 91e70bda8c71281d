// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/redact/words.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skein::redact
{

/// Goes through one line from left to right; every character is looked at a bounded number of times.
class Scanner
{
public:
    /// `offset`: of the line in the text that the spans are for.
    Scanner(Redactor& redactor, std::string_view line, std::size_t offset, std::vector<Span>& out)
        : m_redactor(redactor), m_line(line), m_offset(offset), m_out(out)
    {
    }
    void run();

private:
    bool pattern();
    bool home();
    bool query();
    bool ipv6();
    bool url(std::string_view word);
    bool email(std::string_view word);
    bool word(std::string_view word);
    bool keyed(std::string_view word);
    bool bearer(std::string_view word);
    void host(std::size_t begin, std::size_t end);
    /// Marks [begin, end) of the line, and goes on behind it.
    bool mark(std::size_t begin, std::size_t end, Kind kind, std::string_view prefix = {});

    bool wants(Kind kind) const { return m_redactor.m_options.wants(kind); }
    bool keeps(std::string_view text) const;
    char at(std::size_t i) const { return i < m_line.size() ? m_line[i] : '\0'; }
    std::string_view wordAt(std::size_t i) const;

    Redactor& m_redactor;
    std::string_view m_line;
    std::size_t m_offset;
    std::vector<Span>& m_out;
    std::size_t m_at = 0;
};

/// The name of a user at `at` of a line, where a home folder's name ends in front of it: /home/|maria/src.
/// Its length; 0 where there is none. `at` is behind the folder.
struct HomeName {
    std::size_t begin = 0, size = 0;
};
/// At a slash or backslash at `at`: /home/NAME, /Users/NAME, \Users\NAME.
HomeName homeAt(std::string_view line, std::size_t at);
/// The name of the machine in a line of syslog or journald: begin and size; size 0 where it is no such line.
HomeName syslogHost(std::string_view line);

} // namespace skein::redact
