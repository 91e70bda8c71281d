// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package queue

import (
	"sync"
	"time"

	"fixture.test/truth"
)

type Queue struct {
	in      chan int
	wg      sync.WaitGroup
	OnFlush func(int)
}

func New() *Queue {
	q := &Queue{in: make(chan int)}
	go q.drain()
	return q
}

func (q *Queue) Enqueue(n int) {
	q.in <- n //@ shards send
}

func (q *Queue) drain() {
	truth.Role("drain")
	<-q.in
	time.Sleep(20 * time.Millisecond)
	q.wg.Add(1)
	go q.flush(1)
	q.wg.Wait() //@ flush wait
	for range q.in {
	}
}

func (q *Queue) flush(n int) {
	truth.Role("flusher")
	defer q.wg.Done()
	time.Sleep(60 * time.Millisecond)
	q.OnFlush(n)
}

func (q *Queue) Kick() { q.in <- 0 }
