// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/gridsim/sim"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru")
	cells := make(map[int]float64)
	truth.Address("map", cells)
	for i := 0; i < 2; i++ {
		go func(i int) {
			truth.Role("sim-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				sim.Step(cells, n%5000, 0.5)
			}
		}(i)
	}
	go func() {
		truth.Role("probe")
		for n := 0; ; n++ {
			sim.Probe(cells, n%5000)
		}
	}()
	time.Sleep(10 * time.Second)
}
