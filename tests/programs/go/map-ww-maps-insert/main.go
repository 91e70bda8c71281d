// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: maps.Insert merges into a map that a notifier also changes.
package main

import (
	"fmt"
	"maps"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type registry struct {
	byName map[string]int
	serial int
}

func (r *registry) transfer(from map[string]int) {
	maps.Insert(r.byName, maps.All(from)) //@ merge write
}

func (r *registry) notice(zone string) {
	r.byName[zone]++ //@ bump write
}

func main() {
	truth.Role("main")
	kit.Start("hub shards conns")
	r := &registry{byName: map[string]int{}}
	truth.Address("map", r.byName)
	for i := 0; i < 2; i++ {
		go func() {
			truth.Role(fmt.Sprintf("axfr-%d", i))
			part := map[string]int{}
			for n := 0; n < 40; n++ {
				part[fmt.Sprintf("z%d-%d", i, n)] = n
			}
			for {
				r.transfer(part)
				time.Sleep(50 * time.Microsecond)
			}
		}()
	}
	go func() {
		truth.Role("notify")
		for n := 0; ; n++ {
			r.notice("z" + fmt.Sprint(n%200))
		}
	}()
	time.Sleep(12 * time.Second)
}
