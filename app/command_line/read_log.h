// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "model/triage/filter.h"

#include <expected>
#include <string>
#include <string_view>

namespace skein::command_line
{

/// Reads one input, with progress on a terminal. Says why on standard error and gives null where it cannot be
/// read; says so as well where nothing in it is recognised.
LogPtr readLog(const std::string& path);

/// Text of the command line or of a log, fit for a terminal.
std::string shown(std::string_view text);

/// A filter of the command line; the error is a sentence with the text, and a mark where it went wrong.
std::expected<triage::Filter, std::string> readFilter(const std::string& text);

/// "a, b or c"
template <class Range, class Name>
std::string choices(const Range& range, Name&& name)
{
    std::string out;
    const std::size_t size = std::ranges::size(range);
    std::size_t i = 0;
    for (const auto& item : range) {
        if (i > 0)
            out += i + 1 == size ? " or " : ", ";
        out += name(item);
        ++i;
    }
    return out;
}

} // namespace skein::command_line
