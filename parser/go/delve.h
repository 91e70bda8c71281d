// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What Delve prints for `goroutines`, `goroutines -t` and `goroutines -exec stack`:
///
///       Goroutine 1 - User: ./main.go:41 main.main (0x4aa4f7) [chan receive] (thread 1903)
///             0  0x000000000042faab in runtime.gopark
///                at /usr/local/go/src/runtime/proc.go:305
///
/// Sources: go-delve/delve pkg/terminal/command.go (formatGoroutine, printStack). Without -t a goroutine has
/// one frame, that of its header. Delve 1.24 reads the wait reasons of Go 1.22 and later from a table that no
/// longer fits (a goroutine that waits for a mutex is a `timer goroutine (idle)`), so that the frames decide
/// where they tell.
extern const Format delve;

} // namespace skein::go
