// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Diff walks the columns by reflection while Set writes them.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/ormlite/record"
)

func main() {
	truth.Role("main")
	kit.Start("shards batch hash")
	r := record.New()
	truth.Address("map", r.Cols())
	go func() {
		truth.Role("setter")
		for n := 0; ; n++ {
			r.Set("col"+strconv.Itoa(n%60), n)
		}
	}()
	go func() {
		truth.Role("differ")
		for {
			record.Walk(r.Cols(), func(string) {})
		}
	}()
	time.Sleep(12 * time.Second)
}
