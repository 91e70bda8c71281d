// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the taker waits for the queue with the store's lock held, which the filler needs before it can signal.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type queue struct {
	mu    sync.Mutex
	more  *sync.Cond
	items []int
}

func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.more.Wait() //@ wait wait
	}
	return q.items[0]
}

func (q *queue) put(n int) {
	q.mu.Lock()
	q.items = append(q.items, n)
	q.mu.Unlock()
	q.more.Signal()
}

type store struct {
	mu sync.Mutex
	q  *queue
}

func (s *store) serve() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.q.take()
}

func (s *store) refill(n int) {
	s.mu.Lock() //@ fill lock
	defer s.mu.Unlock()
	s.q.put(n)
}

func main() {
	truth.Role("main")
	kit.Start("lru hub conns sleep")
	q := &queue{}
	q.more = sync.NewCond(&q.mu)
	s := &store{q: q}
	truth.Address("store", &s.mu)
	go func() { truth.Role("taker"); s.serve() }()
	time.Sleep(60 * time.Millisecond)
	go func() { truth.Role("filler"); s.refill(1) }()
	time.Sleep(120 * time.Millisecond)
	truth.Ready()
	select {}
}
