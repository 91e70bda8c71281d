// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package buf

import "sync"

type ring struct {
	mu   sync.Mutex
	more *sync.Cond
	all  []int
}

func (r *ring) pop() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.all) == 0 {
		r.more.Wait() //@ take wait
	}
	v := r.all[0]
	r.all = r.all[1:]
	return v
}

func (r *ring) push(v int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, v)
	r.more.Signal()
}

// Store has a ring.
type Store struct {
	mu    sync.Mutex
	taken int
	ring  *ring
}

// New makes one.
func New() *Store {
	r := &ring{}
	r.more = sync.NewCond(&r.mu)
	return &Store{ring: r}
}

// Take takes one.
func (s *Store) Take() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken++
	return s.ring.pop()
}

// Put puts one.
func (s *Store) Put(v int) {
	s.mu.Lock() //@ put lock
	defer s.mu.Unlock()
	s.ring.push(v)
}
