// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: three nodes hand work on around a ring, each with its own lock held.
package main

import (
	"strconv"
	"sync"

	"fixture.test/truth"
	"github.com/acme/scheduler/ring"
)

func main() {
	truth.Role("main")
	nodes := ring.New(3)
	var wg, all sync.WaitGroup
	all.Add(3)
	for i := range nodes {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			truth.Role("node-" + strconv.Itoa(i))
			nodes[i].HandOver(&all)
		}(i)
	}
	wg.Wait()
}
