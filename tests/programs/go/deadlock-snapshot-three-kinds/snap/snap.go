// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package snap

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Service takes snapshots.
type Service struct {
	mu    sync.Mutex
	parts map[int]string
}

// New makes one.
func New() *Service { return &Service{parts: map[int]string{}} }

// Snapshot copies all parts with the lock held.
func (s *Service) Snapshot() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	done := make(chan error)
	go s.copyAll(done)
	return <-done //@ snap receive
}

func (s *Service) copyAll(done chan<- error) {
	truth.Role("copy")
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		truth.Role("part")
		time.Sleep(30 * time.Millisecond)
		s.copyPart(1)
	}()
	wg.Wait() //@ copy wait
	done <- nil
}

func (s *Service) copyPart(n int) {
	s.mu.Lock() //@ part lock
	defer s.mu.Unlock()
	s.parts[n] = "copied"
}
