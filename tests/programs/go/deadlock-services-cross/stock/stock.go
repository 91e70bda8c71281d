// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stock

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Watcher hears of items.
type Watcher interface{ Restocked(item int) }

// Stock holds items.
type Stock struct {
	watch Watcher
	mu    sync.Mutex
	n     map[int]int
}

// New makes it.
func New() *Stock {
	s := &Stock{n: map[int]int{}}
	truth.Address("stock", &s.mu)
	return s
}

// Watch sets the watcher.
func (s *Stock) Watch(w Watcher) { s.watch = w }

// Reserve takes an item.
func (s *Stock) Reserve(item int) bool {
	s.mu.Lock() //@ reserve lock
	defer s.mu.Unlock()
	s.n[item]--
	return true
}

// Restock adds one.
func (s *Stock) Restock(item int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	s.n[item]++
	s.watch.Restocked(item)
}
