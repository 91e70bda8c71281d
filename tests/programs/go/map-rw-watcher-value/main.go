// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the file watcher's callback writes the tree that request handlers read.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/knobs/conf"
	"github.com/acme/knobs/watch"
)

func main() {
	truth.Role("main")
	kit.Start("hub sort sleep")
	t := conf.NewTree()
	t.Announce()
	w := watch.New("/etc/knobs.d")
	w.Handle(t.OnChange)
	go w.Loop()
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role(fmt.Sprintf("poll-%d", i))
			limits(t)
		}(i)
	}
	time.Sleep(12 * time.Second)
}

func limits(t *conf.Tree) {
	sum := 0
	for n := 0; ; n++ {
		if t.V("limits.soft") != t.V("limits.hard") {
			sum++
		}
	}
}
