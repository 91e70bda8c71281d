// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: receive queues count into one table, more threads than processors.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/packetd/flow"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep")
	t := flow.NewTable()
	truth.Address("map", t.Bytes())
	for q := 0; q < 2; q++ {
		go receive(t, q)
	}
	for i := 0; i < 24; i++ {
		go spin()
	}
	time.Sleep(12 * time.Second)
}

func receive(t *flow.Table, q int) {
	truth.Role("rx-" + strconv.Itoa(q))
	for n := uint32(0); ; n++ {
		t.Count(n*uint32(q+1)%50000, 64)
	}
}

func spin() {
	truth.Role("spin")
	for n := 0; ; n++ {
		_ = n
	}
}
