// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <vector>

namespace skein::command_line
{

/// What the user typed behind `skein case`.
struct CaseArguments {
    std::vector<std::string> files;
    std::string output;
    bool byReference = false;
};

/// What the user typed behind `skein merge`.
struct MergeArguments {
    std::vector<std::string> files;
    std::string output;
};

/// What the user typed behind `skein note`.
struct NoteArguments {
    std::string file;
    std::string text;   ///< "": list the notes
    std::string on;     ///< "thread:34", "finding:1", "line:12", "lines:12-18"; "" is the whole case
    std::string author; ///< "": the system's user
    std::string colour;
};

/// What the user typed behind `skein redact`.
struct RedactArguments {
    std::string file;
    std::string output;
    std::vector<std::string> patterns, keep, leave; ///< leave: kinds that are not masked
    bool imports = false;
    bool list = false;
};

/// Each returns an ExitStatus; of merge 1 means that there are conflicts to decide about.
int runCase(const CaseArguments&);
int runMerge(const MergeArguments&);
int runNote(const NoteArguments&);
int runRedact(const RedactArguments&);

} // namespace skein::command_line
