// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package pool

import (
	"context"
	"sync"
	"time"

	"fixture.test/truth"
)

type Pool struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	cancel context.CancelFunc
	live   map[int]bool
}

func Start() *Pool {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Pool{cancel: cancel, live: map[int]bool{1: true}}
	p.wg.Add(1)
	go p.work(ctx, 1)
	return p
}

func (p *Pool) work(ctx context.Context, id int) {
	truth.Role("worker")
	defer p.wg.Done()
	defer p.forget(id)
	t := time.NewTicker(10 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

func (p *Pool) forget(id int) {
	p.mu.Lock() //@ forget lock
	delete(p.live, id)
	p.mu.Unlock()
}

func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel()
	p.wg.Wait() //@ wait wait
	return nil
}

func (p *Pool) Live() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.live)
}
