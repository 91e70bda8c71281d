// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/line_cursor.h"
#include "parser/log_builder.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skein::go
{

/// Fatal errors and panics of which nothing but their line is in the log: with GOTRACEBACK=none, or where the
/// rest was cut. That such a crash has happened is worth saying, and what to set so that the next one shows
/// who.
class LoneFatals
{
public:
    /// Words to look for in the text.
    static std::span<const std::string_view> anchors();

    /// Notes the line at which `in` stands when it is such a message and nothing else, behind known prefixes.
    void note(LineCursor& in);
    /// Makes a snapshot of each noted line that has not become part of another one.
    void finish(LogBuilder& out) const;

private:
    struct Noted {
        LineSpan lines;
        std::string message;
    };
    std::vector<Noted> m_noted;
};

} // namespace skein::go
