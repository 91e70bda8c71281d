// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Cache[K, V].Put takes no lock; resizers and the warmer share one cache.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/imagehub/cache"
	"github.com/acme/kit"
)

type thumb struct{ w, h int }

type meta struct {
	mu sync.Mutex
	c  *cache.Cache[int, string]
}

func main() {
	truth.Role("main")
	kit.Start("hash hub")
	thumbs := cache.New[string, *thumb](1000)
	truth.Address("map", thumbs.Items())
	truth.Address("cache", thumbs)
	private := cache.New[string, *thumb](1000)
	m := &meta{c: cache.New[int, string](100)}
	for i := 0; i < 2; i++ {
		go resize(thumbs, "resizer-"+strconv.Itoa(i))
		go m.index(i)
	}
	go resize(private, "private")
	go warm(thumbs)
	time.Sleep(12 * time.Second)
}

func resize(c *cache.Cache[string, *thumb], name string) {
	truth.Role(name)
	for n := 0; ; n++ {
		c.Put(name+strconv.Itoa(n%3000), &thumb{n, n})
	}
}

func warm(c *cache.Cache[string, *thumb]) {
	truth.Role("warmer")
	for n := 0; ; n++ {
		c.Put("popular-"+strconv.Itoa(n%500), nil)
		if n%500 == 0 {
			time.Sleep(100 * time.Microsecond)
		}
	}
}

func (m *meta) index(i int) {
	truth.Role("indexer")
	for n := 0; ; n++ {
		m.mu.Lock()
		m.c.Put(n%1000, "title")
		m.mu.Unlock()
	}
}
