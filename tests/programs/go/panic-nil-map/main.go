// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a write to a map that was never made.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type index struct{ tags map[string][]int }

func (x *index) add(tag string, id int) {
	x.tags[tag] = append(x.tags[tag], id) //@ crash write
}

func main() {
	truth.Role("main")
	kit.Start("lru shards")
	time.Sleep(20 * time.Millisecond)
	go func() {
		truth.Role("worker")
		(&index{}).add("go", 1)
	}()
	time.Sleep(5 * time.Second)
}
