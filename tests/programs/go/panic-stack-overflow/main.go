// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: recursion without an end.
package main

import (
	"runtime/debug"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type path struct{ parent *path }

func (p *path) depth() int {
	return 1 + p.parent.depth()
}

func main() {
	truth.Role("main")
	kit.Start("hub sleep")
	debug.SetMaxStack(1 << 20)
	p := &path{}
	p.parent = p
	println(p.depth())
}
