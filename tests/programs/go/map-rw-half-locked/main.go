// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Join writes under Manager.mu, but Peek reads without it.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rtcsignal/rooms"
)

func main() {
	truth.Role("main")
	kit.Start("lru conns hub")
	m := rooms.NewManager()
	truth.Address("map", m.Rooms())
	truth.Address("manager", m)
	for i := 0; i < 5; i++ {
		go signal(m, i)
	}
	go relay(m)
	time.Sleep(12 * time.Second)
}

func signal(m *rooms.Manager, i int) {
	truth.Role("join-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		m.Join("room-"+strconv.Itoa(n%2000), i)
	}
}

func relay(m *rooms.Manager) {
	truth.Role("relay")
	for n := 0; ; n++ {
		m.Peek("room-" + strconv.Itoa(n%100))
		if n%20 == 0 {
			time.Sleep(10 * time.Microsecond)
		}
	}
}
