// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package crawl

import (
	"sync"

	"fixture.test/truth"
)

type Crawler struct {
	slots chan struct{}
	seen  sync.Map
}

func New(n int) *Crawler { return &Crawler{slots: make(chan struct{}, n)} }

func (c *Crawler) Visit(url string, depth int) {
	if _, old := c.seen.LoadOrStore(url, true); old {
		return
	}
	c.slots <- struct{}{} //@ slot send
	defer func() { <-c.slots }()
	if depth == 0 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		truth.Role("child")
		c.Visit(url+"/x", depth-1)
	}()
	wg.Wait() //@ join wait
}
