// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Set.Merge copies into the live map (maps.Copy) while Override writes single flags.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/flagd/flags"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("hub shards conns")
	s := flags.NewSet()
	truth.Address("map", s.Active())
	go sync(s, "sync-eu")
	go override(s)
	go export()
	time.Sleep(12 * time.Second)
}

func sync(s *flags.Set, role string) {
	truth.Role(role)
	update := map[string]bool{}
	for i := 0; i < 300; i++ {
		update["flag-"+strconv.Itoa(i)] = i%2 == 0
	}
	for {
		s.Merge(update)
		time.Sleep(50 * time.Microsecond)
	}
}

func override(s *flags.Set) {
	truth.Role("override")
	for n := 0; ; n++ {
		s.Override("flag-"+strconv.Itoa(n%700), true)
	}
}

func export() {
	truth.Role("export")
	snap := map[string]bool{"a": true, "b": false}
	for {
		flags.Export(snap)
		time.Sleep(time.Millisecond)
	}
}
