// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/command_line/report_command.h"

namespace skein::command_line
{

/// Reads the arguments and does what they say; returns the exit status. `writer` writes what has pictures in
/// it; without one the program becomes skein-window for those, and for a window.
int run(int argc, char** argv, ReportWriter writer = nullptr);

} // namespace skein::command_line
