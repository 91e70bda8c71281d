// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// A profile as text, /debug/pprof/goroutine?debug=1 (runtime/pprof/pprof.go, printCountProfile):
///
///     goroutine profile: total 94
///     40 @ 0x46c12e 0x40b3e5 0x40b037 0x4d3a08 0x472cc1
///     # labels: {"queue":"fast"}
///     #   0x4d3a07    main.(*Service).Submit+0x27    /src/svc.go:34
///
/// Goroutines with one stack are one record with a count; states, numbers and minutes are not printed. The
/// columns are separated by tabs. `goroutineleak` and `threadcreate` profiles look the same. Profiles of waits have
/// no threads: each of their stacks is an OtherStack (About::Lock) with how often and how long somebody waited
/// (writeProfileInternal):
///
///     --- mutex:
///     cycles/second=2596145483
///     sampling period=1
///     3229640609 160 @ 0x4e2073 0x4e1c26
///     #	0x4e2072	sync.(*Mutex).Unlock+0x12	/usr/local/go/src/sync/mutex.go:65
extern const Format pprofText;

} // namespace skein::go
