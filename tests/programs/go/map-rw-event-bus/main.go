// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: plug-ins hook themselves in while events are emitted.
package main

import (
	"fmt"
	"time"

	"example.com/bus/bus"
	"fixture.test/truth"
	"github.com/acme/kit"
)

type plugin struct {
	name string
	sum  int
}

func (p *plugin) handle(n int) { p.sum += n }

func main() {
	truth.Role("main")
	kit.Start("shards sort conns sleep")
	b := bus.New()
	for i := 0; i < 3; i++ {
		go emitter(b.Emit, i)
	}
	go func() {
		truth.Role("plugin")
		for n := 0; ; n++ {
			p := &plugin{name: fmt.Sprint("p", n%40)}
			b.On(p.name, p.handle)
		}
	}()
	time.Sleep(12 * time.Second)
}

func emitter(emit func(string, int), i int) {
	truth.Role(fmt.Sprintf("emitter-%d", i))
	for n := 0; ; n++ {
		emit(fmt.Sprint("p", n%40), n)
	}
}
