// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two writers that spend most of their time in library code (fmt, strings, sort) between their unlocked writes.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/fleetd/fleet"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sort hub lru")
	s := fleet.NewState()
	truth.Address("map", s.Last())
	truth.Address("state", s)
	go s.Receive("udp:5055")
	go s.Replay([]string{"b;9", "a;7", "c;8", "e;3", "d;2"})
	for i := 0; i < 3; i++ {
		go fleet.Index(i)
	}
	time.Sleep(12 * time.Second)
}
