// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/pricebook/catalog"
)

func main() {
	truth.Role("main")
	kit.Start("sort batch")
	c := catalog.Open("eu")
	truth.Address("map", c.Table())
	for i := 0; i < 3; i++ {
		go quotes(c, i)
	}
	go feed(c)
	time.Sleep(10 * time.Second)
}

func quotes(c catalog.Catalog, i int) {
	truth.Role("quote-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		c.Price("sku" + strconv.Itoa(n%200))
	}
}

func feed(c catalog.Catalog) {
	truth.Role("feed")
	for n := 0; ; n++ {
		c.Apply("sku"+strconv.Itoa(n%200), float64(n))
	}
}
