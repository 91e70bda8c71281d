// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace skein::command_line
{

/// What the program says to a script. Where several hold, the largest is returned.
enum ExitStatus : int {
    kOk = 0,         ///< every log was read, with findings or without
    kGateFailed = 1, ///< a gate that the user asked for failed (--fail-on)
    kBadUsage = 2,   ///< the command line cannot be followed
    kUnreadable = 3, ///< an input could not be read; the others are
};

/// One sentence on standard error: "skein: crash.log: No such file."
inline void complain(std::string_view sentence)
{
    const std::string line = "skein: " + std::string(sentence) + '\n';
    std::fputs(line.c_str(), stderr);
}

} // namespace skein::command_line
