// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"

	"fixture.test/truth"
)

type call struct {
	wg    sync.WaitGroup
	value int
}

type flight struct {
	mu    sync.Mutex
	calls map[string]*call
}

func (f *flight) do(key string, load func() int) int {
	f.mu.Lock()
	if c, ok := f.calls[key]; ok {
		f.mu.Unlock()
		c.wg.Wait() //@ wait wait
		return c.value
	}
	c := &call{}
	c.wg.Add(1)
	f.calls[key] = c
	f.mu.Unlock()
	c.value = load()
	c.wg.Done()
	return c.value
}

func main() {
	truth.Role("main")
	f := &flight{calls: map[string]*call{}}
	done := make(chan int)
	go func() {
		truth.Role("loader")
		done <- f.do("a", func() int { return f.do("b", func() int { return f.do("a", nil) }) })
	}()
	<-done
}
