// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <vector>

namespace skein::command_line
{

/// First argument of skein-window: the others are those of a `skein report` that has pictures in it.
inline constexpr const char* kPaint = "--paint";

/// Becomes the window program, `skein-window` beside this one, with `files` as its arguments; standard input
/// stays open for "-". Returns only where that fails, with an exit status, after saying why.
int becomeWindow(const std::vector<std::string>& files);

/// Becomes the window program for a report that has pictures in it, with the arguments as they are; it needs
/// no display for that. Returns only where that fails, as above.
int becomePainter(int argc, char** argv);

} // namespace skein::command_line
