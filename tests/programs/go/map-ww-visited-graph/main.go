// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: several walks share one visited set.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/routes/graph"
)

func main() {
	truth.Role("main")
	kit.Start("shards hash sleep cond")
	g := graph.Grid(40)
	seen := map[graph.ID]bool{}
	truth.Address("map", seen)
	for i := 0; i < 4; i++ {
		go func(i int) {
			truth.Role(fmt.Sprintf("walk-%d", i))
			for n := 0; ; n++ {
				g.From(graph.ID(i*7+n%31), seen)
			}
		}(i)
	}
	time.Sleep(12 * time.Second)
}
