// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What github.com/fortytwo2/leaktest prints, one message of t.Errorf for each goroutine (leaktest.go):
///
///     leaktest.go:132: leaktest: timed out checking goroutines
///     leaktest.go:150: leaktest: leaked goroutine: goroutine 25 [chan receive]:
///         perform.LeakyAsync.func1(0xc00008c1e0)
///             /src/perform.go:37 +0x34
///         created by perform.LeakyAsync
///             /src/perform.go:36 +0x3f
///
/// and what older checks of the same kind print, without headers.
extern const Format leaktest;

} // namespace skein::go
