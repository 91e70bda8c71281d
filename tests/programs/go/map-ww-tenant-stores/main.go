// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two goroutines write the store of tenant blue; red has one of its own.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"gitlab.com/quay/tenants/store"
)

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	blue, red := store.New(), store.New()
	blue.Announce()
	go load("blue-import", blue)
	go load("red-import", red)
	go load("blue-live", blue)
	time.Sleep(12 * time.Second)
}

func load(role string, s *store.Store) {
	truth.Role(role)
	for n := uint64(0); ; n++ {
		s.Set(n%3000, role)
		s.Index(n % 100)
	}
}
