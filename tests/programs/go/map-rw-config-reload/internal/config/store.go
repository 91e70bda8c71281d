// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package config

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
)

// Store is the live configuration.
type Store struct {
	values map[string]string

	mu        sync.RWMutex
	overrides map[string]string
}

// NewStore returns a store with defaults.
func NewStore() *Store {
	s := &Store{values: map[string]string{}, overrides: map[string]string{}}
	for i := 0; i < 64; i++ {
		s.values["route."+strconv.Itoa(i)+".backend"] = "10.0.0." + strconv.Itoa(i)
	}
	return s
}

// Values exposes the map.
func (s *Store) Values() map[string]string { return s.values }

// Get looks a value up.
func (s *Store) Get(key string) (string, bool) {
	v, ok := s.values[key] //@ lookup read
	return v, ok
}

// Override reads a locked map in the same way.
func (s *Store) Override(key string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.overrides[key]
}

// Watch reloads for ever.
func (s *Store) Watch(every time.Duration) {
	truth.Role("reloader")
	for gen := 0; ; gen++ {
		s.apply(gen)
		time.Sleep(every)
	}
}

func (s *Store) apply(gen int) {
	suffix := strconv.Itoa(gen)
	for i := 0; i < 256; i++ {
		s.values["route."+strconv.Itoa(i)+".backend"] = suffix //@ set write
	}
}

// Tune changes overrides under the lock.
func (s *Store) Tune(i int) {
	truth.Role("tuner-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		s.mu.Lock()
		s.overrides["tune."+strconv.Itoa(n%32)] = strconv.Itoa(i)
		s.mu.Unlock()
		time.Sleep(100 * time.Microsecond)
	}
}
