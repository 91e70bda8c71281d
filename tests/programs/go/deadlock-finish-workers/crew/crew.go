// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package crew

import "sync"

type Crew struct {
	jobs chan int
	wg   sync.WaitGroup
	sum  int
}

func New() *Crew { return &Crew{jobs: make(chan int, 4)} }
func (c *Crew) Hire(role func(string)) {
	c.wg.Add(1)
	go func() { defer c.wg.Done(); role("worker"); c.work() }()
}
func (c *Crew) work() {
	for j := range c.jobs { //@ r recv
		c.sum += j
	}
}
func (c *Crew) Finish() {
	c.wg.Wait() //@ w wait
	close(c.jobs)
}
