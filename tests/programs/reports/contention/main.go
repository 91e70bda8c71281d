// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Goroutines that fight for one lock and one channel, with labels, and goroutines that are leaked; the profile
// that the first argument names, with the debug value of the second.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"
)

type cache struct {
	mu   sync.Mutex
	rows map[int]int
}

func (c *cache) put(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	time.Sleep(200 * time.Microsecond)
	c.rows[n] = n
}

func fill(c *cache, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; i < 40; i++ {
		c.put(i)
	}
}

func abandon(n int) {
	results := make(chan int)
	go func() { results <- n * n }()
}

func main() {
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	c := &cache{rows: map[int]int{}}
	var wg sync.WaitGroup
	wg.Add(8)
	for i := 0; i < 4; i++ {
		go fill(c, &wg)
	}
	pprof.Do(context.Background(), pprof.Labels("tenant", "blue", "shard", "7"), func(context.Context) {
		for i := 0; i < 4; i++ {
			go fill(c, &wg)
		}
		for i := 0; i < 5; i++ {
			abandon(i)
		}
	})
	for i := 0; i < 20; i++ {
		abandon(i)
	}
	wg.Wait()
	runtime.GC()
	debug, _ := strconv.Atoi(os.Args[2])
	if p := pprof.Lookup(os.Args[1]); p != nil {
		p.WriteTo(os.Stdout, debug)
	}
}
