// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <vector>

namespace skein::command_line
{

/// Becomes the window program, `skein-window` beside this one, with `files` as its arguments; standard input
/// stays open for "-". Returns only where that fails, with an exit status, after saying why.
int becomeWindow(const std::vector<std::string>& files);

} // namespace skein::command_line
