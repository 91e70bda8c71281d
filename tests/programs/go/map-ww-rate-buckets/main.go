// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Gate.Ok makes buckets on demand without the lock that sweep holds.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/turnstile/gate"
)

func main() {
	truth.Role("main")
	kit.Start("batch hub sort sleep cond")
	g := gate.New(25)
	g.Announce()
	for i := 0; i < 4; i++ {
		i := i
		go func() {
			truth.Role(fmt.Sprintf("client-%d", i))
			for n := i; ; n += 3 {
				g.Ok(fmt.Sprintf("10.0.%d.%d", n%200, n%7))
			}
		}()
	}
	go func() {
		truth.Role("sweeper")
		for {
			g.Sweep()
			time.Sleep(2 * time.Millisecond)
		}
	}()
	time.Sleep(12 * time.Second)
}
