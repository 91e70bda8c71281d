// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package blob

import (
	"sync"
	"time"
)

type Sem chan struct{}

func (s Sem) Acquire() { s <- struct{}{} } //@ slot send
func (s Sem) Release() { <-s }

type Store struct {
	mu    sync.Mutex
	io    Sem
	blobs map[string]int
}

func New() *Store { return &Store{io: make(Sem, 1), blobs: map[string]int{}} }

func (s *Store) Upload(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(40 * time.Millisecond)
	s.io.Acquire()
	defer s.io.Release()
	s.blobs[k]++
}

func (s *Store) GC() {
	s.io.Acquire()
	defer s.io.Release()
	time.Sleep(40 * time.Millisecond)
	s.mu.Lock() //@ lock lock
	defer s.mu.Unlock()
	for k := range s.blobs {
		delete(s.blobs, k)
	}
}

func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.blobs)
}
