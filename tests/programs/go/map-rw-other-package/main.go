// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: package quote reads carriers.ByCode while package carriers imports a new price list into it.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/shiptrack/carriers"
	"github.com/acme/shiptrack/labels"
	"github.com/acme/shiptrack/quote"
)

func main() {
	truth.Role("main")
	kit.Start("hash sleep")
	truth.Address("map", carriers.ByCode)
	go quote.Serve("quote-eu")
	go quote.Serve("quote-us")
	for i := 0; i < 2; i++ {
		go labels.Print(i)
	}
	go carriers.Watch("prices.csv")
	time.Sleep(12 * time.Second)
}
