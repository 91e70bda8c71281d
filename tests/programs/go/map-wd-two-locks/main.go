// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two locks guard one map, one for those who open, one for the reaper.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/roomd/lobby"
)

func main() {
	truth.Role("main")
	kit.Start("lru conns sleep")
	l := lobby.New()
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role("open-" + strconv.Itoa(i))
			for n := i; ; n += 3 {
				l.Open("room" + strconv.Itoa(n%5000))
			}
		}(i)
	}
	go func() {
		truth.Role("reap")
		for n := 0; ; n++ {
			l.Reap("room" + strconv.Itoa(n%5000))
		}
	}()
	time.Sleep(12 * time.Second)
}
