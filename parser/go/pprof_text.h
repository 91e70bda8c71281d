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
/// columns are separated by tabs. `goroutineleak` and `threadcreate` profiles look the same.
extern const Format pprofText;

} // namespace skein::go
