// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: every connection registers itself and unregisters in a deferred call, both without the lock.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/wsgate/hub"
)

func main() {
	truth.Role("main")
	kit.Start("conns cond shards")
	h := hub.New()
	truth.Address("map", h.Conns())
	truth.Address("hub", h)
	go h.Broadcast(make(chan string))
	for i := 0; i < 4; i++ {
		go serve(h, i)
	}
	time.Sleep(12 * time.Second)
}

func serve(h *hub.Hub, i int) {
	truth.Role("conn-" + strconv.Itoa(i))
	for {
		h.Handle(&hub.Conn{ID: i})
	}
}
