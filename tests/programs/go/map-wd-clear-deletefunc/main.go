// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Rotate clears, Prune deletes by function, Add writes; none of them takes the lock.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/dedup/window"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("shards lru sleep")
	w := window.New()
	truth.Address("map", w.Seen())
	go ingest(w)
	go rotate(w)
	go prune(w)
	time.Sleep(12 * time.Second)
}

func ingest(w *window.Window) {
	truth.Role("ingest")
	for n := uint64(0); ; n++ {
		w.Add(n % 40000)
	}
}

func rotate(w *window.Window) {
	truth.Role("rotate")
	for {
		w.Rotate()
		time.Sleep(100 * time.Microsecond)
	}
}

func prune(w *window.Window) {
	truth.Role("prune")
	for {
		w.Prune(100)
		time.Sleep(30 * time.Microsecond)
	}
}
