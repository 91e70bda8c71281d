// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package upstream

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Pool checks backends; each checker has a map of its own.
type Pool struct {
	mu    sync.Mutex
	state []map[int]bool
}

// NewPool makes a pool.
func NewPool(n int) *Pool {
	p := &Pool{}
	for i := 0; i < n; i++ {
		p.state = append(p.state, map[int]bool{})
	}
	return p
}

// Check is one health checker.
func (p *Pool) Check(i int) {
	truth.Role("checker")
	own := p.state[i]
	for n := 0; ; n++ {
		mark(own, n%512)
		if n%2000 == 0 {
			p.mu.Lock()
			time.Sleep(100 * time.Microsecond)
			p.mu.Unlock()
		}
	}
}

func mark(state map[int]bool, n int) {
	state[n] = !state[n]
}
