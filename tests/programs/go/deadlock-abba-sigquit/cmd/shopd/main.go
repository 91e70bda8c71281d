// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command shopd sells. Bug: checkout locks cart then stock, restock locks stock then cart.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/shopd/cart"
	"github.com/acme/shopd/stock"
)

func main() {
	truth.Role("main")
	kit.Start("hub conns batch")
	carts, ledger := cart.NewStore(), stock.NewLedger()
	carts.Stock, ledger.Carts = ledger, carts
	gate := make(chan struct{}, 2)
	go func() {
		truth.Role("checkout")
		carts.Checkout("order-1", gate)
	}()
	go func() {
		truth.Role("restock")
		ledger.Restock("sku-9", gate)
	}()
	for len(gate) < 2 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 4; i++ {
		go func() {
			truth.Role("viewer")
			carts.View("order-1")
		}()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	for range time.Tick(10 * time.Millisecond) {
	}
}
