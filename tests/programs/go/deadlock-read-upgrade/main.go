// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a reader takes the write lock while it still reads.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type catalogue struct {
	mu    sync.RWMutex
	items map[string]int
}

func (c *catalogue) ensure(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if v, ok := c.items[k]; ok {
		return v
	}
	return c.create(k)
}

func (c *catalogue) create(k string) int {
	c.mu.Lock() //@ upgrade lock
	defer c.mu.Unlock()
	c.items[k] = len(k)
	return len(k)
}

func (c *catalogue) peek(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.items[k]
}

func main() {
	truth.Role("main")
	kit.Start("lru hub sleep")
	c := &catalogue{items: map[string]int{}}
	truth.Address("mu", &c.mu)
	go func() { truth.Role("updater"); c.ensure("x") }()
	time.Sleep(80 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("peeker"); c.peek("x") }()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
