// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package orders

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Reserver takes items.
type Reserver interface{ Reserve(item int) bool }

// Orders holds orders.
type Orders struct {
	mu   sync.Mutex
	from Reserver
	all  []int
}

// New makes them.
func New(r Reserver) *Orders {
	o := &Orders{from: r}
	truth.Address("orders", &o.mu)
	return o
}

// Checkout places an order.
func (o *Orders) Checkout(item int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	if o.from.Reserve(item) {
		o.all = append(o.all, item)
	}
}

// Restocked hears of items.
func (o *Orders) Restocked(item int) {
	o.mu.Lock() //@ notify lock
	defer o.mu.Unlock()
}

// Count counts.
func (o *Orders) Count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.all)
}
