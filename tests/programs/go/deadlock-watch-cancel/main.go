// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/watchcancel/watch"
)

func follow(h *watch.Hub) {
	truth.Role("sub")
	s := h.Subscribe()
	<-s.C
	time.Sleep(50 * time.Millisecond)
	s.Cancel()
}

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	h := watch.New()
	go follow(h)
	time.Sleep(20 * time.Millisecond)
	go func() {
		truth.Role("pub")
		for i := 0; ; i++ {
			h.Publish(i)
		}
	}()
	time.Sleep(120 * time.Millisecond)
	truth.Ready()
	select {}
}
