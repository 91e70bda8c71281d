// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two objects in two packages hold the same map; one reads it, the other one writes it.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/pricing/quote"
	"github.com/acme/pricing/rates"
	"github.com/acme/pricing/risk"
)

func main() {
	truth.Role("main")
	kit.Start("lru sort cond")
	table := map[string]float64{}
	truth.Address("map", table)
	for i := 0; i < 3; i++ {
		go quote.NewDesk(table).Serve("desk-" + strconv.Itoa(i))
	}
	go rates.NewLoader(table).Load("ecb.xml")
	go risk.NewBook().Mark()
	time.Sleep(12 * time.Second)
}
