// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stock

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Carts is what the warehouse needs of the shop.
type Carts interface{ Notify(sku string) }

// Ledger counts goods.
type Ledger struct {
	mu    sync.Mutex
	goods map[string]int
	Carts Carts
}

// NewLedger makes a ledger.
func NewLedger() *Ledger {
	l := &Ledger{goods: map[string]int{}}
	truth.Address("stock.Ledger.mu", &l.mu)
	return l
}

// Reserve takes goods.
func (l *Ledger) Reserve(order string) {
	l.mu.Lock() //@ reserve lock
	defer l.mu.Unlock()
	l.goods[order]--
}

// Restock adds goods and tells the carts.
func (l *Ledger) Restock(sku string, gate chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gate <- struct{}{}
	time.Sleep(50 * time.Millisecond)
	l.goods[sku]++
	l.Carts.Notify(sku)
}
