// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <vector>

namespace skein::command_line
{

/// What `skein triage` and `skein diff` have in common.
struct GateArguments {
    std::vector<std::string> files;
    std::string format = "text";
    std::string output;               ///< "" or "-": standard output
    std::string failOn = "none";      ///< none, new, grown or any
    std::vector<std::string> filters; ///< all of them must match
    std::string root;                 ///< of the repository; "": see repositoryRoot()
};

/// What the user typed behind `skein triage`.
struct TriageArguments {
    GateArguments gate;
    std::string baseline;
    bool update = false;
    bool idle = false;
    std::vector<std::string> ignore; ///< filters
    std::vector<std::string> lint;   ///< files with the words of static checkers
};

/// What the user typed behind `skein diff`.
struct DiffArguments {
    GateArguments gate;
    std::string groupBy = "leak";
    bool threads = false;
};

/// Both return 0, 1 where the gate fails, or 2 for bad usage and for an input or a baseline that cannot be
/// read or written.
int runTriage(const TriageArguments&);
int runDiff(const DiffArguments&);

} // namespace skein::command_line
