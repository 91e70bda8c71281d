// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Observe ends, four inlined calls deeper, in an unlocked write; two collectors call it.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/meterd/gauge"
)

func main() {
	truth.Role("main")
	kit.Start("lru conns sleep")
	r := gauge.NewRegistry()
	truth.Address("map", r.Values())
	truth.Address("registry", r)
	go collectCPU(r)
	go collectMemory(r)
	go describe(r)
	time.Sleep(12 * time.Second)
}

func collectCPU(r *gauge.Registry) {
	truth.Role("cpu")
	for n := 0; ; n++ {
		r.Observe("cpu", n%64, 0.5)
	}
}

func collectMemory(r *gauge.Registry) {
	truth.Role("mem")
	for n := 0; ; n++ {
		r.Observe("memory", n%300, float64(n))
		if n%1000 == 0 {
			time.Sleep(30 * time.Microsecond)
		}
	}
}

func describe(r *gauge.Registry) {
	truth.Role("describe")
	for n := 0; ; n++ {
		r.Describe("unit", n%300)
	}
}
