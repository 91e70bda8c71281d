// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What is known of the terminal. With window_program.cpp the only POSIX code of the command line.
namespace skein::command_line
{

inline bool isTerminal(std::FILE* stream)
{
    return ::isatty(::fileno(stream)) == 1;
}

/// https://no-color.org: any value but the empty one switches colours off.
inline bool wantsColour()
{
    const char* noColour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return isTerminal(stdout) && (!noColour || *noColour == '\0') && terminal &&
           std::string_view(terminal) != "dumb";
}

/// Width to wrap text to: the terminal's, within what reads well; 100 where standard output is none.
inline unsigned textColumns()
{
    winsize size{};
    if (!isTerminal(stdout) || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 100;
    return std::clamp<unsigned>(size.ws_col, 60, 120);
}

} // namespace skein::command_line
