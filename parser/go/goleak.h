// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What go.uber.org/goleak prints (leaks.go, testmain.go, internal/stack/stacks.go):
///
///     goleak: Errors on successful test run: found unexpected goroutines:
///     [Goroutine 18 in state chan send, with example.com/a.Start.func1 on top of the stack:
///     goroutine 18 [chan send]:
///     example.com/a.Start.func1(0xc0001140c0)
///             /src/a.go:16 +0x50
///     created by example.com/a.Start
///             /src/a.go:14 +0x96
///      Goroutine 19 in state chan send, with example.com/a.Start.func1 on top of the stack:
///     …
///     ]
///
/// It prints a slice of strings: the first entry stands behind a bracket, the others behind a blank. Since
/// 1.3 the `goroutine 18 [chan send]:` line is left out. VerifyNone prints the same through t.Error, so every
/// line is indented and the first one has file and line before it.
extern const Format goleak;

/// People leave out the first line of the list: ` Goroutine 19 in state …` then stands below a goroutine that
/// looks like a dump of its own. Makes them one list; called when all of the file has been read.
void joinCutLists(Log& log);

} // namespace skein::go
