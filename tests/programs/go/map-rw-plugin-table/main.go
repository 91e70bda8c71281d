// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the directory watcher plugs extensions in while requests look them up.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/hookd/ext"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru shards conns sleep")
	h := ext.NewHub()
	h.Announce()
	go watch(h)
	for i := 0; i < 3; i++ {
		go requests(h, i)
	}
	time.Sleep(12 * time.Second)
}

func watch(h *ext.Hub) {
	truth.Role("watcher")
	for n := 0; ; n++ {
		name := fmt.Sprintf("ext-%d", n%400)
		h.Plug(name, ext.Plugin{Name: name, Rev: n})
	}
}

func requests(h *ext.Hub, id int) {
	truth.Role(fmt.Sprintf("dispatch-%d", id))
	total := 0
	for n := 0; ; n++ {
		total += h.Run(fmt.Sprintf("ext-%d", n%500))
	}
}
