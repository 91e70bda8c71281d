// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: orders call the stock and the stock calls the orders, each with its own lock held, through interfaces.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/shopd/orders"
	"github.com/acme/shopd/stock"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	s := stock.New()
	o := orders.New(s)
	s.Watch(o)
	go func() { truth.Role("checkout"); o.Checkout(3) }()
	go func() { truth.Role("restock"); s.Restock(3) }()
	time.Sleep(120 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("shopper"); o.Count() }()
	}
	time.Sleep(120 * time.Millisecond)
	truth.Ready()
	select {}
}
