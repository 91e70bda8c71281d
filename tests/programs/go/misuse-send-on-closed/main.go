// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the producer that finishes first closes the channel that the other one still uses.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/logship/ship"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep")
	lines := make(chan string, 16)
	truth.Address("lines", lines)
	go ship.Produce(lines, "producer-0", 3)
	go ship.Produce(lines, "producer-1", 1000)
	for l := range lines {
		_ = l
	}
	time.Sleep(5 * time.Second)
}
