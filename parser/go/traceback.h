// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What the Go runtime prints on a panic, a fatal error or SIGQUIT, and what runtime.Stack, debug.Stack and
/// /debug/pprof/goroutine?debug=2 return:
///
///     fatal error: concurrent map writes
///
///     goroutine 18 [running]:
///     main.(*Store).Put(0xc000012345, {0x4b5eb5, 0x3})
///             /src/store.go:41 +0x1d
///     created by main.main in goroutine 1
///             /src/main.go:12 +0x85
extern const Format traceback;

} // namespace skein::go
