// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "model/triage/filter.h"
#include "parser/case/case_file.h"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::command_line
{

/// Reads one input, with progress on a terminal. Says why on standard error and gives null where it cannot be
/// read; says so as well where nothing in it is recognised.
LogPtr readLog(const std::string& path);
/// The same with what people said, where the input is a case; `caseFile` becomes null otherwise.
LogPtr readLog(const std::string& path, std::shared_ptr<const cases::CaseFile>& caseFile);

/// Text of the command line or of a log, fit for a terminal.
std::string shown(std::string_view text);
/// The same of a text of several lines, each behind `indent`; ends with a line end.
std::string shownLines(std::string_view text, std::string_view indent);

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

/// What static checkers have printed into these files, each note with the file that it is from. Nothing where one
/// cannot be read; what is wrong has been printed then.
std::optional<std::vector<LintNote>> readLint(const std::vector<std::string>& files);

} // namespace skein::command_line
