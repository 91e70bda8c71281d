// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a room's set of peers is ranged over while peers enter and quit.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/chatd/rooms"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru hub sleep cond")
	w := rooms.NewWorld("lobby", "attic")
	w.Announce("lobby")
	for i := 0; i < 4; i++ {
		go func(i int) {
			truth.Role(fmt.Sprintf("peer-%d", i))
			me := &rooms.Peer{ID: i, In: make(chan []byte, 4)}
			for {
				w.Enter("lobby", me)
				w.Quit("lobby", me)
			}
		}(i)
	}
	go tick(w)
	time.Sleep(12 * time.Second)
}

func tick(w *rooms.World) {
	truth.Role("fan")
	for n := 0; ; n++ {
		w.Fan("lobby", []byte("tick"))
		w.Note("attic")
	}
}
