// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the window is cleared while requests are counted.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/nordlicht/throttle/window"
)

func main() {
	truth.Role("main")
	kit.Start("lru hub sleep")
	c, private := window.New(), window.New()
	c.Announce()
	for i := 0; i < 2; i++ {
		i := i
		go func() {
			truth.Role(fmt.Sprintf("ingress-%d", i))
			if i == 1 {
				time.Sleep(time.Hour)
			}
			for n := uint32(0); ; n++ {
				c.Hit(n%5000, uint16(n%7))
			}
		}()
	}
	go func() {
		truth.Role("roller")
		for range time.Tick(time.Millisecond) {
			c.Roll()
		}
	}()
	go func() {
		truth.Role("single")
		for n := uint32(0); ; n++ {
			private.Hit(n%900, 1)
			if n%9000 == 0 {
				private.Roll()
			}
		}
	}()
	time.Sleep(12 * time.Second)
}
