// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package cart

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Stock is what a cart needs of the warehouse.
type Stock interface{ Reserve(order string) }

// Store keeps carts.
type Store struct {
	mu    sync.Mutex
	carts map[string]int
	Stock Stock
}

// NewStore makes a store.
func NewStore() *Store {
	s := &Store{carts: map[string]int{}}
	truth.Address("cart.Store.mu", &s.mu)
	return s
}

// Checkout buys a cart.
func (s *Store) Checkout(order string, gate chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gate <- struct{}{}
	time.Sleep(50 * time.Millisecond)
	s.Stock.Reserve(order)
	delete(s.carts, order)
}

// View shows a cart.
func (s *Store) View(order string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.carts[order]
}

// Notify tells a cart about new stock.
func (s *Store) Notify(sku string) {
	s.mu.Lock() //@ notify lock
	defer s.mu.Unlock()
	s.carts[sku]++
}
