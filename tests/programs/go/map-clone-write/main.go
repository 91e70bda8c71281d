// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Snapshot clones the peers (maps.Clone) without the lock that it believes to hold; Join writes.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/tracker/peers"
)

func main() {
	truth.Role("main")
	kit.Start("batch lru")
	s := peers.NewSwarm()
	truth.Address("map", s.Peers())
	go func() {
		truth.Role("join")
		for n := 0; ; n++ {
			s.Join("peer-"+strconv.Itoa(n%1500), n)
		}
	}()
	go func() {
		truth.Role("announce")
		for {
			s.Snapshot()
		}
	}()
	time.Sleep(12 * time.Second)
}
