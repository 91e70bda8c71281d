// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// A lock that is copied with what it protects, and a WaitGroup that is counted up too late: go vet and staticcheck say so,
// and the map that isn't protected crashes.
package main

import (
	"strconv"
	"sync"
)

type votes struct {
	mu    sync.Mutex
	count map[string]int
}

func collect(v votes, wg *sync.WaitGroup) {
	for i := 0; ; i++ {
		v.mu.Lock()
		v.count[strconv.Itoa(i%100)]++
		v.mu.Unlock()
	}
}

func main() {
	v := votes{count: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		go func() {
			wg.Add(1)
			collect(v, &wg)
		}()
	}
	wg.Add(1)
	wg.Wait()
}
