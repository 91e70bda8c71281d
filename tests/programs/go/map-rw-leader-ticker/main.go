// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: gossip changes the members by a ticker; probes read them all the time.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/quorum/cluster"
)

func main() {
	truth.Role("main")
	kit.Start("lru hub batch cond")
	v := cluster.NewView()
	for i := 0; i < 4; i++ {
		go v.Probe(i)
	}
	go v.Gossip(50 * time.Microsecond)
	go tick("metrics")
	go tick("election")
	time.Sleep(12 * time.Second)
}

func tick(name string) {
	truth.Role("tick-" + name)
	n := 0
	for range time.Tick(200 * time.Microsecond) {
		n += len(strconv.Itoa(n))
	}
}
