// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package work is busy with the processor, or asleep.
package work

import (
	"crypto/sha256"
	"math/rand"
	"sort"
	"sync"
	"time"

	"fixture.test/truth"
)

// Hash starts n goroutines that compute.
func Hash(n int) {
	for i := 0; i < n; i++ {
		go hash(make([]byte, 2048))
	}
}

func hash(buf []byte) {
	truth.Role("kit-hash")
	for {
		for i := 0; i < 50; i++ {
			sum := sha256.Sum256(buf)
			copy(buf, sum[:])
		}
		time.Sleep(time.Millisecond)
	}
}

// Sort starts n goroutines that sort.
func Sort(n int) {
	for i := 0; i < n; i++ {
		go rank(make([]int, 3000))
	}
}

func rank(scores []int) {
	truth.Role("kit-sort")
	for {
		for i := range scores {
			scores[i] = rand.Int()
		}
		sort.Slice(scores, func(a, b int) bool { return scores[a] < scores[b] })
		time.Sleep(time.Millisecond)
	}
}

// Sleepers starts n goroutines that sleep.
func Sleepers(n int) {
	for i := 0; i < n; i++ {
		go refresh(time.Duration(i+1) * time.Minute)
	}
}

func refresh(every time.Duration) {
	truth.Role("kit-sleep")
	for {
		time.Sleep(every)
	}
}

// Queue starts n goroutines that wait for a condition.
func Queue(n int) {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	for i := 0; i < n; i++ {
		go q.take()
	}
}

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []int
}

func (q *queue) take() int {
	truth.Role("kit-cond")
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.cond.Wait()
	}
	return q.items[0]
}
