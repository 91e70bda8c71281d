// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: double-checked locking: the fast path reads without the lock that the slow path has.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type resolver struct {
	mu    sync.Mutex
	cache map[string]int
}

func (r *resolver) lookup(host string) int {
	if v, ok := r.cache[host]; ok { //@ fast read
		return v
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	v := len(host)
	r.cache[host] = v //@ slow write
	return v
}

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	r := &resolver{cache: map[string]int{}}
	truth.Address("map", r.cache)
	for i := 0; i < 4; i++ {
		go func(i int) {
			truth.Role("ask-" + strconv.Itoa(i))
			for n := i; ; n++ {
				r.lookup("host" + strconv.Itoa(n*7+i))
			}
		}(i)
	}
	time.Sleep(12 * time.Second)
}
