// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command edgeproxy routes requests by a configuration that is reloaded while it is read. Bug: Store.Reload writes
// the map that Store.Get reads without a lock.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/edgeproxy/internal/config"
	"github.com/acme/edgeproxy/internal/route"
	"github.com/acme/edgeproxy/internal/upstream"
)

func main() {
	truth.Role("main")
	store := config.NewStore()
	truth.Address("map", store.Values())
	truth.Address("store", store)
	reqs := make(chan route.Request)
	for i := 0; i < 4; i++ {
		go route.NewWorker(i, store).Run(reqs)
	}
	for i := 0; i < 2; i++ {
		go store.Tune(i)
	}
	pool := upstream.NewPool(6)
	for i := 0; i < 6; i++ {
		go pool.Check(i)
	}
	go store.Watch(50 * time.Microsecond)
	deadline := time.After(12 * time.Second)
	for n := 0; ; n++ {
		select {
		case reqs <- route.Request{Host: "shop.example", Path: "/cart"}:
		case <-deadline:
			return
		}
	}
}
