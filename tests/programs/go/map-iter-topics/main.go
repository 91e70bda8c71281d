// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Emit ranges over the listeners of a topic while listeners come and go.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/fanout/bus"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep cond")
	b := bus.New()
	b.Announce("prices")
	for i := 0; i < 3; i++ {
		go ear(b, i)
	}
	go func() {
		truth.Role("emit")
		for n := 0; ; n++ {
			b.Emit("prices", fmt.Sprint(n))
		}
	}()
	go calm(b)
	time.Sleep(12 * time.Second)
}

func ear(b *bus.Bus, id int) {
	truth.Role(fmt.Sprintf("ear-%d", id))
	for n := 0; ; n++ {
		c := make(chan string, 1)
		b.Listen("prices", id*1000+n%600, c)
		if n%3 == 0 {
			b.Hangup("prices", id*1000+n%600)
		}
	}
}

func calm(b *bus.Bus) {
	truth.Role("calm")
	for n := 0; ; n++ {
		b.Count("weather")
		time.Sleep(time.Millisecond)
	}
}
