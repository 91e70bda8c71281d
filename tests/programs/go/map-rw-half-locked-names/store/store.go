// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import "sync"

type Store struct {
	mu    sync.RWMutex
	byID  map[int]string
	names map[string]int
}

func New() *Store { return &Store{byID: map[int]string{}, names: map[string]int{}} }

func (s *Store) Names() map[string]int { return s.names }

func (s *Store) ByID(id int) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byID[id]
}

func (s *Store) Put(id int, name string) {
	s.mu.Lock()
	s.byID[id] = name
	s.mu.Unlock()
	s.names[name] = id //@ put write
}

func (s *Store) ID(name string) int {
	return s.names[name] //@ get read
}
