// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

namespace skein::go
{

/// What the runtime prints of the whole program with GODEBUG=gctrace=1, schedtrace=MS and scheddetail=1
/// (runtime/mgc.go, gcMarkTermination; runtime/proc.go, schedtrace). These lines are ProgramMarks of the log,
/// no snapshots:
///
///     gc 4 @0.464s 0%: 0.11+0.64+0.002 ms clock, 0.22+0/0.40/0.62+0.005 ms cpu, 27->27->26 MB, 28 MB goal, …
///     2 P SCHED 408ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=1 needspinning=0 idlethreads=1
///     runqueue=0 …
///       P0: status=1 schedtick=101647 syscalltick=3 m=3 …
///       M3: p=0 curg=1 mallocing=0 …
///       G1: status=4(chan receive) m=nil lockedm=nil
///
/// The heap is what was live when the marking ended (the last of the three sizes). Goroutines are counted
/// where scheddetail lists them, the runtime's own among them, dead ones (status=6) left out.
extern const Format gctrace;

} // namespace skein::go
