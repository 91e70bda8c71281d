// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: feeders share a set in a closure that nobody guards.
package main

import (
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type job struct {
	id   uint64
	body string
}

func main() {
	truth.Role("main")
	kit.Start("lru conns sleep")
	q := make(chan job, 64)
	go drain(q)
	pump(q, 3)
}

func pump(q chan<- job, feeders int) {
	seen := make(map[uint64]struct{})
	truth.Address("map", seen)
	offer := func(j job) bool {
		if j.id%1024 == 0 {
			return false
		}
		seen[j.id] = struct{}{} //@ offer write fn=pump.func1
		return true
	}
	var wg sync.WaitGroup
	for f := 0; f < feeders; f++ {
		wg.Add(1)
		go func(f int) {
			defer wg.Done()
			truth.Role(fmt.Sprintf("feeder-%d", f))
			for n := 0; ; n++ {
				h := fnv.New64a()
				fmt.Fprintf(h, "job %d %d", f, n)
				j := job{id: h.Sum64(), body: "x"}
				if offer(j) && n%512 == 0 {
					q <- j
				}
			}
		}(f)
	}
	wg.Wait()
}

func drain(q <-chan job) {
	truth.Role("drain")
	var mu sync.Mutex
	results := map[uint64]string{}
	for j := range q {
		mu.Lock()
		results[j.id] = j.body
		mu.Unlock()
		time.Sleep(10 * time.Microsecond)
	}
}
