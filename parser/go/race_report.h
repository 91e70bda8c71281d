// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What a program that was built with -race prints (compiler-rt/lib/tsan/rtl/tsan_report.cpp, SANITIZER_GO):
///
///     ==================
///     WARNING: DATA RACE
///     Read at 0x00c00009e050 by main goroutine:
///       main.(*Gauge).Read()
///           /src/gauge.go:28 +0x1fe
///
///     Previous write at 0x00c00009e050 by goroutine 7:
///       [failed to restore the stack]
///
///     Goroutine 7 (running) created at:
///       main.main()
///           /src/main.go:16 +0x1d0
///     ==================
///
/// Its goroutine numbers are the detector's own; they are not those of a traceback in the same log.
extern const Format raceReport;

} // namespace skein::go
