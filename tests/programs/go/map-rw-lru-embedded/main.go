// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Cache embeds an RWMutex; Peek takes it, Add does not.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/tilecache/lru"
)

func main() {
	truth.Role("main")
	kit.Start("shards hash conns")
	c := lru.New(512)
	c.Announce()
	go prefetch(c)
	for i := 0; i < 3; i++ {
		go render(c, i)
	}
	time.Sleep(12 * time.Second)
}

func prefetch(c *lru.Cache) {
	truth.Role("prefetch")
	for z := 0; ; z++ {
		c.Add(z%19, z%1024, (z*7)%1024, make([]byte, 64))
	}
}

func render(c *lru.Cache, n int) {
	truth.Role(fmt.Sprintf("render-%d", n))
	bytes := 0
	for z := n; ; z++ {
		if t := c.Peek(z%19, z%1024, (z*7)%1024); t != nil {
			bytes += len(t)
		}
	}
}
