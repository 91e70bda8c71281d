// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

namespace skein
{

/// Finds what go vet, staticcheck and golangci-lint say among the lines that nothing else has recognised,
/// fills Log::lint and counts these lines as recognised:
///
///     ./main.go:18:13: use passes lock by value: sync.Mutex                        go vet
///     "posn": "/src/main.go:18:13",  "message": "use passes lock by value"         go vet -json, two lines
///     main.go:18:13: copylocks: use passes lock by value: sync.Mutex (govet)       golangci-lint
///     shop/cart.go:31:2: should call wg.Add before starting the goroutine (SA2000) staticcheck
///     {"code":"SA2000","location":{"file":"/src/cart.go","line":31,"column":2},"message":"…"}
///     {"Issues":[{"FromLinter":"govet","Text":"…","Pos":{"Filename":"main.go","Line":18}}]}
///
/// The cost is a search through the unrecognised text, up to a limit.
void readLint(Log& log);

} // namespace skein
