// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a range-over-func iterator walks the map that a gauge still fills.
package main

import (
	"fmt"
	"time"

	"codeberg.org/ferry/tides/tide"
	"fixture.test/truth"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	t := tide.New()
	t.Announce()
	go harbour(t)
	go archive(tide.New())
	go gauge(t)
	time.Sleep(12 * time.Second)
}

func harbour(t *tide.Table) {
	truth.Role("harbour")
	high := 0
	for {
		for _, r := range t.All() {
			if r.Level > high {
				high = r.Level
			}
		}
	}
}

func archive(t *tide.Table) {
	truth.Role("archive")
	for n := 0; ; n++ {
		t.Put(fmt.Sprint("old", n%90), n)
		for range t.All() {
		}
	}
}

func gauge(t *tide.Table) {
	truth.Role("gauge")
	for n := 0; ; n++ {
		t.Put(fmt.Sprint("g", n%500), n)
		if n%64 == 0 {
			time.Sleep(20 * time.Microsecond)
		}
	}
}
