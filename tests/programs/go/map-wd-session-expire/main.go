// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the janitor deletes expired entries while three frontends write theirs.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/sessiond/store"
)

func main() {
	truth.Role("main")
	kit.Start("shards hub cond")
	s := store.New()
	truth.Address("map", s.Live())
	for _, name := range []string{"touch-web", "touch-app", "touch-api"} {
		go frontend(s, name)
	}
	go s.Janitor(20 * time.Microsecond)
	time.Sleep(12 * time.Second)
}

func frontend(s *store.Sessions, name string) {
	truth.Role(name)
	for n := uint64(0); ; n++ {
		s.Touch(n % 60000)
		if n%64 == 0 {
			s.Audit(name)
			time.Sleep(10 * time.Microsecond)
		}
	}
}
