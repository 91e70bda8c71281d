// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Stop holds the pool's lock while it waits for a worker that needs that lock to finish.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
)

type pool struct {
	mu   sync.Mutex
	wg   sync.WaitGroup
	live int
}

func (p *pool) run() {
	defer p.wg.Done()
	time.Sleep(30 * time.Millisecond)
	p.finish()
}

func (p *pool) finish() {
	p.mu.Lock() //@ finish lock
	defer p.mu.Unlock()
	p.live--
}

func (p *pool) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wg.Wait() //@ wait wait
}

func main() {
	truth.Role("main")
	p := &pool{live: 1}
	truth.Address("pool", &p.mu)
	p.wg.Add(1)
	go func() { truth.Role("worker-0"); p.run() }()
	done := make(chan struct{})
	go func() { truth.Role("stop"); p.Stop(); close(done) }()
	<-done
}
