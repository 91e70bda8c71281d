// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: guests come and go without the lock that guards only the notes.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/parley/parley"
)

func main() {
	truth.Role("main")
	kit.Start("conns sleep")
	h := parley.New()
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role(fmt.Sprintf("guest-%d", i))
			for n := i; ; n += 5 {
				visit(h, n%1000)
			}
		}(i)
	}
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role(fmt.Sprintf("scribe-%d", i))
			for n := 0; ; n++ {
				h.Note(n%40, "hm")
			}
		}(i)
	}
	time.Sleep(12 * time.Second)
}

func visit(h *parley.Hall, n int) {
	h.Sit(n, &parley.Guest{Name: "g"})
	defer h.Stand(n)
}
