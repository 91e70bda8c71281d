// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::go
{

/// The first line of a frame: `github.com/acme/bank.(*Ledger).Move(0xc000012345, {0x1, 0x2?}, ...)`
struct Call {
    std::string_view function;
    std::string_view args; ///< between the parentheses
};
/// Splits at the last opening parenthesis: a name may hold others, arguments never do. Nothing where the line
/// does not end in a closing one. The line may be anything: only the second line of the frame makes it
/// certain.
std::optional<Call> matchCall(std::string_view line);

/// The second line of a frame: `\t/src/main.go:41 +0x1d fp=0xc00002e740 sp=0xc00002e680 pc=0x431b1a`
struct Location {
    std::string_view file = "";
    std::uint32_t line = 0;
    std::uint64_t pc = 0; ///< 0 where it is not printed
    std::uint64_t sp = 0; ///< the same
    bool indented = false;
    bool offset = false; ///< `+0x1d` stands behind it
};
bool matchLocation(std::string_view line, Location& out);

/// `created by main.main in goroutine 1`
struct CreatedBy {
    std::string_view function;
    ThreadId creator;
};
std::optional<CreatedBy> matchCreatedBy(std::string_view line);

/// `...12 frames elided...`, `...additional frames elided...`: how many, 1 where the line does not say.
std::optional<std::uint32_t> matchElided(std::string_view line);

/// `[originating from goroutine 7]:`
std::optional<std::uint64_t> matchAncestor(std::string_view line);

std::vector<ArgWord> parseArguments(std::string_view args);

/// The value of top-level argument `index`, where it is a plain number printed without `?`.
std::optional<std::uint64_t> reliableArgument(std::string_view args, unsigned index);

/// Whose code a function is, by its name and the file that it stands in. Third-party code that lies in the
/// same source tree as the program cannot be told here: see markLibraries().
Role roleOf(std::string_view function, std::string_view file);

/// The import path of a function: "github.com/acme/bank/ledger" of
/// "github.com/acme/bank/ledger.(*Ledger).Move".
std::string_view packageOf(std::string_view function);

/// In a GOPATH-like tree (…/src/import/path/file.go) everything outside the repository of the main package is
/// third-party code. To be called once all frames are known.
void markLibraries(Log& log);

/// `   <-- here`, `  // waits for 5 minutes`: what somebody has written behind a line that he explains.
bool isRemark(std::string_view behind);
/// The line without such a remark.
std::string_view withoutRemark(std::string_view line);

/// `sync.(*RWMutex).RLock` of `sync.(_RWMutex).RLock` and `sync.(RWMutex).RLock`: trackers take the stars of two
/// receivers for emphasis. Only pointers stand in parentheses. A view into `function` or `scratch`.
std::string_view withReceiver(std::string_view function, std::string& scratch);

} // namespace skein::go
