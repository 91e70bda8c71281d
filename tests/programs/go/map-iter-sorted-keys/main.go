// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a zone transfer collects maps.Keys while an update writes the records.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/dnsd/zone"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("conns hub sort")
	z := zone.New("example.org.")
	truth.Address("map", z.Records())
	go func() {
		truth.Role("update")
		for n := 0; ; n++ {
			z.Update("host-"+strconv.Itoa(n%400), "192.0.2.1")
		}
	}()
	go func() {
		truth.Role("transfer")
		for {
			z.Names()
		}
	}()
	time.Sleep(12 * time.Second)
}
