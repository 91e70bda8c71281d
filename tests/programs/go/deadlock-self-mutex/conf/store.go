// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package conf

import (
	"sync"

	"fixture.test/truth"
)

// Store is a configuration.
type Store struct {
	mu     sync.Mutex
	values map[string]string
}

// New makes a store.
func New() *Store {
	s := &Store{values: map[string]string{}}
	truth.Address("conf.Store.mu", &s.mu)
	return s
}

// Get reads a value.
func (s *Store) Get(key string) string {
	s.mu.Lock() //@ again lock
	defer s.mu.Unlock()
	return s.values[key]
}

// Update changes a value.
func (s *Store) Update(key string, change func(string) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = change(s.Get(key))
}
