// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What sasha-s/go-deadlock prints (deadlock.go and stacktraces.go of its releases 0.2 to 0.3; FORMATS.md 7),
/// and linkdata/deadlock, which prints the same words around stacks like those of the race detector:
///
///     POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:
///     happened before
///     ledger/ledger.go:45 ledger.Transfer { accounts.mu.Lock() } <<<<<
///     main.go:18 main.main { ledger.Transfer() }
///
///     happened after
///     …
///
/// A report speaks of the past: its stacks are OtherStack records (About::Lock, in the order in which they
/// are printed). Only who waits at this moment has a stack of its own: the goroutine that `has been trying to
/// lock it` or locks again what it holds (Thread::waitsOn is that lock), and those of which it is said what
/// they are `doing now`. Where such a goroutine is printed twice, the second stack is About::Access.
extern const Format deadlockReport;

} // namespace skein::go
