// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <string_view>

namespace skein::go
{

/// What a line of a dump is when it is not the first or second line of a frame.
enum class LineKind : std::uint8_t {
    Other, ///< nothing of the runtime's
    Blank,
    Header,       ///< goroutine 18 [chan send]:
    RuntimeStack, ///< runtime stack:
    CreatedBy,    ///< created by main.main in goroutine 1
    Elided,       ///< ...12 frames elided...
    Unavailable,  ///< goroutine running on other thread; stack unavailable
    Ancestor,     ///< [originating from goroutine 7]:
    ForeignCode,  ///< non-Go function at pc=7f2c
    Diagnostic,   ///< runtime: g 1: unexpected return pc for main.f called from 0x0
    Registers,    ///< rax    0x0
    Reason,       ///< panic: boom, fatal error: concurrent map writes
    Signal,       ///< SIGQUIT: quit
    SignalDetail, ///< [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f6aa], PC=0x46c661 m=0
                  ///< sigcode=0
    TestList,     ///< running tests:, and the tests behind it
    Separator,    ///< -----
    Trailer,      ///< exit status 2
};

LineKind classify(std::string_view line);

/// "SIGSEGV" of a Signal or SignalDetail line, "" where it names none.
std::string_view signalOf(std::string_view line);

/// A goroutine that this line speaks of has crashed: not so for "all goroutines are asleep", nor for signals
/// with which somebody asks for a dump.
bool meansCrash(LineKind kind, std::string_view line);

/// What stands before each of fatalMessage().
inline constexpr std::string_view kFatalError = "fatal error: ";
/// The words with which the runtime's map and the locks of sync end a program, or the scheduler when nothing can
/// run any more, where `text` begins with them: `concurrent map writes`. "" where it doesn't.
std::string_view fatalMessage(std::string_view text);

/// The runtime's words of a Reason line: without what a logger has put before them.
std::string_view reasonText(std::string_view line);

} // namespace skein::go
