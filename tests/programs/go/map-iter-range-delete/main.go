// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Sweep ranges over the roster and deletes from it while heartbeats write it.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/presence/roster"
)

func main() {
	truth.Role("main")
	kit.Start("lru hub batch")
	r := roster.New()
	truth.Address("map", r.Online())
	for i := 0; i < 2; i++ {
		go heartbeat(r, i)
	}
	go room()
	go r.Sweeper()
	time.Sleep(12 * time.Second)
}

func heartbeat(r *roster.Roster, id int) {
	truth.Role("heartbeat-" + strconv.Itoa(id))
	for n := 0; ; n++ {
		r.Beat("user-" + strconv.Itoa(n%700))
		if n%50 == 0 {
			time.Sleep(40 * time.Microsecond)
		}
	}
}

func room() {
	truth.Role("room")
	members := map[string]int64{}
	for n := int64(0); ; n++ {
		members["user-"+strconv.FormatInt(n%50, 10)] = n
		for k, v := range members {
			if v+100 < n {
				delete(members, k)
			}
		}
	}
}
