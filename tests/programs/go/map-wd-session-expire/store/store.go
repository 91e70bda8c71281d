// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Entry is one live session.
type Entry struct {
	Seen  time.Time
	Count int
}

// Sessions holds the live ones.
type Sessions struct {
	live map[uint64]Entry

	mu    sync.Mutex
	audit map[string]int
}

// New makes the store.
func New() *Sessions { return &Sessions{live: map[uint64]Entry{}, audit: map[string]int{}} }

// Live returns the map.
func (s *Sessions) Live() map[uint64]Entry { return s.live }

// Touch refreshes an entry.
func (s *Sessions) Touch(id uint64) {
	now := time.Now()
	s.live[id] = Entry{Seen: now, Count: 1} //@ touch write
}

// Audit counts under the lock.
func (s *Sessions) Audit(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.audit[who]++
}

// Janitor removes old entries for ever.
func (s *Sessions) Janitor(every time.Duration) {
	truth.Role("janitor")
	for n := uint64(0); ; n++ {
		s.expire(n%60000, 40)
		time.Sleep(every)
	}
}

func (s *Sessions) expire(from, n uint64) {
	for id := from; id < from+n; id++ {
		delete(s.live, id) //@ expire delete
	}
}
