// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <span>
#include <string>
#include <string_view>

/// What systems and people do to a log on its way, as functions from text to text.
namespace skein::test
{

struct Mangling {
    std::string_view name;
    /// At which stages of a log's way it happens. A program's output is collected, and what was collected is
    /// copied; nobody runs a mail through docker. What stands in a file may be printed again by a program or
    /// a CI job, so whatever tools make of files is among the earlier stages, too.
    enum Stage : unsigned {
        Written = 1,   ///< by the program itself, with each of its writes
        Printed = 2,   ///< by what runs the program or shares its output
        Collected = 4, ///< by what reads a running program's output or passes on what another has read
        AtRest = 8,    ///< by what shows, copies, mails or quotes a text
        Saved = 16,    ///< by how the file is written that is opened in the end
    };
    unsigned stages = AtRest;
    std::string (*apply)(const std::string& text);
    /// What is gone for good, so that a test doesn't ask for it.
    enum Loss : unsigned {
        Nothing = 0,
        BlankLines = 1,  ///< blocks touch each other
        Indentation = 2, ///< no tab before the place of a frame
        LineEnds = 4,    ///< where a line ends must be guessed
        Blanks = 8,      ///< at the ends of lines
    };
    unsigned loss = Nothing;
    /// It puts something around each line on its own.
    bool outer = false;
    /// It makes bytes that only become text when a file is opened.
    bool encodes = false;
    /// Several reports come in another order, which is that of the file.
    bool reorders = false;
};

/// `outer` can happen to a text to which `inner` has happened: not at a later stage only, and it is text
/// still.
bool canFollow(const Mangling& outer, const Mangling& inner);

std::span<const Mangling> manglings();
/// What further platforms and tools do, mostly more of the same kinds: a sample of them will do.
std::span<const Mangling> platforms();

} // namespace skein::test
