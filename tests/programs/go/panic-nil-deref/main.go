// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a missing node.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type node struct {
	next *node
	name string
}

func (n *node) last() string {
	for n.next != nil { //@ crash read
		n = n.next
	}
	return n.name
}

func main() {
	truth.Role("main")
	kit.Start("hub sleep")
	time.Sleep(20 * time.Millisecond)
	go func() {
		truth.Role("draw")
		var scene *node
		println(scene.last())
	}()
	time.Sleep(5 * time.Second)
}
