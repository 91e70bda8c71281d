// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

namespace skein::command_line
{

/// Prints a gdb command file; returns the exit status.
int runGdbScript();

} // namespace skein::command_line
