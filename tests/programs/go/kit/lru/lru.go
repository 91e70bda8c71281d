// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package lru is a locked cache.
package lru

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
)

// Cache is safe for use by several goroutines.
type Cache struct {
	mu    sync.Mutex
	items map[string]int
}

// Set stores an item under the lock.
func (c *Cache) Set(key string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[key] = v
	if len(c.items) > 4096 {
		c.evict()
	}
}

// Get reads an item under the lock.
func (c *Cache) Get(key string) int {
	c.mu.Lock()
	v := c.items[key]
	c.mu.Unlock()
	return v
}

func (c *Cache) evict() {
	for k := range c.items {
		delete(c.items, k)
		if len(c.items) < 2048 {
			return
		}
	}
}

// Serve keeps n goroutines busy with one cache.
func Serve(n int) {
	c := &Cache{items: map[string]int{}}
	for i := 0; i < n; i++ {
		go c.fill(i)
	}
}

func (c *Cache) fill(seed int) {
	truth.Role("kit-lru")
	for n := seed; ; n += 7 {
		c.Set("item-"+strconv.Itoa(n%9000), n)
		if c.Get("item-"+strconv.Itoa(n%77)) == 1 || n%300 == 0 {
			time.Sleep(50 * time.Microsecond)
		}
	}
}

// ServeShards runs n goroutines, each with a map that nobody else knows.
func ServeShards(n int) {
	for i := 0; i < n; i++ {
		go shard(make(map[int]int64), i)
	}
}

func shard(counts map[int]int64, seed int) {
	truth.Role("kit-shard")
	for n := seed; ; n++ {
		counts[n%3000]++
		if n%20000 == 0 {
			for k := range counts {
				delete(counts, k)
			}
			time.Sleep(time.Millisecond)
		}
	}
}
