// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the in-memory Store is used by three goroutines through an interface, a method value and a nested call.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/ingestd/store"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("batch conns hash")
	mem := store.Memory()
	truth.Address("map", store.Rows(mem))
	go tail(mem, "tail-app")
	go tail(mem, "tail-db")
	go tail(store.Locked(), "locked-a")
	compact := store.Compactor(mem)
	go compact()
	time.Sleep(12 * time.Second)
}

func tail(s store.Store, role string) {
	truth.Role(role)
	line := []byte("level=info msg=ok")
	for n := 0; ; n++ {
		s.Put(role+strconv.Itoa(n%2500), line)
	}
}
