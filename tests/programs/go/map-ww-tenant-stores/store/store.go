// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import (
	"sync"

	"fixture.test/truth"
)

type locked struct {
	sync.Mutex
	seen map[uint64]int
}

// Store is one tenant's.
type Store struct {
	locked
	items map[uint64]string
}

// New makes one.
func New() *Store {
	return &Store{locked: locked{seen: map[uint64]int{}}, items: map[uint64]string{}}
}

// Announce tells the truth.
func (s *Store) Announce() { truth.Address("map", s.items) }

// Set stores an item.
func (s *Store) Set(id uint64, v string) {
	s.items[id] = v //@ set write
}

// Index counts under the lock.
func (s *Store) Index(id uint64) {
	s.Lock()
	defer s.Unlock()
	s.seen[id]++
}
