// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package lru

import (
	"container/list"
	"sync"

	"fixture.test/truth"
)

type key struct{ z, x, y int }

type entry struct {
	k key
	v []byte
}

// Cache keeps the tiles used last.
type Cache struct {
	sync.RWMutex
	max int
	ll  *list.List
	idx map[key]*list.Element
}

// New makes a cache.
func New(max int) *Cache { return &Cache{max: max, ll: list.New(), idx: map[key]*list.Element{}} }

// Announce tells the truth.
func (c *Cache) Announce() { truth.Address("map", c.idx) }

// Peek finds a tile.
func (c *Cache) Peek(z, x, y int) []byte {
	c.RLock()
	defer c.RUnlock()
	if e, ok := c.idx[key{z, x, y}]; ok { //@ peek read
		return e.Value.(*entry).v
	}
	return nil
}

// Add keeps a tile.
func (c *Cache) Add(z, x, y int, v []byte) {
	k := key{z, x, y}
	e := c.ll.PushFront(&entry{k, v})
	c.idx[k] = e //@ add write
	if c.ll.Len() > c.max {
		c.shrink()
	}
}

func (c *Cache) shrink() {
	last := c.ll.Back()
	c.ll.Remove(last)
	delete(c.idx, last.Value.(*entry).k) //@ add delete fn=(*Cache).shrink
}
